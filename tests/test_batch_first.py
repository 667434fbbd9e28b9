"""Many reports where something went wrong before: nothing hides who has to be seen first."""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.engine.shipped import SHIPPED

from .support.command_line import Command, Run, runner_of
from .support.sample_runners import diagnosis

_RUNNERS = SHIPPED / "runners"
_WELL = "nothing-hurts"  # its plan is shown
_EMERGENCY = "swollen-calf-after-a-flight"
_WAY = "Emergency department, today"
_SIGN = "A swollen, warm or throbbing calf or thigh"
_WORDS = "by: Jo Smith, physiotherapist\ndate: 2026-11-23\n"
_NOTE = "note: Well done.\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("team").mkdir()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch, "report")


def _runner(name: str, person: str, more: str = "") -> None:
    text = (_RUNNERS / f"{person}.yaml").read_text("utf-8")
    Path("team", f"{name}.yaml").write_text(
        text.replace("answers:\n", f"answers:\n{more}", 1), encoding="utf-8"
    )


def _coach(name: str, text: str) -> None:
    Path("team", f"{name}.coach.yaml").write_text(_WORDS + text, encoding="utf-8")


def _override(action: str) -> str:
    return f"overrides:\n  - {{action: {action}, instead: Walk., reason: It hurts.}}\n"


def _batch(run: Command, formats: str = "txt", *args: str) -> Run:
    return run("team", "-o", "out", "-f", formats, "--date", "2026-11-23", *args)


def _alone(run: Command, *args: str) -> Run:
    return run("team/ann.yaml", "-o", "out", "--date", "2026-11-23", *args)


def _read(name: str) -> str:
    return Path("out", name).read_text("utf-8")


# --- a coach's words keep no report from being made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("note: [\n", "error KB1"),
        ("noet: Well done.\n", "did you mean note?"),
        (_NOTE + _override(diagnosis("weak").actions[0].advice.id), "this runner gets no actions"),
        (_NOTE + _override("no-such-thing"), "there is no 'no-such-thing' to override"),
    ],
)
def test_an_emergency_is_reported_whatever_a_coach_wrote(
    run: Command, words: str, said: str
) -> None:
    _runner("ann", _WELL)
    _coach("ann", _NOTE)
    assert _batch(run).code == 0
    before = _read("ann-report.txt")
    _runner("ann", _EMERGENCY)
    _coach("ann", words)
    for state in ("Written: 1", "Left as they were: 1"):
        done = _batch(run)
        assert (done.code, done.err) == (0, "")
        assert state in done.out
        assert "Failed: 0\nWith notes: 1\nWithout all of a coach's words: 1\n  ann\n" in done.out
        assert (
            f"To be seen first: 1 of the 1 whose answers could be read\n  {_WAY}: ann" in done.out
        )
        problems = _read("surefoot-problems.txt")
        assert problems.startswith("ann-report.txt:\nteam/ann.coach.yaml:")
        assert said in problems
    after = _read("ann-report.txt")
    assert "emergency department" in after
    assert after != before
    assert ("Well done." in after) == (_NOTE in words)


def test_a_folder_called_like_a_coach_s_words_keeps_nothing_from_being_made(run: Command) -> None:
    _runner("ann", _EMERGENCY)
    Path("team", "ann.coach.yaml").mkdir()
    Path("team", "eve.coach.yaml").write_text(_WORDS + _NOTE, encoding="utf-8")
    done = _batch(run)
    assert done.code == 0
    assert done.err.endswith("no answers are called like these words of a coach: eve.coach.yaml\n")
    assert "team/ann.coach.yaml: error KB100" in _read("surefoot-problems.txt")
    assert "the report is made without the coach's words" in _read("surefoot-problems.txt")


