"""`surefoot compare`: what it reads, where it writes, and results made by other rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from surefoot.engine.shipped import SHIPPED
from surefoot.reports.writing import result_text

from .support.command_line import Command, Run, runner_of
from .support.comparisons import EXAMPLE, NEW_DAY, OLD_DAY, side
from .test_comparison_report import SCHEMA

_DATE = ("--date", "2026-11-23")
_CHANGES = {
    "recovery.sleep_hours: 6.5": "recovery.sleep_hours: 8",
    "strength.sessions_per_week: 0": "strength.sessions_per_week: 2",
    "strength.muscle_groups: [none]": "strength.muscle_groups: [calves, quads]",
    "strength.months: 0": "strength.months: 2",
}


@pytest.fixture
def surefoot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """Runs `surefoot` in a folder with answers before and after, as a user does."""
    monkeypatch.chdir(tmp_path)
    text = EXAMPLE.read_text(encoding="utf-8")
    Path("before.yaml").write_text(text, encoding="utf-8")
    for old, new in _CHANGES.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    Path("after.yaml").write_text(text, encoding="utf-8")
    return runner_of(capsys, monkeypatch)


@pytest.fixture(scope="module")
def two_results() -> dict[str, str]:
    """What `surefoot report --format json` writes for both, made once."""
    changes = {one.partition(": ")[0]: one.partition(": ")[2] for one in _CHANGES.values()}
    changes["strength.muscle_groups"] = "calves, quads"
    sides = {"old.json": side({}, OLD_DAY), "new.json": side(changes, NEW_DAY)}
    return {name: result_text(one.diagnosis) for name, one in sides.items()}


@pytest.fixture
def results(surefoot: Command, two_results: dict[str, str]) -> Command:
    """The same, with the results of both as old.json and new.json."""
    for name, text in two_results.items():
        Path(name).write_text(text, encoding="utf-8")
    return surefoot


def _write(surefoot: Command, to: str, *args: str) -> None:
    done = surefoot("report", *args, "--json", "-o", "made")
    assert (done.code, done.err) == (0, "")
    (path,) = Path("made").iterdir()
    path.rename(to)


def _compare(surefoot: Command, *args: str) -> Run:
    return surefoot("compare", *args, *_DATE)


def test_text_goes_to_standard_output(results: Command) -> None:
    done = _compare(results, "old.json", "new.json")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("SUREFOOT, Runner foundations comparison\nFor Alex Example, 23 Nov")
    assert "Before, 28 September 2026. The result in the file comes out the same" in done.out
    assert "23 November 2026, 8 weeks later." in done.out
    assert "- No strength work: fires → quiet [strength.no-session]" in done.out
    assert "Do two short strength sessions a week: Done, as far as your answers say" in done.out


def test_files_are_named_after_the_new_result(results: Command) -> None:
    done = _compare(results, "old.json", "new.json", "-o", "out", "-f", "html,pdf,md,txt,json")
    assert (done.code, done.err) == (0, "")
    names = {path.name for path in Path("out").iterdir()}
    assert names == {f"new-comparison.{name}" for name in ("html", "pdf", "md", "txt", "json")}
    assert Path("out/new-comparison.pdf").stat().st_mode & 0o777 == 0o600
    data = json.loads(Path("out/new-comparison.json").read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMA).validate(data)
    assert data["sides"]["before"]["day"] == "2026-09-28"
    assert data["sides"]["after"]["comes_out_the_same"] is True
    assert _compare(results, "old.json", "new.json", "-o", "usual").code == 0
    assert {path.suffix for path in Path("usual").iterdir()} == {".html", ".pdf"}


def test_answers_files_will_do_and_conclude_the_same(results: Command) -> None:
    by_results = json.loads(_compare(results, "old.json", "new.json", "--json").out)
    by_answers = json.loads(_compare(results, "before.yaml", "after.yaml", "--json").out)
    assert by_answers["sides"]["before"]["file"] is None
    assert by_answers["sides"]["before"]["day"] is None
    for name in ("answers", "pillars", "movements", "actions_done", "rules"):
        ours, theirs = by_answers[name], by_results[name]
        if name == "answers":  # written in a file of their own, and entered in another form
            ours, theirs = [one["id"] for one in ours], [one["id"] for one in theirs]
        assert ours == theirs
    mixed = _compare(results, "old.json", "after.yaml")
    assert (mixed.code, mixed.err) == (0, "")
    assert "A file of answers, worked out with the rules of today." in " ".join(mixed.out.split())


def test_the_order_of_the_files_is_looked_at(results: Command) -> None:
    said = " ".join(_compare(results, "new.json", "old.json").out.split())
    assert "is from an earlier day than the one given as before" in said


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("old.json", "new.json", "-f", "pdf"), 2, "need a folder"),
        (("old.json", "new.json", "-f", "html,txt"), 2, "need a folder"),
        (("old.json", "new.json", "-f", "htm"), 2, "did you mean html?"),
        (("old.json", "new.json", "--paper", "a3"), 2, "there is no paper 'a3'"),
        (("old.json",), 2, "Missing argument 'NEW'"),
        (("old.json", "missing.json"), 4, "missing.json: error AN100"),
        (("missing.yaml", "new.json"), 4, "missing.yaml: error AN100"),
        (("old.json", "broken.json"), 4, "it is not JSON, from line 1, column 2 on"),
        (("old.json", "other.json"), 4, "it is not a report"),
        (("old.json", "wrong.yaml"), 4, "did you mean recovery.sleep_hours?"),
        (("old.json", "new.json", "--knowledge", "missing"), 3, "missing"),
    ],
)
def test_mistakes_are_said_with_the_usual_exit_codes(
    results: Command, args: tuple[str, ...], code: int, said: str
) -> None:
    Path("broken.json").write_text("{broken", encoding="utf-8")
    Path("other.json").write_text('{"schema": "surefoot-comparison-1"}', encoding="utf-8")
    Path("wrong.yaml").write_text("recovery.slep_hours: 7\n", encoding="utf-8")
    done = _compare(results, *args)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err


# --- results by other rules


def _other_rules(surefoot: Command, *edits: tuple[str, str, str]) -> None:
    """A base with other rules, and the result of before.yaml by it as old.json."""
    shutil.copytree(SHIPPED, "kb")
    for file, old, new in edits:
        path = Path("kb") / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8")
    _write(surefoot, "old.json", "before.yaml", "--date", "2026-09-28", "--knowledge", "kb")


def test_a_change_of_rules_is_never_shown_as_a_change_of_the_runner(surefoot: Command) -> None:
    short = _rule_line("recovery.short-sleep")
    milder = ("recovery.yaml", short, short.replace("< 7", "< 5"))
    _other_rules(surefoot, milder)
    done = _compare(surefoot, "old.json", "before.yaml")
    assert (done.code, done.err) == (0, "")
    said = " ".join(done.out.split())
    assert "Nothing changed: both sides have the same answers." in said
    assert "The result before was worked out with other rules than those of today" in said
    assert "made by other rules (" in said
    assert "RULES THAT FLIPPED" not in said
    data = json.loads(_compare(surefoot, "old.json", "before.yaml", "--json").out)
    assert (data["answers"], data["rules"], data["first_actions"]) == ([], [], None)
    assert {one["move"] for one in data["movements"]} == {"same"}
    assert data["sides"]["before"]["file"]["changed_rules"] == ["recovery.short-sleep"]


def _rule_line(rule: str) -> str:
    """The entry's first lines up to its condition, as they stand once in the file."""
    text = (SHIPPED / "recovery.yaml").read_text(encoding="utf-8")
    start = text.index(f"  {rule}:\n")
    when = text.index("when:", start)
    return text[start : text.index("then:", when)]


