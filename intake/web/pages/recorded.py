"""All that a record shows, as a list: the runner takes it at once, or only some of it."""

from ....engine.days import show_date, show_span
from ...interview.asking import Interview
from ...interview.confirming import LATER, Recorded, is_old, opening_of, what_is_recorded
from ...interview.record import stands_on
from ..answering import Answered, Page, Redirect, Visit
from ..records import command_for
from ..service import Service
from .question_shapes import RecordedLine, RecordedPage
from .ways import CHECK, ENOUGH, LOOK, next_page, page_of, question_page

_TAKE = "take"  # the field with what is ticked


def show(service: Service, visit: Visit) -> Answered:
    """The list; where there is no record, the next page of the interview."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    if not interview.recorded or interview.now.is_over:
        return Redirect(next_page(name, interview))
    came_from = _came_from(visit)
    stored, days, today = service.stored(name), interview.record.days, service.today()
    before = service.store.interview(stored.before) if stored.before else None
    opening = opening_of(interview, today, show_date(before.day) if before else "")
    is_ticked = not is_old(interview, today)
    return Page(
        "recorded",
        RecordedPage(
            action=page_of(name, "recorded", **{"from": came_from}),
            days=show_span(*days) if days else "",
            opening=service.sentences(opening, interview.answers),
            lines=tuple(
                _line(
                    service,
                    interview,
                    one,
                    is_ticked=one.is_open and is_ticked,
                    say=_say(name, interview, one, came_from),
                )
                for one in what_is_recorded(interview)
            ),
            later=LATER,
            bring=command_for(service, service.runner(stored.runner).name),
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


def _say(name: str, interview: Interview, one: Recorded, came_from: str) -> str:
    """The address of a question, from where its answer leads back to the list or the check."""
    is_there = interview.now.applies(one.question.id)
    return question_page(name, one.question.id, **{"from": came_from}) if is_there else ""


def _line(
    service: Service, interview: Interview, one: Recorded, *, is_ticked: bool, say: str
) -> RecordedLine:
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
        is_ticked=is_ticked,
        is_taken=one.is_taken,
        say=say,
    )
