"""What a record shows, in a file of answers: reading it, writing it again, and what is wrong."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surefoot.engine.answers import AnswersFile, read_answers
from surefoot.engine.answers_text import format_answers
from surefoot.engine.errors import AnswersError
from surefoot.engine.history import Jump
from surefoot.engine.recorded import Basis, Confidence
from surefoot.engine.vocabulary import Answer, read_answer

from .support.sample_runners import assessor

ENTRY = (
    'training.weekly_km: {value: "32.4 km", source: imported, '
    "window: 2026-11-09 to 2026-11-22, n: 9, of: runs, confidence: high}"
)
BASIS = Basis(datetime.date(2026, 11, 9), datetime.date(2026, 11, 22), 9, "runs", Confidence.HIGH)


def _read(folder: Path, *recorded: str, said: str = "training.weekly_km: 40") -> AnswersFile:
    lines = "".join(f"  {one}\n" for one in recorded)
    path = folder / "me.yaml"
    path.write_text(f"answers:\n  {said}\nrecorded:\n{lines}", encoding="utf-8")
    return read_answers(path, assessor().knowledge)


def _problems(folder: Path, *recorded: str, said: str = "training.weekly_km: 40") -> list[str]:
    with pytest.raises(AnswersError) as caught:
        _read(folder, *recorded, said=said)
    return [
        f"{one.place.line if one.place else 0} {one.code} {one.message} | {one.fix}"
        for one in caught.value.problems
    ]


def test_a_recorded_value_answers_the_question_that_only_a_record_answers(tmp_path: Path) -> None:
    found = _read(tmp_path, ENTRY)
    record = found.answers["training.recorded_weekly_km"]
    assert (record.value, record.shown, record.source) == (32.4, "32.4 km", "imported")
    assert record.basis == BASIS
    said = found.answers["training.weekly_km"]
    assert (said.value, said.source, said.basis) == (40.0, "file", None)


@pytest.mark.parametrize("said", ["32.4", "32.4 km", "20.132427 mi"])
def test_an_answer_that_says_the_same_is_imported(tmp_path: Path, said: str) -> None:
    found = _read(tmp_path, ENTRY, said=f"training.weekly_km: {said}")
    is_same = said != "20.132427 mi"  # 32.4000…, but not the same to the last place
    answer = found.answers["training.weekly_km"]
    assert (answer.source, answer.basis) == (("imported", BASIS) if is_same else ("file", None))


def test_an_earlier_id_of_a_question_still_names_it(tmp_path: Path) -> None:
    knowledge = assessor().knowledge
    former = {old: new for old, new in knowledge.former_questions.items()
              if new in knowledge.recorded_by}  # fmt: skip
    for old, new in former.items():
        found = _read(tmp_path, ENTRY.replace("training.weekly_km", old), said="runner.age: 40")
        assert knowledge.recorded_by[new] in found.answers


def test_every_problem_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    rest = "window: 2026-11-09 to 2026-11-22, n: 9, of: runs, confidence: high"
    shape = (
        'write it as {value: "32.4 km", source: imported, window: 2026-11-09 to 2026-11-22, '
        "n: 9, of: runs, confidence: high}"
    )
    found = _problems(
        tmp_path,
        f"training.wekly_km: {{value: 32, {rest}}}",
        f"recovery.sleep_hours: {{value: 7, {rest}}}",
        "training.weekly_km: 32",
        f"training.longest_run_7d_km: {{value: 999, {rest}}}",
        f"training.runs_per_week: {{valu: 4, {rest}}}",
        "form.cadence_spm: {value: 165, window: November, n: many, of: 3, confidence: hihg}",
        f"form.easy_pace: {{value: unknown, {rest}}}",
        f"shoes.pairs_in_use: {{value: 2, source: file, {rest}}}",
        "shoes.main_pair_km: {value: 300, window: 2026-11-22 to 2026-11-09, n: 9, of: runs, "
        "confidence: low}",
    )
    accepted = "accepted: high, medium or low"
    assert found[0] == (
        "4 AN101 there is no question 'training.wekly_km' | did you mean training.weekly_km?"
    )
    assert found[1].startswith("5 AN113 no record says anything of 'recovery.sleep_hours' | ")
    assert found[2:] == [
        f"6 AN113 'training.weekly_km' has no value of a record here | {shape}",
        "7 AN103 'training.longest_run_7d_km' cannot be 999 km | 0 to 350 km is accepted",
        "8 AN113 a recorded value has no `valu` | did you mean value?",
        f"8 AN113 this has no `value` | {shape}",
        "9 AN113 `window` goes from one day to another, like 2026-11-09 to 2026-11-22 | " + shape,
        f"9 AN113 `n` is a whole number: of how many runs, days or weeks | {shape}",
        f"9 AN113 `of` says what was counted, in small letters: runs, days, weeks | {shape}",
        f"9 AN113 `confidence` is not 'hihg' | did you mean high? {accepted}",
        "10 AN113 'form.easy_pace' has no value here | leave the entry out",
        "11 AN113 `source` is imported | put what was said into `answers:`",
        "12 AN113 `window` goes from one day to another, like 2026-11-09 to 2026-11-22 | " + shape,
    ]


def test_one_value_stands_once(tmp_path: Path) -> None:
    (found,) = _problems(tmp_path, ENTRY, said="training.recorded_weekly_km: 30")
    assert "'training.recorded_weekly_km' stands under `recorded:` too" in found
    path = tmp_path / "top.yaml"
    path.write_text(f"training.weekly_km: 40\nrecorded:\n  {ENTRY}\n", encoding="utf-8")
    with pytest.raises(AnswersError, match="`recorded:` can stand beside them"):
        read_answers(path, assessor().knowledge)


def test_a_jump_is_read_and_its_mistakes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"

    def read(jump: str) -> AnswersFile:
        week = f"{{week: 2026-10-19, km: 60, longest_km: 35, jump: {jump}}}"
        path.write_text(f"answers:\n  runner.age: 40\nhistory:\n  - {week}\n", encoding="utf-8")
        return read_answers(path, assessor().knowledge)

    (week,) = read("{day: 2026-10-21, km: 35, before_km: 17.6}").history
    assert week.jump == Jump(datetime.date(2026, 10, 21), 35.0, 17.6)
    assert read("").history[0].jump is None
    for wrong, said in {
        "{day: 2026-10-21, km: 35}": "this jump has no `before_km`",
        "{day: 2026-10-21, km: 35, before: 17.6}": "a jump has no `before`",
        "{day: 2026-10-28, km: 35, before_km: 17.6}": "does not lie in the week",
        "{day: 2026-10-21, km: 65, before_km: 17.6}": "and the whole week 60 km",
        "{day: 2026-10-21, km: far, before_km: 17.6}": "'far' is not a number",
        "35": "this is no jump",
    }.items():
        with pytest.raises(AnswersError) as caught:
            read(wrong)
        assert said in "; ".join(one.message for one in caught.value.problems)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_is_written_reads_back_the_same(tmp_path: Path, data: st.DataObject) -> None:
    knowledge = assessor().knowledge
    days = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
    answers: dict[str, Answer] = {}
    numbers = ("training.weekly_km", "training.longest_run_hours", "form.easy_pace")
    for name in data.draw(st.sets(st.sampled_from(numbers))):
        text = str(data.draw(st.integers(150, 300) if "pace" in name else st.integers(0, 50)))
        first, last = sorted((data.draw(days), data.draw(days)))
        basis = Basis(
            first, last, data.draw(st.integers(0, 900)), "runs",
            data.draw(st.sampled_from(Confidence)),
        )  # fmt: skip
        record = read_answer(
            knowledge.questions[knowledge.recorded_by[name]], text, source="imported"
        )
        assert isinstance(record, Answer)
        answers[knowledge.recorded_by[name]] = Answer(
            record.state, record.value, record.entered, record.shown, "imported", basis
        )
    path = tmp_path / "me.yaml"
    text = format_answers(
        {**answers, **_read(tmp_path, said="runner.age: 40").answers}, knowledge=knowledge
    )
    path.write_text(text, encoding="utf-8")
    back = read_answers(path, knowledge).answers
    assert {name: one for name, one in back.items() if name != "runner.age"} == answers
