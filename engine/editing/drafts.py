"""A new rule, note, flag, question or advice, ready to fill in: `surefoot kb new`.

Everything that is compulsory is there and loads. Texts begin with … and no source is named, so
that the check says what is left to do. Nothing that exists is changed.
"""

import json
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem, Source, UsageError, did_you_mean, join_words
from ..loading.questions import RESERVED_NAMES, read_kind
from ..loading.sections import Sections, read_sections, shown_path
from ..shape import QuestionShape
from ..source import Mapping as MappingNode
from ..source import Node, Scalar, read_file, read_text
from ..vocabulary import Choice, Number, Several
from .files import write_files
from .ids import check_new_id, taken_ids
from .layout import end_of, is_block

MODELINE = "# yaml-language-server: $schema=knowledge.schema.json\n"
_LONGEST_ID = 40
_REASONED = "evidence: []\ngrade: expert\n"  # a source that its author has not named is none
_PLAIN = re.compile(r"[A-Za-z0-9][\w ,.;/()+-]*[\w.)]")
_NOT_TEXT = {"true", "false", "null", "yes", "no"}  # to an editor, or to a reader


@dataclass(frozen=True, slots=True)
class Draft:
    """Where the new entry stands, and what its author fills in."""

    id: str
    path: Path
    line: int
    fill_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be begun: its section, what its id begins with, what to fill in.

    `homes` are the sections that have the first part of its id, if it is not always `prefix`.
    """

    section: str
    write: Callable[[Sections, str], str]
    fill_in: tuple[str, ...]
    homes: tuple[str, ...] = ()
    prefix: str = ""
    separator: str = "-"


def add_draft(folder: Path, kind: str, home: str, title: str, file: str = "") -> Draft:
    """Add a draft to a base; its id comes from the title.

    Args:
        folder: The base.
        kind: One of `KINDS`.
        home: The pillar or context of a rule or note, the topic of a question, else empty.
        title: What the entry is called.
        file: The file of the base to add it to; without one, that with most of its like. One
            that is not there is made.

    Raises:
        UsageError: for a pillar or topic that there is not, a title without a letter, or a
            file that cannot be read or written.
    """
    sections = read_sections(folder)
    if not sections.is_whole:
        raise UsageError(*(one for one in sections.problems if one.severity == "error"))
    one = KINDS[kind]
    _check_home(sections, one, home)
    name = _free_id(sections, one, home or one.prefix, title)
    path = folder / (file or _usual_file(sections, one, home))
    if path.suffix != ".yaml" or path.parent.resolve() != folder.resolve():
        message = "an entry goes into a .yaml file of the base itself"
        raise UsageError(Problem(code="US102", where=shown_path(path), message=message))
    fields = f"title: {_written(title)}\n{one.write(sections, home)}"
    text, line = _with_entry(_source(path), one.section, name, fields)
    reading = read_text(Source(shown_path(path), text))
    if reading.node is None:
        raise UsageError(*reading.problems)
    write_files({path: text})
    return Draft(name, path, line, one.fill_in)


def _check_home(sections: Sections, kind: Kind, home: str) -> None:
    known = set().union(*(sections.known.get(name, set()) for name in kind.homes))
    if kind.homes and home not in known:
        meant = did_you_mean(home, known)
        fix = f"did you mean {meant}?" if meant else f"name {join_words(sorted(known))}"
        homes = join_words(name.removesuffix("s") for name in kind.homes)
        message = f"there is no {homes} '{home}'"
        raise UsageError(Problem(code="US104", message=message, fix=fix))


def _free_id(sections: Sections, kind: Kind, home: str, title: str) -> str:
    """The title in words that an id has, with a number behind it where that is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))
    while words and not words[0][0].isalpha() and kind.section == "questions":
        words.pop(0)
    if not words:
        message = f"no id can be made of the title '{title}'"
        raise UsageError(Problem(code="KB201", message=message, fix="use a word with a letter"))
    claim = words[0]
    for word in words[1:]:
        if len(claim) + len(word) < _LONGEST_ID:
            claim += kind.separator + word
    stem = f"{home}.{claim}" if home else claim
    taken = taken_ids(sections, kind.section)
    name, number = stem, 1
    while name in taken or (claim in RESERVED_NAMES and number == 1):
        number += 1
        name = f"{stem}{kind.separator}{number}"
    check_new_id(sections, kind.section, name, name)
    return name


def _usual_file(sections: Sections, kind: Kind, home: str) -> str:
    """The file that has most of its like; of a rule, else the one with the pillar's questions."""
    for section in (kind.section, "questions"):
        files = Counter(
            Path(entry.key.place.source.name).name
            for entry in sections.entries.get(section, {}).values()
            if not home or entry.id.startswith(f"{home}.")
        )
        if files:
            return files.most_common(1)[0][0]
    return f"{home or kind.section}.yaml"


def _source(path: Path) -> Source:
    """The file as it is, or the beginning of a new one."""
    if not path.exists():
        return Source(shown_path(path), MODELINE)
    reading = read_file(path, shown_path(path))
    if reading.node is None and reading.problems:
        raise UsageError(*reading.problems)
    return reading.source


