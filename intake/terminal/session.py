"""Which interview of the store is asked: the one to go on with, the last one, or a new one."""

from dataclasses import dataclass, replace

from ...engine.days import show_date, show_span
from ...engine.errors import Problem, UsageError
from ...engine.reasoning.prospect import Reading
from ..interview.asking import start_interview
from ..interview.confirming import only_waits
from ..interview.proof import Depth
from ..spoken import count_of
from ..store.database import Store
from ..store.kept import KeptInterview, last_worked_at, opened
from ..store.recording import record_waiting
from ..store.sessions import answers_of
from ..store.shapes import StoredRunner
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


def begin(
    store: Store,
    runner: StoredRunner | None,
    name: str,
    reading: Reading,
    wish: Wish,
    lines: Lines,
) -> KeptInterview:
    """The interview to go on with, or a new one; nothing is written yet.

    An unfinished one is only left behind if the runner says so; its record comes along. Who wants
    to go on and has finished all opens the last one, to change it.

    Raises:
        UsageError: if there is nothing to go on with, or to ask again.
    """
    base = reading.assessor.knowledge.name
    last = last_worked_at(store, runner, base)
    if wish.resume and last is None and not wish.has_file:
        raise _missing("there is no interview to go on with", "leave out --resume to begin one")
    if last is not None and (wish.resume or not last.is_finished):
        found = opened(store, last, reading)
        if wish.resume and last.is_finished:
            day = show_date(last.day)
            lines.say(f"All is finished. This is your result of {day}, to change its answers.")
        if wish.resume or goes_on(found, lines):
            if wish.depth is not None:
                found.interview = replace(found.interview, depth=wish.depth)
            return found
    before = store.latest_finished(runner.id, base) if wish.again and runner else None
    if wish.again and before is None:
        fix = "leave out --again to begin the first one"
        raise _missing("there is no finished interview to start from", fix)
    answers = answers_of(store, before.id, reading.assessor.knowledge) if before else {}
    log = record_waiting(store, runner.id, base) if runner else ()
    depth = wish.depth or Depth.FULL
    interview = start_interview(reading, log=log, depth=depth, before=answers)
    return KeptInterview(store=store, interview=interview, runner=runner, name=name, before=before)


def goes_on(found: KeptInterview, lines: Lines) -> bool:
    """Whether the runner goes on with an interview that is not finished."""
    said = count_of(len(found.interview.now.given()), "answer")
    last = f", the last on {show_date(found.stored.day)}" if found.stored else ""
    days = found.interview.record.days
    record = f", and a record of {show_span(*days)}" if days else ""
    if days and only_waits(found.interview):
        lines.say(f"A record of {show_span(*days)} waits for you. No question is answered yet.")
    else:
        lines.say(f"There is an interview that is not finished: {said}{last}{record}.")
    while True:
        text = lines.ask("Enter to go on with it, or n to begin anew: ")
        if not text or text.lower() in {"y", "yes"} or key_of(text) is Key.BACK:
            return True
        if text.lower() in {"n", "no", "new"}:
            comes = " Your record comes along." if days else ""
            lines.say(f"A new one, then. The other one stays in your store.{comes}")
            return False
        lines.error("there is no such choice.", "Press Enter, or type n. Ctrl-C stops.")


def _missing(message: str, fix: str) -> UsageError:
    return UsageError(Problem(code="US101", message=message, fix=fix))
