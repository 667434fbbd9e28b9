"""Whose interview is meant: the runner of the store that `--runner` names, or the only one."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..engine.errors import Problem, UsageError, did_you_mean, join_words
from ..intake.store.database import Store
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
    """The runner of a name, or the only one where none is named; None for a new one.

    Raises:
        UsageError: where several are meant equally.
    """
    if name is None:
        every = store.runners()
        if len(every) > 1:
            message = f"there are {len(every)} runners here: {names_of(store)}"
            raise UsageError(Problem(code="US131", message=message, fix="add --runner NAME"))
        return every[0] if every else None
    found = store.find_runners(name) or tuple(one for one in store.runners() if one.id == name)
    if len(found) > 1:
        message = f"{len(found)} runners are called '{name}'"
        ids = join_words([one.id for one in found])
        raise UsageError(Problem(code="US131", message=message, fix=f"use an id: {ids}"))
    return found[0] if found else None


def known_runner(store: Store, name: str | None) -> StoredRunner:
    """The runner of a name, or the only one; there must be one.

    Raises:
        UsageError: where there is none, or several are meant equally.
    """
    found = find_runner(store, name)
    if found is None:
        names = [one.name for one in store.runners()]
        meant = did_you_mean(name or "", names)
        there = f"there {'is' if len(names) == 1 else 'are'}: {names_of(store)}"
        fix = f"did you mean {meant}?" if meant else there if names else "surefoot ask makes one"
        who = f"no runner is called '{name}'" if name else "there is no runner here yet"
        raise UsageError(Problem(code="US104", message=who, fix=fix))
    return found


def names_of(store: Store) -> str:
    """The runners of a store in words; who has no name by their id."""
    named = [one.name or f"one without a name ({one.id})" for one in store.runners()]
    return join_words(named, "and")
