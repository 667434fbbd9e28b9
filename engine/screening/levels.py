"""A query as levels of expressions, for engines that copy every column from one to the next."""

from collections.abc import Iterable, Mapping

from .sql import Dialect, Sql, column, read_by
from .statement import Query, named_as


def levels(query: Query, dialect: Dialect) -> list[list[str]]:
    """The columns of each level as SQL; a level reads the one before, the first reads the source.

    There are as few levels as can be, each column comes as late as it can, and none is kept longer
    than it is read: of a whole base that is a third of the columns that its stages have.
    """
    columns = {name: value for stage in query.stages for name, value in stage.columns.items()}
    reads = {name: read_by(value) for name, value in columns.items()}
    latest = _latest(reads, _reads(query.outputs.values()))
    found: list[Mapping[str, Sql]] = [query.outputs]
    for level in sorted(set(latest.values()), reverse=True):
        own = {name: value for name, value in columns.items() if latest[name] == level}
        kept = _reads(found[-1].values()) - own.keys()
        found.append({**{name: column(name) for name in sorted(kept)}, **own})
    return [
        [named_as(name, value, dialect) for name, value in one.items()] for one in reversed(found)
    ]


def _latest(reads: Mapping[str, set[str]], outputs: set[str]) -> dict[str, int]:
    """The level of each column: right before the first that reads it; counted back from 0."""
    levels: dict[str, int] = {}
    needed_by: dict[str, int] = dict.fromkeys(outputs, 0)
    for name in reversed(list(reads)):  # what reads a column stands behind it
        levels[name] = needed_by.get(name, 0) - 1
        for read in reads[name]:
            needed_by[read] = min(needed_by.get(read, 0), levels[name])
    return levels


def _reads(values: Iterable[Sql]) -> set[str]:
    return set().union(*(read_by(value) for value in values))
