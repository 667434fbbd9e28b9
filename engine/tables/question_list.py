"""The questions as a table, for those who make a form: what to ask, and which words fit."""

import csv
import io

from ..condition import subjects
from ..errors import join_words
from ..knowledge import Knowledge, Points, Warn
from ..vocabulary import Choice as ChoiceKind
from ..vocabulary import Number as NumberKind
from ..vocabulary import Question, Several, show_range
from ..vocabulary import Text as TextKind

_HEADER = ("id", "for", "asked", "question", "answer")


def questions_table(knowledge: Knowledge) -> str:
    """All questions but those of single sites, as CSV: a row each, in the order of the base.

    `for` says what reads it: pillars, contexts and flags. Choices stand with the words that a
    cell may have, either the short one or the long one behind it.
    """
    read_by: dict[str, set[str]] = {}
    for rule in knowledge.rules.values():
        match rule.conclusion:
            case Points(pillar=pillar):
                name = pillar
            case Warn():
                name = "warning signs"
            case _:
                continue
        for question in knowledge.questions_behind(rule):
            read_by.setdefault(question, set()).add(name)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_HEADER)
    for one in knowledge.asked.values():
        if knowledge.site_of(one) is None:
            parts = ", ".join(sorted(read_by.get(one.id, ())))
            writer.writerow((one.id, parts, _asked(knowledge, one), one.ask, _answer(one)))
    return stream.getvalue()


def _asked(knowledge: Knowledge, question: Question) -> str:
    if question.gate is None:
        return "always"
    behind = sorted(one for one in subjects(question.gate) if one in knowledge.asked)
    return f"counts only with an answer to {join_words(behind, 'or')}"


def _answer(question: Question) -> str:
    match question.kind:
        case NumberKind() as kind:
            return show_range(kind)
        case ChoiceKind(labels):
            return " | ".join(f"{word}: {label}" for word, label in labels.items())
        case Several(labels):
            choices = " | ".join(f"{word}: {label}" for word, label in labels.items())
            return f"several of {choices}"
        case TextKind(longest):
            return f"up to {longest} characters"