def test_words_are_put_right_and_the_report_is_made_with_them(run: Command) -> None:
    _runner("ann", _WELL)
    _coach("ann", "note: [\n")
    _batch(run)
    _coach("ann", _NOTE)
    done = _batch(run)
    assert done.out.startswith("Written: 1")
    assert "coach's words" not in done.out
    assert "Well done." in _read("ann-report.txt")
    assert not Path("out", "surefoot-problems.txt").exists()


def test_one_report_is_made_without_words_on_an_advice_that_is_not_given(run: Command) -> None:
    action = diagnosis("weak").actions[0].advice.id
    _runner("ann", _EMERGENCY)
    _coach("ann", _override(action))
    done = _alone(run, "--coach", "team/ann.coach.yaml", "-f", "txt,md")
    assert done.code == 0
    assert "team/ann.coach.yaml:4:14: warning US104" in done.err
    assert f"this runner gets no actions, so there is no '{action}' to override; the" in done.err
    assert done.err.count("the report is made without these words") == 1
    assert "Jo Smith" not in _read("ann-report.txt")


def test_one_report_with_an_id_that_the_base_does_not_have_is_not_made(run: Command) -> None:
    _runner("ann", _EMERGENCY)
    _coach("ann", _NOTE + _override("no-such-thing"))
    done = _alone(run, "--coach", "team/ann.coach.yaml", "-f", "txt")
    assert done.code == 2
    assert "error US104 unknown-name: this runner gets no actions" in done.err
    assert not Path("out").exists()


# --- no old plan beside a report that shows none


@pytest.mark.parametrize("formats", ["txt", "txt,ics"])
@pytest.mark.parametrize("many", [True, False])
def test_an_old_calendar_goes_where_no_plan_is_shown(
    run: Command, formats: str, *, many: bool
) -> None:
    calendar = Path("out", "ann-plan.ics")
    _runner("ann", _WELL)
    _batch(run, "txt,ics")
    _alone(run, "-f", "txt")
    assert calendar.is_file()  # a plan is shown
    _runner("ann", _EMERGENCY)
    done = _batch(run, formats) if many else _alone(run, "-f", formats)
    assert done.code == 0
    said = f"Removed {calendar}: it was of an earlier plan, and none is shown now.\n"
    assert said in (done.out if many else done.err)
    assert not calendar.exists()


def test_an_old_calendar_goes_where_a_calendar_is_all_that_is_wanted(run: Command) -> None:
    _runner("ann", _WELL)
    assert _alone(run, "-f", "ics").code == 0
    _runner("ann", _EMERGENCY)
    done = _alone(run, "-f", "ics")
    assert done.code == 2
    assert "Removed" in done.err
    assert list(Path("out").iterdir()) == []


def test_a_calendar_that_comes_back_beside_a_finished_report_goes_again(run: Command) -> None:
    _runner("ann", _EMERGENCY)
    _batch(run)
    calendar = Path("out", "ann-plan.ics")
    calendar.write_text("old")
    done = _batch(run)
    assert "Left as they were: 1" in done.out
    assert not calendar.exists()


