"""An early finish: what is settled and why, and what going on can still change."""

from collections.abc import Iterator

from ..interview.asking import Interview, Offer
from ..interview.proof import Depth, Stage
from ..spoken import about_left
from .so_far import proof_of, shows_plan

_TITLES = {
    Stage.HEADLINE: "What comes first is settled",
    Stage.RESULT: "Your whole result is settled",
}


def is_finish_usual(interview: Interview, offer: Offer) -> bool:
    """Whether to finish is what most want here: all but at the headline of a full interview."""
    return offer.stage is Stage.RESULT or interview.target is Depth.QUICK


def offer_lines(interview: Interview, offer: Offer) -> Iterator[str]:
    """What is proved, and what going on is good for."""
    yield from ("", _TITLES[offer.stage])
    yield from proof_of(interview)
    left = about_left(offer.more).capitalize()
    if not shows_plan(interview):
        yield f"{left} can still be asked. They cannot change who to see first."
    elif offer.stage is Stage.HEADLINE:
        yield f"{left} would settle the rest too: each part, and what to do first."
    else:
        yield f"{left} can still be asked. They can shape your plan and its notes, no more."


def offer_prompt(*, is_finish_usual: bool) -> str:
    """The two ways, the usual one by Enter."""
    if is_finish_usual:
        return "Enter to check your answers and make the report, or g to go on: "
    return "Enter to go on, or r to check your answers and make the report now: "
