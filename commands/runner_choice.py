"""Whose interview is meant: the runner of the store that `--runner` names, or the only one."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from ..engine.errors import Problem, UsageError, join_words
from ..intake.store.database import Store
from ..intake.store.naming import name_of, one_called, the_runner
from ..intake.store.shapes import StoredRunner

NAMELESS = "surefoot-report"  # what the report is called of who has no name
_LONGEST = 40  # letters of a name that a file is called after
_Command = TypeVar("_Command", bound=Callable[..., Any])


def runner_option(command: _Command) -> _Command:
    """`--runner NAME`: for whom, where the store has several runners."""
    return click.option(
        "--runner",
        "runner_name",
        metavar="NAME",
        help="For whom, if several people use this computer [default: the only one]",
    )(command)


def find_runner(store: Store, name: str | None) -> StoredRunner | None:
    """The runner of a name or id, or the only one where none is named; None for a new one.

    Raises:
        UsageError: where several are meant equally.
    """
    runners = store.runners()
    if name is not None:
        return one_called(runners, name, store)
    if len(runners) > 1:
        message = f"there are {len(runners)} runners here: {names_of(store)}"
        raise UsageError(Problem(code="US131", message=message, fix="add --runner NAME"))
    return runners[0] if runners else None


def known_runner(store: Store, name: str | None) -> StoredRunner:
    """The runner of a name or id, or the only one; there must be one.

    Raises:
        UsageError: where there is none, or several are meant equally.
    """
    if name is not None:
        return the_runner(store, name)
    found = find_runner(store, None)
    if found is None:
        fix = "surefoot ask makes one"
        raise UsageError(Problem(code="US104", message="there is no runner here yet", fix=fix))
    return found


def names_of(store: Store) -> str:
    """The runners of a store in words; who has no name by their id."""
    named = [one.name or f"{name_of(one)} ({one.id})" for one in store.runners()]
    return join_words(named, "and")


def report_stem(
    runner: StoredRunner | None, runners: Iterable[StoredRunner], day: datetime.date
) -> str:
    """How the files of a report are called, so that no runner's replaces another's.

    `surefoot-report-ann-2026-11-23`, and `surefoot-report` for who has no name. Where another
    runner's files would be called so too, the id stands there as well.
    """
    if runner is None:
        return NAMELESS
    name = _letters(runner.name)
    alike = [one for one in runners if one.id != runner.id and _letters(one.name) == name]
    parts = [NAMELESS, name, runner.id if alike else "", day.isoformat() if name else ""]
    return "-".join(filter(None, parts))


def _letters(name: str) -> str:
    """A name in letters that every disk takes; empty if it has none of these."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
