"""`surefoot replay`: a report's JSON worked out again."""

from __future__ import annotations

import datetime
import json
import random
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from surefoot.commands.replay import replay as command
from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import AnswersError
from surefoot.engine.loading import load_knowledge
from surefoot.engine.loading.sections import runner_files
from surefoot.engine.result import result
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.versions import replay as module
from surefoot.engine.versions.replay import Replay, read_report, replay

from .support.runners import random_answers
from .support.versions import TEXT, changed_base

DAY = datetime.date(2026, 11, 23)
RUNNERS = list(runner_files(SHIPPED))


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(load_knowledge())


def report(assessor: Assessor, folder: Path, answers: Any) -> Path:
    path = folder / "report.json"
    data = result(diagnose(assessor, answers))
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def replayed(path: Path, assessor: Assessor) -> Replay:
    return replay(read_report(path, assessor.knowledge), assessor)


@pytest.mark.parametrize("file", RUNNERS, ids=[path.stem for path in RUNNERS])
def test_every_runner_of_the_base_comes_out_the_same(
    assessor: Assessor, tmp_path: Path, file: Path
) -> None:
    path = report(assessor, tmp_path, read_answers(file, assessor.knowledge).answers)
    found = replayed(path, assessor)
    assert found.is_same
    assert (found.lost, found.differences, found.rules) == ((), (), ())
    assert found.before == found.after


def test_random_runners_come_out_the_same(assessor: Assessor, tmp_path: Path) -> None:
    chance = random.Random(8)
    for share in (0.0, 0.5, 0.9, 1.0):
        for _ in range(5):
            answers = random_answers(assessor.knowledge, chance, share_unanswered=share)
            assert replayed(report(assessor, tmp_path, answers), assessor).is_same


# --- with another base


@pytest.fixture
def other(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "kb")
    return tmp_path / "kb"


def edit(folder: Path, file: str, old: str, new: str) -> Assessor:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r}: {text.count(old)}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return Assessor(load_knowledge(folder))


def example_report(assessor: Assessor, folder: Path, **changes: str) -> Path:
    answers = dict(read_answers(SHIPPED / "runners" / "example.yaml", assessor.knowledge).answers)
    text = "".join(f"{name.replace('__', '.')}: {value}\n" for name, value in changes.items())
    (folder / "changed.yaml").write_text(text or "recovery.stress: 3\n", encoding="utf-8")
    answers |= read_answers(folder / "changed.yaml", assessor.knowledge).answers
    return report(assessor, folder, answers)


def test_a_changed_threshold_names_its_rule(
    assessor: Assessor, tmp_path: Path, other: Path
) -> None:
    path = example_report(assessor, tmp_path, recovery__sleep_hours="5.5")
    newer = edit(other, "recovery.yaml", "when: recovery.sleep_hours < 6\n",
                 "when: recovery.sleep_hours < 5\n")  # fmt: skip
    found = replayed(path, newer)
    assert not found.is_same
    (rule,) = [one for one in found.rules if one.id == "recovery.very-short-sleep"]
    assert rule.how[:2] == ("means something else", "fires → quiet")
    assert rule.concludes_otherwise
    assert "recovery deficit in percent" in {one.where for one in found.differences}
    assert [one.id for one in found.rules] == ["recovery.very-short-sleep"]


def test_a_heavier_rule_that_is_quiet_is_named_too(
    assessor: Assessor, tmp_path: Path, other: Path
) -> None:
    path = example_report(assessor, tmp_path, recovery__sleep_hours="9")
    rule = assessor.knowledge.rules["recovery.very-short-sleep"]
    text = (other / "recovery.yaml").read_text(encoding="utf-8")
    entry = text[text.index(f"  {rule.id}:") :]
    then = next(line for line in entry.splitlines() if line.strip().startswith("then:"))
    heavier = then.replace(f"points: {rule.conclusion.points}", "points: 9")  # type: ignore[union-attr]
    assert heavier != then
    changed = entry.replace(then, heavier, 1)
    newer = edit(other, "recovery.yaml", entry, changed)
    found = replayed(path, newer)
    assert not found.is_same
    (named,) = found.rules
    assert (named.id, named.how) == (rule.id, ("means something else",))
    assert {one.where.partition(" ")[0] for one in found.differences} >= {"recovery"}


def test_a_reworded_base_gives_the_same_result(
    assessor: Assessor, tmp_path: Path, other: Path
) -> None:
    path = example_report(assessor, tmp_path)
    newer = edit(other, "base.yaml", "name: Runner foundations", "name: Foundations of runners")
    found = replayed(path, newer)
    assert found.is_same
    assert found.before["name"] != found.after["name"]


SMALL = {"a.one": "3", "a.two": "6", "a.free": "red", "s.places": "[left]", "s.left.pain": "5"}


def small_report(folder: Path, text: str = TEXT) -> Path:
    assessor = Assessor(changed_base(folder / "a", text=text))
    lines = "".join(f"{name}: {value}\n" for name, value in SMALL.items())
    (folder / "me.yaml").write_text(lines, encoding="utf-8")
    return report(assessor, folder, read_answers(folder / "me.yaml", assessor.knowledge).answers)


