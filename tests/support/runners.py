"""Random answers to a knowledge base, as text, through the same door as a runner's own."""

import datetime
import random
from collections.abc import Iterable, Mapping

from surefoot.engine.knowledge import Knowledge
from surefoot.engine.units import DATE, show_number
from surefoot.engine.vocabulary import (
    EXCLUSIVE,
    Answer,
    Choice,
    Misfit,
    Number,
    Question,
    Several,
    State,
    Text,
    read_answer,
)


def random_answer(question: Question, chance: random.Random) -> Answer:
    """A random answer that the question accepts; now and then *don't know*."""
    if question.offers_dont_know and chance.random() < 0.1:
        return Answer(State.DONT_KNOW, entered="unknown")
    found = read_answer(question, _texts(question, chance))
    assert not isinstance(found, Misfit), found
    return found


def _texts(question: Question, chance: random.Random) -> str | list[str]:
    match question.kind:
        case Number(lowest, highest, unit) if unit == DATE:
            return show_number(chance.randint(int(lowest), int(highest)), unit)
        case Number(lowest, highest):
            whole = chance.random() < 0.7
            value = chance.uniform(lowest, min(highest, lowest + 400))
            if question.kind.unit == DATE:
                return datetime.date.fromordinal(int(value)).isoformat()
            near = chance.choice([lowest, highest, round(value) if whole else round(value, 2)])
            return str(min(max(near, lowest), highest))
        case Choice(labels):
            return chance.choice(list(labels))
        case Several(labels):
            alone = [word for word in labels if word in EXCLUSIVE]
            if alone and chance.random() < 0.3:
                return [chance.choice(alone)]
            others = [word for word in labels if word not in EXCLUSIVE]
            return chance.sample(others, chance.randint(1, min(3, len(others))))
        case Text():
            return chance.choice(["Anna", "Łukasz Żółć", "李雷"])


def random_answers(
    knowledge: Knowledge, chance: random.Random, *, share_unanswered: float
) -> dict[str, Answer]:
    """Answers to a random share of all questions, also to some that do not apply."""
    return {
        name: random_answer(question, chance)
        for name, question in knowledge.questions.items()
        if chance.random() >= share_unanswered and _is_likely(question, chance)
    }


def _is_likely(question: Question, chance: random.Random) -> bool:
    """All questions without a site; of those for a site a third, for speed."""
    return question.site is None or chance.random() < 0.33


def completed(
    knowledge: Knowledge,
    answers: Mapping[str, Answer],
    chance: random.Random,
    names: Iterable[str] | None = None,
) -> dict[str, Answer]:
    """The same answers with random ones for what was not answered (never *don't know*).

    What only a record answers stays as it is: a diagnosis has the record that it has.
    """
    full = dict(answers)
    for name in names if names is not None else knowledge.asked:
        known = full.get(name)
        if known is None or known.state is not State.GIVEN:
            while (
                new := random_answer(knowledge.questions[name], chance)
            ).state is not State.GIVEN:
                pass
            full[name] = new
    return full
