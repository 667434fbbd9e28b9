"""What changed in the questions since an interview was left, when it goes on with another base."""

from collections.abc import Collection
from dataclasses import dataclass

from ...engine.condition import NEVER
from ...engine.errors import join_words
from ...engine.knowledge import Knowledge
from ...engine.vocabulary import Answer, Question
from .log import Entry, Log, Unread, asked_then, name_now, replay

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Reworded:
    """An answer whose question has other words or choices now; it is kept, to be looked at.

    `was` is the question as it was put. `is_asked_again`: it has choices that were not there.
    """

    question: Question
    was: str
    answer: Answer
    is_asked_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is otherwise than when the last answer was given.

    `unread` are answers that their question does not take any more: they are asked again. `gone`
    are answers to questions that are asked no more, `renamed` leads from the ids that answered
    questions had to those that they have. `new` are questions that may apply and were not there;
    without knowing what was there, none. `sentences` say it to the runner, empty for no change.
    """

    unread: tuple[Unread, ...] = ()
    gone: tuple[Entry, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    reworded: tuple[Reworded, ...] = ()
    new: tuple[Question, ...] = ()
    sentences: tuple[str, ...] = ()


def last_base(log: Log) -> str:
    """The hash of the base with which an interview was last gone on with; empty if it never was."""
    return next((one.knowledge for one in reversed(log) if one.knowledge), "")


def what_changed(
    log: Log, knowledge: Knowledge, questions_then: Collection[str] | None = None
) -> Changes:
    """What the base of today changes for an interview that goes on.

    `questions_then` are the ids of all questions of the base that `last_base` names, None where
    they are not known. Without an answer yet, or with the same base, nothing has changed.
    """
    if last_base(log) in {"", knowledge.hash}:
        return Changes()
    found = replay(log, knowledge)
    last = {name_now(one, knowledge): one for one in log if one.asked}
    unread = tuple(one for one in found.unread if one.question is not None)
    gone = tuple(one.entry for one in found.unread if one.question is None)
    renamed = tuple(
        (one.question, name)
        for name, one in last.items()
        if name in found.answers and one.question != name
    )
    reworded = tuple(
        Reworded(
            knowledge.questions[name],
            asked_then(last[name]),
            found.answers[name],
            name in found.outgrown,
        )
        for name in found.reworded
    )
    new = _new(knowledge, questions_then)
    return Changes(
        unread=unread, gone=gone, renamed=renamed, reworded=reworded, new=new,
        sentences=_sentences(knowledge, unread, gone, reworded, new),
    )  # fmt: skip


def _new(knowledge: Knowledge, then: Collection[str] | None) -> tuple[Question, ...]:
    if then is None:
        return ()
    there = {knowledge.former_questions.get(name, name) for name in then}
    return tuple(
        one
        for one in knowledge.questions.values()
        if one.id not in there and one.gate != NEVER and not one.records
    )


def _sentences(
    knowledge: Knowledge,
    unread: tuple[Unread, ...],
    gone: tuple[Entry, ...],
    reworded: tuple[Reworded, ...],
    new: tuple[Question, ...],
) -> tuple[str, ...]:
    again = [one.question.title for one in unread if one.question is not None]
    grown = [one.question.title for one in reworded if one.is_asked_again]
    words = [one.question.title for one in reworded if not one.is_asked_again]
    topics = dict.fromkeys(knowledge.topics[one.topic].title for one in new)
    found = [
        _listing("Your answer does not fit the question any more, so we ask again", again),
        _listing("There are answers to choose from that you have not seen, so we ask again", grown),
        _listing(
            "The words of a question changed. Your answer is kept; look whether it fits", words
        ),
        _listing("We do not ask this any more", [asked_then(one) for one in gone]),
        _listing("New questions may come up about", list(topics)),
    ]
    said = tuple(one for one in found if one)
    return ("Our questions have changed since you were here.", *said) if said else ()


def _listing(what: str, names: list[str]) -> str:
    """What happened to the questions of these names; empty for none."""
    if not names:
        return ""
    more = len(names) - _MOST_NAMED
    shown = [*names[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
    said = f"{what}: {join_words(shown, 'and')}"
    return said if said.endswith("?") else f"{said}."
