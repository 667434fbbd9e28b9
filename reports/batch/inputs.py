"""Whose answers there are: the files of a folder, or the lines of a JSONL file.

A line is read when its turn comes, so that a file of any length takes no more memory.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Final

from ...engine.errors import AnswersError, Problem, Source, UsageError, join_words
from ...engine.file_text import LARGEST_BYTES, read_source
from ...engine.tables.problems import same_id
from ..printing import EDITIONS
from .naming import DIGITS, UNUSABLE, USABLE, can_name_files, file_number
from .tables import RowOfTable, RowsOfTable, replaced_row

ENDINGS: Final = (".yaml", ".yml", ".json")
COACH_ENDING: Final = ".coach.yaml"  # what a coach says to the runner of the same name


@dataclass(frozen=True, slots=True)
class FileOfOne:
    """A file with the answers of one runner."""

    path: Path
    beside: ClassVar = ""
    wrote: ClassVar = ()

    @property
    def coach(self) -> Path | None:
        """The file with what a coach says to this runner, where there is one."""
        found = self.path.with_name(f"{self.name}{COACH_ENDING}")
        return found if found.exists() else None

    @property
    def name(self) -> str:
        """What the reports are called after."""
        return self.path.stem

    @property
    def shown(self) -> str:
        """How problems name it."""
        return str(self.path)

    @property
    def is_json(self) -> bool:
        """Whether it is read as JSON."""
        return self.path.suffix.lower() == ".json"

    def source(self) -> Source | Problem:
        """The text, or why there is none."""
        return read_source(self.path, self.shown)

    def placed(self, problem: Problem) -> Problem:
        """A problem of the text, with its place in the file."""
        return problem


@dataclass(frozen=True, slots=True)
class LineOfMany:
    """A line with the answers of one runner; `data` ends early where the line is too long."""

    file: str
    number: int
    data: bytes
    coach: ClassVar = None
    is_json: ClassVar = True
    beside: ClassVar = "id"  # a key that is no question
    wrote: ClassVar = ()

    @property
    def name(self) -> str:
        """The id if the line has one, else its number: what the reports are called after."""
        found = self._id()
        return str(found) if can_name_files(found) else file_number(self.number)

    @property
    def has_own_name(self) -> bool:
        """Whether the line says what its runner is called."""
        return self._id() is not None

    @property
    def shown(self) -> str:
        """How problems name it."""
        return f"{self.file}:{self.number}"

    def source(self) -> Source | Problem:
        """The text, or why there is none."""
        if len(self.data) > LARGEST_BYTES:
            return self._problem("KB101", f"the line has more than {LARGEST_BYTES:,} bytes")
        try:
            text = self.data.decode("utf-8-sig").strip()
        except UnicodeDecodeError as error:
            return self._problem("AN100", f"byte {error.start + 1} of the line is not UTF-8 text")
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "it is too deep or its numbers are too long")
            return self._problem("AN100", f"the line is not JSON: {reason}")
        if not isinstance(data, dict):
            return self._problem("AN106", "a line holds the answers of one runner, in { }")
        found = self._id()
        if found is not None and not can_name_files(found):
            return replace(self._problem("AN100", UNUSABLE), fix=USABLE)
        return Source(self.file, text)

    def placed(self, problem: Problem) -> Problem:
        """A problem of the text, with its place in the file of all lines."""
        place = problem.place
        if place is None:
            return replace(problem, where=self.shown)
        # A place counts lines of its text, of which this one had been the only one.
        above = "\n" * (self.number - 1)
        source = Source(self.file, above + place.source.text)
        return replace(problem, place=replace(place, source=source, line=self.number))

    def _id(self) -> Any:
        if b'"id"' not in self.data or len(self.data) > LARGEST_BYTES:
            return None
        try:
            data = json.loads(self.data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return None
        found = data.get("id") if isinstance(data, dict) else None
        is_number = isinstance(found, int) and not isinstance(found, bool)
        # Blanks at the ends make no other id, in a table either.
        return str(found) if is_number else found.strip() if isinstance(found, str) else found

    def _problem(self, code: str, message: str) -> Problem:
        return Problem(code=code, where=self.shown, message=message)


OneRunner = FileOfOne | LineOfMany | RowOfTable


@dataclass(frozen=True, slots=True)
class Inputs:
    """All runners of a folder or file; `folders` inside are not read.

    `words_for_nobody` are files of a coach without the answers of a runner beside them. `replaced`
    has the lines of JSON whose runner stands further down again, with the line that counts.
    """

    path: Path
    count: int
    folders: tuple[str, ...] = ()
    words_for_nobody: tuple[str, ...] = ()
    table: RowsOfTable | None = None
    replaced: Mapping[int, int] = field(default_factory=dict)

    def runners(self) -> Iterator[OneRunner]:
        """Each runner in order, read while you go."""
        if self.table is not None:
            return self.table.runners()
        return self._lines() if self.path.is_file() else iter(_files(self.path))

    def _lines(self) -> Iterator[OneRunner]:
        for one in _lines(self.path):
            last = self.replaced.get(one.number)
            yield one if last is None else replaced_row(one.file, one.number, same_id(last))


def find_inputs(path: Path, table: RowsOfTable | None = None) -> Inputs:
    """The runners of a folder, of a JSONL file or of a table, counted.

    Raises:
        UsageError: if there are none, or the reports of two would be the same files.
        AnswersError: if the folder or file cannot be read.
    """
    try:
        inputs = _find(path) if table is None else Inputs(path, table.count, table=table)
    except OSError as error:
        reason = (error.strerror or "the system refused").lower()
        message = f"this cannot be read: {reason}"
        raise AnswersError(Problem(code="AN100", where=str(path), message=message)) from None
    if not inputs.count:
        message, fix = "there are no answers here", ""
        if path.is_dir():
            message = "there are no answers files in this folder"
            fix = f"answers files end in {join_words(ENDINGS)}"
        raise UsageError(Problem(code="US101", where=str(path), message=message, fix=fix))
    return inputs


def _find(path: Path) -> Inputs:
    if path.is_dir():
        files = _files(path)
        _refuse_same_names(path, _file_names(files))
        folders = sorted(one.name for one in path.iterdir() if one.is_dir() and not _is_wanted(one))
        used = {one.coach.name for one in files if one.coach}
        words = {one.name for one in path.iterdir() if one.name.lower().endswith(COACH_ENDING)}
        return Inputs(path, len(files), tuple(folders), tuple(sorted(words - used)))
    count = 0
    own_names: dict[str, int] = {}
    replaced: dict[int, str] = {}
    double: list[tuple[str, str]] = []
    for one in _lines(path):
        count += 1
        if not one.has_own_name:
            continue
        name = one.name.casefold()
        if name in own_names:  # forms append: who answers again stands further down
            replaced[own_names[name]] = name
        own_names[name] = one.number
    named = set(own_names.values())
    for name, number in own_names.items():  # an id can look like the number of another line
        if name.isdecimal() and len(name) >= DIGITS and number != int(name) <= count:
            double += [(name, f"line {number}"), (name, f"line {int(name)}")] * (
                int(name) not in named
            )
    _refuse_same_names(path, double)
    last_lines = {number: own_names[name] for number, name in replaced.items()}
    return Inputs(path, count, replaced=last_lines)


def _file_names(files: Iterable[FileOfOne]) -> Iterator[tuple[str, str]]:
    """What reports are called after; the coach's edition for ann is called ann-coach too."""
    for one in files:
        yield one.name, one.path.name
        for edition in EDITIONS:
            stem = one.name.removesuffix(f"-{edition}")
            if stem != one.name:
                yield stem, one.path.name


