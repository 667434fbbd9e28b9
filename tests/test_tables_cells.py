"""Cells by a mapping: every cell is read as any answer is, row by row and as Arrow alike."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.tables.arrow import read_batch, typed_rows
from surefoot.engine.tables.cells import CellReader
from surefoot.engine.tables.mapping import Mapping, mapping_of_questions, read_mapping
from surefoot.engine.tables.rows import open_table
from surefoot.engine.vocabulary import State


@cache
def _base() -> Knowledge:
    return load_knowledge(None)


def _mapping(folder: Path, text: str) -> Mapping:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path, _base())


_CLUB = """\
id: Email
columns:
  Email: ignore
  Km a week: {question: training.weekly_km, unit: miles, values: {"Approx 20": 20, none: ""}}
  Pace: {question: form.easy_pace, unit: /mi}
  Sore:
    question: symptom.sites
    values: {"Hip, outside": hip_outer, Nope: none}
  Sleep: {question: recovery.sleep_hours, unit: min}
  Stress: recovery.stress
"""


def _one(tmp_path: Path, **cells: str) -> dict[str, object]:
    """What one row says, as values; the codes of its misfits where it has some."""
    mapping = _mapping(tmp_path, _CLUB)
    names = {"km": "Km a week", "pace": "Pace", "sore": "Sore", "sleep": "Sleep"}
    header = ["Email", *names.values(), "Stress"]
    reader = CellReader(_base(), mapping, header)
    row = {"Email": "ann@x.org", **{names[key]: text for key, text in cells.items()}}
    read = reader.read(row)
    assert read.id == "ann@x.org"
    if read.misfits:
        return {one.code: one.message for one in read.misfits}
    return {name: answer.value for name, answer in read.answers.items()}


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("10", 16.09344), ("10 km", 10), ("12,5", 12.5 * 1.609344), ("approx  20", 32.18688),
        ("20 miles", 32.18688),
    ],
)  # fmt: skip
def test_a_bare_number_has_the_unit_of_the_mapping(tmp_path: Path, text: str, km: float) -> None:
    assert _one(tmp_path, km=text) == {"training.weekly_km": pytest.approx(km)}


def test_other_units_than_that_of_the_question(tmp_path: Path) -> None:
    found = _one(tmp_path, pace="8:51", sleep="450")
    assert found == {
        "form.easy_pace": pytest.approx(531 / 1.609344),
        "recovery.sleep_hours": pytest.approx(7.5),
    }
    assert _one(tmp_path, sleep="7:30") == {"recovery.sleep_hours": pytest.approx(7.5)}


@pytest.mark.parametrize("text", ["", "   ", "None"])
def test_no_answer(tmp_path: Path, text: str) -> None:
    assert _one(tmp_path, km=text) == {}


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Shin", {"shin"}), ("shin; Calf", {"shin", "calf"}), ("Shin, Calf", {"shin", "calf"}),
        ("Hip, outside, Shin", {"hip_outer", "shin"}), ("nope", {"none"}), ("no", {"none"}),
        ("Sit bone, deep in the buttock, Calf", {"sit_bone", "calf"}),
        ("Shin\nTop, arch or outer edge of the foot", {"shin", "midfoot"}),
    ],
)  # fmt: skip
def test_several_answers_in_a_cell(tmp_path: Path, text: str, sites: set[str]) -> None:
    assert _one(tmp_path, sore=text) == {"symptom.sites": frozenset(sites)}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"km": "about 20 or so"}, "AN102"), ({"km": "NaN"}, "AN102"), ({"km": "inf"}, "AN102"),
        ({"km": "1,500"}, "AN102"), ({"km": "400"}, "AN103"), ({"sore": "elbow"}, "AN104"),
        ({"sore": "none; shin"}, "AN105"), ({"km": "-5"}, "AN102"), ({"km": "2e1"}, "AN102"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_answer_says_why(tmp_path: Path, cell: dict[str, str], code: str) -> None:
    found = _one(tmp_path, **cell)
    assert list(found) == [code]
    assert str(found[code]).startswith("column '")


def test_dont_know_and_declined_are_kept_apart(tmp_path: Path) -> None:
    mapping = _mapping(tmp_path, "columns: {A: training.weekly_km, B: recovery.sleep_hours}")
    read = CellReader(_base(), mapping, ["A", "B"]).read({"A": "I don’t know", "B": "declined"})
    states = [answer.state for answer in read.answers.values()]
    assert states == [State.DONT_KNOW, State.DECLINED]


def test_a_row_without_the_name_of_its_runner(tmp_path: Path) -> None:
    mapping = _mapping(tmp_path, "id: A\ncolumns: {B: recovery.sleep_hours}")
    read = CellReader(_base(), mapping, ["A", "B"]).read({"A": " ", "B": "8"})
    assert [one.code for one in read.misfits] == ["AN128"]


def test_all_that_is_wrong_with_a_mapping_is_said_at_once(tmp_path: Path) -> None:
    text = """\
