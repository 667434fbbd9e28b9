"""The command `surefoot compare`: what moved between two results of one runner."""

import datetime as dt
from pathlib import Path

import click

from ..engine.assessment import Assessor
from ..engine.versions.replay import is_report
from ..engine.versions.sides import Side, read_side
from ..reports.printing import COMPARISON_FORMATS
from .common import (
    FolderPath,
    check_writable,
    date_option,
    format_option,
    knowledge_option,
    make_assessor,
)
from .diagnosing import diagnose_file, report_day
from .printing import (
    chosen_paper,
    hand_out,
    house_option,
    paper_option,
    printed_formats,
    read_house_file,
    units_option,
)


@click.command()
@click.argument("old_file", metavar="OLD", type=FolderPath)
@click.argument("new_file", metavar="NEW", type=FolderPath)
@format_option(*COMPARISON_FORMATS, default="txt, or html,pdf with -o")
@click.option("-o", "--output", type=FolderPath, metavar="DIR", help="Write files to this folder.")
@paper_option
@units_option
@house_option
@date_option
@knowledge_option
def compare(  # noqa: PLR0913  (one for each option)
    old_file: Path,
    new_file: Path,
    formats: str | None,
    output: Path | None,
    *,
    paper: str,
    units: str,
    house: Path | None,
    date: dt.datetime | None,
    knowledge_folder: Path | None,
    as_json: bool,
) -> None:
    """Say what moved between two results, and which actions were done.

    OLD and NEW are what `surefoot report --format json` wrote, of one runner. A file of answers
    will do too; it names no day and no result to check. Both are worked out with the rules at
    hand, so that a change of rules is never shown as a change of the runner.
    """
    names = printed_formats(formats, COMPARISON_FORMATS, output, as_json=as_json)
    day, size = report_day(date), chosen_paper(paper)
    if output is not None:
        check_writable(output)
    assessor = make_assessor(knowledge_folder)
    before = _side(old_file, assessor, None)
    after = _side(new_file, assessor, day)
    from ..reports.comparison.writing import build_comparison  # noqa: PLC0415  (loads the template engine)
    from ..reports.printing import Printing  # noqa: PLC0415

    printing = Printing(date=day, paper=size, units=units, house=read_house_file(house))
    built = {}
    for name in names:
        one = build_comparison(before, after, name, printing)
        if one.warning:
            click.echo(f"Note: {one.warning}", err=True)
        built[name] = one.data
    stem = f"{new_file.stem}-comparison"
    hand_out({f"{stem}.{name}": data for name, data in built.items()}, output)


def _side(file: Path, assessor: Assessor, day: dt.date | None) -> Side:
    """A result with its own day; a file of answers as if its report were made on `day`."""
    if is_report(file):
        return read_side(file, assessor)
    return Side(diagnose_file(assessor, file, day), None)
