"""The list of what a record shows, as it is read and answered in the terminal."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from surefoot.intake.store.database import Store, open_store
from surefoot.intake.store.importing import take_in
from surefoot.intake.terminal.dialogue import run_interview
from surefoot.intake.terminal.lines import Lines
from surefoot.intake.terminal.session import Wish, begin

from .support.interviews import REAL
from .support.records import LAST, VALUES, keep, record_file

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.vocabulary import Answers

BASE = REAL.assessor.knowledge
TODAY = LAST + datetime.timedelta(days=1)
WEEKLY, LONGEST, KNOWS, CADENCE = VALUES


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def _asked(
    store: Store, runner: str, *typed: str, today: datetime.date = TODAY
) -> tuple[str, Answers]:
    """What is printed to who types these lines and closes the terminal; what is answered then."""
    rest, printed = iter(typed), list[str]()

    def read(prompt: str) -> str:
        printed.append(prompt)
        try:
            return next(rest)
        except StopIteration:
            raise EOFError from None

    lines = Lines(read, printed.append)
    kept = begin(store, store.runner(runner), "", REAL, Wish(), lines)
    outcome = run_interview(kept.interview, lines, kept.keep, None, kept.day_before, today=today)
    said = {
        name: one
        for name, one in outcome.answers.items()
        if not BASE.questions[name].records and name != "runner.name"
    }
    return " ".join(" ".join(printed).split()), said


def _kim(store: Store) -> str:
    runner = store.add_runner("Kim").id
    keep(store, BASE, runner)
    return runner


def test_a_value_is_said_beside_others_that_are_left_out(store: Store) -> None:
    text, said = _asked(store, _kim(store), "", "", "4, 1=30,5 km; 3=u")
    assert "What you leave out is asked later, with your record beside it." in text
    assert (
        "On 18 November 2026 you ran 20 km in one run; "
        "the longest run of the 30 days before was 13 km"
    ) in text
    assert {name: (one.shown, one.source) for name, one in said.items()} == {
        WEEKLY: ("30.5 km", "typed"),
        LONGEST: ("14 km", "imported"),
        KNOWS: ("Don't know", "typed"),
    }
    assert "Left out, to be asked later: 1." in text


def test_what_does_not_fit_is_named_all_at_once_and_what_fits_stays(store: Store) -> None:
    typed = ("x; 2, 9, 1=30 km; 3=maybe; 4=900", "", "s")
    text, said = _asked(store, _kim(store), "", "", *typed)
    assert "'x' is no number of this list." in text
    assert "there is no number '9' here. 1 to 4 can be left out." in text
    assert "3, Cadence known: there is no answer 'maybe' here." in text
    assert "4, Cadence:" in text
    assert "Left out for now: 3 and 4. Type it anew, or it is asked later." in text
    assert "Noted, to be left out: 2." in text
    assert {name: one.shown for name, one in said.items()} == {WEEKLY: "30 km"}


@pytest.mark.parametrize(
    ("typed", "taken"), [("", set()), ("2", {LONGEST}), ("a", set(VALUES)), ("n", set())]
)
def test_of_an_old_record_only_what_is_named_is_taken(
    typed: str, taken: set[str], store: Store
) -> None:
    later = LAST + datetime.timedelta(days=15)
    text, said = _asked(store, _kim(store), "", "", typed, today=later)
    assert "Your record ends on 22 November 2026, 2 weeks ago: look at each value" in text
    assert "Enter takes none" in text
    assert set(said) == taken


def test_a_record_waits_and_comes_along_to_who_begins_anew(store: Store) -> None:
    runner = _kim(store)
    text, said = _asked(store, runner, "n", "", "")
    assert "A record of 9 to 22 November 2026 waits for you." in text
    assert "not finished" not in text
    assert "Your record comes along." in text
    assert set(said) == set(VALUES)
    assert len(store.interviews(runner)) == 2
    text, _ = _asked(store, runner, "")
    assert "There is an interview that is not finished: 4 answers" in text


def test_who_only_looks_at_a_new_one_leaves_none_behind(store: Store) -> None:
    runner = _kim(store)
    _asked(store, runner, "n")
    assert len(store.interviews(runner)) == 1


def test_after_a_result_the_newer_numbers_stand_beside_the_last_answers(store: Store) -> None:
    text = record_file("runner.name: Bob, training.weekly_km: 50 km, runner.age: 40")
    day = datetime.date(2026, 10, 1)
    done = take_in(store, text.encode(), "me.yaml", lambda: BASE, day)
    runner = done.runners[0].id
    keep(store, BASE, runner, weekly_km="40 km")
    text, said = _asked(store, runner, "", "", "", "")
    assert "We ask about 65 questions" in text
    assert "what you said on 1 October 2026. Enter keeps it, or takes what your record" in text
    assert (
        "You answered our questions on 1 October 2026. Your record is newer. Take the newer "
        "numbers, and confirm or change the rest."
    ) in text
    assert (
        "1. Distance a week: 40 km, from 9 runs, 9 to 22 November 2026 (last time: 50 km)" in text
    )
    assert said[WEEKLY].shown == "40 km"
    assert (said["runner.age"].shown, said["runner.age"].source) == ("40 years", "before")