columns:
  A: training.weekly_kn
  B: {question: training.weekly_km, unit: kg}
  C: {question: training.weekly_km}
  D: {question: recovery.stress, separator: ";"}
  E: {question: recovery.stress, unit: km, values: {Often: offen}}
  F: {question: safety.leg, values: {"?": unknown}}
  G: {qestion: recovery.stress}
"""
    with pytest.raises(UsageError) as raised:
        _mapping(tmp_path, text)
    said = [(one.code, one.place.line if one.place else 0) for one in raised.value.problems]
    assert sorted(said) == [
        ("AN101", 2), ("AN102", 6), ("AN104", 7), ("AN107", 4), ("AN107", 6), ("KB150", 8),
        ("KB153", 3), ("KB153", 5), ("KB153", 6), ("KB153", 8),
    ]  # fmt: skip
    assert "did you mean training.weekly_km?" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: id\ncolumns: {id: runner.age}", "column 'id' names the runner"),
        (
            "columns:\n  A:\n    question: safety.leg\n    values: {Yes: none, ' yes': not_sure}",
            "' yes' stands here twice",
        ),
    ],
)
def test_no_answer_is_dropped_because_a_mapping_says_two_things(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(UsageError) as raised:
        _mapping(tmp_path, text)
    (problem,) = raised.value.problems
    assert problem.code == "KB109"
    assert said in problem.message


def test_columns_that_nobody_spoke_of_are_named(tmp_path: Path) -> None:
    mapping = _mapping(tmp_path, "columns: {Sleeps: recovery.sleep_hours, Notes: ignore}")
    with pytest.raises(UsageError) as raised:
        CellReader(_base(), mapping, ["Sleep", "Notes", "Shoes"], "club.csv")
    messages = [one.message for one in raised.value.problems]
    assert messages == [
        "the mapping does not say what column 'Sleep' is",
        "the mapping does not say what column 'Shoes' is",
        "there is no column 'Sleeps' in club.csv",
    ]
    assert "did you mean 'Sleep'?" in str(raised.value)
    other = _mapping(tmp_path, "other: ignore\ncolumns: {Sleep: recovery.sleep_hours}")
    CellReader(_base(), other, ["Sleep", "Notes", "Shoes"], "club.csv")


def test_without_a_mapping_columns_are_called_like_questions() -> None:
    mapping = mapping_of_questions(_base())
    reader = CellReader(_base(), mapping, ["id", "runner.country", "runner.age"])
    read = reader.read({"id": "", "runner.country": "Ireland", "runner.age": "34"})
    assert {name: one.value for name, one in read.answers.items()} == {
        "safety.country": "ireland", "runner.age": 34,
    }  # fmt: skip
    assert read.id is None
    assert list(reader.questions) == ["safety.country", "runner.age"]
    with pytest.raises(UsageError, match=r"did you mean runner\.age"):
        CellReader(_base(), mapping, ["runner.agee"], "club.csv")


def test_as_arrow_every_row_says_the_same_as_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "club.csv"
    path.write_text(
        "Email;Km a week;Pace;Sore;Sleep;Stress\n"
        "a@x.org;10;8:51;shin, calf;;3\n"
        "b@x.org;about ten;5:30 /km;elbow;1000;\n"
        ";12,5;;no;7:30;I don't know\n"
        "d@x.org;10;8:51;Shin;;\n",
        encoding="utf-8",
    )
    table = open_table(path)
    reader = CellReader(_base(), _mapping(tmp_path, _CLUB), table.header)
    (rows,) = table.rows()
    typed = typed_rows(reader, rows)
    reasons = typed.reasons.to_pylist()
    for (_, row), found, reason in zip(rows.each(), typed.table.to_pylist(), reasons, strict=True):
        read = reader.read(row)
        assert found.pop("id") == read.id
        sites = found["symptom.sites"]
        found["symptom.sites"] = None if sites is None else frozenset(sites)
        said = {name: one.value for name, one in read.answers.items() if one.value is not None}
        assert {name: value for name, value in found.items() if value is not None} == said
        codes = [one.code for one in read.misfits]
        assert codes == ([] if reason is None else [part[:5] for part in reason.split(" | ")])
    assert [reason is None for reason in reasons] == [True, False, False, True]


def test_arrow_tables_of_any_types() -> None:
    table = pa.table(
        {
            "runner.age": pa.array([34, None, 5], pa.int64()),
            "training.weekly_km": [0.1 + 0.2, float("nan"), 1e-7],
            "runner.injury_last_12_months": pa.array(["yes", "no", None]).dictionary_encode(),
            "symptom.sites": [["shin", "heel"], None, []],
            "plan.race_date": [datetime.date(2027, 4, 18), None, None],
        }
    )
    reader = CellReader(_base(), mapping_of_questions(_base()), table.column_names)
    typed = read_batch(reader, table)
    rows = typed.table.to_pylist()
    assert rows[0] == {
        "id": None, "runner.age": 34.0, "training.weekly_km": 0.1 + 0.2,
        "runner.injury_last_12_months": "yes", "symptom.sites": ["heel", "shin"],
        "plan.race_date": float(datetime.date(2027, 4, 18).toordinal()),
    }  # fmt: skip
    assert rows[2]["training.weekly_km"] == 1e-7
    reasons = typed.reasons.to_pylist()
    assert reasons[0] is None
    assert reasons[1].startswith("AN102 wrong-kind: 'training.weekly_km'")
    assert [part[:5] for part in reasons[2].split(" | ")] == ["AN103", "AN102"]


def test_lines_of_json_may_name_columns_that_there_are_not(tmp_path: Path) -> None:
    path = tmp_path / "club.jsonl"
    path.write_text('{"runner.age": 34}\n{"id": "b", "runner.aeg": 5}\n', encoding="utf-8")
    table = open_table(path)
    reader = CellReader(_base(), mapping_of_questions(_base()), table.header)
    (rows,) = table.rows()
    typed = typed_rows(reader, rows)
    assert typed.table.column("id").to_pylist() == [None, "b"]
    assert typed.reasons.to_pylist() == [
        None,
        "AN101 unknown-question: there is no question 'runner.aeg'; did you mean runner.age?",
    ]
    assert typed.table.num_columns == len(_base().questions) + 1


@pytest.mark.parametrize("wrong", ['["a", "b"]', '{"a": 1}', "[]"])
def test_an_id_is_no_list_and_no_fields(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "club.jsonl"
    path.write_text(f'{{"id": {wrong}, "runner.age": 40}}\n{{"id": "bob"}}\n', encoding="utf-8")
    (rows,) = open_table(path).rows()
    reader = CellReader(_base(), mapping_of_questions(_base()), None)
    typed = typed_rows(reader, rows)
    assert typed.table["id"].to_pylist() == [None, "bob"]
    first, second = typed.reasons.to_pylist()
    assert first.startswith("AN102 wrong-kind: the id takes a text")
    assert second is None
    assert [reader.read(row).id for _, row in rows.each()] == [None, "bob"]
