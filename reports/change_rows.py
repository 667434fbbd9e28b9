"""Rows of a comparison, each what it is, before and after; for every page that compares."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from ..engine.diagnosis import Diagnosis
from ..engine.evaluate import Truth
from ..engine.findings import MatchedPattern
from ..engine.knowledge import FITS, Rule
from ..engine.reasoning.whatif import AnswerChange, BeforeAfter, Comparison, either
from ..engine.vocabulary import Answer
from .referral import see_someone, way_of
from .sentences import join_titles, printable
from .sources import Sources

NOT_SHOWN = "Pillars, advice and plan are not shown while someone has to see you first."
_MOST_ROWS = 8  # of questions and flags that are open; there can be dozens

_T = TypeVar("_T")
Row = tuple[str, str, str]


def answer_row(change: AnswerChange) -> Row:
    """Both answers, in the units in which they were given."""
    answer, applies = change.answer, change.applies
    is_same = answer.before == answer.after  # then it counts on one side only
    return (
        change.question.title,
        _said(answer.before, applies.before, is_same=is_same),
        _said(answer.after, applies.after, is_same=is_same),
    )


def _said(answer: Answer | None, applies: Truth, *, is_same: bool) -> str:
    if answer is None:
        return "not answered"
    shown = printable(answer.shown)
    if applies:
        return shown
    word = "does not apply" if applies is False else "may not apply"
    return word if is_same else f"{shown} ({word})"


def open_rows(one: Comparison) -> list[Row]:
    """The questions that only one side asks and that have no answer."""
    asked = [(question.title, "not asked", "asked") for question in one.opened]
    return _at_most([*asked, *((question.title, "asked", "not asked") for question in one.closed)])


def flag_rows(one: Comparison) -> Iterator[Row]:
    """The short answer of both reports, then the flags."""
    sources = Sources(one.after.knowledge)
    boxes = see_someone(one.before, sources), see_someone(one.after, sources)
    if boxes[0].answer != boxes[1].answer:
        yield ("", boxes[0].answer, boxes[1].answer)
    for change in one.flags:
        flag = either(change)
        places = [one.after.knowledge.sites[site] for site in flag.sites]
        place = f" ({join_titles(places)})" if places else ""
        sides = [
            way_of(diagnosis, side) if side else _not_raised(diagnosis, flag.rule)
            for side, diagnosis in ((change.before, one.before), (change.after, one.after))
        ]
        yield (f"{flag.rule.title}{place}", sides[0], sides[1])
    raised = {either(change).rule.id for change in one.flags}
    open_ones = [one for one in one.undecided_flags if either(one).id not in raised]
    newly = [(either(one).title, "checked", "cannot be checked")
             for one in open_ones if one.before is None]  # fmt: skip
    no_longer = [(either(one).title, "could not be checked", "checked")
                 for one in open_ones if one.after is None]  # fmt: skip
    yield from [*_at_most(newly), *_at_most(no_longer)]


def _not_raised(diagnosis: Diagnosis, rule: Rule) -> str:
    return "cannot be checked" if rule.id in diagnosis.undecided_flags else "no"


def pattern_row(change: BeforeAfter[MatchedPattern | None]) -> Row:
    """How well the answers fit a pattern on both sides."""
    band = shown_sides(change, lambda one: FITS[one.band])
    return (either(change).pattern.title, band.before or "no", band.after or "no")


def shown_sides(change: BeforeAfter[_T | None], show: Callable[[_T], str]) -> BeforeAfter[str]:
    """Both sides in words; empty for a side that does not have it."""
    return BeforeAfter(
        "" if change.before is None else show(change.before),
        "" if change.after is None else show(change.after),
    )


def _at_most(rows: list[Row]) -> list[Row]:
    if len(rows) <= _MOST_ROWS + 1:
        return rows
    return [*rows[:_MOST_ROWS], (f"and {len(rows) - _MOST_ROWS} more", "", "")]
