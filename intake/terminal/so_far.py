"""What the answers so far come to, in plain lines."""

from collections.abc import Iterator

from ...engine.errors import join_words
from ...engine.reasoning.doubts import Step
from ...engine.reasoning.stopping import is_plan_withheld
from ..interview.asking import Interview
from ..interview.proof import Part
from ..spoken import count_of

_FEW_BANDS = 2
_MOST_SIGNS = 3


def so_far_lines(interview: Interview) -> Iterator[str]:
    """What we think so far: the signs, what is settled and what is open, and each part."""
    found = interview.now.so_far
    yield from ("", "So far")
    if found.signs:
        more = len(found.signs) - _MOST_SIGNS
        milder = [f"{count_of(more, 'milder sign')}"] if more > 0 else []
        named = [f"'{one}'" for one in found.signs[:_MOST_SIGNS]]
        yield f"What your answers point to: {join_words([*named, *milder], 'and')}."
    told = [one for one in found.parts if len(one.bands) <= _FEW_BANDS]
    if any(one.step in {Step.LIMIT, Step.FLAG} for one in interview.now.standing.headline):
        yield "Who to see first is still open." if told else "Nothing is settled yet."
    else:
        yield from found.proof
    yield from map(_part_line, told)


def shows_plan(interview: Interview) -> bool:
    """Whether parts, plan and advice may be named: not where somebody must be seen first."""
    return not is_plan_withheld(interview.now.prospect)


def _part_line(part: Part) -> str:
    """The bands that a part can end in, the one of now first."""
    if part.is_settled or len(part.bands) == 1:
        return f"{part.title}: {part.bands[0]}, and that will not change."
    return f"{part.title}: now {part.bands[0]}, or {join_words(part.bands[1:])} in the end."
