"""The command that proposes what the columns of a table are: `surefoot mapping`."""

from pathlib import Path

import click

from ..engine.errors import Problem, UsageError, join_words
from ..engine.prepared import load_prepared
from ..engine.tables.proposal import Proposal, propose
from ..engine.tables.question_list import questions_table
from ..engine.tables.rows import CSV_ENDINGS, JSON_ENDINGS, SAMPLE_ROWS, is_text_table, open_table
from ..intake.private_file import write_private
from .common import FolderPath, check_writable, knowledge_option


@click.command()
@click.argument("table", metavar="INPUT", type=FolderPath, required=False)
@click.option("-o", "--output", type=FolderPath, metavar="FILE",
              help="Write to this file [default: to standard output]")  # fmt: skip
@click.option("--questions", "lists_questions", is_flag=True,
              help="Print all questions with their ids and choices, as CSV.")  # fmt: skip
@knowledge_option
def mapping(
    table: Path | None,
    output: Path | None,
    knowledge_folder: Path | None,
    *,
    lists_questions: bool,
) -> None:
    """Propose what the columns of a spreadsheet answer.

    INPUT is CSV, as spreadsheets and forms export it, or JSON lines. The proposal is a file
    for --mapping: which question each column answers, in which unit, and what other words
    mean. What is not sure says "please check". A mere guess is commented out until you
    decide, and so is a column that may tell of warning signs. A file that is there already
    is not written over.
    """
    if table is None or lists_questions:
        if table is not None or output is not None or not lists_questions:
            message = "mapping takes a table, or --questions alone"
            raise UsageError(Problem(code="US108", message=message))
        click.echo(questions_table(load_prepared(knowledge_folder)), nl=False)
        return
    if not is_text_table(table):
        message = "this is no table that can be read"
        fix = f"export it as CSV; tables end in {join_words((*CSV_ENDINGS, *JSON_ENDINGS))}"
        raise UsageError(Problem(code="US142", where=str(table), message=message, fix=fix))
    if output is not None:
        if output.exists():
            message = "this file is there already, perhaps with what you decided"
            fix = "name another file, or delete it"
            raise UsageError(Problem(code="US102", where=str(output), message=message, fix=fix))
        check_writable(output.parent)
    knowledge = load_prepared(knowledge_folder)
    proposal = propose(str(table), open_table(table).sample(SAMPLE_ROWS), knowledge)
    if output is None:
        click.echo(proposal.text, nl=False)
        return
    write_private(output, proposal.text)
    click.echo(f"Wrote {output}: {_in_short(proposal)}")


def _in_short(proposal: Proposal) -> str:
    parts = {
        "sure": proposal.sure,
        "to check": proposal.to_check,
        "for you to decide": proposal.to_decide,
        "ignored": proposal.ignored,
    }
    said = [f"{count} {words}" for words, count in parts.items() if count]
    return f"columns {join_words(said, 'and')}" if said else "no columns"
