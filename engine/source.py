"""YAML text to nodes with their places; the only file that imports yaml.

Scalars stay text: `no`, `5:30` and `0170` mean what the vocabulary says, not what a
YAML reader makes of them. Anchors, aliases, merge keys, tags and second documents are
refused on the event stream, before anything is built, and size and depth are bounded:
a merge-key bomb of 379 bytes keeps `yaml.safe_load` busy for seconds.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .errors import Place, Problem, Source

LARGEST_BYTES = 512 * 1024
MOST_NODES = 50_000
DEEPEST = 12

# The C parser is ten times faster; PyYAML comes without it on some platforms.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text with its place; `plain` says that it stands without quotes."""

    text: str
    place: Place
    plain: bool = True

    def place_at(self, offset: int, width: int = 1) -> Place:
        """The place of a character of the text, also in text over several lines."""
        if not self.plain:
            return self.place.shifted(1 + offset, width)
        lines = self.place.source.text.split("\n")
        line, column, passed = self.place.line, self.place.column, 0
        while line <= len(lines):
            piece = lines[line - 1][column - 1 :].rstrip()
            if offset <= passed + len(piece):
                return Place(self.place.source, line, column + offset - passed, width)
            passed += len(piece) + 1
            line += 1
            following = lines[line - 1] if line <= len(lines) else ""
            column = len(following) - len(following.lstrip()) + 1
        return self.place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping in the order of the file; keys are unique scalars."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place

    def get(self, key: str) -> "Node | None":
        """The value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: a node, or none and problems that say why."""

    source: Source
    node: Node | None
    problems: tuple[Problem, ...]


def read_file(path: Path, name: str | None = None) -> Reading:
    """Read a YAML or JSON file; never raises for what is in it or missing."""
    shown = name or str(path)
    empty = Source(shown)
    try:
        size = path.stat().st_size
        if path.is_dir():
            return Reading(empty, None, (_unreadable(shown, "this is a folder, not a file"),))
        if size > LARGEST_BYTES:
            message = f"the file has {size:,} bytes; {LARGEST_BYTES:,} are allowed"
            return Reading(empty, None, (Problem(code="KB101", where=shown, message=message),))
        data = path.read_bytes()
    except FileNotFoundError:
        return Reading(empty, None, (_unreadable(shown, "there is no such file"),))
    except OSError as error:
        reason = error.strerror or "the system refused"
        return Reading(empty, None, (_unreadable(shown, f"the file cannot be read: {reason}"),))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8 text; this may not be a text file"
        return Reading(empty, None, (_unreadable(shown, message),))
    return read_text(Source(shown, text), is_json=path.suffix.lower() == ".json")


def read_text(source: Source, *, is_json: bool = False) -> Reading:
    """Parse a text to a node; all problems at once where the text allows it."""
    if is_json:  # what JSON allows and YAML does not: tabs, and characters in two escapes
        text = _SURROGATES.sub(_join_surrogates, source.text.replace("\t", " "))
        source = Source(source.name, text)
    problems = tuple(_bad_characters(source))
    if problems:
        return Reading(source, None, problems)
    composer = _Composer(source)
    try:
        composer.compose()
    except yaml.YAMLError as error:
        composer.problems.append(_yaml_problem(source, error))
    except _Stop:
        pass
    failed = any(one.severity == "error" for one in composer.problems)
    return Reading(source, None if failed else composer.root, tuple(composer.problems))


class _Stop(Exception):  # noqa: N818  (not an error: the reading ends here)
    """A bound is passed: what follows is not looked at."""


