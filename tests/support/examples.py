"""Small bases whose rules have examples."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from surefoot import cli
from surefoot.engine.examples.base import ExampleBase, load_examples

from .small import small_base

Command = Callable[..., tuple[int, str]]


def kb_command(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """Runs `surefoot kb NAME …` on the base in a folder, as its author does, from there."""
    monkeypatch.chdir(folder)

    def command(name: str, *args: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["surefoot", "kb", name, "--knowledge", ".", *args])
        with pytest.raises(SystemExit) as exited:
            cli.main()
        said = capsys.readouterr()
        return int(exited.value.code or 0), said.out + said.err

    return command


def examples(entry: str, *lines: str, indent: int = 4) -> str:
    """The YAML of an entry with examples below it."""
    margin = " " * indent
    return entry + f"{margin}examples:\n" + "".join(f"{margin}  {line}\n" for line in lines)


def sign_pattern(when: str, *lines: str, sites: str = "") -> str:
    """The YAML of a pattern with the sign `sore`, which has examples."""
    listed = "".join(f"          {line}\n" for line in lines)
    return (
        "patterns:\n  pattern.x:\n    title: X\n    status: trial\n    evidence: [expert]\n"
        f"    grade: expert\n    about: A\n    differ: D\n    sites: [{sites}]\n    signs:\n"
        f"      sore:\n        when: {when}\n        say: strongly\n"
        + (f"        examples:\n{listed}" if lines else "")
    )


def base_with(
    folder: Path,
    *rules: str,
    flags: tuple[str, ...] = (),
    extra: str = "",
    renamed: tuple[str, str] = ("", ""),
    runners: dict[str, str] | None = None,
) -> ExampleBase:
    """A small base with its examples; `renamed` replaces a piece of its text."""
    small_base(folder, *rules, flags=flags, extra=extra)
    path = folder / "base.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(*renamed), encoding="utf-8")
    for name, text in (runners or {}).items():
        (folder / "runners").mkdir(exist_ok=True)
        (folder / "runners" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_examples(folder)
