"""Taking in an export that was made elsewhere: all of it or nothing.

Nothing is taken in twice, and nothing that is here is changed: a log only grows at its end.
"""

import sqlite3
from dataclasses import dataclass, replace
from enum import StrEnum

from ...engine.errors import AnswersError, Problem
from ..interview.log import Act, Entry, Log
from .database import Store
from .received import Received, ReceivedInterview
from .rows import (
    add_entries,
    insert_base,
    insert_interview,
    insert_runner,
    read_interviews,
    read_log,
    read_runners,
)
from .shapes import StoredInterview, StoredRunner


class Outcome(StrEnum):
    """What became of an interview that was taken in."""

    NEW = "new"
    LONGER = "longer"  # it was there, and has more entries now
    SAME = "same"  # all of it was there


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One interview that was taken in; `is_new_runner` says that the runner was not there."""

    runner: StoredRunner
    is_new_runner: bool
    interview: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: its runners, its interviews, and what a person should know."""

    runners: tuple[StoredRunner, ...]
    interviews: tuple[TakenIn, ...]
    notes: tuple[str, ...] = ()


def import_export(store: Store, received: Received, file_name: str) -> Imported:
    """Take in an export. A runner who is there keeps the name that they have here.

    Raises:
        AnswersError: if an interview belongs to another runner here.
    """
    done: list[TakenIn] = []
    runners: list[StoredRunner] = []
    problems: list[Problem] = []
    with store.file.writing() as database:
        here = {one.id: one for one in read_runners(database)}
        for base in received.bases:
            insert_base(database, base)
        for one in received.runners:
            runner = here.get(one.runner.id, one.runner)
            runners.append(runner)
            if runner.id not in here:
                insert_runner(database, runner)
            for interview in one.interviews:
                outcome = _merge(database, interview)
                if outcome is None:
                    message = f"interview {interview.stored.id} belongs to another runner here"
                    problems.append(Problem(code="AN112", where=file_name, message=message))
                    continue
                done.append(TakenIn(runner, runner.id not in here, interview.stored.id, outcome))
            for interview in one.interviews:
                _link(database, interview)
        if problems:
            raise AnswersError(*problems)
    return Imported(tuple(runners), tuple(done))


def _merge(database: sqlite3.Connection, received: ReceivedInterview) -> Outcome | None:
    """Add an interview, or what it says more than the one that is here; None if not allowed."""
    there = received.stored
    here = next(iter(read_interviews(database, "id = ?", there.id)), None)
    if here is None:
        insert_interview(database, replace(there, before=None))
        add_entries(database, there.id, received.log, there.knowledge)
        return Outcome.NEW
    if here.runner != there.runner:
        return None
    log = read_log(database, there.id)
    both = merged(log, received.log)
    add_entries(database, there.id, both[len(log) :], there.knowledge)
    last, its_log = max(
        ((here, log), (there, received.log)),
        key=lambda one: (one[0].finished, one[0].finished_entries),
    )
    database.execute(
        "update interview set finished = ?, finished_entries = ? where id = ?",
        (last.finished, _finished_entries(last, its_log, both), there.id),
    )
    return Outcome.SAME if both == log else Outcome.LONGER


def _finished_entries(last: StoredInterview, its_log: Log, both: Log) -> int:
    """How many entries of the merged log the last result covers: all, or not the last of them."""
    if last.is_finished and set(both) <= set(its_log):
        return len(both)
    return max(0, min(last.finished_entries, len(both) - 1))


def merged(here: Log, there: Log) -> Log:
    """The log that is here, with what the other log of the same interview says more behind it.

    Nothing of what is here is changed, and an entry that is in both is the same one. If both went
    on for themselves, the later answer by time has to stand: what stands here and was said after
    the first of the new entries is said again, among them, in the order of time. So the answers
    that follow are those of all entries in the order of time, as far as both clocks were right.
    At the same millisecond, what is here stands.
    """
    if there[: len(here)] == here:
        return there
    known = set(here)
    more = [one for one in dict.fromkeys(there) if one not in known]
    if not more:
        return here
    first = min(one.at for one in more)
    again = [one for one in _standing(here) if one.at >= first]
    return here + tuple(sorted([*more, *again], key=lambda one: one.at))


def _standing(log: Log) -> tuple[Entry, ...]:
    """What was said last to each question, an answer or that it was taken back; and the record.

    The record has no question, so it stands among them as one more.
    """
    standing = {Act.ANSWER, Act.TAKE_BACK, Act.RECORD}
    return tuple({one.question: one for one in log if one.act in standing}.values())


def _link(database: sqlite3.Connection, received: ReceivedInterview) -> None:
    """Say which interview came before, once all are there; what is said here already stays."""
    database.execute(
        "update interview set before = ? where id = ? and runner = ? and before is null",
        (received.stored.before, received.stored.id, received.stored.runner),
    )
