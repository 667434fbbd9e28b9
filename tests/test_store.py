"""The store: what is kept of runners and interviews, and how it is found again."""

from __future__ import annotations

import datetime
import threading
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.errors import UsageError
from surefoot.engine.reasoning.prospect import Reading
from surefoot.intake.interview.asking import Interview
from surefoot.intake.interview.log import Act, Entry
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.database import ForgottenError, Store, data_folder, open_store
from surefoot.intake.store.naming import one_called
from surefoot.intake.store.sessions import keep_steps, load_interview, start_stored
from surefoot.intake.store.shapes import going_on

from .support.stores import ANSWERS, BASE, DAY, begun, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


def test_a_log_comes_back_as_it_was_appended(store: Store) -> None:
    one = begun(store)
    entries = [
        Entry(Act.ANSWER, "runner.age", "38", "How old are you?", "web"),
        Entry(Act.LATER, "runner.mass_kg"),
        Entry(Act.TAKE_BACK, "runner.age"),
        Entry(Act.GO_ON, "headline"),
    ]
    store.append(one.id, entries[:1], "h1")
    store.append(one.id, entries[1:], "h2")
    log = store.log(one.id)
    assert [(e.act, e.question, e.said, e.asked, e.source) for e in log] == [
        (e.act, e.question, e.said, e.asked, e.source) for e in entries
    ]
    assert [e.knowledge for e in log] == ["h1", "h2", "h2", "h2"]
    times = [datetime.datetime.fromisoformat(e.at) for e in log]
    assert times == sorted(times)
    assert all(at.utcoffset() == datetime.timedelta(0) for at in times)


@pytest.mark.parametrize(
    "text", ["Zoë", "李雷", "محمد", "👩\u200d🦱", "'; drop table runner; --", "", "a\u202eb", "%s"]
)
def test_odd_texts_come_back_as_they_were(store: Store, text: str) -> None:
    one = begun(store, store.add_runner(text))
    store.append(one.id, said(text), "h")
    assert store.log(one.id)[0].said == text
    assert store.runners()[0].name == text


def test_what_no_file_may_hold_is_left_out(store: Store) -> None:
    one = begun(store, store.add_runner("  An\x00n \x1b[31m\n Lee\ud800 "))
    store.append(one.id, said("a\x1b[2Jb\x00\ud800"), "h")
    assert store.log(one.id)[0].said == "ab"
    assert store.runners()[0].name == "Ann Lee"


def test_another_opening_of_the_same_file_sees_all(store: Store) -> None:
    one = begun(store)
    store.append(one.id, said("a"), "h")
    assert len(open_store(store.path.parent).log(one.id)) == 1


def test_runners_are_found_however_their_name_is_written(store: Store) -> None:
    zoe, other = store.add_runner("Zoë  Strauß"), store.add_runner("Bo")
    for name in ("zoë strauss", "ZOE\u0308 STRAUSS", " Zoë Strauß "):
        assert one_called(store.runners(), name) == zoe
    assert one_called(store.runners(), "Zoe Strauss") is None
    assert store.runner(other.id) == other
    assert store.runner("Bo") is None


def test_two_runners_may_have_one_name(store: Store) -> None:
    made = {store.add_runner("Ann").id, store.add_runner("ann").id}
    with pytest.raises(UsageError, match="2 runners are called 'ANN'"):
        one_called(store.runners(), "ANN")
    assert {one.id for one in store.runners()} == made


def test_runners_are_listed_by_name(store: Store) -> None:
    for name in ("zoe", "Bo", "ann"):
        store.add_runner(name)
    assert [one.name for one in store.runners()] == ["ann", "Bo", "zoe"]


def test_a_renamed_runner_keeps_their_interviews(store: Store) -> None:
    one = begun(store)
    store.rename_runner(one.runner, " Ann   Lee")
    assert [found.name for found in store.runners()] == ["Ann Lee"]
    assert [found.id for found in store.interviews(one.runner)] == [one.id]


def test_a_very_long_name_is_cut(store: Store) -> None:
    assert len(store.add_runner("a" * 10_000).name) == 140


def test_interviews_of_one_base_are_told_from_those_of_another(store: Store) -> None:
    first = begun(store)
    runner = store.runner(first.runner)
    weekly = begun(store, runner, base="Weekly check-in")
    assert {one.id for one in store.interviews(first.runner)} == {first.id, weekly.id}
    assert [one.id for one in store.interviews(first.runner, "Feet")] == [first.id]
    found = going_on(store.interviews(first.runner), "Weekly check-in")
    assert found is not None
    assert found.id == weekly.id


