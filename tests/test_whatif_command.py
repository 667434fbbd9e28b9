"""`surefoot whatif`: what is supposed, what is said, and every mistake at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .support.command_line import Command, Run, runner_of

_EXAMPLE = Path(__file__).resolve().parents[1] / "knowledge" / "runners" / "example.yaml"
_BASE = """
format: 1
name: Small
version: 0.0.1
topics: {a: {title: A}}
pillars: {p: {title: Pillar P, about: About, headline: P first.}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
questions:
  a.hours: {title: Hours, ask: Ask, why: Why, answer: 0 to 14 h, worse: lower, was: [a.sleep]}
  a.parts: {title: Parts, ask: Ask, why: Why, answers: {calf: Calf, trunk: Trunk, none: None}}
  a.gate: {title: Gate, ask: Ask, why: Why, answer: yes or no}
  a.gated: {title: Gated, ask: Ask, why: Why, answer: 0 to 10, only_if: a.gate == yes}
rules:
  p.short: {title: Short, status: trial, when: a.hours < 7, then: {points: 3}, because: B.,
    evidence: [expert], grade: expert}
  p.calf: {title: Calf, status: trial, when: a.parts has calf, then: {points: 1}, because: B.,
    evidence: [expert], grade: expert}
"""
_ANSWERS = "answers: {a.hours: 6, a.parts: [trunk], a.gate: 'no'}\n"


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """Runs `surefoot whatif` in a folder with a base and answers, as a user does."""
    monkeypatch.chdir(tmp_path)
    Path("kb").mkdir()
    Path("kb/base.yaml").write_text(_BASE, encoding="utf-8")
    Path("me.yaml").write_text(_ANSWERS, encoding="utf-8")

    return runner_of(capsys, monkeypatch, "whatif")


@pytest.fixture
def small(run: Command) -> Command:
    """Runs it for the small base and its runner, with these settings."""

    def command(*settings: str, more: tuple[str, ...] = ()) -> Run:
        options = [part for one in settings for part in ("--set", one)]
        return run("me.yaml", *options, *more, "--knowledge", "kb")

    return command


def test_before_and_after_stand_side_by_side(small: Command) -> None:
    done = small("a.hours=7.5 h")
    assert (done.code, done.err) == (0, "")
    lines = [" ".join(line.split()) for line in done.out.split("\n")]
    assert lines[0] == "Before After"
    assert "Hours 6 hours 7.5 hours" in lines
    assert "Pillar P 75 weak, 1st 0 solid, 1st" in lines
    assert "fires → quiet Short [p.short]" in lines
    assert Path("me.yaml").read_text(encoding="utf-8") == _ANSWERS


def test_as_json(small: Command) -> None:
    done = small("a.hours=450 min", more=("--json",))
    assert (done.code, done.err) == (0, "")
    data = json.loads(done.out)
    assert data["schema"] == "surefoot-comparison-1"
    assert data["same"] is False
    (answer,) = data["answers"]
    assert answer["before"] == {"state": "given", "value": 6.0, "entered": "6"}
    assert answer["after"] == {"state": "given", "value": 7.5, "entered": "450 min"}
    assert [(one["before"]["deficit_percent"], one["after"]["deficit_percent"])
            for one in data["pillars"]] == [(75.0, 0.0)]  # fmt: skip
    assert data["rules"] == [
        {"id": "p.short", "title": "Short", "before": "fires", "after": "quiet"}
    ]
    assert data["tier"] is None
    assert small("a.hours=450 min", more=("-f", "json")).out == done.out


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("a.hours=7:30 h", "7:30 h"),
        ("a.hours = 7,5", "7.5 hours"),
        ("a.sleep=8", "8 hours"),
        ("a.hours=unknown", "Don't know"),
        ("a.hours=prefer not to say", "Preferred not to say"),
        ("a.hours=", "not answered"),
        ("a.parts=calf, trunk", "Calf and Trunk"),
        ("a.parts=Calf", "Calf"),
        ("a.parts=none", "None"),
        ("a.gate=y", "Yes"),
    ],
)
def test_an_answer_is_written_as_in_a_file(small: Command, setting: str, shown: str) -> None:
    done = small(setting)
    assert (done.code, done.err) == (0, "")
    assert shown in done.out.split("Your answers")[1].split("\n")[1]


def test_an_answer_that_is_taken_away_is_as_if_not_asked(small: Command) -> None:
    (answer,) = json.loads(small("a.hours=", more=("--json",)).out)["answers"]
    assert answer["after"] is None
    (answer,) = json.loads(small("a.hours=unknown", more=("--json",)).out)["answers"]
    assert answer["after"]["state"] == "dont_know"


def test_taking_away_what_is_not_there_changes_nothing(small: Command) -> None:
    assert small("a.gated=").out.startswith("Nothing changes")
    assert small("a.hours=360 min").out.startswith("Nothing changes")


def test_every_mistake_is_said_at_once(small: Command) -> None:
    done = small("a.huors=7", "a.parts=clf", "a.hours=20", "a.gate=yes", "a.gate=no", "7", "=7",
                 "a.sleep=9")  # fmt: skip
    assert done.code == 2
    assert done.out == ""
    for said in (
        "there is no question 'a.huors'", "did you mean a.hours?",
        "'a.parts' has no choice 'clf'", "did you mean calf?",
        "'a.hours' cannot be 20 hours", "0 to 14 hours is accepted",
        "'a.gate' is supposed twice", "written with = between them",
    ):  # fmt: skip
        assert said in done.err
    assert done.err.count("error US1") == 6
    assert "Traceback" not in done.err


def test_a_question_under_two_ids_is_supposed_twice(small: Command) -> None:
    done = small("a.hours=8", "a.sleep=9")
    assert done.code == 2
    assert "'a.hours' is supposed twice" in done.err


def test_without_a_supposition_an_example_is_shown(small: Command) -> None:
    done = small()
    assert (done.code, done.out) == (2, "")
    assert 'for example: --set "a.hours=0 hours"' in done.err
    assert small("a.hours=0 hours").code == 0


def test_what_does_not_apply_is_said(small: Command) -> None:
    done = small("a.gated=3")
    assert done.code == 0
    assert done.err == "Note: a.gated (Gated) does not apply here, and is not used.\n"
    assert "3 of 10 (does not apply)" in " ".join(done.out.split())
    assert small("a.gated=3", "a.gate=yes").err == ""


def test_answers_and_knowledge_have_the_exit_codes_of_a_report(
    small: Command, run: Command
) -> None:
    Path("me.yaml").write_text("answers: {a.huors: 6}\n", encoding="utf-8")
    assert small("a.hours=7").code == 4
    assert run("me.yaml", "--set", "a.hours=7", "--knowledge", "missing").code == 3
    assert small("a.hours=7", more=("-f", "pdf")).code == 2
    assert small("a.hours=7", more=("--date", "1066-10-14")).code == 2


def test_minutes_and_date_hold_for_both_sides(run: Command) -> None:
    args = (str(_EXAMPLE), "--set", "recovery.sleep_hours=8", "--json")
    data = json.loads(run(*args, "--minutes-per-week", "0").out)
    assert data["answers"][0]["id"] == "recovery.sleep_hours"
    assert len(data["answers"]) == 1
    assert (data["plan"] or {"after": {"minutes_per_week": 0}})["after"]["minutes_per_week"] == 0
    more = run(str(_EXAMPLE), "--minutes-per-week", "20", "--set", "plan.minutes_per_week=60",
               "--date", "2027-01-04", "--json")  # fmt: skip
    plan = json.loads(more.out)["plan"]
    assert plan["before"]["minutes_per_week"] <= 20 < plan["after"]["minutes_per_week"] <= 60


def test_a_supposed_emergency_comes_first_and_hides_pillars(run: Command) -> None:
    done = run(str(_EXAMPLE), "--set", "safety.heart=chest_pain_now")
    assert done.code == 0
    assert done.out.startswith("Pillars, advice and plan are not shown")
    assert "Call your local emergency number now." in done.out
    assert "Room to improve" not in done.out
    assert "Do this first" not in done.out
