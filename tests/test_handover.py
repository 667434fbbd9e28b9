"""The handover: one page for a doctor or physiotherapist."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.knowledge import Warn
from surefoot.engine.vocabulary import Answer, Choice, Number, Several, State, Text, read_answer
from surefoot.reports.handover.making import handover_context
from surefoot.reports.handover.shapes import HandoverContext
from surefoot.reports.printing import PAPERS, Printing
from surefoot.reports.referral import see_someone
from surefoot.reports.shapes import AnswerLine
from surefoot.reports.sources import Sources
from surefoot.reports.writing import build, result_text

from .support import axe, needs, page_text, verapdf
from .support.command_line import runner_of
from .support.page_text import Page
from .support.person import TINY
from .support.population import runners
from .support.sample_runners import (
    DAY,
    FULL,
    NASTY_NAME,
    REFERRED,
    RUNNERS,
    assessor,
    diagnosis,
)  # fmt: skip

_HANDOVER = Printing(date=DAY, edition="handover")
_TEXTS = ("html", "md", "txt")
_PEOPLE = Path(__file__).resolve().parents[1] / "knowledge" / "runners"
_MORE = re.compile(r"And \d+ more")
_FURNITURE = {"Page", *(str(number) for number in range(1, 10))}  # of the page and of lists


@cache
def _person(name: str) -> Diagnosis:
    return diagnose(
        assessor(), read_answers(_PEOPLE / f"{name}.yaml", assessor().knowledge).answers
    )


@cache
def _everything(*, at_its_worst: bool) -> Diagnosis:
    """A runner who answered every question, with every site sore."""
    answers = {}
    for name, question in assessor().knowledge.questions.items():
        match question.kind:
            case Number(lowest, highest):
                is_high = (question.worse == "higher") == at_its_worst
                said: str | list[str] = str(highest if is_high else lowest)
            case Choice(labels):
                said = list(labels)[-1 if at_its_worst else 0]
            case Several(labels):
                is_all = at_its_worst or name == assessor().knowledge.site_question
                chosen = [word for word in labels if word not in {"none", "not_sure"}]
                said = chosen if is_all else "none"
            case Text():
                said = "Maximiliane-Friederike " * 3
        answer = read_answer(question, said)
        if isinstance(answer, Answer):
            answers[name] = answer
    return diagnose(assessor(), answers)


def _pdf(found: Diagnosis, paper: str = "a4") -> bytes:
    printing = Printing(date=DAY, edition="handover", paper=paper)
    built = build(found, "pdf", printing)
    assert built.warning == ""
    return built.data


def _pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as made:
        return len(made.pages)


def _context(runner: str) -> HandoverContext:
    return handover_context(diagnosis(runner), _HANDOVER)


def _made(found: Diagnosis, format_: str) -> str:
    return build(found, format_, _HANDOVER).data.decode()


def _pdf_words(found: Diagnosis, folder: Path) -> str:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    path = folder / "handover.pdf"
    path.write_bytes(_pdf(found))
    return page_text.pdf_text(path)


# --- one page


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("runner", RUNNERS)
def test_it_is_one_page(runner: str, paper: str) -> None:
    assert _pages(_pdf(diagnosis(runner, "Łukasz Żółć"), paper)) == 1


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("at_its_worst", [True, False])
def test_it_is_one_page_with_every_question_answered(paper: str, at_its_worst: bool) -> None:
    assert _pages(_pdf(_everything(at_its_worst=at_its_worst), paper)) == 1


@pytest.mark.parametrize("number", range(8))
def test_it_is_one_page_for_made_up_runners(number: int) -> None:
    assert _pages(_pdf(diagnose(assessor(), runners(8, 5)[number]))) == 1


def test_where_a_page_is_not_enough_no_flag_is_left_out(tmp_path: Path) -> None:
    found = _everything(at_its_worst=True)
    text = _pdf_words(found, tmp_path)
    assert len(found.flags) > 50
    assert [one.rule.title for one in found.flags if one.rule.title not in text] == []
    assert re.search(r"And \d+ more in the attached answers", text)
    assert not _MORE.search(_made(found, "html"))


def test_where_a_page_is_not_enough_no_unknown_safety_question_is_left_out(tmp_path: Path) -> None:
    given = _everything(at_its_worst=True).answers
    found = diagnose(
        assessor(), {name: one for name, one in given.items() if not name.startswith("safety.")}
    )
    unknown = handover_context(found, _HANDOVER).unknown_safety
    text = _pdf_words(found, tmp_path)
    assert _pages(_pdf(found)) == 1
    assert len(unknown) > 1
    assert [one.title for one in unknown if one.title not in text] == []


# --- what stands on it


def test_a_flag_names_tier_way_site_side_and_the_answers_behind_it() -> None:
    flag = next(one for one in _context("sore").flags if one.rule == "flag.sharp-running-pain")
    assert (flag.tier, flag.places) == ("C", ("Shin, right",))
    assert flag.way == "Physiotherapist, within two weeks"
    assert [(one.title, one.shown) for one in flag.answers] == [("Pain on running", "7 of 10")]


def test_every_flag_is_there_and_has_a_reason() -> None:
    for name in ("groin-pain-on-some-nights", "new-runner-shin-pain-in-bed"):
        found = _person(name)
        flags = handover_context(found, _HANDOVER).flags
        assert [one.rule for one in flags] == [one.rule.id for one in found.flags]
        assert all(one.answers for one in flags)


def test_a_flag_of_one_site_has_that_site_even_where_its_question_is_of_that_site_alone() -> None:
    knowledge = assessor().knowledge
    found = _everything(at_its_worst=True)
    flags = {one.rule: one for one in handover_context(found, _HANDOVER).flags}
    heel = flags["flag.heel-squeeze"]
    assert [one.partition(",")[0] for one in heel.places] == [knowledge.sites["heel"]]


def test_a_pattern_has_its_signs_and_is_no_diagnosis() -> None:
    (pattern,) = _context("sore").patterns
    assert pattern.fit == "fits well"
    assert ("Sore area on the shin", "A sore line") in {
        (one.title, one.shown) for one in pattern.signs_for
    }
    for format_ in _TEXTS:
        text = " ".join(_made(diagnosis("sore"), format_).split())
        assert "fits well; other causes are possible" in text
        assert "This is no diagnosis." in text


def test_every_given_answer_is_there_as_it_was_typed() -> None:
    found = _person("miles-and-pounds")
    text = page_text.words(Page(_made(found, "html")).text)
    given = [one.shown for one in found.answers.values() if one.state is State.GIVEN]
    assert any(" mi" in shown for shown in given)
    assert set().union(*(page_text.words(shown) for shown in given)) <= text | {"Female", "Male"}


def test_sites_come_first_then_load_and_history() -> None:
    groups = [one.title for one in _context("sore").groups]
    topics = assessor().knowledge.topics
    assert groups[:4] == [
        "Shin, right", *(topics[one].title for one in ("symptom", "training", "runner"))
    ]  # fmt: skip


@pytest.mark.parametrize("runner", ["empty", "unknown"])
def test_undecided_flags_stand_with_the_question_that_they_wait_for(runner: str) -> None:
    found, context = diagnosis(runner), _context(runner)
    heart = next(one for one in context.unknown_safety if one.title.startswith("Heart"))
    assert heart.state == {"empty": "not asked", "unknown": "preferred not to say"}[runner]
    assert "Chest pain now or in the last 24 hours (A)" in heart.flags
    assert context.no_flags == "No flag fired so far; some are undecided, see below."
    assert found.undecided_flags
    assert {one.state for one in context.unknown_safety} <= {
        "not asked", "don't know", "preferred not to say"
    }  # fmt: skip


def test_every_undecided_flag_is_counted_once() -> None:
    found = diagnosis("empty")
    waiting = [one.flags for one in _context("empty").unknown_safety if one.flags]
    counts = [
        len(re.findall(r"\([A-D]\)", one)) + sum(map(int, re.findall(r"and (\d+) more", one)))
        for one in waiting
    ]
    assert sum(counts) == len(found.undecided_flags)


def test_an_answer_that_another_one_cancels_says_so() -> None:
    found = _everything(at_its_worst=True)
    context = handover_context(found, _HANDOVER)
    assert context.unused_safety
    shown = [line.shown for group in context.groups for line in group.answers]
    assert any(one.endswith("(does not count here)") for one in shown)


def test_clashing_answers_are_named_with_what_was_said() -> None:
    context = handover_context(_person("answers-that-clash"), _HANDOVER)
    assert any("Runs a week: 5 runs" in one for one in context.clashes)


@pytest.mark.parametrize("runner", FULL)
def test_a_full_one_says_what_was_advised(runner: str) -> None:
    advised = _context(runner).advised
    assert advised.mode
    assert advised.scores
    assert len(advised.actions) <= 3


@pytest.mark.parametrize("format_", _TEXTS)
@pytest.mark.parametrize("runner", REFERRED)
def test_a_referral_holds_no_pillar_no_plan_and_no_advice(runner: str, format_: str) -> None:
    context, knowledge = _context(runner), assessor().knowledge
    assert context.advised.mode == "No training plan and no training advice was given."
    assert (context.advised.actions, context.advised.running, context.advised.scores) == (
        (),
        "",
        "",
    )
    text = " ".join(_made(diagnosis(runner), format_).split())
    assert context.advised.mode in text
    assert "Room to improve" not in text
    assert [one.title for one in knowledge.advice.values() if one.title in text] == []


def test_under_16_no_pattern_is_named() -> None:
    found = _person("thirteen-with-a-limp")
    assert found.patterns
    context = handover_context(found, _HANDOVER)
    assert context.patterns == ()
    assert "Under 16" in context.limits
    assert "Show this page to a parent." in context.told


def test_nobody_is_said_to_have_no_warning_sign_while_one_is_open() -> None:
    for runner in RUNNERS:
        context = _context(runner)
        assert not (context.unknown_safety and context.no_flags == "No flag fired.")


def test_json_is_the_result_whatever_the_edition() -> None:
    assert _made(diagnosis("sore"), "json") == result_text(diagnosis("sore"))


def test_a_base_without_sites_and_ages_has_a_handover_too() -> None:
    context = handover_context(diagnose(TINY, {}), _HANDOVER)
    assert context.person == "Age not given, sex not given"
    assert _pages(_pdf(diagnose(TINY, {}))) == 1


# --- the same in every format


@pytest.mark.parametrize("runner", RUNNERS)
def test_page_and_pdf_say_the_same_words(tmp_path: Path, runner: str) -> None:
    found = diagnosis(runner, "Łukasz Żółć")
    page = Page(_made(found, "html")).text
    pdf = _pdf_words(found, tmp_path)
    assert not _MORE.search(pdf)
    in_pdf = page_text.words(pdf)
    joined = page_text.joined(page) & in_pdf
    missing = page_text.words(page) - in_pdf
    assert {word for word in missing if not any(word in one for one in joined)} == set()
    assert in_pdf - page_text.words(page) - joined <= _FURNITURE


@pytest.mark.parametrize("format_", _TEXTS)
def test_a_nasty_name_prints_as_itself(format_: str) -> None:
    text = _made(diagnosis("sore", NASTY_NAME), format_)
    match format_:
        case "html":
            text = Page(text).text
        case "md":
            assert "<b>" not in text
            text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    assert NASTY_NAME in text


def test_text_stays_within_80_columns() -> None:
    for runner in RUNNERS:
        assert max(map(len, _made(diagnosis(runner), "txt").splitlines())) <= 80


@pytest.mark.parametrize("runner", ["sore", "hold", "referral", "ambulance", "child", "empty"])
def test_a_pdf_keeps_its_two_standards(tmp_path: Path, runner: str) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    path = tmp_path / "handover.pdf"
    path.write_bytes(_pdf(diagnosis(runner, NASTY_NAME)))
    assert verapdf.validate(path, ["ua1", "3a"]) == []


@pytest.mark.parametrize("runner", ["sore", "referral", "empty"])
def test_the_page_breaks_no_rule_of_accessibility(tmp_path: Path, runner: str) -> None:
    if reason := axe.why_not_available():
        needs.skip_or_fail(reason)
    path = tmp_path / "handover.html"
    path.write_text(_made(diagnosis(runner), "html"), encoding="utf-8")
    assert axe.violations(path) == []


def test_the_command_writes_it_under_its_own_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = _PEOPLE / "example.yaml"
    surefoot = runner_of(capsys, monkeypatch, "report", str(person))
    made = surefoot("--edition", "handover", "-f", "pdf", "-o", str(tmp_path))
    assert (made.code, made.err) == (0, "")
    assert _pages((tmp_path / "example-handover-report.pdf").read_bytes()) == 1


# --- the referral page of the other editions


def test_a_referral_page_shows_age_and_sides_beside_the_answers_behind_the_flags() -> None:
    lines = [
        (one.title, one.shown)
        for one in _referral_answers(_person("groin-pain-on-some-nights"))
    ]  # fmt: skip
    assert lines[0] == ("Age", "31 years")
    assert any(title.startswith("Side (groin") and shown == "Right" for title, shown in lines)


def test_a_referral_page_names_the_age_once() -> None:
    titles = [one.title for one in _referral_answers(_person("sore-kneecap-at-seventeen"))]
    young = [one.title for one in _referral_answers(_person("thirteen-with-a-limp"))]
    assert titles == []  # a plan is shown
    assert young.count("Age") == 1


def _referral_answers(found: Diagnosis) -> tuple[AnswerLine, ...]:
    return see_someone(found, Sources(found.knowledge)).answers


def test_tiers_are_those_of_the_flags() -> None:
    tiers = {
        one.conclusion.tier
        for one in assessor().knowledge.rules.values()
        if isinstance(one.conclusion, Warn)
    }
    assert tiers == {"A", "B", "C", "D"}  # that the page explains
