"""What a comparison says of the two files that it was made from."""

import textwrap
from collections.abc import Iterator

from ...engine.days import show_date, show_span
from ...engine.diagnosis import Diagnosis
from ...engine.scoring import Band
from ...engine.versions.compare_data import is_told
from ...engine.versions.replay import Replay
from ...engine.versions.sides import Side
from ..person import AGE_QUESTION, NAME_QUESTION, SEX_QUESTION, given
from ..sentences import printable
from ..units import in_units
from ..words import BAND_WORDS
from .shapes import SideLine

_MOST_LOST = 3
_LONGEST = 160  # characters
_WEEK = 7
_MOST_YEARS = 3  # that one runner has grown older between two files


def file_notes(before: Side, after: Side, units: str) -> Iterator[str]:
    """What to know before reading on: other names, the order of days, other rules, clashes."""
    old, new = before.diagnosis, after.diagnosis
    names = given(old, NAME_QUESTION), given(new, NAME_QUESTION)
    if all(names) and names[0] != names[1]:
        yield (
            f"The two files name different runners: {names[0]} before, {names[1]} after. "
            "Check that both are about one person."
        )
    if other := list(_other_person(before, after)):
        yield f"The two results may be of two people: {'; '.join(other)}."
    if _is_turned(before, after):
        yield "The file given as after is from an earlier day than the one given as before."
    yield from _about_file("before", before)
    yield from _about_file("after", after)
    if new.plan.shown:
        for clash in new.contradictions:
            yield f"Answers after that do not fit together: {in_units(clash.text, units)}"


def _is_turned(before: Side, after: Side) -> bool:
    """Whether the file given as after is the earlier one."""
    old, new = before.diagnosis.day, after.diagnosis.day
    return old is not None and new is not None and new < old


def _other_person(before: Side, after: Side) -> Iterator[str]:
    """What one runner's answers would not say: another sex, an age that went down or far up."""
    old, new = before.diagnosis, after.diagnosis
    sexes = given(old, SEX_QUESTION), given(new, SEX_QUESTION)
    if all(sexes) and sexes[0] != sexes[1]:
        yield f"sex {sexes[0].lower()} before, {sexes[1].lower()} after"
    ages = [_years(one) for one in ((new, old) if _is_turned(before, after) else (old, new))]
    if ages[0] is None or ages[1] is None or 0 <= ages[1] - ages[0] <= _MOST_YEARS:
        return
    yield f"age {given(old, AGE_QUESTION)} before, {given(new, AGE_QUESTION)} after"


def _years(diagnosis: Diagnosis) -> float | None:
    answer = diagnosis.answers.get(AGE_QUESTION)
    value = answer.value if answer else None
    return float(value) if isinstance(value, float | int) else None


def _about_file(word: str, side: Side) -> Iterator[str]:
    """That a file's result does not come out the same, and what of it can be told."""
    if side.replay is None:
        return
    if side.replay.lost:
        lost = "; ".join(_tamed(one) for one in side.replay.lost[:_MOST_LOST])
        count = len(side.replay.lost)
        yield (
            f"{count} {'answer' if count == 1 else 'answers'} of the file {word} cannot be read by "
            f"the questions of today, and {'is' if count == 1 else 'are'} left out: {lost}"
            f"{'; and more' if count > _MOST_LOST else ''}."
        )
    if side.replay.is_same:
        return
    by = (
        "was worked out with other rules than those of today"
        if side.is_by_other_rules
        else "was changed by hand, or made by another version of this program"
    )
    told = _differences(side)
    yield (
        f"The result {word} {by}, and does not come out the same. {told}Both sides here use the "
        "rules of today, so none of that is shown as a change of the runner."
    )


def _differences(side: Side) -> str:
    """The bands that are others by today's rules, and how much else differs."""
    one = side.replay
    if one is None:
        return ""
    scored = side.diagnosis.knowledge.scored
    bands = [
        (scored[diff.where.removesuffix(" band")].title, diff)
        for diff in one.differences
        if diff.where.removesuffix(" band") in scored
    ]
    told = [
        f"{title} was {_band(diff.before)} in the file, and is {_band(diff.after)} today."
        for title, diff in (bands if is_told(side) else [])
    ]
    rest = len(one.differences) - len(told)
    if rest:
        details = "detail differs" if rest == 1 else "details differ"
        told.append(f"{rest} {'more ' if told else ''}{details}; surefoot replay FILE lists them.")
    return f"{' '.join(told)} " if told else ""


def _band(word: str) -> str:
    return BAND_WORDS[Band(word)] if word in set(Band) else _tamed(word)


def _tamed(text: str) -> str:
    """What a file says, which anybody may have written, in a length that a page can hold."""
    return textwrap.shorten(printable(text), _LONGEST)


def side_line(word: str, side: Side, earlier: Side | None) -> SideLine:
    """Where a side is from; with the earlier one, how long after it."""
    day = side.diagnosis.day
    shown = show_date(day) if day else ""
    start = earlier.diagnosis.day if earlier else None
    if day and start and day > start:
        shown += f", {_later((day - start).days)} later"
    text = f"{_origin(side, side.replay)} {_record(side.diagnosis)}".strip()
    return SideLine(side=word, day=shown, text=text)


def _record(diagnosis: Diagnosis) -> str:
    """The days of the record that answers of a side stand on; empty without one."""
    bases = [one.basis for one in diagnosis.answers.values() if one.basis]
    if not bases or not diagnosis.plan.shown:
        return ""
    days = show_span(min(one.first for one in bases), max(one.last for one in bases))
    return f"It also stands on a record, {days}."


def _later(days: int) -> str:
    count, unit = (days, "day") if days % _WEEK else (days // _WEEK, "week")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _origin(side: Side, one: Replay | None) -> str:
    if one is None:
        return side.origin or "A file of answers, worked out with the rules of today."
    by = (
        f", made by other rules ({_tamed(one.before['version'])}, {_tamed(one.before['hash'])}),"
        if side.is_by_other_rules
        else ""
    )
    comes = "comes" if one.is_same else "does not come"
    return f"The result in the file{by} {comes} out the same today."
