"""A mapping: which column of a table answers which question, and in what units and words.

A file like this, by hand or as `surefoot mapping` proposes it:

    id: Email
    columns:
      How far do you run a week?: {question: training.weekly_km, unit: mi}
      Do you do strength work?:
        question: strength.sessions_per_week
        values: {Every week: 1, I don't know: unknown}
      Comments: ignore
    other: ignore
"""

import hashlib
import json
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from ..errors import Place, Problem, UsageError, did_you_mean, join_words
from ..knowledge import Knowledge
from ..nodes import place_of
from ..shape import Shape, fit
from ..source import Mapping as MappingNode
from ..source import Node, Scalar, read_file
from ..units import unit_named, units_for
from ..vocabulary import Choice, Misfit, Number, Question, Several, read_answer

IGNORE: Final = "ignore"
ID: Final = "id"  # the column that names the runner where columns are called like questions
_MARKS = str.maketrans({"’": "'", "\u2018": "'", "“": '"', "”": '"', "–": "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that answers a question.

    `unit` is what a number without one has; empty: the question's own. `values` has the answer
    for each text of the table that is none itself, under its `plain_text`. `separator` stands
    between several answers in a cell; empty: whichever is found there.
    """

    question: Question
    unit: str = ""
    separator: str = ""
    values: AbstractMapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What the columns of a table are, by their names as `plain_name` gives them.

    `id_column` names the runner, empty where none does. `are_questions` says that there is no
    file of a mapping: the columns are called like questions, and any of them may be missing.
    `places` says where each column stands in the file.
    """

    columns: AbstractMapping[str, Column]
    ignored: frozenset[str] = frozenset()
    ignores_others: bool = False
    id_column: str = ""
    are_questions: bool = False
    places: AbstractMapping[str, Place] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The SHA-256 of what it says; comments and the order of columns are no part of it."""
        columns = {
            name: [one.question.id, one.unit, one.separator, sorted(one.values.items())]
            for name, one in self.columns.items()
        }
        said = [self.id_column, self.ignores_others, sorted(self.ignored), columns]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class ColumnShape(Shape):
    """What a column answers."""

    question: str
    unit: str = ""
    separator: str = ""
    values: dict[str, str] | None = None


class MappingShape(Shape):
    """The file."""

    id: str = ""
    columns: dict[str, str | ColumnShape]
    other: Literal["ignore", "refuse"] = "refuse"


def plain_name(text: str) -> str:
    r"""The name of a column on one line; forms write long questions over several.

    >>> plain_name("How far do you \n run? ")
    'How far do you run?'
    """
    return " ".join(text.split())


def plain_text(text: str) -> str:
    """A text as it is compared with those under `values`: capitals and blanks do not count.

    >>> plain_text(" I don’t  know")
    "i don't know"
    """
    return " ".join(text.translate(_MARKS).split()).casefold()


def mapping_of_questions(knowledge: Knowledge) -> Mapping:
    """The mapping of a table whose columns are called like questions, now or before."""
    columns = {name: Column(question=one) for name, one in knowledge.questions.items()}
    former = {
        name: columns[now] for name, now in knowledge.former_questions.items() if now in columns
    }
    return Mapping(columns={**former, **columns}, id_column=ID, are_questions=True)


def read_mapping(path: Path, knowledge: Knowledge) -> Mapping:
    """The mapping in a YAML or JSON file, checked against the questions of the base.

    Raises:
        UsageError: with every problem of the file.
    """
    reading = read_file(path)
    node = reading.node
    if node is None or (isinstance(node, Scalar) and not node.text):
        empty = Problem(code="KB100", where=str(path), message="the file is empty")
        raise UsageError(*(reading.problems or (empty,)))
    shape, problems = fit(MappingShape, node, ())
    listed = node.get("columns") if isinstance(node, MappingNode) else None
    reader = _Reader(knowledge, [*reading.problems, *problems])
    if isinstance(listed, MappingNode):
        reader.take(listed, plain_name(shape.id) if shape is not None else "")
    if reader.problems or shape is None:
        raise UsageError(*reader.problems)
    return Mapping(
        columns=reader.columns,
        ignored=frozenset(reader.ignored),
        ignores_others=shape.other == IGNORE,
        id_column=plain_name(shape.id),
        places={**reader.places, **({"": place_of(node, "id")} if shape.id else {})},
    )


class _Reader:
    """Takes the columns of a file, and notes every problem."""

    def __init__(self, knowledge: Knowledge, problems: list[Problem]) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.columns: dict[str, Column] = {}
        self.ignored: list[str] = []
        self.places: dict[str, Place] = {}
        self._by_question: dict[str, Place] = {}

    def take(self, listed: MappingNode, id_column: str) -> None:
        """Take all columns; the one that names the runner answers no question."""
        for key, node in listed.entries:
            name = plain_name(key.text)
            if name in self.places:
                message = f"column '{name}' stands here twice"
                self._note("KB109", key.place, message, also=self.places[name])
            self.places[name] = key.place
            if isinstance(node, Scalar) and node.text == IGNORE:
                self.ignored.append(name)
                continue
            named = node.get("question") if isinstance(node, MappingNode) else node
            question = self._question(named)
            if name == id_column:
                message = f"column '{name}' names the runner, and answers no question"
                fix = f"write `{IGNORE}` for it here, or leave `id:` out"
                self._note("KB109", key.place, message, fix)
            if question is not None:
                self.columns[name] = self._column(question, node)

    def _question(self, named: Node | None) -> Question | None:
        if not isinstance(named, Scalar):
            return None  # its form was noted
        known = self.knowledge.questions
        question = known.get(self.knowledge.former_questions.get(named.text, named.text))
        if question is None:
            meant = did_you_mean(named.text, known)
            fix = f"did you mean {meant}?" if meant else f"or write `{IGNORE}`"
            self._note("AN101", named.place, f"there is no question '{named.text}'", fix)
            return None
        if question.id in self._by_question:
            first = self._by_question[question.id]
            message = f"another column answers '{question.id}' too"
            self._note("AN107", named.place, message, f"write `{IGNORE}` for one of them", first)
        self._by_question.setdefault(question.id, named.place)
        return question

    def _column(self, question: Question, node: Node) -> Column:
        if not isinstance(node, MappingNode):
            return Column(question=question)
        values = node.get("values")
        return Column(
            question=question,
            unit=self._unit(question, node.get("unit")),
            separator=self._separator(question, node.get("separator")),
            values=dict(self._values(question, values)) if isinstance(values, MappingNode) else {},
        )

    def _unit(self, question: Question, node: Node | None) -> str:
        if not isinstance(node, Scalar) or not node.text:
            return ""
        if not isinstance(question.kind, Number) or not question.kind.unit:
            message = f"'{question.id}' takes no number with a unit"
            self._note("KB153", node.place, message, "leave `unit` out")
            return ""
        named = unit_named(node.text, question.kind.unit)
        if not named:
            fix = f"units for this: {join_words(units_for(question.kind.unit))}"
            self._note("KB153", node.place, f"'{node.text}' is no unit of '{question.id}'", fix)
        return named

    def _separator(self, question: Question, node: Node | None) -> str:
        if not isinstance(node, Scalar) or not node.text:
            return ""
        if not isinstance(question.kind, Several):
            message = f"'{question.id}' takes one answer, which no separator divides"
            self._note("KB153", node.place, message, "leave `separator` out")
        return node.text

    def _values(self, question: Question, node: MappingNode) -> Iterator[tuple[str, str]]:
        places: dict[str, Place] = {}
        for key, value in node.entries:
            if not isinstance(value, Scalar):
                continue  # its form was noted
            text = plain_text(key.text)
            if text in places:
                message = f"'{key.text}' stands here twice: capitals and blanks do not count"
                self._note("KB109", key.place, message, also=places[text])
            places.setdefault(text, key.place)
            found = read_answer(question, value.text) if value.text.strip() else None
            if isinstance(found, Misfit):
                self._note(found.code, value.place, found.message, found.fix)
            yield text, value.text

    def _note(
        self, code: str, place: Place, message: str, fix: str = "", also: Place | None = None
    ) -> None:
        self.problems.append(Problem(code=code, place=place, message=message, fix=fix, also=also))


def check_header(mapping: Mapping, header: tuple[str, ...], file: str) -> None:
    """Make sure that the columns of a table are those that the mapping speaks of.

    Raises:
        UsageError: with every column that is not in the table, or not in the mapping.
    """
    problems = [*_not_mapped(mapping, header, file), *_not_there(mapping, header, file)]
    if problems:
        raise UsageError(*problems)


def _not_mapped(mapping: Mapping, header: tuple[str, ...], file: str) -> Iterator[Problem]:
    if mapping.ignores_others:
        return
    for name in header:
        if name in mapping.columns or name in mapping.ignored or name == mapping.id_column:
            continue
        if mapping.are_questions:
            meant = did_you_mean(name, mapping.columns)
            fix = f"did you mean {meant}? Or " if meant else ""
            fix += f"say what the columns are: surefoot mapping {file} -o mapping.yaml"
            message = f"no question is called like column '{name}'"
        else:
            message = f"the mapping does not say what column '{name}' is"
            fix = f"add it under `columns:`, or `other: {IGNORE}`"
        yield Problem(code="US141", where=file, message=message, fix=fix)


def _not_there(mapping: Mapping, header: tuple[str, ...], file: str) -> Iterator[Problem]:
    if mapping.are_questions:
        return
    named = dict.fromkeys([*mapping.columns, *mapping.ignored])
    for name in named if not mapping.id_column else {**named, mapping.id_column: None}:
        if name in header:
            continue
        meant = did_you_mean(name, header)
        fix = f"did you mean '{meant}'?" if meant else f"columns there: {join_words(header)}"
        place = mapping.places.get("" if name == mapping.id_column else name)
        message = f"there is no column '{name}' in {file}"
        yield Problem(code="US141", place=place, message=message, fix=fix)


def words_of(question: Question) -> AbstractMapping[str, str]:
    """The choices of a question with what a runner reads; none where it has no choices."""
    kind = question.kind
    return kind.labels if isinstance(kind, Choice | Several) else {}
