"""Screening on Spark in a process of its own gives what DuckDB gives, to the hash."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from surefoot.engine.screening.cluster import screen_on_spark
from surefoot.engine.screening.manifest import Manifest
from surefoot.engine.screening.spark import Cluster

from .support import screenings as made
from .support.needs import skip_or_fail


@pytest.fixture(autouse=True)
def _java() -> Iterator[None]:
    if shutil.which("java") is None:
        skip_or_fail("Java, which Spark needs")
    pytest.importorskip("pyspark")
    return


def _same(ours: Manifest, theirs: Manifest) -> bool:
    differ = {"engine", "parts"}
    return {k: v for k, v in ours.data.items() if k not in differ} == {
        k: v for k, v in theirs.data.items() if k not in differ
    }


def test_spark_and_duckdb_agree_on_results_rejects_and_all_that_is_counted(tmp_path: Path) -> None:
    knowledge = made.base(tmp_path / "base")
    rows = made.runners(300)
    rows[7]["a.lead"] = "perhaps"  # no such choice
    rows[8]["s.places"] = ["none", "left"]  # one of them stands alone
    rows[9]["a.two"] = 1000.0
    rows[11]["id"] = rows[10]["id"]
    rows[12]["id"] = None
    folder = tmp_path / "two tables + 20%"
    folder.mkdir()
    made.write_typed(folder / "a.parquet", rows[:200])
    made.write_typed(folder / "b.parquet", rows[200:])
    with_duck = made.screened(knowledge, folder, tmp_path / "duck")
    wishes = made.wishes(knowledge)
    on_spark = screen_on_spark(knowledge, [folder], tmp_path / "spark", wishes, Cluster())
    assert on_spark.rejected == 4
    assert _same(on_spark, with_duck)
    own = (tmp_path / "spark" / "rejects.csv").read_text()
    assert own == (tmp_path / "duck" / "rejects.csv").read_text()
    key = lambda row: row["id"]  # noqa: E731
    assert sorted(made.results(tmp_path / "spark"), key=key) == sorted(
        made.results(tmp_path / "duck"), key=key
    )
    again = screen_on_spark(knowledge, [folder], tmp_path / "spark", wishes, Cluster())
    assert again.data == json.loads(json.dumps(dict(on_spark.data)))
