"""On what a result turns: exactly what a whole diagnosis of the other answer says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from surefoot.engine.assessment import Assessor, QuickAssessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.turning import Turning, find_turnings, steps_from
from surefoot.engine.vocabulary import (
    Answer,
    Choice,
    Misfit,
    Number,
    Question,
    State,
    read_answer,
)

from .support.bases import write_random_base
from .support.population import runners, shipped
from .support.runners import random_answers
from .support.small import diagnosed, flag, rule, small_base

SHARE = 0.1  # of the questions of a made-up runner: the rest is for who has the time
_BANDS = ("weak", "watch", "solid")
_RULES = (
    rule("p.one", "a.one > 3", 6),
    rule("p.rest", "a.two > 3", 4),
    rule("q.one", "a.three > 3", 4),
    rule("q.rest", "a.two > 3", 6),
)
_TURNS = dict[tuple[str, object, str | None], tuple[str | None, str | None]]


@pytest.fixture
def base(tmp_path: Path) -> Assessor:
    """P has 60 with `one` above 3, Q has 40 with `three` above 3."""
    return small_base(tmp_path, *_RULES)


def _with(base: Assessor, name: str = "a.one", **fields: object) -> Assessor:
    """The same base, with a question that is otherwise."""
    questions = base.knowledge.questions
    question = replace(questions[name], **fields)  # type: ignore[arg-type]
    return Assessor(replace(base.knowledge, questions={**questions, name: question}))


def _briefly(
    diagnosis: Diagnosis,
) -> list[tuple[str, str, str, str | None, str | None, str | None]]:
    return [
        (one.question.id, one.given, one.other.shown, one.part, one.before, one.after)
        for one in find_turnings(diagnosis)
    ]


def test_what_comes_first_and_bands_turn_by_one_step(base: Assessor) -> None:
    found = _briefly(diagnosed(base, one="4", two="0", three="9"))
    assert found == [
        ("a.one", "4 of 10", "3 of 10", None, "p", "q"),
        ("a.one", "4 of 10", "3 of 10", "p", "weak", "solid"),
    ]


def test_what_is_two_steps_away_does_not_turn(base: Assessor) -> None:
    assert _briefly(diagnosed(base, one="5", two="0", three="9")) == []
    assert _briefly(diagnosed(_with(base, step=2), one="5", two="0", three="9")) != []


def test_the_nearest_answer_within_the_error_of_a_test_is_named(base: Assessor) -> None:
    """At 6 with an error of 4, the steps to 5, 4 and 3 are tried, and 3 turns; 2 is not named."""
    found = _briefly(diagnosed(_with(base, measurement_error=4), one="6", two="0", three="9"))
    assert {(given, other) for _, given, other, *_ in found} == {("6 of 10", "3 of 10")}
    assert _briefly(diagnosed(_with(base, measurement_error=2), one="6", two="0", three="9")) == []


def test_both_directions_are_looked_at(tmp_path: Path) -> None:
    rules = [rule("p.low", "a.one < 4", 4), rule("p.high", "a.one > 4", 6)]
    found = _briefly(diagnosed(small_base(tmp_path, *rules), one="4"))
    assert {(other, after) for _, _, other, part, _, after in found if part == "p"} == {
        ("3 of 10", "weak"), ("5 of 10", "weak"),
    }  # fmt: skip


def test_where_nothing_is_weak_nothing_comes_first(base: Assessor) -> None:
    found = _briefly(diagnosed(base, one="3", two="0", three="0"))
    assert found[0] == ("a.one", "3 of 10", "4 of 10", None, None, "p")


def test_a_context_that_leads_comes_first(tmp_path: Path) -> None:
    """A context of 40 or more leads whatever the pillars say."""
    rules = [
        rule("p.one", "a.one > 3", 6),
        rule("c.two", "a.two > 3", 4),
        rule("c.x", "a.one > 9", 6),
    ]
    found = _briefly(diagnosed(small_base(tmp_path, *rules), one="5", two="3"))
    assert found == [
        ("a.two", "3 of 10", "4 of 10", None, "p", "c"),
        ("a.two", "3 of 10", "4 of 10", "c", "solid", "weak"),
    ]


_PATTERN = """
patterns:
  pattern.x:
    title: X
    status: trial
    evidence: [expert]
    grade: expert
    about: About
    differ: Differ
    sites: [left]
    links: [{q: a.four > 5}]
    signs:
      pain: {say: strongly, when: s.site.pain > 6}
      none: {say: strongly, when: s.site.pain > 6 and a.lead == no}
