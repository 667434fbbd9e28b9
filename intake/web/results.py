"""What the answers of stored interviews come to, kept while the answers stay the same.

A page of one runner diagnoses with Experta. The table of a coach has hundreds of runners: there
`evaluate` alone says what fires, which the tests hold to be the same, in a quarter of the time.
What works this out is loaded when the first result is asked for, so that the server starts fast.
"""

import datetime
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from ..store.sessions import replayed
from ..store.shapes import StoredInterview

if TYPE_CHECKING:
    from ...engine.assessment import Assessor
    from ...engine.diagnosis import Diagnosis
    from ...reports.trend.history_dots import PastResult
    from ..check_in import CheckIn
    from .service import Service

_MOST_DIAGNOSES = 40  # some 300 kB each
_MOST_SUMMARIES = 5_000
_LONGEST_HEADLINE = 90
_LIMIT = "limit"
_STOPPING = frozenset({"A", "B"})  # tiers
_Key = tuple[str, int, str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A result in a few words, for a list of many.

    `urgency` is one of `WAYS`, empty where nobody has to be seen; `way` says it, `sign` why,
    `also` counts further signs that are as urgent, and `rank` is its place among others: the
    most urgent first, who needs nobody last. `limit` is why the base does not assess this
    runner at all. `first` is the pillar or context that comes first, where one does. `headline`
    and `past` say nothing of pillars where `has_plan` is False; `is_held`: the plan adds
    nothing. `stops_plan`: an older plan is not to be followed any more. `open` counts
    questions.
    """

    urgency: str
    way: str
    sign: str
    also: int
    rank: int
    limit: str
    headline: str
    first: str
    open: int
    has_plan: bool
    is_held: bool
    stops_plan: bool
    past: "PastResult"


class _Kept(Generic[_T]):
    """The last results that were worked out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, _T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: _Key, make: Callable[[], _T]) -> _T:
        """What is kept under a key; else it is made, outside the lock: others go on meanwhile."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def drop(self, interview: str) -> None:
        """Keep nothing of an interview any more."""
        with self._lock:
            for key in [one for one in self._kept if one[0] == interview]:
                del self._kept[key]


@dataclass(slots=True)
class Results:
    """The results that were worked out lately; safe to use from several threads."""

    diagnoses: "_Kept[Diagnosis]" = field(default_factory=lambda: _Kept(_MOST_DIAGNOSES))
    summaries: _Kept[Summary] = field(default_factory=lambda: _Kept(_MOST_SUMMARIES))
    check_ins: "_Kept[tuple[CheckIn, ...]]" = field(default_factory=lambda: _Kept(_MOST_SUMMARIES))
    _quick: "Assessor | None" = None

    def quick(self, service: "Service") -> "Assessor":
        """An assessor for tables, made once it is needed."""
        if self._quick is None:
            from ...engine.assessment import QuickAssessor  # noqa: PLC0415

            self._quick = QuickAssessor(service.knowledge)
        return self._quick

    def drop(self, interview: str) -> None:
        """Forget what an interview came to."""
        self.diagnoses.drop(interview)
        self.summaries.drop(interview)
        self.check_ins.drop(interview)


def result_day(service: "Service", stored: StoredInterview) -> datetime.date:
    """The day of a result: that on which it was made, or today while the interview goes on."""
    return datetime.date.fromisoformat(stored.finished) if stored.finished else service.today()


def diagnosis_of(service: "Service", stored: StoredInterview) -> "Diagnosis":
    """What the answers of an interview come to with the rules of today; its plan starts then."""
    day = result_day(service, stored)

    def make() -> "Diagnosis":
        return _diagnosed(service, service.reading.assessor, stored, day)

    return service.results.diagnoses.get(_key(stored, day), make)


def summary_of(service: "Service", stored: StoredInterview) -> Summary:
    """The result of an interview in a few words."""
    day = result_day(service, stored)

    def make() -> Summary:
        quick = service.results.quick(service)
        return summarised(_diagnosed(service, quick, stored, day), day)

    return service.results.summaries.get(_key(stored, day), make)


def check_ins_of(service: "Service", check_ins: Sequence[StoredInterview]) -> "tuple[CheckIn, ...]":
    """What the finished check-ins of one runner come to, the earliest first."""
    if not check_ins:
        return ()
    from ..check_in import check_ins as read  # noqa: PLC0415  (loads a base)

    newest = check_ins[0]
    entries = sum(one.entries for one in check_ins)
    key = (newest.id, entries, ",".join(one.finished for one in check_ins))
    return service.results.check_ins.get(key, lambda: read(service.store, newest.runner))


def _diagnosed(
    service: "Service", assessor: "Assessor", stored: StoredInterview, day: datetime.date
) -> "Diagnosis":
    from ...engine.diagnosis import diagnose  # noqa: PLC0415

    found = replayed(service.store, stored.id, service.knowledge)
    return diagnose(assessor, found.answers, day, found.history)


def summarised(diagnosis: "Diagnosis", day: datetime.date) -> Summary:
    """A diagnosis of a day in a few words."""
    from ...engine.diagnosis import stops  # noqa: PLC0415
    from ...reports.batch.urgency import OPEN, WAYS, urgency_of  # noqa: PLC0415
    from ...reports.trend.history_dots import past_result  # noqa: PLC0415

    urgency, sign = urgency_of(diagnosis)
    limit = next((one.rule.title for one in diagnosis.limits if stops(one.rule)), "")
    alike = sum(one.warn.route == urgency for one in diagnosis.flags)
    return Summary(
        urgency=urgency,
        way=WAYS.get(urgency, ""),
        sign=sign if urgency != OPEN else "",
        also=max(0, alike - 1),
        rank=rank_of(urgency or (_LIMIT if limit else "")),
        limit=limit,
        headline=_headline(diagnosis),
        first=_first(diagnosis),
        open=len(diagnosis.unanswered),
        has_plan=diagnosis.plan.shown,
        is_held=diagnosis.plan.shown and diagnosis.plan.mode == "hold",
        stops_plan=not diagnosis.plan.shown or diagnosis.tier in _STOPPING,
        past=past_result(diagnosis, day),
    )


def rank_of(urgency: str) -> int:
    """The place of a way to be seen: the most urgent first, then not assessed, then nobody."""
    from ...reports.batch.urgency import WAYS  # noqa: PLC0415

    return [*WAYS, _LIMIT, ""].index(urgency)


def _headline(diagnosis: "Diagnosis") -> str:
    """What comes first, in a few words: a pillar or context, or the title of a rule."""
    from ...reports.sentences import printable  # noqa: PLC0415

    name, knowledge = diagnosis.headline.id, diagnosis.knowledge
    if name in knowledge.scored:
        return knowledge.scored[name].title if diagnosis.plan.shown else ""
    if name in knowledge.rules:
        return printable(knowledge.rules[name].title)
    text = printable(diagnosis.headline.text)
    return text if len(text) <= _LONGEST_HEADLINE else f"{text[: _LONGEST_HEADLINE - 1]}…"


def _first(diagnosis: "Diagnosis") -> str:
    """The pillar or context that comes first; also where a sign holds the plan."""
    scored = diagnosis.knowledge.scored
    if not diagnosis.plan.shown:
        return ""
    if diagnosis.headline.id in scored:
        return scored[diagnosis.headline.id].title
    if diagnosis.leading:
        return scored[diagnosis.leading].title
    return next((one.pillar.title for one in diagnosis.pillars if one.band == "weak"), "")


def _key(stored: StoredInterview, day: datetime.date) -> _Key:
    """Logs only grow: the same number of entries is the same log."""
    return stored.id, stored.entries, day.isoformat()
