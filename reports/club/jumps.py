"""Which rules speak of a jump in training load: found by what they read, in any base."""

from collections.abc import Iterator

from ...engine.knowledge import Knowledge, Points, Rule
from ...engine.recorded import METRICS

_BEFORE = "_before"  # in the name of a metric: the time before the most recent days


def jump_rules(knowledge: Knowledge) -> Iterator[tuple[Rule, str]]:
    """Rules that give points to a context for the last days against those before them.

    With each what is compared: the title of the worked-out value that reads both. A question
    says by its `from_history` of which days its answer is.
    """
    for rule in knowledge.rules.values():
        conclusion = rule.conclusion
        is_load = isinstance(conclusion, Points) and conclusion.pillar in knowledge.contexts
        if is_load and not rule.is_note:
            compared = next((one for one in rule.reads if _sets_against(knowledge, one)), "")
            if compared:
                yield rule, knowledge.derived[compared].title


def _sets_against(knowledge: Knowledge, subject: str) -> bool:
    """Whether a worked-out value reads a metric of the last days and one of the time before."""
    if subject not in knowledge.derived:
        return False
    behind = knowledge.questions_leading_to({subject})
    metrics = {knowledge.questions[name].from_history for name in behind} & METRICS.keys()
    return any(
        _BEFORE in one and _BEFORE not in other and _measure(one) == _measure(other)
        for one in metrics
        for other in metrics
    )


def _measure(metric: str) -> str:
    """What is measured, whatever the days: `longest` of `longest_km_7d`."""
    return metric.partition("_")[0]
