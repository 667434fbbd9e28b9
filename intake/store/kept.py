"""An interview while it is asked, and how each of its steps comes to be in the store."""

import datetime
from dataclasses import dataclass, replace

from ...engine.answers import AnswersFile
from ...engine.days import show_date
from ...engine.reasoning.prospect import Reading
from ..interview.asking import Interview, start_interview
from ..interview.log import entries_of
from ..interview.record import is_record_alone, record_of
from ..interview.resuming import last_base, what_changed
from .database import Store
from .sessions import keep_steps, load_interview, start_stored
from .shapes import StoredInterview, StoredRunner, going_on, last_changed


@dataclass(slots=True, kw_only=True)
class KeptInterview:
    """An interview while it is asked.

    `runner` and `stored` are None until there is something to keep: who only looks leaves
    nothing behind. `interview` is where it begins. `before` is the one whose answers are
    confirmed. `changes` says what changed in the questions since it was left, in sentences.
    """

    store: Store
    interview: Interview
    runner: StoredRunner | None
    name: str
    stored: StoredInterview | None = None
    before: StoredInterview | None = None
    changes: tuple[str, ...] = ()

    @property
    def day_before(self) -> str:
        """When the answers were given that are to be confirmed, for people; empty for none."""
        return show_date(self.before.day) if self.before else ""

    def keep(self, before: Interview, after: Interview) -> None:
        """Put on disk what the interview says more than before."""
        if self.stored is None:
            if self.runner is None:
                self.runner = self.store.add_runner(self.name)
            self.stored = start_stored(
                self.store, self.runner.id, after.knowledge, after.depth,
                self.before.id if self.before else None,
            )  # fmt: skip
            before = replace(before, log=())  # what it began with is not kept yet either
        keep_steps(self.store, self.stored.id, before, after)

    def finish(self, day: datetime.date) -> None:
        """Note that the result was made."""
        if self.stored is not None:
            self.store.finish(self.stored.id, day)

    def begin_with(self, file: AnswersFile) -> None:
        """Keep the answers of a file as the first ones, with its record and weeks.

        Of a record that nobody has looked through only what it shows is kept, to be confirmed.
        """
        knowledge = self.interview.knowledge
        answers = file.answers
        if is_record_alone(file, knowledge):
            answers = record_of(answers, (), knowledge).answers
        log = entries_of(answers, knowledge, file.history)
        if log:
            after = self.interview.resumed((*self.interview.log, *log))
            self.keep(self.interview, after)
            self.interview = after


def opened(store: Store, stored: StoredInterview, reading: Reading) -> KeptInterview:
    """A stored interview, to go on with or to change."""
    runner = store.runner(stored.runner)
    interview = load_interview(store, stored, reading)
    log = store.log(stored.id)
    then = store.base(last_base(log))
    changed = what_changed(log, interview.knowledge, then.questions if then else None)
    return KeptInterview(
        store=store, interview=interview, runner=runner, name=runner.name if runner else "",
        stored=stored, before=store.interview(stored.before) if stored.before else None,
        changes=changed.sentences,
    )  # fmt: skip


def last_worked_at(store: Store, runner: StoredRunner | None, base: str) -> StoredInterview | None:
    """The interview of a runner to go on with, or the last one where all are finished."""
    interviews = store.interviews(runner.id) if runner else ()
    return going_on(interviews, base) or last_changed(interviews, base)


def opened_last(
    store: Store, runner: StoredRunner | None, name: str, reading: Reading
) -> KeptInterview:
    """That interview; a new one of a runner of this name if there is none."""
    last = last_worked_at(store, runner, reading.assessor.knowledge.name)
    if last is not None:
        return opened(store, last, reading)
    return KeptInterview(store=store, interview=start_interview(reading), runner=runner, name=name)
