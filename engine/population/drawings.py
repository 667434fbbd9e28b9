"""One entry of a population to a `Drawing`."""

from dataclasses import dataclass
from math import ceil

from ..condition import Constant, references
from ..errors import Place, did_you_mean, join_words
from ..field_values import read_number
from ..nodes import place_of
from ..shape import fit
from ..source import Mapping, Node, Scalar, Sequence
from ..vocabulary import EXCLUSIVE, Choice, Kind, Number, Several
from .model import (
    DEFAULT_SKIPPED,
    DRAWN,
    Case,
    Draw,
    Drawing,
    EachShare,
    Family,
    Lognormal,
    Normal,
    OneOf,
    Silence,
    Triangular,
    Uniform,
    default_step,
    nothing_of,
)
from .reader import Context, Reader
from .shapes import DRAWS, FAMILIES, SILENCES, CaseShape, TraitCaseShape

_ALL = 100.0  # percent
_SLACK = 1e-6
_LARGEST_FACTOR = 10.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What an entry draws: an answer of a kind, or a trait; for every site or once."""

    kind: Kind
    context: Context
    is_trait: bool = False
    each: bool = False


def read_drawing(reader: Reader, node: Mapping, frame: Frame) -> Drawing | None:
    """How an entry that has its shape draws; None after noting what is wrong with it."""
    before = len(reader.problems)
    listed = node.get("cases")
    if listed is None:
        found = [_case(reader, node, frame, Silence(skipped=_default_skipped(frame)))]
    else:
        found = _cases(reader, node, listed, frame)
    kind = frame.kind
    lowest, highest, step = None, None, 0.0
    if isinstance(kind, Number):
        lowest = reader.formula(node.get("lowest"), frame.context, each=frame.each)
        highest = reader.formula(node.get("highest"), frame.context, each=frame.each)
        step = _step(reader, node, kind, frame)
    else:
        for name in ("lowest", "highest", "step"):
            if node.get(name) is not None:
                message = f"'{name}' is for numbers, and this has choices"
                reader.note("KB130", place_of(node, name, key=True), message, frame.context)
    drawing = Drawing(tuple(case for case in found if case), lowest, highest, step)
    _check_bounds(reader, node, drawing, frame)
    return drawing if len(reader.problems) == before else None


def _default_skipped(frame: Frame) -> float:
    return 0.0 if frame.is_trait else DEFAULT_SKIPPED


def _cases(reader: Reader, node: Mapping, listed: Node, frame: Frame) -> list[Case | None]:
    """The cases of `cases:`; what stands beside them says who does not answer in all of them."""
    for name in (*DRAWS, "number"):
        if node.get(name) is not None:
            message = f"'{name}' stands beside `cases:`"
            fix = "write it in the case that it belongs to"
            reader.note("KB152", place_of(node, name, key=True), message, frame.context, fix)
    items = listed.items if isinstance(listed, Sequence) else ()
    if not items:
        message = "`cases:` is a list, each with `when:` but the last"
        reader.note("KB152", listed.place, message, frame.context)
    general = _silence(reader, node, frame, Silence(skipped=_default_skipped(frame)))
    found = []
    for number, item in enumerate(items, start=1):
        context = (*frame.context, f"case {number}")
        shape = TraitCaseShape if frame.is_trait else CaseShape
        _, problems = fit(shape, item, context)
        reader.problems.extend(problems)
        if problems or not isinstance(item, Mapping):
            continue
        own = Frame(frame.kind, context, frame.is_trait, frame.each)
        when = item.get("when")
        if (when is None) != (number == len(items)):
            message = "only the last case has no `when:`, and it must have none"
            fix = "add a last case for all other runners" if when else "say when this case holds"
            reader.note("KB152", item.place, message, context, fix)
        found.append(_case(reader, item, own, general))
    return found


def _case(reader: Reader, node: Mapping, frame: Frame, general: Silence) -> Case | None:
    when_node = node.get("when")
    when = None
    if when_node is not None:
        when = reader.lang.condition(when_node, frame.context, each=frame.each)
    silence = _silence(reader, node, frame, general)
    number_node = node.get("number")
    number = reader.formula(number_node, frame.context, each=frame.each)
    named = [name for name in DRAWS if node.get(name) is not None]
    if len(named) > 1:
        place = place_of(node, named[1], key=True)
        message = f"this says twice how to draw, by {join_words(named, 'and')}"
        reader.note("KB152", place, message, frame.context, "leave one of them out")
        return None
    draw = _draw(reader, node, named[0], frame) if named else None
    if number_node is not None and not isinstance(frame.kind, Number):
        message = "'number' is for numbers, and this has choices"
        reader.note("KB130", place_of(node, "number", key=True), message, frame.context)
    elif number is not None and (DRAWN in references(number)) != bool(named):
        message = f"the formula does not use '{DRAWN}', so {join_words(named)} has no effect"
        fix = f"write `number: {DRAWN}` with something to add or to multiply"
        if not named:
            message = f"'{DRAWN}' is the number drawn, and nothing is drawn here"
            fix = "add normal:, lognormal:, triangular:, uniform: or shares:"
        reader.note("KB152", place_of(node, "number"), message, frame.context, fix)
    elif not named and number_node is None and silence.total < 1 - _SLACK:
        message = "nothing says how this is drawn"
        fix = "add shares:" if not isinstance(frame.kind, Number) else "add normal: or shares:"
        reader.note("KB151", node.place, message, frame.context, fix)
    return Case(when, draw, number, silence)


def _silence(reader: Reader, node: Mapping, frame: Frame, general: Silence) -> Silence:
    """Who does not answer; what is not said here is as it is in general."""
    shares = {}
    for name in SILENCES:
        value = node.get(name)
        share = getattr(general, name) if value is None else _share(reader, value, name, frame)
        shares[name] = share
    silence = Silence(**shares)
    if silence.total > 1 + _SLACK:
        message = f"{_shown(silence.total)} of 100 runners do not answer"
        fix = f"make {join_words(SILENCES, 'and')} 100 or less together"
        reader.note("KB131", node.place, message, frame.context, fix)
    return silence


def _share(reader: Reader, node: Node, name: str, frame: Frame) -> float:
    percent = float(node.text) if isinstance(node, Scalar) else 0.0
    if not 0 <= percent <= _ALL:
        message = f"'{name}' is {percent:g}; a share is from 0 to 100 of 100 runners"
        reader.note("KB131", node.place, message, frame.context)
        return 0.0
    return percent / _ALL


def _draw(reader: Reader, node: Mapping, name: str, frame: Frame) -> Draw | None:
    kind, value = frame.kind, node.get(name)
    if value is None:
        return None
    if name != "shares":
        if isinstance(kind, Number):
            return _family(reader, value, name, frame)
        message = f"'{name}' draws numbers, and this has choices"
        place = place_of(node, name, key=True)
        reader.note("KB130", place, message, frame.context, "write `shares:`")
        return None
    entries = value.entries if isinstance(value, Mapping) else ()
    shares = _shares(reader, entries, frame)
    if isinstance(kind, Several):
        return _each_share(reader, entries, shares, kind, frame)
    _check_sum(reader, value.place, [share for _, share in shares], frame)
    return OneOf(tuple((one, share) for one, share in shares if share))


_Entries = tuple[tuple[Scalar, Node], ...]
_Shares = list[tuple[str | float, float]]


def _shares(reader: Reader, entries: _Entries, frame: Frame) -> _Shares:
    """Each number or choice with its share."""
    shares: _Shares = []
    for key, value in entries:
        drawn: str | float = key.text
        match frame.kind:
            case Number():
                try:
                    drawn = read_number(key.text)
                except ValueError as error:
                    reader.note("KB130", key.place, str(error), frame.context)
                    continue
            case Choice(labels) | Several(labels) if key.text not in labels:
                meant = did_you_mean(key.text, labels)
                fix = f"did you mean {meant}?" if meant else f"choices: {join_words(labels)}"
                message = f"there is no choice '{key.text}'"
                reader.note("KB122", key.place, message, frame.context, fix)
                continue
        shares.append((drawn, _share(reader, value, key.text, frame)))
    return shares


def _each_share(
    reader: Reader, entries: _Entries, shares: _Shares, kind: Several, frame: Frame
) -> EachShare:
    nothing = nothing_of(tuple(kind.labels))
    for key, _ in entries:
        if key.text == nothing and nothing in EXCLUSIVE:
            message = f"'{nothing}' is what the others leave, and has no share of its own"
            reader.note("KB152", key.place, message, frame.context, "leave it out")
    words = [(str(word), share) for word, share in shares]
    alone = tuple(one for one in words if one[0] in EXCLUSIVE)
    return EachShare(tuple(one for one in words if one[0] not in EXCLUSIVE), alone, nothing)


def _check_sum(reader: Reader, place: Place, shares: list[float], frame: Frame) -> None:
    total = sum(shares)
    if abs(total - 1) > _SLACK:
        message = f"the shares add up to {_shown(total)}, not 100"
        reader.note("KB131", place, message, frame.context)


def _shown(share: float) -> str:
    return f"{round(share * _ALL, 4):g}"


def _family(reader: Reader, node: Node, name: str, frame: Frame) -> Family | None:
    context = (*frame.context, name)
    draw, problems = fit(FAMILIES[name], node, context)
    reader.problems.extend(problems)
    wrong = "" if draw is None else _wrong(draw)
    if wrong:
        reader.note("KB153", node.place, wrong, context)
    return draw


def _wrong(draw: Family) -> str:
    """Why nothing can be drawn by these numbers; empty if it can."""
    match draw:
        case Normal() if draw.deviation <= 0:
            return "'deviation' must be above 0"
        case Lognormal() if draw.median <= 0:
            return "'median' must be above 0"
        case Lognormal() if not 1 < draw.factor <= _LARGEST_FACTOR:
            return f"'factor' must be above 1 and not above {_LARGEST_FACTOR:g}"
        case Triangular() if not draw.lowest <= draw.likely <= draw.highest > draw.lowest:
            return "lowest, likely and highest must go up"
        case Uniform() if draw.lowest >= draw.highest:
            return "'lowest' must be below 'highest'"
        case _:
            return ""


def _step(reader: Reader, node: Mapping, kind: Number, frame: Frame) -> float:
    written = node.get("step")
    if isinstance(written, Scalar):
        step = float(written.text)
        if not 0 < step <= kind.highest - kind.lowest:
            message = "'step' must be above 0 and not wider than the range of the question"
            reader.note("KB131", written.place, message, frame.context)
        return step
    return 0.0 if frame.is_trait else default_step(kind.lowest, kind.highest)


def _check_bounds(reader: Reader, node: Mapping, drawing: Drawing, frame: Frame) -> None:
    """Bounds that are plain numbers must leave something of the question's range."""
    if not isinstance(frame.kind, Number):
        return
    low, high = frame.kind.lowest, frame.kind.highest
    for name, bound in (("lowest", drawing.lowest), ("highest", drawing.highest)):
        if isinstance(bound, Constant) and not low <= bound.value <= high:
            message = f"'{name}' is {bound.value:g}; the question goes from {low:g} to {high:g}"
            reader.note("KB131", place_of(node, name), message, frame.context)
        elif bound is not None and DRAWN in references(bound):
            message = f"'{DRAWN}' has no meaning in a bound"
            reader.note("KB152", place_of(node, name), message, frame.context)
    lowest, highest, step = drawing.lowest, drawing.highest, drawing.step
    if isinstance(lowest, Constant) and isinstance(highest, Constant) and step >= 0:
        first = ceil(lowest.value / step) * step if step else lowest.value
        if first > highest.value:
            message = (
                f"no number lies from 'lowest' {lowest.value:g} to 'highest' {highest.value:g}"
            )
            reader.note("KB131", place_of(node, "lowest"), message, frame.context)
