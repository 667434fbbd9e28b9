"""Which number decides a finding, and where its points begin: found by giving other answers.

An item is worked out again with one answer changed and all else as the runner said, so an axis
says what the rules say, whatever they read in between.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import isclose

from ..engine.condition import Value, subjects
from ..engine.diagnosis import Diagnosis
from ..engine.evaluate import Facts
from ..engine.reasoning.items import Item, items_of
from ..engine.reasoning.nearest import Cut, cuts_of
from ..engine.reasoning.values import supposed
from ..engine.scoring import ItemScore
from ..engine.units import show_number, unit_of
from ..engine.vocabulary import Answers, Choice, Number, Question, Several, State
from .charts.axis import AxisPicture, Own, Stretch, draw_axis, points_in_words
from .units import in_units

_OFF = 0.0005  # share by which a threshold may be rounded


@dataclass(frozen=True, slots=True)
class _Cell:
    """Answers that are all worth the same: points, or None where another answer is missing.

    Of numbers it says where they are cut.
    """

    points: int | None
    start: Cut = (0.0, 0)
    end: Cut = (0.0, 0)


def axis_of(diagnosis: Diagnosis, score: ItemScore, units: str = "") -> AxisPicture | None:
    """The number that decides an item's points, on its axis; without `units` in its own unit.

    None where no single number does: where another answer that the runner could change bears on
    the points too, where another answer is missing, or where more is worse here and better there.
    """
    item = next(one for one in items_of(diagnosis.assessor) if one.group is score.group)
    questions = [diagnosis.knowledge.questions[name] for name in _read_by(item)]
    if not any(_is_number(one) for one in questions):
        return None
    can_change = [one for one in questions if one.change is not None]
    rest = [one for one in questions if one.change is None]
    chosen = _deciding(diagnosis, item, can_change) or _deciding(diagnosis, item, rest)
    if len(chosen) != 1 or not _is_number(chosen[0][0]) or chosen[0][0].worse == "neither":
        return None
    return _picture(diagnosis, *chosen[0], units)


def _is_number(question: Question) -> bool:
    return isinstance(question.kind, Number)


def _deciding(
    diagnosis: Diagnosis, item: Item, questions: Iterable[Question]
) -> list[tuple[Question, list[_Cell]]]:
    """The answered questions with which, all else as it is, the points of an item change.

    Not those that only open another one of them.
    """
    own = {name: diagnosis.answers[name] for name in item.questions if name in diagnosis.answers}
    found = []
    for question in questions:
        if question.id in own and own[question.id].state is State.GIVEN:
            cells = list(_cells(item, question, own, diagnosis.assessment.facts))
            if len({one.points for one in cells}) > 1:
                found.append((question, cells))
    gates = {name for one, _ in found if one.gate for name in subjects(one.gate)}
    return [one for one in found if one[0].id not in gates]


def _read_by(item: Item) -> list[str]:
    """The questions that the conditions of an item read, through numbers derived from them.

    None where a condition reads what other rules conclude.
    """
    found: dict[str, None] = {}
    for rule in item.group.rules:
        for one in rule.instances:
            for subject in sorted(subjects(one.condition)):
                if subject in item.inputs:
                    found |= dict.fromkeys(item.inputs[subject])
                elif subject in item.knowledge.questions:
                    found[subject] = None
                else:
                    return []
    return list(found)


def _cells(item: Item, question: Question, own: Answers, facts: Facts) -> Iterator[_Cell]:
    """What each other answer would be worth; of words each alone, of numbers each stretch."""

    def points(value: Value) -> int | None:
        score = item.score({**own, question.id: supposed(question, value)})
        return score.least if score.least == score.most else None

    match question.kind:
        case Number(lowest, highest):
            first, last = (lowest, 0), (highest, 1)
            found = cuts_of(item, question.id, facts)
            cuts = sorted({cut for cut in found if first < cut < last})
            for start, end in pairwise([first, *cuts, last]):
                yield _Cell(points((start[0] + end[0]) / 2), start, end)
        case Choice(labels):
            yield from (_Cell(points(word)) for word in labels)
        case Several(labels):
            yield from (_Cell(points(frozenset([word]))) for word in labels)


def _picture(
    diagnosis: Diagnosis, question: Question, cells: list[_Cell], units: str
) -> AxisPicture | None:
    answer = diagnosis.answers[question.id]
    value = answer.value
    merged = _merged(cells)
    points = [one.points for one in merged if one.points is not None]
    is_known = len(points) == len(merged) and all(one.start[0] < one.end[0] for one in merged)
    rises = question.worse == "higher"
    if (
        not isinstance(value, float | int)
        or not is_known
        or points != sorted(points, reverse=not rises)
    ):
        return None
    shown = in_units(answer.shown, units, exact=True) if units else answer.shown
    unit, factor = unit_of(shown, getattr(question.kind, "unit", ""))
    own = float(value) / factor
    starts = [""] + [_number(one.start[0] / factor, own, unit) for one in merged[1:]]
    stretches = tuple(
        Stretch(one.start[0] / factor, one.end[0] / factor, one.points or 0, start)
        for one, start in zip(merged, starts, strict=True)
    )
    at = max(n for n, one in enumerate(merged) if n == 0 or one.start < (value, 0.5))
    return draw_axis(
        f"{question.title}: {shown}",
        " ".join(_in_words(merged, starts, unit)),
        stretches,
        Own(own, shown, at),
    )


def _merged(cells: list[_Cell]) -> list[_Cell]:
    """Neighbours of the same points as one."""
    merged = cells[:1]
    for one in cells[1:]:
        if one.points == merged[-1].points:
            merged[-1] = _Cell(one.points, merged[-1].start, one.end)
        else:
            merged.append(one)
    return merged


def _number(threshold: float, own: float, unit: str) -> str:
    """A threshold as short as it can be said without passing the runner's own number."""
    for places in range(4):
        said = round(threshold, places)
        is_same_side = (said > own) - (said < own) == (threshold > own) - (threshold < own)
        if is_same_side and isclose(said, threshold, rel_tol=_OFF):
            return f"{said:g}"
    return show_number(threshold, unit).partition(" ")[0]


def _in_words(merged: list[_Cell], starts: list[str], unit: str) -> Iterator[str]:
    """Which numbers give how many points, a sentence for each stretch."""
    for index, one in enumerate(merged):
        start, end = starts[index], (*starts[index + 1 :], "")[0]
        if index == 0:
            which = "Up to" if one.end[1] else "Below"
            said = f"{which} {end} {show_number(float(end), unit).partition(' ')[2]}".rstrip()
        elif not end:
            said = f"Above {start}" if one.start[1] else f"{start} or more"
        else:
            low, to = (f"Above {start},", "up to") if one.start[1] else (start, "to")
            below = "below" if one.start[1] else "to below"
            said = f"{low} {to if one.end[1] else below} {end}"
        yield f"{said}: {points_in_words(one.points or 0)}."