def _with_entry(source: Source, section: str, name: str, fields: str) -> tuple[str, int]:
    """The text with an entry behind the last one of its section, and the line of the entry."""
    lines = source.text.rstrip("\n").split("\n")
    root = read_text(source).node
    key, node = _section(root, section)
    column, blank = 2, False
    if key is None:
        lines += ["", f"{section}:"]
        at = len(lines)
    elif isinstance(node, MappingNode) and is_block(node):
        column = node.place.column - 1
        starts = [name.place.line - 1 for name, _ in node.entries]
        at = end_of(lines, starts[-1], column)
        blank = not lines[starts[-1] - 1].strip()
    elif isinstance(node, Scalar) and not node.text:
        at = key.place.line
    else:
        message = f"what stands under {section}: is in braces"
        fix = "write each entry on lines of its own"
        raise UsageError(Problem(code="US102", place=key.place, message=message, fix=fix))
    entry = textwrap.indent(f"{name}:\n{textwrap.indent(fields, '  ')}", " " * column)
    lines[at:at] = [*([""] if blank else []), *entry.rstrip("\n").split("\n")]
    return "\n".join(lines) + "\n", at + blank + 1


def _section(root: Node | None, section: str) -> tuple[Scalar | None, Node | None]:
    for key, value in root.entries if isinstance(root, MappingNode) else ():
        if key.text == section:
            return key, value
    return None, None


def _written(title: str) -> str:
    """The title as YAML, in quotes where it needs them."""
    is_plain = _PLAIN.fullmatch(title) and title not in _NOT_TEXT
    return title if is_plain else json.dumps(title, ensure_ascii=False)


def _rule(sections: Sections, home: str) -> str:
    return (
        f"status: draft\nwhen: {_condition(sections, home)}  # TODO\nthen: {{points: 1}}  # TODO\n"
        f"because: … say why, in the runner's own answers.\n{_REASONED}"
    )


def _note(sections: Sections, home: str) -> str:
    return (
        f"status: draft\nwhen: {_condition(sections, home)}  # TODO\nthen: {{points: 0}}\n"
        "claim: … say what people often say.\n"
        f"because: … say what is known about it.\n{_REASONED}"
    )


def _flag(sections: Sections, home: str) -> str:
    return (
        "status: draft\ntier: D  # TODO\nroute: self-care\nplan: unchanged\n"
        f"when: {_condition(sections, home)}  # TODO\n"
        "because: … say why, in the runner's own answers.\n"
        "running: … say what to do about running until seen.\n"
        f"tell: … say what to tell the professional.\n{_REASONED}"
    )


def _question(_sections: Sections, _home: str) -> str:
    return (
        "ask: … ask it as the runner reads it.\nwhy: … say what the answer decides.\n"
        "answer: yes or no\nworse: neither\nchange: never\n"
    )


def _advice(sections: Sections, _home: str) -> str:
    blocks = sections.entries.get("blocks", {})
    if not blocks:
        message = "the base has nothing under blocks:, and an advice opens a plan block"
        raise UsageError(Problem(code="US101", message=message, fix="begin with blocks:"))
    return (
        "text: … say what to do and how to go on.\ndose: … say how much and how often.\n"
        "stop: … say when to stop or get help.\nminutes_per_week: 0\n"
        f"block: {next(iter(blocks))}\n{_REASONED}"
    )


def _condition(sections: Sections, home: str) -> str:
    """A comparison that loads: on a question of the topic, if the base has one."""
    entries = [
        entry for entry in sections.of("questions", QuestionShape) if entry.shape.each is None
    ]
    for entry in sorted(entries, key=lambda one: not one.id.startswith(f"{home}.")):
        is_low = entry.shape.worse == "lower"
        match read_kind(entry):
            case Number(lowest, highest):
                middle = f"{round((lowest + highest) / 2):d}"
                return f"{entry.id} {'<' if is_low else '>'} {middle}"
            case Choice(labels):
                worst = list(labels)[-1 if entry.shape.worse == "higher" else 0]
                return f"{entry.id} == {worst}"
            case Several(labels):
                return f"{entry.id} has {next(iter(labels))}"
    message = "the base has no question that a condition can read"
    raise UsageError(Problem(code="US101", message=message, fix="begin with a question"))


_REASONS = ("evidence", "grade")
KINDS = {
    "rule": Kind(
        "rules", _rule, ("when", "then", "because", *_REASONS, "examples"), ("pillars", "contexts")
    ),
    "note": Kind(
        "rules", _note, ("when", "claim", "because", *_REASONS, "examples"), ("pillars", "contexts")
    ),
    "flag": Kind(
        "flags", _flag,
        ("tier", "route", "plan", "when", "because", "running", "tell", *_REASONS, "examples"),
        prefix="flag",
    ),
    "question": Kind(
        "questions", _question, ("ask", "help", "why", "answer", "worse", "change"), ("topics",),
        separator="_",
    ),
    "advice": Kind(
        "advice", _advice, ("text", "dose", "stop", "minutes_per_week", "block", *_REASONS)
    ),
}  # fmt: skip
