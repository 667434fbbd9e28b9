"""Spark in local mode as an engine of screening: what `--engine spark --by-sql` writes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from pyarrow import parquet

from surefoot.engine.screening.running import Wishes

from .screened import Row, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

    from surefoot.engine.knowledge import Knowledge


def why_no_spark() -> str | None:
    """Reason why Spark cannot run here, or None."""
    if shutil.which("java") is None:
        return "Java is not installed"
    return None if find_spec("pyspark") else "pyspark is not installed"


def in_spark(knowledge: Knowledge, columns: Sequence[str], runners: pa.Table) -> Mapping[str, Row]:
    """What Spark's own SQL says of a typed table, without DuckDB on its workers."""
    from surefoot.engine.screening.cluster import screen_on_spark  # noqa: PLC0415  (an extra)
    from surefoot.engine.screening.spark import Cluster  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parquet.write_table(runners, folder / "runners.parquet")
        wishes = Wishes(surefoot="test", columns=tuple(columns), memory="4GB")
        manifest = screen_on_spark(
            knowledge, [folder / "runners.parquet"], folder / "out", wishes, Cluster(by_sql=True)
        )
        assert (manifest.runners, manifest.rejected) == (len(runners), 0)
        parts = str(folder / "out" / "parts" / "*.parquet")
        names = ", ".join(f'"{one}"' for one in ("id", *columns))
        found = duckdb.execute(f"SELECT {names} FROM read_parquet(?)", [parts])  # noqa: S608
        return rows_of(columns, found.fetchall())
