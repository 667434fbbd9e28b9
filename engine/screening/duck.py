"""DuckDB: the only place that knows it."""

import duckdb

Connection = duckdb.DuckDBPyConnection


def connect() -> Connection:
    """A database in memory; `with` closes it."""
    return duckdb.connect()
