"""A record in the log of an interview: proposed, taken, replaced, and carried everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surefoot.engine.answers import answers_in
from surefoot.engine.answers_text import format_answers
from surefoot.engine.errors import Source
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.confirming import note_of, offers_record, what_is_recorded
from surefoot.intake.interview.log import Act, Entry
from surefoot.intake.interview.record import Record, read_record, record_of, record_text
from surefoot.intake.store.database import Store, open_store
from surefoot.intake.store.exporting import export_text
from surefoot.intake.store.importing import take_in
from surefoot.intake.store.sessions import keep_steps, load_interview, replayed
from surefoot.intake.terminal.dialogue import run_interview
from surefoot.intake.terminal.lines import Lines

from .support.interviews import REAL
from .support.records import VALUES, keep, read_record_file, record_file
from .support.stores import DAY

if TYPE_CHECKING:
    from pathlib import Path

BASE = REAL.assessor.knowledge
WEEKLY = BASE.questions["training.weekly_km"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def _loaded(store: Store, name: str) -> Interview:
    stored = store.interview(name)
    assert stored is not None
    return load_interview(store, stored, REAL)


def test_what_is_recorded_is_proposed_and_is_no_answer_until_it_is_taken(store: Store) -> None:
    runner = store.add_runner("Ann").id
    kept = keep(store, BASE, runner)
    assert keep(store, BASE, runner).outcome == "same"
    interview = _loaded(store, kept.interview)
    assert [one.question.id for one in what_is_recorded(interview)] == list(VALUES)
    assert offers_record(interview)
    assert interview.now.given() == ("runner.name",)
    proposed = interview.proposed(WEEKLY)
    assert proposed is not None
    assert proposed.shown == "32.4 km"
    taken = interview.take_recorded(["training.weekly_km"])
    keep_steps(store, kept.interview, interview, taken)
    again = _loaded(store, kept.interview)
    assert again.answers == taken.answers
    answer = again.answers["training.weekly_km"]
    assert (answer.source, answer.basis) == ("imported", proposed.basis)
    assert not offers_record(again)
    assert again.next_question() not in (None, WEEKLY)


def test_a_newer_record_takes_the_place_of_the_older_and_of_no_answer(store: Store) -> None:
    runner = store.add_runner("Ann").id
    first = keep(store, BASE, runner)
    before = _loaded(store, first.interview)
    keep_steps(store, first.interview, before, before.take_recorded(VALUES))
    newer = keep(store, BASE, runner, weekly_km="40 km")
    assert (newer.interview, newer.outcome) == (first.interview, "longer")
    interview = _loaded(store, first.interview)
    assert interview.answers["training.weekly_km"].shown == "32.4 km"
    assert interview.answers["training.weekly_km"].basis is not None
    assert offers_record(interview)
    notes = {one: note_of(interview, BASE.questions[one]) for one in VALUES}
    assert notes.pop("training.weekly_km") == "from an older record; the newer one shows 40 km"
    assert set(notes.values()) == {"from your record"}


def test_said_and_recorded_that_differ_are_asked_again_as_one_question(store: Store) -> None:
    interview = _loaded(store, keep(store, BASE, store.add_runner("Ann").id).interview)
    told = interview.answer(WEEKLY, "50 km")
    assert isinstance(told, Interview)
    clash = told.new_clash()
    assert clash is not None
    assert clash.questions == (WEEKLY,)
    assert "50 km" in clash.text
    assert "32.4 km" in clash.text
    looked = told.look_at(clash)
    assert looked.question == WEEKLY
    assert looked.take_recorded(["training.weekly_km"]).now.clashes == ()


def test_a_record_after_a_result_begins_an_interview_with_the_last_answers_beside(
    store: Store,
) -> None:
    text = record_file("runner.name: Ann, training.weekly_km: 50 km")
    done = take_in(store, text.encode(), "me.yaml", lambda: BASE, DAY)
    first = done.interviews[0].interview
    found = replayed(store, first, BASE)
    assert found.answers["training.weekly_km"].source == "file"
    assert [week.km for week in found.history] == [31, 33.8]
    again = keep(store, BASE, done.runners[0].id)
    assert again.outcome == "new"
    interview = _loaded(store, again.interview)
    assert interview.before["training.weekly_km"].shown == "50 km"
    proposed = interview.proposed(WEEKLY)
    assert proposed is not None
    assert proposed.shown == "32.4 km"


def test_a_file_that_only_an_import_wrote_waits_to_be_looked_through(store: Store) -> None:
    text = record_file("runner.name: Ann, training.weekly_km: 32.4 km").encode()
    done = take_in(store, text, "me.yaml", lambda: BASE, DAY)
    (stored,) = store.interviews(done.runners[0].id)
    assert not stored.is_finished
    assert "waits in the interview" in done.notes[0]
    assert offers_record(_loaded(store, stored.id))


def test_an_export_and_an_answers_file_carry_record_weeks_and_what_was_taken(
    store: Store, tmp_path: Path
) -> None:
    kept = keep(store, BASE, store.add_runner("Ann").id).interview
    interview = _loaded(store, kept)
    keep_steps(store, kept, interview, interview.take_recorded(VALUES))
    here = replayed(store, kept, BASE)
    there = open_store(tmp_path / "there")
    take_in(there, export_text(store, store.runners()).encode(), "x.json", lambda: BASE, DAY)
    assert replayed(there, kept, BASE) == here
    text = format_answers(here.answers, "", here.history, BASE)
    read = answers_in(Source("me.yaml", text), BASE, is_json=False)
    again = start_interview(REAL, read.answers, read.history)
    assert again.history == here.history
    assert again.recorded == interview.recorded
    assert again.answers["training.weekly_km"] == here.answers["training.weekly_km"]


def test_an_interview_in_the_terminal_hands_on_its_weeks() -> None:
    file = read_record_file(BASE)
    interview = start_interview(REAL, file.answers, file.history)

    def read(_prompt: str) -> str:
        raise EOFError

    outcome = run_interview(interview, Lines(read, str), lambda _before, _after: None)
    assert outcome.history == file.history


@pytest.mark.parametrize(
    "text", ["", "recorded: [", "a: *b", "- 1", "recorded: {x: 1}", "\0", "{}"]
)
def test_a_record_that_cannot_be_read_is_none_and_breaks_nothing(text: str) -> None:
    assert read_record(text, BASE) == Record()
    log = (Entry(Act.RECORD, "", text, source="imported"),)
    assert start_interview(REAL, log=log).recorded == {}


def test_of_a_record_of_another_base_stays_what_can_be_read() -> None:
    file = read_record_file(BASE)
    record = record_of(file.answers, file.history, BASE)
    text = record_text(record, BASE)
    assert read_record(text, BASE) == record
    other = text.replace("form.cadence_spm", "form.steps").replace("14 km", "14000 km")
    read = read_record(other, BASE)
    assert len(read.answers) == len(record.answers) - 2
    assert read.history == record.history
