"""A whole screening on Spark: the same folder of results, part by part, as with DuckDB."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ..knowledge import Knowledge
from . import manifest as files
from .columns import result_columns
from .duck import Duck, connect
from .inputs import find_inputs
from .lock import locked
from .manifest import Manifest, PartDone
from .parts import Table
from .rejects import rejects_file
from .running import Progress, Wishes, begin, done_of, finish, mark_of, order_of
from .spark import Cluster, Screen, connected, written_files
from .staging import typed_tables

ENGINE: Final = "spark"


def screen_on_spark(
    knowledge: Knowledge,
    paths: Sequence[Path],
    output: Path,
    wishes: Wishes,
    cluster: Cluster,
    progress: Progress = lambda *_: None,
) -> Manifest:
    """Screen all runners of some tables on Spark; as `running.screen`, and with the same results.

    Files are not cut: a part is one file, or several small ones. Every machine of the cluster
    must see the inputs and the output under these paths. Written tables are first made typed
    here, by this process.

    Raises:
        AnswersError: if a table cannot be read.
        UsageError: for what cannot be done; what is done is kept.
    """
    inputs = find_inputs(paths, output)
    order = order_of(knowledge, inputs, wishes, ENGINE)
    with locked(output):
        begin(output, order, starts_anew=wishes.starts_anew)
        before = files.find_finished(output)
        work = output / files.WORK
        if before is not None:
            shutil.rmtree(work, ignore_errors=True)
            return before
        with connect(wishes.workers, wishes.memory, work / "spill") as connection:
            tables = typed_tables(
                knowledge, Duck(connection), inputs, wishes.mapping, work,
                lambda rows: progress("read", rows, 0),
            )  # fmt: skip
        groups = list(_groups(tables, wishes.part_rows))
        done = [_done(output, number, order.format) for number in range(len(groups))]
        if None in done:
            rows = sum(one.file.rows for one in tables)
            screened = sum(one.runners + one.rejected for one in done if one is not None)
            kinds = result_columns(knowledge)
            columns = {name: kinds[name] for name in order.columns}
            with connected(cluster, wishes.workers, wishes.memory) as session:
                progress("check", 0, rows)
                screen = Screen(
                    session, knowledge, columns, order.format, tables, by_sql=cluster.by_sql
                )
                for number, group in enumerate(groups):
                    if done[number] is None:
                        progress("screen", screened, rows)
                        done[number] = _part(screen, knowledge, group, output, number, order.format)
                        screened += sum(one.file.rows for one in group)
            progress("screen", rows, rows)
        finished = finish(
            knowledge, order, output, tables, [one for one in done if one is not None],
            [rejects_file(work, _name(number)) for number in range(len(groups))],
        )  # fmt: skip
        shutil.rmtree(work, ignore_errors=True)
        return finished


def _groups(tables: Sequence[Table], most: int) -> Iterator[list[Table]]:
    """Whole tables together, up to so many rows."""
    group: list[Table] = []
    for one in tables:
        if group and sum(other.file.rows for other in group) + one.file.rows > most:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _name(number: int) -> str:
    return f"part-{number:05}"


def _part(
    screen: Screen, knowledge: Knowledge, tables: Sequence[Table], output: Path, number: int,
    form: str,
) -> PartDone:  # fmt: skip
    """The results of a part, written: of each task of Spark a file."""
    name, work, parts = _name(number), output / files.WORK, output / files.PARTS
    for path in parts.glob(f"{name}-*"):
        path.unlink()
    tally, found = screen.part(tables, work / name, rejects_file(work, name))
    rows = sum(one.file.rows for one in tables)
    if tally.runners + found.rows != rows:
        raise AssertionError(f"{rows} rows, but {tally.runners} results and {found.rows} rejects")
    sizes = {}
    for at, path in enumerate(written_files(work / name, form)):
        target = parts / f"{name}-{at:05}.{form}"
        with files.writing(target):
            path.chmod(0o600)
            sizes[target.name] = path.stat().st_size
            os.replace(path, target)  # noqa: PTH105  (says that it replaces)
    shutil.rmtree(work / name)
    done = PartDone(
        f"{files.PARTS}/{name}-*.{form}", tally.runners, found.rows, found.with_sign, tally
    )
    files.write_json(work / f"{name}.json", {**mark_of(knowledge, done), "sizes": sizes})
    return done


def _done(output: Path, number: int, form: str) -> PartDone | None:
    """A part that was done before; None if it is still to do."""
    mark = files.read_json(output / files.WORK / f"{_name(number)}.json")
    if mark is None:
        return None
    there = (output / files.PARTS).glob(f"{_name(number)}-*.{form}")
    if {path.name: path.stat().st_size for path in there} != mark["sizes"]:
        return None
    return done_of(mark, rejects_file(output / files.WORK, _name(number)))