"""


@pytest.mark.parametrize(
    ("pain", "four", "question", "given", "other"),
    [("6", "9", "s.left.pain", "6", "7"), ("9", "5", "a.four", "5", "6")],
    ids=["by-its-sign", "by-the-condition-of-its-link"],
)
def test_a_pattern_that_links_to_a_pillar_turns_it(
    tmp_path: Path, pain: str, four: str, question: str, given: str, other: str
) -> None:
    """It adds 10 to Q, which then comes before P."""
    rules = [
        rule("p.one", "a.one > 3", 5), rule("p.rest", "a.two > 3", 5),
        rule("q.one", "a.three > 3", 45), rule("q.rest", "a.two > 3", 55),
    ]  # fmt: skip
    assessor = small_base(tmp_path, *rules, extra=_PATTERN)
    answers = {"one": "9", "two": "0", "three": "9", "places": "left", "lead": "no"}
    found = _briefly(diagnosed(assessor, **answers, left_pain=pain, four=four))
    assert found == [(question, f"{given} of 10", f"{other} of 10", None, "p", "q")]


def test_a_flag_that_a_rule_reads_turns_it_and_one_that_is_raised_does_not(tmp_path: Path) -> None:
    flags = (flag("sore", "a.five > 5", tier="D", plan="unchanged"), flag("halt", "a.four > 5"))
    assessor = small_base(tmp_path, rule("p.sore", "flag.sore == yes", 4), flags=flags)
    found = _briefly(diagnosed(assessor, five="5", four="5"))
    assert {(name, part) for name, _, _, part, _, _ in found} == {("a.five", None), ("a.five", "p")}


def test_a_band_is_not_lost_or_won_by_what_applies(tmp_path: Path) -> None:
    gated = "  a.six: {title: Six, ask: A, why: W, answer: 0 to 10, only_if: a.one > 3}\n"
    assessor = small_base(tmp_path, rule("p.six", "a.six > 3", 4), extra=gated)
    assert _briefly(diagnosed(assessor, one="4")) == []
    assert _briefly(diagnosed(assessor, one="3")) == []


def test_an_answer_that_does_not_apply_turns_nothing(tmp_path: Path) -> None:
    assessor = small_base(
        tmp_path, rule("p.gated", "a.gated > 3", 4), rule("p.one", "a.one > 3", 1)
    )
    given = {"gated": "3", "one": "0"}
    assert _briefly(diagnosed(assessor, **given, gate="no")) == []
    assert _briefly(diagnosed(assessor, **given, gate="yes")) != []


def _question(kind: Number | Choice, **fields: object) -> Question:
    return Question(id="a.b", title="B", ask="Ask", kind=kind, **fields)  # type: ignore[arg-type]


def _steps(question: Question, text: str) -> list[list[str]]:
    answer = read_answer(question, text)
    assert not isinstance(answer, Misfit)
    return [[one.shown for one in direction] for direction in steps_from(question, answer)]


@pytest.mark.parametrize(
    ("kind", "fields", "text", "expected"),
    [
        (Number(0, 14, "h"), {"step": 0.5}, "6.5", [["6 hours"], ["7 hours"]]),
        (Number(0, 14, "h"), {"step": 0.5}, "390 min", [["360 min"], ["420 min"]]),
        (Number(0, 14, "h"), {"step": 0.5}, "0", [["0.5 hours"]]),
        (Number(0, 14, "h"), {"step": 0.5}, "13.8", [["13.3 hours"], ["14 hours"]]),
        (Number(0, 350, "km"), {}, "5 mi", [["4.5 mi"], ["5.5 mi"]]),
        (Number(0, 350, "km"), {}, "8,05", [["7.05 km"], ["9.05 km"]]),
        (Number(0, 5000, "km"), {"step": 50}, "300 mi", [["270 mi"], ["330 mi"]]),
        (Number(150, 900, "s/km"), {"step": 10}, "5:30 /km", [["5:20 /km"], ["5:40 /km"]]),
        (Number(150, 900, "s/km"), {"step": 10}, "9:40 /mi", [["9:20 /mi"], ["10:00 /mi"]]),
        (Number(0, 600, "months"), {}, "2 years", [["23 months"], ["25 months"]]),
        (Number(0, 600, "s"), {"step": 5}, "1:30 min", [["85 seconds"], ["95 seconds"]]),
        (Number(0, 120, "repetitions"), {"measurement_error": 3}, "20",
         [["19 repetitions", "18 repetitions", "17 repetitions"],
          ["21 repetitions", "22 repetitions", "23 repetitions"]]),
        (Number(0, 9), {"step": 2, "measurement_error": 3}, "4", [["2", "1"], ["6", "7"]]),
        (Number(0, 9), {"measurement_error": 0.4}, "4", [["3"], ["5"]]),
        (Number(730120, 766644, "date"), {}, "2027-04-18", []),
        (Choice(dict.fromkeys(("low", "mid", "high"), "")), {"worse": "higher"}, "low", [["mid"]]),
        (Choice({"a": "A", "b": "B", "c": "C"}), {"worse": "lower"}, "b", [["A"], ["C"]]),
        (Choice({"a": "A", "unsure": "U", "b": "B", "c": "C"}), {"worse": "lower"}, "a", [["B"]]),
        (Choice({"a": "A", "unsure": "U", "b": "B", "c": "C"}), {"worse": "lower"}, "unsure", []),
        (Choice({"a": "A", "b": "B", "c": "C"}), {}, "b", []),
        (Choice({"no": "No", "not_sure": "Not sure", "yes": "Yes"}), {"worse": "higher"}, "no", []),
        (Number(0, 9), {}, "unknown", []),
    ],
)  # fmt: skip
def test_the_answers_within_one_step(
    kind: Number | Choice, fields: dict[str, object], text: str, expected: list[list[str]]
) -> None:
    if isinstance(kind, Choice):
        kind = Choice({word: label or word for word, label in kind.labels.items()})
    assert _steps(_question(kind, **fields), text) == expected


def _look(diagnosis: Diagnosis) -> dict[str | None, str | None]:
    """What comes first, under None, and the bands."""
    states = {one.rule.id: one.state for one in diagnosis.rules}
    bands: dict[str | None, str | None]
    bands = {one.pillar.id: str(one.band) for one in (*diagnosis.pillars, *diagnosis.contexts)}
    leading = [
        one.pillar.id for one in diagnosis.contexts
        if f"headline.{one.pillar.id}" in states
        and (states[f"headline.{one.pillar.id}"] == "fires" or bands[one.pillar.id] == "weak")
    ]  # fmt: skip
    weak = [one.pillar.id for one in diagnosis.pillars if (one.priority or 0) >= 20]
    return {None: next(iter((*leading, *weak)), None), **bands}


def _brute(
    assessor: Assessor, before: Diagnosis, others: Mapping[str, list[list[Answer]]]
) -> _TURNS:
    """All that turns, by a whole diagnosis of every other answer."""
    found: _TURNS = {}
    old = _look(before)
    for name, directions in others.items():
        for direction in directions:
            told = set[str | None]()
            for other in direction:
                new = _look(diagnose(assessor, {**before.answers, name: other}))
                for part in old:
                    is_said = part is None or (old[part] in _BANDS and new[part] in _BANDS)
                    if is_said and part not in told and old[part] != new[part]:
                        told.add(part)
                        found[name, other.value, part] = (old[part], new[part])
    return found


def _found(turnings: tuple[Turning, ...]) -> _TURNS:
    keyed: _TURNS = {
        (one.question.id, one.other.value, one.part): (one.before, one.after) for one in turnings
    }
    assert len(keyed) == len(turnings)
    return keyed


def _plain_steps(question: Question, answer: Answer) -> list[list[Answer]]:
    """One step each way, worked out anew for the questions of a random base."""
    kind, step = question.kind, question.step
    if answer.state is not State.GIVEN:
        return []
    if isinstance(kind, Number) and isinstance(answer.value, float):
        near = [max(kind.lowest, answer.value - step), min(kind.highest, answer.value + step)]
        texts = [f"{round(value, 6)}" for value in near if value != answer.value]
    elif isinstance(kind, Choice) and question.worse != "neither":
        words = list(kind.labels)
        place = words.index(str(answer.value))
        texts = [words[at] for at in (place - 1, place + 1) if 0 <= at < len(words)]
    else:
        return []
    read = [read_answer(question, text) for text in texts]
    return [[one] for one in read if not isinstance(one, Misfit)]


def test_it_is_what_whole_diagnoses_say_on_random_bases(tmp_path: Path) -> None:
    """Experta too; bases with gates, chains of flags and patterns, sites and derived values."""
    seen = Counter[str]()
    for seed in range(60):
        knowledge = load_knowledge(write_random_base(tmp_path / f"kb{seed}", seed))
        chance = random.Random(seed)
        questions = {
            name: replace(one, step=chance.choice([0.5, 1.0, 2.0, 3.0]))
            for name, one in knowledge.questions.items()
        }
        assessor = Assessor(replace(knowledge, questions=questions))
        for _ in range(3):
            before = diagnose(
                assessor, _whole(random_answers(knowledge, chance, share_unanswered=0))
            )
            gate = before.assessment.facts.gate
            others = {
                name: _plain_steps(questions[name], answer)
                for name, answer in before.answers.items()
                if before.plan.shown and gate(name) is True and name in knowledge.asked
            }
            expected = _brute(assessor, before, others)
            assert _found(find_turnings(before)) == expected
            seen.update(name for name, *_ in expected)
    assert seen["a.number"] > 10
    assert seen["a.word"] > 5


def _whole(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The same with whole numbers, so that what is shown is what is meant."""
    return {
        name: replace(one, value=float(round(one.value)), shown=f"{round(one.value)}")
        if isinstance(one.value, float) else one
        for name, one in answers.items()
    }  # fmt: skip


