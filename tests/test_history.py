"""The weeks beside the answers: reading them, writing them again, and where they go."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.cli import surefoot
from surefoot.commands.common import save_answers
from surefoot.engine.answers import AnswersFile, read_answers
from surefoot.engine.answers_text import format_answers
from surefoot.engine.errors import AnswersError
from surefoot.engine.history import MOST_WEEKS, History, Week

from .support.sample_runners import assessor

FIXTURE = Path(__file__).parent / "fixtures" / "answers_with_history.yaml"
MONDAY = datetime.date(2026, 11, 16)
WEEK = datetime.timedelta(weeks=1)


def _read(folder: Path, text: str) -> AnswersFile:
    path = folder / "me.yaml"
    path.write_text(text, encoding="utf-8")
    return read_answers(path, assessor().knowledge)


def _history(folder: Path, *weeks: str) -> History:
    lines = "".join(f"  - {week}\n" for week in weeks)
    return _read(folder, f"answers:\n  runner.age: 40\nhistory:\n{lines}").history


def _problems(folder: Path, *weeks: str) -> list[str]:
    with pytest.raises(AnswersError) as caught:
        _history(folder, *weeks)
    return [
        f"{one.place.line if one.place else 0} {one.code} {one.message} | {one.fix}"
        for one in caught.value.problems
    ]


def test_weeks_are_read_with_units_and_without_a_longest_run(tmp_path: Path) -> None:
    found = _history(
        tmp_path,
        "{week: 2026-11-02, km: 20 mi, longest_km: 8 mi}",
        "{week: 9 November 2026, km: 32}",
        "{week: 2026-11-16, km: 0, longest_km: }",
    )
    assert found == (
        Week(
            monday=MONDAY - 2 * WEEK,
            km=20 * 1.609344, longest_km=8 * 1.609344,
            km_entered="20 mi", longest_entered="8 mi", unit="mi",
        ),
        Week(monday=MONDAY - WEEK, km=32.0, km_entered="32"),
        Week(monday=MONDAY, km=0.0, km_entered="0"),
    )  # fmt: skip


def test_a_file_without_weeks_has_no_history(tmp_path: Path) -> None:
    assert _read(tmp_path, "answers: {runner.age: 40}\n").history == ()
    assert _read(tmp_path, "answers: {runner.age: 40}\nhistory:\n").history == ()
    assert _read(tmp_path, "answers: {runner.age: 40}\nhistory: []\n").history == ()


def test_every_problem_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    found = _problems(
        tmp_path,
        "{week: 2026-11-17, km: 32}",
        "{week: 2026-10-05, km: -3}",
        "{week: 2026-10-12, km: 12, longest_km: 14}",
        "{week: 2026-10-12, km: 30}",
        "{week: 2026-09-28, km: 30}",
        "{week: 2026-11-02, km: 9999}",
        "{week: someday, km: far}",
        "{week: 2026-11-09, distance: 32}",
        "{km: 32, longestkm: 14}",
        "32 km",
        "{week: 1926-11-08, km: 3}",
        "{week: 2026-11-16, km: [3]}",
        "{week: [2026-11-23], km: }",
    )
    shape = "write each week as {week: 2026-11-16, km: 32, longest_km: 14}"
    assert found == [
        "4 AN110 17 November 2026 is no Monday | its week starts on 2026-11-16",
        "5 AN103 `km` cannot be -3 | 0 to 2000 km is accepted",
        "6 AN111 the longest run is 14 km, and the whole week 12 km | "
        "`km` is the sum of all runs of the week, with the longest",
        "7 AN110 the week of 12 October 2026 stands here twice | leave one of the two out",
        "8 AN110 the week of 28 September 2026 stands after that of 12 October 2026 | "
        "write the weeks in order, the earliest first",
        "9 AN103 `km` cannot be 9999 | 0 to 2000 km is accepted",
        "10 AN102 `week`: 'someday' is not a day; write it like 2027-04-18 or 18 April 2027 | ",
        "10 AN102 `km`: 'far' is not a number of km or mi | ",
        "11 AN109 a week has no `distance` | a week has week, km, longest_km and jump",
        f"11 AN109 this week has no `km` | {shape}",
        "12 AN109 a week has no `longestkm` | did you mean longest_km?",
        f"12 AN109 this week has no `week` | {shape}",
        f"13 AN109 this is no week | {shape}",
        "14 AN103 `week` cannot be 1926-11-08 | 2000-01-01 to 2099-12-31 is accepted",
        f"15 AN109 `km` is one distance | {shape}",
        f"16 AN109 `week` is one day | {shape}",
        f"16 AN109 this week has no `km` | {shape}",
    ]


def test_wrong_weeks_are_told_together_with_wrong_answers(tmp_path: Path) -> None:
    with pytest.raises(AnswersError) as caught:
        _read(tmp_path, "answers: {runner.age: 400}\nhistory: soon\n")
    assert [one.code for one in caught.value.problems] == ["AN103", "AN109"]


def test_ten_years_are_read_and_no_more(tmp_path: Path) -> None:
    weeks = [f"{{week: {MONDAY - WEEK * back}, km: 9}}" for back in range(MOST_WEEKS, -1, -1)]
    assert len(_history(tmp_path, *weeks[1:])) == MOST_WEEKS
    assert _problems(tmp_path, *weeks) == [
        "4 AN109 there are 521 weeks, and at most 520 are read | leave out the oldest"
    ]


def test_beside_answers_at_the_top_there_is_no_place_for_weeks(tmp_path: Path) -> None:
    with pytest.raises(AnswersError) as caught:
        _read(tmp_path, "runner.age: 40\nhistory: []\n")
    (problem,) = caught.value.problems
    assert problem.code == "AN101"
    assert "put the answers under `answers:`" in problem.fix


def test_a_distance_without_a_unit_beside_miles_is_asked_back(tmp_path: Path) -> None:
    text = (
        "answers: {runner.age: 40}\n"
        "history: [{week: 2026-11-09, km: 20 mi, longest_km: 8}, {week: 2026-11-16, km: 12}]\n"
    )
    (warning,) = _read(tmp_path, text).warnings
    assert (warning.code, warning.message) == (
        "AN108",
        "distances without a unit, 2 in all, are read as km",
    )


_DISTANCES = st.one_of(
    st.integers(0, 300).map(str),
    st.integers(0, 180).map(lambda one: f"{one} mi"),
    st.decimals(0, 300, places=2).map(str),
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), _DISTANCES, st.booleans()), max_size=12))
def test_a_history_is_written_as_it_was_read(
    tmp_path_factory: pytest.TempPathFactory, weeks: list[tuple[int, str, bool]]
) -> None:
    monday, lines = datetime.date(2020, 1, 6), []
    for apart, km, has_longest in weeks:
        monday += WEEK * apart
        lines.append(f"{{week: {monday}, km: {km}{f', longest_km: {km}' * has_longest}}}")
    folder = tmp_path_factory.mktemp("history")
    first = _history(folder, *lines)
    assert len(first) == len(weeks)
    again = _read(folder, format_answers({}, history=first))
    assert again.history == first


def test_weeks_that_nobody_typed_are_written_in_km(tmp_path: Path) -> None:
    measured = (Week(monday=MONDAY, km=32.123456789, longest_km=0.00001),)
    text = format_answers({}, history=measured)
    assert '- {week: 2026-11-16, km: "32.123457", longest_km: "0.00001"}' in text
    assert _read(tmp_path, text).history[0].km == pytest.approx(32.123457)


def test_writing_the_answers_anew_keeps_the_weeks(tmp_path: Path) -> None:
    read = read_answers(FIXTURE, assessor().knowledge)
    assert len(read.history) == 11
    save_answers(tmp_path / "a.yaml", read.answers, assessor().knowledge, read.history)
    again = read_answers(tmp_path / "a.yaml", assessor().knowledge)
    assert (again.history, list(again.answers)) == (read.history, list(read.answers))


def _report(folder: Path, *options: str) -> str:
    command = ["report", str(FIXTURE), "--date", "2026-11-23", *options]
    done = CliRunner().invoke(surefoot, command)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_result_and_the_attached_answers_carry_the_weeks(tmp_path: Path) -> None:
    result = json.loads(_report(tmp_path, "-f", "json"))
    assert result["history"][:6:5] == [
        {"week": "2026-08-31", "km": 33.0, "longest_km": 12.0, "jump": None},
        {"week": "2026-10-05", "km": 0.0, "longest_km": None, "jump": None},
    ]
    _report(tmp_path, "-f", "pdf", "-o", str(tmp_path))
    with pikepdf.open(tmp_path / "answers_with_history-report.pdf") as made:
        attached = made.attachments["answers.yaml"].get_file().read_bytes().decode()
    read = read_answers(FIXTURE, assessor().knowledge)
    assert _read(tmp_path, attached).history == read.history


def test_a_replay_passes_over_the_weeks(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(_report(tmp_path, "-f", "json"), encoding="utf-8")
    done = CliRunner().invoke(surefoot, ["replay", str(path)])
    assert done.exit_code == 0, done.output


def test_weeks_after_the_day_of_the_report_are_named() -> None:
    command = ["report", str(FIXTURE), "--date", "2026-11-04"]
    done = CliRunner().invoke(surefoot, command)
    assert (
        "2 weeks of running start after the day of the report, 4 November 2026; they are left out."
        in done.stderr
    )
    assert "up to the week of 2 November 2026" in done.stdout


def test_the_longest_run_of_a_mile_file_may_be_the_whole_week(tmp_path: Path) -> None:
    (week,) = _history(tmp_path, "{week: 2026-11-16, km: 10 mi, longest_km: 16.09344}")
    assert week.longest_km == pytest.approx(week.km)
