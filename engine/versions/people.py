"""Two bases on the same runners: whose band, tier, plan or headline is not what it was.

Rules are evaluated without Experta, in a fifth of the time; that the two agree is what the
conformance tests hold.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..answers_text import read_entered
from ..assessment import QuickAssessor
from ..canonical import Naming
from ..diagnosis import Diagnosis, diagnose
from ..findings import STATES
from ..knowledge import Knowledge
from ..search import Runner
from ..vocabulary import Answer, Answers, Misfit
from .relation import naming

SHOWN = 5
_NOWHERE = "not there"

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ChangedRunner:
    """One runner for whom something comes out otherwise.

    `number` counts from 1. `outcomes` are lines like `recovery: watch → weak`, `rules` like
    `recovery.short-sleep: quiet → fires`; `answers` are those that these rules follow from.
    """

    number: int
    outcomes: tuple[str, ...]
    rules: tuple[str, ...]
    answers: Runner


@dataclass(frozen=True, slots=True)
class People:
    """How many of `count` runners changed.

    `changed` counts each once; `by_outcome` has how many changed a band of each pillar and
    context, and the tier, plan and headline. `band` counts who changed at least one band.
    """

    count: int
    changed: int
    band: int
    by_outcome: Counter[str]
    shown: tuple[ChangedRunner, ...]


def compare_people(
    before: Knowledge, after: Knowledge, runners: Iterable[Answers], most_shown: int = SHOWN
) -> People:
    """What comes out for runners of the second base, by each of the two.

    An answer to a question that the first base does not have, or a choice that it does not
    know, is left out there. Shown are the first that changed in each way, then the first.
    """
    diagnosing = _Diagnosing(before, after)
    by_outcome: Counter[str] = Counter()
    first_in_its_way: dict[frozenset[str], ChangedRunner] = {}
    others: list[ChangedRunner] = []
    count = changed = band = 0
    for answers in runners:
        count += 1
        old, new = diagnosing.both(answers)
        found = _differing(_outcomes(old), _outcomes(new))
        if not found:
            continue
        changed += 1
        by_outcome.update(found.keys())
        band += any(name in after.scored or name in before.scored for name in found)
        way = frozenset(found)
        if way not in first_in_its_way and len(first_in_its_way) < most_shown:
            first_in_its_way[way] = diagnosing.shown(count, found, old, new)
        elif len(others) < most_shown:
            others.append(diagnosing.shown(count, found, old, new))
    shown = (*first_in_its_way.values(), *others)[:most_shown]
    return People(count, changed, band, by_outcome, shown)


class _Diagnosing:
    """Diagnoses a runner of the second base by both."""

    def __init__(self, before: Knowledge, after: Knowledge) -> None:
        self.before, self.after = QuickAssessor(before), QuickAssessor(after)
        self.earlier: Naming = naming(after, before)

    def both(self, answers: Answers) -> tuple[Diagnosis, Diagnosis]:
        """What each of the bases concludes."""
        earlier = dict(self._for_the_first(answers))
        return diagnose(self.before, earlier), diagnose(self.after, answers)

    def _for_the_first(self, answers: Answers) -> Iterator[tuple[str, Answer]]:
        for name, answer in answers.items():
            question = self.after.knowledge.questions[name]
            old = self.before.knowledge.questions.get(self.earlier(name))
            if old is not None and old.kind == question.kind:
                yield old.id, answer
            elif old is not None:
                read = read_entered(old, answer.entered, answer.source)
                if not isinstance(read, Misfit):
                    yield old.id, read

    def shown(
        self, number: int, found: Mapping[str, _Pair], old: Diagnosis, new: Diagnosis
    ) -> ChangedRunner:
        """A runner who changed, with the rules that did it and the answers that they read."""
        states = {name: STATES[truth] for name, truth in old.assessment.states.items()}
        now = {name: STATES[truth] for name, truth in new.assessment.states.items()}
        then = {name: states.get(self.earlier(name), _NOWHERE) for name in now}
        kept = {self.earlier(name) for name in now}
        then |= {name: state for name, state in states.items() if name not in kept}
        flipped = _differing(then, now)
        rules = self.after.knowledge.rules
        read = self.after.knowledge.questions_behind(
            *(rules[one] for one in flipped if one in rules)
        )
        given = {name: new.answers[name].value for name in read if name in new.answers}
        return ChangedRunner(
            number=number,
            outcomes=tuple(_lines(found)),
            rules=tuple(_lines(flipped)),
            answers={name: value for name, value in given.items() if value is not None},
        )


def _outcomes(diagnosis: Diagnosis) -> dict[str, str]:
    scores = (*diagnosis.pillars, *diagnosis.contexts)
    bands = {score.pillar.id: score.band.value.replace("_", " ") for score in scores}
    return {
        **bands,
        "tier": diagnosis.tier or "none",
        "plan": diagnosis.plan.mode,
        "headline": diagnosis.headline.id,
    }


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, _Pair]:
    names = [*old, *(name for name in new if name not in old)]
    pairs = {name: (old.get(name, _NOWHERE), new.get(name, _NOWHERE)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _lines(found: Mapping[str, _Pair]) -> Iterator[str]:
    return (f"{name}: {old} → {new}" for name, (old, new) in found.items())
