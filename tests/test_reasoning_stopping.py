"""When an interview may stop: never too soon, and as soon as it can where questions are apart."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.assessment import QuickAssessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import interviews, read_population
from surefoot.engine.population.generating import runner_maker
from surefoot.engine.population.interviews import Interviewer, interview_all
from surefoot.engine.reasoning.doubts import Step
from surefoot.engine.reasoning.next_question import next_question
from surefoot.engine.reasoning.proof import how_settled, prospect_of
from surefoot.engine.reasoning.prospect import Prospect, Reading
from surefoot.engine.reasoning.stopping import headline_doubts, result_doubts, verdict, whole_result
from surefoot.engine.scoring import Band
from surefoot.engine.vocabulary import Answer, Answers, State

from .support.apart_bases import write_base_with_questions_apart
from .support.bases import write_random_base
from .support.population import runners
from .support.runners import random_answer, random_answers
from .support.small import answered, flag, rule, small_base

DONT_KNOW = Answer(State.DONT_KNOW, entered="unknown")
CONTINUATIONS = 25
MOST_CHANGES_OF_TOPIC = 18


def _prospect(reading: Reading, answers: Answers) -> Prospect:
    return prospect_of(reading, diagnose(reading.assessor, answers))


def _continued(prospect: Prospect, chance: random.Random) -> Answers:
    """The answers with some of the questions to come answered, as an interview would ask them."""
    answers = dict(prospect.answers)
    for _ in range(chance.randint(1, 12)):
        gate = prospect.reading.assessor.evaluator.facts(answers).gate
        open_now = [n for n in prospect.to_come if n not in answers and gate(n) is True]
        if not open_now:
            break
        name = chance.choice(sorted(open_now))
        answers[name] = random_answer(prospect.knowledge.questions[name], chance)
    return answers


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_what_is_proved_is_changed_by_no_answer(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    folder = write_random_base(tmp_path_factory.mktemp("base"), seed)
    assessor = QuickAssessor(load_knowledge(folder))
    reading = Reading(assessor)
    for share in (0.15, 0.4, 0.7):
        answers = random_answers(assessor.knowledge, chance, share_unanswered=share)
        now = diagnose(assessor, answers)
        prospect = prospect_of(reading, now)
        doubts, all_doubts = headline_doubts(prospect), result_doubts(prospect)
        assert all(one.questions for one in (*doubts, *all_doubts))
        for _ in range(CONTINUATIONS):
            later = diagnose(assessor, _continued(prospect, chance))
            _within(prospect, later.pillars)
            if not doubts:
                assert verdict(later) == verdict(now)
            if not all_doubts:
                assert whole_result(later) == whole_result(now)


def _within(prospect: Prospect, scores: tuple[object, ...]) -> None:
    for score in scores:
        outlook = prospect.outlooks[score.pillar.id]  # type: ignore[attr-defined]
        priority = score.priority  # type: ignore[attr-defined]
        if priority is None:
            assert outlook.lowest_rank is None or score.band is Band.DOES_NOT_APPLY  # type: ignore[attr-defined]
            continue
        assert outlook.highest_rank is not None
        assert (outlook.lowest_rank or 0) <= priority <= outlook.highest_rank
        assert outlook.low <= score.deficit <= outlook.high  # type: ignore[attr-defined]


def _all_continuations(prospect: Prospect, values: dict[str, list[Answer]]) -> Iterator[Answers]:
    names = sorted(prospect.to_come)
    for chosen in product(*(values[name] for name in names)):
        yield {**prospect.answers, **dict(zip(names, chosen, strict=True))}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_where_each_question_is_read_once_a_doubt_means_that_some_answer_changes_it(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("base")
    assessor = QuickAssessor(load_knowledge(write_base_with_questions_apart(folder, seed)))
    questions = assessor.knowledge.questions
    values = {
        name: [
            *answered(assessor, {name: low}).values(),
            *answered(assessor, {name: high}).values(),
        ]
        for name in questions
        for low, high in [("0", "9") if hasattr(questions[name].kind, "lowest") else ("no", "yes")]
    }
    known = {name: chance.choice(values[name]) for name in questions if chance.random() < 0.5}
    prospect = _prospect(Reading(assessor), known)
    for doubts_of, key in ((headline_doubts, verdict), (result_doubts, whole_result)):
        doubts = doubts_of(prospect)
        now = key(diagnose(assessor, known))
        keys = {key(diagnose(assessor, one)) for one in _all_continuations(prospect, values)}
        assert bool(doubts) == (keys != {now}), (doubts, now, keys)


def test_made_up_runners_end_with_what_was_proved() -> None:
    found = interview_all(None, 15, 1)
    assert [one.number for one in found] == list(range(1, 16))
    assert all(one.headline_stays and one.result_stays for one in found)
    assert all(0 < one.headline <= one.full and one.result <= one.full for one in found)
    assert all(one.changes <= MOST_CHANGES_OF_TOPIC for one in found)
    assert sum(one.headline for one in found) < 0.6 * sum(one.full for one in found)


def test_an_interview_that_stops_too_soon_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_but_pillars(prospect: Prospect) -> tuple[object, ...]:
        return tuple(one for one in headline_doubts(prospect) if one.step is not Step.PILLAR)

    monkeypatch.setattr(interviews, "headline_doubts", all_but_pillars)
    knowledge = load_knowledge()
    truths = runners(12, 5)
    interviewer = Interviewer(QuickAssessor(knowledge), truths.__getitem__)
    assert not all(one.headline_stays for one in interviewer.interviews(range(12)))


def test_a_mild_warning_sign_is_asked_about_before_a_test_that_it_would_forbid() -> None:
    """Runner 174: asked about the sore ankle only after a test, quick ended otherwise than full."""
    knowledge = load_knowledge()
    make = runner_maker(knowledge, read_population(None, knowledge), 1)
    assert Interviewer(QuickAssessor(knowledge), make).interview(173).headline_stays


def _small(tmp_path: Path) -> QuickAssessor:
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 5", 4),
        rule("p.two", "a.two > 5", 1),
        rule("q.three", "a.three > 5", 2),
        rule("q.four", "a.gated > 5", 1),
        flags=(flag("sore", "a.five > 5", tier="A"),),
    )
    return QuickAssessor(base.knowledge)


def test_who_to_see_is_asked_first_and_then_what_weighs_most(tmp_path: Path) -> None:
    assessor = _small(tmp_path)
    reading = Reading(assessor)
    asked = []
    answers: dict[str, Answer] = {}
    said = answered(assessor, {
        "a.one": "9", "a.two": "9", "a.three": "0", "a.five": "0", "a.gate": "no", "a.lead": "no",
        "a.gated": "0",
    })  # fmt: skip
    while (
        name := next_question(prospect := _prospect(reading, answers), headline_doubts(prospect))
    ) is not None:
        asked.append(name)
        answers[name] = said[name]
    assert asked[:2] == ["a.five", "a.lead"]
    assert set(asked[2:]) <= {"a.one", "a.two", "a.three", "a.gate"}
    assert verdict(diagnose(assessor, answers)).first == "p"


def test_an_emergency_proves_the_headline_at_once(tmp_path: Path) -> None:
    assessor = _small(tmp_path)
    given_now = answered(assessor, {"a.five": "9"})
    prospect = _prospect(Reading(assessor), given_now)
    assert headline_doubts(prospect) == ()
    assert verdict(diagnose(assessor, given_now)).tier == "A"


def test_dont_know_is_an_answer_and_settles_what_rests_on_it(tmp_path: Path) -> None:
    assessor = _small(tmp_path)
    prospect = _prospect(Reading(assessor), {"a.five": DONT_KNOW})
    assert all(one.step is not Step.FLAG for one in headline_doubts(prospect))


def test_the_proof_is_said_in_bounds(tmp_path: Path) -> None:
    assessor = _small(tmp_path)
    settled = answered(assessor, {
        "a.five": "0", "a.lead": "no", "a.one": "9", "a.two": "9", "a.three": "0", "a.gate": "no",
    })  # fmt: skip
    found = how_settled(Reading(assessor), diagnose(assessor, settled))
    assert found.headline_doubts == ()
    assert found.next_question is None
    assert any("Pillar P comes to at least 100" in one for one in found.proof), found.proof
    open_ = how_settled(Reading(assessor), diagnose(assessor, answered(assessor, {"a.five": "0"})))
    assert any("open" in one for one in open_.proof)
    assert open_.next_question == "a.lead"


def test_a_test_at_home_that_waits_is_not_the_next_but_what_it_waits_for_may_be() -> None:
    knowledge = load_knowledge()
    assessor = QuickAssessor(knowledge)
    reading = Reading(assessor)
    withheld = {name for one in knowledge.home_tests.values() for name in one.questions}
    prospect = _prospect(reading, {})
    assert prospect.waiting.keys() <= withheld
    assert next_question(prospect, headline_doubts(prospect)) not in prospect.waiting
    certain = replace(diagnose(assessor, {}), withheld_tests=())
    assert prospect_of(reading, certain).to_come >= prospect.to_come


def test_another_rule_as_heavy_may_still_bring_other_advice(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.a", "a.one > 3", 2, group="g", advice="do-run"),
        rule("p.b", "a.two > 3", 2, group="g", advice="do-lift"),
        plan=True,
    )
    assessor = QuickAssessor(base.knowledge)
    known = answered(assessor, {"a.two": "5", "a.lead": "no", "a.five": "0"})
    (doubt,) = result_doubts(_prospect(Reading(assessor), known))
    assert (doubt.step, doubt.questions) == (Step.ACTION, frozenset(["a.one"]))


def test_after_an_emergency_nothing_more_is_asked(tmp_path: Path) -> None:
    assessor = _small(tmp_path)
    found = how_settled(Reading(assessor), diagnose(assessor, answered(assessor, {"a.five": "9"})))
    assert found.next_question is None


def test_a_question_behind_an_open_gate_is_to_come_until_the_gate_cannot_open(
    tmp_path: Path,
) -> None:
    assessor = _small(tmp_path)
    reading = Reading(assessor)
    assert "a.gated" in _prospect(reading, {}).to_come
    assert "a.gated" not in _prospect(reading, {"a.gate": DONT_KNOW}).to_come
    assert "a.gated" not in _prospect(reading, answered(assessor, {"a.gate": "no"})).to_come


def test_a_pillar_that_may_come_level_and_is_earlier_in_the_base_may_still_be_first(
    tmp_path: Path,
) -> None:
    base = small_base(
        tmp_path, rule("p.one", "a.one > 5", 1), rule("p.two", "a.two > 5", 1),
        rule("q.three", "a.three > 5", 1), rule("q.four", "a.four > 5", 1),
    )  # fmt: skip
    assessor = QuickAssessor(base.knowledge)
    level = {"a.lead": "no", "a.one": "0", "a.three": "9", "a.four": "0"}
    prospect = _prospect(Reading(assessor), answered(assessor, level))
    assert [one.questions for one in headline_doubts(prospect)] == [frozenset(["a.two"])]
    later = {"a.lead": "no", "a.three": "0", "a.one": "9", "a.two": "0", "a.four": "0"}
    behind = _prospect(Reading(assessor), answered(assessor, {**later}))
    assert headline_doubts(behind) == ()


def test_a_flag_that_may_fire_at_another_place_too_leaves_the_result_open(tmp_path: Path) -> None:
    base = small_base(
        tmp_path, rule("p.one", "a.one > 5", 1),
        flags=(flag("sore", "s.site.pain > 3", tier="C", plan="site", each=True),), plan=True,
    )  # fmt: skip
    assessor = QuickAssessor(base.knowledge)
    known = {"a.one": "0", "a.lead": "no", "s.places": "left,right", "s.left.pain": "9"}
    prospect = _prospect(Reading(assessor), answered(assessor, known))
    assert headline_doubts(prospect) == ()
    assert [(one.step, one.questions) for one in result_doubts(prospect)] == [
        (Step.FLAG, frozenset(["s.right.pain"]))
    ]
