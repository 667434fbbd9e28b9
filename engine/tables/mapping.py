"""A mapping: which column of a table answers which question, and in what units and words.

A file like this, by hand or as `surefoot mapping` proposes it:

    id: Email
    columns:
      How far do you run a week?: {question: training.weekly_km, unit: mi}
      Do you do strength work?:
        question: strength.sessions_per_week
        values: {Every week: 1, I don't know: unknown}
      Do you have any of these?: {question: [safety.heart, safety.leg]}
      Comments: ignore
    answers: {form.knows_cadence: yes}
    other: ignore
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
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
from ..source import Sequence as SequenceNode
from ..units import unit_named, units_for
from ..vocabulary import (
    Answer,
    Misfit,
    Number,
    Question,
    Several,
    read_answer,
)
from .signs import signs_of

IGNORE: Final = "ignore"
ID: Final = "id"  # the column that names the runner where columns are called like questions
_MARKS = str.maketrans({"’": "'", "\u2018": "'", "“": '"', "”": '"', "–": "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that answers a question.

    `unit` is what a number without one has; empty: the question's own. `values` has the answers
    for each text of the table that is none itself, under its `plain_text`. `separator` stands
    between several answers in a cell; empty: whichever is found there. `others` are the further
    questions of a list of signs that mixes those of several questions.
    """

    question: Question
    unit: str = ""
    separator: str = ""
    values: AbstractMapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[Question, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions that the column answers."""
        return (self.question, *self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What the columns of a table are, by their names as `plain_name` gives them.

    `id_column` names the runner, empty where none does. `are_questions` says that there is no
    file of a mapping: the columns are called like questions, and any of them may be missing.
    `places` says where each column stands in the file. `answers` are those of everybody.
    """

    columns: AbstractMapping[str, Column]
    ignored: frozenset[str] = frozenset()
    ignores_others: bool = False
    id_column: str = ""
    are_questions: bool = False
    places: AbstractMapping[str, Place] = field(default_factory=dict)
    answers: AbstractMapping[str, Answer] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The SHA-256 of what it says; comments and the order of columns are no part of it."""
        columns = {
            name: [
                [question.id for question in one.questions],
                one.unit, one.separator, sorted(one.values.items()),
            ]
            for name, one in self.columns.items()
        }  # fmt: skip
        answers = sorted((name, one.entered) for name, one in self.answers.items())
        said = [self.id_column, self.ignores_others, sorted(self.ignored), columns, answers]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class ColumnShape(Shape):
    """What a column answers."""

    question: str | list[str]
    unit: str = ""
    separator: str = ""
    values: dict[str, str | list[str]] | None = None


class MappingShape(Shape):
    """The file."""

    id: str = ""
    columns: dict[str, str | ColumnShape]
    answers: dict[str, str] | None = None
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
    for_all = node.get("answers") if isinstance(node, MappingNode) else None
    if isinstance(for_all, MappingNode):
        reader.take_answers(for_all)
    if reader.problems or shape is None:
        raise UsageError(*reader.problems)
    return Mapping(
        columns=reader.columns,
        ignored=frozenset(reader.ignored),
        ignores_others=shape.other == IGNORE,
        id_column=plain_name(shape.id),
        places={**reader.places, **({"": place_of(node, "id")} if shape.id else {})},
        answers=reader.answers,
    )


class _Reader:
    """Takes the columns of a file, and notes every problem."""

    def __init__(self, knowledge: Knowledge, problems: list[Problem]) -> None:
        self.knowledge = knowledge
        self.problems = problems
        self.columns: dict[str, Column] = {}
        self.ignored: list[str] = []
        self.places: dict[str, Place] = {}
        self.answers: dict[str, Answer] = {}
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
            questions = list(self._questions(named))
            if name == id_column:
                message = f"column '{name}' names the runner, and answers no question"
                fix = f"write `{IGNORE}` for it here, or leave `id:` out"
                self._note("KB109", key.place, message, fix)
            if questions:
                self.columns[name] = self._column(questions, node)

    def take_answers(self, listed: MappingNode) -> None:
        """Take what everybody answers; warning signs are never answered for others."""
        for key, node in listed.entries:
            question = self._question(key, "take the line out")
            if question is None or not isinstance(node, Scalar):
                continue
            if isinstance(question.kind, Several):
                message = f"'{question.id}' cannot be answered for everybody"
                self._note("KB153", key.place, message, "each runner has to be asked it")
                continue
            if question.id in self._by_question:
                message = f"a column answers '{question.id}' too"
                also = self._by_question[question.id]
                self._note("AN107", key.place, message, "leave one of the two out", also)
            found = read_answer(question, node.text, "file")
            if isinstance(found, Misfit):
                self._note(found.code, node.place, found.message, found.fix)
            else:
                self.answers[question.id] = found

    def _questions(self, named: Node | None) -> Iterator[Question]:
        """The questions of a column: one, or those whose signs stand in one list."""
        listed = named.items if isinstance(named, SequenceNode) else (named,)
        found: list[Question] = []
        for node in listed:
            if not isinstance(node, Scalar):
                continue  # its form was noted
            question = self._question(node, "surefoot mapping --questions lists them all")
            if question is None:
                continue
            if len(listed) > 1 and not isinstance(question.kind, Several):
                message = f"'{question.id}' takes one answer, and cannot share a column"
                self._note("KB153", node.place, message, "give it a column of its own")
                continue
            first = self._by_question.setdefault(question.id, node.place)
            is_twice = question in found or not isinstance(question.kind, Several)
            if first is not node.place and is_twice:
                message = f"another column answers '{question.id}' too"
                fix = "map the one that says more"
                if question in found:
                    message, fix = f"'{question.id}' stands here twice", "leave one out"
                self._note("AN107", node.place, message, fix, first)
            found.append(question)
        yield from found

    def _question(self, named: Scalar, otherwise: str) -> Question | None:
        known = self.knowledge.questions
        question = known.get(self.knowledge.former_questions.get(named.text, named.text))
        if question is None:
            meant = did_you_mean(named.text, known)
            fix = f"did you mean {meant}?" if meant else otherwise
            self._note("AN101", named.place, f"there is no question '{named.text}'", fix)
        return question

    def _column(self, questions: Sequence[Question], node: Node) -> Column:
        question, *others = questions
        if not isinstance(node, MappingNode):
            return Column(question=question)
        values = node.get("values")
        return Column(
            question=question,
            unit=self._unit(question, node.get("unit")),
            separator=self._separator(question, node.get("separator")),
            values=dict(self._values(questions, values)) if isinstance(values, MappingNode) else {},
            others=tuple(others),
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

    def _values(
        self, questions: Sequence[Question], node: MappingNode
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        places: dict[str, Place] = {}
        for key, value in node.entries:
            words = value.items if isinstance(value, SequenceNode) else (value,)
            texts = tuple(one.text for one in words if isinstance(one, Scalar))
            if len(texts) < len(words):
                continue  # its form was noted
            said, place = plain_text(key.text), value.place
            if said in places:
                message = f"'{key.text}' stands here twice: capitals and blanks do not count"
                self._note("KB109", key.place, message, also=places[said])
            places.setdefault(said, key.place)
            if len(questions) > 1:
                wrong = [signs_of(questions[0], questions, (one,)) for one in texts if one.strip()]
                found: object = next((one for one in wrong if isinstance(one, Misfit)), None)
            else:
                is_said = len(texts) != 1 or texts[0].strip()
                found = read_answer(questions[0], texts) if is_said else None
            if isinstance(found, Misfit):
                self._note(found.code, place, found.message, found.fix)
            yield said, texts

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
            fix = f"add it under `columns:`; `{IGNORE}` only if no warning sign is in it"
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
