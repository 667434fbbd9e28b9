"""Forgetting a runner: what is removed, and a form that needs a tick before it is."""

from dataclasses import dataclass

from ...store.forgetting import forget as forget_runners
from ..answering import Page, Redirect, Visit
from ..notices import Fault, Notice
from ..people import person_of
from ..service import Service

FIELD = "sure"
_TRACES = "It is forgotten, but the file may still hold traces of it:"
_PATIENCE_SECONDS = 3.0  # for another program that reads the store just now
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


def show(service: Service, visit: Visit) -> Page:
    """The page that asks.

    Raises:
        NotFound: if there is no such runner.
    """
    runner = service.runner(visit.parts["runner"])
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


def forget(service: Service, visit: Visit) -> Redirect:
    """Remove all there is of a runner, once the box with the name was ticked.

    Raises:
        NotFound: if there is no such runner.
    """
    runner = service.runner(visit.parts["runner"])
    if visit.said(FIELD) != runner.id:
        key = service.notices.leave(Notice(visit.form, (Fault(FIELD, _NOT_TICKED),)))
        return Redirect(f"/r/{runner.id}/forget?notice={key}")
    interviews = service.store.interviews(runner.id)
    left = forget_runners(service.store, (runner,), _PATIENCE_SECONDS)
    for one in interviews:
        service.recent.drop(one.id)
        service.results.drop(one.id)
    if not left:
        return Redirect("/")
    key = service.notices.leave(Notice({}, (Fault("", f"{_TRACES} {left}."),)))
    return Redirect(f"/?notice={key}")
