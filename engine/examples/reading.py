"""The examples that stand under rules, flags, limits and the signs of patterns.

An example is a few answers and what the rule must be for them: fires, quiet or unknown. `"?"`
says that its author has not decided yet; in YAML a bare ? cannot stand there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..answers import answers_from
from ..errors import AnswersError, Place, Problem
from ..knowledge import Knowledge
from ..loading.sections import Sections
from ..nodes import place_of
from ..shape import Shape, fit
from ..source import Mapping as MappingNode
from ..source import Node, Reading, Scalar
from ..vocabulary import Answers

UNDECIDED = "?"
EXPECTED = ("fires", "quiet", "unknown", UNDECIDED)

_WITH_EXAMPLES = ("flags", "limits", "rules")
# What a mistake in a runner's answers is called where knowledge is read.
_CODES = {
    "AN101": "KB121", "AN102": "KB130", "AN103": "KB131", "AN104": "KB122", "AN105": "KB153",
    "AN107": "KB109", "AN108": "KB153",
}  # fmt: skip


class ExampleShape(Shape):
    """One example."""

    given: dict[str, Any]
    expect: Literal["fires", "quiet", "unknown", "?"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Answers, and what a rule must be for them.

    `places` has where each answer stands, `expect_place` where the expectation does.
    """

    rule: str
    name: str
    answers: Answers
    expect: str
    place: Place
    expect_place: Place
    places: Mapping[str, Place]
    context: tuple[str, ...]

    @property
    def id(self) -> str:
        """What the example is called, like `recovery.short-sleep::just under`."""
        return f"{self.rule}::{self.name}"


Examples = Mapping[str, tuple[Example, ...]]


def read_examples(
    sections: Sections, knowledge: Knowledge
) -> tuple[dict[str, tuple[Example, ...]], list[Problem]]:
    """The examples of every rule of the base by the rule's id, and every mistake in them.

    The sections must have been read with their examples. Those of rules that are not in
    `knowledge`, like retired ones, are passed over.
    """
    found: dict[str, tuple[Example, ...]] = {}
    problems: list[Problem] = []
    for rule, context, node in _nodes(sections):
        if rule not in knowledge.rules:
            continue
        reader = _Reader(rule, (*context, "examples"), knowledge)
        examples = tuple(reader.read(node))
        problems += reader.problems
        if examples:
            found[rule] = examples
    return found, problems


def _nodes(sections: Sections) -> Iterator[tuple[str, tuple[str, ...], Node]]:
    """The rule's id, the context and the node of each `examples:`, in the order of the base."""
    for section in _WITH_EXAMPLES:
        for entry in sections.entries.get(section, {}).values():
            if (node := entry.node.get("examples")) is not None:
                yield entry.id, entry.context, node
    for entry in sections.entries.get("patterns", {}).values():
        signs = entry.node.get("signs")
        for key, value in signs.entries if isinstance(signs, MappingNode) else ():
            node = value.get("examples") if isinstance(value, MappingNode) else None
            if node is not None:
                yield f"{entry.id}.{key.text}", (*entry.context, f"sign {key.text}"), node


class _Reader:
    """Reads the examples of one rule and notes what is wrong with them."""

    def __init__(self, rule: str, context: tuple[str, ...], knowledge: Knowledge) -> None:
        self.rule = rule
        self.context = context
        self.knowledge = knowledge
        self.problems: list[Problem] = []

    def read(self, node: Node) -> Iterator[Example]:
        if isinstance(node, MappingNode):
            for key, value in node.entries:
                example = self.example(key, value)
                if example is not None:
                    yield example
        elif not (isinstance(node, Scalar) and not node.text):
            message = "`examples:` holds a name for each example, with its fields behind it"
            fix = "write `just under: {given: {question: answer}, expect: fires}`"
            self.note("KB152", node.place, message, fix)

    def example(self, key: Scalar, node: Node) -> Example | None:
        context = (*self.context, key.text)
        if not key.text.strip():
            self.note("KB153", key.place, "the name of an example is empty", "say what is special")
            return None
        shape, problems = fit(ExampleShape, node, context, key.place)
        self.problems += [replace(one, subject=self.rule) for one in problems]
        given = node.get("given") if isinstance(node, MappingNode) else None
        if shape is None or not isinstance(given, MappingNode):
            return None
        # The same reading as that of an answers file, with the same mistakes found.
        written = MappingNode(((Scalar("answers", given.place), given),), given.place)
        try:
            file = answers_from(Reading(given.place.source, written, ()), self.knowledge)
        except AnswersError as error:
            self.problems += [self.of_example(one, context) for one in error.problems]
            return None
        self.problems += [self.of_example(one, context) for one in file.warnings]
        return Example(
            rule=self.rule, name=key.text, answers=file.answers, expect=shape.expect,
            place=key.place, expect_place=place_of(node, "expect"), places=file.places,
            context=context,
        )  # fmt: skip

    def note(self, code: str, place: Place, message: str, fix: str) -> None:
        self.problems.append(
            Problem(
                code=code, place=place, message=message, fix=fix, context=self.context,
                subject=self.rule,
            )
        )  # fmt: skip

    def of_example(self, problem: Problem, context: tuple[str, ...]) -> Problem:
        code = _CODES.get(problem.code, problem.code)
        return replace(problem, code=code, context=context, subject=self.rule)
