"""Which single unanswered question would settle most."""

from collections.abc import Iterable

from .assessment import Assessment
from .knowledge import Knowledge
from .scoring import Score


def next_measurement(
    knowledge: Knowledge,
    assessment: Assessment,
    scores: Iterable[Score],
    unanswered: Iterable[str],
) -> str | None:
    """The unanswered question that bears on the largest share of undecided points.

    None when every item of every pillar and context is decided.
    """
    open_questions = list(unanswered)
    bearing = dict.fromkeys(open_questions, 0.0)
    for score in scores:
        worth = sum(item.group.worth for item in score.items if item.applies is not False)
        for item in score.items:
            if item.applies is False or item.least == item.most:
                continue
            unknown = [rule for rule in item.group.rules if assessment.states[rule.id] is None]
            for name in knowledge.questions_behind(*unknown) & bearing.keys():
                bearing[name] += (item.most - item.least) / worth
    best = max(open_questions, key=lambda name: bearing[name], default=None)
    return best if best is not None and bearing[best] > 0 else None