def test_the_interview_to_go_on_with_is_the_one_last_worked_at(store: Store) -> None:
    older = begun(store)
    newer = begun(store, store.runner(older.runner))
    store.append(newer.id, said("a"), "h")
    store.append(
        older.id, [Entry(Act.LATER, "runner.age", at="2099-01-01T00:00:00.000+00:00")], "h"
    )
    found = going_on(store.interviews(older.runner), "Feet")
    assert found is not None
    assert found.id == older.id


def test_a_finished_interview_goes_on_again_when_it_is_changed(store: Store) -> None:
    one = begun(store)
    store.append(one.id, said("a"), "h")
    assert store.latest_finished(one.runner, "Feet") is None
    store.finish(one.id, DAY)
    done = store.interview(one.id)
    assert done is not None
    assert (done.is_finished, done.finished) == (True, "2026-11-23")
    assert going_on(store.interviews(one.runner), "Feet") is None

    store.append(one.id, said("b"), "h")
    changed = store.interview(one.id)
    assert changed is not None
    assert (changed.is_finished, changed.finished) == (False, "2026-11-23")
    assert going_on(store.interviews(one.runner), "Feet") == changed
    assert store.latest_finished(one.runner, "Feet") == changed

    store.finish(one.id, DAY + datetime.timedelta(days=1))
    again = store.interview(one.id)
    assert again is not None
    assert (again.is_finished, again.finished) == (True, "2026-11-24")


def test_the_answers_before_are_never_those_of_another_runner(store: Store) -> None:
    theirs = begun(store)
    own = begun(store, store.add_runner("Bo"))
    bo = own.runner
    for before, kept in ((theirs.id, None), ("made up", None), (own.id, own.id)):
        made = store.start(bo, base="Feet", knowledge="h", depth=Depth.QUICK, before=before)
        assert made.before == kept
        assert store.interview(made.id) == made


@pytest.mark.parametrize(
    "use",
    [
        lambda store: store.append("none", said("a"), "h"),
        lambda store: store.append("\udcff", said("a"), "h"),
        lambda store: store.finish("none", DAY),
        lambda store: store.rename_runner("none", "Bo"),
        lambda store: store.start("none", base="Feet", knowledge="h", depth=Depth.FULL),
    ],
)
def test_what_is_not_there_any_more_is_said(store: Store, use: Callable[[Store], object]) -> None:
    with pytest.raises(ForgottenError, match="not in the store any more"):
        use(store)
    assert store.interview("none") is None
    assert store.log("none") == ()


def test_an_interview_is_kept_step_by_step_and_goes_on_where_it_was(store: Store) -> None:
    reading = Reading(Assessor(BASE))
    stored = start_stored(store, store.add_runner("Ann").id, BASE, Depth.QUICK)
    interview = load_interview(store, stored, reading)
    for _ in range(5):
        question = interview.question
        assert question is not None
        text = ANSWERS[question.id].entered if question.id in ANSWERS else "prefer not to say"
        after = interview.answer(question, text)
        assert isinstance(after, Interview)
        keep_steps(store, stored.id, interview, after)
        interview = after
    again = load_interview(store, stored, reading)
    assert list(again.answers) == list(interview.answers)
    assert again.question == interview.question
    assert again.depth is Depth.QUICK


def test_the_questions_of_every_base_that_was_asked_are_kept(store: Store) -> None:
    assert store.base(BASE.hash) is None
    start_stored(store, store.add_runner("Ann").id, BASE)
    base = open_store(store.path.parent).base(BASE.hash)
    assert base is not None
    assert (base.name, base.version) == (BASE.name, BASE.version)
    assert base.questions == tuple(BASE.questions)


def test_the_folder_that_is_named_by_the_environment_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUREFOOT_DATA", str(tmp_path / "there"))
    assert open_store().path == tmp_path / "there" / "surefoot.sqlite"
    monkeypatch.delenv("SUREFOOT_DATA")
    assert data_folder().name == "surefoot"


def test_many_threads_lose_nothing(store: Store) -> None:
    interviews = [begun(store) for _ in range(4)]

    def work(name: str) -> None:
        for one in interviews:
            for number in range(10):
                store.append(one.id, said(f"{name} {number}"), "h")
                store.log(one.id)

    threads = [threading.Thread(target=work, args=(str(at),)) for at in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = {f"{name} {number}" for name in range(20) for number in range(10)}
    for one in interviews:
        log = store.log(one.id)
        assert len(log) == 200
        assert {entry.said for entry in log} == wanted
