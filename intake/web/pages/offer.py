"""An early finish with its proof: taken by a link to the check, or turned down."""

from ...interview.proof import Depth
from ..answering import Answered, Page, Redirect, Visit
from ..service import Service
from .question_shapes import OfferPage
from .so_far import proof_of
from .ways import is_enough, next_page, page_of, question_page


def show(service: Service, visit: Visit) -> Answered:
    """The offer, while it stands."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    if not is_enough(interview) or interview.offer is None:
        return Redirect(next_page(name, interview))
    before = interview.back()
    back = question_page(name, before.reopened) if before and before.reopened else ""
    return Page(
        "offer",
        OfferPage(
            title="You can finish here",
            proof=proof_of(service, interview),
            more=interview.offer.more,
            is_primary=interview.depth is Depth.QUICK,
            finish=page_of(name, "check"),
            go_on=page_of(name, "enough"),
            back=back,
        ),
    )


def turn_down(service: Service, visit: Visit) -> Answered:
    """Go on with the questions."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    further = interview.go_on()
    service.keep(name, interview, further)
    return Redirect(next_page(name, further))
