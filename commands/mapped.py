"""What the commands that read a table by a mapping say about it."""

import click

from ..engine.errors import join_words
from ..engine.knowledge import Knowledge
from ..engine.tables.gates import closed_columns
from ..engine.tables.mapping import Mapping
from ..engine.tables.problems import shortened


def warn_of_closed(knowledge: Knowledge, mapping: Mapping) -> None:
    """Say which columns of a mapping count for nobody, and what would open them."""
    for name, missing in closed_columns(knowledge, mapping).items():
        click.echo(
            f"Note: column '{shortened(name)}' counts for nobody without an answer to "
            f"{join_words(missing, 'or')}; map a column to it, or add what everybody answers "
            "under `answers:` of the mapping",
            err=True,
        )
