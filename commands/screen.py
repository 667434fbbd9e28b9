"""The command that screens many runners at once: `surefoot screen`."""

import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import click

from .. import __version__
from ..engine.errors import Problem, UsageError, did_you_mean, join_words
from ..engine.prepared import load_prepared
from ..engine.screening.installed import check_installed
from .common import FolderPath, knowledge_option

_FORMATS = ("parquet", "csv", "jsonl")
_ENGINES = ("duckdb", "spark")
_MEMORY = {"duckdb": "1500MB", "spark": "4GB"}
_PART_ROWS = {"duckdb": 1_000_000, "spark": 50_000_000}
_ANSWERS_EXIT_CODE = 4
_SECONDS_EACH = 5.0  # between lines, where nobody watches
_MOST_SHOWN = 20  # rejected rows with a warning sign


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
@click.option("--engine", "engine_name", default="duckdb", metavar="NAME",
              help="duckdb or spark [default: duckdb]")  # fmt: skip
@click.option("--master", metavar="URL", help="Spark: the cluster, like spark://host:7077.")
@click.option("--remote", metavar="URL", help="Spark: a Spark Connect server, like sc://host.")
@click.option("--by-sql", is_flag=True,
              help="Spark: by its own SQL alone, where workers lack Surefoot.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N",
              help="How many work side by side [default: one for each core]")  # fmt: skip
@click.option("--memory", metavar="SIZE",
              help="How much memory the engine may use [default: 1500MB; Spark: 4GB]")  # fmt: skip
@click.option("--part-rows", type=click.IntRange(min=1), metavar="N",
              help="Runners of a part [default: 1000000; Spark: 50000000]")  # fmt: skip
@click.option("--restart", is_flag=True,
              help="Begin anew: what an earlier screening wrote to DIR is removed.")  # fmt: skip
@knowledge_option
def screen(  # noqa: PLR0913, PLR0917  (what can be asked for)
    inputs: tuple[Path, ...],
    output: Path,
    mapping_file: Path | None,
    columns: str,
    format_name: str,
    engine_name: str,
    master: str | None,
    remote: str | None,
    workers: int | None,
    memory: str | None,
    part_rows: int | None,
    knowledge_folder: Path | None,
    *,
    by_sql: bool,
    restart: bool,
) -> None:
    """Screen many runners at once: the same conclusions as in their reports, as a table.

    INPUT are Parquet, CSV or JSON lines files, folders of these, or names with * in them. Each
    row is a runner, each column a question. Stopped at any moment, the same command goes on.

    Rows that cannot be read go to rejects.csv with the reasons, and the exit code is 4 then. It
    says too which warning signs their other answers tell. Of two rows with one id the last counts.
    """
    engine_name = "spark" if master or remote else _chosen("engine", engine_name, _ENGINES)
    check_installed("spark" if engine_name == "spark" else "screen")
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
        format=_chosen("format", format_name, _FORMATS),
        mapping=mapping,
        part_rows=part_rows or _PART_ROWS[engine_name],
        workers=workers,
        memory=memory or _MEMORY[engine_name],
        starts_anew=restart,
    )
    try:
        if engine_name == "spark":
            from ..engine.screening.cluster import screen_on_spark  # noqa: PLC0415
            from ..engine.screening.spark import Cluster  # noqa: PLC0415

            where = Cluster(master, remote, by_sql)
            manifest = screen_on_spark(knowledge, inputs, output, wishes, where, _Progress())
        else:
            manifest = screen_all(knowledge, inputs, output, wishes, _Progress())
    except KeyboardInterrupt:
        click.echo("What is finished is kept: start the same again to go on.", err=True)
        raise
    for line in _signs_among_rejects(output, manifest.rejected_with_sign):
        click.echo(line)
    runners = _counted(manifest.runners, "runner was", "runners were")
    click.echo(f"{runners} screened (results in {output / 'parts'})")
    click.echo(f"Hash of the results: {manifest.content_hash[:16]}")
    if manifest.rejected:
        rows = _counted(manifest.rejected, "row was", "rows were")
        click.echo(f"{rows} rejected, with reasons in {output / 'rejects.csv'}")
        sys.exit(_ANSWERS_EXIT_CODE)


def _signs_among_rejects(output: Path, count: int) -> Iterator[str]:
    """Where rejected rows stand whose readable answers tell a warning sign, the most urgent first.

    They are in no result, so nobody would hear of them.
    """
    if not count:
        return
    from ..engine.screening.rejects import most_urgent  # noqa: PLC0415  (needs libraries)
    from ..reports.sentences import printable  # noqa: PLC0415  (seldom needed)

    yield f"{_counted(count, 'rejected row tells', 'rejected rows tell')} a warning sign:"
    shown = most_urgent(output, _MOST_SHOWN)
    for one in shown:
        named = f" ({printable(one.id)})" if one.id else ""
        yield f"  tier {one.tier}: {printable(one.file)}:{one.line}{named}"
    if count > len(shown):
        yield f"  … and {count - len(shown):,} more"
    yield f"  the signs stand in {output / 'rejects.csv'}, under flags"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _chosen(what: str, name: str, names: Collection[str]) -> str:
    if name in names:
        return name
    meant = did_you_mean(name, names)
    fix = f"did you mean {meant}?" if meant else f"{what}s: {join_words(names)}"
    message = f"there is no {what} '{name}'"
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
