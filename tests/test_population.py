"""Made-up runners: the same for the same seed, as the population says, and of one piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from surefoot.engine.answers import answers_from, not_applying
from surefoot.engine.answers_text import format_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.condition import ALWAYS, Value
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import KnowledgeError, Source
from surefoot.engine.evaluate import Evaluator
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import Population, generate, read_population
from surefoot.engine.population.model import Case, EachShare, OneOf
from surefoot.engine.population.writing import written
from surefoot.engine.source import read_text
from surefoot.engine.vocabulary import Answer, State, Text

from .support import bases, small
from .support.population import (
    band_shares,
    documented_shares,
    is_near,
    runners,
    shipped,
    tier_shares,
)

_PLANTS = Path(__file__).parent / "fixtures" / "tiny_knowledge"
_MANY = 5_000
Runner = dict[str, Answer]


def _runners() -> tuple[Runner, ...]:
    return runners(_MANY, 11)


# --- The same again ---


def test_the_same_seed_makes_the_same_runners() -> None:
    assert list(generate(*shipped(), 20, 11)) == list(_runners()[:20])


def test_a_runner_does_not_depend_on_how_many_there_are() -> None:
    assert list(islice(generate(*shipped(), 1_000_000, 11), 5)) == list(_runners()[:5])


def test_another_seed_makes_other_runners() -> None:
    others = list(generate(*shipped(), 50, 12))
    assert not [one for one in others if one in _runners()[:100]]


def test_no_two_runners_are_the_same() -> None:
    texts = {format_answers(one) for one in _runners()}
    assert len(texts) == _MANY


# --- As the population says ---


Draw = OneOf | EachShare


def _stated_shares() -> Iterator[tuple[str, Draw, list[Value]]]:
    """Each case that says shares without a formula, with the answers of those it is for.

    Who that is must follow from answers: cases that read traits are left out.
    """
    knowledge, population = shipped()
    evaluator = Evaluator(knowledge)
    facts = [evaluator.facts(one) for one in _runners()]
    for name, drawing in population.questions.items():
        for number, case in enumerate(drawing.cases):
            draw, before = case.draw, drawing.cases[:number]
            if not isinstance(draw, Draw) or case.number or drawing.highest:
                continue
            conditions = [one.when for one in (*before, case) if one.when is not None]
            if any(trait in str(conditions) for trait in population.traits):
                continue
            yield (
                name,
                draw,
                [
                    one.values[name]
                    for one in facts
                    if one.is_declared(name)
                    and (case.when is None or evaluator.truth(case.when, one))
                    and all(evaluator.truth(other.when or ALWAYS, one) is False for other in before)
                ],
            )


def test_shares_are_as_stated_in_every_case_that_is_seen() -> None:
    seen, wrong = 0, []
    for name, draw, values in _stated_shares():
        if len(values) < 150:
            continue
        seen += 1
        drawn_first = sum(one for _, one in draw.alone) if isinstance(draw, EachShare) else 0.0
        for word, stated in draw.shares:
            share = stated * (1 - drawn_first)
            made = [one for one in values if one == word or word in _several(one)]
            if not is_near(len(made) / len(values), share, len(values)):
                wrong.append(f"{name} {word}: {len(made) / len(values):.3f}, not {share:.3f}")
    assert wrong == []
    assert seen > 50


def _several(value: Value) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()


def test_the_shares_of_those_who_do_not_answer_are_as_stated() -> None:
    knowledge, population = shipped()
    seen, wrong = 0, []
    for name, drawing in population.questions.items():
        question = knowledge.questions[name]
        if question.gate is not None or len({one.silence for one in drawing.cases}) > 1:
            continue
        seen += 1
        silence = drawing.cases[0].silence
        states = Counter(one[name].state if name in one else None for one in _runners())
        for state, share in (
            (State.DONT_KNOW, silence.dont_know),
            (State.DECLINED, silence.declined),
            (None, silence.skipped),
        ):
            if not is_near(states[state] / _MANY, share, _MANY):
                wrong.append(f"{name} {state}: {states[state] / _MANY:.3f}, not {share:.3f}")
    assert wrong == []
    assert seen > 25


# --- Gates ---


def test_only_questions_that_apply_are_answered() -> None:
    evaluator = Evaluator(shipped()[0])
    for one in _runners():
        facts = evaluator.facts(one)
        assert not_applying(one, facts) == []
        assert all(facts.gate(name) is True for name in one)


def test_every_question_that_applies_is_asked() -> None:
    """Who answers all has an answer to each question whose gate is true, and to no other."""
    knowledge, population = shipped()
    talkative = Population(
        population.traits,
        {
            name: replace(one, cases=tuple(_never_silent(case) for case in one.cases))
            for name, one in population.questions.items()
        },
    )
    evaluator = Evaluator(knowledge)
    for one in generate(knowledge, talkative, 300, 3):
        facts = evaluator.facts(one)
        asked = {
            name
            for name, question in knowledge.questions.items()
            if facts.gate(name) and not isinstance(question.kind, Text)
        }
        untested = {name for name in asked - one.keys() if name.startswith("strength.")}
        assert one.keys() == asked - untested


def _never_silent(case: Case) -> Case:
    is_drawn = case.draw is not None or case.number is not None
    silence = replace(case.silence, dont_know=0.0, declined=0.0, skipped=0.0)
    return replace(case, silence=silence) if is_drawn else case


def test_each_chosen_place_opens_its_questions() -> None:
    for one in _runners():
        places = one["symptom.sites"].value if "symptom.sites" in one else frozenset()
        assert isinstance(places, frozenset | None)
        named = {name.split(".")[1] for name in one if name.count(".") == 2}
        assert named <= (places or frozenset())
    everywhere = {name.split(".")[1] for one in _runners() for name in one if name.count(".") == 2}
    assert everywhere == set(shipped()[0].sites)


# --- What no real runner fulfils ---


def test_no_runner_fulfils_what_is_never_together(tmp_path: Path) -> None:
    extra = small.never("a.one > 5 and a.two > 5", "s.places has left and a.lead == yes")
    knowledge = small.small_base(tmp_path, extra=extra).knowledge
    evaluator = Evaluator(knowledge)
    found = list(generate(knowledge, read_population(tmp_path, knowledge), 2_000, 1))
    for one in found:
        facts = evaluator.facts(one)
        assert not any(evaluator.truth(one, facts) for one in knowledge.never_together)
    assert any(_given(one, "a.one") == 6 for one in found)


def _given(runner: Runner, name: str) -> Value | None:
    return runner[name].value if name in runner else None


def test_a_population_without_a_possible_runner_is_an_error(tmp_path: Path) -> None:
    knowledge = small.small_base(tmp_path, extra=small.never("a.one >= 1", "a.one < 1")).knowledge
    with pytest.raises(KnowledgeError, match="ruled out") as caught:
        next(generate(knowledge, read_population(tmp_path, knowledge), 1, 1))
    assert [one.code for one in caught.value.problems] == ["KB220"]


# --- Other bases, and all the way ---


def test_a_base_that_says_nothing_has_runners_by_the_defaults() -> None:
    knowledge = load_knowledge(_PLANTS)
    population = read_population(_PLANTS, knowledge)
    assert population == Population({}, {})
    plants = list(generate(knowledge, population, 2_000, 1))
    eaten = Counter(_given(one, "safety.eaten") for one in plants)
    assert all(abs(eaten[word] / 2_000 - 0.98 / 3) < 0.04 for word in ("no", "not_sure", "yes"))
    assert 0.01 < eaten[None] / 2_000 < 0.03
    ages = sorted(one["plant.age"].value for one in plants if "plant.age" in one)  # type: ignore[type-var]
    assert ages[len(ages) // 2] == pytest.approx(300, abs=20)
    assert not [one for one in plants if "plant.name" in one]
    nothing = sum(_given(one, "symptom.sites") == frozenset({"none"}) for one in plants)
    assert nothing / 2_000 == pytest.approx(0.49, abs=0.04)


@pytest.mark.parametrize("seed", range(25))
def test_runners_of_any_base_are_read_back_and_assessed(tmp_path: Path, seed: int) -> None:
    folder = bases.write_random_base(tmp_path / "base", seed)
    knowledge = load_knowledge(folder)
    assessor = Assessor(knowledge)
    for one in generate(knowledge, read_population(folder, knowledge), 30, seed):
        assert _read_back(format_answers(one), knowledge) == one
        assert not_applying(one, assessor.evaluate(one).facts) == []


def _read_back(text: str, knowledge: Knowledge, *, is_json: bool = False) -> Mapping[str, Answer]:
    read = answers_from(read_text(Source("runner", text), is_json=is_json), knowledge)
    assert read.warnings == ()
    return read.answers


def test_every_runner_is_read_back_as_they_were() -> None:
    knowledge = shipped()[0]
    for one, line in zip(_runners()[:500], _lines("jsonl"), strict=True):
        assert _read_back(line, knowledge, is_json=True) == one
        assert _read_back(format_answers(one), knowledge) == one


def _lines(name: str) -> Iterator[str]:
    return written(_runners()[:500], shipped()[0], name, is_one=False)


def test_runners_are_diagnosed_by_both_engines() -> None:
    assessor = Assessor(shipped()[0])
    for one in _runners()[:60]:
        assert diagnose(assessor, one).pillars


def test_the_shipped_base_says_how_each_of_its_answers_is_drawn() -> None:
    knowledge, population = shipped()
    asked = {name for name, one in knowledge.asked.items() if not isinstance(one.kind, Text)}
    assert asked == population.questions.keys()


def test_what_comes_out_for_2000_runners_is_plausible_and_as_documented() -> None:
    """The shares in the page are measured; whoever changes rules or runners writes them again."""
    assessor = Assessor(shipped()[0])
    assessed = [assessor.evaluate(one) for one in _runners()[:2_000]]
    tiers = tier_shares(assessor.knowledge, assessed)
    assert tiers["A"] < 5
    assert tiers["A"] + tiers["B"] < 25
    assert tiers["none"] > 40
    found = {"tier": tiers} | band_shares(assessor, assessed)
    for name, shares in documented_shares().items():
        for word, share in shares.items():
            measured = found[name].get(word, 0.0)
            assert abs(measured - share) < 4, f"{name} {word} is {measured:.0f}: {found}"


def test_chance_is_left_as_it_was() -> None:
    """Other parts of a program may draw numbers of their own."""
    import random  # noqa: PLC0415

    random.seed(4)
    expected = Random(4).random()
    next(generate(*shipped(), 1, 1))
    assert random.random() == expected
