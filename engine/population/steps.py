"""What is done to draw one value of a runner, as functions compiled once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import accumulate
from random import Random

from ..condition import Value
from ..evaluate import Evaluator, Facts, Meaning
from ..search import texts_of
from ..vocabulary import Answer, Kind, Misfit, Number, Question, State, read_answer
from .model import Case, Drawing, Silence
from .sampling import Sample, make_number_sample, make_pick

SOURCE = "file"  # where the answers say they are from: as they are when read back
_REMEMBERED = 10_000  # answers to one question that are not read again
_DONT_KNOW = Answer(State.DONT_KNOW, None, "unknown", "Don't know", SOURCE)
_DECLINED = Answer(State.DECLINED, None, "prefer not to say", "Preferred not to say", SOURCE)


@dataclass(slots=True)
class Draft:
    """A runner while being drawn: what is true of them, and what they answer.

    What is `given` is not drawn, and answered for certain.
    """

    facts: Facts
    chance: Random
    given: Mapping[str, Value]
    answers: dict[str, Answer] = field(default_factory=dict)


Step = Callable[[Draft], None]


@dataclass(frozen=True, slots=True)
class _Way:
    """A case, ready to draw; `silences` has up to which share of runners each is the reply."""

    when: Meaning | None
    sample: Sample | None
    silences: tuple[tuple[float, Answer | None], ...]
    silent_share: float


def derived_step(name: str, evaluator: Evaluator) -> Step:
    """Works out a derived value."""

    def step(draft: Draft) -> None:
        value = evaluator.derive(name, draft.facts)
        if value is not None:
            draft.facts.values[name] = value

    return step


def trait_step(name: str, drawing: Drawing, kind: Number, evaluator: Evaluator) -> Step:
    """Draws a trait."""
    ways = _ways(drawing, kind, evaluator)

    def step(draft: Draft) -> None:
        facts = draft.facts
        for way in ways:
            if way.when is None or way.when(facts):
                value = way.sample(facts, draft.chance) if way.sample else None
                if value is not None:
                    facts.values[name] = value
                return

    return step


def question_step(question: Question, drawing: Drawing, evaluator: Evaluator) -> Step:
    """Draws what is true of a runner and whether they say so, if the question applies."""
    name = question.id
    gate = None if question.gate is None else evaluator.meaning(question.gate)
    ways = _ways(drawing, question.kind, evaluator)
    read = lru_cache(_REMEMBERED)(partial(_read, question))

    def step(draft: Draft) -> None:
        facts = draft.facts
        if gate is not None and not gate(facts):
            return
        if name in draft.given:
            facts.values[name] = draft.given[name]
            draft.answers[name] = read(draft.given[name])
            return
        for way in ways:
            if way.when is None or way.when(facts):
                break
        else:
            return
        value = way.sample(facts, draft.chance) if way.sample else None
        answer = None
        if value is not None:
            facts.values[name] = value
            answer = read(value)
        if way.silent_share:
            share = draft.chance.random()
            if share < way.silent_share:
                answer = next(one for end, one in way.silences if share < end)
        if answer is not None:
            draft.answers[name] = answer

    return step


def _ways(drawing: Drawing, kind: Kind, evaluator: Evaluator) -> tuple[_Way, ...]:
    return tuple(
        _Way(
            when=None if case.when is None else evaluator.meaning(case.when),
            sample=_sample(case, drawing, kind, evaluator),
            silences=_silences(case.silence),
            silent_share=case.silence.total,
        )
        for case in drawing.cases
    )


def _sample(case: Case, drawing: Drawing, kind: Kind, evaluator: Evaluator) -> Sample | None:
    if case.draw is None and case.number is None:
        return None
    if isinstance(kind, Number):
        return make_number_sample(case, drawing, kind, evaluator)
    if case.draw is None:
        raise TypeError(f"a number is worked out for an answer of kind {kind}")
    return make_pick(case.draw)


def _silences(silence: Silence) -> tuple[tuple[float, Answer | None], ...]:
    shares = (silence.dont_know, silence.declined, silence.skipped)
    replies = (_DONT_KNOW, _DECLINED, None)
    return tuple(zip(accumulate(shares), replies, strict=True))


def _read(question: Question, value: Value) -> Answer:
    """The answer that says a value, read from its text as a runner's own would be."""
    read = read_answer(question, texts_of(question, value), SOURCE)
    if isinstance(read, Misfit):
        raise TypeError(f"{question.id} was drawn as {value}: {read.message}")
    return read
