"""Spark in local mode as an engine of screening; one session serves a whole run of tests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyarrow import parquet

from surefoot.engine.screening.query import compile_query
from surefoot.engine.screening.sql import Dialect

from .screened import Row, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

    from surefoot.engine.knowledge import Knowledge

# One thread for each of two cores; compiled code pays off for millions of rows only.
_CONFIGURATION = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "3g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.codegen.wholeStage": "false",
}


def why_no_spark() -> str | None:
    """Reason why Spark cannot run here, or None."""
    if shutil.which("java") is None:
        return "Java is not installed"
    return None if find_spec("pyspark") else "pyspark is not installed"


@cache
def _session() -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415  (slow to import)

    builder = SparkSession.builder.master("local[2]")
    for name, value in _CONFIGURATION.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def in_spark(knowledge: Knowledge, columns: Sequence[str], runners: pa.Table) -> Mapping[str, Row]:
    """What Spark says of a typed table."""
    present = set(runners.column_names)
    query = compile_query(knowledge, columns, present=present).text(Dialect.SPARK)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "runners.parquet")
        parquet.write_table(runners, file)
        _session().read.parquet(file).createOrReplaceTempView("runners")
        return rows_of(columns, [tuple(row) for row in _session().sql(query).collect()])
