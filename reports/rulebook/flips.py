"""The nearest runner who flips a rule: one for whom it fires, and one answer that quiets it.

Whatever is printed of it was held against `evaluate`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ...engine.condition import All, Any, AtLeast, Condition, Value, comparisons, subjects
from ...engine.evaluate import Truth
from ...engine.knowledge import Rule
from ...engine.search import Search, answers_of
from ...engine.vocabulary import EXCLUSIVE, Choice, Number, Several

_STEPS: Final = (1.0, 0.5, 0.1, 0.05, 0.01)  # from numbers that people say to those they write
_FAR: Final = 0.3  # of the range: no step is larger
_GRID: Final = 24  # where a number is looked at that has no threshold of its own


@dataclass(frozen=True, slots=True)
class Flip:
    """Two answers to a question: with one the rule fires, with the other it is quiet.

    `far` is a share of the range of the answers, so that questions can be compared.
    """

    question: str
    before: Value
    after: Value
    far: float


@dataclass(frozen=True, slots=True)
class Flips:
    """A runner for whom a rule fires; for each answer the nearest one that quiets it, if any."""

    runner: Mapping[str, Value]
    flips: tuple[Flip, ...]


class Flipper:
    """Finds the flips of the rules of one base."""

    def __init__(self, search: Search) -> None:
        """Takes what finds runners."""
        self._search = search
        self._knowledge = search.knowledge
        self._evaluator = search.assessor.evaluator

    def flips(self, rule: Rule) -> Flips | None:
        """The flips of a rule, nearest first; None if no runner was found for whom it fires."""
        for instance in rule.instances:
            fires, quiet = _sharpened(instance.condition)
            runner = self._search.runner(fires, quiet) or self._search.runner([instance.condition])
            if runner is not None:
                close = self._closer(rule, runner)
                found = [flip for name in close if (flip := self._nearest(rule, close, name))]
                return Flips(close, tuple(sorted(found, key=lambda flip: flip.far)))
        return None

    def truth(self, rule: Rule, runner: Mapping[str, Value]) -> Truth:
        """What a rule comes to for a runner; unknown for one whom a contradiction rules out."""
        answers = answers_of(self._knowledge, runner)
        whole = Any(tuple(one.condition for one in rule.instances))
        if any(self._knowledge.is_concluded(one) for one in subjects(whole)):
            facts = self._search.assessor.evaluate(answers).facts
        else:
            facts = self._evaluator.facts(answers)
        truth = self._evaluator.truth
        if any(truth(one, facts) for one in self._knowledge.never_together):
            return None
        return truth(whole, facts)

    def _closer(self, rule: Rule, runner: Mapping[str, Value]) -> Mapping[str, Value]:
        """The runner with each number moved to just before the rule turns quiet."""
        for name in runner:
            flip = self._nearest(rule, runner, name)
            if flip is not None and self.truth(rule, moved := {**runner, name: flip.before}):
                runner = moved
        return runner

    def _nearest(self, rule: Rule, runner: Mapping[str, Value], name: str) -> Flip | None:
        given, kind = runner[name], self._knowledge.questions[name].kind

        def truth(value: Value) -> Truth:
            return self.truth(rule, {**runner, name: value})

        others: Iterable[Flip] = ()
        match kind, given:
            case Number(), float():
                others = _numbers(name, kind, given, self._thresholds(rule, name), truth)
            case Choice(labels), str():
                others = _words(name, tuple(labels), given)
            case Several(labels), frozenset():
                others = _several(name, tuple(labels), given)
        for flip in sorted(others, key=lambda flip: flip.far):
            if truth(flip.after) is False:
                return flip
        return None

    def _thresholds(self, rule: Rule, name: str) -> set[float]:
        """The numbers that the rule itself compares a question with."""
        every = (one for instance in rule.instances for one in comparisons(instance.condition))
        values = [value for one in every if one.subject == name for value in one.values]
        return {float(value) for value in values if not isinstance(value, str)}


def _sharpened(condition: Condition) -> tuple[list[Condition], list[Condition]]:
    """What of a condition to make true, and what false, so that it holds in one way only.

    Where two parts of an `any` are true, no single answer quiets the rule.
    """
    chosen: tuple[Condition, ...]
    left: tuple[Condition, ...] = ()
    match condition:
        case All(parts) if parts:
            chosen = parts
        case Any(parts) if parts:
            chosen, left = parts[:1], parts[1:]
        case AtLeast(count, parts):
            chosen, left = parts[:count], parts[count:]
        case _:
            return [condition], []
    fires: list[Condition] = []
    quiet: list[Condition] = [*left]
    for part in chosen:
        more_fires, more_quiet = _sharpened(part)
        fires += more_fires
        quiet += more_quiet
    return fires, quiet


def _numbers(
    name: str, kind: Number, given: float, thresholds: set[float], truth: Callable[[Value], Truth]
) -> Iterator[Flip]:
    """The nearest number on each side that quiets the rule, as easy to say as it can be."""
    size = kind.highest - kind.lowest
    steps = {kind.lowest + size * index / _GRID for index in range(_GRID + 1)}
    points = sorted(one for one in steps | thresholds if kind.lowest <= one <= kind.highest)
    below = [one for one in reversed(points) if one < given]
    for side in (below, [one for one in points if one > given]):
        fires = given
        for point in side:
            if truth(point) is False:
                yield _easy(name, fires, point, kind, truth)
                break
            fires = point


def _easy(
    name: str, fires: float, quiet: float, kind: Number, truth: Callable[[Value], Truth]
) -> Flip:
    """Two numbers that are easy to say, one on each side of where firing ends."""
    size = kind.highest - kind.lowest
    while abs(quiet - fires) > _STEPS[-1] / 4:
        middle = (fires + quiet) / 2
        fires, quiet = (fires, middle) if truth(middle) is False else (middle, quiet)
    for step in _STEPS:
        at = round(quiet / step)
        around = [round(one * step, 6) for one in (at - 1, at, at + 1)]
        if fires > quiet:
            around.reverse()
        inside = [float(one) for one in around if kind.lowest <= one <= kind.highest]
        for before, after in pairwise(inside):
            if step <= size * _FAR and truth(before) is True and truth(after) is False:
                return Flip(name, before, after, step / size)
    return Flip(name, fires, quiet, abs(quiet - fires) / size)


def _words(name: str, labels: tuple[str, ...], given: str) -> Iterator[Flip]:
    """The other choices; one beside the given one is nearer."""
    at = labels.index(given)
    for index, word in enumerate(labels):
        if word != given:
            yield Flip(name, given, word, abs(index - at) / len(labels))


def _several(name: str, labels: tuple[str, ...], given: frozenset[str]) -> Iterator[Flip]:
    """One choice more or less; where none is left, that there is none."""
    for index, word in enumerate(labels):
        far = (1 + index / len(labels)) / len(labels)
        if word in given and len(given) > 1:
            yield Flip(name, given, given - {word}, far)
        elif word in EXCLUSIVE and word not in given:
            yield Flip(name, given, frozenset({word}), far)
        elif word not in given:
            yield Flip(name, given, (given - set(EXCLUSIVE)) | {word}, 1 + far)
