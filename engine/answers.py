"""Answers in a file, typed by the questions of a knowledge base; every problem at once.

A file is YAML or JSON: `answers:` with question ids, or the same mapping at the top.
Beside `answers:` there may be what a record shows (`recorded:`) and the `history:` of weeks;
other top-level keys are left alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .answers_recorded import as_recorded, read_recorded
from .errors import MOST_SHOWN_PER_FILE, AnswersError, Place, Problem, Source, did_you_mean
from .evaluate import Facts
from .history import History, read_history
from .knowledge import Knowledge
from .source import Mapping as MappingNode
from .source import Node, Reading, Scalar, Sequence, read_file, read_text
from .vocabulary import Answer, Misfit, Question, Several, find_choice, read_answer

_BARE = re.compile(r"[\d.,:\s]+")
_READING_CODES = {"KB109": "AN107"}  # reading problems that have a name of their own here


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """The answers of a file, in its order, with the place of each, and the weeks beside them.

    `warnings` name what may have been meant in another way, like text behind a #.
    """

    answers: Mapping[str, Answer]
    places: Mapping[str, Place]
    warnings: tuple[Problem, ...] = ()
    history: History = ()


def read_answers(path: Path, knowledge: Knowledge) -> AnswersFile:
    """The answers in a file, typed by the questions of the knowledge base.

    An empty value counts as not asked. A question may stand under an id that it had before.

    Raises:
        AnswersError: with every problem of the file.
    """
    return _answers_of(read_file(path), knowledge)


def answers_in(
    source: Source, knowledge: Knowledge, *, is_json: bool, beside: str = ""
) -> AnswersFile:
    """The answers in a text, as `read_answers` reads them in a file.

    A key at the top that is called as `beside` says is no question, and left alone.

    Raises:
        AnswersError: with every problem of the text.
    """
    reading = read_text(source, is_json=is_json)
    if beside and isinstance(reading.node, MappingNode):
        kept = tuple(pair for pair in reading.node.entries if pair[0].text != beside)
        reading = replace(reading, node=replace(reading.node, entries=kept))
    return _answers_of(reading, knowledge)


def _answers_of(reading: Reading, knowledge: Knowledge) -> AnswersFile:
    if reading.node is None:
        problems = reading.problems or (_no_answers(reading, "the file is empty"),)
        raise AnswersError(*(as_answers_problem(one) for one in problems))
    return answers_from(reading, knowledge)


def answers_from(reading: Reading, knowledge: Knowledge) -> AnswersFile:
    """The answers in a node that was read.

    Raises:
        AnswersError: with every problem in it.
    """
    node = _answers_node(reading, knowledge)
    answers: dict[str, Answer] = {}
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    for key, value in node.entries:
        if _is_blank(value):
            continue
        with_guess = len(problems) < MOST_SHOWN_PER_FILE  # a guess takes a while
        name = knowledge.former_questions.get(key.text, key.text)
        found = _read_entry(key, name, value, knowledge, with_guess=with_guess)
        if isinstance(found, Problem):
            problems.append(found)
        elif name in answers:
            message = f"'{key.text}' is called '{name}' now, and that is answered too"
            fix = "leave one of the two out"
            problems.append(
                Problem(code="AN107", place=key.place, message=message, also=places[name], fix=fix)
            )
        else:
            answers[name] = found
            places[name] = key.place
    history, wrong_weeks = _history(reading)
    problems += wrong_weeks
    recorded, their_places, wrong_records = _recorded(reading, knowledge)
    problems += wrong_records
    for name in recorded.keys() & answers.keys():
        message = f"'{name}' stands under `recorded:` too"
        problems.append(
            Problem(
                code="AN107", place=places[name], message=message, also=their_places[name],
                fix="leave one of the two out",
            )
        )  # fmt: skip
    if problems:
        raise AnswersError(*problems)
    unsure = _units_left_out(answers, places, knowledge, history)
    every = as_recorded({**answers, **recorded}, knowledge)
    return AnswersFile(every, {**places, **their_places}, (*reading.problems, *unsure), history)


def _recorded(
    reading: Reading, knowledge: Knowledge
) -> tuple[dict[str, Answer], dict[str, Place], list[Problem]]:
    """What a record shows beside `answers:`, with every problem in it."""
    node = reading.node
    is_beside = isinstance(node, MappingNode) and node.get("answers") is not None
    block = node.get("recorded") if isinstance(node, MappingNode) and is_beside else None
    return ({}, {}, []) if block is None else read_recorded(block, knowledge)


def _history(reading: Reading) -> tuple[History, tuple[Problem, ...]]:
    """The weeks that stand beside `answers:`, with every problem in them."""
    node = reading.node
    beside = node.get("history") if isinstance(node, MappingNode) and node.get("answers") else None
    return ((), ()) if beside is None else read_history(beside)


def _units_left_out(
    answers: Mapping[str, Answer],
    places: Mapping[str, Place],
    knowledge: Knowledge,
    history: History,
) -> Iterator[Problem]:
    """Distances and paces without a unit in a file that also has some in miles.

    Who writes `13 miles` and then `8` seldom means 8 km, but only they know.
    """
    measured = [
        name
        for name in answers
        if getattr(knowledge.questions[name].kind, "unit", "") in {"km", "s/km"}
    ]
    weeks = [text for one in history for text in (one.km_entered, one.longest_entered)]
    has_miles = any(answers[name].shown.endswith("mi") for name in measured)
    if not (has_miles or any(one.unit == "mi" for one in history)):
        return
    why = "other distances or paces of this file are in miles"
    fix = "write the unit behind the number: mi or km, /mi or /km"
    for name in measured:
        if _BARE.fullmatch(answers[name].entered):
            message = f"'{name}' has no unit, and is read as {answers[name].shown}"
            yield Problem(
                code="AN108", place=places[name], message=message, why=why, fix=fix,
                severity="warning",
            )  # fmt: skip
    bare = sum(_BARE.fullmatch(text) is not None for text in weeks)
    if bare:
        message = f"distances without a unit, {bare} in all, are read as km"
        yield Problem(
            code="AN108", where="history", message=message, why=why, fix=fix, severity="warning"
        )


def _answers_node(reading: Reading, knowledge: Knowledge) -> MappingNode:
    node = reading.node
    if not isinstance(node, MappingNode):
        message = "answers are written as `question: answer`, one on each line"
        place = None if node is None or _is_blank(node) else node.place
        if node is not None and _is_blank(node):
            message = "the file is empty"
        raise AnswersError(_no_answers(reading, message, place))
    inner = node.get("answers")
    if inner is None:
        if not node.entries or not any("." in key.text for key, _ in node.entries):
            known = next(iter(knowledge.questions), "topic.name")
            message = f"there are no answers here; write them as `{known}: …`"
            raise AnswersError(_no_answers(reading, message, node.place))
        return node
    if not isinstance(inner, MappingNode):
        message = "`answers:` holds one `question: answer` on each line"
        raise AnswersError(_no_answers(reading, message, inner.place))
    return inner


def _no_answers(reading: Reading, message: str, place: Place | None = None) -> Problem:
    return Problem(code="AN106", place=place, where=reading.source.name, message=message)


def as_answers_problem(problem: Problem) -> Problem:
    """A problem of reading any file, as one of reading answers."""
    code = _READING_CODES.get(problem.code, "AN100" if problem.code == "KB100" else problem.code)
    return Problem(
        code=code, place=problem.place, where=problem.where, message=problem.message,
        why=problem.why, also=problem.also, fix=problem.fix,
    )  # fmt: skip


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in {"", "null", "~"}


def _read_entry(
    key: Scalar, name: str, node: Node, knowledge: Knowledge, *, with_guess: bool
) -> Answer | Problem:
    question = knowledge.questions.get(name)
    if question is None:
        meant = did_you_mean(key.text, knowledge.questions) if with_guess else ""
        fix = f"did you mean {meant}?" if meant else ""
        if key.text in {"history", "recorded"}:
            fix = f"put the answers under `answers:`; then `{key.text}:` can stand beside them"
        message = f"there is no question '{key.text}'"
        return Problem(code="AN101", place=key.place, message=message, fix=fix)
    texts = _texts(node, question)
    if texts is None:
        message = f"'{key.text}' takes a single answer, not fields or a list"
        if isinstance(question.kind, Several):
            message = f"'{key.text}' takes a list of answers"
        return Problem(code="AN102", place=node.place, message=message)
    found = read_answer(question, texts, source="file")
    if isinstance(found, Misfit):
        return Problem(code=found.code, place=node.place, message=found.message, fix=found.fix)
    return found


def _texts(node: Node, question: Question) -> str | list[str] | None:
    """What was written, if it is a text, or a list of them where several are taken."""
    is_several = isinstance(question.kind, Several)
    match node:
        case Scalar(text):
            return in_one_text(question, text)
        case Sequence(items) if is_several and all(isinstance(item, Scalar) for item in items):
            return [item.text for item in items if isinstance(item, Scalar)]
        case _:
            return None


def in_one_text(question: Question, text: str) -> str | list[str]:
    """The text of an answer; of several answers it has commas between them."""
    kind = question.kind
    if not isinstance(kind, Several) or find_choice(kind.labels, text):
        return text
    return [part.strip() for part in text.split(",")]


def not_applying(answers: Mapping[str, Answer], facts: Facts) -> list[str]:
    """The answered questions that do not apply to this runner; they are kept, and no error."""
    return [name for name in answers if facts.gate(name) is False]
