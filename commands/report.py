"""Commands that print reports: report, demo."""

from pathlib import Path

import click

from ..engine.errors import Problem, UsageError
from ..reports.printing import FORMATS
from .common import (
    FolderPath,
    check_writable,
    format_option,
    knowledge_option,
    make_assessor,
    minutes_option,
    processes_option,
    write_files,
)
from .diagnosing import diagnose_file, today
from .printing import (
    Choices,
    build_reports,
    hand_out,
    printed_formats,
    printing_options,
    remove_old_calendar,
    units_option,
    usual_printing,
)

_EXAMPLE = "example"
_TABLE_ENDINGS = (".csv", ".tsv")


@click.command()
@click.argument("answers_file", metavar="ANSWERS", type=FolderPath)
@format_option(*FORMATS, default="txt, or html,pdf with -o")
@click.option("-o", "--output", type=FolderPath, metavar="DIR", help="Write files to this folder.")
@printing_options
@minutes_option
@click.option("--mapping", type=FolderPath, metavar="FILE",
              help="For a table: what its columns are.")  # fmt: skip
@processes_option
@knowledge_option
def report(  # noqa: PLR0913  (one for each option)
    answers_file: Path,
    formats: str | None,
    output: Path | None,
    choices: Choices,
    minutes: str | None,
    knowledge_folder: Path | None,
    *,
    mapping: Path | None,
    processes: int | None,
    as_json: bool,
) -> None:
    """Write the report for a file of answers, or for each of many.

    ANSWERS is YAML or JSON. One text format without -o goes to standard output; several
    can be asked for at once, like -f html,pdf. ics is a calendar of the plan.

    A folder of such files, or a .jsonl file with a runner on each line, gives a report for
    each. So does a .csv file with a runner in each row: what its columns are, --mapping says
    (`surefoot mapping` proposes it); without, they are called like questions.

    Started again, it goes on where it was stopped, and makes only what is not there or has
    changed. (The date is part of a report: name it with --date to go on another day.)
    """
    is_table = mapping is not None or answers_file.suffix.lower() in _TABLE_ENDINGS
    if is_table or answers_file.is_dir() or answers_file.suffix.lower() == ".jsonl":
        from .batch import report_many  # noqa: PLC0415  (only for many)

        report_many(
            answers_file, output, formats, choices,
            minutes=minutes, knowledge_folder=knowledge_folder, processes=processes,
            as_json=as_json, mapping=mapping, is_table=is_table,
        )  # fmt: skip
        return
    names = printed_formats(formats, FORMATS, output, as_json=as_json)
    printing = choices.printing()
    if output is not None:
        check_writable(output)
    assessor = make_assessor(knowledge_folder)
    diagnosis = diagnose_file(
        assessor, answers_file, choices.plan_start(), minutes, units=printing.units
    )
    if output is not None:
        remove_old_calendar(diagnosis, output, answers_file.stem, printing)
    built = build_reports(diagnosis, names, printing)
    from ..reports.writing import file_name  # noqa: PLC0415  (loads the template engine)

    hand_out(
        {file_name(answers_file.stem, name, printing): data for name, data in built.items()}, output
    )


@click.command()
@click.option("-o", "--output", type=FolderPath, default=Path(), metavar="DIR",
              help="Where to write [default: here]")  # fmt: skip
@units_option
@knowledge_option
def demo(output: Path, units: str, knowledge_folder: Path | None) -> None:
    """Write the report of an example runner: surefoot-demo.html and surefoot-demo.pdf."""
    from ..engine.loading.sections import runner_files  # noqa: PLC0415
    from ..engine.shipped import SHIPPED  # noqa: PLC0415

    check_writable(output)
    assessor = make_assessor(knowledge_folder)
    people = list(runner_files(knowledge_folder or SHIPPED))
    example = next(
        (path for path in people if path.stem == _EXAMPLE), people[0] if people else None
    )
    if example is None:
        message = "this knowledge base has no whole people in its folder runners"
        raise UsageError(Problem(code="US101", where=str(knowledge_folder), message=message))
    diagnosis = diagnose_file(assessor, example, today())
    built = build_reports(diagnosis, ("html", "pdf"), usual_printing(units))
    files = {f"surefoot-demo.{name}": data for name, data in built.items()}
    written = write_files(output.resolve(), files)
    click.echo(f"The example runner: {example}. Open one of these:")
    for path in written:
        click.echo(f"  {path}")
