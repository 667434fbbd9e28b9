"""`surefoot report` for many runners: how far it is while it works, and the summary at the end."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

import click

from ..engine.errors import (
    Problem,
    UsageError,
    format_problem,
    format_problems,
    join_words,
    sorted_by_place,
)
from ..engine.knowledge import Knowledge
from ..engine.prepared import fingerprint
from ..engine.shipped import SHIPPED
from ..engine.tables.cells import CellReader
from ..engine.tables.mapping import mapping_of_questions, read_mapping
from ..engine.tables.rows import (
    CSV_ENDINGS,
    JSON_ENDINGS,
    SAMPLE_ROWS,
    is_text_table,
    open_table,
)
from ..intake.private_file import private_file, write_private
from ..reports.batch.inputs import find_inputs
from ..reports.batch.log import Finished
from ..reports.batch.making import Order, Outcome, State, made_by, make_reports, processes_for
from ..reports.batch.tables import RowsOfTable, rows_of_table
from ..reports.batch.urgency import OPEN, WAYS
from ..reports.printing import FORMATS
from .common import check_writable, make_assessor, with_minutes
from .mapped import warn_of_closed
from .printing import Choices, printed_formats

PROBLEMS_NAME: Final = "surefoot-problems.txt"
SEEN_FIRST_NAME: Final = "surefoot-see-first.txt"
_MOST_SHOWN: Final = 20
_LINE_EACH: Final = 1_000  # runners, where nobody watches
_FAULT_EXIT_CODE: Final = 70
_ANSWERS_EXIT_CODE: Final = 4


def report_many(  # noqa: PLR0913  (what `report` was asked for)
    path: Path,
    output: Path | None,
    formats: str | None,
    choices: Choices,
    *,
    minutes: str | None,
    knowledge_folder: Path | None,
    processes: int | None,
    as_json: bool,
    mapping: Path | None,
    is_table: bool,
) -> None:
    """Write the reports of all runners of a folder, file or table, and say what became of them.

    Exits 4 if some answers were wrong; the reports of the others are there then.

    Raises:
        UsageError: for what cannot be done, before anything is made.
        AnswersError: if the folder or file cannot be read.
    """
    if output is None:
        message = "the reports of many runners need a folder to go to"
        raise UsageError(Problem(code="US107", message=message, fix="add -o DIR"))
    names = printed_formats(formats, FORMATS, output, as_json=as_json)
    if choices.coach is not None:
        message = "--coach is what you say to one runner"
        fix = "in a folder, what you say to the runner of ann.yaml stands in ann.coach.yaml"
        raise UsageError(Problem(code="US108", message=message, fix=fix))
    if "json" in names and path.is_dir() and output.resolve() == path.resolve():
        message = "reports as json in the folder of the answers would be read as answers"
        raise UsageError(Problem(code="US108", message=message, fix="name another folder with -o"))
    inputs = None if is_table else find_inputs(path)
    check_writable(output)
    knowledge = make_assessor(knowledge_folder).knowledge
    inputs = find_inputs(path, _rows_of(path, mapping, knowledge)) if inputs is None else inputs
    order = Order(
        knowledge=knowledge,
        printing=choices.printing(),
        start=choices.plan_start(),
        formats=names,
        folder=output,
        given=with_minutes({}, knowledge, minutes),
        made_by=made_by(fingerprint(knowledge_folder or SHIPPED), knowledge),
        write=write_private,
    )
    if inputs.folders:
        shown = ", ".join(inputs.folders[:_MOST_SHOWN])
        click.echo(f"Note: folders inside {path} are not read: {shown}", err=True)
    if inputs.words_for_nobody:
        shown = ", ".join(inputs.words_for_nobody[:_MOST_SHOWN])
        click.echo(f"Note: no answers are called like these words of a coach: {shown}", err=True)
    workers = processes or processes_for(inputs.count)
    tally = _Tally(output)
    try:
        with _Problems(output / PROBLEMS_NAME) as problems, _progress(inputs.count) as advance:
            for outcome in make_reports(inputs, order, workers):
                tally.add(outcome)
                problems.add(outcome)
                if outcome.state is not State.GONE:
                    advance()
    except KeyboardInterrupt:
        click.echo("What is finished is kept: start the same again to go on.", err=True)
        raise
    see_first = output / SEEN_FIRST_NAME
    if tally.seen_first:
        write_private(see_first, "".join(f"{line}\n" for line in tally.all_seen_first()))
    else:
        see_first.unlink(missing_ok=True)  # what an earlier run said
    click.echo("\n".join(tally.lines()))
    if tally.faults:
        sys.exit(_FAULT_EXIT_CODE)
    if tally.failed:
        sys.exit(_ANSWERS_EXIT_CODE)


def _rows_of(path: Path, mapping: Path | None, knowledge: Knowledge) -> RowsOfTable:
    """The rows of a table, with what reads its cells.

    Raises:
        UsageError: if it is no table, or its columns are not those of the mapping.
        AnswersError: if it cannot be read.
    """
    if not is_text_table(path):
        message = "--mapping is for a table with a runner in each row"
        fix = f"tables end in {join_words((*CSV_ENDINGS, *JSON_ENDINGS))}"
        raise UsageError(Problem(code="US108", where=str(path), message=message, fix=fix))
    table = open_table(path)
    said = read_mapping(mapping, knowledge) if mapping else mapping_of_questions(knowledge)
    reader = CellReader(knowledge, said, table.header, str(path), table.sample(SAMPLE_ROWS))
    warn_of_closed(knowledge, said)
    return rows_of_table(table, reader)


@dataclass(slots=True)
class _Named:
    """How many runners, and the names of the first of them."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.count += 1
        if self.count <= _MOST_SHOWN:
            self.first.append(name)

    def __str__(self) -> str:
        more = self.count - len(self.first)
        return ", ".join(self.first) + (f" … and {more} more" if more else "")


