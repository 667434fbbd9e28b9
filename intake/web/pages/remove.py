"""Removing one interview of a runner: what goes, and a form that needs a tick before it does."""

from dataclasses import dataclass

from ....engine.days import show_date
from ...store.forgetting import remove_interview
from ..answering import Page, Redirect, Visit
from ..notices import Fault, Notice
from ..people import person_of
from ..service import Service

FIELD = "sure"
_TRACES = "It is removed, but the file may still hold traces of it:"
_PATIENCE_SECONDS = 3.0  # for another program that reads the store just now
_NOT_TICKED = "Tick the box first, if this is what you want."


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage:
    """What is removed: an interview of a day, with so many entries; `has_result` says which."""

    action: str
    back: str
    name: str
    id: str
    day: str
    entries: int
    has_result: bool
    where: str
    faults: tuple[Fault, ...]


def show(service: Service, visit: Visit) -> Page:
    """The page that asks.

    Raises:
        NotFound: if there is no such interview.
    """
    stored = service.stored(visit.parts["interview"])
    person = person_of(service, service.runner(stored.runner), ())
    notice = service.notices.find(visit.query.get("notice", ""))
    page = RemovePage(
        action=f"/i/{stored.id}/remove",
        back=person.page,
        name=person.name,
        id=stored.id,
        day=show_date(stored.day),
        entries=stored.entries,
        has_result=bool(stored.finished),
        where=str(service.store.path),
        faults=notice.faults if notice else (),
    )
    return Page("remove", page)


def remove(service: Service, visit: Visit) -> Redirect:
    """Remove the interview, once the box was ticked; then the runner's page.

    Raises:
        NotFound: if there is no such interview.
    """
    stored = service.stored(visit.parts["interview"])
    if visit.said(FIELD) != stored.id:
        key = service.notices.leave(Notice(visit.form, (Fault(FIELD, _NOT_TICKED),)))
        return Redirect(f"/i/{stored.id}/remove?notice={key}")
    left = remove_interview(service.store, stored.id, _PATIENCE_SECONDS)
    service.recent.drop(stored.id)
    service.results.drop(stored.id)
    if not left:
        return Redirect(f"/r/{stored.runner}")
    key = service.notices.leave(Notice({}, (Fault("", f"{_TRACES} {left}."),)))
    return Redirect(f"/?notice={key}")