def small(folder: Path, *changes: tuple[str, str], text: str = TEXT) -> Replay:
    path = small_report(folder)
    return replayed(path, Assessor(changed_base(folder / "b", *changes, text=text)))


def test_a_rule_that_is_gone_or_new(tmp_path: Path) -> None:
    gone = small(tmp_path, (TEXT[TEXT.index("  p.second:") : TEXT.index("  q.third:")], ""))
    assert [(one.id, one.how) for one in gone.rules] == [
        ("p.second", ("fires → not there", "3 → 0 points"))
    ]
    assert not gone.is_same
    new = "  q.new: {{title: N, status: trial, evidence: [expert], grade: expert, when: {}}}\n"
    quiet = new.format("a.one > 9, then: {points: 0}, because: B")
    found = small(tmp_path, ("flags:\n", f"{quiet}flags:\n"))
    assert found.is_same
    assert [(one.id, one.how) for one in found.rules] == [("q.new", ("not there → quiet",))]


def test_a_rule_that_fires_otherwise_by_what_it_reads(tmp_path: Path) -> None:
    found = small(tmp_path, ("a.one + a.two", "a.one - a.two"))
    assert [(one.id, one.how) for one in found.rules] == [
        ("q.third", ("fires → quiet", "1 → 0 points", "because something that it reads changed"))
    ]


def test_another_tier_is_a_difference_of_the_flag(tmp_path: Path) -> None:
    found = small(tmp_path, ("s.site.pain >= 7", "s.site.pain >= 4"))
    assert ("flag.warn", "none", "tier B, same day, plan none, at left") in {
        (one.where, one.before, one.after) for one in found.differences
    }


def test_answers_that_cannot_be_given_any_more_are_named(tmp_path: Path) -> None:
    found = small(
        tmp_path,
        ("red: Red, blue: Blue, green: Green", "blue: Blue, green: Green"),
        ("in (red, blue)", "in (green, blue)"),
        ("answer: 0 to 10 km", "answer: 0 to 5 km"),
        ("a.two > 5", "a.two > 4"),
        ("withhold_if: a.two > 9", "withhold_if: a.two > 4"),
    )
    assert not found.is_same
    assert sorted(text.partition(";")[0] for text in found.lost) == [
        "'a.free' has no choice 'red'", "'a.two' cannot be 6 km",
    ]  # fmt: skip


def test_a_question_that_is_gone_is_named(tmp_path: Path) -> None:
    text = TEXT.replace("  s.site.pain: {each", "  s.site.ache: {each").replace(
        "s.site.pain", "s.site.ache"
    )
    assert small(tmp_path, text=text).lost == ("there is no question 's.left.pain' any more",)


def test_renamed_ids_are_followed(tmp_path: Path) -> None:
    text = TEXT.replace("s.site.pain", "s.site.ache").replace(
        "s.site.ache: {each: site,", "s.site.ache: {each: site, was: [s.site.pain],"
    )
    text = text.replace("p.second:", "p.next:").replace(
        "{title: Second,", "{was: [p.second], title: Second,"
    )
    text = text.replace("pattern.sore", "pattern.hurt").replace(
        "    title: Sore", "    was: [pattern.sore]\n    title: Sore"
    )
    found = small(tmp_path, text=text)
    assert (found.is_same, found.rules, found.differences) == (True, (), ())


def test_a_site_or_word_spelled_like_an_earlier_id_stays_what_it_is(tmp_path: Path) -> None:
    """Ids of blocks and advice have no dot: one may have been `left`, as a site is."""
    old = TEXT.replace("run: {title: Run,", "left: {title: Run,").replace(
        "block: run", "block: left"
    )
    new = TEXT.replace("run: {title: Run,", "run: {was: [left], title: Run,")
    path = small_report(tmp_path, old)
    found = replayed(path, Assessor(changed_base(tmp_path / "new", text=new)))
    assert (found.is_same, found.lost, found.differences) == (True, (), ())


# --- files that are no report


