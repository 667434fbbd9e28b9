"""The values worth trying: whatever else is answered, one of them gives the same."""

from __future__ import annotations

import random

from surefoot.engine.assessment import QuickAssessor
from surefoot.engine.reasoning.items import Item, items_of
from surefoot.engine.reasoning.values import supposed, telling_values
from surefoot.engine.vocabulary import Answer, Number

from .support.population import runners, shipped

RUNNERS = 30
DRAWN = 25  # numbers of each question, of all that it can be


def _given(item: Item, answers: dict[str, Answer], name: str, value: float) -> tuple[object, ...]:
    answer = supposed(item.knowledge.questions[name], value)
    score = item.score({**answers, name: answer})
    return score.applies, score.least, score.most, score.rule


def test_a_value_stands_for_every_number_of_its_cell() -> None:
    knowledge, _ = shipped()
    chance = random.Random(4)
    numbers = {n: q.kind for n, q in knowledge.questions.items() if isinstance(q.kind, Number)}
    tried, items = 0, items_of(QuickAssessor(knowledge))
    for answers in runners(RUNNERS, 21):
        for item in items:
            for name in numbers.keys() & set(item.questions):
                kind = numbers[name]
                values = telling_values(knowledge, [item], answers, {name})[name]
                told = {
                    _given(item, answers, name, one) for one in values if isinstance(one, float)
                }
                for _ in range(DRAWN):
                    near = chance.choice([value for value in values if isinstance(value, float)])
                    drawn = near + chance.uniform(-2, 2)
                    any_number = chance.uniform(kind.lowest, kind.highest)
                    for one in (drawn, float(round(drawn)), any_number):
                        number = min(max(one, kind.lowest), kind.highest)
                        assert _given(item, answers, name, number) in told, (name, number)
                        tried += 1
    assert tried > RUNNERS * DRAWN
