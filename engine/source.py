"""YAML text to nodes with their places; the only file that imports yaml.

Scalars stay text: `no`, `5:30` and `0170` mean what the vocabulary says, not what a
YAML reader makes of them. Anchors, aliases, merge keys, tags and second documents are
refused on the event stream, before anything is built, and size and depth are bounded:
a merge-key bomb of 379 bytes keeps `yaml.safe_load` busy for seconds.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .errors import Place, Problem, Source
from .file_text import read_source
from .yaml_mistakes import yaml_mistake

MOST_NODES = 50_000
DEEPEST = 12

# The C parser is ten times faster; PyYAML comes without it on some platforms.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_JSON_ESCAPE = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\.")
_JOINED = 2  # columns that a pair of escapes loses when it is written as one
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_COMMENT = re.compile(r"\s+#(?=\S)")
# What is one character of the text, in each way to write it.
_ESCAPED = r"\\(?:x.{2}|u[dD][89abAB]..\\u.{4}|u.{4}|U.{8}|.)|[^\\]"
_CHARACTERS = {
    "'": re.compile("''|[^']"),
    '"': re.compile(_ESCAPED, re.DOTALL),
    "": re.compile(".", re.DOTALL),
}
_BLANK_ESCAPES = {f"\\{char}" for char in "nrtvfNLP_ \t\n"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text with its place; `plain` says that it stands without quotes."""

    text: str
    place: Place
    plain: bool = True

    def place_at(self, offset: int, width: int = 1) -> Place:
        """The place of a character of the text, through quotes, escapes and folded lines.

        Only blanks are folded, so the others stand in the file in the order of the text.
        """
        before = self.text[:offset]
        blanks = len(before) - len(before.rstrip())
        at_blank = not self.text[offset : offset + 1].strip()
        wanted = sum(not char.isspace() for char in before) + (not at_blank)
        start, end = self._nth(wanted)
        at = end + blanks if at_blank else start
        starts = _line_starts(self.place.source.text)
        line = bisect_right(starts, at)
        return Place(self.place.source, line, at - starts[line - 1] + 1, width)

    def _nth(self, wanted: int) -> tuple[int, int]:
        """Where in the source the wanted character that is no blank begins and ends."""
        source = self.place.source.text
        at = _line_starts(source)[self.place.line - 1] + self.place.column - 1
        style = "" if self.plain else source[at]
        if style in {"|", ">"}:
            at = source.find("\n", at)
        elif style:
            at += 1
        found = (at, at)
        characters = _CHARACTERS.get(style, _CHARACTERS[""]).finditer(source, at)
        while wanted > 0 and (match := next(characters, None)):
            if not (match.group().isspace() or match.group() in _BLANK_ESCAPES):
                wanted -= 1
                found = match.span()
        return found


