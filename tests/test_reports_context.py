"""What a report says, before any format: the context."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.reasoning.reasons import smallest_reasons
from surefoot.engine.vocabulary import Answer, read_answer
from surefoot.reports import words
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.scores import whole
from surefoot.reports.sentences import first_sentence, printable, told_and_why

from .support import context_page
from .support.sample_runners import DAY, FULL, REFERRED, RUNNERS, assessor, diagnosis

if TYPE_CHECKING:
    from surefoot.reports.shapes import ReportContext

_VERBS = {
    "strong": "is well supported for",
    "moderate": "probably helps",
    "weak": "may help",
    "expert": "we suggest, from experience",
    "contested": "studies disagree",
}


def _context(runner: str) -> ReportContext:
    return report_context(diagnosis(runner), Printing(date=DAY))


def _plain(value: object) -> list[object]:
    """Every value in a context, with those that are neither plain nor a part of it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [one for f in dataclasses.fields(value) for one in _plain(getattr(value, f.name))]
    if isinstance(value, tuple):
        return [one for inner in value for one in _plain(inner)]
    return [value]


def _all_texts(runner: str) -> list[str]:
    return [one for one in _plain(_context(runner)) if isinstance(one, str)]


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_context_holds_plain_values_only(runner: str) -> None:
    assert {type(one) for one in _plain(_context(runner))} <= {str, int, float, bool, type(None)}


def test_the_page_in_the_docs_has_exactly_the_fields() -> None:
    assert context_page.PAGE.read_text(encoding="utf-8") == context_page.page(), (
        "run `python -m tests.support.context_page`"
    )


@pytest.mark.parametrize("part", context_page.parts(), ids=lambda part: part.__name__)
def test_every_field_says_what_it_holds(part: type) -> None:
    assert [
        name for name, hint in context_page.hints(part).items() if not context_page.words(hint)
    ] == []


@pytest.mark.parametrize("runner", REFERRED)
def test_a_referral_has_no_pillar_no_action_no_plan(runner: str) -> None:
    context = _context(runner)
    assert not context.is_full
    assert (context.pillars, context.contexts, context.actions) == ((), (), ())
    assert (context.plan, context.chart, context.chart_narrow) == (None, None, None)
    assert (context.sheet, context.patterns, context.open_topics) == ((), (), ())


@pytest.mark.parametrize("runner", FULL)
def test_a_full_report_has_four_pillars_a_plan_and_two_days_to_look_again(runner: str) -> None:
    context = _context(runner)
    assert len(context.pillars) == 4
    assert context.plan is not None
    assert context.recheck == ("21 December 2026", "18 January 2027")
    assert len(context.actions) <= 3
    assert len(context.patterns) <= 2


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_box_is_always_there_with_the_signs_to_watch(runner: str) -> None:
    box = _context(runner).see_someone
    assert box.answer
    assert box.text
    assert len(box.signs) == len(words.RETURN_SIGNS)
    assert box.caveat == "This tool cannot rule these out."


def test_the_emergency_number_is_that_of_the_runners_country() -> None:
    answers = dict(diagnosis("weak").answers)
    country = assessor().knowledge.questions["safety.country"]
    said = read_answer(country, "united_kingdom")
    assert isinstance(said, Answer)
    found = diagnose(assessor(), {**answers, country.id: said})
    signs = report_context(found, Printing(date=DAY)).see_someone.signs
    assert signs[0].act == "Call your local emergency number (999)."
    assert _context("weak").see_someone.signs[0].act == "Call your local emergency number."


@pytest.mark.parametrize("runner", ["empty", "unknown"])
def test_open_safety_questions_forbid_all_clear_and_are_named(runner: str) -> None:
    box = _context(runner).see_someone
    assert box.answer == "We cannot tell yet"
    assert assessor().knowledge.questions["safety.heart"].title in box.not_answered
    assert not any(words.NOTHING_URGENT in text for text in _all_texts(runner))


@pytest.mark.parametrize("runner", RUNNERS)
def test_nobody_is_told_that_there_are_no_warning_signs(runner: str) -> None:
    assert not any("no warning sign" in text.lower() for text in _all_texts(runner))


def test_without_a_flag_and_all_answered_nothing_needs_urgent_care() -> None:
    box = _context("weak").see_someone
    assert (box.tone, box.answer, box.text) == ("calm", "Not for now", words.NOTHING_URGENT)
    assert box.not_answered == ()


