"""A new runner whose answers stand on a paper sheet: the name, then the one-page form."""

from dataclasses import dataclass

from ...store.rows import LONGEST_NAME
from ...typed import clean
from ..answering import Page, Redirect, Visit
from ..notices import Fault, Notice
from ..service import NotFound, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """Asks whose answers are typed in."""

    action: str
    back: str
    name: str
    faults: tuple[Fault, ...]


def show(service: Service, visit: Visit) -> Page:
    """Whose sheet it is.

    Raises:
        NotFound: without a coach.
    """
    _check_coach(service)
    notice = service.notices.find(visit.query.get("notice", "")) or Notice({}, ())
    name = (notice.typed.get("name") or [""])[-1]
    return Page("paper", PaperPage(action="/paper", back="/", name=name, faults=notice.faults))


def begin(service: Service, visit: Visit) -> Redirect:
    """The new runner, and on to the form of all questions; nobody is made without a name.

    Raises:
        NotFound: without a coach.
    """
    _check_coach(service)
    name = " ".join(clean(visit.said("name")).split())
    if not name or len(name) > LONGEST_NAME:
        fault = Fault("name", f"Enter a name of up to {LONGEST_NAME} letters.")
        typed = {"name": [name[:LONGEST_NAME]]}
        return Redirect(f"/paper?notice={service.notices.leave(Notice(typed, (fault,)))}")
    return Redirect(f"/r/{service.store.add_runner(name).id}/fast")


def _check_coach(service: Service) -> None:
    if not service.is_coach:
        raise NotFound("paper")
