"""What the answers so far come to, in plain lines."""

from collections.abc import Iterator

from ...engine.diagnosis import diagnose
from ...engine.reasoning.proof import how_settled
from ...engine.reasoning.stopping import is_plan_withheld
from ..interview.asking import Interview


def proof_of(interview: Interview) -> tuple[str, ...]:
    """What is settled and why, or what is open."""
    diagnosis = diagnose(interview.reading.assessor, interview.answers)
    return how_settled(interview.reading, diagnosis).proof


def so_far_lines(interview: Interview) -> Iterator[str]:
    """What we think so far: what comes first now, and what can still change."""
    diagnosis = diagnose(interview.reading.assessor, interview.answers)
    yield from ("", "So far", diagnosis.headline.text)
    yield from how_settled(interview.reading, diagnosis).proof


def shows_plan(interview: Interview) -> bool:
    """Whether parts, plan and advice may be named: not where somebody must be seen first."""
    return not is_plan_withheld(interview.now.prospect)
