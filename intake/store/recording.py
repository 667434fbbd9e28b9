"""A record that comes to a runner from outside: kept with the interview that it is to answer."""

from dataclasses import dataclass, replace

from ...engine.history import History
from ...engine.knowledge import Knowledge
from ...engine.vocabulary import Answers, Misfit, read_answer
from ..interview.log import Act, Log, answer_entry, record_entry
from ..interview.record import NAME_QUESTION, record_of
from .database import ForgottenError, Store
from .merging import Outcome
from .sessions import start_stored
from .shapes import going_on


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """Where a record was kept: the id of the interview, and whether that is new or had it."""

    interview: str
    outcome: Outcome


def keep_record(
    store: Store, knowledge: Knowledge, runner: str, answers: Answers, history: History
) -> KeptRecord:
    """Keep a record with the interview of a runner that is not finished; else it begins one.

    `runner` is an id. Of `answers` only those count that a record alone can give (`records:`):
    what they show is proposed in the interview, and nobody has said it yet. The record takes the
    place of an older one; the very same one is kept once. A new interview has the answers of the
    last result beside its questions.

    Raises:
        ForgottenError: if there is no such runner.
    """
    found = store.runner(runner)
    if found is None:
        raise ForgottenError("runner", runner)
    entry = record_entry(record_of(answers, history, knowledge), knowledge)
    going = going_on(store.interviews(runner), knowledge.name)
    if going is not None:
        if any(one.said == entry.said for one in last_record(store.log(going.id))):
            return KeptRecord(going.id, Outcome.SAME)
        store.note_base(knowledge)
        store.append(going.id, [entry], knowledge.hash)
        return KeptRecord(going.id, Outcome.LONGER)
    before = store.latest_finished(runner, knowledge.name)
    begun = start_stored(store, runner, knowledge, before=before.id if before else None)
    store.append(begun.id, (entry, *_name_said(knowledge, found.name)), knowledge.hash)
    return KeptRecord(begun.id, Outcome.NEW)


def last_record(log: Log) -> Log:
    """The entry of the record that a log has now, alone; nothing without a record."""
    found = [one for one in log if one.act is Act.RECORD]
    return tuple(found[-1:])


def record_waiting(store: Store, runner: str, base: str) -> Log:
    """The record of the interview of a runner that is not finished, for one that is begun anew."""
    going = going_on(store.interviews(runner), base)
    if going is None:
        return ()
    return tuple(replace(one, at="", knowledge="") for one in last_record(store.log(going.id)))


def _name_said(knowledge: Knowledge, name: str) -> Log:
    """Who has a name here is not asked for it again."""
    question = knowledge.questions.get(NAME_QUESTION)
    answer = read_answer(question, [name], source="file") if question and name else None
    if question is None or answer is None or isinstance(answer, Misfit):
        return ()
    return (answer_entry(question, answer),)
