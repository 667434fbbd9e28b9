"""Forgetting a runner: what is removed, and a form that needs a tick before it is."""

from dataclasses import dataclass

from ..answering import Page, Redirect, Visit
from ..notices import Fault, Notice
from ..people import person_of
from ..service import Service

FIELD = "sure"
_NOT_TICKED = "Tick the box first, if this is what you want."


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetPage:
    """What is removed: so many interviews and check-ins."""

    action: str
    back: str
    name: str
    id: str
    interviews: int
    check_ins: int
    where: str
    faults: tuple[Fault, ...]


def forget(service: Service, visit: Visit) -> Page | Redirect:
    """The page that asks, or, once the box is ticked, home without the runner.

    Raises:
        NotFound: if there is none.
    """
    runner = service.runner(visit.parts["runner"])
    if visit.method == "POST":
        if visit.said(FIELD) == runner.id:
            service.store.forget(runner.id)
            return Redirect("/")
        key = service.notices.leave(Notice(visit.form, (Fault(FIELD, _NOT_TICKED),)))
        return Redirect(f"/r/{runner.id}/forget?notice={key}")
    interviews = service.store.interviews(runner.id)
    person = person_of(service, runner, interviews)
    notice = service.notices.find(visit.query.get("notice", ""))
    page = ForgetPage(
        action=f"{person.page}/forget",
        back=person.page,
        name=person.name,
        id=runner.id,
        interviews=len(interviews) - len(person.check_ins),
        check_ins=len(person.check_ins),
        where=str(service.store.path),
        faults=notice.faults if notice else (),
    )
    return Page("forget", page)
