"""`surefoot kb survey`: what it counts, what is unsafe, and the same figures again."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from surefoot import cli
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.knowledge import Warn
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import promises, read_population
from surefoot.engine.population import survey as surveying
from surefoot.engine.population.generating import runner_maker
from surefoot.engine.population.pieces import PIECE
from surefoot.engine.population.survey import Survey, headline_kind, survey
from surefoot.engine.population.survey_wording import survey_data, survey_lines
from surefoot.engine.population.triggers import find_triggers
from surefoot.engine.search import answers_of
from surefoot.engine.steadiness import Joint
from surefoot.engine.vocabulary import Answers

from .support.population import shipped
from .support.small import diagnosed, flag, rule, small_base
from .support.survey_base import flagged_base


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three in four have 60 in p; one in four has a flag of tier B and 60 in q."""
    return flagged_base(tmp_path)


# --- what is counted


def test_each_runner_is_counted_once_in_everything(folder: Path) -> None:
    found = survey(folder, 400, 1)
    tally = found.tally
    assert tally.totals["runners"] == 400
    with_flag = tally.rules["flag.two"]
    assert 70 < with_flag < 130  # one in four
    assert tally.totals["urgent"] == tally.totals["urgent_first"]
    assert tally.totals["urgent"] >= with_flag
    assert tally.headlines.total() == tally.tiers.total() == tally.modes.total() == 400
    assert tally.calm_headlines.total() == 400 - tally.totals["urgent"]
    assert set(tally.calm_headlines) <= {"p", "q", "c"}
    assert tally.bands["p weak"] == 400 - with_flag
    assert tally.bands["p solid"] == with_flag
    assert tally.bands["q weak"] == with_flag
    assert tally.rules["p.never"] == 0
    assert tally.advice["do-lift"] == 0
    assert tally.advice["do-run"] > 0
    assert found.is_safe


def test_the_page_says_what_nobody_met(folder: Path) -> None:
    lines = list(survey_lines(survey(folder, 100, 1)))
    assert "  Advice given to nobody: do-lift" in "".join(f"{one}\n" for one in lines)
    assert any(one.startswith("  Rules that never fire: p.never") for one in lines)
    assert "100 made-up runners of seed 1" in lines
    assert max(map(len, lines)) < 200


def test_the_data_holds_every_id_of_the_base(folder: Path) -> None:
    data = survey_data(survey(folder, 50, 1))
    knowledge = load_knowledge(folder)
    assert data["rules"].keys() == knowledge.rules.keys()
    assert data["advice"].keys() == knowledge.advice.keys()
    assert data["bands"].keys() == knowledge.scored.keys()
    assert sum(data["tiers"].values()) == sum(data["plans"].values()) == 50
    assert sum(data["headlines"].values()) == 50
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"two": "9"}, "flag"),
        ({"one": "9", "two": "0", "three": "0"}, "p"),
        ({"one": "0", "two": "0", "three": "0"}, "keep-going"),
    ],
)
def test_a_headline_is_named_by_its_kind(folder: Path, answers: dict[str, str], kind: str) -> None:
    assert headline_kind(diagnosed(Assessor(load_knowledge(folder)), **answers)) == kind


# --- which pillar comes first


def _moving(folder: Path, error: str) -> Path:
    """The base with an error of measurement for a.one."""
    file = folder / "base.yaml"
    text = file.read_text(encoding="utf-8")
    old = "a.one: {title: One, ask: Ask, why: Why, answer: 0 to 10"
    assert old in text
    file.write_text(text.replace(old, f"{old}, measurement_error: {error}"), encoding="utf-8")
    return folder


_OVERTAKEN = """
population:
  a.one: {shares: {4: 20, 9: 80}, skipped: 0, source: choice, reason: One in five is at the edge.}
  a.two: {shares: {0: 100}, skipped: 0, source: choice, reason: Nobody.}
  a.three: {shares: {9: 100}, skipped: 0, source: choice, reason: All.}
"""


