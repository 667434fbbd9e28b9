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
from . import checks
from .columns import result_columns
from .levels import levels
from .query import compile_query
from .sql import Dialect, Type
from .statement import named_as
from .tallies import Tally, counted_columns, read_tally, tally_query
from .typed import ID, answers_from, present_questions
from .workers import schema_of, screening

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from .parts import Table

PLACE: Final = ("table", "row", "file", "line")
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
        self._suspects = self._find_suspects()
        self._repeated = self._find_repeated()

    def part(self, tables: Sequence["Table"], folder: Path, rejects: Path) -> tuple[Tally, int]:
        """Write the results of some tables to a folder, and the rejects to a file.

        Returns what was counted, and how many rows are rejected.

        Raises:
            UsageError: if a file cannot be read or written.
        """
        from pyspark.sql import Observation, functions  # noqa: PLC0415

        taken = self._rows(tables)
        rejected = 0
        if self._suspects or self._repeated is not None:
            judged = self._with_reasons(taken)
            with _said():
                rejected = _write_rejects(judged.where("reasons <> ''"), rejects)
            taken = judged.where("reasons = ''")
        results = self._results(taken.drop(*PLACE, "reasons"))
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
        found = seen.get
        return read_tally(self._knowledge, [found[name] for name in counted.outputs]), rejected

    def _results(self, runners: "DataFrame") -> "DataFrame":
        """What follows for each runner: the columns that are written or counted."""
        if not self._by_sql:
            work = screening(self._knowledge, self._every, self._names)
            own = [f"`{name}` AS a{at}" for at, name in enumerate((ID, *self._names))]
            return runners.selectExpr(*own).mapInArrow(work, schema_of(self._every))
        query = compile_query(self._knowledge, tuple(self._every), present=self._names)
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
        own_id = f"coalesce(nullif(CAST(`{ID}` AS STRING), ''), {called})"
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
        return tuple(why[name] for name, is_wrong in zip(tests, row, strict=True) if is_wrong)

    def _find_repeated(self) -> "DataFrame | None":
        """The first row of each id that comes twice; None if there is none."""
        firsts = self._taken.groupBy(ID).agg(
            {"*": "count"}
        )  # only the ids are shared out a first time: they are mostly all different
        twice = firsts.where("`count(1)` > 1").select(ID)
        with _said():
            if not twice.take(1):
                return None
        again = self._taken.select(ID, *PLACE).join(twice, ID)
        return again.groupBy(ID).agg(_first_place())

    def _with_reasons(self, taken: "DataFrame") -> "DataFrame":
        """The rows with all reasons against each; an empty text where there is none."""
        reasons = list(self._suspects)
        if self._repeated is not None:
            taken = taken.join(self._repeated, ID, "left")
            reasons.append(
                "CASE WHEN first.table <> table OR first.row <> row THEN "
                f"concat('{checks.same_id_text()}', first.file, ':', first.line) END"
            )
        every = f"concat_ws('{checks.BETWEEN}', {', '.join(reasons)}) AS reasons"
        kept = [f"`{name}`" for name in taken.columns if name not in {"reasons", "first"}]
        return taken.selectExpr(*kept, every)


def _first_place() -> Any:
    from pyspark.sql import functions  # noqa: PLC0415

    return functions.expr(f"min(struct({', '.join(PLACE)})) AS first")


def _write_rejects(rejected: "DataFrame", path: Path) -> int:
    """Write the rows that cannot be taken as CSV, in their order; returns how many there are."""
    ordered = rejected.orderBy("table", "line", "row").select("file", "line", ID, "reasons")
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for count, row in enumerate(ordered.toLocalIterator(), start=1):  # noqa: B007
            writer.writerow(row)
    return count


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
