"""A knowledge base on thousands of made-up runners: what comes out, how steady and how safe it is.

Each runner is a function of seed and number, and is counted alone. So the work is cut into pieces
of a fixed size that are added up in their order: the same figures by however many processes.
Rules are evaluated without Experta; the conformance tests hold that the two agree.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path

from ..assessment import QuickAssessor
from ..diagnosis import Diagnosis, diagnose
from ..knowledge import Knowledge, Limit, Warn
from ..loading import load_knowledge
from ..scoring import joint_first, score_pillars
from ..search import Runner
from ..steadiness import first_weak, moved_values
from ..vocabulary import Answer, State
from .generating import runner_maker
from .model import Population
from .pieces import pieces_of, worked
from .promises import PROMISES, broken_promises
from .reading import read_population
from .triggers import URGENT, Triggers, find_triggers

# On which every plan starts: without a day no race is taken into account. The races of the
# shipped population are spread over the two years from the Friday before.
DAY = date(2027, 1, 4)
_RACE_DAYS = 70  # the eight weeks, and the two after them of which a race lightens the last weeks
MOST_KEPT = 20  # broken promises that are told with the runner's answers
_CALLED_JOINT = "a first place within the error of a test is called joint"
_RAISED = "a flag that answers raise fires"
ALL_PROMISES = (*PROMISES, _RAISED, _CALLED_JOINT)


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was broken for a runner; `number` counts from 1."""

    number: int
    promise: str
    how: str
    answers: Runner


@dataclass(slots=True)
class Tally:
    """What was counted; tallies of several pieces add up.

    `totals` counts runners by what holds for them (see `_count`). The other counters have a
    number of runners by id: `headlines` of all and `calm_headlines` of those without a flag of
    tier A or B, `bands` by `strength weak`, `answered` and `changed` by the question that moved.
    """

    totals: Counter[str] = field(default_factory=Counter)
    headlines: Counter[str] = field(default_factory=Counter)
    calm_headlines: Counter[str] = field(default_factory=Counter)
    tiers: Counter[str] = field(default_factory=Counter)
    modes: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    patterns: Counter[str] = field(default_factory=Counter)
    advice: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    told: list[Broken] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count in what another one counted."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                mine.extend(theirs[: MOST_KEPT - len(mine)])


@dataclass(frozen=True, slots=True)
class Survey:
    """What a survey counted, and on whom.

    `unreached` are urgent flags for which no answers were found, where each runner has one.
    """

    knowledge: Knowledge
    count: int
    seed: int
    with_flags: bool
    tally: Tally
    unreached: tuple[str, ...]

    @property
    def is_safe(self) -> bool:
        """Whether no promise was broken, and every urgent flag was tried that should be."""
        return not self.tally.broken and not self.unreached