def test_a_calendar_that_cannot_be_removed_stops_nothing(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path.suffix == ".ics":
            raise PermissionError(13, "Permission denied")
        path.rename(path.with_name("gone")) if path.exists() or not missing_ok else None

    _runner("ann", _EMERGENCY)
    Path("out").mkdir()
    Path("out", "ann-plan.ics").write_text("old")
    monkeypatch.setattr(Path, "unlink", refuse)
    done = _batch(run)
    assert done.code == 0
    assert "ann-plan.ics is of an earlier plan, and none is shown now. Remove it: " in done.out
    assert Path("out", "ann-report.txt").is_file()


# --- reports of answers that are no longer these


def test_old_reports_of_answers_that_cannot_be_read_are_named(run: Command) -> None:
    _runner("ann", _WELL)
    _batch(run, "txt,ics")
    _batch(run, "md", "--edition", "coach")
    Path("team", "ann.yaml").write_text("answers: [\n", encoding="utf-8")
    done = _batch(run)
    assert done.code == 4
    old = "still there, of earlier answers: ann-report.txt, ann-plan.ics, ann-coach-report.md\n"
    (line,) = [one for one in done.out.splitlines() if one.startswith("  team/ann.yaml:2:1: error")]
    assert f"{line}\n".endswith(f"; {old}")
    assert f"\nann: {old}" in _read("surefoot-problems.txt")
    for name in ("ann-report.txt", "ann-plan.ics", "ann-coach-report.md"):
        Path("out", name).unlink()
    assert "still there" not in _batch(run).out


def test_answers_that_cannot_be_read_any_more_do_not_hide_what_was_said(run: Command) -> None:
    _runner("ann", _EMERGENCY)
    _batch(run)
    Path("team", "ann.yaml").write_text("answers: [\n", encoding="utf-8")
    for _ in range(2):
        said = f"; still there, of earlier answers: ann-report.txt (it said: {_WAY})\n"
        assert said in _batch(run).out
        assert said.removeprefix("; ") in _read("surefoot-problems.txt")


def test_reports_of_runners_who_are_gone_are_counted(run: Command) -> None:
    for name in ("ann", "bob", "eve", "zoe"):
        _runner(name, _WELL)
    _batch(run)
    _batch(run, "md", "--edition", "coach")
    for name in ("ann", "bob", "eve"):
        Path("team", f"{name}.yaml").unlink()
    Path("out", "eve-report.txt").unlink()
    Path("out", "eve-coach-report.md").unlink()
    for processes in ("1", "2"):
        done = _batch(run, "txt", "--processes", processes)
        assert done.code == 0
        assert done.out == (
            "Written: 0 (0 files in out)\nLeft as they were: 1\nFailed: 0\n"
            "Not among the answers, with reports of before still there: 2\n  ann, bob\n"
            f"  all of it in {Path('out/surefoot-problems.txt')}\n"
            "To be seen first: nobody of the 1 whose answers could be read\n"
        )
        assert "ann: still there, of earlier answers: ann-report.txt, ann-coach" in _read(
            "surefoot-problems.txt"
        )


# --- who has to be seen first


def test_each_is_named_with_way_sign_and_file_the_most_urgent_first(run: Command) -> None:
    _runner("a", "only-the-first-questions")
    _runner("b", "sore-line-on-the-shin")
    _runner("c", _WELL)
    _runner("d", "heart-disease-and-a-new-start")
    _runner("e", "chest-tightness-on-effort", "  runner.name: Sam Roe\n")
    _runner("f", _EMERGENCY)
    for _ in range(2):  # also where all is there already
        done = _batch(run, "txt,md")
        assert done.out.endswith(
            "To be seen first: 4 of the 6 whose answers could be read\n"
            f"  {_WAY}: f\n"
            "  Doctor, today: e\n"
            "  Doctor, within days: d\n"
            "  Physiotherapist, within two weeks: b\n"
            "  Cannot tell yet, safety questions are open: a\n"
            f"  all of them in {Path('out/surefoot-see-first.txt')}\n"
        )
        lines = _read("surefoot-see-first.txt").splitlines()
        assert lines == [
            f"{_WAY} | {_SIGN} (safety questions are open) | f-report.txt, f-report.md",
            "Doctor, today | Chest pain more than a day ago | Sam Roe | e-report.txt, e-report.md",
            "Doctor, within days | A known disease, and not used to exercise | "
            "d-report.txt, d-report.md",
            "Physiotherapist, within two weeks | Shin pain that should be looked at | "
            "b-report.txt, b-report.md",
            "Cannot tell yet, safety questions are open | a-report.txt, a-report.md",
        ]


def test_who_cannot_be_told_is_not_called_nobody(run: Command) -> None:
    _runner("ann", "nothing-answered")
    assert _batch(run).out.endswith(
        "To be seen first: nobody yet of the 1 whose answers could be read\n"
        "  Cannot tell yet, safety questions are open: ann\n"
        f"  all of them in {Path('out/surefoot-see-first.txt')}\n"
    )
