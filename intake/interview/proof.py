"""How far the answers settle the result: what is offered, what a question decides, what is left.

The proofs are those of `engine.reasoning.stopping`; here they are put for the interview.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import assert_never

from ...engine.findings import RaisedFlag
from ...engine.knowledge import Knowledge
from ...engine.reasoning.doubts import Doubt, Step
from ...engine.reasoning.prospect import Outlook, Prospect
from ...engine.reasoning.stopping import headline_doubts, is_plan_withheld, result_doubts
from ...engine.scoring import Band


class Stage(StrEnum):
    """How much is proved: nothing that is left to ask can change it any more."""

    HEADLINE = "headline"
    RESULT = "result"


class Depth(StrEnum):
    """How far an interview goes: to a proved headline, to a proved result, or to the end."""

    QUICK = "quick"
    FULL = "full"
    ALL = "all"


# Of the questions that bear on a doubt not all are asked before it is settled: the share of those
# that can be asked now, and of those that an answer may open. Fitted to 60 made-up runners of our
# base; how far off it is stands in docs/reference/stopping.md.
_SHARES = {Stage.HEADLINE: (0.75, 0.2), Stage.RESULT: (1.0, 0.5)}


@dataclass(frozen=True)
class Standing:
    """What is still in doubt, by stage; each is worked out when it is asked for."""

    prospect: Prospect

    @cached_property
    def headline(self) -> tuple[Doubt, ...]:
        """What can still change of the headline."""
        return headline_doubts(self.prospect)

    @cached_property
    def result(self) -> tuple[Doubt, ...]:
        """What can still change of the whole result."""
        return result_doubts(self.prospect)

    def doubts(self, stage: Stage) -> tuple[Doubt, ...]:
        """What can still change of the headline, or of the whole result."""
        return self.headline if stage is Stage.HEADLINE else self.result

    @cached_property
    def settled(self) -> tuple[Stage, ...]:
        """The stages that are proved; the headline is where the whole result is."""
        if self.headline:
            return ()
        return (Stage.HEADLINE,) if self.result else (Stage.HEADLINE, Stage.RESULT)


def about_left(prospect: Prospect, doubts: Iterable[Doubt], stage: Stage) -> int:
    """About how many questions are asked until these doubts are settled; 0 only without one.

    Questions of sore places that may still be named are left out: most people name one or none.
    """
    questions = frozenset[str]().union(*(one.questions for one in doubts))
    if not questions:
        return 0
    knowledge, gate = prospect.knowledge, prospect.assessment.facts.gate
    now = sum(gate(name) is True for name in questions)
    waiting = sum(
        gate(name) is not True and knowledge.site_of(knowledge.questions[name]) is None
        for name in questions
    )
    of_now, of_waiting = _SHARES[stage]
    return max(1, round(of_now * now + of_waiting * waiting))


@dataclass(frozen=True, slots=True)
class Change:
    """What some questions to come can still change, in a title, and how many these are."""

    title: str
    questions: int


_SETTLED = {
    Stage.HEADLINE: "What comes first is settled",
    Stage.RESULT: "Your whole result is settled",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An early finish: what is proved now, and what going on from here would bring.

    `more` is about how many questions that is, `proof` says what is settled and what is open.
    `could_change` has what these questions could still change; empty after a proved result,
    where they only fit the plan to the runner. `is_finish_usual`: most want to finish here, all but
    those who came to the headline of a full interview.
    """

    stage: Stage
    more: int
    proof: tuple[str, ...]
    could_change: tuple[Change, ...]
    is_finish_usual: bool

    @property
    def title(self) -> str:
        """What is settled, for people."""
        return _SETTLED[self.stage]


def could_change(prospect: Prospect, standing: Standing, stage: Stage) -> tuple[Change, ...]:
    """What is still in doubt once a stage is proved: each part with the questions that bear on it.

    Most questions first. Only those that can be asked now are counted, at least one.
    """
    if stage is Stage.RESULT:
        return ()
    behind: dict[str, set[str]] = {}
    for one in standing.result:
        behind.setdefault(_changing(prospect.knowledge, one), set()).update(one.questions)
    gate = prospect.assessment.facts.gate
    found = [
        Change(title, max(1, sum(gate(name) is True for name in names)))
        for title, names in behind.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.questions))


def _changing(knowledge: Knowledge, doubt: Doubt) -> str:
    """What changes with a doubt, as a runner would call it."""
    match doubt.step:
        case Step.LIMIT | Step.FLAG:
            return "Who to see"
        case Step.PATTERN:
            return "What the pain may be called"
        case Step.CONTEXT | Step.PILLAR:
            return knowledge.scored[doubt.id].title
        case Step.ACTION:
            return "What to do first"
        case _:
            assert_never(doubt.step)


@dataclass(frozen=True, slots=True)
class Part:
    """A pillar or context as it stands: what it can still come to, in percent, and its bands.

    `bands` are the bands that it can end in, as words, the band of now first; `is_settled`: no
    answer to come can change it.
    """

    title: str
    low: float
    high: float
    bands: tuple[str, ...]
    is_settled: bool


@dataclass(frozen=True, slots=True)
class SoFar:
    """What the answers so far come to, in plain words and numbers.

    `signs` are the titles of the flags that are raised, most urgent first. `parts` is empty where
    a flag or a limit withholds the plan: nothing of pillars is said then.
    """

    proof: tuple[str, ...]
    signs: tuple[str, ...]
    parts: tuple[Part, ...]


def what_so_far(prospect: Prospect, proof: tuple[str, ...], flags: Iterable[RaisedFlag]) -> SoFar:
    """What can be said now."""
    signs = tuple(one.rule.title for one in flags)
    if is_plan_withheld(prospect):
        return SoFar(proof, signs, ())
    return SoFar(proof, signs, tuple(_part(one) for one in prospect.outlooks.values()))


def _part(outlook: Outlook) -> Part:
    now = outlook.score.band
    bands = [now, *(one for one in Band if one in outlook.bands and one is not now)]
    return Part(
        outlook.score.pillar.title, outlook.low, outlook.high,
        tuple(one.value.replace("_", " ") for one in bands), not outlook.is_open,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decides:
    """What the answer to a question can still change, in titles.

    `signs` is a number only: to name a warning sign would lead the answer.
    """

    signs: int
    patterns: tuple[str, ...]
    parts: tuple[str, ...]
    advice: tuple[str, ...]


def what_it_decides(knowledge: Knowledge, standing: Standing, question: str) -> Decides:
    """What rests on a question, of all that is in doubt."""
    by_step: dict[Step, dict[str, None]] = {}
    for one in (*standing.headline, *standing.result):
        if question in one.questions:
            by_step.setdefault(one.step, {})[one.id] = None
    return Decides(
        signs=sum(len(by_step.get(step, ())) for step in (Step.LIMIT, Step.FLAG)),
        patterns=tuple(
            knowledge.patterns[name].title
            for name in by_step.get(Step.PATTERN, ())
            if name in knowledge.patterns
        ),
        parts=tuple(
            knowledge.scored[name].title
            for step in (Step.CONTEXT, Step.PILLAR)
            for name in by_step.get(step, ())
            if name in knowledge.scored
        ),
        advice=tuple(
            knowledge.advice[name].title
            for name in by_step.get(Step.ACTION, ())
            if name in knowledge.advice
        ),
    )
