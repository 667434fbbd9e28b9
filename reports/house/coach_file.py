"""A coach's own words for one runner: a free note, and what to do in place of an action.

They stand in the report as the coach's, and change nothing that was worked out.
"""

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ...engine.days import FIRST_DAY, LAST_DAY
from ...engine.diagnosis import Diagnosis
from ...engine.errors import Place, Problem, did_you_mean, join_words
from ...engine.planning import MOST_ACTIONS
from ...engine.shape import Shape, Words
from ...engine.source import Mapping, Node
from ..sentences import printable
from .own_file import OwnFile, read_own_file

LONGEST_BY: Final = 100
LONGEST_NOTE: Final = 1_500
LONGEST_TEXT: Final = 300
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a coach wants done in place of an action; `place` is where that was written."""

    action: str
    instead: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachWords:
    """What a coach wrote: `by` is name and profession, `note` has a text for each paragraph."""

    by: str
    date: datetime.date
    note: tuple[str, ...]
    overrides: tuple[Override, ...]


class OverrideShape(Shape):
    """One override."""

    action: Words
    instead: Words
    reason: Words


class CoachWordsShape(Shape):
    """The file."""

    by: Words
    date: Words
    note: Words = ""
    overrides: list[OverrideShape] | None = None


def read_coach_words(path: Path) -> CoachWords:
    """The words in a file; which of them fit a runner, `words_that_fit` says.

    Raises:
        UsageError: with every problem of the file.
    """
    file = read_own_file(path, CoachWordsShape)
    by = _by(file)
    date = _date(file)
    note = _note(file)
    overrides = _overrides(file)
    if not file.problems and not note and not overrides:
        message = "there is neither a note nor an override"
        file.note(file.node.place, message, "add `note: …` or `overrides:`")
    file.raise_problems()
    return CoachWords(by=by, date=date, note=note, overrides=overrides)


def words_that_fit(
    words: CoachWords, diagnosis: Diagnosis
) -> tuple[CoachWords | None, tuple[Problem, ...]]:
    """The words without overrides of what is none of this runner's first actions, and these.

    None where no words are left. An advice that this runner is not given (any more) is a
    warning: a new answer can do that. An id that the base does not have is an error.
    """
    actions = [one.advice.id for one in diagnosis.actions[:MOST_ACTIONS]]
    if not diagnosis.plan.shown:
        actions = []
    fitting = tuple(one for one in words.overrides if one.action in actions)
    kept = replace(words, overrides=fitting) if fitting or words.note else None
    advice = diagnosis.knowledge.advice
    return kept, tuple(
        _unfitting(one, actions, is_advice=one.action in advice)
        for one in words.overrides
        if one.action not in actions
    )


def _unfitting(one: Override, actions: list[str], *, is_advice: bool) -> Problem:
    message = f"'{one.action}' is not among this runner's first actions"
    meant = "" if is_advice else did_you_mean(one.action, actions)
    fix = f"did you mean {meant}? " if meant else ""
    fix += f"first actions: {join_words(actions)}"
    if not actions:
        message = f"this runner gets no actions, so there is no '{one.action}' to override"
        fix = "leave the override out; a note may stay"
    if is_advice:
        message += "; the report is made without these words"
    return Problem(
        code="US104", place=one.place, message=message, fix=fix,
        severity="warning" if is_advice else "error",
    )  # fmt: skip


def _by(file: OwnFile) -> str:
    value = file.at("by")
    by = file.line(value, "by", LONGEST_BY)
    name, _, profession = by.partition(",")
    if value is not None and by and not (name.strip() and profession.strip()):
        fix = 'like this: by: "Jo Smith, physiotherapist"'
        file.note(value.place, "'by' is a name and a profession, with a comma between", fix)
    return by


def _date(file: OwnFile) -> datetime.date:
    """The day; FIRST_DAY after a note."""
    value = file.at("date")
    if value is None or not value.text.strip():
        return FIRST_DAY
    fix = "write it like 2026-11-23"
    day = _day(value.text)
    if day is None:
        file.note(value.place, f"'date': '{value.text}' is no day", fix)
        return FIRST_DAY
    if not FIRST_DAY <= day <= LAST_DAY:
        file.note(value.place, f"'date': {day} is not between {FIRST_DAY} and {LAST_DAY}", fix)
    return day


def _day(text: str) -> datetime.date | None:
    if not _DAY.fullmatch(text):  # Python also reads forms that few people know
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _note(file: OwnFile) -> tuple[str, ...]:
    value = file.at("note")
    if value is None or not value.text.strip():
        return ()
    paragraphs = [printable(one) for one in _BLANK_LINE.split(value.text)]
    note = tuple(one for one in paragraphs if one)
    if not note:
        file.note(value.place, "'note': no page can show this")
    file.limit(value, "note", sum(map(len, note)), LONGEST_NOTE)
    return note


def _overrides(file: OwnFile) -> tuple[Override, ...]:
    found: dict[str, Override] = {}
    for item in file.items("overrides"):
        one = _override(file, item)
        if one is None:
            continue
        if one.action and one.action in found:
            message = f"'{one.action}' is overridden twice"
            file.note(one.place, message, "leave one of the two out", found[one.action].place)
        found.setdefault(one.action, one)
    return tuple(found.values())


def _override(file: OwnFile, item: Node) -> Override | None:
    if not isinstance(item, Mapping):
        return None  # noted as a wrong form
    action = item.get("action")
    return Override(
        action=file.line(action, "action", LONGEST_TEXT),
        instead=file.line(item.get("instead"), "instead", LONGEST_TEXT),
        reason=file.line(item.get("reason"), "reason", LONGEST_TEXT),
        place=(action or item).place,
    )