@pytest.mark.parametrize(
    ("runner", "tone", "answer"),
    [
        ("ambulance", "urgent", "Yes, now"),
        ("referral", "urgent", "Yes, today"),
        ("hold", "urgent", "Yes, within days"),
        ("sore", "soon", "Yes, within two weeks"),
        ("weak", "calm", "Not for now"),
    ],
)
def test_the_box_says_how_soon(runner: str, tone: str, answer: str) -> None:
    box = _context(runner).see_someone
    assert (box.tone, box.answer) == (tone, answer)


def test_an_emergency_names_the_call_and_what_to_say() -> None:
    box = _context("ambulance").see_someone
    assert box.text == "Call your local emergency number now. Do not drive yourself."
    assert box.flags[0].rule == "flag.chest-pain-now"
    assert all(flag.because and flag.tell for flag in box.flags)
    assert box.flags[0].running


def test_a_referral_shows_the_age_and_the_answers_behind_its_flags() -> None:
    lines = _context("referral").see_someone.answers
    heart = assessor().knowledge.questions["safety.heart"]
    assert [line.title for line in lines] == ["Age", heart.title]


def test_hold_puts_the_referral_first_and_repeats_one_week() -> None:
    context = _context("hold")
    assert context.referral_first
    assert context.plan is not None
    assert [row.label for row in context.plan.rows] == ["1 to 8"]
    assert context.plan.rows[0].weeks == tuple(range(1, 9))
    assert context.plan.move_on == words.HOLD_ON


def test_under_16_the_page_says_whom_to_ask() -> None:
    context = _context("child")
    limit = assessor().knowledge.rules["limit.under-16"]
    assert f"{context.headline} {context.lead}" == limit.because
    assert "parent" in context.lead


def test_pillars_stand_in_the_order_of_the_diagnosis() -> None:
    ranked = [score.pillar.id for score in diagnosis("weak").pillars]
    assert [block.id for block in _context("weak").pillars] == ranked


def test_a_context_that_does_not_apply_is_left_out() -> None:
    assert [block.id for block in _context("weak").contexts] == ["load"]


def test_each_firing_rule_is_traceable_and_cites_a_listed_source() -> None:
    context = _context("weak")
    numbers = {source.number for source in context.sources}
    for block in (*context.pillars, *context.contexts):
        assert {one.rule for one in block.findings} == set(diagnosis("weak").score(block.id).fired)
        for one in block.findings:
            assert {int(number) for number in one.sources.split(", ")} <= numbers


def test_headline_and_summary_repeat_what_weighs_most_and_name_what_is_solid() -> None:
    context = _context("weak")
    first, second = (one.told for one in context.pillars[0].findings[:2])
    assert context.headline == f"Strength is where you have the most room to improve: y{first[1:]}"
    assert context.summary == (second, "Recovery looks solid.")


@pytest.mark.parametrize("runner", FULL)
def test_a_wide_range_has_its_reason(runner: str) -> None:
    context = _context(runner)
    scores = {one.pillar.id: one for one in diagnosis(runner).pillars}
    for block in context.pillars:
        score = scores[block.id]
        is_wide = (score.high or 0) - (score.low or 0) >= 10
        assert bool(block.reason) == is_wide
        assert not is_wide or re.fullmatch(r"because \d+ answers? (is|are) missing", block.reason)


def test_plan_with_open_safety_questions_says_so() -> None:
    plan = _context("empty").plan
    assert plan is not None
    assert words.OPEN_SAFETY in plan.reason


def test_open_questions_leave_out_the_name_and_mark_the_next() -> None:
    context = _context("empty")
    questions = [one for topic in context.open_topics for one in topic.questions]
    assert context.open_count == len(questions)
    assert "Name" not in {one.title for one in questions}
    assert sum(one.is_next for one in questions) == 1


def test_the_next_to_measure_names_its_test_at_home() -> None:
    full = diagnosis("solid").answers
    answers = {name: one for name, one in full.items() if name != "strength.side_plank_s"}
    context = report_context(diagnose(assessor(), answers), Printing(date=DAY))
    (only,) = [one for topic in context.open_topics for one in topic.questions if one.is_next]
    assert (only.title, only.test) == ("Side plank", "test at home, 7 minutes")


def test_a_weak_part_says_which_answers_alone_keep_it_so() -> None:
    found, context = diagnosis("weak"), _context("weak")
    reasons = smallest_reasons(found.assessor, found.answers, found.pillars)
    for block in context.pillars:
        reason = reasons.get(block.id)
        assert bool(block.kept_by) == (block.css in {"weak", "watch"})
        if reason is not None:
            titles = [found.knowledge.questions[name].title for name in reason.questions]
            shown = titles if len(titles) <= 3 else titles[:2]
            assert all(title in block.kept_by for title in shown)