@pytest.fixture
def overtaken(tmp_path: Path) -> Path:
    """P leads all by 60 to 40; for one in five it would not, were their answer 1 less."""
    small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 6),
        rule("p.rest", "a.two > 3", 4),
        rule("q.one", "a.three > 3", 4),
        rule("q.rest", "a.two > 3", 6),
    )
    (tmp_path / "population").mkdir()
    (tmp_path / "population" / "who.yaml").write_text(_OVERTAKEN, encoding="utf-8")
    return _moving(tmp_path, "1")


def test_it_counts_whose_first_pillar_hangs_on_the_error_of_a_test(overtaken: Path) -> None:
    found = survey(overtaken, 300, 1)
    totals = found.tally.totals
    assert totals["first"] == 300
    assert 35 < totals["changes"] < 90
    assert totals["joint_by_error"] == totals["joint"] == totals["changes"]
    assert (totals["changes_within_ten"], totals["comes_or_goes"]) == (0, 0)
    share = f"{totals['changes'] / 3:.1f}"
    assert f"  what the report names first changes for {share} of 100." in "\n".join(
        survey_lines(found)
    )
    assert survey_data(found)["first_pillar"]["changes_what_is_named"] == totals["changes"]
    assert found.tally.answered["a.one"] == 300
    assert found.tally.changed["a.one"] == totals["changes"]
    assert found.is_safe


