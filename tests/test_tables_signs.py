"""Warning signs in a table: mixed lists, several columns of one question, answers for everybody."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.tables.arrow import typed_rows
from surefoot.engine.tables.cells import CellReader, RowRead
from surefoot.engine.tables.gates import closed_columns
from surefoot.engine.tables.mapping import Mapping, read_mapping
from surefoot.engine.tables.matching import Matcher, Sureness
from surefoot.engine.tables.proposal import propose
from surefoot.engine.tables.rows import open_table

_MAPPING = """\
columns:
  Any of these?:
    question: [safety.heart, safety.leg]
    values:
      Chest pain: chest_pain_on_effort
      Odd calf: swollen_warm_calf
      Both: [swollen_warm_calf, chest_pain_on_effort]
  Heart: {question: safety.heart, values: {"Yes": other_heart_signs}}
  Muscles: {question: strength.muscle_groups, values: {All: [hips_and_glutes, quads]}}
  Km: training.weekly_km
answers: {form.knows_cadence: yes}
"""
_HEAD = "Any of these?|Heart|Muscles|Km"
_CALF, _CHEST = {"swollen_warm_calf"}, {"chest_pain_on_effort"}


@cache
def _base() -> Knowledge:
    return load_knowledge(None)


def _mapping(folder: Path, text: str) -> Mapping:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path, _base())


def _read(folder: Path, *rows: str) -> list[RowRead]:
    """Each row as it is read by itself; read as Arrow it must say the same."""
    path = folder / "club.csv"
    path.write_text("\n".join([_HEAD, *rows]) + "\n", encoding="utf-8")
    table = open_table(path)
    mapping = _mapping(folder, _MAPPING)
    reader = CellReader(_base(), mapping, table.header, sample=table.sample(100))
    (found,) = table.rows()
    alone = [reader.read(cells) for _, cells in found.each()]
    typed = typed_rows(reader, found)
    for row, read, reason in zip(
        typed.table.to_pylist(), alone, typed.reasons.to_pylist(), strict=True
    ):
        assert (reason is None) == (not read.misfits)
        if reason is None:
            said = {name: frozenset(one) if isinstance(one, list) else one
                    for name, one in row.items() if one is not None}  # fmt: skip
            given = {name: one.value for name, one in read.answers.items()}
            assert said == {name: one for name, one in given.items() if one is not None}
    return alone


@pytest.mark.parametrize(
    ("cells", "heart", "leg"),
    [
        ("Chest pain, Odd calf|", _CHEST, _CALF), ("both|No", _CHEST, _CALF),
        ("Odd calf|", None, _CALF), ("Odd calf|No", None, _CALF), ("None|No", {"none"}, {"none"}),
        ("None|", None, {"none"}), ("|No", None, None), ("not sure|No", {"not_sure"}, {"not_sure"}),
        ("I don't know|yes", {"other_heart_signs"}, {"not_sure"}),
        ("Chest pain|yes", _CHEST | {"other_heart_signs"}, None),
    ],
)  # fmt: skip
def test_each_sign_goes_to_the_question_that_has_it(
    tmp_path: Path, cells: str, heart: set[str] | None, leg: set[str] | None
) -> None:
    (row,) = _read(tmp_path, f"{cells}|all|10")
    found = {name: one.value for name, one in row.answers.items()}
    assert row.misfits == ()
    assert (found.get("safety.heart"), found.get("safety.leg")) == (heart, leg)
    assert found["strength.muscle_groups"] == frozenset({"hips_and_glutes", "quads"})
    assert found["form.knows_cadence"] == "yes"


def test_a_sign_that_no_question_of_the_list_has_is_said_once(tmp_path: Path) -> None:
    rows = _read(tmp_path, "Chest pain, warts|||", "none, Odd calf|||")
    assert [[one.code for one in row.misfits] for row in rows] == [["AN104"], ["AN105"]]
    assert "none of 'safety.heart' and 'safety.leg' has a choice 'warts'" in (
        rows[0].misfits[0].message
    )


def test_a_point_among_decimal_commas_can_be_read_in_two_ways(tmp_path: Path) -> None:
    rows = _read(tmp_path, "|||7,5", "|||1.200 m", "|||1.5")
    assert [[one.code for one in row.misfits] for row in rows] == [[], ["AN102"], []]
    assert "can be read in two ways" in rows[1].misfits[0].message
    assert rows[1].misfits[0].fix == "write 1200 or 1,2"
    assert _read(tmp_path, "|||7.5", "|||1.200 km")[1].answers["training.weekly_km"].value == 1.2


def test_what_opens_a_number_can_be_answered_for_everybody(tmp_path: Path) -> None:
    text = "columns: {Cadence: form.cadence_spm, Shoes: shoes.main_pair_km}\n"
    assert closed_columns(_base(), _mapping(tmp_path, text)) == {
        "Cadence": ("form.knows_cadence",), "Shoes": ("shoes.knows_distance",),
    }  # fmt: skip
    opened = f"{text}answers: {{form.knows_cadence: yes}}\n"
    assert list(closed_columns(_base(), _mapping(tmp_path, opened))) == ["Shoes"]


def test_all_that_cannot_be_shared_or_said_for_all_is_named(tmp_path: Path) -> None:
    text = """\
