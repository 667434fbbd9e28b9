"""What the answers of stored interviews come to, kept while the answers stay the same.

A page of one runner diagnoses with Experta. The table of a coach has hundreds of runners: there
`evaluate` alone says what fires, which the tests hold to be the same, in a quarter of the time.
"""

import datetime
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from ...engine.assessment import QuickAssessor
from ...engine.diagnosis import Diagnosis, diagnose
from ...reports.batch.urgency import OPEN, WAYS, urgency_of
from ...reports.sentences import printable
from ...reports.trend.history_dots import PastResult, past_result
from ..store.sessions import answers_of
from ..store.shapes import StoredInterview

if TYPE_CHECKING:
    from .service import Service

_MOST_DIAGNOSES = 40  # some 300 kB each
_MOST_SUMMARIES = 5_000
_LONGEST_HEADLINE = 90
_Key = tuple[str, int, str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A result in a few words, for a list of many.

    `urgency` is one of `WAYS`, empty where nobody has to be seen; `way` says it, `sign` why.
    `headline` and `past` say nothing of pillars where `has_plan` is False. `open` counts questions.
    """

    urgency: str
    way: str
    sign: str
    headline: str
    open: int
    has_plan: bool
    past: PastResult

    @property
    def rank(self) -> int:
        """The place among others: the most urgent first, who needs nobody last."""
        return [*WAYS, ""].index(self.urgency)


class _Kept(Generic[_T]):
    """The last results that were worked out; each once, also when two threads ask."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, _T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: _Key, make: Callable[[], _T]) -> _T:
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
        with self._lock:
            for key in [one for one in self._kept if one[0] == interview]:
                del self._kept[key]


@dataclass(slots=True)
class Results:
    """The results that were worked out lately; safe to use from several threads."""

    diagnoses: _Kept[Diagnosis] = field(default_factory=lambda: _Kept(_MOST_DIAGNOSES))
    summaries: _Kept[Summary] = field(default_factory=lambda: _Kept(_MOST_SUMMARIES))
    _quick: QuickAssessor | None = None

    def quick(self, service: "Service") -> QuickAssessor:
        """An assessor for tables, made once it is needed."""
        if self._quick is None:
            self._quick = QuickAssessor(service.knowledge)
        return self._quick

    def drop(self, interview: str) -> None:
        """Forget what an interview came to."""
        self.diagnoses.drop(interview)
        self.summaries.drop(interview)


def result_day(service: "Service", stored: StoredInterview) -> datetime.date:
    """The day of a result: that on which it was made, or today while the interview goes on."""
    return datetime.date.fromisoformat(stored.finished) if stored.finished else service.today()


def diagnosis_of(service: "Service", stored: StoredInterview) -> Diagnosis:
    """What the answers of an interview come to with the rules of today; its plan starts then."""
    day = result_day(service, stored)

    def make() -> Diagnosis:
        answers = answers_of(service.store, stored.id, service.knowledge)
        return diagnose(service.reading.assessor, answers, day)

    return service.results.diagnoses.get(_key(stored, day), make)


def summary_of(service: "Service", stored: StoredInterview) -> Summary:
    """The result of an interview in a few words."""
    day = result_day(service, stored)

    def make() -> Summary:
        answers = answers_of(service.store, stored.id, service.knowledge)
        return summarised(diagnose(service.results.quick(service), answers, day), day)

    return service.results.summaries.get(_key(stored, day), make)


def summarised(diagnosis: Diagnosis, day: datetime.date) -> Summary:
    """A diagnosis of a day in a few words."""
    urgency, sign = urgency_of(diagnosis)
    return Summary(
        urgency=urgency,
        way=WAYS.get(urgency, ""),
        sign=sign if urgency != OPEN else "",
        headline=_headline(diagnosis),
        open=len(diagnosis.unanswered),
        has_plan=diagnosis.plan.shown,
        past=past_result(diagnosis, day),
    )


def _headline(diagnosis: Diagnosis) -> str:
    """What comes first, in a few words: a pillar or context with its band, or the sign."""
    name = diagnosis.headline.id
    if name in diagnosis.knowledge.scored:
        title = diagnosis.knowledge.scored[name].title
        return title if diagnosis.plan.shown else ""
    if name in diagnosis.knowledge.rules:
        return printable(diagnosis.knowledge.rules[name].title)
    text = printable(diagnosis.headline.text)
    return text if len(text) <= _LONGEST_HEADLINE else f"{text[: _LONGEST_HEADLINE - 1]}…"


def _key(stored: StoredInterview, day: datetime.date) -> _Key:
    """Logs only grow: the same number of entries is the same log."""
    return stored.id, stored.entries, day.isoformat()
