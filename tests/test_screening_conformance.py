"""SQL, `evaluate` and Experta conclude the same of everybody, to the last digit."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor, QuickAssessor
from surefoot.engine.examples.base import load_examples
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.screening.columns import result_columns
from surefoot.engine.screening.running import Wishes
from surefoot.engine.screening.running import screen as run_screening
from surefoot.engine.vocabulary import Answers

from .support.needs import skip_or_fail
from .support.population import runners as made_up
from .support.population import shipped
from .support.repository import ROOT
from .support.runners import random_answers
from .support.screened import (
    Engine,
    Row,
    Runners,
    compare,
    every,
    in_duckdb,
    lacking,
    rows_of,
    screen,
)
from .support.screened_bases import runners_of, write_screened_base
from .support.spark_engine import in_spark, why_no_spark

VIGNETTES = sorted((ROOT.parent / "shared" / "vignettes").glob("*.yaml"))
UNANSWERED = 0.25
MADE_UP, DRAWN, BY_EXPERTA, BASES, IN_BASE = 1_000, 60, 60, 12, 60
BATCH = 5_000


def people() -> Iterator[tuple[str, Answers]]:
    """Everybody of knowledge/runners with their variants, and whoever makes a rule fire."""
    base = load_examples(ROOT / "knowledge")
    yield from base.runners.items()
    for examples in base.examples.values():
        fires = next((one for one in examples if one.expect == "fires"), None)
        if fires is not None:
            yield fires.id, fires.answers


def generated(count: int, seed: int) -> Iterator[tuple[str, Answers]]:
    """Runners of the population who left a quarter of their answers out."""
    chance = random.Random(f"unanswered {seed}")
    for number, answers in enumerate(made_up(count, seed)):
        kept = {name: one for name, one in answers.items() if chance.random() >= UNANSWERED}
        yield f"made-up {seed}-{number}", kept


def drawn(count: int) -> Iterator[tuple[str, Answers]]:
    """Runners with any answers whatever, also to what does not apply."""
    chance = random.Random("screened")
    for number in range(count):
        share = (0.0, 0.1, 0.3, 0.6)[number % 4]
        yield f"drawn {number}", random_answers(shipped()[0], chance, share_unanswered=share)


@cache
def gate_runners() -> Runners:
    """All that are compared at each change."""
    knowledge = shipped()[0]
    vignettes = ((one.stem, read_answers(one, knowledge).answers) for one in VIGNETTES)
    found = [*people(), *vignettes, *generated(MADE_UP, 9), *drawn(DRAWN)]
    return every(knowledge, dict([("nobody", {}), *found]))


def by_command_of(folder: Path) -> Engine:
    """What `surefoot screen` writes for a typed table, read again."""

    def engine(
        knowledge: Knowledge, columns: Sequence[str], runners: pa.Table
    ) -> Mapping[str, Row]:
        parquet.write_table(runners, folder / "runners.parquet")
        wishes = Wishes(surefoot="test", columns=tuple(columns))
        manifest = run_screening(knowledge, [folder / "runners.parquet"], folder / "out", wishes)
        assert (manifest.runners, manifest.rejected) == (len(runners), 0)
        parts = str(folder / "out" / "parts" / "*.parquet")
        names = ", ".join(f'"{name}"' for name in ("id", *columns))
        found = duckdb.execute(f"SELECT {names} FROM read_parquet(?)", [parts])  # noqa: S608
        return rows_of(columns, found.fetchall())

    return engine


@pytest.fixture
def spark() -> Iterator[Engine]:
    if reason := why_no_spark():
        skip_or_fail(reason)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own libraries
        yield in_spark


def test_a_screening_evaluate_and_experta_agree_on_everybody(tmp_path: Path) -> None:
    knowledge, runners = shipped()[0], gate_runners()
    # The database plans the shipped actions for seconds: the long suite compares them.
    rows = screen(knowledge, runners, by_command_of(tmp_path), left_out=["actions"])
    compared = compare(QuickAssessor(knowledge), runners.answers, rows)
    assert not compared.differences, str(compared)
    assert compared.cells == (len(result_columns(knowledge)) - 1) * len(runners.answers)
    some = dict(random.Random("experta").sample(sorted(runners.answers.items()), BY_EXPERTA))
    fired = compare(Assessor(knowledge), some, rows)
    assert not fired.differences, str(fired)
    untried = {name for name in knowledge.rules if not {True, False} <= compared.values[name]}
    assert not untried, "nobody here for whom these fire, or are quiet"


def test_a_table_may_lack_columns(tmp_path: Path) -> None:
    for seed in range(4):
        knowledge = write_screened_base(tmp_path / str(seed), seed)
        whole = every(knowledge, runners_of(knowledge, seed, IN_BASE))
        names = random.Random(seed).sample(sorted(knowledge.questions), 2 + seed * 4)
        _assert_agrees(knowledge, lacking(whole, names))


def test_a_table_may_lack_every_column(tmp_path: Path) -> None:
    knowledge = write_screened_base(tmp_path, 1)
    whole = every(knowledge, runners_of(knowledge, 1, 3))
    _assert_agrees(knowledge, lacking(whole, knowledge.questions))


@pytest.mark.parametrize("seed", range(BASES))
def test_random_bases_conclude_the_same(tmp_path: Path, seed: int) -> None:
    knowledge = write_screened_base(tmp_path, seed)
    runners = every(knowledge, runners_of(knowledge, seed, IN_BASE))
    rows = _assert_agrees(knowledge, runners)
    some = dict(list(runners.answers.items())[:6])
    fired = compare(Assessor(knowledge), some, rows)
    assert not fired.differences, str(fired)


def _assert_agrees(
    knowledge: Knowledge,
    runners: Runners,
    engine: Engine = in_duckdb,
    left_out: Sequence[str] = (),
) -> Mapping[str, Row]:
    rows = screen(knowledge, runners, engine, left_out)
    compared = compare(QuickAssessor(knowledge), runners.answers, rows)
    assert not compared.differences, str(compared)
    return rows


@pytest.mark.long
@pytest.mark.parametrize("seed", range(BASES, 400))
def test_many_random_bases_conclude_the_same(tmp_path: Path, seed: int) -> None:
    knowledge = write_screened_base(tmp_path, seed)
    _assert_agrees(knowledge, every(knowledge, runners_of(knowledge, seed, IN_BASE)))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100_000 // BATCH))
def test_duckdb_and_evaluate_agree_on_100_000(seed: int) -> None:
    knowledge = shipped()[0]
    _assert_agrees(knowledge, every(knowledge, dict(generated(BATCH, 100 + seed))))


@pytest.mark.long
def test_a_screening_gives_everybody_the_actions_of_their_report(tmp_path: Path) -> None:
    _assert_agrees(shipped()[0], gate_runners(), by_command_of(tmp_path))


@pytest.mark.long
def test_experta_and_duckdb_agree_on_2_000() -> None:
    knowledge = shipped()[0]
    runners = every(knowledge, dict([*generated(1_500, 100), *drawn(500)]))
    compared = compare(Assessor(knowledge), runners.answers, screen(knowledge, runners))
    assert not compared.differences, str(compared)


@pytest.mark.long
def test_spark_agrees_on_everybody(spark: Engine) -> None:
    # It takes Spark's SQL too long to plan the shipped actions: the random bases have theirs.
    _assert_agrees(shipped()[0], gate_runners(), spark, ["actions"])


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100_000 // 25_000))
def test_spark_and_duckdb_agree_on_100_000(spark: Engine, seed: int) -> None:
    """DuckDB is held against `evaluate` for the same runners above."""
    knowledge = shipped()[0]
    batches = [generated(BATCH, 100 + seed * 5 + number) for number in range(5)]
    runners = every(knowledge, {name: one for batch in batches for name, one in batch})
    left_out = ["actions"]
    assert screen(knowledge, runners, spark, left_out) == screen(
        knowledge, runners, left_out=left_out
    )


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_spark_agrees_on_random_bases(tmp_path: Path, spark: Engine, seed: int) -> None:
    knowledge = write_screened_base(tmp_path, seed)
    whole = every(knowledge, runners_of(knowledge, seed, IN_BASE))
    _assert_agrees(knowledge, whole, spark)
    _assert_agrees(knowledge, lacking(whole, list(knowledge.questions)[::2]), spark)