columns:
  A: {question: [safety.heart, runner.age]}
  B: {question: [safety.leg, safety.leg]}
  C: {question: [safety.heart, safety.leg], values: {Chest: chest_pian_on_effort}}
  D: form.knows_cadence
answers:
  safety.general: none
  form.knows_cadence: perhaps
"""
    with pytest.raises(UsageError) as raised:
        _mapping(tmp_path, text)
    said = [(one.code, one.place.line if one.place else 0) for one in raised.value.problems]
    assert sorted(said) == [
        ("AN104", 4), ("AN104", 8), ("AN107", 3), ("AN107", 8), ("KB153", 2), ("KB153", 7),
    ]  # fmt: skip


# --- the proposal


def _proposed(**columns: list[str]) -> str:
    named = {name.replace("_", " "): texts for name, texts in columns.items()}
    return propose("club.csv", named, _base()).text


@pytest.mark.parametrize(
    "name",
    [
        "Is there any chest pain, dizziness or fainting when you run?", "Heart signs",
        "Did you have chest pain while running?", "Do you have pain at the moment?",
        "Are you pregnant?", "Any blood in your urine?", "Numbness or a weak leg", "Palpitations",
    ],
)  # fmt: skip
def test_no_column_that_may_tell_of_a_warning_sign_is_passed_over(name: str) -> None:
    for texts in (["Yes", "No", ""], ["On hills", "no", "a bit"], []):
        text = propose("club.csv", {name: texts}, _base()).text
        assert not re.search(r"^  \"[^\n]*: ignore", text, re.MULTILINE), text
        assert f'  # "{name}":' in text or "question: safety." in text


def test_a_comment_with_a_warning_sign_is_left_for_a_person() -> None:
    said = ["I sometimes feel faint after a hard session", "Thanks for doing all of this!"]
    text = _proposed(Comments=said)
    assert '  # "Comments": ignore  # it tells of warning signs (faint); read these your' in text
    harmless = _proposed(Comments=["Thanks for doing all of this!"], T_shirt=["M", "L"])
    assert '"Comments": ignore  # please check: read these yourself: nothing in' in harmless
    assert '"T shirt": ignore  # please check: nothing of it is read\n' in harmless


def test_a_list_of_mixed_signs_names_every_question() -> None:
    text = _proposed(Tick_all=["Blood in urine, Missed periods", "Swollen or hot calf", "None"])
    listed = "question: [safety.general, recovery.low_energy_signs, safety.leg]"
    assert '  # "Tick all":\n  #   # it tells of warning signs (' in text
    assert f"  #   {listed}\n" in text
    assert '#   "Swollen or hot calf": swollen_warm_calf  # 1 row\n' in text


def test_another_scale_says_how_it_is_translated() -> None:
    translated = 'values: {"1": "0", "2": "2.5", "3": "5", "4": "7.5", "5": "10"}'
    for name, texts in (("Stress (1-5)", ["5"]), ("Stress", ["1", "3", "5", "4", "2", "3"])):
        text = propose("club.csv", {name: texts}, _base()).text
        assert translated in text
        assert "please check" in text
    assert translated not in propose("club.csv", {"Stress": ["1", "8"] * 5}, _base()).text
    assert translated not in propose("club.csv", {"Stress (0-10)": ["1"] * 5}, _base()).text


def test_a_gate_without_a_column_can_be_opened_for_everybody() -> None:
    text = _proposed(Cadence=["170"])
    assert "# answers:" in text
    assert "#   form.knows_cadence: yes  # without it nothing of 'Cadence' counts" in text


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("How many km do you run in a normal week?", "training.weekly_km"),
        ("Weekly mileage", "training.weekly_km"), ("Are you male or female?", "runner.sex"),
        ("Have you been injured in the last 12 months?", "runner.injury_last_12_months"),
        ("How many km have your running shoes done?", "shoes.main_pair_km"),
        ("Calf raises L", "strength.calf_raises_left"),
        ("Calf raises R", "strength.calf_raises_right"),
    ],
)  # fmt: skip
def test_what_forms_ask_finds_its_question(name: str, question: str) -> None:
    match = Matcher(_base()).match(name, [])
    assert match is not None
    assert match.question.id == question


def test_what_is_about_something_else_is_at_most_a_guess() -> None:
    for name in ("How many times a week do you do strength training?", "Age of your shoes"):
        match = Matcher(_base()).match(name, ["2", "3"])
        assert match is None or match.sureness is Sureness.GUESS


def test_the_sex_of_a_runner_is_often_one_letter() -> None:
    text = _proposed(Sex=["f", "m", "W"])
    for letter, word in (("f", "female"), ("m", "male"), ("W", "female")):
        assert f'      "{letter}": "{word}"  # please check (1 row)' in text
