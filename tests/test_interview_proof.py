"""Where an interview may stop, what is said about it, and that it is true to the end."""

from __future__ import annotations

from itertools import pairwise

import pytest

from surefoot.engine.assessment import QuickAssessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.population.interviews import Interviewer
from surefoot.engine.reasoning.stopping import verdict, whole_result
from surefoot.engine.vocabulary import Answer, read_answer
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.proof import Depth, Stage

from .support.interviews import REAL, TINY, answered, asked_to_the_end
from .support.population import runners

TRUTHS = runners(30, 21)
MOST_CHANGES_OF_TOPIC = 18


def _ended(number: int, depth: Depth, **changed: str) -> Interview:
    truth = dict(TRUTHS[number])
    for name, text in changed.items():
        question = REAL.assessor.knowledge.questions[name.replace("__", ".")]
        found = read_answer(question, text)
        assert isinstance(found, Answer)
        truth[question.id] = found
    return asked_to_the_end(start_interview(REAL, depth=depth), truth)


@pytest.mark.parametrize("number", range(0, 30, 3))
def test_a_proof_holds_to_the_end(number: int) -> None:
    quick, full, every = (_ended(number, depth) for depth in Depth)
    end = diagnose(REAL.assessor, every.answers)
    assert verdict(diagnose(REAL.assessor, quick.answers)) == verdict(end)
    assert whole_result(diagnose(REAL.assessor, full.answers)) == whole_result(end)
    assert quick.now.is_over or quick.now.standing.settled
    assert full.now.is_over or full.now.standing.settled[-1] is Stage.RESULT
    assert every.now.remaining() == 0 or every.now.is_over
    _reads_like_a_conversation(full)


def _reads_like_a_conversation(interview: Interview) -> None:
    topics = [name.partition(".")[0] for name in interview.answers]
    changes = sum(one != other for one, other in pairwise(topics))
    assert changes <= MOST_CHANGES_OF_TOPIC, topics


@pytest.mark.parametrize("number", [1, 8, 20])
@pytest.mark.parametrize("depth", Depth)
def test_an_emergency_ends_every_interview_with_the_same_headline(
    number: int, depth: Depth
) -> None:
    ended = _ended(number, depth, safety__heart="chest_pain_now")
    assert ended.now.is_over
    assert (ended.question, ended.offer, ended.about_left()) == (None, None, 0)
    assert verdict(diagnose(REAL.assessor, ended.answers)).tier == "A"
    assert "Who to see first is settled" in ended.now.proof[0]


def test_a_limit_ends_it_and_a_slip_can_be_changed() -> None:
    ended = answered(start_interview(REAL), "runner.age", "15")
    assert ended.now.stop() is not None
    assert ended.question is None
    again = ended.reopen(REAL.assessor.knowledge.questions["runner.age"])
    assert again.question is not None
    assert answered(again, "runner.age", "25").question is not None


@pytest.mark.parametrize("number", [0, 4, 11])
def test_people_and_made_up_runners_are_asked_in_one_order(number: int) -> None:
    assert isinstance(REAL.assessor, QuickAssessor)
    interviewer = Interviewer(REAL.assessor, TRUTHS.__getitem__)
    for depth, asked in ((Depth.QUICK, interviewer.quick), (Depth.FULL, interviewer.full)):
        assert list(_ended(number, depth).answers) == list(asked(TRUTHS[number]))


@pytest.mark.long
@pytest.mark.parametrize("number", range(200))
def test_two_hundred_real_interviews_end_with_what_everything_says(number: int) -> None:
    assert isinstance(REAL.assessor, QuickAssessor)
    truth = runners(200, 22)[number]
    interviewer = Interviewer(REAL.assessor, lambda _: truth)
    end = diagnose(REAL.assessor, asked_to_the_end(_begun(Depth.ALL), truth).answers)
    quick, full = (asked_to_the_end(_begun(one), truth) for one in (Depth.QUICK, Depth.FULL))
    assert verdict(diagnose(REAL.assessor, quick.answers)) == verdict(end)
    assert full.now.is_over or whole_result(diagnose(REAL.assessor, full.answers)) == whole_result(
        end
    )
    assert list(quick.answers) == list(interviewer.quick(truth))
    assert list(full.answers) == list(interviewer.full(truth))


def _begun(depth: Depth) -> Interview:
    return start_interview(REAL, depth=depth)


