"""docs/howto/write-a-rule.md, walked through as it stands: every command, every answer."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from surefoot.cli import surefoot
from surefoot.engine.shipped import SHIPPED

from .support import repository

_PAGE = repository.ROOT / "docs" / "howto" / "write-a-rule.md"
_BLOCK = re.compile(
    r"^<!-- entry: (?P<entry>\S+) -->\n```yaml\n(?P<yaml>.*?)^```$"
    r'|^<!-- replace in (?P<file>\S+), after (?P<after>\S+): "(?P<old>.*?)" by "(?P<new>.*?)" -->$'
    r"|^```(?:console|sh)\n(?P<session>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_ANY = "…"


def test_the_page_is_true(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "knowledge")
    sessions = 0
    with chdir(tmp_path):
        for block in _BLOCK.finditer(_PAGE.read_text(encoding="utf-8")):
            if block["entry"]:
                _replace_entry(block["entry"], block["yaml"])
            elif block["file"]:
                _replace(Path(block["file"]), block["after"], block["old"], block["new"])
            else:
                for command, expected in _commands(block["session"]):
                    sessions += 1
                    _run(command, expected)
    assert sessions > 10
    assert (tmp_path / "rule-book/rules/recovery.hard-days-on-short-sleep.html").exists()


def _commands(session: str) -> Iterator[tuple[str, list[str] | None]]:
    """Each command with the lines that it answers; None where the page shows no answers."""
    if "$ " not in session:
        yield from ((line, None) for line in session.splitlines())
        return
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, *answers = part.splitlines()
        yield command, answers


def _run(command: str, expected: list[str] | None) -> None:
    program, *rest = command.split(" ", 1)
    if program == "cp":
        shutil.copytree(rest[0].split()[1], rest[0].split()[2])
        return
    assert program == "surefoot", command
    arguments = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', rest[0])]
    said = CliRunner().invoke(surefoot, arguments, catch_exceptions=False).output
    if expected is None:
        assert said == "", said
    else:
        assert _matches(expected, said), f"$ {command}\n{said}"


def _matches(expected: list[str], said: str) -> bool:
    """A line that is only `…` stands for any lines, `…` within a line for any text."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == _ANY else ".*".join(map(re.escape, line.split(_ANY))) + r"\n"
        for line in expected
    )
    return re.fullmatch(pattern, said.rstrip("\n") + "\n" if said else "") is not None


def _file_of(rule: str) -> Path:
    return next(
        path for path in Path("my-knowledge").glob("*.yaml") if f"\n  {rule}:\n" in path.read_text()
    )


def _replace_entry(rule: str, text: str) -> None:
    path = _file_of(rule)
    old = path.read_text(encoding="utf-8")
    entry = re.compile(rf"^  {re.escape(rule)}:\n(?:    .*\n)*", re.MULTILINE)
    assert len(entry.findall(old)) == 1
    path.write_text(entry.sub(lambda _: text, old), encoding="utf-8")


def _replace(path: Path, after: str, old: str, new: str) -> None:
    before, mark, rest = path.read_text(encoding="utf-8").partition(f"{after}:\n")
    assert mark
    assert old in rest
    path.write_text(before + mark + rest.replace(old, new, 1), encoding="utf-8")
