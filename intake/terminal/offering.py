"""An early finish: what is settled and why, and what going on can still change."""

from collections.abc import Iterator

from ...engine.errors import join_words
from ..interview.asking import Interview
from ..interview.proof import Offer, Stage
from ..spoken import about_left, where_to_go
from .so_far import shows_plan

_MOST_NAMED = 4
_WHY = "nothing that is left to ask can change it"


def offer_lines(interview: Interview, offer: Offer) -> Iterator[str]:
    """What is settled and why, and what going on is good for, a sentence each."""
    left = about_left(offer.more).capitalize()
    if not shows_plan(interview):
        yield from ("", f"It is settled who to see first: {_WHY}.")
        yield from (where_to_go(flag) for flag in interview.now.flags[:1])
        yield f"{left} would only tell a doctor more."
        return
    yield from ("", f"{offer.title}: {_WHY}.")
    if offer.stage is Stage.HEADLINE:
        named = [one.title for one in offer.could_change]
        more = len(named) - _MOST_NAMED
        named = [*named[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
        rest = f"the rest: {join_words(named, 'and')}" if named else "the rest"
        yield f"{left} would decide {rest}."
    else:
        yield f"{left} would only shape your plan and its notes."


def offer_prompt(*, is_finish_usual: bool) -> str:
    """The two ways, the usual one by Enter."""
    if is_finish_usual:
        return "Enter to check your answers and finish, or g to go on, or f for details: "
    return "Enter to go on, or r to check your answers and finish, or f for details: "
