"""What was said in an interview, entry by entry: nothing in it is ever changed or removed.

The answers follow from it. Going back, changing and undoing add entries; so two windows on one
interview lose nothing, and an answer can always be seen as it was given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ...engine.answers_text import read_entered
from ...engine.history import History
from ...engine.knowledge import Knowledge
from ...engine.recorded import IMPORTED
from ...engine.vocabulary import Answer, Answers, Choice, Misfit, Question, Several
from .record import Record, by_question, read_record, record_of, record_text

LISTED = "record"  # what the runner goes on from, as at a stage: the list of what is recorded


class Act(StrEnum):
    """What an entry does."""

    ANSWER = "answer"
    TAKE_BACK = "take_back"  # the question is as if it had not been asked
    LATER = "later"  # asked again after all others
    GO_ON = "go_on"  # an early finish or the list of a record was shown, and the runner goes on
    RECORD = "record"  # what a watch or app kept, in place of any record before it


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    `question` is the id as it was then (of GO_ON: the stage that was offered; of RECORD: none).
    `said` is the text that the answer or the record reads back from, `asked` the question as it
    was put then, `source` where the answer came from: typed, web, file, imported (taken from the
    record), test (done at home) or before (confirmed from an earlier interview). `at` is the time
    in UTC, ISO 8601, and `knowledge` the hash of the base; both are empty until the entry is
    stored.
    """

    act: Act
    question: str
    said: str = ""
    asked: str = ""
    source: str = "typed"
    at: str = ""
    knowledge: str = ""


Log = tuple[Entry, ...]
_BETWEEN = " / "  # a question and its choices, in the wording of an entry


@dataclass(frozen=True, slots=True)
class Unread:
    """An answer of the log that the base of today does not take: asked again, or gone.

    `question` is None where the base has no such question any more.
    """

    entry: Entry
    question: Question | None
    misfit: Misfit | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a log comes to with the base of today.

    `answers` are in the order in which they were last given, behind what the `record` holds;
    those that were taken from a record have the basis that they had in it. `put_off` says how
    often a question without an answer was put off since it last had one; `went_on` are the stages
    at which the runner went on. `reworded` are answers whose question was put in other words or
    with other choices; `outgrown` those of them to a list that has choices now which were not seen
    then.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    record: Record = field(default_factory=Record)
    put_off: dict[str, int] = field(default_factory=dict)
    went_on: frozenset[str] = frozenset()
    unread: tuple[Unread, ...] = ()
    reworded: tuple[str, ...] = ()
    outgrown: tuple[str, ...] = ()

    @property
    def history(self) -> History:
        """The weeks of the record."""
        return self.record.history


def answer_entry(question: Question, answer: Answer) -> Entry:
    """The entry of an answer that was given now."""
    return Entry(Act.ANSWER, question.id, answer.entered, wording(question), answer.source)


def wording(question: Question) -> str:
    """The question as it is put, with its choices: what an answer answers."""
    return _BETWEEN.join((question.ask, *_choices(question)))


def asked_then(entry: Entry) -> str:
    """The question of an entry as it was put, without its choices; its id if that is not known."""
    return entry.asked.partition(_BETWEEN)[0] or entry.question


def _choices(question: Question) -> tuple[str, ...]:
    match question.kind:
        case Choice(labels) | Several(labels):
            return tuple(labels.values())
        case _:
            return ()


def name_now(entry: Entry, knowledge: Knowledge) -> str:
    """The id that the question of an entry has today; of GO_ON it is the stage."""
    return knowledge.former_questions.get(entry.question, entry.question)


def replay(log: Iterable[Entry], knowledge: Knowledge) -> Replayed:
    """The answers that a log comes to; those that cannot be read are named, and nothing is lost."""
    last: dict[str, Entry] = {}
    put_off: dict[str, int] = {}
    went_on: set[str] = set()
    record = ""
    taken_from: dict[str, str] = {}
    for entry in log:
        name = name_now(entry, knowledge)
        match entry.act:
            case Act.ANSWER | Act.TAKE_BACK:
                last.pop(name, None)
                put_off.pop(name, None)
                if entry.act is Act.ANSWER:
                    last[name] = entry
                    taken_from[name] = record if entry.source == IMPORTED else ""
            case Act.RECORD:
                record = entry.said
                went_on.discard(LISTED)
            case Act.LATER:
                put_off[name] = put_off.get(name, 0) + 1
            case Act.GO_ON:
                went_on.add(entry.question)
    answers, unread = _read(last, knowledge)
    read = {text: read_record(text, knowledge) for text in {record, *taken_from.values()} if text}
    for name, text in taken_from.items():
        if text and name in answers:
            answers[name] = with_basis(answers[name], by_question(read[text], knowledge).get(name))
    reworded = tuple(_reworded(last, answers, knowledge))
    found = read.get(record, Record())
    return Replayed(
        answers={**found.answers, **answers},
        record=found,
        put_off={name: count for name, count in put_off.items() if name not in answers},
        went_on=frozenset(went_on),
        unread=unread,
        reworded=reworded,
        outgrown=tuple(
            name for name in reworded if _has_outgrown(last[name], knowledge.questions[name])
        ),
    )


def with_basis(answer: Answer, recorded: Answer | None) -> Answer:
    """An answer that was taken from a record, with what it stands on there."""
    is_same = recorded is not None and recorded.value == answer.value
    return replace(answer, basis=recorded.basis) if recorded and is_same else answer


def entries_of(answers: Answers, knowledge: Knowledge, history: History = ()) -> Log:
    """The log of answers that were not given here, of a file, with the record among them."""
    record = record_of(answers, history, knowledge)
    return (
        *([record_entry(record, knowledge)] if record != Record() else []),
        *(
            answer_entry(knowledge.questions[name], one)
            for name, one in answers.items()
            if name not in record.answers
        ),
    )


def record_entry(record: Record, knowledge: Knowledge) -> Entry:
    """The entry of a record."""
    return Entry(Act.RECORD, "", record_text(record, knowledge), source=IMPORTED)


def _read(
    last: dict[str, Entry], knowledge: Knowledge
) -> tuple[dict[str, Answer], tuple[Unread, ...]]:
    answers: dict[str, Answer] = {}
    unread: list[Unread] = []
    for name, entry in last.items():
        question = knowledge.questions.get(name)
        found = read_entered(question, entry.said, entry.source) if question else None
        if isinstance(found, Answer):
            answers[name] = found
        else:
            unread.append(Unread(entry, question, found))
    return answers, tuple(unread)


def _reworded(
    last: dict[str, Entry], answers: dict[str, Answer], knowledge: Knowledge
) -> Iterator[str]:
    for name in answers:
        asked = last[name].asked
        if asked and asked != wording(knowledge.questions[name]):
            yield name


def _has_outgrown(entry: Entry, question: Question) -> bool:
    """Whether a list of several answers has one now that the runner has not seen."""
    _, *seen = entry.asked.split(_BETWEEN)
    is_list = isinstance(question.kind, Several)
    return is_list and not set(_choices(question)) <= set(seen)
