"""Screening on Spark in a process of its own gives what DuckDB gives, to the hash."""

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from surefoot.engine.knowledge import Knowledge
from surefoot.engine.population import read_population
from surefoot.engine.population.generating import runner_maker
from surefoot.engine.prepared import load_prepared
from surefoot.engine.screening.cluster import screen_on_spark
from surefoot.engine.screening.columns import choose_columns
from surefoot.engine.screening.manifest import Manifest
from surefoot.engine.screening.running import Wishes, screen
from surefoot.engine.screening.spark import Cluster
from surefoot.engine.screening.values import type_of
from surefoot.engine.vocabulary import State

from .support import screenings as made
from .support.command_line import runner_of
from .support.needs import skip_or_fail


@pytest.fixture(autouse=True)
def _java(monkeypatch: pytest.MonkeyPatch) -> None:
    # To compile for so few rows takes longer than all the rest.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
    if shutil.which("java") is None:
        skip_or_fail("Java, which Spark needs")
    if find_spec("pyspark") is None:
        skip_or_fail("pyspark: pip install 'surefoot[spark]'")


def _same(ours: Manifest, theirs: Manifest) -> bool:
    differ = {"engine", "parts", "screened"}
    return {k: v for k, v in ours.data.items() if k not in differ} == {
        k: v for k, v in theirs.data.items() if k not in differ
    }


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully:FutureWarning")
@pytest.mark.parametrize(
    ("by_sql", "part_rows"),
    [
        pytest.param(False, 1_000, id="one part"),
        pytest.param(False, 100, marks=pytest.mark.long, id="two parts"),
        pytest.param(True, 100, marks=pytest.mark.long, id="two parts by Spark's SQL"),
    ],
)
def test_spark_and_duckdb_agree_on_results_rejects_and_all_that_is_counted(
    tmp_path: Path, *, by_sql: bool, part_rows: int
) -> None:
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
    with_duck = made.screened(knowledge, folder, tmp_path / "duck", part_rows=part_rows)
    wishes = made.wishes(knowledge, part_rows=part_rows)
    on_spark = screen_on_spark(
        knowledge, [folder], tmp_path / "spark", wishes, Cluster(by_sql=by_sql)
    )
    assert on_spark.rejected == 4
    assert _same(on_spark, with_duck)
    own = (tmp_path / "spark" / "rejects.csv").read_text()
    assert own == (tmp_path / "duck" / "rejects.csv").read_text()
    key = lambda row: row["id"]  # noqa: E731
    assert sorted(made.results(tmp_path / "spark"), key=key) == sorted(
        made.results(tmp_path / "duck"), key=key
    )
    again = screen_on_spark(knowledge, [folder], tmp_path / "spark", wishes, Cluster(by_sql=by_sql))
    assert again.data == json.loads(json.dumps(dict(on_spark.data)))


def test_the_command_takes_an_engine_and_proposes_one_for_a_slip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made.write_typed(tmp_path / "runners.parquet", made.runners(3))
    command = ["screen", str(path), "-o", str(tmp_path / "out"), "--engine", "sparc"]
    run = runner_of(capsys, monkeypatch)(*command)
    assert run.code == 2
    assert "did you mean spark?" in run.err


_ARROW = {"double": pa.float64(), "varchar": pa.string(), "varchar[]": pa.list_(pa.string())}


def _generated(path: Path, count: int, knowledge: Knowledge) -> Path:
    """A typed table of generated runners of the shipped base."""
    make = runner_maker(knowledge, read_population(None, knowledge), 1)
    rows: list[dict[str, object]] = []
    for at in range(count):
        row: dict[str, object] = {"id": str(at)}
        for name, one in make(at).items():
            if one.state is State.GIVEN:
                row[name] = sorted(one.value) if isinstance(one.value, frozenset) else one.value
        rows.append(row)
    types = {name: _ARROW[type_of(one.kind).value] for name, one in knowledge.questions.items()}
    pq.write_table(pa.Table.from_pylist(rows, pa.schema({"id": pa.string(), **types})), path)
    return path


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully:FutureWarning")
def test_the_shipped_base_gives_the_same_on_spark(tmp_path: Path) -> None:
    knowledge = load_prepared()
    path = _generated(tmp_path / "runners.parquet", 500, knowledge)
    wishes = Wishes(surefoot="1", columns=choose_columns(knowledge, "all"), memory="4GB")
    with_duck = screen(knowledge, [path], tmp_path / "duck", wishes)
    on_spark = screen_on_spark(knowledge, [path], tmp_path / "spark", wishes, Cluster())
    assert on_spark.content_hash == with_duck.content_hash
    assert _same(on_spark, with_duck)
