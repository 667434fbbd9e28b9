"""How long Spark takes to screen a table, on one core and on two: planning, and each runner.

    python -m benchmarks.spark_scaling runners.parquet --rows 200000 --rows 1000000

The two sizes give the fixed part and the part that grows; the cores how well they share it.
"""

import tempfile
import time
from pathlib import Path

import click
import duckdb

from surefoot.engine.prepared import load_prepared
from surefoot.engine.screening.cluster import screen_on_spark
from surefoot.engine.screening.columns import summary_columns
from surefoot.engine.screening.running import Wishes, screen
from surefoot.engine.screening.spark import Cluster

_WHOLE = 100_000_000
_CLUSTERS = (16, 64, 256)


@click.command()
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--rows", type=int, multiple=True, default=(200_000, 1_000_000))
def main(table: Path, rows: tuple[int, ...]) -> None:
    """Print what a screening of the table costs, and what follows for a cluster."""
    with tempfile.TemporaryDirectory() as folder:
        tables = [_start_of(table, count, Path(folder)) for count in sorted(rows)]
        each = {}
        for cores in (1, 2):
            seconds = [_seconds(one, Path(folder), cores) for one in tables]
            grown = max(rows) - min(rows)
            each[cores] = cores * (seconds[-1] - seconds[0]) / grown
            planning = seconds[0] - each[cores] / cores * min(rows)
            shown = ", ".join(f"{one:.1f} s" for one in seconds)
            click.echo(f"Spark, {cores} cores: {shown} for {sorted(rows)} runners: planning "
                       f"{planning:.1f} s, {each[cores] * 1e6:.1f} core-µs each")  # fmt: skip
        started = time.perf_counter()
        _screen_with_duckdb(tables[-1], Path(folder))
        click.echo(f"DuckDB, 2 cores: {time.perf_counter() - started:.1f} s for {max(rows)}")
        click.echo(f"two cores share the work to {each[1] / each[2]:.0%}")
        for cores in _CLUSTERS:
            whole = planning + _WHOLE * each[2] / cores
            click.echo(f"{_WHOLE:,} runners on {cores} cores: {whole / 60:.0f} minutes")


def _start_of(table: Path, rows: int, folder: Path) -> Path:
    path = folder / f"{rows}.parquet"
    duckdb.sql(
        f"COPY (SELECT * FROM read_parquet('{table}') LIMIT {rows}) "  # noqa: S608
        f"TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 20000)"
    )
    return path


def _wishes(cores: int, memory: str) -> Wishes:
    columns = summary_columns(load_prepared())
    return Wishes(surefoot="benchmark", columns=columns, workers=cores, memory=memory)


def _seconds(table: Path, folder: Path, cores: int) -> float:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder) as output:
        to = Path(output) / "results"
        screen_on_spark(load_prepared(), [table], to, _wishes(cores, "4GB"), Cluster())
    return time.perf_counter() - started


def _screen_with_duckdb(table: Path, folder: Path) -> None:
    screen(load_prepared(), [table], folder / "duckdb", _wishes(2, "1GB"))


if __name__ == "__main__":
    main()