class Surveyor:
    """Makes up runners of one base and counts what comes out."""

    def __init__(
        self, knowledge: Knowledge, population: Population, seed: int, triggers: Triggers
    ) -> None:
        """Takes what the runners are drawn from; with triggers, each has one in turn."""
        self.assessor = QuickAssessor(knowledge)
        self.triggers = triggers
        self._make = runner_maker(knowledge, population, seed, self._given)
        self._moving = [one for one in knowledge.questions.values() if one.measurement_error]

    def _given(self, number: int) -> Runner:
        trigger = self.triggers.of(number)
        return trigger[1] if trigger is not None else {}

    def tally(self, piece: Iterable[int]) -> Tally:
        """The counts of the runners with these numbers, from 0."""
        tally = Tally()
        for number in piece:
            answers = self._make(number)
            diagnosis = diagnose(self.assessor, answers, DAY)
            _count(tally, diagnosis)
            broken = [*broken_promises(diagnosis), *self._not_raised(number, diagnosis)]
            broken += self._moved(tally, diagnosis)
            for promise, how in broken:
                tally.broken[promise] += 1
                if len(tally.told) < MOST_KEPT:
                    tally.told.append(Broken(number + 1, promise, how, _given_values(answers)))
        return tally

    def _not_raised(self, number: int, diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
        trigger = self.triggers.of(number)
        if trigger is not None and not diagnosis.assessment.states[trigger[0]]:
            yield _RAISED, f"{trigger[0]} does not fire"

    def _moved(self, tally: Tally, diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
        """Count who would come first if one answer were off by its usual error.

        All is evaluated again, where a diagnosis works out only what the answer reaches.
        """
        scores = {one.pillar.id: one for one in (*diagnosis.pillars, *diagnosis.contexts)}
        before = first_weak(scores, self.assessor.knowledge.pillars)
        others: set[str] = set()
        comes_or_goes = False
        for question in self._moving:
            values = list(moved_values(question, diagnosis.assessment))
            found = {self._first(diagnosis, question.id, value) for value in values} - {before}
            comes_or_goes |= bool(found) and None in {before, *found}
            found_others = {one for one in found if one is not None and before is not None}
            others |= found_others
            if before is not None:
                tally.answered[question.id] += bool(values)
                tally.changed[question.id] += bool(found_others)
        near = {one.pillar.id for one in joint_first(diagnosis.pillars)}
        counted = {
            "first": before is not None,
            "joint": bool(diagnosis.joint.pillars),
            "joint_by_error": bool(diagnosis.joint.by_error),
            "changes": bool(others),
            "changes_within_ten": bool(others) and others <= near,
            "comes_or_goes": comes_or_goes,
        }
        tally.totals.update({name: int(holds) for name, holds in counted.items()})
        for name in sorted(others - set(diagnosis.joint.pillars)):
            yield _CALLED_JOINT, f"{name} is not called joint with {before}"

    def _first(self, diagnosis: Diagnosis, question: str, value: float) -> str | None:
        answers = dict(diagnosis.answers)
        answers[question] = replace(answers[question], value=value)
        knowledge = self.assessor.knowledge
        assessment = self.assessor.evaluate(answers)
        linked = {name for one in diagnosis.patterns for name in one.pillars}
        scores = score_pillars(knowledge, self.assessor, assessment, linked)
        return first_weak(scores, knowledge.pillars)


def _count(tally: Tally, diagnosis: Diagnosis) -> None:
    """Count what a diagnosis says."""
    kind = headline_kind(diagnosis)
    is_urgent = any(one.warn.tier in URGENT for one in diagnosis.flags)
    asked = {one.warn.plan for one in diagnosis.flags if one.warn.tier in URGENT}
    tally.totals["runners"] += 1
    tally.totals["urgent"] += is_urgent
    tally.totals["urgent_first"] += is_urgent and kind == "flag"
    tally.totals["urgent_none"] += "none" in asked
    tally.totals["urgent_hold"] += "hold" in asked
    tally.totals["plan_under_none"] += "none" in asked and diagnosis.plan.shown
    tally.totals["raced"] += _races(diagnosis)
    tally.headlines[kind] += 1
    if not is_urgent:
        tally.calm_headlines[kind] += 1
    tally.tiers[diagnosis.tier or "none"] += 1
    tally.modes[diagnosis.plan.mode] += 1
    for score in (*diagnosis.pillars, *diagnosis.contexts):
        tally.bands[f"{score.pillar.id} {score.band}"] += 1
    tally.patterns.update(one.pattern.id for one in diagnosis.patterns)
    tally.advice.update(one.advice.id for one in diagnosis.actions)
    tally.rules.update(name for name, truth in diagnosis.assessment.states.items() if truth)


def _races(diagnosis: Diagnosis) -> bool:
    """Whether a race changes the weeks of a plan."""
    answer = diagnosis.answers.get(diagnosis.knowledge.plan_asks.get("race", ""))
    plan = diagnosis.plan
    if answer is None or not isinstance(answer.value, int | float) or not plan.race:
        return False
    return bool(plan.weeks) and 0 <= answer.value - DAY.toordinal() < _RACE_DAYS


def headline_kind(diagnosis: Diagnosis) -> str:
    """What a headline is about: `flag`, `limit`, or the id of a context, a pillar or of no part."""
    name = diagnosis.headline.id
    rule = diagnosis.knowledge.rules.get(name)
    match rule.conclusion if rule is not None else None:
        case Warn():
            return "flag"
        case Limit():
            return "limit"
        case _:
            return name


def _given_values(answers: dict[str, Answer]) -> Runner:
    return {
        name: one.value
        for name, one in answers.items()
        if one.state is State.GIVEN and one.value is not None
    }


def survey(
    folder: Path | None,
    count: int,
    seed: int,
    *,
    with_flags: bool = False,
    processes: int = 1,
    watch: Callable[[int], None] = lambda done: None,
) -> Survey:
    """Survey the base in a folder, or the one that comes with Surefoot, on made-up runners.

    With flags, each runner has answers that raise a flag of tier A or B, each such flag in turn.
    `watch` is told how many runners are done.
    """
    knowledge = load_knowledge(folder)
    triggers = find_triggers(knowledge) if with_flags else Triggers((), ())
    pieces = pieces_of(count)
    tally = Tally()
    for piece, found in zip(
        pieces,
        worked(_tallier, (folder, seed, triggers), pieces, min(processes, len(pieces))),
        strict=True,
    ):
        tally.add(found)
        watch(piece.stop)
    return Survey(knowledge, count, seed, with_flags, tally, triggers.unreached)


def _tallier(folder: Path | None, seed: int, triggers: Triggers) -> Callable[[range], Tally]:
    knowledge = load_knowledge(folder)
    return Surveyor(knowledge, read_population(folder, knowledge), seed, triggers).tally
