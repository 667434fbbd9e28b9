"""What is said of a check-in: the score in words, what changed, who should look, what is next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..engine.days import show_date, show_day
from ..engine.vocabulary import State
from .check_in import DAYS_BETWEEN, CheckIn, check_in_base
from .spoken import GO

_MOST_IN_TREND: Final = 8
_LONG: Final = 3  # check-ins in a row with trouble, after which somebody should look
_ROW_DAYS: Final = 3 * DAYS_BETWEEN  # from one to the next; after longer it is another story
_NO_SIGNS: Final = (
    "A check-in does not look for warning signs. With a new or strange sign, answer the whole "
    "interview again."
)
_AGAIN: Final = "That is: surefoot ask --again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A check-in in sentences.

    `way` says whom to see and how soon, `advice` why, how to run and what to tell them; both are
    empty where nothing came up. `changes` compare with the check-in before, empty at the first.
    `trend` lists the last ones, the earliest first; empty for a single one.
    """

    score: str
    meaning: str
    way: str
    advice: tuple[str, ...]
    changes: tuple[str, ...]
    trend: str
    due: str
    caveat: str = _NO_SIGNS

    def lines(self) -> Iterator[str]:
        """All of it, line by line; whom to see comes first where that is urgent or soon."""
        yield from (one for one in (self.way, *self.advice, self.score, self.meaning) if one)
        yield from (*self.changes, *([self.trend] if self.trend else []), self.due)
        yield f"{self.caveat} {_AGAIN}"


def tell(past: Sequence[CheckIn]) -> Told:
    """What is said of the last of some check-ins, which are given the earliest first."""
    last, before = past[-1], past[:-1]
    row, is_long = _in_a_row(past), _is_long(past)
    return Told(
        score=_score(last),
        meaning=_meaning(last),
        way=GO[route_of(past)] if last.flags else "",
        advice=tuple(_advice(last, row if is_long else 0)),
        changes=tuple(_changes(before[-1], last)) if before else (),
        trend=_trend(past[-_MOST_IN_TREND:]) if before else "",
        due=f"Next check-in: {show_date(last.due)}.",
    )


def route_of(past: Sequence[CheckIn]) -> str:
    """Whom to see after the last of some check-ins, and how soon; empty where nothing came up.

    It is one of the routes of flags. Trouble that has lasted for long goes to somebody.
    """
    if not past[-1].flags:
        return ""
    return "within two weeks" if _is_long(past) else past[-1].flags[0].warn.route


def short_score(check_in: CheckIn) -> str:
    """The score for a list: `42, substantial`; `no number` where an answer is missing."""
    number = "no number" if check_in.score is None else str(check_in.score)
    return f"{number}, substantial" if check_in.is_substantial else number


def _is_long(past: Sequence[CheckIn]) -> bool:
    flags = past[-1].flags
    return bool(flags) and flags[0].warn.tier == "D" and _in_a_row(past) >= _LONG


def _score(last: CheckIn) -> str:
    if last.score is None:
        return "There is no number this week: an answer is missing."
    return f"Trouble this week: {last.score} of 100. 0 is none, 100 is that you could not run."


def _meaning(last: CheckIn) -> str:
    if last.is_substantial:
        return "That counts as a substantial problem: it cut clearly into your running."
    if last.score is None:
        return ""
    if last.score == 0:
        return "Pain, an injury or an illness did not get in your way."
    return "There was some trouble. It did not cut clearly into your running."


def _advice(last: CheckIn, row: int) -> Iterator[str]:
    """What stands below whom to see; `row` is 0 unless trouble has lasted for that long."""
    if not last.flags:
        if last.is_open:
            yield "An answer that is missing could change who should look."
        return
    first = last.flags[0]
    yield first.because
    if row:
        yield f"You had trouble at {row} check-ins in a row. Somebody should look, however mild."
    yield first.running
    if first.warn.tier == "D" and not row:
        yield f"If it lasts for {_LONG} check-ins in a row, somebody should look."
    yield f"What to tell them: {first.warn.tell}"


def _in_a_row(past: Sequence[CheckIn]) -> int:
    """How many check-ins up to the last had trouble, without a long time between two."""
    count, later = 0, past[-1].day
    for one in reversed(past):
        if not one.score or (later - one.day).days > _ROW_DAYS:
            break
        count, later = count + 1, one.day
    return count


def _changes(before: CheckIn, last: CheckIn) -> Iterator[str]:
    if before.score is not None and last.score is not None:
        moved = last.score - before.score
        words = f"{abs(moved)} {'more' if moved > 0 else 'less'}" if moved else "the same"
        yield f"On {show_date(before.day)} it was {before.score}; now it is {words}."
    for name, question in check_in_base().questions.items():
        then, now = before.answers.get(name), last.answers.get(name)
        if then is None or now is None or then.shown == now.shown:
            continue
        if then.state is State.GIVEN and now.state is State.GIVEN:
            yield f"{question.title}: then “{then.shown}”, now “{now.shown}”."


def _trend(past: Sequence[CheckIn]) -> str:
    listed = "; ".join(f"{show_day(one.day)}: {short_score(one)}" for one in past)
    return f"Your check-ins so far. {listed}."
