"""Rule books for tests: of the shipped base and of one that tries to break out, made once."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from surefoot.engine.examples.base import ExampleBase, load_examples
from surefoot.reports.rulebook.site import make_site

from .nasty_base import write_nasty_base


@cache
def nasty_base() -> ExampleBase:
    """The base in which every text tries to break out of a page."""
    with tempfile.TemporaryDirectory() as folder:
        return load_examples(write_nasty_base(Path(folder)))


@cache
def nasty_book() -> dict[str, str]:
    """Its rule book."""
    return make_site(nasty_base())


@cache
def shipped_base() -> ExampleBase:
    """The base that comes with Surefoot."""
    return load_examples()


@cache
def shipped_book() -> dict[str, str]:
    """Its rule book."""
    return make_site(shipped_base())
