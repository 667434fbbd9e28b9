"""`surefoot checkin` in a real terminal: the whole way, going on, and whose it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from surefoot.intake.check_in import check_ins
from surefoot.intake.store.database import open_store

from .support.web_people import make_people

if TYPE_CHECKING:
    from pathlib import Path

pexpect = pytest.importorskip("pexpect", reason="needs pexpect, which Windows has not")

_PROMPT = r"\n[^\n]*: $"
_COMMAND = ["-m", "surefoot", "checkin"]


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "TERM": "dumb", "SUREFOOT_DATA": str(folder)}


def _type(folder: Path, *lines: str, options: tuple[str, ...] = ()) -> str:
    """Type these lines; all that was shown until the program ended or the lines did."""
    open_store(folder).close()
    child: Any = pexpect.spawn(
        sys.executable, [*_COMMAND, *options], encoding="utf-8", timeout=60,
        dimensions=(60, 90), env=_environment(folder),
    )  # fmt: skip
    shown = ""
    try:
        for line in lines:
            child.expect(_PROMPT)
            shown += child.before + child.after
            child.sendline(line)
        child.expect([pexpect.EOF, _PROMPT])
        return shown + str(child.before)
    finally:
        child.close(force=True)


def test_four_answers_give_a_score_and_what_to_do(tmp_path: Path) -> None:
    shown = _type(tmp_path, "", "3", "2", "3", "2", "")
    assert "\x1b" not in shown
    assert "Trouble this week: 50 of 100." in shown
    assert "That counts as a substantial problem" in shown
    assert "Next check-in: " in shown
    store = open_store(tmp_path)
    (runner,) = store.runners()
    assert [one.score for one in check_ins(store, runner.id)] == [50]


def test_the_first_answer_can_be_enough(tmp_path: Path) -> None:
    assert "Trouble this week: 0 of 100." in _type(tmp_path, "", "1", "")
    assert "Trouble this week: 100 of 100." in _type(tmp_path / "other", "", "4", "")


def test_a_second_one_on_the_same_day_changes_the_first(tmp_path: Path) -> None:
    _type(tmp_path, "", "4", "")
    shown = _type(tmp_path, "1", "1", "")
    assert "Check your answers" in shown
    assert "Trouble this week: 0 of 100." in shown
    store = open_store(tmp_path)
    (runner,) = store.runners()
    assert [one.entries for one in store.interviews(runner.id)] == [2]


def test_what_was_answered_today_is_not_asked_again(tmp_path: Path) -> None:
    shown = _type(tmp_path, "", "2", "s")
    assert "To go on today: surefoot checkin" in shown
    again = _type(tmp_path, "1", "1", "1", "")
    assert "Did pain, an injury or an illness" not in again
    assert "Trouble this week: 8 of 100." in again


def test_who_only_looks_leaves_nothing_behind(tmp_path: Path) -> None:
    _type(tmp_path, "s")
    assert open_store(tmp_path).runners() == ()


def test_of_several_runners_one_is_named(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    kim = store.add_runner("Kim")
    sam = store.add_runner("Sam")
    assert "add --runner NAME" in _type(tmp_path)
    _type(tmp_path, "", "1", "", options=("--runner", "kim"))
    assert len(check_ins(store, kim.id)) == 1
    assert not check_ins(store, sam.id)


def test_as_data_it_is_alone_on_standard_output(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    out = tmp_path / "out.json"
    words = " ".join([sys.executable, *_COMMAND, "--json"])
    child: Any = pexpect.spawn(
        "/bin/sh", ["-c", f"{words} > {out}"], encoding="utf-8", timeout=60,
        env=_environment(tmp_path),
    )  # fmt: skip
    for line in ("", "4", ""):
        child.expect(_PROMPT)
        child.sendline(line)
    child.expect(pexpect.EOF)
    child.close()
    data = json.loads(out.read_text("utf-8"))
    assert (data["score"], data["is_substantial"], data["before"]) == (100, True, [])
    assert data["see"] == "See a doctor within days."
    assert data["flags"][0]["tier"] == "B"
    assert data["answers"] == {"week.taking_part": "not_at_all"}


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_pipe_is_refused_with_a_way_out(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, *_COMMAND, *options], input="", capture_output=True, text=True,
        check=False, env=_environment(tmp_path),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "US103" in done.stderr
    assert "surefoot serve" in done.stderr


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("hold", ("", "2", "1", "2", "2", ""), "This stays so, whatever the check-in says."),
        ("referral", (), "nothing to check in on"),
        ("child", (), "Under 16: Surefoot does not assess this runner."),
    ],
)
def test_what_the_last_answers_say_stands_first(
    tmp_path: Path, kind: str, typed: tuple[str, ...], said: str
) -> None:
    runner = make_people(tmp_path).add("Ann", kind)
    shown = _type(tmp_path, *typed)
    assert said in " ".join(shown.split())
    assert "Look after it yourself" not in shown
    assert ("Trouble this week" in shown) == bool(typed)
    assert len(check_ins(open_store(tmp_path), runner)) == bool(typed)


def test_it_says_how_many_questions_there_are_at_most_and_speaks_of_no_report(
    tmp_path: Path,
) -> None:
    shown = _type(tmp_path, "", "1", "")
    assert "We ask at most 4 questions." in shown
    assert "The result is no diagnosis" in shown
    assert "About 3" not in shown
    assert "report" not in shown


def test_a_second_one_of_a_day_replaces_the_first_and_says_so(tmp_path: Path) -> None:
    says = "You checked in today already. What you change now replaces it."
    assert says not in _type(tmp_path, "", "1", "")
    assert says in _type(tmp_path, "1", "4", "")
    store = open_store(tmp_path)
    (runner,) = store.runners()
    assert [one.score for one in check_ins(store, runner.id)] == [100]


def test_another_name_is_told_to_be_a_new_runner(tmp_path: Path) -> None:
    open_store(tmp_path).add_runner("Kim")
    shown = _type(tmp_path, "s", options=("--runner", "Kimm"))
    assert "A new runner: Kimm. There are already: Kim." in shown
