"""An early finish with its proof: taken by a link to the check, or turned down."""

from collections.abc import Iterator

from ...interview.proof import Offer, Stage
from ...spoken import count_of
from ..answering import Answered, Page, Redirect, Visit
from ..service import Service
from .question_shapes import OfferPage
from .ways import next_page, page_of, question_page

_LEADS = {
    Stage.HEADLINE: "Nothing that is left to ask can change what comes first. You can finish here.",
    Stage.RESULT: "Nothing that is left to ask can change your result. You can finish here.",
}


def show(service: Service, visit: Visit) -> Answered:
    """The offer, while it stands; that of a whole result is reached from the check page."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    offer = interview.offer
    if offer is None:
        return Redirect(next_page(name, interview))
    before = interview.back()
    back = question_page(name, before.reopened) if before and before.reopened else ""
    return Page(
        "offer",
        OfferPage(
            title=offer.title,
            lead=_LEADS[offer.stage],
            proof=service.sentences(offer.proof, interview.answers),
            could_change=tuple(_could_change(offer)),
            more=offer.more,
            is_primary=offer.is_finish_usual,
            finish=page_of(name, "check"),
            go_on=page_of(name, "enough"),
            back=back,
            stop=f"/stop?interview={name}",
        ),
    )


def turn_down(service: Service, visit: Visit) -> Answered:
    """Go on with the questions."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    further = interview.go_on()
    service.keep(name, interview, further)
    return Redirect(next_page(name, further))


def _could_change(offer: Offer) -> Iterator[str]:
    """What going on is good for."""
    for one in offer.could_change:
        yield f"{one.title}: {count_of(one.questions, 'question')}"
    if offer.stage is Stage.RESULT:
        yield "Your plan and its notes"
