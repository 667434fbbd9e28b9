"""How far the answers settle the result: what is offered, what a question decides, what is left.

The proofs are those of `engine.reasoning.stopping`; here they are put for the interview.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ...engine.knowledge import Knowledge
from ...engine.reasoning.doubts import Doubt, Step
from ...engine.reasoning.prospect import Prospect
from ...engine.reasoning.stopping import headline_doubts, result_doubts


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
# that apply now, and of those that an answer may open. Fitted to 60 made-up runners of our base;
# about five questions off in the mean, two when fewer than ten are left of a whole result.
_SHARES = {Stage.HEADLINE: (0.7, 0.1), Stage.RESULT: (1.1, 0.05)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is still in doubt, by stage."""

    headline: tuple[Doubt, ...]
    result: tuple[Doubt, ...]

    def doubts(self, stage: Stage) -> tuple[Doubt, ...]:
        """What can still change of the headline, or of the whole result."""
        return self.headline if stage is Stage.HEADLINE else self.result

    @property
    def settled(self) -> tuple[Stage, ...]:
        """The stages that are proved; the headline is where the whole result is."""
        return tuple(one for one in Stage if not self.doubts(one) and not self.headline)


def standing_of(prospect: Prospect) -> Standing:
    """What answers to come can still change."""
    return Standing(headline_doubts(prospect), result_doubts(prospect))


def about_left(prospect: Prospect, doubts: Iterable[Doubt], stage: Stage) -> int:
    """About how many questions are asked until these doubts are settled; 0 only without one."""
    questions = frozenset[str]().union(*(one.questions for one in doubts))
    if not questions:
        return 0
    knowledge, gate = prospect.knowledge, prospect.assessment.facts.gate
    sites = max(1, len(knowledge.sites))
    now = sum(gate(name) is True for name in questions)
    waiting = sum(
        1 / sites if knowledge.site_of(knowledge.questions[name]) else 1.0
        for name in questions
        if gate(name) is not True
    )
    of_now, of_waiting = _SHARES[stage]
    return max(1, round(of_now * now + of_waiting * waiting))


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
        patterns=_titles(by_step.get(Step.PATTERN, {}), knowledge.patterns),
        parts=_titles(
            {**by_step.get(Step.CONTEXT, {}), **by_step.get(Step.PILLAR, {})}, knowledge.scored
        ),
        advice=_titles(by_step.get(Step.ACTION, {}), knowledge.advice),
    )


def _titles(names: Iterable[str], parts: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(getattr(parts[name], "title")) for name in names if name in parts)  # noqa: B009
