"""What is kept of runners: `surefoot store …`."""

import datetime as dt
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.answers import as_answers_problem
from ..engine.errors import AnswersError, Problem, UsageError
from ..engine.file_text import read_bytes
from ..intake.private_file import write_private
from .common import FolderPath, data_option, knowledge_option, make_assessor
from .diagnosing import report_day

if TYPE_CHECKING:
    from ..intake.store.merging import Imported

_OUTCOMES = {"new": "new", "longer": "with more answers than before", "same": "here already"}
_NO_ANSWERS = {"AN100", "AN106"}
_TAKES = "give a file of surefoot store export -o FILE, or of surefoot ask --answers-out FILE"
_SIGN_WITHIN = 4096  # bytes: an export says what it is in its first lines


@click.group()
def store() -> None:
    """List, export and take in what is kept of runners.

    All of it is in one file on this computer, which only you can read.
    """


@store.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@data_option
def list_(data_folder: Path | None, *, as_json: bool) -> None:
    """List the runners with their interviews, and say where they are kept."""
    from ..intake.store.database import existing_store  # noqa: PLC0415
    from ..intake.store.listing import listing_data, listing_lines  # noqa: PLC0415

    opened = existing_store(data_folder)
    if as_json:
        click.echo(json.dumps(listing_data(opened), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(listing_lines(opened)))


@store.command("export")
@click.argument("name", required=False)
@click.option("-o", "--output", type=FolderPath, metavar="FILE", help="The file to write.")
@data_option
def export(name: str | None, output: Path | None, data_folder: Path | None) -> None:
    """Write runners with all their answers to one file, for another computer or a coach.

    NAME is one runner's name or id; without it the file has all runners. Only you can read it.
    """
    if output is None:
        message, fix = "an export needs a file to go to", "add -o FILE"
        raise UsageError(Problem(code="US108", message=message, fix=fix))
    from ..intake.store.database import existing_store  # noqa: PLC0415
    from ..intake.store.exporting import export_text  # noqa: PLC0415
    from ..intake.store.naming import the_runner  # noqa: PLC0415

    opened = existing_store(data_folder)
    runners = (the_runner(opened, name),) if name else opened.runners()
    if not runners:
        message, fix = "no runner is kept here", "surefoot ask, or surefoot store import FILE"
        raise UsageError(Problem(code="US101", where=str(opened.path), message=message, fix=fix))
    _check_no_other(output)
    write_private(output, export_text(opened, runners))
    word = "runner" if len(runners) == 1 else "runners"
    click.echo(f"Wrote {len(runners)} {word} to {output}. Only you can read this file.")


@store.command("import")
@click.argument("file", type=FolderPath)
@click.option("--name", metavar="NAME", default="", help="Whose answers these are.")
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which the answers were given [default: today]",
)
@knowledge_option
@data_option
def import_(
    file: Path,
    name: str,
    date: dt.datetime | None,
    knowledge_folder: Path | None,
    data_folder: Path | None,
) -> None:
    """Take in a file: an export, or answers as `surefoot report` reads them.

    Answers become a finished interview of the runner whose name they have. Nothing is taken in
    twice, and nothing that is here is lost. If anything in the file is wrong, nothing is taken in.
    """
    from ..intake.store.database import open_store  # noqa: PLC0415
    from ..intake.store.importing import take_in  # noqa: PLC0415
    from ..intake.store.received import LARGEST_BYTES  # noqa: PLC0415

    data = read_bytes(file, str(file), LARGEST_BYTES)
    if isinstance(data, Problem):
        raise _with_way_out(AnswersError(as_answers_problem(data)))
    try:
        done = take_in(
            open_store(data_folder),
            data,
            str(file),
            lambda: make_assessor(knowledge_folder).knowledge,
            report_day(date),
            name=name,
        )
    except AnswersError as error:
        raise _with_way_out(error) from None
    for note in done.notes:
        click.echo(note, err=True)
    click.echo("\n".join(_told(done)))


@store.command("clean")
@data_option
def clean(data_folder: Path | None) -> None:
    """Take out of the file what was forgotten while another program held it.

    `surefoot forget` does this itself; it says so where it could not.
    """
    from ..intake.store.database import existing_store  # noqa: PLC0415
    from ..intake.store.forgetting import clean_up  # noqa: PLC0415

    opened = existing_store(data_folder)
    if left := clean_up(opened):
        message = f"{left}: nothing could be taken out"
        fix = "end it, and run this again"
        raise UsageError(Problem(code="US121", where=str(opened.path), message=message, fix=fix))
    click.echo(f"{opened.path} holds nothing that was forgotten.")


def _with_way_out(error: AnswersError) -> AnswersError:
    """What is wrong with a file that is neither of the two, and what is taken in."""
    return AnswersError(
        *(
            one if one.fix or one.code not in _NO_ANSWERS else replace(one, fix=_TAKES)
            for one in error.problems
        )
    )


def _told(done: "Imported") -> list[str]:
    from ..intake.store.naming import name_of  # noqa: PLC0415

    lines = []
    for runner in done.runners:
        outcomes = Counter(one.outcome for one in done.interviews if one.runner.id == runner.id)
        said = [f"{count} {_OUTCOMES[outcome]}" for outcome, count in sorted(outcomes.items())]
        lines.append(f"{name_of(runner)}: interviews: {', '.join(said) or 'none'}")
    return lines


def _check_no_other(path: Path) -> None:
    """Make sure that nothing but an older export is replaced.

    Raises:
        UsageError: if another file is there.
    """
    from ..intake.store.received import is_export  # noqa: PLC0415

    found = read_bytes(path, str(path), _SIGN_WITHIN) if path.exists() else b""
    if isinstance(found, Problem) or (found and not is_export(found)):
        message = "another file is here, and would be replaced"
        raise UsageError(
            Problem(
                code="US102", where=str(path), message=message, fix="give another name: -o FILE"
            )
        )
