"""The rule book: `surefoot kb docs`."""

from pathlib import Path

import click

from ...reports.rulebook.writing import check_folder, write_folder
from ..common import FolderPath
from .check import chosen_folder, folder_argument


@click.command()
@folder_argument
@click.option("-o", "--output", type=FolderPath, default=Path("rule-book"), metavar="FOLDER",
              help="Where to write [default: rule-book]")  # fmt: skip
def docs(folder: Path | None, knowledge_folder: Path | None, output: Path) -> None:
    """Write the rule book as web pages: one for each rule, question, source and all else.

    The pages open from disk. An earlier rule book in FOLDER is replaced; a FOLDER that holds
    anything else is left as it is.
    """
    from ...engine.examples.base import load_examples  # noqa: PLC0415  (only needed here)
    from ...reports.rulebook.site import make_site  # noqa: PLC0415  (loads the template engine)

    base = chosen_folder(folder, knowledge_folder)
    check_folder(output)
    files = make_site(load_examples(base))
    write_folder(output, files)
    pages = sum(name.endswith(".html") for name in files)
    click.echo(f"Wrote {pages} pages. Open this one: {output / 'index.html'}")
