"""Which runner is meant by what a person typed: a name in whatever capitals, or an id."""

from collections.abc import Iterable, Sequence

from ...engine.errors import Problem, UsageError, did_you_mean, join_words
from .database import Store
from .rows import folded, tidy_name
from .shapes import StoredRunner

NO_NAME = "Runner without a name"


def name_of(runner: StoredRunner) -> str:
    """The name for people; other words where there is none."""
    return runner.name or NO_NAME


def the_runner(store: Store, name: str) -> StoredRunner:
    """The runner of a name or id.

    Raises:
        UsageError: if there is none, or several have the name.
    """
    runners = store.runners()
    found = one_called(runners, name, store)
    if found is None:
        meant = did_you_mean(folded(name), (folded(one.name) for one in runners))
        guess = next((one.name for one in runners if meant and folded(one.name) == meant), "")
        fix = f"did you mean {guess}?" if guess else "surefoot store list names all runners"
        message = f"there is no runner called '{tidy_name(name)}'"
        raise UsageError(Problem(code="US104", where=str(store.path), message=message, fix=fix))
    return found


def one_called(
    runners: Iterable[StoredRunner], name: str, store: Store | None = None
) -> StoredRunner | None:
    """The one of these runners that has this name or id; None if there is none.

    With a store, the error for several says how many interviews each has.

    Raises:
        UsageError: if several have the name.
    """
    by_id = [one for one in runners if one.id == name]
    found = by_id or [one for one in runners if folded(one.name) == folded(name)]
    if len(found) > 1:
        raise UsageError(_several(name, found, store))
    return found[0] if found else None


def _several(name: str, found: Sequence[StoredRunner], store: Store | None) -> Problem:
    message = f"{len(found)} runners are called '{tidy_name(name)}'"
    ids = join_words(f"{one.id} (added {one.created[:10]}{_many(one, store)})" for one in found)
    return Problem(code="US104", message=message, fix=f"give the id instead: {ids}")


def _many(runner: StoredRunner, store: Store | None) -> str:
    """How many interviews a runner has, where that can be looked up."""
    if store is None:
        return ""
    count = len(store.interviews(runner.id))
    return f", {count} interview{'' if count == 1 else 's'}"
