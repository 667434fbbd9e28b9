"""The first page: the people on this computer, or a coach's table of runners."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ...interview.proof import Depth
from ...store.rows import new_id
from ..answering import Page, Visit
from ..needs import Need, need_of
from ..people import (
    Person,
    check_in_due,
    compare_address,
    people,
    short_day,
    summary_for,
)
from ..results import Summary, rank_of
from ..service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerLine:
    """A runner, and the addresses of what can be done; an address is empty where it cannot.

    `id`, `before` (the last result) and `new` (the id that it will have) are for the form of a new
    interview. `need` says who has to be seen first, and why; `is_known` that the answers tell.
    `limit` is why Surefoot does not assess this runner. `first` is the pillar or context that
    comes first.
    """

    id: str
    name: str
    page: str
    day: str
    result: str
    go_on: str
    begun: str
    before: str
    new: str
    compare: str
    check_in: str
    check_in_day: str
    is_check_in_due: bool
    is_overdue: bool
    need: Need | None
    is_known: bool
    limit: str
    first: str
    is_held: bool
    open: int

    @property
    def must_be_seen(self) -> bool:
        """Whether the first thing to do is to read whom to see."""
        return self.need is not None and self.need.stops_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The runners; `depth` is that of an interview that is begun from here.

    `notes` say what came of the last thing that was done, if anybody has to know.
    """

    runners: tuple[RunnerLine, ...]
    notes: tuple[str, ...]
    depth: str = Depth.FULL


@dataclass(frozen=True, slots=True)
class Filter:
    """A part of the runners: how many, its words, its address; `is_here`: it is shown."""

    count: int
    words: str
    to: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnersPage:
    """A coach's table: those that are shown of `total`; `wanted` is what the name has to have."""

    runners: tuple[RunnerLine, ...]
    total: int
    filters: tuple[Filter, ...]
    show: str
    wanted: str
    notes: tuple[str, ...]
    depth: str = Depth.FULL


_SHOWN: Final[Mapping[str, tuple[str, Callable[[RunnerLine], bool]]]] = {
    "": ("All", lambda _line: True),
    "seen": ("Must be seen", lambda line: line.need is not None),
    "due": ("Check-in due", lambda line: line.is_check_in_due),
    "going": ("Not finished", lambda line: bool(line.go_on)),
}
_LONGEST_WANTED = 140


def home(service: Service, visit: Visit) -> Page:
    """The home page; a coach's table is sorted by urgency, then by name."""
    notice = service.notices.find(visit.query.get("notice", ""))
    notes = tuple(one.message for one in notice.faults) if notice else ()
    lines = [_line(service, one) for one in people(service)]
    if not service.is_coach:
        return Page("home", HomePage(runners=tuple(line for _, line in lines), notes=notes))
    ranked = [line for _, line in sorted(lines, key=_order)]
    return Page("runners", _table(ranked, visit, notes))


def _table(lines: Sequence[RunnerLine], visit: Visit, notes: tuple[str, ...]) -> RunnersPage:
    """The runners whose name has what is looked for, and of them the part that is asked for."""
    wanted = " ".join(visit.query.get("name", "")[:_LONGEST_WANTED].split())
    show = visit.query.get("show", "")
    show = show if show in _SHOWN else ""
    named = [one for one in lines if wanted.casefold() in one.name.casefold()]
    parts = {name: [one for one in named if is_in(one)] for name, (_, is_in) in _SHOWN.items()}
    return RunnersPage(
        runners=tuple(parts[show]),
        total=len(lines),
        filters=tuple(
            Filter(len(parts[name]), words, _address(name, wanted), name == show)
            for name, (words, _) in _SHOWN.items()
        ),
        show=show,
        wanted=wanted,
        notes=notes,
    )


def _address(show: str, wanted: str) -> str:
    said = {name: word for name, word in (("show", show), ("name", wanted)) if word}
    return f"/?{urlencode(said)}" if said else "/"


def _order(ranked: tuple[int, RunnerLine]) -> tuple[int, str]:
    rank, line = ranked
    return rank, line.name.casefold()


def _line(service: Service, person: Person) -> tuple[int, RunnerLine]:
    """A runner's place among others, and their line."""
    summary, last, going = summary_for(service, person), person.last, person.going
    need, due = need_of(service, person), check_in_due(service, person, summary)
    is_known = summary is not None and summary.urgency != "open"
    line = RunnerLine(
        id=person.runner.id,
        name=person.name,
        page=person.page,
        day=short_day(service, last.day) if last else "",
        result=f"/i/{last.id}/result" if last else "",
        go_on=f"/i/{going.id}" if going else "",
        begun=short_day(service, going.day_begun) if going else "",
        before=last.id if last else "",
        new=new_id(),
        compare=compare_address(person.results),
        check_in=f"{person.page}/checkin" if due else "",
        check_in_day=short_day(service, due) if due else "",
        is_check_in_due=due is not None and due <= service.today(),
        is_overdue=due is not None and due < service.today(),
        need=need,
        is_known=is_known,
        limit=limit_words(summary),
        first=summary.first if summary and (need is None or need.has_plan) else "",
        is_held=summary is not None and summary.is_held,
        open=summary.open if summary else 0,
    )
    return _rank(need, summary), line


def _rank(need: Need | None, summary: Summary | None) -> int:
    """Who has to be seen comes first, then of whom nobody knows."""
    return min(need.rank if need else rank_of(""), summary.rank if summary else rank_of("open"))


def limit_words(summary: Summary | None) -> str:
    """Why a runner is not assessed at all; empty where they are."""
    if summary is None or not summary.limit:
        return ""
    return f"{summary.limit}: Surefoot does not assess this runner"
