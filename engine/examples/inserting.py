"""Putting suggested examples under their rules, with everything else in the files as it was."""

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from ..editing.files import copy_of, write_files
from ..editing.layout import field_lines, is_block
from ..errors import KnowledgeError, Place, Problem, Source, UsageError
from ..knowledge import Knowledge
from ..loading.sections import Sections, read_sections, shown_path
from ..nodes import plain
from ..search import written
from ..source import Mapping as MappingNode
from ..source import Scalar, read_text
from .base import ExampleBase, load_examples
from .reading import UNDECIDED
from .suggesting import Suggestion

LONGEST_LINE = 118
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w ,./()+–%-]*(:\d[\w ,./()+–%-]*)?")


def example_lines(
    knowledge: Knowledge, suggestions: Iterable[Suggestion], indent: int
) -> list[str]:
    """The lines of examples, each beginning in the column after `indent` blanks.

    One that is too long for a line has its fields below its name.
    """
    lines = []
    margin = " " * indent
    for one in suggestions:
        name = one.name if _PLAIN_NAME.fullmatch(one.name) else _quoted(one.name)
        expect = _quoted(one.expect) if one.expect == UNDECIDED else one.expect
        given = written(knowledge, one.given)
        line = f"{margin}{name}: {{given: {given}, expect: {expect}}}"
        if len(line) <= LONGEST_LINE:
            lines.append(line)
            continue
        lines.append(f"{margin}{name}:")
        if indent + len(f"  given: {given}") <= LONGEST_LINE:
            lines.append(f"{margin}  given: {given}")
        else:
            lines.append(f"{margin}  given:")
            answers = [written(knowledge, {name: value}) for name, value in one.given.items()]
            lines += [f"{margin}    {answer[1:-1]}" for answer in answers]
        lines.append(f"{margin}  expect: {expect}")
    return lines


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def insert_examples(base: ExampleBase, suggestions: Iterable[Suggestion]) -> list[Path]:
    """Put examples at the end of the entries of their rules; the files that were changed.

    The new files are read back before anything is written: the examples must be there and hold,
    and nothing else may have changed.

    Raises:
        UsageError: if an entry is laid out in a way that nothing can be put into, or a file
            cannot be written.
    """
    wanted: dict[str, list[Suggestion]] = {}
    for one in suggestions:
        wanted.setdefault(one.rule, []).append(one)
    entries = dict(_entries(base.sections))
    sources: dict[str, Source] = {}
    places: dict[str, list[tuple[Scalar, MappingNode, list[Suggestion]]]] = {}
    for name, of_rule in wanted.items():
        key, node = entries[name]
        source = key.place.source
        sources[source.name] = source
        places.setdefault(source.name, []).append((key, node, of_rule))
    paths = {shown_path(path): path for path in sorted(base.folder.glob("*.yaml"))}
    texts = {}
    for name, found in places.items():
        lines = sources[name].text.split("\n")
        for key, node, of_rule in sorted(found, key=lambda one: -one[0].place.line):
            _put(lines, key, node, partial(example_lines, base.knowledge, of_rule))
        texts[paths[name]] = "\n".join(lines)
    _check(base, texts, wanted)
    write_files(texts)
    return list(texts)


def _entries(sections: Sections) -> Iterable[tuple[str, tuple[Scalar, MappingNode]]]:
    """Each entry that can have examples, with its key."""
    for section in ("rules", "flags", "limits"):
        for entry in sections.entries.get(section, {}).values():
            yield entry.id, (entry.key, entry.node)
    for entry in sections.entries.get("patterns", {}).values():
        signs = entry.node.get("signs")
        for key, node in signs.entries if isinstance(signs, MappingNode) else ():
            if isinstance(node, MappingNode):
                yield f"{entry.id}.{key.text}", (key, node)


