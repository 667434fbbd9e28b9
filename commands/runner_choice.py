"""Whose interview is meant: the runner of the store that `--runner` names, or the only one."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..engine.errors import Problem, UsageError, join_words
from ..intake.store.database import Store
from ..intake.store.naming import name_of, one_called, the_runner
from ..intake.store.shapes import StoredRunner

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
        return one_called(runners, name)
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
