"""DuckDB: the only place that knows it."""

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory; `with` closes it."""
    return duckdb.connect()
