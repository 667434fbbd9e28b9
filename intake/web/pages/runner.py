"""A runner: results with what moved, check-ins, and what can be done."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....engine.days import show_date, show_span
from ....reports.person import NAME_QUESTION
from ...interview.asking import Interview
from ...interview.confirming import only_waits
from ...interview.proof import Depth
from ...store.rows import LONGEST_NAME, new_id
from ...store.shapes import StoredInterview
from ...typed import clean
from ..answering import Document, Page, Redirect, Visit
from ..needs import Need, needs_of
from ..notices import Fault, Notice
from ..people import (
    Person,
    check_in_due,
    compare_address,
    days_apart,
    person_of,
    summary_for,
)
from ..records import command_for
from ..results import Summary, summary_of
from ..service import Service
from .home import limit_words

if TYPE_CHECKING:
    from ....reports.charts.check_in_dots import CheckInDots
    from ....reports.trend.history_dots import HistoryDots


@dataclass(frozen=True, slots=True)
class Cell:
    """A pillar of one result in words, under its name."""

    title: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """A result: its day, what came out, and each pillar; the cells may be left out."""

    id: str
    day: str
    out: str
    cells: tuple[Cell, ...]
    report: str
    answers: str
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerPage:
    """All there is of one runner.

    `needs` say who has to be seen; where that comes before any plan no pillar is shown, and
    `why_no_pillars` says so. `limit` is why this runner is not assessed. `columns` are the
    pillars of the table, `weeks` the picture of the weekly check-ins. `record_days` are those that
    the last record tells of, empty without one, and `record` is its address while its interview
    goes on; `is_record_waiting`: nothing is answered there yet. `bring` is the command that brings
    in another.
    """

    id: str
    name: str
    home: str
    rename: str
    faults: tuple[Fault, ...]
    typed: str
    needs: tuple[Need, ...]
    limit: str
    go_on: str
    begun: str
    is_record_waiting: bool
    results: tuple[ResultLine, ...]
    columns: tuple[str, ...]
    why_no_pillars: str
    chart: "HistoryDots | None"
    chart_narrow: "HistoryDots | None"
    weeks: "CheckInDots | None"
    checked_in: str
    before: str
    new: str
    report: str
    depth: str
    compare: str
    check_in: str
    check_in_day: str
    is_check_in_due: bool
    fast: str
    receive: str
    record_days: str
    record: str
    bring: str
    everything: str
    forget: str


_NOT_SHOWN = (
    "Someone has to be seen first. So no pillar is shown here, not of earlier results either: "
    "nobody should train by them now."
)


def show_runner(service: Service, visit: Visit) -> Page:
    """The page of a runner.

    Raises:
        NotFound: if there is none.
    """
    runner = service.runner(visit.parts["runner"])
    person = person_of(service, runner, service.store.interviews(runner.id))
    notice = service.notices.find(visit.query.get("notice", "")) or Notice({}, ())
    return Page("runner", _page(service, person, notice))


def rename(service: Service, visit: Visit) -> Redirect:
    """Give a runner another name, in the last answers too, so that the next report has it.

    Raises:
        NotFound: if there is no such runner.
    """
    runner = service.runner(visit.parts["runner"])
    name = " ".join(clean(visit.said("name")).split())
    if not name or len(name) > LONGEST_NAME:
        fault = Fault("new-name", f"Enter a name of up to {LONGEST_NAME} letters.")
        key = service.notices.leave(Notice({"name": [name[:LONGEST_NAME]]}, (fault,)))
        return Redirect(f"/r/{runner.id}?notice={key}")
    service.store.rename_runner(runner.id, name)
    person = person_of(service, runner, service.store.interviews(runner.id))
    for stored in {one.id: one for one in (person.last, person.going) if one}.values():
        _answer_name(service, stored, name)
    return Redirect(f"/r/{runner.id}")


def _answer_name(service: Service, stored: StoredInterview, name: str) -> None:
    """Let an interview have the name; a result that was whole stays so, of the same day."""
    question = service.knowledge.questions.get(NAME_QUESTION)
    if question is None:
        return
    before = service.interview(stored.id)
    after = before.answer(question, name, "web")
    if isinstance(after, Interview):
        service.keep(stored.id, before, after)
        if stored.is_finished:
            day = datetime.date.fromisoformat(stored.finished)
            service.store.finish(stored.id, day)


def everything(service: Service, visit: Visit) -> Document:
    """All that is kept of a runner as one file, which another store takes in.

    Raises:
        NotFound: if there is no such runner.
    """
    runner = service.runner(visit.parts["runner"])
    from ...store.exporting import export_text  # noqa: PLC0415  (seldom needed)

    name = f"surefoot-{service.today().isoformat()}-{runner.id[:6]}-everything.json"
    text = export_text(service.store, (runner,))
    return Document(text.encode(errors="replace"), "application/json; charset=utf-8", save_as=name)


def _page(service: Service, person: Person, notice: Notice) -> RunnerPage:
    from ....reports.trend.history_dots import history_dots  # noqa: PLC0415  (takes time to load)

    summary = summary_for(service, person)
    each = [(one, summary_of(service, one)) for one in person.results]
    needs, days = needs_of(service, person), days_apart(service, person.results)
    may_show = all(one.has_plan for one in needs)
    shows_pillars = summary is not None and summary.has_plan and may_show
    past = [one.past for _, one in reversed(each)] if shows_pillars else []
    titles = tuple(dict.fromkeys(row.title for one in reversed(past) for row in one.rows))
    due, going, last = check_in_due(service, person, summary), person.going, person.last
    is_coach, here = service.is_coach, person.page
    return RunnerPage(
        id=person.runner.id,
        name=person.name,
        home="All runners" if is_coach else "Home",
        rename=f"{here}/rename",
        faults=notice.faults,
        typed=(notice.typed.get("name") or [person.runner.name])[-1],
        needs=needs,
        limit=limit_words(summary),
        go_on=f"/i/{going.id}" if going else "",
        begun=show_date(going.day_begun) if going else "",
        is_record_waiting=going is not None and only_waits(service.interview(going.id)),
        results=tuple(_line(one, result, days[one.id], titles) for one, result in each),
        columns=titles,
        why_no_pillars="" if shows_pillars or not each or not needs else _NOT_SHOWN,
        chart=history_dots(past),
        chart_narrow=history_dots(past, narrow=True),
        weeks=_weeks(service, person),
        checked_in=f"{here}/checked-in" if person.check_ins else "",
        before=last.id if last else "",
        new=new_id(),
        report=f"/i/{last.id}/result" if last else "",
        depth=Depth.FULL,
        compare=compare_address(person.results),
        check_in=f"{here}/checkin" if due else "",
        check_in_day=show_date(due) if due else "",
        is_check_in_due=due is not None and due <= service.today(),
        fast=f"{here}/fast" if is_coach else "",
        receive=f"/receive?runner={person.runner.id}" if is_coach else "",
        record_days=_record_days(service, going) or _record_days(service, last),
        record=f"/i/{going.id}/recorded?from=look"
        if going and _record_days(service, going)
        else "",
        bring=command_for(service, person.runner.name),
        everything=f"{here}/export",
        forget=f"{here}/forget",
    )


def _record_days(service: Service, stored: StoredInterview | None) -> str:
    """The days that the record of an interview tells of; empty without one."""
    days = service.interview(stored.id).record.days if stored else None
    return show_span(*days) if days else ""


def _line(one: StoredInterview, result: Summary, day: str, titles: tuple[str, ...]) -> ResultLine:
    from ....reports.trend.history_dots import said_of  # noqa: PLC0415

    return ResultLine(
        id=one.id,
        day=day,
        out=_out(result, shows_pillars=bool(titles)),
        cells=tuple(Cell(title, said_of(result.past.row(title))) for title in titles),
        report=f"/i/{one.id}/result",
        answers=f"/i/{one.id}/answers.yaml",
        remove=f"/i/{one.id}/remove",
    )


def _out(result: Summary, *, shows_pillars: bool) -> str:
    """What came out of a result, in a few words."""
    if result.sign:
        held = " (plan held)" if result.is_held else ""
        more = f", and {result.also} more" if result.also else ""
        return f"{result.way}: {result.sign}{more}{held}"
    if result.limit:
        return limit_words(result)
    if not shows_pillars:
        return ""
    return f"{result.first} first" if result.first else result.headline


def _weeks(service: Service, person: Person) -> "CheckInDots | None":
    """The picture of the weekly check-ins; None for fewer than it takes."""
    if not person.check_ins:
        return None
    from ....reports.charts.check_in_dots import Week, check_in_dots  # noqa: PLC0415
    from ...check_in import check_ins  # noqa: PLC0415

    found = check_ins(service.store, person.runner.id)
    return check_in_dots([Week(day=one.day, score=one.score, is_substantial=one.is_substantial)
                          for one in found])  # fmt: skip
