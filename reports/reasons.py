"""The smallest reason for a band, in a sentence."""

from ..engine.diagnosis import Diagnosis
from ..engine.reasoning.insights import Insights
from .sentences import few, printable


def kept_by(diagnosis: Diagnosis, insights: Insights, pillar: str) -> str:
    """Which few answers alone keep a pillar from being better, or that none do; else empty."""
    if pillar not in insights.reasons:
        return ""
    reason = insights.reasons[pillar]
    if reason is None:
        return "What is not answered could still make this better."
    if not reason.questions:
        return ""
    alone = "this alone keeps" if len(reason.questions) == 1 else "these alone keep"
    told = few(_said(diagnosis, name) for name in reason.questions)
    return f"Whatever else you answered, {alone} it from being better: {told}."


def _said(diagnosis: Diagnosis, name: str) -> str:
    """A question with its answer, `Sleep (5.5 hours)`."""
    title = diagnosis.knowledge.questions[name].title
    return f"{title} ({printable(diagnosis.answers[name].shown)})"