def _put(
    lines: list[str], key: Scalar, entry: MappingNode, examples_at: Callable[[int], list[str]]
) -> None:
    """Put examples into the lines of a file, below all that the entry has."""
    examples = entry.get("examples")
    if not is_block(entry):
        entry = _opened(lines, key, entry)
        examples = entry.get("examples")
    indent = entry.place.column - 1
    fields = field_lines(entry)
    if isinstance(examples, MappingNode) and examples.entries:
        if not is_block(examples):
            raise _no_room(examples.place)
        number = [name.text for name, _ in entry.entries].index("examples")
        at, inner = fields[number].end, examples.place.column - 1
        lines[at:at] = examples_at(inner)
        return
    new = [" " * indent + "examples:", *examples_at(indent + 2)]
    lines[fields[-1].end : fields[-1].end] = new


def _opened(lines: list[str], key: Scalar, entry: MappingNode) -> MappingNode:
    """An entry in braces, with its fields put on lines of their own."""
    number = key.place.line - 1
    line = lines[number]
    start = entry.place.column - 1
    end = _closing(line, start)
    if entry.place.line - 1 != number or end is None:
        raise _no_room(entry.place)
    margin = " " * (key.place.column + 1)
    begins = [name.place.column - 1 for name, _ in entry.entries]
    ends = [*begins[1:], end]
    fields = [
        margin + line[begin:stop].rstrip().rstrip(",").rstrip()
        for begin, stop in zip(begins, ends, strict=True)
    ]
    comment = line[end + 1 :].strip()
    head = line[:start].rstrip() + (f"  {comment}" if comment else "")
    lines[number : number + 1] = [head, *fields]
    return _entry_at(lines, key, len(fields))


def _entry_at(lines: list[str], key: Scalar, fields: int) -> MappingNode:
    """The entry that was just opened, read again; its places are those of the file."""
    number = key.place.line - 1
    margin = key.place.column - 1
    before = [""] * (number)
    text = "\n".join([*before, *lines[number : number + fields + 1], ""])
    root = read_text(Source(key.place.source.name, text)).node
    node = root.entries[0][1] if isinstance(root, MappingNode) and root.entries else None
    if not isinstance(node, MappingNode) or margin < 0:
        raise _no_room(key.place)
    return node


def _closing(line: str, start: int) -> int | None:
    """Where the brace that opens at `start` is closed on the same line."""
    depth, quote = 0, ""
    for at in range(start, len(line)):
        char = line[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"" and line[:at].rstrip()[-1:] in {"{", "[", ",", ":"}:
            quote = char
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
            if depth == 0:
                return at
    return None


def _no_room(place: Place) -> UsageError:
    message = "nothing can be put in here: it stands in braces over several lines"
    fix = "put its fields on lines of their own, or paste the example yourself"
    return UsageError(Problem(code="US102", place=place, message=message, fix=fix))


def _check(
    base: ExampleBase, texts: Mapping[Path, str], wanted: Mapping[str, list[Suggestion]]
) -> None:
    """Make sure, in a copy, that the examples are there and hold, and all else is as it was.

    Raises:
        UsageError: if not.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = copy_of(base.folder, Path(name))
        for path, text in texts.items():
            (copy / path.name).write_text(text, encoding="utf-8")
        try:
            new = load_examples(copy)
        except KnowledgeError as error:
            raise _went_wrong(str(error.problems[0].message)) from None
        before, after = (_without_examples(read_sections(one)) for one in (base.folder, copy))
    if before != after:
        raise _went_wrong("something else would change")
    for rule, of_rule in wanted.items():
        states = {one.example.name: one.state for one in new.outcomes.get(rule, ())}
        for one in of_rule:
            if states.get(one.name) != one.state:
                raise _went_wrong(f"'{rule}::{one.name}' would not hold")


def _without_examples(sections: Sections) -> dict[str, object]:
    """All entries as plain texts."""
    return {
        f"{section} {name}": _bare(plain(entry.node))
        for section, entries in sections.entries.items()
        for name, entry in entries.items()
    }


def _bare(found: object) -> object:
    if isinstance(found, dict):
        return {name: _bare(one) for name, one in found.items() if name != "examples"}
    return found


def _went_wrong(why: str) -> UsageError:
    message = "the examples could not be put in, and nothing was changed"
    fix = "paste them yourself, from the same command without --write"
    return UsageError(Problem(code="US102", message=message, why=why, fix=fix))