class _Composer:
    """Builds nodes from YAML events."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.documents = 0
        self.count = 0
        self.open: list[tuple[list[Node], yaml.Event]] = []

    def compose(self) -> None:
        for event in yaml.parse(self.source.text, Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent):
                self.start_document(event)
            elif isinstance(event, yaml.AliasEvent):
                self.refuse(event, f"`*{event.anchor}` repeats another part")
                self.add(Scalar("", self.at(event)))  # so that names and values stay pairs
            elif isinstance(event, yaml.NodeEvent):
                self.take_node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.close()

    def start_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.refuse(event, "a second document starts here", "use one document for each file")
            raise _Stop
        if event.version or event.tags:
            self.refuse(event, "a directive (%) stands here", "leave the line out")

    def take_node(self, event: yaml.NodeEvent) -> None:
        self.count += 1
        if self.count > MOST_NODES or len(self.open) >= DEEPEST:
            what = f"{MOST_NODES:,} values" if self.count > MOST_NODES else f"{DEEPEST} levels"
            message = f"the file has more than {what}"
            self.problems.append(Problem(code="KB101", place=self.at(event), message=message))
            raise _Stop
        if event.anchor:
            self.refuse(event, f"`&{event.anchor}` names a part for reuse")
        if tag := getattr(event, "tag", None):
            self.refuse(event, f"the tag `{tag}` stands here", "leave the tag out")
        if isinstance(event, yaml.ScalarEvent):
            self.add(self.scalar(event))
        else:
            self.open.append(([], event))

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        plain = event.style not in {"'", '"', "|", ">"}
        if plain:
            end = _mark(event.end_mark)
            rest = self.lines[end.line][end.column :]
            cut = re.match(r"\s+#(?=\S)", rest)
            if cut and event.value:
                message = f"what follows ` #` is a comment, so this ends after '{event.value}'"
                place = Place(self.source, end.line + 1, end.column + cut.end())
                fix = "put the whole text in double quotes, or a space after the #"
                self.problems.append(
                    Problem(code="KB108", place=place, message=message, severity="warning", fix=fix)
                )
        return Scalar(event.value, self.at(event), plain)

    def close(self) -> None:
        children, event = self.open.pop()
        if isinstance(event, yaml.SequenceStartEvent):
            self.add(Sequence(tuple(children), self.at(event)))
            return
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problem("KB107", key.place, "a list or mapping cannot be a name")
            elif key.text == "<<" and key.plain:
                self.refuse_at(key.place, "`<<` merges another part")
            elif key.text in entries:
                first = entries[key.text][0].place
                self.problem("KB109", key.place, f"'{key.text}' stands here twice", also=first)
            else:
                entries[key.text] = (key, value)
        self.add(Mapping(tuple(entries.values()), self.at(event)))

    def add(self, node: Node) -> None:
        if self.open:
            self.open[-1][0].append(node)
        else:
            self.root = node

    def at(self, event: yaml.Event) -> Place:
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        width = end.column - start.column if end.line == start.line else 1
        return Place(self.source, start.line + 1, start.column + 1, max(1, width))

    def refuse(self, event: yaml.Event, message: str, fix: str = "write it out in full") -> None:
        self.refuse_at(self.at(event), message, fix)

    def refuse_at(self, place: Place, message: str, fix: str = "write it out in full") -> None:
        self.problem("KB104", place, f"{message}; this language has no such thing", fix=fix)

    def problem(
        self, code: str, place: Place, message: str, fix: str = "", also: Place | None = None
    ) -> None:
        self.problems.append(Problem(code=code, place=place, message=message, fix=fix, also=also))


def _mark(mark: Any) -> yaml.Mark:
    """The mark of an event; the stubs allow for events that are made by hand, without one."""
    found: yaml.Mark = mark
    return found


def _join_surrogates(pair: re.Match[str]) -> str:
    high, low = (int(half, 16) for half in pair.groups())
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _unreadable(where: str, message: str) -> Problem:
    return Problem(code="KB100", where=where, message=message)


def _bad_characters(source: Source) -> Iterator[Problem]:
    for number, line in enumerate(source.text.split("\n"), start=1):
        tab = line.find("\t")
        if tab >= 0:
            place = Place(source, number, tab + 1)
            fix = "use spaces, two for each level"
            yield Problem(code="KB102", place=place, message="a tab stands here", fix=fix)
        bad = _CONTROL.search(line)
        if bad:
            name = unicodedata.name(bad.group(), f"U+{ord(bad.group()):04X}")
            place = Place(source, number, bad.start() + 1)
            message = f"a character that cannot be seen stands here ({name})"
            yield Problem(code="KB103", place=place, message=message, fix="delete it")


def hidden_characters(source: Source) -> Iterator[Problem]:
    """Characters that change how knowledge reads without being seen (U+202E and such).

    Only for knowledge: in a runner's name some of them are ordinary letters' company.
    """
    for number, line in enumerate(source.text.split("\n"), start=1):
        for column, char in enumerate(line, start=1):
            if not char.isascii() and unicodedata.category(char) in {"Cf", "Co", "Cn"}:
                name = unicodedata.name(char, f"U+{ord(char):04X}")
                message = f"a character that cannot be seen stands here ({name})"
                place = Place(source, number, column)
                yield Problem(code="KB103", place=place, message=message, fix="delete it")


def _yaml_problem(source: Source, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = min(mark.line + 1 if mark else 1, source.text.count("\n") + 1)
    place = Place(source, line, (mark.column if mark else 0) + 1)
    said = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "")
    if "mapping values are not allowed" in said:
        name, _, value = source.line(line).strip().partition(": ")
        fix = f'put the text in double quotes:   {name}: "{value}"'
        message = "a second colon in one line; YAML reads it as another name"
        return Problem(code="KB105", place=place, message=message, fix=fix)
    if (
        "block end" in said
        or "did not find expected key" in said
        or "could not find expected ':'" in said
        or "indent" in said
    ):
        message = "this line does not line up with the lines above it, or its colon is missing"
        fix = "indent it like its neighbours, and write `name: value`"
        return Problem(code="KB106", place=place, message=message, fix=fix)
    return Problem(code="KB107", place=place, message=f"this is not YAML: {said or 'unreadable'}")
