"""A query while it is made: stage by stage, each column by its name, constants folded away."""

from collections.abc import Iterable, Mapping

from .sql import CONSTANTS, Sql, column, read_by
from .statement import Query, Stage


class Draft:
    """Collects stages; a column can read those of earlier stages only.

    What is always true, false or unknown is no column, but said wherever it is read: a table
    that lacks most questions gives a short query.
    """

    def __init__(self, source: str) -> None:
        """Starts from a table."""
        self._source = source
        self._stages: list[Stage] = []
        self._known: dict[str, Sql] = {}
        self._new: dict[str, Sql] = {}

    def take(self, name: str) -> None:
        """A column that the table has."""
        self._known[name] = column(name)

    def put(self, name: str, value: Sql) -> None:
        """A new column of the stage that is being made; readable from the next stage on."""
        self._new[name] = value

    def stage(self, name: str, about: str) -> None:
        """Ends a stage: what was put since the last one. No two may have the same name."""
        if any(one.name == name for one in self._stages):
            raise AssertionError(f"two stages are called {name}")
        folded = {key: one for key, one in self._new.items() if one in CONSTANTS}
        named = {key: one for key, one in self._new.items() if one not in CONSTANTS}
        self._known |= {key: one.copy() for key, one in folded.items()}
        self._known |= {key: column(key) for key in named}
        if named:
            self._stages.append(Stage(name, about, named))
        self._new = {}

    def __getitem__(self, name: str) -> Sql:
        """A column to read, or the constant that it is.

        Raises:
            KeyError: for a column that no earlier stage has.
        """
        return self._known[name].copy()

    def __contains__(self, name: str) -> bool:
        """Whether an earlier stage has the column."""
        return name in self._known

    def query(self, outputs: Mapping[str, Sql]) -> Query:
        """The query for some outputs, without the columns that none of them follows from."""
        needed = _reads(outputs.values())
        kept: list[Stage] = []
        for one in reversed(self._stages):
            columns = {name: value for name, value in one.columns.items() if name in needed}
            needed |= _reads(columns.values())
            if columns:
                kept.append(Stage(one.name, one.about, columns))
        return Query(tuple(reversed(kept)), dict(outputs), self._source)


def _reads(values: Iterable[Sql]) -> set[str]:
    return set().union(*(read_by(value) for value in values))
