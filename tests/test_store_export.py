"""Export and import: answers travel as one file, and nothing is lost or taken in twice."""

from __future__ import annotations

import datetime
import json
import stat
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import AnswersError, UsageError
from surefoot.engine.result import result
from surefoot.intake.interview.log import Act, Entry, entries_of
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.database import Store, open_store
from surefoot.intake.store.exporting import export_text
from surefoot.intake.store.importing import take_in
from surefoot.intake.store.merging import Imported
from surefoot.intake.store.sessions import answers_of, replayed

from .support.command_line import Command, runner_of
from .support.stores import ANSWERS, BASE, DAY, EXAMPLE, begun, example, said

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch)


def _export(store: Store) -> bytes:
    return export_text(store, store.runners()).encode()


def _import(store: Store, data: bytes, name: str = "export.json", whose: str = "") -> Imported:
    return take_in(store, data, name, lambda: BASE, DAY, name=whose)


def _outcomes(done: Imported) -> list[str]:
    return [one.outcome for one in done.interviews]


def _all(store: Store) -> object:
    """All that a store holds, but for where it is and when it was asked."""
    data = json.loads(_export(store))
    del data["exported"]
    return data


def test_a_runner_comes_to_the_same_result_on_another_computer(
    tmp_path: Path, run: Command
) -> None:
    here, there = example(tmp_path / "here"), open_store(tmp_path / "there")
    example(tmp_path / "here", "Bo")
    file, first = tmp_path / "ann.json", ("--data", str(here.path.parent))
    assert run("store", "export", "ANN", "-o", str(file), *first).code == 0
    done = run("store", "import", str(file), "--data", str(there.path.parent))
    assert (done.code, done.out) == (0, "Ann: interviews: 1 new\n")
    (ann,) = there.runners()
    (interview,) = there.interviews(ann.id)
    assert interview.is_finished
    assessor = Assessor(BASE)
    results = [
        result(diagnose(assessor, answers_of(store, interview.id, BASE), DAY))
        for store in (here, there)
    ]
    assert results[0] == results[1]
    assert there.base(BASE.hash) == here.base(BASE.hash)


def test_all_that_is_there_goes_out_and_comes_back(tmp_path: Path) -> None:
    here, there = example(tmp_path / "here"), open_store(tmp_path / "there")
    ann = here.runners()[0]
    first = here.interviews(ann.id)[0]
    again = here.start(
        ann.id, base=BASE.name, knowledge=BASE.hash, depth=first.depth, before=first.id
    )
    here.append(again.id, [Entry(Act.LATER, "runner.age"), Entry(Act.GO_ON, "headline")], "h")
    begun(here, here.add_runner('Zoë "李" \\ \u202e'))
    here.add_runner("")
    assert _outcomes(_import(there, _export(here))) == ["new", "new", "new"]
    assert _all(there) == _all(here)


def test_nothing_is_taken_in_twice(tmp_path: Path) -> None:
    here, there = example(tmp_path / "here"), open_store(tmp_path / "there")
    _import(there, _export(here))
    before = _all(there)
    assert _outcomes(_import(there, _export(here))) == ["same"]
    assert _outcomes(_import(there, _export(there))) == ["same"]
    assert _all(there) == before


def test_a_longer_log_goes_on_and_a_shorter_one_takes_nothing_away(tmp_path: Path) -> None:
    here, there = example(tmp_path / "here", take=5), open_store(tmp_path / "there")
    early = _export(here)
    _import(there, early)
    (one,) = here.interviews(here.runners()[0].id)
    here.append(one.id, said("later"), "h")
    here.finish(one.id, DAY)
    assert _outcomes(_import(there, _export(here))) == ["longer"]
    assert _all(there) == _all(here)
    assert _outcomes(_import(there, early)) == ["same"]
    assert _all(there) == _all(here)


