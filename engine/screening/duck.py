"""DuckDB: the only place that knows it."""

from typing import Any

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory; `with` closes it."""
    return duckdb.connect()


def ask_table(query: str, table: Any, name: str) -> Any:
    """What a query gives of an Arrow table, which it calls by `name`; an Arrow table too."""
    with connect() as database:
        database.register(name, table)
        return database.sql(query).to_arrow_table()
