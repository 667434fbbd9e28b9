"""The reports of many runners, made by several processes; what goes wrong stays with its runner."""

import datetime
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path

from ...engine.answers import answers_in, as_answers_problem
from ...engine.answers_notes import answers_notes
from ...engine.answers_text import format_answers
from ...engine.assessment import Assessor
from ...engine.diagnosis import Diagnosis, diagnose
from ...engine.errors import (
    AnswersError,
    Problem,
    Source,
    SurefootError,
    UsageError,
    format_problems,
)
from ...engine.knowledge import Knowledge
from ...engine.population.pieces import worked
from ...engine.vocabulary import Answers
from ..old_files import old_calendar, old_files, remove_calendar
from ..person import NAME_QUESTION, given
from ..plan_days import DaysTooCloseError
from ..printing import Printing
from ..units import in_units, units_of
from ..writing import Built, build, file_name
from .inputs import Inputs, OneRunner
from .log import Finished, Log
from .tables import RowOfTable
from .urgency import OPEN, urgency_of

_PACKAGE = Path(__file__).resolve().parents[2]
_FEWEST_EACH = 12  # runners: a process is busy for half a second before its first


class State(Enum):
    """What became of a runner's reports."""

    WRITTEN = "written"
    LEFT = "left as they were"
    FAILED = "failed"
    GONE = "of a runner who is not among the answers"


_Chosen = tuple[Printing, tuple[Problem, ...]]  # and the problems of a file of the coach


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is made of each runner's answers, and where it goes.

    `start` is the first day of every plan. `given` is answered instead of what the answers say.
    `made_by` stands for all that reports hang on beside answers and choices; see `made_by`.
    `write` puts one file in its place, whole or not at all.
    """

    knowledge: Knowledge
    printing: Printing
    start: datetime.date
    formats: tuple[str, ...]
    folder: Path
    given: Answers
    made_by: str
    write: Callable[[Path, bytes], None]

    def printing_for(self, one: OneRunner) -> _Chosen:
        """How the reports of one runner are printed, with what a coach says to them.

        A file of the coach that is wrong keeps no report from being made: there are its problems.
        """
        if one.coach is None:
            return self.printing, ()
        from ..house.coach_file import read_coach_words  # noqa: PLC0415  (seldom needed)

        try:
            return replace(self.printing, coach=read_coach_words(one.coach)), ()
        except UsageError as error:
            return self.printing, error.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one runner: `problems` if it failed, else what was `finished`.

    `is_fault`: it is Surefoot that failed, and not the answers. `old_files` are reports of earlier
    answers that are still there, `old_urgency` is what the last of them said. `removed` says what
    became of the calendar of an earlier plan. `urgency` and `sign` are what the readable answers
    of a runner who failed say, as in `Finished`; empty where they tell no sign. `shown` is how
    problems name where the answers stand.
    """

    name: str
    state: State
    finished: Finished | None = None
    problems: tuple[Problem, ...] = ()
    is_fault: bool = False
    old_files: tuple[str, ...] = ()
    old_urgency: str = ""
    removed: str = ""
    urgency: str = ""
    sign: str = ""
    shown: str = ""


def made_by(fingerprint: str, knowledge: Knowledge) -> str:
    """A text that changes when the knowledge, its reviews, or this code and its templates do.

    `fingerprint` is that of the folder of the knowledge base.
    """
    made_of = hashlib.sha256(f"{fingerprint} {sorted(knowledge.reviews.items())}".encode())
    for part in ("engine", "reports"):
        for path in sorted((_PACKAGE / part).rglob("*")):
            if path.suffix in {".py", ".j2", ".css", ".ttf"}:  # time and size, as in `.pyc`
                about = path.stat()
                made_of.update(f"\n{path} {about.st_mtime_ns} {about.st_size}".encode())
    return made_of.hexdigest()


