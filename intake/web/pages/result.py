"""The result of an interview: the report with a bar above it, and its files."""

import datetime
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from ....engine.answers_text import format_answers
from ....engine.days import show_date, show_day
from ....reports.printing import UNITS, Printing
from ...store.sessions import replayed
from ...store.shapes import StoredInterview
from ..answering import Document, Visit
from ..bar import Bar, Link, OtherResult, Warned, with_bar
from ..needs import Need, overtaking
from ..people import days_apart, person_of
from ..results import diagnosis_of, result_day
from ..service import NotFound, Service

TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}
_OF_COACHES: Final = frozenset({"coach"})  # a page for a doctor is everybody's
_EDITION_WORDS: Final = {
    "runner": "Runner’s edition",
    "coach": "Coach’s edition",
    "handover": "Handover for a doctor",
}
_NEEDED: Final = {
    "ambulance": "needs an ambulance",
    "emergency department": "needs an emergency department",
    "same day": "needs a doctor today",
    "within two days": "needs a doctor within two days",
    "within days": "needs a doctor within days",
}
_NOT_FINISHED: Final = "This interview is not finished yet."
_CHANGED: Final = "Answers were changed since this result was made."
_ID_LETTERS = 6  # of an interview's id in a file name: the same day has several


def show_result(service: Service, visit: Visit) -> Document:
    """The report of an interview with the bar above it.

    Raises:
        NotFound: if there is no such interview or edition.
    """
    stored = service.stored(visit.parts["interview"])
    printing = _printing(service, stored, visit)
    from ....reports.writing import build  # noqa: PLC0415  (loads the template engine)

    diagnosis = diagnosis_of(service, stored)
    made = build(diagnosis, "html", printing)
    return with_bar(made.data, _bar(service, stored, printing, has_plan=diagnosis.plan.shown))


def download(service: Service, visit: Visit) -> Document:
    """A file of a result: report.html, report.pdf or plan.ics, as the address says.

    Raises:
        NotFound: if there is no such interview or file; without a plan there is no calendar.
    """
    stored = service.stored(visit.parts["interview"])
    ending = visit.parts["file"].rpartition(".")[2]
    printing = _printing(service, stored, visit)
    from ....reports.writing import build, file_name  # noqa: PLC0415  (loads the template engine)

    if ending == "ics" and _overtaken(service, stored) is not None:
        raise NotFound(ending)  # nobody is to be reminded of a plan that must not be followed
    made = build(diagnosis_of(service, stored), ending, printing)
    if not made.data:
        raise NotFound(ending)
    name = file_name(stem_of(stored, printing.date), ending, printing)
    return Document(made.data, TYPES[ending], save_as=name)


def answers_file(service: Service, visit: Visit) -> Document:
    """The answers of an interview with its record and weeks, as `surefoot report` reads them.

    Raises:
        NotFound: if there is no such interview.
    """
    stored = service.stored(visit.parts["interview"])
    knowledge = service.knowledge
    heading = f"Answers to {knowledge.name} {knowledge.version}"
    found = replayed(service.store, stored.id, knowledge)
    name = f"{stem_of(stored, result_day(service, stored))}-answers.yaml"
    text = format_answers(found.answers, heading, found.history, knowledge)
    return Document(text.encode(errors="replace"), TYPES["yaml"], save_as=name)


def stem_of(stored: StoredInterview, day: datetime.date) -> str:
    """How the files of an interview are called: never after what a person typed."""
    return f"surefoot-{day.isoformat()}-{stored.id[:_ID_LETTERS]}"


def _printing(service: Service, stored: StoredInterview, visit: Visit) -> Printing:
    """For whom and in which units, as the address says, else as usual.

    Raises:
        NotFound: for an edition that is not there for who asks.
    """
    edition = visit.query.get("edition", "runner")
    if edition not in _EDITION_WORDS or (edition in _OF_COACHES and not service.is_coach):
        raise NotFound(edition)
    units = visit.query.get("units", "")
    return Printing(
        date=result_day(service, stored),
        edition=edition,
        units=units if units in UNITS else service.units,
    )


def _bar(service: Service, stored: StoredInterview, printing: Printing, *, has_plan: bool) -> Bar:
    here = f"/i/{stored.id}"
    person = person_of(
        service, service.runner(stored.runner), service.store.interviews(stored.runner)
    )
    overtaken, days = overtaking(service, person, stored), days_apart(service, person.results)
    return Bar(
        warned=warning_of(overtaken),
        title=f"Result of {show_date(printing.date)}",
        links=tuple(_links(service, stored)),
        note="" if stored.is_finished else _CHANGED if stored.finished else _NOT_FINISHED,
        go_on="" if stored.is_finished else here,
        files=tuple(_files(here, printing, has_plan=has_plan and overtaken is None)),
        editions=tuple(
            Link(words, _address(f"{here}/result", printing, edition=name),
                 is_here=name == printing.edition)
            for name, words in _EDITION_WORDS.items()
            if service.is_coach or name not in _OF_COACHES
        ),
        units=unit_links(
            printing.units, lambda name: _address(f"{here}/result", printing, units=name)
        ),
        check=f"{here}/check",
        id=stored.id,
        others=tuple(
            OtherResult(one.id, days[one.id])
            for one in person.results
            if one.id != stored.id
        ),
    )  # fmt: skip


def _overtaken(service: Service, stored: StoredInterview) -> Need | None:
    runner = service.runner(stored.runner)
    person = person_of(service, runner, service.store.interviews(runner.id))
    return overtaking(service, person, stored)


def warning_of(need: Need | None) -> Warned | None:
    """What a bar says of a plan that must not be followed any more."""
    if need is None:
        return None
    what = _NEEDED.get(need.urgency, "says that someone must be seen first")
    said = "check-in" if need.score else "answer"
    words = f"A later {said} of {show_day(need.day)} {what}: do not follow this plan."
    return Warned(words, f"{need.sign}.", need.page)


def _links(service: Service, stored: StoredInterview) -> list[Link]:
    home = Link("All runners", "/") if service.is_coach else Link("Home", "/")
    return [home, Link("History", f"/r/{stored.runner}")]


def unit_links(chosen: str, address: Callable[[str], str]) -> tuple[Link, ...]:
    """A link for each system of units, given the address that prints in it."""
    return tuple(
        Link(words, address(name), is_here=name == chosen)
        for name, words in zip(UNITS, ("kilometres", "miles"), strict=True)
    )


def _files(here: str, printing: Printing, *, has_plan: bool) -> list[Link]:
    files = [
        Link("PDF", _address(f"{here}/report.pdf", printing)),
        Link("Web page as a file", _address(f"{here}/report.html", printing)),
    ]
    if has_plan:
        files.append(Link("Calendar", _address(f"{here}/plan.ics", printing, edition="runner")))
    return [*files, Link("Answers", f"{here}/answers.yaml")]


def _address(
    path: str, printing: Printing, *, edition: str | None = None, units: str | None = None
) -> str:
    """An address in the edition and units of the page, unless others are named."""
    wanted = {"edition": edition or printing.edition, "units": units or printing.units}
    said = {name: word for name, word in wanted.items() if word not in {"", "runner"}}
    return f"{path}?{urlencode(said)}" if said else path