@lru_cache(maxsize=4)
def _line_starts(text: str) -> tuple[int, ...]:
    """Where each line begins; kept, because a file can have thousands of mistakes."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


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


def read_file(path: Path, name: str | None = None, *, without: str = "") -> Reading:
    """Read a YAML or JSON file; never raises for what is in it or missing.

    The values of a key called `without` are passed over: they are as if empty.
    """
    shown = name or str(path)
    source = read_source(path, shown)
    if isinstance(source, Problem):
        return Reading(Source(shown), None, (source,))
    is_json = path.suffix.lower() == ".json"
    return read_text(source, is_json=is_json, without=without)


def read_text(source: Source, *, is_json: bool = False, without: str = "") -> Reading:
    """Parse a text to a node; all problems at once where the text allows it."""
    if is_json:  # JSON allows tabs, which YAML does not
        source = Source(source.name, source.text.replace("\t", " "))
    problems = tuple(_bad_characters(source))
    if problems:
        return Reading(source, None, problems)
    parsed = _join_surrogates(source.text) if is_json else source.text
    composer = _Composer(source, parsed, without)
    try:
        composer.compose()
    except yaml.YAMLError as error:
        composer.take_mistake(error)
    except ValueError:  # the parser in Python: no character has the number of an escape
        message = "an escape in double quotes stands for no character"
        composer.problem("KB107", Place(source, 1, 1), message)
    except _Stop:
        pass
    failed = any(one.severity == "error" for one in composer.problems)
    return Reading(source, None if failed else composer.root, tuple(composer.problems))


class _Stop(Exception):  # noqa: N818  (not an error: the reading ends here)
    """A bound is passed: what follows is not looked at."""


class _Composer:
    """Builds nodes from YAML events."""

    def __init__(self, source: Source, parsed: str, without: str = "") -> None:
        self.source = source
        self.parsed = parsed
        self.lines = parsed.split("\n")
        self.shifts = _shifts(source.text.split("\n"), self.lines)
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.documents = 0
        self.count = 0
        self.open: list[tuple[list[Node], yaml.Event]] = []
        self.without = without
        self.passed = 0  # levels that are open inside what is passed over

    def compose(self) -> None:
        for event in yaml.parse(self.parsed, Loader=_LOADER):
            if self.passed:
                self.pass_over(event)
            elif isinstance(event, yaml.DocumentStartEvent):
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
        if getattr(event, "tag", None):
            place = self.at(event)
            written = re.search(r"!\S*", self.source.line(place.line)[place.column - 1 :])
            tag = written.group() if written else "!"
            self.refuse(event, f"the tag `{tag}` stands here", "leave the tag out")
        if isinstance(event, yaml.ScalarEvent):
            self.add(self.scalar(event))
        elif self.is_without():
            self.passed = 1
            self.add(Scalar("", self.at(event)))
        else:
            self.open.append(([], event))

    def is_without(self) -> bool:
        """Whether what comes now is the value of the key that is passed over."""
        if not (self.without and self.open):
            return False
        children, event = self.open[-1]
        key = children[-1] if len(children) % 2 else None
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        return is_mapping and isinstance(key, Scalar) and key.text == self.without

    def pass_over(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self.passed += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            self.passed -= 1

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        plain = event.style not in {"'", '"', "|", ">"}
        if plain:
            end = _mark(event.end_mark)
            line = self.lines[end.line] if end.line < len(self.lines) else ""
            cut = _COMMENT.match(line, end.column) if "#" in line else None
            if cut and event.value:
                message = f"what follows ` #` is a comment, so this ends after '{event.value}'"
                place = Place(self.source, *self.position(end)).shifted(len(cut.group()) - 1)
                fix = "put the whole text in double quotes, or a space after the #"
                self.problems.append(
                    Problem(code="KB108", place=place, message=message, severity="warning", fix=fix)
                )
        bad = _CONTROL.search(event.value)  # written as an escape
        if bad:
            message = f"a character that cannot be seen stands here ({_name_of(bad.group())})"
            self.problem("KB103", self.at(event), message, fix="delete it")
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
        line, column = self.position(start)
        width = self.position(end)[1] - column if end.line == start.line else 1
        return Place(self.source, line, column, max(1, width))

    def position(self, mark: yaml.Mark) -> tuple[int, int]:
        """Line and column in the text as it was read, from 1."""
        if mark.line >= len(self.lines):
            return len(self.lines), len(self.lines[-1]) + 1
        shifts = self.shifts.get(mark.line) if self.shifts else None
        joined = sum(column < mark.column for column in shifts) if shifts else 0
        return mark.line + 1, mark.column + 1 + _JOINED * joined

    def take_mistake(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        opened = getattr(error, "context_mark", None)
        said = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "")
        self.problems.append(
            yaml_mistake(
                self.source,
                said,
                self.position(mark) if mark else (1, 1),
                self.position(opened) if opened else None,
            )
        )

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


def _join_surrogates(text: str) -> str:
    """JSON writes a character beyond U+FFFF as two escapes, YAML as one."""

    def join(match: re.Match[str]) -> str:
        if match[1] is None:
            return match.group()
        high, low = int(match[1], 16), int(match[2], 16)
        return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"

    return _JSON_ESCAPE.sub(join, text)


def _shifts(lines: list[str], parsed: list[str]) -> dict[int, list[int]]:
    """For each line that was changed, the columns at which pairs of escapes were joined."""
    return {
        number: [match.start() - _JOINED * index for index, match in enumerate(_pairs(line))]
        for number, (line, new) in enumerate(zip(lines, parsed, strict=True))
        if line != new
    }


def _pairs(line: str) -> Iterator[re.Match[str]]:
    return (match for match in _JSON_ESCAPE.finditer(line) if match[1] is not None)


def _bad_characters(source: Source) -> Iterator[Problem]:
    for number, line in enumerate(source.text.split("\n"), start=1):
        tab = line.find("\t")
        if tab >= 0:
            place = Place(source, number, tab + 1)
            fix = "use spaces, two for each level"
            yield Problem(code="KB102", place=place, message="a tab stands here", fix=fix)
        bad = _CONTROL.search(line)
        if bad:
            name = _name_of(bad.group())
            place = Place(source, number, bad.start() + 1)
            message = f"a character that cannot be seen stands here ({name})"
            yield Problem(code="KB103", place=place, message=message, fix="delete it")


def _name_of(char: str) -> str:
    return unicodedata.name(char, f"U+{ord(char):04X}")


def hidden_characters(source: Source) -> Iterator[Problem]:
    """Characters that change how knowledge reads without being seen (U+202E and such).

    Only for knowledge: in a runner's name some of them are ordinary letters' company.
    """
    for number, line in enumerate(source.text.split("\n"), start=1):
        for column, char in enumerate("" if line.isascii() else line, start=1):
            if not char.isascii() and unicodedata.category(char) in {"Cf", "Co", "Cn"}:
                message = f"a character that cannot be seen stands here ({_name_of(char)})"
                place = Place(source, number, column)
                yield Problem(code="KB103", place=place, message=message, fix="delete it")