def test_who_has_another_name_here_keeps_it(tmp_path: Path) -> None:
    here, there = example(tmp_path / "here"), open_store(tmp_path / "there")
    _import(there, _export(here))
    there.rename_runner(there.runners()[0].id, "Ann (Tuesday group)")
    done = _import(there, _export(here))
    assert [one.name for one in done.runners] == ["Ann (Tuesday group)"]
    assert [one.name for one in there.runners()] == ["Ann (Tuesday group)"]


def test_an_interview_never_changes_its_runner(tmp_path: Path) -> None:
    here, there = example(tmp_path / "here"), open_store(tmp_path / "there")
    _import(there, _export(here))
    before = _all(there)
    data = json.loads(_export(here))
    data["runners"].insert(0, {**data["runners"][0], "id": "0" * 16, "interviews": []})
    data["runners"][1]["id"] = "f" * 16
    with pytest.raises(AnswersError, match="belongs to another runner here"):
        _import(there, json.dumps(data).encode())
    assert _all(there) == before


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_a_file_of_answers_becomes_a_finished_interview(
    tmp_path: Path, run: Command, suffix: str
) -> None:
    file, data = tmp_path / f"me.{suffix}", ("--data", str(tmp_path / "data"))
    text = '{"runner.age": 38, "recovery.sleep_hours": 6.5}' if suffix == "json" else (
        "answers:\n  runner.age: 38\n  recovery.sleep_hours: 6.5\n"
    )  # fmt: skip
    file.write_text(text)
    nameless = run("store", "import", str(file), *data)
    assert nameless.code == 2
    assert "give a name: --name NAME" in nameless.err
    words = ("store", "import", str(file), "--name", "Bo", "--date", "2026-09-06", *data)
    assert run(*words).out == "Bo: interviews: 1 new\n"
    assert run(*words).out == "Bo: interviews: 1 here already\n"
    store = open_store(tmp_path / "data")
    (bo,) = store.runners()
    (interview,) = store.interviews(bo.id, BASE.name)
    assert (interview.is_finished, interview.finished) == (True, "2026-09-06")
    answers = answers_of(store, interview.id, BASE)
    assert {name: one.value for name, one in answers.items()} == {
        "runner.age": 38, "recovery.sleep_hours": 6.5,
    }  # fmt: skip
    assert store.base(BASE.hash) is not None


