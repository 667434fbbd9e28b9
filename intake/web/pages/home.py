"""The first page: the people on this computer, or a coach's table of runners."""

from dataclasses import dataclass

from ...interview.proof import Depth
from ..answering import Page, Visit
from ..people import (
    Person,
    check_in_due,
    compare_address,
    people,
    short_day,
    summary_for,
)
from ..service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerLine:
    """A runner, and the addresses of what can be done; an address is empty where it cannot.

    `id` and `before` (the last result) are for the form of a new interview. `tone` is urgent,
    soon or calm; `way` and `sign` say who has to be seen first, and why.
    """

    id: str
    name: str
    page: str
    day: str
    result: str
    go_on: str
    begun: str
    before: str
    compare: str
    check_in: str
    check_in_day: str
    is_check_in_due: bool
    tone: str
    way: str
    sign: str
    headline: str
    open: int
    has_result: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The runners; `depth` is that of an interview that is begun from here.

    `notes` say what came of the last thing that was done, if anybody has to know.
    """

    runners: tuple[RunnerLine, ...]
    notes: tuple[str, ...]
    depth: str = Depth.FULL


_TONES = {"ambulance": "urgent", "emergency department": "urgent", "same day": "urgent"}


def home(service: Service, visit: Visit) -> Page:
    """The home page; a coach's table is sorted by urgency, then by name."""
    notice = service.notices.find(visit.query.get("notice", ""))
    notes = tuple(one.message for one in notice.faults) if notice else ()
    if not service.is_coach:
        lines = tuple(_line(service, one)[1] for one in people(service))
        return Page("home", HomePage(runners=lines, notes=notes))
    ranked = sorted((_line(service, one) for one in people(service)), key=_order)
    return Page("runners", HomePage(runners=tuple(line for _, line in ranked), notes=notes))


def _order(ranked: tuple[int, RunnerLine]) -> tuple[int, str]:
    rank, line = ranked
    return rank, line.name.casefold()


def _line(service: Service, person: Person) -> tuple[int, RunnerLine]:
    """A runner's place among others, and their line."""
    summary, last, going = summary_for(service, person), person.last, person.going
    due = check_in_due(service, person, summary)
    newest = going or last
    line = RunnerLine(
        id=person.runner.id,
        name=person.name,
        page=person.page,
        day=short_day(service, newest.day) if newest else "",
        result=f"/i/{last.id}/result" if last else "",
        go_on=f"/i/{going.id}" if going else "",
        begun=short_day(service, going.day_begun) if going else "",
        before=last.id if last else "",
        compare=compare_address(person.results),
        check_in=f"{person.page}/checkin" if due else "",
        check_in_day=short_day(service, due) if due else "",
        is_check_in_due=due is not None and due <= service.today(),
        tone=tone_of(summary.urgency if summary else ""),
        way=summary.way if summary else "",
        sign=summary.sign if summary else "",
        headline=summary.headline if summary and summary.headline != summary.sign else "",
        open=summary.open if summary else 0,
        has_result=last is not None,
    )
    return summary.rank if summary else _LAST, line


_LAST = 1_000  # nothing is known of them yet


def tone_of(urgency: str) -> str:
    """How loud a way is said: urgent, soon, or calm where nobody has to be seen."""
    if not urgency or urgency == "open":
        return "calm"
    return _TONES.get(urgency, "soon")
