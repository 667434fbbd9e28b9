"""The command `surefoot club`: a printable page over a finished screening."""

import datetime as dt
from pathlib import Path

import click

from ..engine.prepared import load_prepared
from ..engine.screening.installed import check_installed
from ..reports.printing import CLUB_EDITIONS, CLUB_FORMATS, Printing
from .common import (
    FolderPath,
    check_writable,
    date_option,
    format_option,
    knowledge_option,
)
from .diagnosing import report_day
from .printing import (
    chosen_paper,
    hand_out,
    house_option,
    one_of,
    paper_option,
    printed_formats,
    read_house_file,
)


@click.command()
@click.argument("screening", metavar="OUT", type=FolderPath)
@format_option(*CLUB_FORMATS, default="txt, or html,pdf with -o")
@click.option("-o", "--output", type=FolderPath, metavar="DIR", help="Write files to this folder.")
@click.option(
    "--since",
    type=FolderPath,
    metavar="OLD",
    help="An earlier screening of the same club, to say what changed.",
)
@click.option(
    "--edition",
    default="runner",
    metavar="NAME",
    help="runner (names nobody, to pin up) or coach (hides nothing, and names who is to be "
    "seen first and who changed) [default: runner]",
)
@paper_option
@house_option
@date_option
@knowledge_option
def club(  # noqa: PLR0913  (one for each option)
    screening: Path,
    formats: str | None,
    output: Path | None,
    since: Path | None,
    *,
    edition: str,
    paper: str,
    house: Path | None,
    date: dt.datetime | None,
    knowledge_folder: Path | None,
    as_json: bool,
) -> None:
    """Print a page about a whole club, from what surefoot screen wrote to OUT.

    It counts runners by band and pillar, what is found most often, jumps in load, and which
    workshop could serve most. Counts below 5 are hidden, and what would give one away.
    """
    names = printed_formats(formats, CLUB_FORMATS, output, as_json=as_json)
    day, size = report_day(date), chosen_paper(paper)
    chosen = one_of("edition", edition, CLUB_EDITIONS)
    if output is not None:
        check_writable(output)
    check_installed("screen")
    from ..engine.screening.finished import read_finished  # noqa: PLC0415  (only this needs it)

    now, former = read_finished(screening), read_finished(since) if since else None
    from ..reports.club.making import club_context  # noqa: PLC0415
    from ..reports.club.writing import build_club  # noqa: PLC0415  (loads the template engine)

    printing = Printing(date=day, edition=chosen, paper=size, house=read_house_file(house))
    context = club_context(now, former, load_prepared(knowledge_folder), printing)
    built = {}
    for name in names:
        one = build_club(context, name, printing)
        if one.warning:
            click.echo(f"Note: {one.warning}", err=True)
        built[name] = one.data
    stem = "club" if chosen == "runner" else f"club-{chosen}"
    hand_out({f"{stem}.{name}": data for name, data in built.items()}, output)
