"""`knowledge.lock`: what every entry of a base meant when it was last noted, as plain lines.

It lies in the base's folder and belongs under version control: its difference shows in words
what changed in meaning. Drafts are not in it, since they may change freely until they are used.

    rule recovery.short-sleep
      revision 2
      since 0.1.0
      hash 8d817d12bb6bfb0a
      status trial
      trial_since 2026-04-02
      notes 1
      means when: recovery.sleep_hours < 7 and runner.age >= 18
      reviewed 8d817d12bb6bfb0a Maria Huber 2026-05-20
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..editing.files import write_files
from ..errors import Place, Problem, Source
from ..loading.sections import shown_path
from ..meaning import Key

NAME = "knowledge.lock"
FORMAT = "1"
LARGEST_BYTES = 8_000_000
_HEADING = "# What every entry of this base means. `surefoot kb lock` writes it; do not edit it.\n"
_NUMBERS = ("revision", "notes")
_TEXTS = ("since", "hash", "status", "trial_since", "now")
_ORDER = ("revision", "since", "hash", "status", "trial_since", "notes", "now")
_KINDS = (
    "base", "advice", "ask", "block", "contradiction", "derived", "exercise", "flag", "home_test",
    "limit", "pattern", "placing", "question", "rule", "session", "step",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """One entry as the lock has it.

    `revision` counts the changes of its meaning from 1; `since` is the version of the base in
    which it came. `status` is `retired` for every id that is gone, and empty for an entry that
    has none; `now` is the id that took its place by a rename. `notes` is the number of its
    `changed:` lines; `reviewed` has its reviews, each with the hash that it was made for.
    """

    kind: str
    id: str
    revision: int = 1
    since: str = ""
    hash: str = ""
    status: str = ""
    trial_since: str = ""
    notes: int = 0
    now: str = ""
    means: tuple[str, ...] = ()
    reviewed: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Lock:
    """A whole lock: version and hash of the base, and every entry by kind and id."""

    version: str
    hash: str
    entries: Mapping[Key, Locked]


@dataclass(frozen=True, slots=True)
class _Block:
    """A line that is not indented, and those that are below it."""

    number: int
    head: str
    fields: list[tuple[int, str, str]]


def read_lock(folder: Path) -> Lock | Problem | None:
    """The lock of the base in a folder, None where there is none, or why it cannot be read."""
    path = folder / NAME
    shown = shown_path(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
        text = data.decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        return _unreadable(Source(shown), 1, error.strerror or "the system refused")
    except UnicodeDecodeError:
        return _unreadable(Source(shown), 1, "it is not UTF-8 text")
    if len(data) > LARGEST_BYTES:
        return _unreadable(Source(shown), 1, "it is too large")
    return parse_lock(Source(shown, text))


def parse_lock(source: Source) -> Lock | Problem:
    """The lock in a text, or the first line that cannot be read."""
    blocks = list(_blocks(source.text))
    if not blocks or blocks[0].head != f"lock {FORMAT}":
        number = blocks[0].number if blocks else 1
        return _unreadable(source, number, f"it does not begin with the line `lock {FORMAT}`")
    head = {word: rest for _, word, rest in blocks[0].fields}
    if head.keys() != {"version", "hash"}:
        return _unreadable(source, blocks[0].number, "it has no version and hash")
    entries: dict[Key, Locked] = {}
    for block in blocks[1:]:
        locked = _locked(block)
        if isinstance(locked, int):
            return _unreadable(source, locked, "this line says nothing that is known")
        if locked.key in entries:
            return _unreadable(source, block.number, f"'{block.head}' stands here twice")
        entries[locked.key] = locked
    return Lock(head["version"], head["hash"], entries)


def format_lock(lock: Lock) -> str:
    """The text of a lock, sorted, the same for the same lock."""
    lines = [f"lock {FORMAT}", f"  version {lock.version}", f"  hash {lock.hash}"]
    for _, one in sorted(lock.entries.items()):
        lines.append(f"{one.kind} {one.id}")
        for word in _ORDER:
            value = getattr(one, word)
            lines += [f"  {word} {value}"] if value else []
        lines += [f"  means {line}" for line in one.means]
        lines += [f"  reviewed {made_for} {text}" for text, made_for in one.reviewed.items()]
    return _HEADING + "\n".join(lines) + "\n"


def write_lock(folder: Path, lock: Lock) -> Path:
    """Write the lock of a base, whole or not at all; returns where it lies.

    Raises:
        UsageError: if the folder cannot be written.
    """
    path, text = folder / NAME, format_lock(lock)
    if parse_lock(Source(NAME, text)) != lock:
        raise AssertionError("a lock must read back as it was written")
    write_files({path: text})
    return path


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if block is None or not line.startswith("  "):
            if block is not None:
                yield block
            block = _Block(number, line.rstrip(), [])
        else:
            word, _, rest = line.strip().partition(" ")
            block.fields.append((number, word, rest))
    if block is not None:
        yield block


def _locked(block: _Block) -> Locked | int:
    """The entry of a block, or the number of a line that cannot be read."""
    kind, _, name = block.head.partition(" ")
    if kind not in _KINDS or not name or " " in name:
        return block.number
    numbers: dict[str, int] = {}
    texts: dict[str, str] = {}
    means: list[str] = []
    reviewed: dict[str, str] = {}
    for number, word, rest in block.fields:
        made_for, _, review = rest.partition(" ")
        if word in _NUMBERS and re.fullmatch(r"[0-9]{1,6}", rest):
            numbers[word] = int(rest)
        elif word in _TEXTS and rest and (word != "trial_since" or _is_day(rest)):
            texts[word] = rest
        elif word == "means" and rest:
            means.append(rest)
        elif word == "reviewed" and review:
            reviewed[review] = made_for
        else:
            return number
    return Locked(
        kind=kind, id=name, means=tuple(means), reviewed=reviewed,
        revision=numbers.get("revision", 1), notes=numbers.get("notes", 0), **texts,
    )  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _unreadable(source: Source, number: int, reason: str) -> Problem:
    return Problem(
        code="KB100",
        place=Place(source, number, 1, max(1, len(source.line(number)))),
        message=f"the lock cannot be read: {reason}",
        fix="take the file from your version control again, and run: surefoot kb lock",
    )
