"""A runner: results with what moved, check-ins, and what can be done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....engine.days import show_date
from ...interview.proof import Depth
from ...store.shapes import StoredInterview
from ..answering import Document, Page, Visit
from ..people import (
    Person,
    check_in_due,
    compare_address,
    person_of,
    summary_for,
)
from ..results import Summary, summary_of
from ..service import Service
from .home import tone_of

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
    """A result: its day, what came first, and each pillar; the cells may be left out."""

    id: str
    day: str
    first: str
    cells: tuple[Cell, ...]
    report: str
    answers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerPage:
    """All there is of one runner.

    `seen_first` says who has to be seen before anything else; no pillar is shown then, and
    `why_no_pillars` says so. `columns` are the pillars of the table, `weeks` the picture of the
    weekly check-ins.
    """

    id: str
    name: str
    home: str
    seen_first: str
    sign: str
    tone: str
    go_on: str
    begun: str
    results: tuple[ResultLine, ...]
    columns: tuple[str, ...]
    why_no_pillars: str
    chart: "HistoryDots | None"
    chart_narrow: "HistoryDots | None"
    weeks: "CheckInDots | None"
    checked_in: str
    before: str
    report: str
    depth: str
    compare: str
    check_in: str
    check_in_day: str
    is_check_in_due: bool
    fast: str
    receive: str
    everything: str
    forget: str


_NOT_SHOWN = "Someone has to be seen first, so no pillar is shown here."


def show_runner(service: Service, visit: Visit) -> Page:
    """The page of a runner.

    Raises:
        NotFound: if there is none.
    """
    runner = service.runner(visit.parts["runner"])
    person = person_of(service, runner, service.store.interviews(runner.id))
    return Page("runner", _page(service, person))


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


def _page(service: Service, person: Person) -> RunnerPage:
    from ....reports.trend.history_dots import history_dots  # noqa: PLC0415  (takes time to load)

    summary = summary_for(service, person)
    each = [(one, summary_of(service, one)) for one in person.results]
    shows_pillars = summary is not None and summary.has_plan
    past = [one.past for _, one in reversed(each)] if shows_pillars else []
    titles = tuple(dict.fromkeys(row.title for one in reversed(past) for row in one.rows))
    due, going, last = check_in_due(service, person, summary), person.going, person.last
    is_coach, here = service.is_coach, person.page
    return RunnerPage(
        id=person.runner.id,
        name=person.name,
        home="All runners" if is_coach else "Home",
        seen_first=summary.way if summary else "",
        sign=summary.sign if summary else "",
        tone=tone_of(summary.urgency if summary else ""),
        go_on=f"/i/{going.id}" if going else "",
        begun=show_date(going.day_begun) if going else "",
        results=tuple(_line(service, one, result, titles) for one, result in each),
        columns=titles,
        why_no_pillars="" if shows_pillars or not each else _NOT_SHOWN,
        chart=history_dots(past),
        chart_narrow=history_dots(past, narrow=True),
        weeks=_weeks(service, person),
        checked_in=f"{here}/checked-in" if person.check_ins else "",
        before=last.id if last else "",
        report=f"/i/{last.id}/result" if last else "",
        depth=Depth.FULL,
        compare=compare_address(person.results),
        check_in=f"{here}/checkin" if due else "",
        check_in_day=show_date(due) if due else "",
        is_check_in_due=due is not None and due <= service.today(),
        fast=f"{here}/fast" if is_coach else "",
        receive=f"/receive?runner={person.runner.id}" if is_coach else "",
        everything=f"{here}/export",
        forget=f"{here}/forget",
    )


def _line(
    service: Service, one: StoredInterview, result: Summary, titles: tuple[str, ...]
) -> ResultLine:
    from ....reports.trend.history_dots import said_of  # noqa: PLC0415

    return ResultLine(
        id=one.id,
        day=show_date(one.day),
        first=result.headline if titles or not result.has_plan else "",
        cells=tuple(Cell(title, said_of(result.past.row(title))) for title in titles),
        report=f"/i/{one.id}/result",
        answers=f"/i/{one.id}/answers.yaml",
    )


def _weeks(service: Service, person: Person) -> "CheckInDots | None":
    """The picture of the weekly check-ins; None for fewer than it takes."""
    if not person.check_ins:
        return None
    from ....reports.charts.check_in_dots import Week, check_in_dots  # noqa: PLC0415
    from ...check_in import check_ins  # noqa: PLC0415

    found = check_ins(service.store, person.runner.id)
    return check_in_dots([Week(day=one.day, score=one.score, is_substantial=one.is_substantial)
                          for one in found])  # fmt: skip
