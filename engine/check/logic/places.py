"""Where the conditions of a base stand in its files, comparison by comparison."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from ...condition import All, Any, AtLeast, Comparison, Condition, Not, Operator, comparisons
from ...errors import Place
from ...knowledge import Knowledge, Lead, Limit, Points, Rule, Sign, Warn
from ...loading.sections import Sections
from ...nodes import scalars
from ...search import texts_of
from ...source import Mapping, Node

Path = tuple[int, ...]  # which part of which part of a condition

# What names its subject: everything up to the end of the value.
_COMPARISON = re.compile(
    r"[a-z][a-z0-9_.-]*\s*(?:\bin\s*\([^)]*\)|\bhas\s+\w+|(?:[<>]=?|[=!]=)\s*[^\s),]+)"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A condition as it stands in a file, with the chain of what it is in."""

    places: tuple[Place, ...]
    context: tuple[str, ...]
    entry: str
    otherwise: Place

    def place(self, condition: Condition, path: Path = ()) -> Place:
        """Where a part of the condition begins: its first comparison, else the whole entry."""
        first = sum(1 for _ in comparisons_before(condition, path))
        return self.places[first] if first < len(self.places) else self.otherwise


def comparisons_before(condition: Condition, path: Path) -> Iterator[Comparison]:
    """The comparisons that stand before a part of a condition."""
    for index in path:
        parts = parts_of(condition)
        for part in parts[:index]:
            yield from comparisons(part)
        condition = parts[index]


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The parts of a condition in normal form; a comparison has none."""
    return () if isinstance(condition, Comparison | Not) else condition.parts


def part_at(condition: Condition, path: Path) -> Condition:
    """The part of a condition that a path leads to."""
    for index in path:
        condition = parts_of(condition)[index]
    return condition


def comparison_places(node: Node | None) -> Iterator[Place]:
    """The place of every comparison below a node, in the order of the text."""
    for scalar in scalars(node) if node is not None else ():
        for match in _COMPARISON.finditer(scalar.text):
            yield scalar.place_at(match.start(), match.end() - match.start())


def written_rule(rule: Rule, sections: Sections) -> Written:
    """Where a rule's condition stands; `places` goes with the comparisons of `rule.when`."""
    section, name, field = _home(rule)
    entries = sections.entries
    entry = entries.get(section, {}).get(name) or entries.get("pillars", {}).get(name)
    if entry is None:
        return Written((), (), name, rule.place)
    node: Node | None = entry.node
    context = entry.context
    if isinstance(rule.conclusion, Sign):
        sign = rule.id.removeprefix(f"{name}.")
        signs = entry.node.get("signs")
        node = signs.get(sign) if isinstance(signs, Mapping) else None
        context = (*context, f"sign {sign}")
    when = node.get(field) if isinstance(node, Mapping) else None
    found = tuple(comparison_places(when))
    extra = len(list(comparisons(rule.when))) - len(found)
    # The sites of a pattern stand before each of its signs, and are written once.
    places = (*((found or (rule.place,))[:1] * extra), *found)
    return Written(places, context, name, when.place if when else rule.place)


def _home(rule: Rule) -> tuple[str, str, str]:
    """The section, entry and field in which a rule's condition is written."""
    match rule.conclusion:
        case Points():
            return "rules", rule.id, "when"
        case Warn():
            return "flags", rule.id, "when"
        case Limit():
            return "limits", rule.id, "when"
        case Sign(pattern):
            return "patterns", pattern, "when"
        case Lead(context):
            return "contexts", context, "headline_when"


def parts(condition: Condition, path: Path = ()) -> Iterator[tuple[Path, Condition, Condition]]:
    """Every part of a condition with its path and what it is a part of, outer ones first."""
    for index, part in enumerate(parts_of(condition)):
        here = (*path, index)
        yield here, part, condition
        yield from parts(part, here)


def comparisons_in(condition: Condition) -> Iterator[tuple[Path, Comparison]]:
    """Every comparison of a condition with its path."""
    if isinstance(condition, Comparison):
        yield (), condition
    for path, part, _ in parts(condition):
        if isinstance(part, Comparison):
            yield path, part


def replaced(condition: Condition, path: Path, new: Condition) -> Condition:
    """The condition with another one in place of a part; all other paths stay as they are."""
    if not path:
        return new
    index, rest = path[0], path[1:]
    before = parts_of(condition)
    after = (*before[:index], replaced(before[index], rest, new), *before[index + 1 :])
    match condition:
        case All():
            return All(after)
        case Any():
            return Any(after)
        case AtLeast(count):
            return AtLeast(count, after)
        case Comparison() | Not():
            raise IndexError(path)


def text_of(condition: Condition, knowledge: Knowledge) -> str:
    """The condition as an author writes it on one line.

    Negated comparisons are written with `not` in front, as `not a.b has c`.
    """
    match condition:
        case Comparison():
            return _comparison_text(condition, knowledge)
        case Not(part):
            return f"not ({text_of(part, knowledge)})"
        case AtLeast(count, parts):
            listed = ", ".join(text_of(part, knowledge) for part in parts)
            return f"at_least({count}, {listed})"
        case All(parts) | Any(parts):
            word = " and " if isinstance(condition, All) else " or "
            texts = [
                f"({text_of(part, knowledge)})"
                if isinstance(part, All | Any)
                else text_of(part, knowledge)
                for part in parts
            ]
            return word.join(texts)
        case _:
            assert_never(condition)


def _comparison_text(one: Comparison, knowledge: Knowledge) -> str:
    values = [_value_text(one.subject, value, knowledge) for value in one.values]
    match one.operator:
        case Operator.IN | Operator.NOT_IN:
            text = f"{one.subject} in ({', '.join(values)})"
        case Operator.HAS | Operator.LACKS:
            text = f"{one.subject} has {values[0]}"
        case _:
            text = f"{one.subject} {one.operator} {values[0]}"
    return f"not {text}" if one.operator in {Operator.NOT_IN, Operator.LACKS} else text


def _value_text(subject: str, value: float | str, knowledge: Knowledge) -> str:
    if isinstance(value, str):
        return value
    question = knowledge.questions.get(subject)
    text = texts_of(question, value) if question else f"{value:.9g}"
    return text if isinstance(text, str) else text[0]
