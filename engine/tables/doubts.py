"""What to check in a proposed column: units and scales that the cells do not say."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..errors import join_words
from ..units import unit_of, units_for
from ..vocabulary import Answer, Number, Question
from .cells import ColumnReader, is_bare
from .mapping import Column
from .matching import units_in

CHECK: Final = "please check"
FEW: Final = 5  # numbers that show which scale they are of
_SCALE: Final = re.compile(r"\b(\d)\s*(?:-|–|to|bis|=.*?\D)\s*(\d{1,2})\b")


def unit_doubts(name: str, question: Question, unit: str, texts: Sequence[str]) -> Iterator[str]:
    """What is in doubt about the units of a column: who runs 13 miles seldom means 8 km by 8."""
    kind = question.kind
    if not isinstance(kind, Number) or len(units_for(kind.unit)) == 1:
        return
    own = units_for(kind.unit)[0]
    named = sorted(units_in(name, question))
    if len(named) > 1:
        yield f"# {CHECK}: the column says {join_words(named)}; a bare number is read as {own}"
    reader = ColumnReader("", Column(question=question, unit=unit))
    bare = sum(is_bare(text, kind.unit) for text in texts if text.strip())
    read = [one for one in map(reader.read, texts) if isinstance(one, Answer)]
    usual = unit or own
    as_shown = kind.unit if usual == own else usual
    units = [unit_of(one.shown, kind.unit)[0] for one in read if one.value is not None]
    others = len(units) - units.count(as_shown)
    if bare and others:
        rows = "1 row has" if others == 1 else f"{others} rows have"
        yield f"# {CHECK}: {rows} another unit, and {bare} have none and are read as {usual}"


def scale_doubts(name: str, question: Question, texts: Sequence[str]) -> Iterator[str]:
    """What is in doubt about a scale: a form may have asked from 1 to 5, and not from 0 to 10."""
    kind = question.kind
    if not isinstance(kind, Number) or not kind.is_scale:
        return
    reader = ColumnReader("", Column(question=question))
    read = [one for one in map(reader.read, texts) if isinstance(one, Answer)]
    numbers = [one.value for one in read if isinstance(one.value, float | int)]
    said = _SCALE.search(name)
    low, high = (int(said[1]), int(said[2])) if said else (1, 5)
    is_small = len(numbers) >= FEW and max(numbers) <= high
    if (low, high) == (kind.lowest, kind.highest) or not low < high or not (said or is_small):
        return
    why = f"the column says {low} to {high}" if said else f"no answer is above {max(numbers):g}"
    yield f"# {CHECK}: {why}, and the question goes from 0 to 10. Translate another scale by"
    steps = {one: (one - low) / (high - low) * kind.highest for one in range(low, high + 1)}
    listed = ", ".join(f'"{one}": "{round(to, 1):g}"' for one, to in steps.items())
    yield f"#   values: {{{listed}}}  # turned round if its ends are"
