"""Who has to be seen now, by all that is known of a runner: results, open answers, check-ins."""

import datetime
from dataclasses import dataclass
from typing import Final

from ...engine.days import show_day
from ...reports.sentences import printable
from ..spoken import GO
from ..store.shapes import StoredInterview
from .people import Person
from .results import Summary, check_ins_of, rank_of, summary_of
from .service import Service

_CHECK_IN_DAYS: Final = 14  # for which a check-in says how somebody is
_LOUD: Final = frozenset({"ambulance", "emergency department", "same day"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Somebody has to be seen: `urgency` is the route of a flag, and `rank` its place.

    `way` says it in a few words and `do` in a sentence, `sign` why; `also` counts signs that are as
    urgent. `source` names what said so unless that was the last result; `score` is that of a
    check-in. `page` tells more. `stops_plan`: an older plan is not to be followed any more;
    `has_plan`: another one, and pillars, may be shown all the same.
    """

    urgency: str
    rank: int
    way: str
    sign: str
    also: int
    source: str
    score: str
    day: datetime.date
    page: str
    stops_plan: bool
    has_plan: bool

    @property
    def do(self) -> str:
        """What to do, in a sentence."""
        return GO.get(self.urgency, "")

    @property
    def tone(self) -> str:
        """How loud it is said: urgent or soon."""
        return "urgent" if self.urgency in _LOUD else "soon"


def needs_of(service: Service, person: Person) -> tuple[Need, ...]:
    """What says that a runner has to be seen, the most urgent first; one for each source."""
    found = (_of_last(service, person), _of_going(service, person),
             _of_check_in(service, person, after=person.last))  # fmt: skip
    return tuple(sorted((one for one in found if one), key=lambda one: one.rank))


def need_of(service: Service, person: Person) -> Need | None:
    """The most urgent need of a runner; of those that are alike the last result's."""
    return next(iter(needs_of(service, person)), None)


def interview_need_of(service: Service, person: Person) -> Need | None:
    """The same without the check-ins: what the last result or open answers say."""
    found = [one for one in (_of_last(service, person), _of_going(service, person)) if one]
    return min(found, key=lambda one: one.rank, default=None)


def overtaking(service: Service, person: Person, stored: StoredInterview) -> Need | None:
    """What was said after a result and forbids to follow its plan; the most urgent of it.

    A result in between that a later one has replaced does not count.
    """
    found: list[Need | None] = [_of_check_in(service, person, after=stored)]
    last, going = person.last, person.going
    if last is not None and last.id != stored.id and _order(last) > _order(stored):
        found.append(_of_last(service, person))
    if going is not None and going.id != stored.id and going.changed > stored.changed:
        found.append(_of_going(service, person))
    return min((one for one in found if one and one.stops_plan), key=lambda one: one.rank,
               default=None)  # fmt: skip


def _order(stored: StoredInterview) -> tuple[str, str]:
    return stored.finished, stored.started


def _of_last(service: Service, person: Person) -> Need | None:
    last = person.last
    if last is None:
        return None
    day = datetime.date.fromisoformat(last.finished)
    return _need(last, summary_of(service, last), day, "")


def _of_going(service: Service, person: Person) -> Need | None:
    going = person.going
    if going is None or not going.entries:
        return None
    day = _day_changed(going)
    return _need(going, summary_of(service, going), day, f"from answers of {show_day(day)}")


def _day_changed(stored: StoredInterview) -> datetime.date:
    return datetime.datetime.fromisoformat(stored.changed).astimezone().date()


def _need(stored: StoredInterview, found: Summary, day: datetime.date, source: str) -> Need | None:
    if not found.sign:
        return None
    is_over = found.urgency in {"ambulance", "emergency department"}
    return Need(
        urgency=found.urgency,
        rank=found.rank,
        way=found.way,
        sign=found.sign,
        also=found.also,
        source=source,
        score="",
        day=day,
        page=f"/i/{stored.id}/{'see-someone' if is_over else 'result'}",
        stops_plan=found.stops_plan,
        has_plan=found.has_plan,
    )


def _of_check_in(service: Service, person: Person, after: StoredInterview | None) -> Need | None:
    """What the last check-in says, for as long as it counts: some days, or until a new result."""
    if not person.check_ins:
        return None
    newest = max(person.check_ins, key=lambda one: (one.finished, one.changed))
    day = datetime.date.fromisoformat(newest.finished)
    is_old = (service.today() - day).days > _CHECK_IN_DAYS
    results = [one for one in (after, person.last) if one is not None]
    when = (newest.finished, newest.changed)
    if is_old or any((one.finished, one.changed) > when for one in results):
        return None
    from ...reports.batch.urgency import WAYS  # noqa: PLC0415  (takes time to load)
    from ..check_in_words import route_of  # noqa: PLC0415  (loads a base)

    past = check_ins_of(service, person.check_ins)
    last, route = past[-1], route_of(past)
    if route not in WAYS:
        return None
    first = last.flags[0]
    return Need(
        urgency=route,
        rank=rank_of(route),
        way=WAYS[route],
        sign=printable(first.rule.title),
        also=0,
        source=f"from the check-in of {show_day(day)}",
        score="" if last.score is None else f"{last.score} of 100",
        day=day,
        page=f"{person.page}/checked-in",
        stops_plan=first.warn.tier in {"A", "B"} or first.warn.plan == "none",
        has_plan=first.warn.plan != "none",
    )
