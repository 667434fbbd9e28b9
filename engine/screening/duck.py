"""DuckDB, embedded: the only file that knows it.

Databases are in memory, and what does not fit goes to a folder of our own.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from ..errors import Problem, UsageError

USUAL_MEMORY: Final = "1500MB"
_WRITTEN = r"'(?:[^']|'')*'"
_READS: Final = re.compile(
    rf"read_(parquet|csv|json)\((?:\[|list_value\()?({_WRITTEN}(?:, ?{_WRITTEN})*)"
)
_UNFIT: Final = (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.BinderException)
# They take half of the time in which the query of a base is planned, and make it no faster.
_SLOW_PLANNING: Final = frozenset({"join_order", "projection_placement"})


def connect(
    threads: int | None = None, memory: str = USUAL_MEMORY, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A database in memory; `with` closes it.

    `threads` is as many as there are cores by default; what exceeds `memory`, like 1GB, goes to
    the folder `spill`.
    """
    config: dict[str, Any] = {"memory_limit": memory, "threads": threads or os.cpu_count() or 1}
    config["temp_directory"] = str(spill) if spill is not None else ""
    # Nothing is fetched: all that is used comes with it.
    config |= {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    try:
        connection = duckdb.connect(config=config)
    except (duckdb.Error, ValueError) as error:
        message = f"the database does not start: {_first_line(error)}"
        fix = "write --memory like 1GB or 800MB"
        raise UsageError(Problem(code="US108", message=message, fix=fix)) from None
    known = connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()
    without = ",".join(name for (name,) in known if name in _SLOW_PLANNING)
    connection.execute(f"SET disabled_optimizers = '{without}'")
    return connection


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A Parquet file: the types of its columns, and how many rows each of its groups has."""

    types: Mapping[str, str]
    groups: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(self.groups)


class Duck:
    """A database with the few things that a screening asks of it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Takes a connection of `connect`."""
        self._connection = connection

    def run(self, query: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows that a query gives.

        Raises:
            UsageError: where memory, disk or a file are in the way.
        """
        try:
            with _said():
                return self._connection.execute(query, values).fetchall()
        except duckdb.Error as error:
            problem = self._problem_of_a_file(query, error)
            if problem is None:
                raise
            raise UsageError(problem) from None

    def _problem_of_a_file(self, query: str, error: duckdb.Error) -> Problem | None:
        """What is wrong with a file that a query reads, itself or by a view; None: nothing is.

        Most errors do not say which file it is, so each is read once more, alone.
        """
        try:
            found = self._connection.execute("SELECT sql FROM duckdb_views() WHERE NOT internal")
            views = [str(sql) for (sql,) in found.fetchall()]
        except duckdb.Error:  # the database itself gave up
            views = []
        every = dict.fromkeys(one for sql in (query, *views) for one in _reads(sql))
        reads = [(kind, path) for kind, path in every if Path(path).is_file()]
        message = "this file is damaged, or is not what its name says: "
        for kind, path in reads:
            own = _error_of(kind, path)
            if own is not None:
                return Problem(code="US101", where=path, message=message + _first_line(own))
        if reads and isinstance(error, _UNFIT):
            where = ", ".join(sorted({path for _, path in reads})[:3])
            return Problem(code="US101", where=where, message=message + _first_line(error))
        return None

    @contextmanager
    def table(self, name: str, arrow: object) -> Iterator[None]:
        """For a while, an Arrow table under a name."""
        self._connection.register(name, arrow)
        try:
            yield
        finally:
            self._connection.unregister(name)

    def answer(self, query: str, name: str, arrow: object) -> Any:
        """What a query gives of an Arrow table that it calls by a name; an Arrow table too."""
        with self.table(name, arrow), _said():
            return self._connection.sql(query).to_arrow_table()

    def parquet(self, path: Path) -> ParquetFile:
        """What a Parquet file says of itself.

        Raises:
            UsageError: if it is none.
        """
        try:
            described = self._connection.execute(
                f"DESCRIBE SELECT * FROM {parquet_rows([path])}"  # noqa: S608  (quoted)
            ).fetchall()
            groups = self._connection.execute(
                "SELECT any_value(row_group_num_rows) "  # noqa: S608  (quoted)
                f"FROM parquet_metadata({quoted(str(path))}) "
                "GROUP BY row_group_id ORDER BY row_group_id"
            ).fetchall()
        except duckdb.Error as error:
            message = f"this is no Parquet file that can be read: {_first_line(error)}"
            raise UsageError(Problem(code="US101", where=str(path), message=message)) from None
        types = {str(name): str(kind) for name, kind, *_ in described}
        return ParquetFile(types, tuple(int(rows) for (rows,) in groups))


@contextmanager
def readable(folder: Path) -> Iterator[None]:
    """Results that cannot be read as they were written are said to be that.

    Raises:
        UsageError: for whatever else the database finds wrong with them.
    """
    try:
        yield
    except duckdb.Error as error:
        raise damaged(folder, _first_line(error)) from None


def damaged(folder: Path, reason: str) -> UsageError:
    """The error for results that are not as they were written."""
    message = f"the results of this screening cannot be read: {reason}"
    fix = "screen once more, with --restart"
    return UsageError(Problem(code="US101", where=str(folder), message=message, fix=fix))


@contextmanager
def _said() -> Iterator[None]:
    """What a person can mend is said as that; any other error is a fault of ours."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        message = "the memory that screening may use is not enough"
        fix = "allow more with --memory, or use fewer --workers; what is done is kept"
        raise UsageError(Problem(code="US108", message=message, fix=fix)) from None
    except duckdb.IOException as error:
        message = f"a file cannot be read or written: {_first_line(error)}"
        fix = "start the same again when that is mended; what is done is kept"
        raise UsageError(Problem(code="US102", message=message, fix=fix)) from None


def _reads(query: str) -> Iterator[tuple[str, str]]:
    """How each file that a query reads is read, and its path."""
    for kind, paths in _READS.findall(query):
        for path in re.findall(_WRITTEN, paths):
            yield kind, path[1:-1].replace("''", "'")


def _error_of(kind: str, path: str) -> duckdb.Error | None:
    """What comes in between when all of a file is read."""
    how = ", header = true, all_varchar = true" if kind == "csv" else ""
    try:
        with connect(threads=1) as connection:
            source = f"read_{kind}({quoted(path)}{how})"
            connection.execute(f"SELECT bit_xor(hash(one)) FROM {source} AS one").fetchall()  # noqa: S608
    except duckdb.Error as error:
        return error
    return None


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def parquet_rows(paths: Iterable[Path | str], *more: str) -> str:
    """The rows of Parquet files as a query reads them, with further options.

    A folder called like `sex=male` is a folder, and no column.
    """
    files = ", ".join(quoted(str(one)) for one in paths)
    return f"read_parquet([{', '.join([files + ']', 'hive_partitioning = false', *more])})"


def named(name: str) -> str:
    """The name of a column or table as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def listed(names: Iterable[str]) -> str:
    """Names with commas between."""
    return ", ".join(map(named, names))
