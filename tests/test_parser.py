"""Conditions and formulas to trees, and every mistake in them to a sentence and a place."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surefoot.engine.condition import (
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Constant,
    Expression,
    Not,
    Operation,
    Operator,
    Reference,
)
from surefoot.engine.parser import Subject, parse_condition, parse_formula
from surefoot.engine.problem_codes import NAMES
from surefoot.engine.tokens import LONGEST, ConditionError
from surefoot.engine.vocabulary import Choice, Kind, Number, Several, Text

_CASES = Path(__file__).parent / "cases"
_YES_NO = Choice({"no": "No", "yes": "Yes"})
_KINDS: dict[str, tuple[Kind, bool]] = {
    "strength.sessions_per_week": (Number(0, 14, "sessions"), True),
    "knee.severity": (Number(0, 10), True),
    "shin.severity": (Number(0, 10), True),
    "training.weekly_km": (Number(0, 250, "km"), True),
    "form.easy_pace": (Number(150, 900, "s/km"), True),
    "sleep.quality": (Choice({"poor": "Poor", "fair": "Fair", "good": "Good"}), True),
    "form.surface": (Choice({"road": "Road", "trail": "Trail", "track": "Track"}), False),
    "form.overstride": (_YES_NO, False),
    "strength.groups": (Several({"calves": "Calves", "quads": "Quads", "none": "None"}), False),
    "runner.name": (Text(80), False),
    "flag.night-pain": (_YES_NO, False),
    "pattern.achilles": (
        Choice({"unlikely": "", "possible": "", "likely": "", "very_likely": ""}),
        True,
    ),
    "training.ratio": (Number(float("-inf"), float("inf"), "times"), True),
}
_SUBJECTS = {name: Subject(kind, ordered) for name, (kind, ordered) in _KINDS.items()}


def _compare(subject: str, operator: str, *values: float | str) -> Comparison:
    return Comparison(subject, Operator(operator), values)


_KNEE = _compare("knee.severity", ">=", 4.0)
_SHIN = _compare("shin.severity", ">", 1.0)
_POOR = _compare("sleep.quality", "==", "poor")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("knee.severity >= 4", _KNEE),
        ("knee.severity>=4", _KNEE),
        ("  knee.severity   >= 4  ", _KNEE),
        ("(knee.severity >= 4)", _KNEE),
        ("training.weekly_km < 0.5", _compare("training.weekly_km", "<", 0.5)),
        ("training.ratio >= -1.5", _compare("training.ratio", ">=", -1.5)),
        ("form.easy_pace < 5:30", _compare("form.easy_pace", "<", 330.0)),
        ("form.easy_pace < 330", _compare("form.easy_pace", "<", 330.0)),
        ("form.overstride != yes", _compare("form.overstride", "!=", "yes")),
        ("sleep.quality <= fair", _compare("sleep.quality", "<=", "fair")),
        ("form.surface in (road, track)", _compare("form.surface", "in", "road", "track")),
        ("strength.groups has calves", _compare("strength.groups", "has", "calves")),
        ("flag.night-pain == yes", _compare("flag.night-pain", "==", "yes")),
        ("pattern.achilles >= likely", _compare("pattern.achilles", ">=", "likely")),
        ("not knee.severity >= 4", Not(_KNEE)),
        ("not not knee.severity >= 4", Not(Not(_KNEE))),
        ("knee.severity >= 4 and shin.severity > 1", All((_KNEE, _SHIN))),
        ("knee.severity >= 4 or not shin.severity > 1", Any((_KNEE, Not(_SHIN)))),
        (
            "knee.severity >= 4 and (shin.severity > 1 or sleep.quality == poor)",
            All((_KNEE, Any((_SHIN, _POOR)))),
        ),
        (
            "at_least(2, knee.severity >= 4, shin.severity > 1, not sleep.quality == poor)",
            AtLeast(2, (_KNEE, _SHIN, Not(_POOR))),
        ),
        (
            "at_least(1, knee.severity >= 4 and shin.severity > 1)",
            AtLeast(1, (All((_KNEE, _SHIN)),)),
        ),
    ],
)
def test_a_condition_is_read(text: str, expected: Condition) -> None:
    assert parse_condition(text, _SUBJECTS) == expected


_KM = Reference("training.weekly_km")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("training.weekly_km", _KM),
        ("training.weekly_km - 2", Operation("-", _KM, Constant(2))),
        ("1 - 2 - 3", Operation("-", Operation("-", Constant(1), Constant(2)), Constant(3))),
        ("1 + 2 * 3", Operation("+", Constant(1), Operation("*", Constant(2), Constant(3)))),
        ("(1 + 2) * 3", Operation("*", Operation("+", Constant(1), Constant(2)), Constant(3))),
        (
            "training.weekly_km / 4 / 0.5",
            Operation("/", Operation("/", _KM, Constant(4)), Constant(0.5)),
        ),
    ],
)
def test_a_formula_is_read_from_the_left_with_products_first(
    text: str, expected: Expression
) -> None:
    assert parse_formula(text, _SUBJECTS) == expected


def _blocks(name: str) -> list[str]:
    text = (_CASES / name).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    return [block for block in "\n".join(lines).strip("\n").split("\n\n") if block.strip()]


def _rendered(text: str, error: ConditionError) -> str:
    carets = " " * error.start + "^" * error.width
    fix = [f"fix: {error.fix}"] if error.fix else []
    return "\n".join([text, carets, f"{error.code} {error.message}", *fix])


def _first_line(block: str) -> str:
    return block.strip("\n").split("\n")[0]


@pytest.mark.parametrize("block", _blocks("condition_mistakes.txt"), ids=_first_line)
def test_a_mistake_in_a_condition_is_said(block: str) -> None:
    text = _first_line(block)
    with pytest.raises(ConditionError) as raised:
        parse_condition(text, _SUBJECTS)
    assert _rendered(text, raised.value) == block.strip("\n")


@pytest.mark.parametrize("block", _blocks("formula_mistakes.txt"), ids=_first_line)
def test_a_mistake_in_a_formula_is_said(block: str) -> None:
    text = _first_line(block)
    with pytest.raises(ConditionError) as raised:
        parse_formula(text, _SUBJECTS)
    assert _rendered(text, raised.value) == block.strip("\n")


@pytest.mark.parametrize("read", [parse_condition, parse_formula])
@pytest.mark.parametrize("text", ["", "   "], ids=["empty", "blank"])
def test_nothing_is_no_condition(read: object, text: str) -> None:
    with pytest.raises(ConditionError) as raised:
        read(text, _SUBJECTS)  # type: ignore[operator]
    assert (raised.value.code, raised.value.start) == ("KB115", 0)


def test_the_longest_condition() -> None:
    fits = "knee.severity > 1" + " " * (LONGEST - 17)
    assert parse_condition(fits, _SUBJECTS) == _compare("knee.severity", ">", 1.0)
    with pytest.raises(ConditionError) as raised:
        parse_condition(fits + " ", _SUBJECTS)
    assert _rendered("", raised.value).split("\n")[2:] == [
        "KB110 the condition has 401 characters; 400 are allowed",
        "fix: write it as several lines under all: or any:",
    ]


def test_a_number_with_too_many_digits() -> None:
    with pytest.raises(ConditionError) as raised:
        parse_condition("knee.severity > " + "9" * 60, _SUBJECTS)
    assert (raised.value.code, raised.value.start, raised.value.width) == ("KB130", 16, 60)


def test_more_parts_than_at_least_takes() -> None:
    def text(parts: int) -> str:
        return f"at_least(1, {', '.join(['knee.severity > 1'] * parts)})"

    assert parse_condition(text(10), _SUBJECTS) == AtLeast(
        1, (_compare("knee.severity", ">", 1.0),) * 10
    )
    with pytest.raises(ConditionError, match="at_least takes up to 10 conditions"):
        parse_condition(text(11), _SUBJECTS)


def _written(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _print(condition: Condition) -> str:
    """The text of a tree; the parser must read the same tree from it."""
    match condition:
        case Comparison(subject, Operator.IN, values):
            return f"{subject} in ({', '.join(map(_written, values))})"
        case Comparison(subject, operator, (value,)):
            return f"{subject} {operator} {_written(value)}"
        case Not(part):
            return f"not {_bracketed(part)}"
        case All(parts):
            return " and ".join(map(_bracketed, parts))
        case Any(parts):
            return " or ".join(map(_bracketed, parts))
        case AtLeast(count, parts):
            return f"at_least({count}, {', '.join(map(_print, parts))})"
    raise AssertionError(condition)


def _bracketed(condition: Condition) -> str:
    text = _print(condition)
    return f"({text})" if isinstance(condition, All | Any) else text


_COMPARISONS = st.one_of(
    st.builds(
        lambda operator, value: _compare("knee.severity", operator, value),
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.integers(1, 9).map(float) | st.just(2.5),
    ),
    st.builds(
        lambda value: _compare("training.ratio", ">", value),
        st.integers(-5000, 5000).map(lambda value: value / 8),
    ),
    st.builds(
        lambda operator, value: _compare("form.surface", operator, value),
        st.sampled_from(["==", "!="]),
        st.sampled_from(["road", "trail"]),
    ),
    st.builds(
        lambda values: _compare("form.surface", "in", *values),
        st.lists(st.sampled_from(["road", "trail", "track"]), min_size=1, unique=True),
    ),
    st.just(_compare("sleep.quality", "<=", "fair")),
    st.just(_compare("strength.groups", "has", "quads")),
    st.just(_compare("flag.night-pain", "==", "yes")),
)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Not),
        several.map(All),
        several.map(Any),
        st.tuples(st.integers(1, 2), several).map(lambda pair: AtLeast(*pair)),
    )


_TREES: st.SearchStrategy[Condition] = st.recursive(_COMPARISONS, _joined, max_leaves=8)


def _levels(condition: Condition) -> int:
    match condition:
        case Comparison():
            return 0
        case Not(part):
            return 1 + _levels(part) + isinstance(part, All | Any)
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return 1 + max(map(_levels, parts))
    raise AssertionError(condition)


@settings(max_examples=500, deadline=None)
@given(_TREES)
def test_a_printed_tree_is_read_as_the_same_tree(tree: Condition) -> None:
    text = _print(tree)
    assume(len(text) <= LONGEST and _levels(tree) <= 8)
    assert parse_condition(text, _SUBJECTS) == tree


_PIECES = st.sampled_from([
    *_KINDS, *"<>=!()+-*/,.:;'\"& [{é#\0", "<=", "==", "and", "or", "not", "in", "has", "is",
    "at_least(", "2", "5:30", "0.5", "yes", "road", "calves", "km", "AND", "__class__", "١",
])  # fmt: skip
_RANDOM = st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=40)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """The text of a tree with a piece of it replaced."""
    text = _print(draw(_TREES))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 6)))
    return text[:start] + draw(_PIECES | st.just("")) + text[end:]


def _refused(text: str, error: ConditionError) -> None:
    assert error.code in NAMES
    assert 0 <= error.start <= len(text)
    assert error.width >= 1
    assert not {"token", "regex", "None", "NoneType", "lastgroup"} & set(error.message.split())


@settings(max_examples=2000, deadline=timedelta(seconds=1))
@given(_RANDOM | _mutated())
def test_any_text_is_a_condition_or_a_mistake(text: str) -> None:
    try:
        parse_condition(text, _SUBJECTS)
    except ConditionError as error:
        _refused(text, error)


@settings(max_examples=500, deadline=timedelta(seconds=1))
@given(_RANDOM)
def test_any_text_is_a_formula_or_a_mistake(text: str) -> None:
    try:
        parse_formula(text, _SUBJECTS)
    except ConditionError as error:
        _refused(text, error)
