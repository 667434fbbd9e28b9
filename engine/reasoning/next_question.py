"""What to ask next, so that an interview can stop soon and still reads like a conversation.

Who is to be seen comes first. Then the question that can be expected to move most of what is in
doubt. Time counts, but less than the number of questions: a test of minutes at home must promise
about twice as much as a question of seconds. A section is kept together: a question of the same
sore place, else of the same topic, goes first if it promises a fifth of what the best one does.
"""

from collections.abc import Collection, Iterable, Mapping

from ..knowledge import WATCH_FROM
from .doubts import Doubt, Step
from .effort import seconds_to_answer
from .prospect import Outlook, Prospect

# Tried on made-up runners, as `surefoot kb interviews` counts. With 1 for time, every second is
# weighed: 4 minutes less for half of them, and 4 more questions.
_WEIGHT_OF_TIME = 0.2
_WEIGHT_OF_FIRST = 0.5
_LEAST_REACH = 0.1  # points of 100
# As `surefoot kb interviews` counts, keeping sections together so asks no question more.
_ENOUGH_TO_STAY = 0.2


def next_question(
    prospect: Prospect, doubts: Iterable[Doubt], *, put_off: Collection[str] = ()
) -> str | None:
    """The question to ask now; None without a doubt. Of equals the first in the base.

    Questions that were put off are left for later. The section that is kept together is that of
    the last answer.
    """
    listed = list(doubts)
    for step in sorted({one.step for one in listed}):
        promised = _promises(prospect, [one for one in listed if one.step is step], put_off)
        if promised:
            return _of_section(prospect, promised)
    return None


def _promises(
    prospect: Prospect, doubts: list[Doubt], put_off: Collection[str]
) -> dict[str, float]:
    """What each question that can be asked now promises for its effort, in the base's order."""
    knowledge = prospect.knowledge
    gains = dict.fromkeys(_askable(prospect, doubts) - set(put_off), 0.0)
    for doubt in doubts:
        _add(prospect, doubt, _weight(prospect, doubt, doubts), gains)
    return {
        name: gains[name] / seconds_to_answer(knowledge, name) ** _WEIGHT_OF_TIME
        for name in knowledge.questions
        if name in gains
    }


def _of_section(prospect: Prospect, promised: Mapping[str, float]) -> str:
    """The most promising question, of the section of the last answer if that promises enough."""
    best = max(promised, key=lambda name: promised[name])
    if not prospect.answers:
        return best
    *_, last = prospect.answers
    enough = {
        name for name, promise in promised.items() if promise >= _ENOUGH_TO_STAY * promised[best]
    }
    questions, site_of = prospect.knowledge.questions, prospect.knowledge.site_of
    of_topic = [n for n in promised if n in enough and questions[n].topic == questions[last].topic]
    of_site = [n for n in of_topic if site_of(questions[n]) == site_of(questions[last])]
    return max(of_site or of_topic or [best], key=lambda name: promised[name])


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
