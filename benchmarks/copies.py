"""The shipped base several times over in one folder: large, and as dense as a real one.

Topics, pillars, sites, advice, plan and evidence stay one; whole people are left out.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import Number

_RULES = ("rules", "flags", "patterns", "limits")
_QUESTIONS = ("questions", "derived")
_SECTION = re.compile(r"([a-z_]+):")
_ENTRY = re.compile(r"  ([a-z][\w.-]*):")
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_-]+)+")
_GROUP = re.compile(r"\bgroup: [\w-]+")
_COMPARED = re.compile(r"([a-z0-9_.]+) ([<>=!]=|[<>]) (\d+(?:\.\d+)?)(?![\d:])")
_STEP = 1 / 200  # of a question's range, by which a threshold of each copy is higher


def write_broad(folder: Path, times: int) -> int:
    """Write the base so many times, each with questions of its own; the number of rules."""
    return _write(folder, times, (*_QUESTIONS, *_RULES))


def write_dense(folder: Path, times: int) -> int:
    """Write the rules so many times over the same questions, at other thresholds."""
    return _write(folder, times, _RULES)


def _write(folder: Path, times: int, sections: tuple[str, ...]) -> int:
    base = load_knowledge()
    for path in sorted(SHIPPED.glob("*.yaml")):
        shutil.copy(path, folder)
        entries = [
            one
            for one in _entries(path)
            if one.section in sections and one.id != base.site_question
        ]
        for number in range(2, times + 1):
            copy = _Copy(base, number, own_questions="questions" in sections)
            if lines := list(copy.lines(entries)):
                text = "\n".join(lines) + "\n"
                (folder / f"{path.stem}-{number}.yaml").write_text(text, encoding="utf-8")
    return len(load_knowledge(folder).rules)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a file; `text` is what follows its id."""

    section: str
    id: str
    text: str


def _entries(path: Path) -> Iterator[_Entry]:
    section, name, lines = "", "", list[str]()
    for line in [*path.read_text(encoding="utf-8").split("\n"), "end:"]:
        key, entry = _SECTION.match(line), _ENTRY.match(line)
        if key or entry:
            if name:
                yield _Entry(section, name, "\n".join(lines))
            section = key[1] if key else section
            name = entry[1] if entry else ""
            lines = [line.partition(":")[2]]
        elif not line.lstrip().startswith("was:"):
            lines.append(line)


@dataclass(frozen=True, slots=True)
class _Copy:
    """One of the copies: new ids, and other thresholds where the questions stay the same."""

    base: Knowledge
    number: int
    own_questions: bool

    def lines(self, entries: list[_Entry]) -> Iterator[str]:
        """The entries under their sections."""
        for section, of_section in groupby(entries, key=lambda one: one.section):
            yield f"{section}:"
            for entry in of_section:
                text = _GROUP.sub(rf"\g<0>-{self.number}", entry.text)
                text = _ID.sub(self._new_id, text)
                if not self.own_questions:
                    text = _COMPARED.sub(self._higher, text)
                yield f"  {entry.id}{'_' if section in _QUESTIONS else '-'}{self.number}:{text}"

    def _new_id(self, found: re.Match[str]) -> str:
        """What an id that stands in a text is called in this copy."""
        name, base = found.group(), self.base
        if name in base.patterns or name.startswith("flag."):
            return f"{name}-{self.number}"
        answered = name in base.questions or name in base.derived or ".site." in name
        is_own = self.own_questions and answered and name != base.site_question
        return f"{name}_{self.number}" if is_own else name

    def _higher(self, compared: re.Match[str]) -> str:
        """The comparison at a higher threshold, where the range of its question allows that."""
        subject, operator, value = compared.groups()
        question = self.base.questions.get(subject)
        if question is None or not isinstance(question.kind, Number):
            return compared.group()
        low, high = question.kind.lowest, question.kind.highest
        new = float(value) + (self.number - 1) * _STEP * (high - low)
        return f"{subject} {operator} {new:g}" if low < new < high else compared.group()
