"""What an item can still add to a deficit, whatever is answered to what is not.

A deficit is a sum of points over a sum of worth. What an item adds to the two is its *part*; an
item that does not apply adds nothing to either.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from math import prod

from ..condition import Value, references
from ..knowledge import FirstThatHolds, Knowledge, Lookup
from ..scoring import ItemScore
from ..search.formulas import inputs
from ..vocabulary import Answer, Answers, Kind, Number, State
from .items import Item, Values
from .values import has_too_many_words, supposed, telling_values

Part = tuple[int, int]  # points and worth

_MOST_TRIES = 2000  # ways to answer the open questions of an item
_KEPT = 4096  # what was worked out for items last, so that the next question finds it


def parts_of(score: ItemScore) -> frozenset[Part]:
    """The parts between which an item lies, as far as its answers say.

    While it is open whether the item applies these are the terms that `scoring` has for it in
    `low` and `high`, and those of the item once that is settled.
    """
    worth = score.group.worth
    if score.applies is False:
        return frozenset([(0, 0)])
    settled = {(score.least, worth), (score.most, worth)}
    if score.applies:
        return frozenset(settled)
    return frozenset(settled | {(0, 0), (0, worth - score.least), (score.most, score.most)})


def given(answers: Answers, names: Iterable[str]) -> dict[str, Answer]:
    """Those of the questions to which the runner gave an answer; *don't know* is none."""
    return {
        name: answers[name]
        for name in names
        if name in answers and answers[name].state is State.GIVEN
    }


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Every part that an item can have; `is_exact`: each of them, and no other, can come out."""

    parts: frozenset[Part]
    is_exact: bool


def outcomes(item: Item, answers: Answers) -> Outcomes:
    """What can become of an item, over all ways to answer what is not answered.

    Never a part too few. Some too many where a number of the item is calculated from several open
    questions or may stay unknown, or where there are too many ways to try: then what `parts_of`
    says of it.
    """
    values = tuple(
        answer.value if (answer := answers.get(name)) is not None else None
        for name in item.questions
    )
    return _outcomes(item, values)


@lru_cache(maxsize=_KEPT)
def _outcomes(item: Item, values: Values) -> Outcomes:
    known = {
        name: supposed(item.knowledge.questions[name], value)
        for name, value in zip(item.questions, values, strict=True)
        if value is not None
    }
    score = item.score(known)
    free = item.open_questions(known)
    is_vague = is_entangled(item, free) or any(has_too_many_words(item, name) for name in free)
    if is_settled(score) or not free or is_vague:
        return Outcomes(parts_of(score), is_settled(score))
    choices = _choices(item, known, free)
    if prod(len(one) for one in choices.values()) > _MOST_TRIES:
        return Outcomes(parts_of(score), is_exact=False)
    scores = [
        item.score(known | dict(zip(choices, chosen, strict=True)))
        for chosen in product(*choices.values())
    ]
    parts = frozenset[Part]().union(*(parts_of(one) for one in scores))
    return Outcomes(parts, all(is_settled(one) for one in scores))


def is_settled(score: ItemScore) -> bool:
    """Whether nothing more can come of an item: it is decided, or it does not apply."""
    return score.is_decided or score.applies is False


@lru_cache(maxsize=512)
def calculated_from(item: Item) -> frozenset[str]:
    """The questions whose numbers enter a calculation of an item, not only a table or a word."""
    return frozenset().union(*(_calculated(item.knowledge, one) for one in item.knowledge.derived))


def is_entangled(item: Item, free: Collection[str]) -> bool:
    """Whether a number of an item is calculated from one of these questions and another of them.

    Then no few values of the one stand for all, since what they give depends on the other.
    """
    for name in item.knowledge.derived:
        open_inputs = set(free).intersection(inputs(item.knowledge, name))
        if len(open_inputs) > 1 and open_inputs & _calculated(item.knowledge, name):
            return True
    return False


def _calculated(knowledge: Knowledge, name: str) -> set[str]:
    """The questions that a derived number is calculated from, through other such numbers."""
    if name in knowledge.questions:
        return {name}
    formula = knowledge.derived[name].formula
    if isinstance(formula, FirstThatHolds | Lookup):
        return set()
    return set().union(*(_calculated(knowledge, one) for one in references(formula)))


def _choices(
    item: Item, known: dict[str, Answer], free: Collection[str]
) -> dict[str, tuple[Answer, ...]]:
    """The answers to try for each open question; what is known matters only to calculations."""
    calculated = calculated_from(item)
    beside = known if calculated.intersection(free) else {}
    found = {}
    for name, values in telling_values(item.knowledge, [item], beside, free).items():
        question = item.knowledge.questions[name]
        tried = _filled(values, question.kind) if name in calculated else values
        found[name] = tuple(supposed(question, value) for value in tried)
    return found


def _filled(values: tuple[Value, ...], kind: Kind) -> Iterator[Value]:
    """Numbers with one between each two, and the ends: where a calculation turns, one is near."""
    ends = {kind.lowest, kind.highest} if isinstance(kind, Number) else set[float]()
    numbers = sorted(ends.union(one for one in values if isinstance(one, float)))
    yield from numbers
    yield from ((low + high) / 2 for low, high in pairwise(numbers))
