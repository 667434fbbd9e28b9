"""The runners of the store with what can be done for each: for the home page and their own."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ...engine.days import show_date, show_day
from ...reports.sentences import printable
from ..store.naming import NO_NAME
from ..store.shapes import StoredInterview, StoredRunner, going_on
from .results import Summary, result_day, summary_of
from .service import Service

_WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A runner with what the store has of them, each list the latest first.

    `results` have a result, `going` is the interview last worked at that goes on: one that was
    changed after its result was made is both.
    """

    runner: StoredRunner
    results: tuple[StoredInterview, ...]
    going: StoredInterview | None
    check_ins: tuple[StoredInterview, ...]

    @property
    def name(self) -> str:
        """The name for people; other words where there is none."""
        return printable(self.runner.name) or NO_NAME

    @property
    def page(self) -> str:
        """The address of their page."""
        return f"/r/{self.runner.id}"

    @property
    def last(self) -> StoredInterview | None:
        """The last result."""
        return self.results[0] if self.results else None


def people(service: Service) -> tuple[Person, ...]:
    """All runners, by name."""
    by_runner: dict[str, list[StoredInterview]] = {}
    for one in service.store.all_interviews():
        by_runner.setdefault(one.runner, []).append(one)
    return tuple(
        person_of(service, one, by_runner.get(one.id, ())) for one in service.store.runners()
    )


def person_of(
    service: Service, runner: StoredRunner, interviews: Iterable[StoredInterview]
) -> Person:
    """A runner with their interviews, given the latest first."""
    interviews = list(interviews)
    base = service.knowledge.name
    made = [one for one in interviews if one.base == base and one.finished]
    return Person(
        runner=runner,
        results=tuple(sorted(made, key=lambda one: (one.finished, one.started), reverse=True)),
        going=going_on(interviews, base),
        check_ins=tuple(one for one in interviews if one.finished and one.base == _check_in_name()),
    )


def _check_in_name() -> str:
    from ..check_in import check_in_base  # noqa: PLC0415  (loads a base)

    return check_in_base().name


def summary_for(service: Service, person: Person) -> Summary | None:
    """Their last result; an interview that goes on, if it raised a more urgent sign by now."""
    last = summary_of(service, person.last) if person.last else None
    now = summary_of(service, person.going) if person.going and person.going.entries else None
    if now is None or not (now.sign or now.limit):
        return last
    return now if last is None or now.rank <= last.rank else last


def compare_address(results: Sequence[StoredInterview]) -> str:
    """Where the last two results stand side by side; empty for fewer than two."""
    if len(results) < 2:  # noqa: PLR2004
        return ""
    return "/compare?" + urlencode({"old": results[1].id, "new": results[0].id})


def check_in_due(service: Service, person: Person, summary: Summary | None) -> datetime.date | None:
    """The day of the next check-in: a week after the last, or after the result.

    None without a result, and where somebody has to be seen before any plan.
    """
    if summary is None or not summary.has_plan:
        return None
    days = [result_day(service, one) for one in (*person.check_ins[:1], *person.results[:1])]
    return max(days) + _WEEK if days else None


def short_day(service: Service, day: datetime.date) -> str:
    """A day for a narrow column: with its year only where that is another one."""
    return show_day(day) if day.year == service.today().year else show_date(day)


def days_apart(service: Service, results: Sequence[StoredInterview]) -> dict[str, str]:
    """The day of each result in words, by its id; several of one day are numbered, 1 the first."""
    of_day: dict[datetime.date, list[str]] = {}
    for one in reversed(results):
        of_day.setdefault(result_day(service, one), []).append(one.id)
    return {
        name: show_date(day) + (f" ({number})" if len(names) > 1 else "")
        for day, names in of_day.items()
        for number, name in enumerate(names, start=1)
    }
