"""A command in a real terminal, and somebody who types at it."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from surefoot.intake.store.database import open_store

pexpect = pytest.importorskip("pexpect", reason="needs pexpect, which Windows has not")

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surefoot.intake.interview.log import Log
    from surefoot.intake.store.shapes import StoredInterview

TINY = Path(__file__).parents[1] / "fixtures" / "tiny_knowledge"
_PROMPT = r"\n[^\n]*[:] $"
_MOST_PROMPTS = 150


class Terminal:
    """What was shown so far, and what is typed next."""

    def __init__(self, child: pexpect.spawn[str]) -> None:  # type: ignore[name-defined]
        self.child = child
        self.shown = ""
        self.exit_code: int | None = None

    def until(self, text: str) -> str:
        """What is shown up to this text."""
        self.child.expect_exact(text)
        return self._seen()

    def prompt(self) -> str:
        """What is shown up to the next prompt, which is its last line; empty at the end."""
        found = self.child.expect([_PROMPT, pexpect.EOF])
        seen = self._seen()
        if found == 1:
            self._close()
            return ""
        return seen

    def type(self, *lines: str) -> str:
        """Type a line at each of the next prompts; what was shown before the last."""
        seen = ""
        for line in lines:
            seen = self.prompt()
            assert seen, f"it ended before '{line}' was typed:\n{self.shown}"
            self.child.sendline(line)
        return seen

    def go_through(
        self, lines: Mapping[str, str], otherwise: str, *, until: str = "", goes_on: bool = False
    ) -> None:
        """Answer each question by its first words, Enter elsewhere, to the end or this prompt.

        `goes_on`: every early finish is turned down.
        """
        for _ in range(_MOST_PROMPTS):
            seen = self.prompt()
            if not seen:
                return
            if until and until in seen:
                return
            block, last = seen.rpartition("\n\n")[2], seen.rpartition("\n")[2]
            asked = " ".join(block.split())
            mine = next((line for words, line in lines.items() if asked.startswith(words)), None)
            if mine is None and "or g to go on" in last and goes_on:
                mine = "g"
            is_kept = "Enter keeps it." in block or ("Enter" in last and "Text" not in last)
            self.child.sendline(mine or ("" if is_kept else otherwise))
        pytest.fail(f"more than {_MOST_PROMPTS} prompts: {self.shown[-500:]}")

    def end(self) -> str:
        """What is shown up to the end."""
        self.child.expect(pexpect.EOF)
        seen = self._seen()
        self._close()
        return seen

    def _seen(self) -> str:
        after = self.child.after if isinstance(self.child.after, str) else ""
        seen = (str(self.child.before) + after).replace("\r\n", "\n")
        self.shown += seen
        return seen

    def _close(self) -> None:
        self.child.close()
        self.exit_code = self.child.exitstatus


@contextmanager
def surefoot(
    folder: Path, *words: str, encoding: str = "utf-8", **environment: str
) -> Iterator[Terminal]:
    """A command of Surefoot in a terminal that stands in a folder; the store is in `data`."""
    child = pexpect.spawn(
        sys.executable, ["-m", "surefoot", *words], cwd=str(folder), encoding=encoding,
        timeout=30, dimensions=(40, 80),
        env={**os.environ, "TERM": "dumb", "SUREFOOT_DATA": str(folder / "data"), **environment},
    )  # fmt: skip
    try:
        yield Terminal(child)
    finally:
        child.close(force=True)


def ask(folder: Path, *options: str, **environment: str) -> AbstractContextManager[Terminal]:
    """`surefoot ask` of the tiny base, unless the options name another."""
    base = () if "--knowledge" in options else ("--knowledge", str(TINY))
    return surefoot(folder, "ask", *base, *options, **environment)


def stored(folder: Path, data: str = "data") -> list[tuple[StoredInterview, Log]]:
    """All interviews of the store, the last begun first, with their logs."""
    store = open_store(folder / data)
    every = [one for runner in store.runners() for one in store.interviews(runner.id)]
    every.sort(key=lambda one: one.started, reverse=True)
    return [(one, store.log(one.id)) for one in every]


def answers_in(folder: Path) -> dict[str, str]:
    """What was said last in the last interview of the store."""
    _, log = stored(folder)[0]
    return {entry.question: entry.said for entry in log if entry.act == "answer"}
