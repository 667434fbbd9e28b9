"""`surefoot next` and `surefoot kb interviews`, as they are typed."""

import json
import os
from pathlib import Path

import pytest

from surefoot.commands.kb.made_up import processes_for
from surefoot.engine.population import interviews
from surefoot.engine.shipped import SHIPPED

from .support.command_line import Command, runner_of

PEOPLE = SHIPPED / "runners"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch)


def test_without_answers_who_to_see_comes_first(run: Command) -> None:
    found = run("next", str(PEOPLE / "nothing-answered.yaml"))
    assert found.code == 0
    assert "Some safety questions are still to come" in found.out
    assert "Answer next: " in found.out


def test_a_settled_result_is_proved_and_asks_nothing(run: Command) -> None:
    found = run("next", str(PEOPLE / "example.yaml"))
    assert "You have answered all safety questions" in found.out
    assert "no other part to more than" in found.out
    assert "Answer next" not in found.out


def test_a_context_that_leads_is_named(run: Command) -> None:
    found = run("next", str(PEOPLE / "one-run-too-long.yaml"))
    assert "What comes first is settled: Training load" in found.out


def test_a_referral_ranks_nothing(run: Command) -> None:
    found = run("next", str(PEOPLE / "swollen-calf-after-a-flight.yaml"))
    assert "No plan is shown before that" in found.out
    assert "comes first" not in found.out


def test_the_same_as_data(run: Command, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("runner.age: 30\nsafety.heart: none\n", encoding="utf-8")
    data = json.loads(run("next", str(answers), "--json").out)
    assert not data["headline_settled"]
    assert not data["result_settled"]
    assert {"about", "id", "questions"} == set(data["headline_doubts"][0])
    asked = {name for one in data["headline_doubts"] for name in one["questions"]}
    assert data["next_question"] in asked
    assert "safety.heart" not in asked


def test_wrong_answers_are_said(run: Command, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("runner.agee: 30\n", encoding="utf-8")
    found = run("next", str(answers))
    assert found.code == 4
    assert "runner.age" in found.err


def test_interviews_are_counted(run: Command) -> None:
    found = run("kb", "interviews", "--runners", "4", "--processes", "1")
    assert found.code == 0, found.out
    assert "4 made-up runners, seed 1" in found.out
    assert "until the headline is proved" in found.out
    assert "end with what was proved" in found.out
    assert "changes of topic, full" in found.out
    data = json.loads(run("kb", "interviews", "--runners", "4", "--json").out)
    assert data["headline"]["median"] <= data["result"]["median"] <= data["full"]["median"]
    assert data["changed"] == []


def test_a_proof_that_does_not_hold_is_told_and_ends_with_one(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interviews, "result_doubts", lambda prospect: ())
    found = run("kb", "interviews", "--runners", "5", "--processes", "1")
    assert found.code == 1
    assert "Proved and changed after all" in found.out


@pytest.mark.parametrize(("asked", "count"), [(None, 99), (None, 100), (3, 5)])
def test_few_runners_need_one_process_unless_more_are_asked_for(
    asked: int | None, count: int
) -> None:
    every = os.cpu_count() or 1
    expected = asked or (every if count == 100 else 1)
    assert processes_for(asked, count, 100) == expected