def parts(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(small_report(folder).read_text(encoding="utf-8"))
    return data


BROKEN: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"answers: {a: 1}",
    "cut off": b'{"schema": "surefoot-result-1", "runner": {',
    "not UTF-8": b"\xff\xfe{",
    "only a list": b"[1, 2]",
    "another thing": b'{"answers": {"a.one": 3}}',
    "nothing but the schema": b'{"schema": "surefoot-result-1"}',
    "very deep": b"[" * 200_000,
    "a number of many digits": b"9" * 50_000,
    "not a number": b'{"schema": NaN}',
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_report_is_refused(tmp_path: Path, case: str) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(BROKEN[case])
    with pytest.raises(AnswersError) as error:
        read_report(path, changed_base(tmp_path / "a"))
    (problem,) = error.value.problems
    assert problem.code == "AN100"
    assert "surefoot report ANSWERS --format json" in problem.fix


def test_a_file_that_is_not_there_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = changed_base(tmp_path / "a")
    for path in (tmp_path / "nowhere.json", tmp_path):
        with pytest.raises(AnswersError, match="cannot be read"):
            read_report(path, knowledge)
    path = small_report(tmp_path)
    monkeypatch.setattr(module, "LARGEST_BYTES", 1000)
    with pytest.raises(AnswersError, match="is larger than"):
        read_report(path, knowledge)


def test_a_report_with_any_part_spoiled_ends_in_a_result_or_our_own_error(tmp_path: Path) -> None:
    whole, chance = parts(tmp_path), random.Random(3)
    assessor = Assessor(changed_base(tmp_path / "b"))
    path = tmp_path / "spoiled.json"
    refused = 0
    for _ in range(300):
        path.write_text(json.dumps(spoiled(whole, chance)), encoding="utf-8")
        try:
            replayed(path, assessor)
        except AnswersError:
            refused += 1
    assert 50 < refused < 300


def spoiled(data: Any, chance: random.Random) -> Any:
    """The data with one value somewhere replaced, or taken away."""
    if isinstance(data, dict) and data and chance.random() < 0.9:
        key = chance.choice(list(data))
        if chance.random() < 0.1:
            return {name: value for name, value in data.items() if name != key}
        return {**data, key: spoiled(data[key], chance)}
    if isinstance(data, list) and data and chance.random() < 0.9:
        at = chance.randrange(len(data))
        return [*data[:at], spoiled(data[at], chance), *data[at + 1 :]]
    return chance.choice([None, 3, -1.5, "text", "", [], {}, [[1]], {"a": None}, True])


# --- the command


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, args)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_the_command_says_that_the_result_is_the_same(assessor: Assessor, tmp_path: Path) -> None:
    path = example_report(assessor, tmp_path)
    code, said = run(str(path))
    assert code == 0
    assert "The result is the same." in said
    assert assessor.knowledge.hash in said


def test_the_command_names_the_rule_and_exits_1(tmp_path: Path) -> None:
    path = small_report(tmp_path)
    changed_base(tmp_path / "b", ("a.two > 5", "a.two > 7"))
    code, said = run(str(path), "--knowledge", str(tmp_path / "b"))
    assert code == 1
    assert "The result is not the same." in said
    assert "  p.second: means something else, fires → quiet, 3 → 0 points\n" in said
    code, said = run(str(path), "--knowledge", str(tmp_path / "b"), "--json")
    data = json.loads(said)
    assert code == 1
    assert data["same"] is False
    assert data["rules"][0]["id"] == "p.second"


def test_the_command_refuses_what_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "me.json").write_text("{}", encoding="utf-8")
    with pytest.raises(AnswersError) as error:
        command.main([str(tmp_path / "me.json")], standalone_mode=False)
    assert error.value.exit_code == 4
    assert isinstance(command, click.Command)


# --- the plan, which hangs on the day


def race_report(assessor: Assessor, folder: Path) -> Path:
    """A report made on a day, with a race three weeks later."""
    race = DAY + datetime.timedelta(weeks=3)
    example_report(assessor, folder, plan__goal="race", plan__race_date=race.isoformat())
    answers = dict(read_answers(SHIPPED / "runners" / "example.yaml", assessor.knowledge).answers)
    answers |= read_answers(folder / "changed.yaml", assessor.knowledge).answers
    path = folder / "race.json"
    data = result(diagnose(assessor, answers, DAY))
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_report_with_a_race_comes_out_the_same_on_any_day(
    assessor: Assessor, tmp_path: Path
) -> None:
    path = race_report(assessor, tmp_path)
    plan = json.loads(path.read_text("utf-8"))["plan"]
    assert plan["day"] == DAY.isoformat()
    assert "falls in week 4" in plan["race"]
    found = replayed(path, assessor)
    assert found.is_same
    assert found.differences == ()


@pytest.mark.parametrize(
    ("part", "value", "where"),
    [
        ("race", "Another race.", "plan race"),
        ("starts", {"running": 2}, "plan starts"),
        ("left_out", [{"why": "time", "titles": ["T"], "reason": "R", "blocks": ["shoes"]}],
         "plan left out"),
    ],
)  # fmt: skip
def test_another_race_start_or_left_out_part_is_named(
    assessor: Assessor, tmp_path: Path, part: str, value: object, where: str
) -> None:
    path = race_report(assessor, tmp_path)
    data = json.loads(path.read_text("utf-8"))
    data["plan"][part] = value
    path.write_text(json.dumps(data), encoding="utf-8")
    assert [one.where for one in replayed(path, assessor).differences] == [where]


def test_a_report_from_before_the_day_was_noted_is_compared_without_it(
    assessor: Assessor, tmp_path: Path
) -> None:
    path = race_report(assessor, tmp_path)
    data = json.loads(path.read_text("utf-8"))
    del data["plan"]["day"]
    path.write_text(json.dumps(data), encoding="utf-8")
    where = {one.where for one in replayed(path, assessor).differences}
    assert not where & {"plan race", "plan starts", "plan left out"}
