"""A whole screening: from files of runners to files of results, part by part.

Started again after it was stopped, at whatever moment, it goes on, and ends with the same.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..knowledge import Knowledge
from ..tables.mapping import Mapping
from . import manifest as files
from .columns import result_columns
from .copying import copy
from .duck import USUAL_MEMORY, Duck, connect, listed, parquet_rows
from .inputs import Input, find_inputs
from .lock import cannot_write, locked
from .manifest import Manifest, Order, PartDone, make_manifest
from .parts import USUAL_ROWS, Part, Table, cut
from .query import RUNNERS, compile_query
from .rejects import (
    HEADER,
    TAKEN,
    RejectsFound,
    Suspects,
    find_rejects,
    find_suspects,
    rejects_file,
    rejects_select,
    without_rejects,
)
from .sql import Dialect
from .staging import typed_tables
from .tallies import Tally, as_data, counted_columns, from_data, read_tally, tally_select
from .typed import ID, PLACE, present_questions, rows_of

FORMATS: Final = ("parquet", "csv", "jsonl")
_COPIED_AS: Final = {"parquet": "parquet", "csv": "csv, HEADER", "jsonl": "json"}
_REJECTS_AS: Final = "csv, HEADER false"
# Small groups, for each is held in memory by every core that works.
_RESULTS_AS: Final = "parquet, COMPRESSION lz4, ROW_GROUP_SIZE 20480"
ENGINE: Final = "duckdb"
Progress = Callable[[str, int, int], None]  # what is done, how much of it, of how much (0: unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a screening is asked for, beside its inputs."""

    surefoot: str
    columns: tuple[str, ...]
    format: str = "parquet"
    mapping: Mapping | None = None
    part_rows: int = USUAL_ROWS
    workers: int | None = None
    memory: str = USUAL_MEMORY
    starts_anew: bool = False


def screen(
    knowledge: Knowledge,
    paths: Sequence[Path],
    output: Path,
    wishes: Wishes,
    progress: Progress = lambda *_: None,
) -> Manifest:
    """Screen all runners of some tables; results, rejects and manifest go to a folder.

    Every row is either among the results or among the rejects, with the reasons and the warning
    signs that its readable answers tell. Of rows with the same id, the last one counts; capitals
    and blanks at the ends make no other id. A runner without an id is called by file and line.

    Raises:
        AnswersError: if a table cannot be read.
        UsageError: for what cannot be done, as where another screening is at work in the folder;
            what is done is kept.
    """
    inputs = find_inputs(paths, output)
    order = order_of(knowledge, inputs, wishes, ENGINE)
    with locked(output):
        begin(output, order, starts_anew=wishes.starts_anew)
        finished = files.find_finished(output)
        work = output / files.WORK
        if finished is None:
            with connect(wishes.workers, wishes.memory, work / "spill") as connection:
                run = _Run(knowledge, Duck(connection), order, output, progress)
                finished = run.whole(
                    typed_tables(
                        knowledge, run.duck, inputs, wishes.mapping, work,
                        lambda rows: progress("read", rows, 0),
                    )
                )  # fmt: skip
        shutil.rmtree(work, ignore_errors=True)
    return finished


