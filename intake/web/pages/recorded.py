"""All that a record shows, as a list: the runner takes it at once, or only some of it."""

from ....engine.days import show_span
from ...interview.asking import Interview
from ...interview.confirming import Recorded, what_is_recorded
from ...interview.record import stands_on
from ..answering import Answered, Page, Redirect, Visit
from ..records import command_for
from ..service import Service
from .question_shapes import RecordedLine, RecordedPage
from .ways import CHECK, ENOUGH, LOOK, next_page, page_of

_TAKE = "take"  # the field with what is ticked


def show(service: Service, visit: Visit) -> Answered:
    """The list; where there is no record, the next page of the interview."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    if not interview.recorded or interview.now.is_over:
        return Redirect(next_page(name, interview))
    came_from = _came_from(visit)
    days = interview.record.days
    return Page(
        "recorded",
        RecordedPage(
            action=page_of(name, "recorded", **{"from": came_from}),
            days=show_span(*days) if days else "",
            lines=tuple(_line(service, interview, one) for one in what_is_recorded(interview)),
            bring=command_for(service, service.runner(service.stored(name).runner).name),
            back=page_of(name, "check") if came_from else "/",
            stop=f"/stop?interview={name}",
        ),
    )


def take(service: Service, visit: Visit) -> Answered:
    """Take what is ticked, and go on; with another button than that nothing is taken."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    ticked = frozenset(visit.form.get(_TAKE, ())) if visit.said("do") == _TAKE else frozenset()
    listed = {one.question.id for one in what_is_recorded(interview) if not one.is_taken}
    taken = interview.take_recorded(ticked & listed)
    service.keep(name, interview, taken)
    return Redirect(next_page(name, taken, _came_from(visit)))


def _came_from(visit: Visit) -> str:
    said = visit.query.get("from", "")
    return said if said in {CHECK, ENOUGH, LOOK} else ""


def _line(service: Service, interview: Interview, one: Recorded) -> RecordedLine:
    def shown(text: str) -> str:
        return service.in_units(text, interview.answers)

    basis = stands_on(one.value.basis)
    return RecordedLine(
        id=one.question.id,
        title=one.question.title,
        value=shown(one.value.shown),
        basis=basis[:1].upper() + basis[1:],
        said=shown(one.said.shown or "left out") if one.said and not one.is_taken else "",
        before=shown(one.before.shown or "left out") if one.before else "",
        is_ticked=one.is_open,
        is_taken=one.is_taken,
    )
