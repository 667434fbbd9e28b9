"""Taking in what a runner sent: a file of answers, or an export; all of it or nothing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....engine.errors import Problem, SurefootError
from ..answering import Page, Redirect, Visit
from ..notices import Fault, Notice
from ..security import LARGEST_BODY
from ..service import NotFound, Service

if TYPE_CHECKING:
    from ...store.importing import Imported, TakenIn

FILE, NAME = "file", "name"
_DONE = "done"  # under which a notice keeps the ids of what was taken in
_NOTES = "notes"
_MOST_NOTES = 20
_NO_FILE = "Choose a file first."
_NO_NAME = "Type whose answers these are: the file does not say."
_WHOSE = "US108"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenLine:
    """An interview that was taken in: whose it is, and where it is checked and shown."""

    name: str
    outcome: str
    page: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePage:
    """The form; `taken` and `notes` say what came of the last file."""

    name: str
    largest_kb: int
    taken: tuple[TakenLine, ...]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]


def show(service: Service, visit: Visit) -> Page:
    """The form, with what came of the last file.

    Raises:
        NotFound: without a coach.
    """
    _only_coaches(service)
    notice = service.notices.find(visit.query.get("notice", "")) or Notice({}, ())
    runner = visit.query.get("runner", "")
    name = (notice.typed.get(NAME) or [""])[-1]
    page = ReceivePage(
        name=name or (service.runner(runner).name if runner else ""),
        largest_kb=LARGEST_BODY // 1024,
        taken=tuple(_taken(service, one) for one in notice.typed.get(_DONE, ())),
        notes=tuple(notice.typed.get(_NOTES, ())),
        faults=notice.faults,
    )
    return Page("receive", page)


def take_in(service: Service, visit: Visit) -> Redirect:
    """Take in the file; then the form again, with what came of it.

    Raises:
        NotFound: without a coach.
    """
    _only_coaches(service)
    from ...store.importing import take_in as take_in_file  # noqa: PLC0415  (seldom needed)
    from ...store.received import is_export  # noqa: PLC0415

    _, data = visit.files.get(FILE, ("", b""))
    if not data:
        return _again(service, visit, (Fault(FILE, _NO_FILE),))
    name = "" if is_export(data) else visit.said(NAME).strip()
    called = "this file.json" if data.lstrip()[:1] == b"{" else "this file.yaml"
    try:
        done = take_in_file(
            service.store, data, called, lambda: service.knowledge, service.today(), name=name
        )
    except SurefootError as error:
        return _again(service, visit, tuple(map(_fault, error.problems)))
    kept = {
        _DONE: [_kept(one) for one in done.interviews[:_MOST_NOTES]],
        _NOTES: [*done.notes, *_more(done)],
    }
    return Redirect(f"/receive?notice={service.notices.leave(Notice(kept, ()))}")


def _more(done: "Imported") -> list[str]:
    count = len(done.interviews) - _MOST_NOTES
    return [f"{count} more interviews were taken in."] if count > 0 else []


def _only_coaches(service: Service) -> None:
    if not service.is_coach:
        raise NotFound("receive")


def _again(service: Service, visit: Visit, faults: tuple[Fault, ...]) -> Redirect:
    key = service.notices.leave(Notice({NAME: [visit.said(NAME)]}, faults[:_MOST_NOTES]))
    return Redirect(f"/receive?notice={key}")


def _fault(problem: Problem) -> Fault:
    if problem.code == _WHOSE and not problem.where:
        return Fault(NAME, _NO_NAME)
    return Fault(FILE, _in_words(problem))


def _in_words(problem: Problem) -> str:
    """A problem on one line, with its place in the file."""
    place = f"Line {problem.place.line}: " if problem.place else ""
    message = f"{place}{problem.message}"
    fix = f"; {problem.fix}" if problem.fix else ""
    return f"{message[:1].upper()}{message[1:]}{fix}."


def _kept(one: "TakenIn") -> str:
    """What a notice keeps of an interview: its id and what became of it."""
    return f"{one.interview} {one.outcome}"


def _taken(service: Service, kept: str) -> TakenLine:
    interview, _, outcome = kept.partition(" ")
    stored = service.stored(interview)
    runner = service.runner(stored.runner)
    return TakenLine(
        name=runner.name or "Runner without a name",
        outcome=_OUTCOMES.get(outcome, outcome),
        page=f"/r/{runner.id}",
        result=f"/i/{interview}/result" if stored.base == service.knowledge.name else "",
    )


_OUTCOMES = {
    "new": "taken in",
    "longer": "was here; what was added since is taken in",
    "same": "all of it was here already",
}
