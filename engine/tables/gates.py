"""Columns that count for nobody, since nothing opens the gates of their questions."""

from collections.abc import Container
from typing import assert_never

from ..condition import All, Any, AtLeast, Comparison, Condition, Not, subjects
from ..knowledge import Knowledge
from ..vocabulary import Question
from .mapping import Mapping


def closed_columns(knowledge: Knowledge, mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """The columns that count for nobody, as the questions that open theirs have no answer.

    Those are given for each column; there are none without a file of a mapping.
    """
    if mapping.are_questions:
        return {}
    given = {*mapping.answers, *(q.id for one in mapping.columns.values() for q in one.questions)}
    return {
        name: missing
        for name, column in mapping.columns.items()
        for one in column.questions
        if (missing := missing_openers(knowledge.asked, one, given))
    }


def missing_openers(
    asked: Container[str], question: Question, given: Container[str]
) -> tuple[str, ...]:
    """The questions without which a gated question counts for nobody; none if it can count."""
    gate = question.gate
    if gate is None or _can_open(gate, asked, given):
        return ()
    return tuple(sorted(name for name in subjects(gate) if name in asked and name not in given))


def _can_open(gate: Condition, asked: Container[str], given: Container[str]) -> bool:
    """Whether answers to the given questions could make a gate true, whatever they are."""
    match gate:
        case Comparison(subject):
            return subject in given or subject not in asked  # what is derived may be known
        case Not(part):
            return _can_open(part, asked, given)
        case All(parts):
            return all(_can_open(part, asked, given) for part in parts)
        case Any(parts):
            return any(_can_open(part, asked, given) for part in parts)
        case AtLeast(count, parts):
            return sum(_can_open(part, asked, given) for part in parts) >= count
        case _:
            assert_never(gate)
