"""The beginning of an interview, going on with one, and leaving."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from ....engine.days import show_date
from ....engine.vocabulary import Misfit, read_answer
from ....reports.person import NAME_QUESTION
from ...interview.asking import start_interview
from ...interview.log import Entry, answer_entry
from ...interview.proof import Depth
from ...spoken import about_left, about_time
from ...store.beginning import Beginning, begin_once
from ...store.naming import name_of
from ...store.recording import record_waiting
from ...store.rows import LONGEST_NAME, new_id, tidy_name
from ..answering import Answered, Page, Redirect, Visit
from ..changes import changes_of
from ..forms import FIELD
from ..notices import Fault, Notice
from ..people import person_of
from ..records import command_for
from ..service import NotFound, Service
from .question_shapes import ChangedPage, Known, LeavePage, StartPage
from .ways import next_page, page_of

NEW = "new"  # nobody who is known, although the name is
_ID = re.compile(r"[0-9a-f]{16}")
_LONGEST_TYPED = 1_000  # letters; no question takes so many
_DEPTHS = {one.value: one for one in (Depth.QUICK, Depth.FULL)}


def show(service: Service, visit: Visit) -> Answered:
    """What an interview takes and gives, before it begins."""
    runner, before = visit.query.get("runner", ""), visit.query.get("before", "")
    known = service.runner(runner) if runner else None
    if before and service.stored(before).runner != runner:
        raise NotFound(before)
    notice = service.notices.find(visit.query.get("notice", ""))
    typed = {field: values[-1] for field, values in notice.typed.items()} if notice else {}
    return Page(
        "start",
        StartPage(
            action="/start",
            id=_id_said(typed.get("id", "")),
            base=service.knowledge.name,
            runner=runner,
            name=typed.get("name", known.name if known else ""),
            asks_name=known is None,
            before=before,
            quick="" if before else _takes(service, Depth.QUICK),
            full="" if before else _takes(service, Depth.FULL),
            depth=typed.get("depth", ""),
            known=_known(service, typed.get("name", "")) if _asks_who(notice) else (),
            kept_in=str(service.store.path),
            bring=command_for(service, known.name if known else ""),
            faults=notice.faults if notice else (),
        ),
    )


def begin(service: Service, visit: Visit) -> Answered:
    """A new interview, of a new runner or of one who is known; one for a form that is sent twice.

    Where a runner of that name is here, the form asks first who it is.
    """
    runner, before, who = visit.said("runner"), visit.said("before"), visit.said("who")
    name = tidy_name(visit.said("name"))
    depth = _DEPTHS.get(visit.said("depth"))
    made = visit.said("id")
    faults = []
    if len(" ".join(visit.said("name").split())) > LONGEST_NAME:
        faults.append(Fault("name", f"Enter a name of up to {LONGEST_NAME} letters."))
    if depth is None:
        faults.append(Fault("depth", "Choose how far you want to go."))
    known = {one.id for one in service.store.find_runners(name)} if name and not runner else set()
    if known and not service.store.interview(made) and who not in {NEW, *known}:
        faults.append(Fault("who", f"There is a {name} already: go on with them, or a new runner?"))
    if depth is None or faults:
        key = service.notices.leave(Notice(visit.form, tuple(faults)))
        return Redirect(f"/start?{urlencode({'runner': runner, 'before': before, 'notice': key})}")
    if who in known:
        runner = who
    if runner:
        name = service.runner(runner).name
    record = record_waiting(service.store, runner, service.knowledge.name) if runner else ()
    wanted = Beginning(
        id=_id_said(made), runner=runner, name=name, before=before, depth=depth,
        said=(*record, *_name_said(service, name)),
    )  # fmt: skip
    return Redirect(page_of(begin_once(service.store, service.knowledge, wanted).id))


def _id_said(said: str) -> str:
    """The id that a form brings for its interview, so that it makes one only once; else a new."""
    return said if _ID.fullmatch(said) else new_id()


def _asks_who(notice: Notice | None) -> bool:
    return notice is not None and any(one.field == "who" for one in notice.faults)


def _known(service: Service, name: str) -> tuple[Known, ...]:
    """The runners who have a name already, as told from each other."""
    found = []
    for one in service.store.find_runners(name):
        last = person_of(service, one, service.store.interviews(one.id)).last
        day = f"last result {show_date(last.day)}" if last else "no result yet"
        found.append(Known(one.id, f"{name_of(one)}, {day}"))
    return tuple(found)


def changed(service: Service, visit: Visit) -> Answered:
    """What changed in the questions since an interview was left, before it goes on."""
    name = visit.parts["interview"]
    lines = changes_of(service, name)
    go_on = next_page(name, service.interview(name))
    return Page("changed", ChangedPage(lines=lines[1:], go_on=go_on)) if lines else Redirect(go_on)


def choose_units(service: Service, visit: Visit) -> Answered:
    """Switch the units, and come back; what was typed at a question and not sent is there again."""
    units, back = visit.said("units"), visit.said("address")
    is_ours = back.startswith("/") and not back.startswith("//") and "\\" not in back
    chosen = units if units in {"metric", "imperial"} else ""
    to = back if is_ours and back.isprintable() else "/"
    if FIELD in visit.form:
        to = _with_typed(service, visit, to)
    return Redirect(to, units=chosen)


def _with_typed(service: Service, visit: Visit, question: str) -> str:
    """The address of a question at which what was typed there and not sent is shown again."""
    address = urlsplit(question)
    query = dict(parse_qsl(address.query))
    query.pop("notice", None)
    if any(visit.form[FIELD]):
        typed = {
            name: [one[:_LONGEST_TYPED] for one in visit.form[name]]
            for name in (FIELD, "unit")
            if name in visit.form
        }
        query["notice"] = service.notices.leave(Notice(typed, ()))
    return f"{address.path}?{urlencode(query)}" if query else address.path


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


def _name_said(service: Service, name: str) -> tuple[Entry, ...]:
    """Who gave a name is not asked for one again."""
    question = service.knowledge.questions.get(NAME_QUESTION)
    if not name or question is None:
        return ()
    answer = read_answer(question, [name], source="web")
    return () if isinstance(answer, Misfit) else (answer_entry(question, answer),)