def test_bands_that_are_others_by_the_rules_of_today_are_told_as_that(surefoot: Command) -> None:
    _other_rules(surefoot, _heavier("recovery.short-sleep"))
    said = " ".join(_compare(surefoot, "old.json", "after.yaml").out.split())
    assert "Recovery was weak in the file, and is watch today." in said
    assert "Recovery moved" not in said


def _heavier(rule: str) -> tuple[str, str, str]:
    text = (SHIPPED / "recovery.yaml").read_text(encoding="utf-8")
    start = text.index(f"  {rule}:\n")
    entry = text[start : text.index("because:", start)]
    points = entry[entry.index("points: ") :].split(",")[0]
    return "recovery.yaml", entry, entry.replace(points, "points: 12")


def test_a_file_changed_by_hand_is_said_not_to_come_out_the_same(results: Command) -> None:
    text = Path("old.json").read_text(encoding="utf-8")
    data = json.loads(text)
    data["runner"]["recovery.sleep_hours"]["entered"] = "4"
    Path("old.json").write_text(json.dumps(data), encoding="utf-8")
    said = " ".join(_compare(results, "old.json", "new.json").out.split())
    assert "The result before was changed by hand, or made by another version" in said
    assert "The result in the file does not come out the same today." in said


def test_answers_that_cannot_be_given_any_more_are_named(results: Command) -> None:
    data = json.loads(Path("old.json").read_text(encoding="utf-8"))
    data["runner"]["recovery.naps"] = {
        "state": "given", "value": 1.0, "entered": "1", "source": "file",
    }  # fmt: skip
    Path("old.json").write_text(json.dumps(data), encoding="utf-8")
    said = " ".join(_compare(results, "old.json", "new.json").out.split())
    assert "1 answer of the file before cannot be read by the questions of today" in said
    assert "there is no question 'recovery.naps' any more" in said


def test_a_file_that_anybody_wrote_prints_no_controls(results: Command) -> None:
    data = json.loads(Path("old.json").read_text(encoding="utf-8"))
    strange = "\x1b[31m\u202e#panic()" + "x" * 5000
    data["runner"][strange] = {"state": "given", "value": 1.0, "entered": "1", "source": "file"}
    data["knowledge"] |= {"version": strange, "hash": strange}
    data["pillars"][0]["band"] = strange
    Path("old.json").write_text(json.dumps(data), encoding="utf-8")
    done = _compare(results, "old.json", "new.json")
    assert (done.code, done.err) == (0, "")
    assert not {"\x1b", "\u202e"} & set(done.out)
    assert "x" * 500 not in done.out.replace("\n", "")
    assert _compare(results, "old.json", "new.json", "-f", "html,pdf,md", "-o", "out").code == 0


def test_what_a_hidden_side_said_before_is_not_told(surefoot: Command) -> None:
    """The old file's bands are not told where today's rules send the runner to someone first."""
    _other_rules(surefoot, _heavier("recovery.short-sleep"))
    data = json.loads(Path("old.json").read_text(encoding="utf-8"))
    data["runner"]["safety.heart"] = {
        "state": "given", "value": ["chest_pain_now"], "entered": "chest_pain_now",
        "source": "file",
    }  # fmt: skip
    Path("old.json").write_text(json.dumps(data), encoding="utf-8")
    out = _compare(surefoot, "old.json", "after.yaml").out
    assert "was weak in the file" not in out
    assert "surefoot replay FILE lists them" in " ".join(out.split())
    found = json.loads(_compare(surefoot, "old.json", "after.yaml", "--json").out)
    assert found["sides"]["before"]["file"]["differences"] == []
