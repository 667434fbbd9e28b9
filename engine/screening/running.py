"""A whole screening: from files of runners to files of results, part by part.

Started again after it was stopped, at whatever moment, it goes on, and ends with the same.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..errors import Problem, UsageError
from ..knowledge import Knowledge
from ..tables.mapping import Mapping
from . import manifest as files
from .columns import result_columns
from .duck import USUAL_MEMORY, Duck, connect, listed, parquet_rows, quoted
from .inputs import find_inputs
from .manifest import Manifest, Order, PartDone, make_manifest
from .parts import USUAL_ROWS, Part, Table, cut
from .query import RUNNERS, compile_query
from .rejects import HEADER, Suspects, find_suspects, reasons_select, rejects_file
from .sql import Dialect
from .staging import typed_tables
from .tallies import Tally, as_data, counted_columns, from_data, read_tally, tally_select
from .typed import ID, present_questions, rows_of

FORMATS: Final = ("parquet", "csv", "jsonl")
_COPIED_AS: Final = {"parquet": "parquet", "csv": "csv, HEADER", "jsonl": "json"}
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

    Every row is either among the results or among the rejects, with the reasons. Of rows with
    the same id, the first one counts. A runner without an id is called by file and line.

    Raises:
        AnswersError: if a table cannot be read.
        UsageError: for what cannot be done; what is done is kept.
    """
    inputs = find_inputs(paths)
    order = Order(
        surefoot=wishes.surefoot,
        knowledge={
            "name": knowledge.name, "version": knowledge.version, "hash": knowledge.hash,
        },
        engine=ENGINE,
        columns=wishes.columns,
        format=wishes.format,
        mapping=wishes.mapping.hash if wishes.mapping else None,
        part_rows=wishes.part_rows,
        inputs=[one.state() for one in inputs],
    )  # fmt: skip
    begin(output, order, starts_anew=wishes.starts_anew)
    before = files.read_json(output / files.MANIFEST_NAME)
    work = output / files.WORK
    if before is not None:
        finished = Manifest(before)
    else:
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
            output.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.write_json(output / files.ORDER_NAME, order.as_data())
        for name in (files.PARTS, files.WORK):
            (output / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "the system refused"
        message = f"results cannot be written to this folder: {reason}"
        raise UsageError(Problem(code="US102", where=str(output), message=message)) from None


def _clear(output: Path) -> None:
    """Remove what an earlier screening wrote, and nothing else; the order last."""
    (output / files.MANIFEST_NAME).unlink(missing_ok=True)
    (output / files.REJECTS_NAME).unlink(missing_ok=True)
    shutil.rmtree(output / files.WORK, ignore_errors=True)
    for pattern in ("part-*", ".part-*"):
        for path in (output / files.PARTS).glob(pattern):
            path.unlink(missing_ok=True)
    with _nothing_else():
        (output / files.PARTS).rmdir()
    for path in output.glob(".surefoot-*"):
        path.unlink(missing_ok=True)
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
            query = compile_query(self.knowledge, tuple(every), present=names)
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
        run(f"CREATE OR REPLACE TEMP VIEW taken AS {rows_of(self.knowledge, part.spans, names)}")
        rejected = 0
        good = ""
        if not suspects.is_clean:
            select = reasons_select(self.knowledge, suspects, "taken")
            run(f"CREATE OR REPLACE TEMP TABLE rejects AS {select}")
            rejected = int(run("SELECT count(*) FROM rejects")[0][0])
            good = 'ANTI JOIN rejects USING ("table", "row")' if rejected else ""
        if rejected:
            path = rejects_file(self.work, part.name)
            self._copy(
                'SELECT file, line, id, reasons FROM rejects ORDER BY "table", line, "row"',
                path, "csv, HEADER false",
            )  # fmt: skip
        run(f"CREATE OR REPLACE TEMP VIEW {RUNNERS} AS SELECT * FROM taken {good}")  # noqa: S608
        results = self.work / f"{part.name}.results"
        self._copy(query, results, "parquet, COMPRESSION lz4")
        source = parquet_rows([results])
        run(f"CREATE OR REPLACE TEMP VIEW results AS SELECT * FROM {source}")  # noqa: S608
        counting = tally_select(self.knowledge, self.columns, "results", Dialect.DUCKDB)
        tally = read_tally(self.knowledge, run(counting)[0])
        path = self._path(part)
        chosen = listed([ID, *self.columns])
        self._copy(f"SELECT {chosen} FROM results", path, _COPIED_AS[self.order.format])  # noqa: S608
        results.unlink()
        done = PartDone(f"{files.PARTS}/{path.name}", tally.runners, rejected, tally)
        files.write_json(self.work / f"{part.name}.json", self._mark(done, path))
        return done

    def _path(self, part: Part) -> Path:
        return self.output / files.PARTS / f"{part.name}.{self.order.format}"

    def _copy(self, query: str, path: Path, how: str) -> None:
        """Write what a query gives, whole or not at all, for its owner alone."""
        writing = path.with_name(f".{path.name}")
        writing.unlink(missing_ok=True)
        writing.touch(mode=0o600)
        self.duck.run(f"COPY ({query}) TO {quoted(str(writing))} (FORMAT {how})")
        writing.chmod(0o600)
        with writing.open("rb") as stream:
            os.fsync(stream.fileno())
        writing.replace(path)

    def _mark(self, done: PartDone, path: Path) -> dict[str, Any]:
        """What is noted of a part that is done."""
        return {
            "file": done.file,
            "bytes": path.stat().st_size,
            "runners": done.runners,
            "rejected": done.rejected,
            "sums": list(done.tally.sums),
            "tallies": as_data(self.knowledge, done.tally),
        }

    def _done(self, part: Part) -> PartDone | None:
        """A part that was done before; None if it is still to do."""
        mark = files.read_json(self.work / f"{part.name}.json")
        path = self._path(part)
        if mark is None or not path.exists() or path.stat().st_size != mark["bytes"]:
            return None
        first, second = mark["sums"]
        tally = from_data(mark["runners"], (first, second), mark["tallies"])
        return PartDone(mark["file"], mark["runners"], mark["rejected"], tally)


def finish(
    knowledge: Knowledge,
    order: Order,
    output: Path,
    tables: Sequence[Table],
    done: Sequence[PartDone],
    rejects: Sequence[Path],
) -> Manifest:
    """Write the rejects of all parts and, last of all, the manifest.

    `rejects` are the files with those of each part, as far as they are there.
    """
    path = output / files.REJECTS_NAME
    if any(one.rejected for one in done):
        files.write_whole(path, _joined(rejects))
    else:
        path.unlink(missing_ok=True)
    rows: dict[str, int] = {one["file"]: 0 for one in order.as_data()["inputs"]}
    for table in tables:
        rows[table.name] += table.file.rows
    whole = sum((one.tally for one in done), start=Tally())
    manifest = make_manifest(order, rows, done, whole, as_data(knowledge, whole))
    files.write_json(output / files.MANIFEST_NAME, manifest.data)
    return manifest


def _joined(rejects: Sequence[Path]) -> Iterator[bytes]:
    yield HEADER
    for path in rejects:
        if path.exists():
            with path.open("rb") as stream:
                while piece := stream.read(1 << 20):
                    yield piece
