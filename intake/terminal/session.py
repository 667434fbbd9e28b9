"""Which interview of the store is asked, and how each of its steps comes to be on disk."""

import datetime
from dataclasses import dataclass, replace

from ...engine.days import show_date
from ...engine.errors import Problem, UsageError
from ...engine.reasoning.prospect import Reading
from ...engine.vocabulary import Answers
from ..interview.asking import Interview, start_interview
from ..interview.proof import Depth
from ..interview.resuming import last_base, what_changed
from ..spoken import count_of
from ..store.database import Store
from ..store.sessions import answers_of, keep_steps, load_interview, start_stored
from ..store.shapes import StoredInterview, StoredRunner
from ..typed import Key, key_of
from .lines import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for: to go on, to be asked again, how deep; `depth` is None if not said.

    `has_file`: there are answers of a file to go on with, if the store has none.
    """

    resume: bool = False
    again: bool = False
    depth: Depth | None = None
    has_file: bool = False


@dataclass(slots=True, kw_only=True)
class Session:
    """An interview while it is asked.

    `runner` and `stored` are None until there is something to keep: who only looks leaves
    nothing behind. `interview` is where the dialogue begins. `changes` says what changed in the
    questions since it was left, in sentences.
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
        return show_date(_day(self.before)) if self.before else ""

    def keep(self, before: Interview, after: Interview) -> None:
        """Put on disk what the interview says more than before."""
        if self.stored is None:
            if self.runner is None:
                self.runner = self.store.add_runner(self.name)
            self.stored = start_stored(
                self.store, self.runner.id, after.knowledge, after.depth,
                self.before.id if self.before else None,
            )  # fmt: skip
        keep_steps(self.store, self.stored.id, before, after)

    def finish(self, day: datetime.date) -> None:
        """Note that the result was made."""
        if self.stored is not None:
            self.store.finish(self.stored.id, day)


def begin(
    store: Store,
    runner: StoredRunner | None,
    name: str,
    reading: Reading,
    wish: Wish,
    lines: Lines,
) -> Session:
    """The interview to go on with, or a new one; nothing is written yet.

    An unfinished one is only left behind if the runner says so.

    Raises:
        UsageError: if there is nothing to go on with, or to ask again.
    """
    base = reading.assessor.knowledge.name
    latest = _latest(store, runner, reading)
    if wish.resume and latest is None and not wish.has_file:
        raise _missing("there is no interview to go on with", "leave out --resume to begin one")
    if latest is not None and (wish.resume or (not latest.is_finished and goes_on(latest, lines))):
        session = _resumed(store, runner, latest, reading)
        if wish.depth is not None:
            session.interview = replace(session.interview, depth=wish.depth)
        return session
    before = store.latest_finished(runner.id, base) if wish.again and runner else None
    if wish.again and before is None:
        fix = "leave out --again to begin the first one"
        raise _missing("there is no finished interview to start from", fix)
    answers = answers_of(store, before.id, reading.assessor.knowledge) if before else {}
    interview = start_interview(reading, depth=wish.depth or Depth.FULL, before=answers)
    return Session(store=store, interview=interview, runner=runner, name=name, before=before)


def last_session(store: Store, runner: StoredRunner | None, name: str, reading: Reading) -> Session:
    """The interview that a runner last worked at, finished or not; a new one if there is none."""
    latest = _latest(store, runner, reading)
    if latest is not None:
        return _resumed(store, runner, latest, reading)
    return Session(store=store, interview=start_interview(reading), runner=runner, name=name)


def take_in(session: Session, answers: Answers) -> int:
    """Take the answers of a file in where they say something else; how many they are."""
    before = session.interview
    after, taken = before, 0
    for name, answer in answers.items():
        had = before.answers.get(name)
        if had is None or had.entered != answer.entered:
            question = before.knowledge.questions[name]
            after = after.with_answer(question, replace(answer, source="file"))
            taken += 1
    if taken:
        session.keep(before, after)
        session.interview = after
    return taken


def goes_on(stored: StoredInterview, lines: Lines) -> bool:
    """Whether the runner goes on with an interview that is not finished."""
    day = show_date(_day(stored))
    said = count_of(stored.entries, "answer")
    lines.say(f"There is an interview that is not finished: {said}, the last on {day}.")
    while True:
        text = lines.ask("Enter to go on with it, or n to begin anew: ")
        if not text or text.lower() in {"y", "yes"} or key_of(text) is Key.BACK:
            return True
        if text.lower() in {"n", "no", "new"}:
            lines.say("A new one, then. The other one stays in your store.")
            return False
        lines.error("there is no such choice.", "Press Enter, or type n. Ctrl-C stops.")


def _latest(store: Store, runner: StoredRunner | None, reading: Reading) -> StoredInterview | None:
    """The interview that a runner last worked at; check-ins have a base of their own."""
    if runner is None:
        return None
    past = store.interviews(runner.id, reading.assessor.knowledge.name)
    return max(past, key=lambda one: one.changed, default=None)


def _resumed(
    store: Store, runner: StoredRunner | None, stored: StoredInterview, reading: Reading
) -> Session:
    interview = load_interview(store, stored, reading)
    before = store.interview(stored.before) if stored.before else None
    then = store.base(last_base(interview.log))
    changed = what_changed(interview.log, interview.knowledge, then.questions if then else None)
    return Session(
        store=store, interview=interview, runner=runner, name=runner.name if runner else "",
        stored=stored, before=before, changes=changed.sentences,
    )  # fmt: skip


def _day(stored: StoredInterview) -> datetime.date:
    """The day of a result, or of the last answer where there is none, on this computer."""
    if stored.is_finished:
        return datetime.date.fromisoformat(stored.finished)
    return datetime.datetime.fromisoformat(stored.changed).astimezone().date()


def _missing(message: str, fix: str) -> UsageError:
    return UsageError(Problem(code="US101", message=message, fix=fix))
