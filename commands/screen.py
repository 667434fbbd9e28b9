"""The command that screens many runners at once: `surefoot screen`."""

import sys
import time
from pathlib import Path

import click

from .. import __version__
from ..engine.errors import Problem, UsageError, did_you_mean, join_words
from ..engine.prepared import load_prepared
from ..engine.screening.installed import check_installed
from .common import FolderPath, knowledge_option

_FORMATS = ("parquet", "csv", "jsonl")
_ANSWERS_EXIT_CODE = 4
_SECONDS_EACH = 5.0  # between lines, where nobody watches


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=FolderPath)
@click.option("-o", "--output", type=FolderPath, metavar="DIR", required=True,
              help="Write the results to this folder; started again, go on there.")  # fmt: skip
@click.option("--mapping", "mapping_file", type=FolderPath, metavar="FILE",
              help="What the columns of a foreign table are (see surefoot mapping).")  # fmt: skip
@click.option("--columns", default="summary", metavar="NAMES",
              help="summary, all, or ids with commas between [default: summary]")  # fmt: skip
@click.option("--format", "-f", "format_name", default="parquet", metavar="NAME",
              help="parquet, csv or jsonl [default: parquet]")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N",
              help="How many work side by side [default: one for each core]")  # fmt: skip
@click.option("--memory", default="1GB", metavar="SIZE",
              help="How much memory the database may use [default: 1GB]")  # fmt: skip
@click.option("--part-rows", type=click.IntRange(min=1), default=1_000_000, metavar="N",
              help="Runners of a part, which is written whole [default: 1000000]")  # fmt: skip
@click.option("--restart", is_flag=True,
              help="Begin anew: what an earlier screening wrote to DIR is removed.")  # fmt: skip
@knowledge_option
def screen(  # noqa: PLR0913, PLR0917  (what can be asked for)
    inputs: tuple[Path, ...],
    output: Path,
    mapping_file: Path | None,
    columns: str,
    format_name: str,
    workers: int | None,
    memory: str,
    part_rows: int,
    knowledge_folder: Path | None,
    *,
    restart: bool,
) -> None:
    """Screen many runners at once: the same conclusions as in their reports, as a table.

    INPUT are Parquet, CSV or JSON lines files, folders of these, or names with * in them. Each
    row is a runner, each column a question. Stopped at any moment, the same command goes on.

    Rows that cannot be read go to rejects.csv with the reasons, and the exit code is 4 then.
    """
    check_installed("screen")
    from ..engine.screening.columns import choose_columns  # noqa: PLC0415  (needs libraries)
    from ..engine.screening.running import Wishes  # noqa: PLC0415
    from ..engine.screening.running import screen as screen_all  # noqa: PLC0415
    from ..engine.tables.mapping import read_mapping  # noqa: PLC0415

    knowledge = load_prepared(knowledge_folder)
    mapping = read_mapping(mapping_file, knowledge) if mapping_file is not None else None
    if mapping is not None:
        from .mapped import warn_of_closed  # noqa: PLC0415

        warn_of_closed(knowledge, mapping)
    wishes = Wishes(
        surefoot=__version__,
        columns=choose_columns(knowledge, columns),
        format=_chosen_format(format_name),
        mapping=mapping,
        part_rows=part_rows,
        workers=workers,
        memory=memory,
        starts_anew=restart,
    )
    try:
        manifest = screen_all(knowledge, inputs, output, wishes, _Progress())
    except KeyboardInterrupt:
        click.echo("What is finished is kept: start the same again to go on.", err=True)
        raise
    click.echo(f"Screened: {manifest.runners:,} runners (results in {output / 'parts'})")
    click.echo(f"Hash of the results: {manifest.content_hash[:16]}")
    if manifest.rejected:
        click.echo(
            f"Rejected: {manifest.rejected:,} rows, with reasons in {output / 'rejects.csv'}"
        )
        sys.exit(_ANSWERS_EXIT_CODE)


def _chosen_format(name: str) -> str:
    if name in _FORMATS:
        return name
    meant = did_you_mean(name, _FORMATS)
    fix = f"did you mean {meant}?" if meant else f"formats: {join_words(_FORMATS)}"
    message = f"there is no format '{name}'"
    raise UsageError(Problem(code="US105", message=message, fix=fix))


class _Progress:
    """Says now and then how far it is."""

    def __init__(self) -> None:
        self._said = time.monotonic()
        self._read = 0

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Take note; say it if the last time is a while ago."""
        if what == "read":
            self._read += done
        now = time.monotonic()
        if now - self._said < _SECONDS_EACH:
            return
        self._said = now
        match what:
            case "read":
                click.echo(f"{self._read:,} rows read", err=True)
            case "check":
                click.echo(f"checking the answers of {whole:,} rows", err=True)
            case _:
                click.echo(f"{done:,} of {whole:,} rows screened", err=True)
