"""`surefoot sql`: the knowledge base as one SQL query."""

from pathlib import Path

import click

from ..engine.prepared import load_prepared
from ..engine.screening.installed import check_installed
from ..intake.private_file import write_private
from .common import FolderPath, check_writable, knowledge_option

_DIALECTS = ("duckdb", "spark", "postgres")


@click.command()
@click.option("--dialect", type=click.Choice(_DIALECTS), default="duckdb",
              help="Which SQL [default: duckdb]")  # fmt: skip
@click.option("--columns", "wish", metavar="LIST", default="summary",
              help="summary, all, or names with commas between [default: summary]")  # fmt: skip
@click.option("--table", metavar="NAME", default="runners",
              help="The table of answers [default: runners]")  # fmt: skip
@click.option("--create-table", is_flag=True,
              help="Print what the table of answers looks like instead.")  # fmt: skip
@click.option("-o", "--output", type=FolderPath, metavar="FILE",
              help="Write to this file [default: to standard output]")  # fmt: skip
@knowledge_option
def sql(
    dialect: str,
    wish: str,
    table: str,
    output: Path | None,
    knowledge_folder: Path | None,
    *,
    create_table: bool,
) -> None:
    """Print the knowledge base as one SQL query, for a database that you run yourself.

    It reads a table with a row for each runner and gives a row for each, with the same
    conclusions as a report. The table has a column id and one for each question; NULL is no
    answer. Answers are taken as they are: `surefoot screen` also checks them.
    """
    check_installed()
    from ..engine.screening.columns import choose_columns  # noqa: PLC0415  (loads sqlglot)
    from ..engine.screening.query import compile_query, create_runners  # noqa: PLC0415
    from ..engine.screening.sql import Dialect  # noqa: PLC0415

    if output is not None:
        check_writable(output.parent)
    knowledge = load_prepared(knowledge_folder)
    chosen = Dialect(dialect)
    if create_table:
        text = create_runners(knowledge, chosen, table)
    else:
        columns = choose_columns(knowledge, wish)
        text = compile_query(knowledge, columns, source=table).text(chosen, pretty=True)
    heading = (
        f"-- {knowledge.name or 'knowledge base'} {knowledge.version}, meaning {knowledge.hash}\n"
    )
    if output is None:
        click.echo(f"{heading}{text}")
        return
    write_private(output, f"{heading}{text}\n".encode())
    click.echo(f"Wrote {output}")