@dataclass(slots=True)
class _Tally:
    """What became of the runners so far; `seen_first` has a line for each, by its way."""

    output: Path
    states: Counter[State] = field(default_factory=Counter)
    written_files: int = 0
    faults: int = 0
    noted: int = 0
    failed: list[str] = field(default_factory=list)  # the first of them
    without_words: _Named = field(default_factory=_Named)
    removed: list[str] = field(default_factory=list)
    gone: _Named = field(default_factory=_Named)
    urgent: dict[str, _Named] = field(default_factory=dict)
    seen_first: dict[str, list[str]] = field(default_factory=dict)
    without_report: int = 0  # of those to be seen first

    def add(self, outcome: Outcome) -> None:
        self.states[outcome.state] += 1
        self.faults += outcome.is_fault
        if outcome.state is State.FAILED and len(self.failed) < _MOST_SHOWN:
            self.failed.append(_in_short(outcome))
        if outcome.state is State.GONE:
            self.gone.add(outcome.name)
        if outcome.removed:
            self.removed.append(outcome.removed)
        if outcome.urgency:
            self.without_report += 1
            self._see_first(outcome.urgency, outcome.shown, _line_without_report(outcome))
        finished = outcome.finished
        if finished is None:
            return
        self.noted += bool(finished.notes)
        if outcome.state is State.WRITTEN:
            self.written_files += len(finished.files)
        if not finished.has_all_words:
            self.without_words.add(outcome.name)
        if finished.urgency in WAYS:
            self._see_first(finished.urgency, outcome.name, _line_of(finished))

    def _see_first(self, urgency: str, name: str, line: str) -> None:
        self.urgent.setdefault(urgency, _Named()).add(name)
        self.seen_first.setdefault(urgency, []).append(line)

    def lines(self) -> Iterator[str]:
        """The summary; who must be seen first stands last, where it is not missed."""
        files = "1 file" if self.written_files == 1 else f"{self.written_files} files"
        yield f"Written: {self.states[State.WRITTEN]} ({files} in {self.output})"
        if self.states[State.LEFT]:
            yield f"Left as they were: {self.states[State.LEFT]}"
        failed = self.states[State.FAILED]
        yield f"Failed: {failed}"
        yield from (f"  {line}" for line in self.failed)
        if failed > len(self.failed):
            yield f"  … and {failed - len(self.failed)} more"
        if self.noted:
            yield f"With notes: {self.noted}"
        if self.without_words.count:
            yield f"Without all of a coach's words: {self.without_words.count}"
            yield f"  {self.without_words}"
        if self.gone.count:
            yield f"Not among the answers, with reports of before still there: {self.gone.count}"
            yield f"  {self.gone}"
        if failed or self.noted or self.gone.count:
            yield f"  all of it in {self.output / PROBLEMS_NAME}"
        yield from self.removed
        yield from self._lines_seen_first()

    def _lines_seen_first(self) -> Iterator[str]:
        could_be_read = self.states[State.WRITTEN] + self.states[State.LEFT]
        count = sum(one.count for way, one in self.urgent.items() if way != OPEN)
        count -= self.without_report
        who = str(count) if count else "nobody yet" if OPEN in self.urgent else "nobody"
        more = self.without_report
        rows = "1 row without a report" if more == 1 else f"{more} rows without a report"
        also = f", and {rows}" if more else ""
        yield f"To be seen first: {who} of the {could_be_read} whose answers could be read{also}"
        for way, words in WAYS.items():
            if way in self.urgent:
                yield f"  {words}: {self.urgent[way]}"
        if self.urgent:
            yield f"  all of them in {self.output / SEEN_FIRST_NAME}"

    def all_seen_first(self) -> Iterator[str]:
        """A line for each of them, the most urgent first."""
        for way in WAYS:
            yield from self.seen_first.get(way, [])


