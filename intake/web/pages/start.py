"""The beginning of an interview, going on with one, and leaving."""

from urllib.parse import urlencode

from ....reports.person import NAME_QUESTION
from ...interview.asking import Interview, start_interview
from ...interview.proof import Depth
from ...interview.resuming import last_base, what_changed
from ...spoken import about_left, about_time
from ...store.sessions import start_stored
from ...typed import clean
from ..answering import Answered, Page, Redirect, Visit
from ..notices import Fault, Notice
from ..service import Service
from .question_shapes import ChangedPage, LeavePage, StartPage
from .ways import page_of

_LONGEST_NAME = 140
_DEPTHS = {one.value: one for one in (Depth.QUICK, Depth.FULL)}


def show(service: Service, visit: Visit) -> Answered:
    """What an interview takes and gives, before it begins."""
    runner, before = visit.query.get("runner", ""), visit.query.get("before", "")
    known = service.runner(runner) if runner else None
    if before:
        service.stored(before)
    notice = service.notices.find(visit.query.get("notice", ""))
    typed = {field: values[-1] for field, values in notice.typed.items()} if notice else {}
    return Page(
        "start",
        StartPage(
            action="/start",
            base=service.knowledge.name,
            runner=runner,
            name=typed.get("name", known.name if known else ""),
            asks_name=known is None,
            before=before,
            quick="" if before else _takes(service, Depth.QUICK),
            full="" if before else _takes(service, Depth.FULL),
            depth=typed.get("depth", ""),
            kept_in=str(service.store.path),
            faults=notice.faults if notice else (),
        ),
    )


def begin(service: Service, visit: Visit) -> Answered:
    """A new interview, of a new runner or of one who is known."""
    runner, before = visit.said("runner"), visit.said("before")
    name = " ".join(clean(visit.said("name")).split())
    depth = _DEPTHS.get(visit.said("depth"))
    faults = []
    if len(name) > _LONGEST_NAME:
        faults.append(Fault("name", f"Enter a name of up to {_LONGEST_NAME} letters."))
    if depth is None:
        faults.append(Fault("depth", "Choose how far you want to go."))
    if depth is None or faults:
        key = service.notices.leave(Notice(visit.form, tuple(faults)))
        return Redirect(f"/start?{urlencode({'runner': runner, 'before': before, 'notice': key})}")
    known = service.runner(runner) if runner else service.store.add_runner(name)
    if before:
        service.stored(before)
    made = start_stored(service.store, known.id, service.knowledge, depth, before or None)
    _answer_name(service, made.id, known.name)
    return Redirect(page_of(made.id))


def resume(service: Service, visit: Visit) -> Answered:
    """Go on with an interview that was left; first to what changed since then, if anything did."""
    name = visit.parts["interview"]
    return Redirect(page_of(name, "changed" if _changes(service, name) else ""))


def changed(service: Service, visit: Visit) -> Answered:
    """What changed in the questions since an interview was left, before it goes on."""
    name = visit.parts["interview"]
    lines = _changes(service, name)
    page = ChangedPage(lines=lines[1:], go_on=page_of(name))
    return Page("changed", page) if lines else Redirect(page_of(name))


def _changes(service: Service, name: str) -> tuple[str, ...]:
    service.stored(name)
    log = service.store.log(name)  # with the base of each entry, which the interview has not
    then = service.store.base(last_base(log))
    return what_changed(log, service.knowledge, then.questions if then else None).sentences


def choose_units(_service: Service, visit: Visit) -> Answered:
    """Switch the units, and come back."""
    units, back = visit.said("units"), visit.said("address")
    is_ours = back.startswith("/") and not back.startswith("//") and "\\" not in back
    chosen = units if units in {"metric", "imperial"} else ""
    return Redirect(back if is_ours and back.isprintable() else "/", units=chosen)


def leave(service: Service, visit: Visit) -> Answered:
    """All is saved: end the server here, or go on; a coach goes on with the table of runners."""
    name = visit.query.get("interview", "")
    if name and service.is_coach:
        return Redirect("/")
    go_on = page_of(service.stored(name).id) if name else "/"
    return Page("leave", LeavePage(go_on=go_on))


def end(service: Service, _visit: Visit) -> Answered:
    """End the server, after the next page."""
    service.stop()
    return Redirect("/stopped")


def stopped(_service: Service, _visit: Visit) -> Answered:
    """The last page."""
    return Page("stopped", None)


def _takes(service: Service, depth: Depth) -> str:
    """About how many questions are asked, and for how long."""
    left = start_interview(service.reading, depth=depth).about_left()
    return f"{about_left(left).capitalize()}, {about_time(left)}."


def _answer_name(service: Service, interview: str, name: str) -> None:
    """Who gave a name is not asked for one again."""
    question = service.knowledge.questions.get(NAME_QUESTION)
    if not name or question is None:
        return
    begun = service.interview(interview)
    named = begun.answer(question, name, "web")
    if isinstance(named, Interview):
        service.keep(interview, begun, named)