def processes_for(count: int) -> int:
    """How many processes are worth it for so many runners: at most one for each core."""
    return max(1, min(os.cpu_count() or 1, count // _FEWEST_EACH))


def make_reports(inputs: Inputs, order: Order, processes: int) -> Iterator[Outcome]:
    """Make the reports of every runner that are not there already; one outcome for each.

    Then one for each runner who is not among the inputs, and whose reports of before are there.

    Raises:
        UsageError: if files cannot be written, or a process was ended from outside. What is
            finished by then is kept and not made again.
    """
    with Log(order.folder) as log:
        edition = order.printing.edition
        tasks = ((one, log.take(one.name, edition)) for one in inputs.runners())
        try:
            for outcome in worked(_maker, (order,), tasks, processes):
                if outcome.state is State.WRITTEN and outcome.finished is not None:
                    log.add(outcome.name, edition, outcome.finished)
                yield outcome
        except BrokenProcessPool:
            message = "a process that made reports was ended, perhaps for want of memory"
            fix = "start the same again: what is finished is not made again"
            raise UsageError(Problem(code="US112", message=message, fix=fix)) from None
        for name in log.never_taken():
            if found := old_files(order.folder, name, order.printing):
                yield Outcome(name=name, state=State.GONE, old_files=found)


_Task = tuple[OneRunner, Finished | None]


def _maker(order: Order) -> Callable[[_Task], Outcome]:
    # Typst starts a thread for each core, which is of no use where each core has a process.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    return partial(_make, order, Assessor(order.knowledge))


def _make(order: Order, assessor: Assessor, task: _Task) -> Outcome:
    one, _ = task
    try:
        return _of_answers(order, assessor, task)
    except SurefootError:  # nothing can be written: that is so for all
        raise
    except Exception as error:  # noqa: BLE001  (the next runner's reports can still be made)
        message = f"Surefoot has a fault: {type(error).__name__}: {error}"
        problem = Problem(code="US113", where=one.shown, message=message)
        return replace(_failed(order, task, (problem,)), is_fault=True)


def _of_answers(order: Order, assessor: Assessor, task: _Task) -> Outcome:
    one, before = task
    try:
        source = one.source()
        if isinstance(source, Problem):
            return _failed(order, task, (as_answers_problem(source),))
        chosen = order.printing_for(one)
        digest = _digest(order, chosen, one, source)
        is_same = before is not None and before.digest == digest and _are_there(order, before)
        finished = before if is_same else None
        state = State.LEFT if finished else State.WRITTEN
        finished = finished or _written(order, assessor, chosen, one, source, digest)
        calendar = None
        if not finished.has_plan:  # only now: if that fails, the report is there
            calendar = old_calendar(order.folder, one.name, order.printing)
        removed = remove_calendar(calendar) if calendar else ""
        return Outcome(name=one.name, state=state, finished=finished, removed=removed)
    except AnswersError as error:
        failed = _failed(order, task, tuple(map(one.placed, error.problems)))
        urgency, sign = _told(order, assessor, one)
        return replace(failed, urgency=urgency, sign=sign, shown=one.shown)


def _failed(order: Order, task: _Task, problems: tuple[Problem, ...]) -> Outcome:
    one, before = task
    return Outcome(
        name=one.name,
        state=State.FAILED,
        problems=problems,
        old_files=old_files(order.folder, one.name, order.printing),
        old_urgency=before.urgency if before else "",
    )


def _told(order: Order, assessor: Assessor, one: OneRunner) -> tuple[str, str]:
    """The most urgent sign among the answers of a row that could be read, as `urgency_of` says it.

    One wrong cell of a table must not hide what another one tells.
    """
    if not isinstance(one, RowOfTable) or not one.text:
        return "", ""
    answers = answers_in(one.readable(), assessor.knowledge, is_json=False).answers
    urgency, sign = urgency_of(diagnose(assessor, answers, order.start))
    return ("", "") if urgency == OPEN else (urgency, sign)


def _digest(order: Order, chosen: _Chosen, one: OneRunner, source: Source) -> str:
    """What the reports are made from, short: the same digest, the same bytes."""
    made_from = (
        order.made_by, chosen, order.start, order.formats,
        format_answers(order.given), one.is_json, source.text, *one.wrote,
    )  # fmt: skip
    return hashlib.sha256(repr(made_from).encode(errors="replace")).hexdigest()


def _are_there(order: Order, finished: Finished) -> bool:
    return all((order.folder / name).is_file() for name in finished.files)


def _written(
    order: Order, assessor: Assessor, chosen: _Chosen, one: OneRunner, source: Source, digest: str
) -> Finished:
    """Write the reports of one runner, all made before any is written.

    Raises:
        AnswersError: with every problem of the answers.
        UsageError: if a file cannot be written.
    """
    printing, left_out = chosen
    read = answers_in(source, assessor.knowledge, is_json=one.is_json, beside=one.beside)
    answers = {**_as_written(read.answers, one.wrote), **order.given}
    diagnosis = diagnose(assessor, answers, order.start, read.history)
    shown_in = printing.units or units_of(answers)
    notes = list(answers_notes(read, diagnosis, lambda text: in_units(text, shown_in)))
    if left_out:
        notes += [format_problems(left_out), "Note: the report is made without the coach's words."]
    elif printing.coach is not None:
        from ..house.coach_file import words_that_fit  # noqa: PLC0415  (seldom needed)

        _, left_out = words_that_fit(printing.coach, diagnosis)
        notes += [format_problems(left_out)] if left_out else []
    files = {}
    for name in order.formats:
        built = _built(diagnosis, name, printing)
        if built.warning:
            notes.append(f"Note: {built.warning}")
        if built.data:
            files[file_name(one.name, name, printing)] = built.data
    for name, data in files.items():
        order.write(order.folder / name, data)
    urgency, sign = urgency_of(diagnosis)
    return Finished(
        digest=digest,
        files=tuple(files),
        urgency=urgency,
        sign=sign,
        runner=given(diagnosis, NAME_QUESTION),
        has_plan=diagnosis.plan.shown,
        has_all_words=not left_out,
        notes="\n".join(notes),
    )


def _as_written(answers: Answers, wrote: Sequence[tuple[str, str]]) -> Answers:
    """The answers with the runner's own words where a mapping translated them."""
    own = {}
    for name, text in wrote:
        answer = answers.get(name)
        if answer is not None and not answer.shown.casefold().startswith(text.casefold()):
            own[name] = replace(answer, shown=f"{answer.shown} (you wrote: {text})")
    return {**answers, **own}


def _built(diagnosis: Diagnosis, name: str, printing: Printing) -> Built:
    """A report in one format; days that do not allow this runner's sessions give no calendar."""
    try:
        return build(diagnosis, name, printing)
    except DaysTooCloseError:
        return Built(b"", "The chosen days do not allow the sessions of this plan: no calendar.")