def _line_of(finished: Finished) -> str:
    """How soon somebody has to be seen, why, who it is as far as that is known, and the files."""
    parts = (WAYS[finished.urgency], finished.sign, finished.runner, ", ".join(finished.files))
    return " | ".join(part for part in parts if part)


def _line_without_report(outcome: Outcome) -> str:
    """The same for a row with wrong cells, of which the others say this."""
    return " | ".join((WAYS[outcome.urgency], outcome.sign, outcome.shown, "no report was made"))


def _in_short(outcome: Outcome) -> str:
    first, *others = sorted_by_place(outcome.problems)
    line = format_problem(first).split("\n", 1)[0]
    line = f"{line} (and {len(others)} more)" if others else line
    return f"{line}; {_old(outcome)}" if outcome.old_files else line


def _old(outcome: Outcome) -> str:
    """Which reports of earlier answers are still there."""
    way = WAYS.get(outcome.old_urgency, "")
    said = f" (it said: {way})" if way else ""
    return f"still there, of earlier answers: {', '.join(outcome.old_files)}{said}"


class _Problems:
    """Every problem and note, in a file; where there are none, there is no file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open = ExitStack()
        self._stream: BinaryIO | None = None

    def add(self, outcome: Outcome) -> None:
        text = format_problems(outcome.problems)
        if outcome.finished is not None and outcome.finished.notes:
            text = f"{', '.join(outcome.finished.files)}:\n{outcome.finished.notes}"
        if outcome.old_files:
            text = f"{text}\n{outcome.name}: {_old(outcome)}".lstrip()
        if not text:
            return
        if self._stream is None:
            self._stream = self._open.enter_context(private_file(self.path))
        self._stream.write(f"{text}\n\n".encode(errors="replace"))

    def __enter__(self) -> Self:
        self._open.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        if self._stream is None and error == (None, None, None):
            self.path.unlink(missing_ok=True)  # what an earlier run said
        self._open.__exit__(*error)


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], None]]:
    """What is called after each runner: a bar where somebody watches, else a line now and then."""
    if sys.stderr.isatty():
        with click.progressbar(length=count, label="Reports", file=sys.stderr) as bar:
            yield lambda: bar.update(1)
        return
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if done % _LINE_EACH == 0:
            click.echo(f"{done} of {count} runners", err=True)

    yield advance
