"""`surefoot sql`: the printed query runs where Surefoot is not, and says what a report says."""

import json
from pathlib import Path

import duckdb
import pytest

from .support.command_line import Command, runner_of

ANSWERS = {
    "runner.age": 41.0,
    "recovery.sleep_hours": 5.5,
    "strength.sessions_per_week": 0.0,
    "strength.months": 0.0,
    "form.knows_cadence": "no",
    "symptom.sites": ["none"],
}
COLUMNS = "headline,pillar.strength.band,recovery.short-sleep"


@pytest.fixture
def surefoot(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch)


def _screened(create: str, query: str) -> object:
    """The row that a query gives for the answers, in a table made as it was printed."""
    connection = duckdb.connect()
    connection.execute(create)
    names = ", ".join(f'"{name}"' for name in ["id", *ANSWERS])
    marks = ", ".join("?" for _ in range(len(ANSWERS) + 1))
    connection.execute(
        f"INSERT INTO runners ({names}) VALUES ({marks})",  # noqa: S608  (ids of questions)
        ["ann", *ANSWERS.values()],
    )
    return connection.execute(query).fetchone()


def test_the_query_runs_on_the_table_that_it_prints_and_agrees_with_the_report(
    surefoot: Command, tmp_path: Path
) -> None:
    create = surefoot("sql", "--create-table").out
    row = _screened(create, surefoot("sql", "--columns", COLUMNS).out)
    file = tmp_path / "ann.json"
    file.write_text(json.dumps(ANSWERS))
    result = json.loads(surefoot("report", str(file), "--json").out)
    strength = next(one for one in result["pillars"] if one["id"] == "strength")
    assert row == ("ann", result["headline"]["id"], strength["band"], True)


def test_each_stage_has_a_comment_and_rules_are_columns(surefoot: Command) -> None:
    printed = surefoot("sql", "--columns", COLUMNS).out
    assert "-- Stratum 1: each rule, and each at every site." in printed
    assert '"runner.age" >= 18 AND "recovery.sleep_hours" < 7' in printed
    assert 'AS "recovery.short-sleep"' in printed


def test_only_what_the_columns_follow_from_is_in_it(surefoot: Command) -> None:
    printed = surefoot("sql", "--columns", "recovery.short-sleep").out
    assert "strength" not in printed
    assert "pillar" not in printed


@pytest.mark.parametrize(
    ("dialect", "said"),
    [("spark", "`recovery.sleep_hours` < 7"), ("postgres", "DOUBLE PRECISION")],
)
def test_it_is_printed_in_other_dialects(surefoot: Command, dialect: str, said: str) -> None:
    columns = "strength.calf-raises-low,recovery.short-sleep"
    assert said in surefoot("sql", "--dialect", dialect, "--columns", columns).out


def test_a_column_that_there_is_not_is_named_with_what_may_be_meant(surefoot: Command) -> None:
    found = surefoot("sql", "--columns", "recovery.short-slep,pillar.strenth.band")
    assert found.code == 2
    assert "did you mean recovery.short-sleep?" in found.err
    assert "did you mean pillar.strength.band?" in found.err


def test_it_is_written_to_a_file(surefoot: Command, tmp_path: Path) -> None:
    file = tmp_path / "surefoot.sql"
    surefoot("sql", "--columns", "tier", "--table", "club", "-o", str(file))
    assert 'FROM "club"' in file.read_text()
