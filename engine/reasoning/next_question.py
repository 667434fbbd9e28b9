"""What to ask next, so that an interview can stop soon.

Who is to be seen comes first. Then the question that can be expected to move most of what is in
doubt. Time counts, but less than the number of questions: a test of minutes at home must promise
about twice as much as a question of seconds.
"""

from collections.abc import Iterable, Mapping

from ..knowledge import WATCH_FROM
from .doubts import Doubt, Step
from .effort import seconds_to_answer
from .prospect import Outlook, Prospect

# Tried on made-up runners, as `surefoot kb interviews` counts. With 1 for time, every second is
# weighed: 4 minutes less for half of them, and 4 more questions.
_WEIGHT_OF_TIME = 0.2
_WEIGHT_OF_FIRST = 0.5
_LEAST_REACH = 0.1  # points of 100


def next_question(prospect: Prospect, doubts: Iterable[Doubt]) -> str | None:
    """The question to ask now; None without a doubt. Of equals the first in the base."""
    listed = list(doubts)
    if not listed:
        return None
    first = min(one.step for one in listed)
    now = [one for one in listed if one.step is first]
    gains = dict.fromkeys(_askable(prospect, now), 0.0)
    for doubt in now:
        _add(prospect, doubt, _weight(prospect, doubt, now), gains)
    knowledge = prospect.knowledge

    def promise(name: str) -> float:
        effort: float = seconds_to_answer(knowledge, name) ** _WEIGHT_OF_TIME
        return gains[name] / effort

    return max((name for name in knowledge.questions if name in gains), key=promise, default=None)


def _askable(prospect: Prospect, doubts: Iterable[Doubt]) -> set[str]:
    """The questions behind doubts that can be asked now, or what a test at home waits for."""
    wanted = {name for one in doubts for name in one.questions}
    wanted |= {name for one in wanted & prospect.waiting.keys() for name in prospect.waiting[one]}
    gate = prospect.assessment.facts.gate
    return {name for name in wanted - prospect.waiting.keys() if gate(name) is True}


def _add(prospect: Prospect, doubt: Doubt, weight: float, gains: dict[str, float]) -> None:
    """Add how much of a doubt each question can be expected to settle."""
    if doubt.step in {Step.CONTEXT, Step.PILLAR} and doubt.id in prospect.scores:
        for name, gain in _of_items(prospect, doubt.id).items():
            if name in gains:
                gains[name] += weight * gain
        return
    for name in doubt.questions & gains.keys():
        gains[name] += weight / len(doubt.questions)


def _of_items(prospect: Prospect, name: str) -> Mapping[str, float]:
    """For each question to come: its share of the points that are open in a pillar."""
    score = prospect.scores[name]
    worth = sum(one.group.worth for one in score.items if one.applies is not False)
    shares: dict[str, float] = {}
    for item in score.items:
        if prospect.is_item_open(item):
            behind = prospect.behind_item(item)
            for question in behind:
                share = (item.most - item.least) / worth / len(behind)
                shares[question] = shares.get(question, 0.0) + share
    return shares


def _weight(prospect: Prospect, doubt: Doubt, now: list[Doubt]) -> float:
    """How much a pillar matters to the doubt about which comes first; 1 for all else.

    The rival that reaches highest matters most: lowering it settles more than raising the first.
    """
    if doubt.step is not Step.PILLAR:
        return 1.0
    outlooks = [prospect.outlooks[one.id] for one in now]
    best = max(outlooks, key=lambda one: one.lowest_rank or 0.0)
    own = prospect.outlooks[doubt.id]
    if own is not best:
        return _reach(own, best)
    rivals = [one for one in outlooks if one is not best] or [best]
    return max(_reach(one, best) for one in rivals) * _WEIGHT_OF_FIRST


def _reach(rival: Outlook, best: Outlook) -> float:
    """How far, squared, a pillar may come above the lowest that the first can come to."""
    above = (rival.highest_rank or 0.0) - max(best.lowest_rank or 0.0, WATCH_FROM)
    return max(_LEAST_REACH, above) ** 2