def test_it_is_what_whole_diagnoses_say_of_made_up_runners() -> None:
    """On 100 runners of the shipped base, of each a part of the questions."""
    knowledge, _ = shipped()
    assessor = QuickAssessor(knowledge)
    chance, seen = random.Random(5), 0
    for answers in runners(100, 31):
        before = diagnose(assessor, answers)
        found = _found(find_turnings(before))
        assert before.plan.shown or not found
        gate = before.assessment.facts.gate
        every = [n for n in answers if answers[n].state is State.GIVEN and gate(n) is True]
        tried = [n for n in every if before.plan.shown and chance.random() < SHARE]
        others = {
            n: [list(one) for one in steps_from(knowledge.questions[n], answers[n])] for n in tried
        }
        expected = _brute(assessor, before, others)
        assert {key: change for key, change in found.items() if key[0] in tried} == expected
        assert {name for name, *_ in found} <= set(every)
        seen += len(expected)
    assert seen > 50


def test_the_most_important_come_first() -> None:
    knowledge, _ = shipped()
    assessor = QuickAssessor(knowledge)
    for answers in runners(40, 32):
        found = diagnose(assessor, answers)
        ranks = {None: -1} | {
            one.pillar.id: rank for rank, one in enumerate((*found.pillars, *found.contexts))
        }
        turnings = find_turnings(found)
        order = [ranks[one.part] for one in turnings]
        assert order == sorted(order)
        for part in ranks:
            of_part = [one.question for one in turnings if one.part == part]
            measured = [bool(one.measurement_error) for one in of_part]
            assert measured == sorted(measured, reverse=True)
            choices = [isinstance(one.kind, Choice) for one in of_part]
            assert choices == sorted(choices)