def test_no_test_at_home_comes_before_a_warning_sign_that_might_forbid_it() -> None:
    knowledge = REAL.assessor.knowledge
    tests = {name for one in knowledge.home_tests.values() for name in one.questions}
    for number in (2, 9, 16):
        interview = start_interview(REAL, depth=Depth.QUICK)
        while (question := interview.question) is not None:
            if question.id in tests:
                assert question.id not in interview.now.silenced
                assert not _open_signs(interview)
            truth = TRUTHS[number].get(question.id)
            interview = (
                interview.with_answer(question, truth)
                if truth is not None
                else answered(interview, question.id, "unknown")
            )


def _open_signs(interview: Interview) -> set[str]:
    gate = interview.now.prospect.assessment.facts.gate
    return {
        name
        for one in interview.now.standing.result
        if one.step.name == "FLAG"
        for name in one.questions
        if gate(name) is True
    }


def test_the_offer_says_what_is_proved_and_what_more_could_change() -> None:
    quick = _ended(4, Depth.QUICK)
    assert quick.offer is not None
    assert quick.offer.stage is Stage.HEADLINE
    assert quick.offer.more > 0
    assert any("settled" in one for one in quick.offer.proof)
    assert quick.offer.could_change
    assert all(one.title and one.questions for one in quick.offer.could_change)
    on = quick.go_on()
    assert on.target is Depth.FULL
    assert on.offer is None
    assert on.question is not None
    done = asked_to_the_end(on, TRUTHS[4])
    assert done.offer is not None
    assert (done.offer.stage, done.offer.could_change) == (Stage.RESULT, ())
    assert done.go_on().target is Depth.ALL


def test_a_full_interview_offers_the_headline_once() -> None:
    interview, offers = start_interview(REAL), []
    while (question := interview.question) is not None:
        if interview.offer is not None:
            offers.append(interview.offer.stage)
            interview = interview.go_on()
        found = TRUTHS[4].get(question.id)
        interview = (
            interview.with_answer(question, found)
            if found is not None
            else answered(interview, question.id, "unknown")
        )
    assert offers == [Stage.HEADLINE]
    assert interview.offer is not None


def test_after_the_result_what_shapes_the_plan_comes_first() -> None:
    full = _ended(4, Depth.FULL)
    rest = list(asked_to_the_end(full.go_on(), TRUTHS[4]).answers)[len(full.answers) :]
    kinds = [0 if one in REAL.of_plan else 1 if one not in REAL.of_rules else 2 for one in rest]
    assert kinds == sorted(kinds)
    assert {1, 2} <= set(kinds)


def test_so_far_gives_bounds_that_only_become_narrower() -> None:
    interview, widths = start_interview(REAL), []
    for name, answer in TRUTHS[4].items():
        if name.startswith(("runner", "safety", "symptom", "recovery")):
            interview = interview.with_answer(interview.knowledge.questions[name], answer)
            parts = {one.title: one for one in interview.now.so_far.parts}
            if "Recovery and rest" in parts or "Recovery" in parts:
                recovery = next(one for title, one in parts.items() if "Recovery" in title)
                assert 0 <= recovery.low <= recovery.high <= 100
                assert recovery.bands
                widths.append(recovery.high - recovery.low)
    assert widths[-1] < widths[0]
    assert interview.now.so_far.proof == interview.now.proof


def test_where_no_plan_is_shown_nothing_is_said_of_parts() -> None:
    interview = answered(start_interview(REAL), "safety.leg", "swollen_warm_calf")
    so_far = interview.now.so_far
    assert so_far.parts == ()
    assert so_far.signs
    titles = [one.title for one in REAL.assessor.knowledge.pillars.values()]
    assert not any(title in said for title in titles for said in so_far.proof)


def test_what_a_question_decides_names_no_warning_sign() -> None:
    interview = start_interview(TINY)
    decides = interview.now.decides(interview.knowledge.questions["safety.eaten"])
    assert decides.signs == 1
    water = interview.now.decides(interview.knowledge.questions["water.days_between"])
    assert "Water" in water.parts


def test_about_left_is_nothing_just_when_nothing_is_asked() -> None:
    for depth in Depth:
        interview = start_interview(TINY, depth=depth)
        while (question := interview.question) is not None:
            assert interview.about_left() > 0
            interview = answered(interview, question.id, "prefer not to say")
        assert interview.about_left() == 0