def test_the_name_in_the_answers_is_that_of_the_runner_who_is_there(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    alex = store.add_runner("alex EXAMPLE")
    done = _import(store, EXAMPLE.read_bytes(), "example.yaml")
    assert [one.id for one in done.runners] == [alex.id]
    assert [one.is_new_runner for one in done.interviews] == [False]
    store.add_runner("Alex Example")
    with pytest.raises(UsageError, match=r"2 runners are called 'Alex Example'(?s:.*)" + alex.id):
        _import(store, EXAMPLE.read_bytes(), "example.yaml", whose="Alex Example")
    assert _outcomes(_import(store, EXAMPLE.read_bytes(), "a.yaml", whose=alex.id)) == ["same"]


def test_every_problem_of_a_file_of_answers_is_told_and_nothing_taken_in(
    tmp_path: Path, run: Command
) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("answers:\n  runner.aeg: 38\n  recovery.sleep_hours: lots\n")
    done = run("store", "import", str(file), "--name", "Bo", "--data", str(tmp_path / "data"))
    assert done.code == 4
    assert f"{file}:2:3: error AN101" in done.err
    assert f"{file}:3:25: error AN102" in done.err
    assert open_store(tmp_path / "data").runners() == ()


def test_weeks_beside_the_answers_are_kept(tmp_path: Path) -> None:
    text = b"answers: {runner.age: 38}\nhistory:\n  - {week: 2026-11-16, km: 20 mi}\n"
    store = open_store(tmp_path / "here")
    done = _import(store, text, "me.yaml", whose="Bo")
    there = open_store(tmp_path / "there")
    _import(there, _export(store))
    assert done.notes == ()
    for one in (store, there):
        (week,) = replayed(one, done.interviews[0].interview, BASE).history
        assert (week.monday, week.km_entered) == (datetime.date(2026, 11, 16), "20 mi")


def test_the_same_answers_of_another_day_are_another_result(tmp_path: Path, run: Command) -> None:
    file, data = tmp_path / "me.yaml", ("--data", str(tmp_path / "data"))
    file.write_text("answers:\n  runner.age: 38\n")
    words = ("store", "import", str(file), "--name", "Bo", *data, "--date")
    run(*words, "2026-09-06")
    again = run(*words, "2026-11-20")
    assert again.out == "Bo: interviews: 1 new\n"
    assert "the same answers are here with the result of 6 September 2026" in again.err
    assert run(*words, "2026-09-06").out == "Bo: interviews: 1 here already\n"
    store = open_store(tmp_path / "data")
    days = [one.finished for one in store.interviews(store.runners()[0].id)]
    assert sorted(days) == ["2026-09-06", "2026-11-20"]


def test_answers_that_name_another_runner_are_not_taken_in_without_a_word(tmp_path: Path) -> None:
    done = _import(open_store(tmp_path), EXAMPLE.read_bytes(), "example.yaml", whose="Bo")
    assert done.notes == ("Note: this file says Alex Example. It was taken in for Bo.",)


def test_wordings_and_versions_stand_once_in_an_export(tmp_path: Path) -> None:
    store = example(tmp_path)
    ann = store.runners()[0]
    once = len(_export(store))
    for _ in range(4):
        again = store.start(ann.id, base=BASE.name, knowledge=BASE.hash, depth=Depth.FULL)
        store.append(again.id, entries_of(ANSWERS, BASE), BASE.hash)
    data = json.loads(_export(store))
    assert len(set(data["wordings"])) == len(data["wordings"]) == len(ANSWERS)
    assert data["versions"] == [BASE.hash]
    assert len(_export(store)) < 3.5 * once


def test_an_export_is_for_its_owner_and_replaces_only_an_export(
    tmp_path: Path, run: Command
) -> None:
    data = ("--data", str(example(tmp_path / "data").path.parent))
    file = tmp_path / "all.json"
    for _ in range(2):
        assert run("store", "export", "-o", str(file), *data).code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("my novel")
    done = run("store", "export", "-o", str(file), *data)
    assert done.code == 2
    assert "another file is here, and would be replaced" in done.err
    assert file.read_text() == "my novel"


def test_who_is_not_there_cannot_be_exported(tmp_path: Path, run: Command) -> None:
    data = ("--data", str(example(tmp_path / "data", "Annabel").path.parent))
    done = run("store", "export", "anabel", "-o", str(tmp_path / "x.json"), *data)
    assert done.code == 2
    assert "did you mean Annabel?" in done.err
    open_store(tmp_path / "new").close()
    empty = run("store", "export", "-o", str(tmp_path / "x"), "--data", str(tmp_path / "new"))
    assert "no runner is kept here" in empty.err
    assert not (tmp_path / "x.json").exists()


def test_the_list_says_where_all_is(tmp_path: Path, run: Command) -> None:
    store = example(tmp_path / "data")
    words = ("store", "list", "--data", str(tmp_path / "data"))
    text = run(*words).out
    ann = store.runners()[0]
    assert str(store.path) in text
    assert f"Ann   {ann.id}\n  {BASE.name}: finished 2026-11-23, " in text
    (interview,) = store.interviews(ann.id)
    store.append(interview.id, said("x"), "h")
    listed = json.loads(run(*words, "--json").out)
    assert listed["file"] == str(store.path)
    assert listed["bytes"] > 10_000
    (runner,) = listed["runners"]
    assert (runner["id"], runner["name"]) == (ann.id, "Ann")
    assert runner["interviews"][0]["is_finished"] is False
    assert ", changed 20" in run(*words).out
