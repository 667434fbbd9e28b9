"""Spark, for more runners than one machine can do: the only file that knows it.

The same query, checks and counts as for DuckDB. A part is a group of files; within it Spark
shares out the rows as it does with any table, and starts lost tasks again.
"""

import csv
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import Problem, UsageError
from ..knowledge import Knowledge
from ..tables.problems import BETWEEN
from . import checks
from .columns import result_columns
from .levels import levels
from .query import compile_query
from .rejects import SIGN_TIERS, RejectsFound
from .sql import Dialect, Type
from .statement import named_as
from .tallies import Tally, counted_columns, read_tally, tally_query
from .typed import BLANKS, ID, answers_from, present_questions
from .workers import schema_of, screening

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from .parts import Table

PLACE: Final = ("table", "row", "file", "line")
_PLACE_TEXT: Final = "concat(table, ':', row)"
_KEY: Final = f"replace(replace(lower(`{ID}`), '\u00df', 'ss'), '\u03c2', '\u03c3')"  # as id_key
_SETTINGS: Final = {
    # The base has far more columns than a generated loop over a row can have.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.debug.maxToStringFields": "20",
    "spark.sql.ansi.enabled": "true",
}
_OF_OUR_OWN: Final = {  # a cluster of somebody else keeps what it has
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "8",
    "spark.hadoop.fs.permissions.umask-mode": "077",
}
# Spark gives the place of a file as an address, in which signs like a space are escaped.
_PLAIN_PATH: Final = (
    "url_decode(replace(regexp_replace(_metadata.file_path, '^file:/+', '/'), '+', '%2B'))"
)
_COMMITTED: Final = {"parquet": ".parquet", "csv": ".csv", "jsonl": ".json"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where Spark runs: a master like spark://host:7077, or a Connect address like sc://host.

    Without either, Spark runs in a process of its own on this machine. `by_sql`: Spark's own SQL
    does all the work, for workers that have no DuckDB and no Surefoot; many times slower.
    """

    master: str | None = None
    remote: str | None = None
    by_sql: bool = False


@contextmanager
def connected(cluster: Cluster, workers: int | None, memory: str) -> Iterator["SparkSession"]:
    """A session of Spark, ended with the block.

    Raises:
        UsageError: if Spark does not start, or nobody answers at the address.
    """
    from pyspark.errors import PySparkException  # noqa: PLC0415  (takes a second)
    from pyspark.sql import SparkSession  # noqa: PLC0415

    settings: dict[str, bool | float | int | str | None] = {**_SETTINGS}
    builder = SparkSession.builder.appName("surefoot screen")
    if cluster.remote is not None:
        builder = builder.remote(cluster.remote)
    else:
        master = cluster.master or f"local[{workers or os.cpu_count() or 1}]"
        builder = builder.master(master)
        if master.startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # what workers run
            settings |= _OF_OUR_OWN | {"spark.driver.memory": _heap(memory)}
    try:
        session = builder.config(map=settings).getOrCreate()
        session.sql("SELECT 1").collect()
    except (PySparkException, ImportError, RuntimeError) as error:
        message = f"Spark does not start: {_first_line(error)}"
        fix = "Spark needs Java 17 or later, and pip install 'surefoot[spark]'"
        raise UsageError(Problem(code="US108", message=message, fix=fix)) from None
    try:
        yield session
    finally:
        session.stop()


def _heap(memory: str) -> str:
    """A size like 4GB as Java writes it."""
    return memory.strip().lower().removesuffix("b")


class Screen:
    """Screens parts of tables on Spark."""

    def __init__(
        self, session: "SparkSession", knowledge: Knowledge, columns: Mapping[str, Type],
        form: str, tables: Sequence["Table"], *, by_sql: bool,
    ) -> None:  # fmt: skip
        """Takes what the parts have in common; `form` is parquet, csv or jsonl."""
        self._session = session
        self._knowledge = knowledge
        self._columns = columns
        self._form = form
        self._names = present_questions(knowledge, tables)
        kinds = result_columns(knowledge)
        self._every = {name: kinds[name] for name in (*columns, *counted_columns(knowledge))}
        self._by_sql = by_sql
        self._taken = self._rows(tables)
        self._misfit: frozenset[str] = frozenset()  # questions with an answer that is none
        self._suspects = self._find_suspects()
        self._repeated = self._find_repeated()

    def part(
        self, tables: Sequence["Table"], folder: Path, rejects: Path
    ) -> tuple[Tally, RejectsFound]:
        """Write the results of some tables to a folder, and the rejects to a file.

        Returns what was counted, and how many rows are rejected.

        Raises:
            UsageError: if a file cannot be read or written.
        """
        from pyspark.sql import Observation, functions  # noqa: PLC0415

        taken = self._rows(tables)
        found = RejectsFound()
        if self._suspects or self._repeated is not None:
            judged = self._with_reasons(taken)
            with _said():
                told = self._with_signs(judged.where("reasons <> ''"))
                found = _write_rejects(told, rejects)
            taken = judged.where("reasons = ''")
        results = self._results(taken.drop(*PLACE, "reasons"), self._every)
        counted = tally_query(self._knowledge, self._columns, "results", Dialect.SPARK)
        for stage in counted.stages:
            new = [named_as(name, one, Dialect.SPARK) for name, one in stage.columns.items()]
            results = results.selectExpr("*", *new)
        seen = Observation()
        aggregates = [
            functions.expr(named_as(name, one, Dialect.SPARK))
            for name, one in counted.outputs.items()
        ]
        results = results.observe(seen, *aggregates)
        chosen = results.selectExpr(*(f"`{name}`" for name in (ID, *self._columns)))
        with _said():
            _write(chosen, folder, self._form)
        counts = seen.get
        return read_tally(self._knowledge, [counts[name] for name in counted.outputs]), found

    def _results(self, runners: "DataFrame", columns: Mapping[str, Type]) -> "DataFrame":
        """What follows for each runner, in some result columns."""
        if not self._by_sql:
            work = screening(self._knowledge, columns, self._names)
            own = [f"`{name}` AS a{at}" for at, name in enumerate((ID, *self._names))]
            return runners.selectExpr(*own).mapInArrow(work, schema_of(columns))
        query = compile_query(self._knowledge, tuple(columns), present=self._names)
        for level in levels(query, Dialect.SPARK):
            runners = runners.selectExpr(*level)
        return runners

    def _rows(self, tables: Sequence["Table"]) -> "DataFrame":
        """All rows of some tables: the answers, and where each row stands."""
        groups: dict[tuple[object, ...], list[Table]] = {}
        for one in tables:
            groups.setdefault((one.has_lines, *one.file.types.items()), []).append(one)
        first, *others = (self._alike(own) for own in groups.values())
        for other in others:
            first = first.unionAll(other)
        return first

    def _alike(self, tables: Sequence["Table"]) -> "DataFrame":
        """The rows of tables with the same columns."""
        from pyspark.sql import functions  # noqa: PLC0415

        table, types = tables[0], tables[0].file.types
        files = [(str(one.path.resolve()), one.number, one.name) for one in tables]
        named = self._session.createDataFrame(files, "`a path` string, table long, file string")
        frame = self._session.read.parquet(*(str(one.path.resolve()) for one in tables))
        place = ("_metadata.row_index AS `a row`", f"{_PLAIN_PATH} AS `a path`")
        frame = frame.selectExpr("*", *place)
        frame = frame.join(functions.broadcast(named), "a path")
        line = "line" if table.has_lines else "`a row` + 1"
        called = f"concat(file, ':', {line})"
        trimmed = f"trim(BOTH ({BLANKS}) FROM CAST(`{ID}` AS STRING))"
        own_id = f"coalesce(nullif({trimmed}, ''), {called})"
        return frame.selectExpr(
            f"{own_id if ID in types else called} AS `{ID}`",
            *answers_from(self._knowledge, table.file, self._names),
            "table", "`a row` AS row", "file", f"CAST({line} AS BIGINT) AS line",
            "reasons" if table.has_lines else "CAST(NULL AS STRING) AS reasons",
        )  # fmt: skip

    def _find_suspects(self) -> tuple[str, ...]:
        """What is wrong somewhere, as SQL of the reasons: one pass says where to look."""
        tests = {"reasons": "count(reasons) > 0"}
        why = {"reasons": "reasons", ID: checks.id_reason(ID).sql("spark")}
        tests[ID] = f"max(length(`{ID}`)) > {checks.LONGEST_ID}"
        for name in self._names:
            question = self._knowledge.questions[name]
            tests[name] = checks.has_misfit(question, Dialect.SPARK).sql("spark")
            why[name] = checks.reason(question, Dialect.SPARK).sql("spark")
        with _said():
            row = self._taken.selectExpr(*tests.values()).collect()[0]
        wrong = [name for name, is_wrong in zip(tests, row, strict=True) if is_wrong]
        self._misfit = frozenset(wrong) & set(self._names)
        return tuple(why[name] for name in wrong)

    def _find_repeated(self) -> "DataFrame | None":
        """The last row of each id that comes twice; None if there is none."""
        keyed = self._taken.selectExpr(f"{_KEY} AS key", *PLACE)
        # Only the ids are shared out a first time: they are mostly all different.
        twice = keyed.groupBy("key").agg({"*": "count"}).where("`count(1)` > 1").select("key")
        with _said():
            if not twice.take(1):
                return None
        return keyed.join(twice, "key").groupBy("key").agg(_last_place())

    def _with_reasons(self, taken: "DataFrame") -> "DataFrame":
        """The rows with all reasons against each; an empty text where there is none."""
        reasons = list(self._suspects)
        if self._repeated is not None:
            keyed = taken.selectExpr("*", f"{_KEY} AS key")
            taken = keyed.join(self._repeated, "key", "left")
            reasons.append(
                "CASE WHEN last.table <> table OR last.row <> row THEN "
                f"concat('{checks.same_id_text()}', last.file, ':', last.line) END"
            )
        every = f"concat_ws('{BETWEEN}', {', '.join(reasons)}) AS reasons"
        kept = [f"`{name}`" for name in taken.columns if name not in {"reasons", "last", "key"}]
        return taken.selectExpr(*kept, every)

    def _with_signs(self, rejected: "DataFrame") -> "DataFrame":
        """The rejected rows with `tier` and `flags`, as far as their answers can be read."""
        readable = [
            f"{self._readable(name)} AS `{name}`" if name in self._misfit else f"`{name}`"
            for name in self._names
        ]
        runners = rejected.selectExpr(f"{_PLACE_TEXT} AS `{ID}`", *readable)
        told = self._results(runners, {"tier": Type.TEXT, "flags": Type.TEXT})
        placed = rejected.selectExpr(f"{_PLACE_TEXT} AS place", *PLACE, f"`{ID}`", "reasons")
        return placed.join(told.withColumnRenamed(ID, "place"), "place")

    def _readable(self, name: str) -> str:
        return checks.readable(self._knowledge.questions[name], Dialect.SPARK).sql("spark")


def _last_place() -> Any:
    from pyspark.sql import functions  # noqa: PLC0415

    return functions.expr(f"max(struct({', '.join(PLACE)})) AS last")


def _write_rejects(rejected: "DataFrame", path: Path) -> RejectsFound:
    """Write the rows that cannot be taken as CSV, in their order; says how many there are."""
    ordered = rejected.orderBy("table", "line", "row")
    rows = with_sign = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for row in ordered.toLocalIterator():
            told = (row["tier"], row["flags"] or None)
            writer.writerow(
                (_no_formula(row["file"]), row["line"], _no_formula(row[ID]), row["reasons"], *told)
            )
            rows += 1
            with_sign += row["tier"] in SIGN_TIERS
    return RejectsFound(rows, with_sign)


def _no_formula(text: str) -> str:
    """A text that a spreadsheet would take for a formula has a ' before it."""
    return f"'{text}" if text[:1] in "=+@-" else text


def _write(frame: "DataFrame", folder: Path, form: str) -> None:
    writer, target = frame.write.mode("overwrite"), str(folder.resolve())
    match form:
        case "csv":
            writer.csv(target, header=True, escape='"', nullValue="", emptyValue='""')
        case "jsonl":
            writer.json(target, ignoreNullFields=False)
        case _:
            writer.parquet(target)


def written_files(folder: Path, form: str) -> list[Path]:
    """The files that Spark wrote to a folder, in their order."""
    return sorted(folder.glob(f"part-*{_COMMITTED[form]}"))


@contextmanager
def _said() -> Iterator[None]:
    """What Spark says is said in one line."""
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JError) as error:
        message = f"Spark gave up: {_first_line(error)}"
        fix = "start the same again when that is mended; what is done is kept"
        raise UsageError(Problem(code="US102", message=message, fix=fix)) from None


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
