"""Runs that went too far and old records: what a report says of them, and when."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from surefoot.cli import surefoot
from surefoot.engine.days import show_length

FIXTURE = Path(__file__).parent / "fixtures" / "answers_with_record.yaml"
WEEK = '{week: 2026-11-02, km: "31.6", longest_km: "14.5"}'
NO_POINTS = "Training load gives points for a single run only within the last 7 days"


def _text(folder: Path, *changes: tuple[str, str], day: str = "2026-11-23") -> str:
    text = FIXTURE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "me.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(surefoot, ["report", str(folder / "me.yaml"), "--date", day])
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def _far(day: str, week: str = "2026-11-02") -> str:
    jump = f'jump: {{day: {day}, km: "27.4", before_km: "15.5"}}'
    return f'{{week: {week}, km: "41.6", longest_km: "27.4", {jump}}}'


def test_a_run_of_two_weeks_ago_is_told_with_why_it_gives_no_points(tmp_path: Path) -> None:
    text = _text(tmp_path, (WEEK, _far("2026-11-08")))
    assert "On 8 November 2026, 15 days ago, you ran 27.4 km in one run." in text
    assert "The longest run of the 30 days before was 15.5 km." in text
    assert text.count(f"{NO_POINTS}, so none for these.") == 2  # with the record and the chart
    assert text.count("Your body may still be getting used to such a distance.") == 2
    assert "Your record shows a run too far on 8 Nov, and 3 other values than you said." in text


def test_long_ago_nobody_gets_used_to_it_still_and_the_first_page_is_silent(tmp_path: Path) -> None:
    text = _text(tmp_path)
    assert f"{NO_POINTS}, so none for these." in text
    assert "getting used to such" not in text
    assert "a run too far on" not in text


def test_a_run_of_the_last_seven_days_is_not_said_to_give_none(tmp_path: Path) -> None:
    last = '{week: 2026-11-16, km: "33.6", longest_km: "13.1"}'
    text = _text(tmp_path, (last, _far("2026-11-18", "2026-11-16")))
    assert "On 18 November 2026 you ran 27.4 km in one run." in text
    assert f"{NO_POINTS}, so none for earlier ones." in text


def test_a_single_run_is_this_one(tmp_path: Path) -> None:
    none = [
        (', jump: {day: 2026-10-11, km: "21.3", before_km: "14.2"}', ""),
        (', jump: {day: 2026-09-06, km: "15.2", before_km: "12.4"}', ""),
    ]
    text = _text(tmp_path, *none, (WEEK, _far("2026-11-08")))
    assert text.count(f"{NO_POINTS}, so none for this one.") == 2
    assert NO_POINTS not in _text(tmp_path, *none)


def test_an_old_record_says_first_that_it_is_old(tmp_path: Path) -> None:
    text = _text(tmp_path, day="2028-02-20")
    told = (
        "Your record ends on 22 November 2026, 15 months before this report: it says nothing of "
        "now. This is what your watch or app kept."
    )
    assert told in text
    assert "from the record, 15 months old" in text


@pytest.mark.parametrize(("day", "is_old"), [("2026-12-06", False), ("2026-12-07", True)])
def test_a_record_is_old_after_two_weeks(tmp_path: Path, day: str, *, is_old: bool) -> None:
    text = _text(tmp_path, day=day)
    assert ("Your record ends on 22 November 2026, 15 days before" in text) is is_old
    assert ("from the record, 15 days old" in text) is is_old


def test_a_new_week_without_a_run_is_no_0(tmp_path: Path) -> None:
    last = '{week: 2026-11-16, km: "33.6", longest_km: "13.1"}'
    new = f'{last}\n  - {{week: 2026-11-23, km: "0"}}'
    text = _text(tmp_path, (last, new), day="2026-11-25")
    assert "16 weeks of running, up to the week of 16 November 2026" in text
    assert "up to the week of 23 November 2026" in _text(tmp_path, (last, new), day="2026-11-30")


def test_the_words_of_the_table_and_both_rules_are_explained(tmp_path: Path) -> None:
    text = _text(tmp_path)
    assert "“Sure”, “fairly sure” and “rough” say how much was recorded" in text
    assert "“Agrees”: no further apart than a watch and a memory can be." in text
    assert "beyond the longest run of the exact 30 days before." in text
    assert "It goes week by week, so it can differ a little from the 30 days." in text
    assert "see “16 weeks of running, up to the week of 16 November 2026”" in text
    assert "See also “What your record shows”." in text


def test_lengths_of_time_are_words() -> None:
    assert [show_length(one) for one in (1, 27, 28, 78, 92, 451)] == [
        "1 day", "27 days", "4 weeks", "11 weeks", "3 months", "15 months"
    ]  # fmt: skip