def test_one_verb_for_each_grade() -> None:
    assert {grade: one.verb for grade, one in words.GRADES.items()} == _VERBS
    knowledge = assessor().knowledge
    used = {one.grade for one in knowledge.rules.values()}
    used |= {one.grade for one in knowledge.advice.values()}
    used |= {one.grade for one in knowledge.patterns.values()}
    assert used <= words.GRADES.keys()


@pytest.mark.parametrize("runner", ["weak", "sore", "hold"])
def test_each_action_says_how_sure_with_the_verb_of_its_grade(runner: str) -> None:
    grades = [action.advice.grade for action in diagnosis(runner).actions]
    for card, grade in zip(_context(runner).actions, grades, strict=False):
        assert _VERBS[grade] in card.how_sure.lower().replace("this we", "we")


def test_actions_hold_no_open_placeholders() -> None:
    assert not any("[[" in text or "{" in text for text in _all_texts("sore"))


@pytest.mark.parametrize("runner", RUNNERS)
def test_all_texts_end_up_without_a_score_for_the_whole_runner(runner: str) -> None:
    assert not any(
        re.search(r"overall score|total score", text, re.I) for text in _all_texts(runner)
    )


@pytest.mark.parametrize(
    ("percent", "shown"), [(39.6, 39), (40.0, 40), (19.5, 19), (20.2, 20), (58.33, 58), (0.0, 0)]
)
def test_a_rounded_number_stays_in_its_band(percent: float, shown: int) -> None:
    assert whole(percent) == shown


def test_a_reason_is_cut_after_the_sentences_with_the_runners_values() -> None:
    because = (
        "This week you ran {training.longest_run_7d_km}. Before it was "
        "{training.longest_run_30d_km}. That is more. [[Not {runner.name}. ]]So take care."
    )
    rule = dataclasses.replace(assessor().knowledge.rules["load.earlier-injury"], because=because)
    told, why = told_and_why(diagnosis("weak"), rule)
    assert told == "This week you ran 7 km. Before it was 5 km."
    assert why == "That is more. So take care."


def test_a_reason_without_values_is_cut_after_its_first_sentence() -> None:
    rule = assessor().knowledge.rules["load.earlier-injury"]
    rule = dataclasses.replace(rule, because="You fell. It hurt. Rest.")
    assert told_and_why(diagnosis("weak"), rule) == ("You fell.", "It hurt. Rest.")


def test_a_full_stop_in_a_number_ends_no_sentence() -> None:
    assert first_sentence("You run 12.5 km. Fine.") == ("You run 12.5 km.", "Fine.")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zoë", "Zoë"),
        ("A\x00B\u202eC", "ABC"),
        ("two\nlines", "two lines"),
        ("\U0001f3c3\u200d♀", "\U0001f3c3\u200d♀"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_controls(typed: str, shown: str) -> None:
    assert printable(typed) == shown


def test_running_advice_comes_only_from_the_flags_that_are_as_strict_as_the_first() -> None:
    """`Run only below …` must not stand under `stop all running`."""
    box = report_context(diagnosis("groin"), Printing(date=DAY)).see_someone
    said = {flag.rule: bool(flag.running) for flag in box.flags}
    assert said["flag.hip-pain-on-running"]
    assert said["flag.night-bone-pain"]
    assert not said["flag.low-energy-signs"]
    assert not said["flag.sharp-running-pain"]


def test_doses_are_halved_in_words_where_the_plan_is_at_half_volume() -> None:
    sore = report_context(diagnosis("sore"), Printing(date=DAY))
    well = report_context(diagnosis("weak"), Printing(date=DAY))
    assert "half" in sore.actions_note
    assert well.actions_note == ""


def test_safety_answers_that_another_answer_cancels_are_named_and_nothing_is_called_calm() -> None:
    """Night pain at the shin, and "nothing hurts": one of the two is a slip."""
    sore = dict(diagnosis("sore").answers)
    sore["symptom.sites"] = dataclasses.replace(
        sore["symptom.sites"], value=frozenset({"none"}), entered="none"
    )
    slip = diagnose(assessor(), sore)
    box = report_context(slip, Printing(date=DAY)).see_someone
    assert any("shin" in title for title in box.unused)
    assert box.answer == "We cannot tell yet"
    assert report_context(diagnosis("weak"), Printing(date=DAY)).see_someone.unused == ()


def test_the_exercise_sheet_has_the_doses_of_the_plan() -> None:
    halved, full = (
        {line.title: line.dose for part in _context(runner).sheet for line in part.exercises}
        for runner in ("sore", "weak")
    )
    both = halved.keys() & full.keys()
    assert both
    assert all(halved[title] != full[title] for title in both)
    assert not [dose for dose in halved.values() if "2 to 3 sets" in dose]
