"""Commands for an author of knowledge: `surefoot kb …`."""

import click

from ..lazy import LazyGroup

_TABLE = {
    "check": ("kb.check", "Say all that is wrong with a knowledge base."),
    "explain": ("kb.check", "Say what a code like KB121 means, with an example."),
    "watch": ("kb.check", "Check at every save, and show the first finding."),
    "test": ("kb.examples", "Run the examples of the rules."),
    "mutate": ("kb.examples", "Say how well the examples pin the rules down."),
    "suggest": ("kb.examples", "Print the examples that a rule still needs."),
    "coverage": ("kb.examples", "List what no example and no runner reaches."),
    "preview": ("kb.examples", "Show what a rule says to a runner, and whether it fires."),
    "new": ("kb.edit", "Add a draft, ready to fill in."),
    "rename": ("kb.edit", "Give something another id, wherever it is named."),
    "fmt": ("kb.edit", "Bring files into their usual form."),
    "schema": ("kb.edit", "Write the schema that helps an editor."),
    "lock": ("kb.versions", "Note what every rule means now."),
    "diff": ("kb.versions", "Compare two knowledge bases, in words and on people."),
    "survey": ("kb.survey", "Say what comes out for made-up runners, and whether it is safe."),
    "interviews": ("kb.interviews", "Say how many questions an interview needs."),
    "docs": ("kb.docs", "Write the rule book as web pages."),
    "review": ("kb.review", "Write the rules as a table for somebody to review."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def kb() -> None:
    """Write, check and document a knowledge base."""
