"""The command `surefoot kb review`: a knowledge base as tables for a reviewer."""

from pathlib import Path

import click

from ...engine.errors import KnowledgeError, Problem, UsageError
from ...engine.loading import read_knowledge
from ...engine.loading.sections import read_sections
from ...engine.shipped import SHIPPED
from ...engine.versions.locking import reviews_in
from ...intake.private_file import write_private
from ..common import FolderPath

_INTRODUCTION = (
    "Please say for each row whether you agree, and write what you would change into the column"
    " Comment. Your name and the date make it a review.",
    "The column When says for whom a rule fires. ‹Words like these› stand where the runner's own"
    " answer is printed.",
    "Points add up to how much room for improvement a pillar has; of one item only the heaviest"
    " rule counts. A grade says how good the evidence is: strong, moderate, weak, expert or"
    " contested.",
    "Reviewed names those who found a rule right as it is now. A review no longer counts once the"
    " meaning of its rule has changed.",
    "Drafts are not used yet. Nothing that is written here changes the knowledge by itself.",
)


@click.command()
@click.argument("folder", metavar="[DIR]", type=FolderPath, required=False)
@click.option("-o", "--output", type=FolderPath, metavar="FILE.xlsx", required=True,
              help="The spreadsheet to write.")  # fmt: skip
def review(folder: Path | None, output: Path) -> None:
    """Write a knowledge base as a spreadsheet for somebody who reviews it.

    Without DIR it is the base that comes with Surefoot. There are tables of rules, flags,
    patterns, limits, thresholds, questions, advice and sources, with columns for a verdict.
    """
    from ...reports.review import review_sheets  # noqa: PLC0415  (only needed here)
    from ...reports.workbook import workbook  # noqa: PLC0415

    if output.suffix.lower() != ".xlsx":
        message = f"'{output.name}' does not end in .xlsx"
        raise UsageError(Problem(code="US105", message=message, fix="write -o FILE.xlsx"))
    folder = folder or SHIPPED
    knowledge, problems = read_knowledge(read_sections(folder), with_drafts=True)
    if knowledge is None:
        raise KnowledgeError(*(one for one in problems if one.severity == "error"))
    title = f"{knowledge.name} {knowledge.version}, {knowledge.hash}"
    sheets = review_sheets(knowledge, reviews_in(folder, knowledge))
    write_private(output, workbook(title, _INTRODUCTION, sheets))
    listed = ", ".join(f"{len(one.rows)} {one.title.lower()}" for one in sheets)
    click.echo(f"Wrote {output}: {listed}")
