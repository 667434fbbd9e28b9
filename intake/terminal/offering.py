"""An early finish: what is settled and why, and what going on can still change."""

from collections.abc import Iterator

from ...engine.errors import join_words
from ..interview.asking import Interview
from ..interview.proof import Offer, Stage
from ..spoken import about_left, count_of, where_to_go
from .so_far import shows_plan


def offer_lines(interview: Interview, offer: Offer) -> Iterator[str]:
    """What is proved, and what going on is good for."""
    left = about_left(offer.more).capitalize()
    if not shows_plan(interview):
        yield from ("", "It is settled who to see first")
        yield from (where_to_go(flag) for flag in interview.now.flags[:1])
        yield from offer.proof
        yield f"{left} can still be asked. They tell a doctor more; who to see first stays."
        return
    yield from ("", offer.title)
    yield from offer.proof
    if offer.stage is Stage.HEADLINE:
        yield f"{left} would settle the rest too."
        named = [
            f"{one.title} ({count_of(one.questions, 'question')})" for one in offer.could_change
        ]
        if named:
            yield f"They can still change: {join_words(named, 'and')}."
    else:
        yield f"{left} can still be asked. They can shape your plan and its notes, no more."


def offer_prompt(*, is_finish_usual: bool) -> str:
    """The two ways, the usual one by Enter."""
    if is_finish_usual:
        return "Enter to check your answers and make the report, or g to go on: "
    return "Enter to go on, or r to check your answers and make the report now: "