def begin(output: Path, order: Order, *, starts_anew: bool) -> None:
    """Make the folder ready, or find it so."""
    try:
        if starts_anew and (output / files.ORDER_NAME).exists():
            _clear(output)
        if not files.check_same(output, order):
            files.write_json(output / files.ORDER_NAME, order.as_data())
        files.remove_unfinished(output)
        for name in (files.PARTS, files.WORK):
            (output / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise cannot_write(output, error) from None


def _clear(output: Path) -> None:
    """Remove what an earlier screening wrote, and nothing else; the order last."""
    (output / files.MANIFEST_NAME).unlink(missing_ok=True)
    (output / files.REJECTS_NAME).unlink(missing_ok=True)
    shutil.rmtree(output / files.WORK, ignore_errors=True)
    for path in (output / files.PARTS).glob("part-*"):
        path.unlink(missing_ok=True)
    files.remove_unfinished(output)
    with _nothing_else():
        (output / files.PARTS).rmdir()
    (output / files.ORDER_NAME).unlink(missing_ok=True)


@contextmanager
def _nothing_else() -> Iterator[None]:
    """A folder in which somebody put a file of their own stays."""
    try:
        yield
    except OSError:
        return


class _Run:
    """One run: what it works with does not change."""

    def __init__(
        self, knowledge: Knowledge, duck: Duck, order: Order, output: Path, progress: Progress
    ) -> None:
        self.knowledge = knowledge
        self.duck = duck
        self.order = order
        self.output = output
        self.work = output / files.WORK
        self.progress = progress
        kinds = result_columns(knowledge)
        self.columns = {name: kinds[name] for name in order.columns}

    def whole(self, tables: Sequence[Table]) -> Manifest:
        """Screen all parts that are not done, and put together what they say."""
        parts = cut(tables, self.order.part_rows)
        rows = sum(one.rows for one in parts)
        done = {one.number: found for one in parts if (found := self._done(one)) is not None}
        if len(done) < len(parts):
            self.progress("check", 0, rows)
            suspects = find_suspects(self.knowledge, self.duck, tables)
            names = present_questions(self.knowledge, tables)
            every = dict.fromkeys([*self.columns, *counted_columns(self.knowledge)])
            query = compile_query(self.knowledge, tuple(every), present=names, beside=(PLACE,))
            text = query.text(Dialect.DUCKDB)
            screened = sum(one.rows for one in parts if one.number in done)
            for part in parts:
                if part.number in done:
                    continue
                self.progress("screen", screened, rows)
                done[part.number] = self._screen(part, names, suspects, text)
                screened += part.rows
        self.progress("screen", rows, rows)
        rejects = [rejects_file(self.work, one.name) for one in parts]
        ordered = [done[one.number] for one in parts]
        return finish(self.knowledge, self.order, self.output, tables, ordered, rejects)

    def _screen(self, part: Part, names: Sequence[str], suspects: Suspects, query: str) -> PartDone:
        """The results of a part, written."""
        run = self.duck.run
        rows = rows_of(self.knowledge, part.spans, names)
        run(f"CREATE OR REPLACE TEMP VIEW {TAKEN} AS {rows}")
        found = RejectsFound()
        if not suspects.is_clean:
            found = find_rejects(self.knowledge, self.duck, suspects, names)
        good = ""
        if found.rows:
            copy(self.duck, rejects_select(), rejects_file(self.work, part.name), _REJECTS_AS)
            good = f"WHERE {without_rejects(self.duck, part.rows)}"
        run(f"CREATE OR REPLACE TEMP VIEW {RUNNERS} AS SELECT * FROM {TAKEN} {good}")  # noqa: S608
        results = self.work / f"{part.name}.results"
        # To keep rows in order while the query runs, DuckDB would let one core do all of it.
        run("SET preserve_insertion_order = false")
        copy(self.duck, query, results, _RESULTS_AS)
        run("SET preserve_insertion_order = true")
        source = parquet_rows([results])
        run(f"CREATE OR REPLACE TEMP VIEW results AS SELECT * FROM {source}")  # noqa: S608
        counting = tally_select(self.knowledge, self.columns, "results", Dialect.DUCKDB)
        tally = read_tally(self.knowledge, run(counting)[0])
        path = self._path(part)
        chosen = listed([ID, *self.columns])
        ordered = f"SELECT {chosen} FROM results ORDER BY {PLACE}"  # noqa: S608
        copy(self.duck, ordered, path, _COPIED_AS[self.order.format])
        results.unlink()
        name = f"{files.PARTS}/{path.name}"
        done = PartDone(name, tally.runners, found.rows, found.with_sign, tally)
        mark = {**mark_of(self.knowledge, done), "bytes": path.stat().st_size}
        files.write_json(self.work / f"{part.name}.json", mark)
        return done

    def _path(self, part: Part) -> Path:
        return self.output / files.PARTS / f"{part.name}.{self.order.format}"

    def _done(self, part: Part) -> PartDone | None:
        """A part that was done before; None if it is still to do."""
        mark = files.read_json(self.work / f"{part.name}.json")
        path = self._path(part)
        if mark is None or not path.exists() or path.stat().st_size != mark["bytes"]:
            return None
        return done_of(mark, rejects_file(self.work, part.name))


def order_of(knowledge: Knowledge, inputs: Sequence[Input], wishes: Wishes, engine: str) -> Order:
    """What is asked for, as it is compared with an earlier start."""
    return Order(
        surefoot=wishes.surefoot,
        knowledge={"name": knowledge.name, "version": knowledge.version, "hash": knowledge.hash},
        engine=engine,
        columns=wishes.columns,
        format=wishes.format,
        mapping=wishes.mapping.hash if wishes.mapping else None,
        part_rows=wishes.part_rows,
        inputs=[one.state() for one in inputs],
    )


def mark_of(knowledge: Knowledge, done: PartDone) -> dict[str, Any]:
    """What is noted of a part that is done, beside the size of its files."""
    return {
        "file": done.file,
        "runners": done.runners,
        "rejected": done.rejected,
        "rejected_with_sign": done.rejected_with_sign,
        "sums": list(done.tally.sums),
        "tallies": as_data(knowledge, done.tally),
    }


def done_of(mark: AbstractMapping[str, Any], rejects: Path) -> PartDone | None:
    """The part of a mark; None where the file with its rejects is lost."""
    if mark["rejected"] and not rejects.exists():
        return None
    first, second = mark["sums"]
    return PartDone(
        file=mark["file"],
        runners=mark["runners"],
        rejected=mark["rejected"],
        rejected_with_sign=mark["rejected_with_sign"],
        tally=from_data(mark["runners"], (first, second), mark["tallies"]),
    )


def finish(
    knowledge: Knowledge,
    order: Order,
    output: Path,
    tables: Sequence[Table],
    done: Sequence[PartDone],
    rejects: Sequence[Path],
) -> Manifest:
    """Write the rejects of all parts and, last of all, the manifest.

    `rejects` has for each part the file with its own, which is there if it has some.

    Raises:
        UsageError: if one of these files is not there, or the disk is full.
    """
    path = output / files.REJECTS_NAME
    if any(one.rejected for one in done):
        own = [of_part for one, of_part in zip(done, rejects, strict=True) if one.rejected]
        files.write_whole(path, _joined(own))
    else:
        path.unlink(missing_ok=True)
    rows: dict[str, int] = {one["file"]: 0 for one in order.as_data()["inputs"]}
    for table in tables:
        rows[table.name] += table.file.rows
    whole = sum((one.tally for one in done), start=Tally())
    manifest = make_manifest(output, order, rows, done, whole, as_data(knowledge, whole))
    files.write_json(output / files.MANIFEST_NAME, manifest.data)
    return manifest


def _joined(rejects: Sequence[Path]) -> Iterator[bytes]:
    yield HEADER
    for path in rejects:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                yield piece