def _files(folder: Path) -> list[FileOfOne]:
    return [FileOfOne(path) for path in sorted(folder.iterdir()) if _is_wanted(path)]


def _is_wanted(path: Path) -> bool:
    name = path.name.lower()
    is_hidden = name.startswith(".")  # such as a file that is only half written
    is_answers = name.endswith(ENDINGS) and not name.endswith(COACH_ENDING) and not is_hidden
    return is_answers and (path.is_file() or path.is_dir())  # a pipe would be waited for


def _lines(path: Path) -> Iterator[LineOfMany]:
    """The lines that are not blank; of one that is too long, a little more than is taken."""
    most = LARGEST_BYTES + 1
    number = 0
    with path.open("rb") as stream:
        while data := stream.readline(most):
            number += 1
            rest = data
            while len(rest) == most and not rest.endswith(b"\n"):
                rest = stream.readline(most)
            if data.strip():
                yield LineOfMany(str(path), number, data)


def _refuse_same_names(path: Path, named: Iterable[tuple[str, str]]) -> None:
    """Make sure that no two inputs have one name; some systems do not tell a from A.

    Raises:
        UsageError: with all that have.
    """
    by_name: dict[str, list[str]] = {}
    for name, shown in named:
        by_name.setdefault(name.casefold(), []).append(shown)
    problems = [
        Problem(
            code="US111",
            where=str(path),
            message=f"the reports of {join_words(dict.fromkeys(shown), 'and')} would be the same "
            f"files: {name}-report",
            fix="give each a name of its own",
        )
        for name, shown in by_name.items()
        if len(shown) > 1
    ]
    if problems:
        raise UsageError(*problems)