def test_a_first_place_that_hangs_on_it_and_is_not_called_joint_is_a_broken_promise(
    overtaken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(assessor: Assessor, answers: Answers, day: date) -> Diagnosis:
        return replace(diagnose(assessor, answers, day), joint=Joint())

    monkeypatch.setattr(surveying, "diagnose", silent)
    found = survey(overtaken, 100, 1)
    assert not found.is_safe
    assert found.tally.broken["a first place within the error of a test is called joint"] > 5
    assert found.tally.told[0].how == "q is not called joint with p"
    assert found.tally.told[0].answers["a.one"] == 4


# --- runners with flags


def test_every_urgent_flag_of_the_shipped_base_has_answers_that_raise_it() -> None:
    knowledge, _ = shipped()
    assessor = Assessor(knowledge)
    triggers = find_triggers(knowledge)
    urgent = {
        name
        for name, one in knowledge.rules.items()
        if isinstance(one.conclusion, Warn) and one.conclusion.tier in {"A", "B"}
    }
    assert triggers.unreached == ()
    assert {one.flag for one in triggers.found} == urgent
    for one in triggers.found:
        for way in one.ways:
            assert assessor.evaluate(answers_of(knowledge, way)).states[one.flag], way


def test_every_word_and_every_site_that_raises_a_flag_has_its_turn(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        flags=(
            flag("either", "a.one > 5 or a.two > 5"),
            flag("sore", "s.site.pain > 5", each=True),
            flag("mild", "a.five > 5", tier="C", plan="site"),
        ),
        extra="",
    )
    triggers = find_triggers(base.knowledge)
    assert [one.flag for one in triggers.found] == ["flag.either", "flag.sore"]
    either, sore = triggers.found
    assert [set(way) for way in either.ways] == [{"a.one"}, {"a.two"}]
    assert [way["s.places"] for way in sore.ways] == [frozenset({"left"}), frozenset({"right"})]
    turns = [triggers.of(number) for number in range(4)]
    assert [turn[0] for turn in turns if turn] == ["flag.either", "flag.sore"] * 2
    first, second = ([one.ways[turn] for one in triggers.found] for turn in (0, 1))
    assert [turn[1] for turn in turns if turn] == [*first, *second]


def test_a_flag_that_nothing_raises_is_named_and_counts_as_a_finding(tmp_path: Path) -> None:
    small_base(tmp_path, flags=(flag("never", "a.one > 5 and a.one < 3"),))
    found = survey(tmp_path, 10, 1, with_flags=True)
    assert found.unreached == ("flag.never",)
    assert not found.is_safe
    assert "  No answers were found that raise flag.never." in list(survey_lines(found))


def test_what_is_given_is_answered_and_the_rest_is_drawn_to_go_with_it(folder: Path) -> None:
    knowledge = load_knowledge(folder)
    population = read_population(folder, knowledge)
    make = runner_maker(knowledge, population, 1, lambda number: {"a.two": 9.0} if number else {})
    for number in range(1, 40):
        made = make(number)
        assert (made["a.two"].value, made["a.one"].value) == (9, 1)
    plain = runner_maker(knowledge, population, 1)
    assert plain(0) == make(0)


def test_with_flags_each_runner_has_one_and_none_is_let_through(folder: Path) -> None:
    found = survey(folder, 100, 1, with_flags=True)
    assert found.tally.totals["urgent"] == found.tally.totals["urgent_first"] == 100
    assert found.tally.totals["plan_under_none"] == 0
    assert found.tally.rules["flag.two"] >= 50
    assert found.tally.rules["flag.held"] >= 50
    assert found.is_safe


# --- the same figures


def _same(one: Survey, other: Survey) -> bool:
    return survey_data(one) == survey_data(other)


def test_the_figures_do_not_depend_on_how_many_processes_work(folder: Path) -> None:
    count = 2 * PIECE + 7
    alone = survey(folder, count, 5, with_flags=True)
    done: list[int] = []
    together = survey(folder, count, 5, with_flags=True, processes=2, watch=done.append)
    assert _same(alone, together)
    assert list(survey_lines(alone)) == list(survey_lines(together))
    assert done == [PIECE, 2 * PIECE, count]
    assert not _same(alone, survey(folder, count, 6, with_flags=True))


# --- the command


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did."""

    code: int
    out: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Runs `surefoot kb survey` inside this process."""

    def command(*args: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["surefoot", "kb", "survey", *args])
        with pytest.raises(SystemExit) as exited:
            cli.main()
        code = exited.value.code
        return Run(code if isinstance(code, int) else 0, capsys.readouterr().out)

    return command


def test_the_shipped_base_on_runners_with_every_urgent_flag(run: Callable[..., Run]) -> None:
    knowledge, _ = shipped()
    triggers = find_triggers(knowledge)
    count = str(2 * len(triggers.found))
    found = run("--runners", count, "--with-flags", "--processes", "1", "--json")
    assert found.code == 0
    data = json.loads(found.out)
    assert data["is_safe"]
    assert data["safety"]["urgent"] == data["safety"]["referral_first"] == int(count)
    assert data["headlines"]["flag"] == int(count)
    for one in triggers.found:
        assert data["rules"][one.flag] >= 2, one.flag


def test_the_shipped_base_on_plain_runners(run: Callable[..., Run]) -> None:
    found = run("--runners", "150", "--seed", "3")
    assert found.code == 0
    assert "150 made-up runners of seed 3" in found.out
    assert "Not called joint: 0." in found.out
    data = json.loads(run("--runners", "150", "--seed", "3", "--format", "json").out)
    calm = data["headlines_without_urgent_flag"]
    assert calm["load"] <= sum(calm.values()) / 3


def test_a_broken_promise_is_told_with_the_runner_and_exits_1(
    run: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never_shown(diagnosis: Diagnosis) -> Iterator[str]:
        if diagnosis.plan.shown:
            yield "a plan is shown"

    monkeypatch.setitem(promises.PROMISES, "no plan at all", never_shown)
    monkeypatch.setattr(surveying, "ALL_PROMISES", (*promises.PROMISES,))
    found = run(str(folder), "--runners", "60", "--processes", "1")
    assert found.code == 1
    assert "of seed 1: a plan is shown" in found.out
    assert "{a.one: 9, a.two: 0" in found.out


def test_two_folders_are_one_too_many(run: Callable[..., Run], folder: Path) -> None:
    assert run(str(folder), "--knowledge", str(folder)).code == 2


def test_a_folder_that_does_not_load_is_said(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("format: 1\n", encoding="utf-8")
    assert run(str(tmp_path)).code == 3
