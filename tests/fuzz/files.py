"""Mutated knowledge and answers files, and what must hold for each."""

from __future__ import annotations

import json
import random
import re
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.errors import AnswersError, Problem, format_problems
from surefoot.engine.loading import load_knowledge, read_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.nodes import plain
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.source import read_file

from ..support.runners import random_answers
from .mutations import (
    PIECES,
    change_bytes,
    change_characters,
    change_lines,
    change_words,
    several,
    splice,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TESTS = Path(__file__).resolve().parents[1]
_SMALL = {"valid": _TESTS / "cases" / "valid", "tiny": _TESTS / "fixtures" / "tiny_knowledge"}
_LONGEST_PIECE = 120  # lines
_ENTRY = re.compile(r"  [a-z][\w.-]*:")
_SECTION = re.compile(r"[a-z_]+:")
# How many of a hundred inputs are of each kind; the whole shipped base takes the longest.
_SHARES = {"valid": 40, "tiny": 14, "piece": 30, "answers": 15, "whole": 1}


class Files:
    """Folders of knowledge in which one file at a time is replaced by a mutated one.

    `valid` and `tiny` are whole small bases; `piece` is the shipped base.yaml beside a few
    mutated entries of the other files; `whole` is the shipped base; `answers` are people.
    """

    def __init__(self, folder: Path) -> None:
        """Copies the bases to a folder of its own in this one."""
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        self.texts: dict[str, dict[str, str]] = {}
        for name, source in {**_SMALL, "whole": SHIPPED}.items():
            shutil.copytree(source, self.folder / name)
            self.texts[name] = _texts(source.glob("*.yaml"))
        (self.folder / "piece").mkdir()
        shutil.copy(SHIPPED / "base.yaml", self.folder / "piece")
        (self.folder / "answers").mkdir()
        self.texts["answers"] = dict(_people())
        self.pieces = [piece for text in self.texts["whole"].values() for piece in _pieces(text)]
        self.shipped = Assessor(load_knowledge())
        whole = "\n".join(self.texts["whole"].values())
        self.words = (*sorted(set(re.findall(r"[\w.-]+", whole)))[::5], *PIECES * 4)

    def restart(self) -> None:
        """Nothing is kept between inputs."""

    def make(self, chance: random.Random) -> tuple[str, bytes]:
        """The kind of input with the file that it replaces, and what stands in it."""
        kind = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
        if kind == "piece":
            name, text = "piece.yaml", chance.choice(self.pieces)
            other = chance.choice(self.pieces)
        else:
            name, text = chance.choice(list(self.texts[kind].items()))
            other = chance.choice(list(self.texts[kind].values()))
        return f"{kind}/{name}", self._changed(chance, text, other)

    def _changed(self, chance: random.Random, text: str, other: str) -> bytes:
        words = partial(change_words, words=self.words)
        ways = (change_characters, change_lines, partial(splice, second=other), words, words, words)
        text = several(chance, text, ways)
        data = text.encode("utf-8", "surrogatepass")
        return change_bytes(chance, data) if chance.random() < 0.15 else data

    def run(self, name: str, data: bytes) -> str:
        """Read the folder with the file replaced; `read`, or the code of the first error."""
        kind, _, file = name.partition("/")
        path = self.folder / kind / file
        path.write_bytes(data)
        try:
            return self._answers(path) if kind == "answers" else self._knowledge(path, data)
        finally:
            if file in self.texts.get(kind, {}) and kind != "answers":
                path.write_text(self.texts[kind][file], encoding="utf-8")
            else:
                path.unlink()

    def _knowledge(self, path: Path, data: bytes) -> str:
        sections = read_sections(path.parent, with_examples=bool(len(data) % 2))
        knowledge, problems = read_knowledge(sections)
        assert all(isinstance(one, Problem) for one in problems)
        assert bool(format_problems(problems)) == bool(problems)
        errors = [one.code for one in problems if one.severity == "error"]
        if errors or knowledge is None:
            assert errors
            assert knowledge is None
            return errors[0]
        chance = random.Random(len(data))
        assessor = Assessor(knowledge)
        assessor.assess(random_answers(knowledge, chance, share_unanswered=0.3))
        return "read"

    def _answers(self, path: Path) -> str:
        try:
            found = read_answers(path, self.shipped.knowledge)
        except AnswersError as error:
            problems = error.problems
        else:
            self.shipped.evaluate(found.answers)
            return "read"
        assert format_problems(problems)
        return problems[0].code


def _texts(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(paths)}


def _people() -> Iterator[tuple[str, str]]:
    """The answers of the people of the shipped base, as YAML and as JSON."""
    for path in sorted((SHIPPED / "runners").glob("*.yaml")):
        node = read_file(path).node
        assert node is not None
        yield path.name, path.read_text(encoding="utf-8")
        yield path.with_suffix(".json").name, json.dumps(plain(node), indent=1)


def _pieces(text: str) -> Iterator[str]:
    """One to four entries of a section, with its name above them, at every place of a file."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _ENTRY.match(line)]
    for index, start in enumerate(starts):
        heads = [line for line in lines[:start] if _SECTION.match(line)]
        end = [*starts, len(lines)][min(index + 1 + index % 4, len(starts))]
        yield "\n".join([heads[-1], *lines[start : min(end, start + _LONGEST_PIECE)]])
