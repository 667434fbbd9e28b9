"""The wrong and right examples of the pages of codes, made into whole files."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from surefoot.cli import surefoot
from surefoot.engine.answers import read_answers
from surefoot.engine.check import check_knowledge
from surefoot.engine.errors import AnswersError, UsageError
from surefoot.engine.loading import load_knowledge

from .cases import TODAY, VALID

if TYPE_CHECKING:
    from surefoot.engine.check.codes import CodePage

# What stands around the lines of an example, unless these say it themselves.
_AROUND = {
    "rule": {
        "title": "Shown", "status": "trial", "when": "body.km > 200",
        "then": "{points: 0}",
        "because": "You run {body.km} in a usual week.", "evidence": "[expert]", "grade": "expert",
    },
    "flag": {
        "title": "Shown", "status": "trial", "when": "body.km > 200", "tier": "C",
        "route": "within two weeks", "plan": "site", "running": "Run less.",
        "tell": "How far you run.", "because": "You run {body.km} in a usual week.",
        "evidence": "[expert]", "grade": "expert",
    },
    "runner": {"title": "Shown", "source": "Made up", "answers": "{sleep.hours: 8, "
               "sleep.quality: good, sleep.alarm: no, body.km: 40}"},
}  # fmt: skip
# Examples of the condition above; where an example has another condition, they go with it.
_FIT = (
    "{far: {given: {body.km: 201}, expect: fires}, near: {given: {body.km: 200}, expect: quiet}, "
    "not asked: {given: {}, expect: unknown}}"
)
_HEADS = {"rule": "rules:\n  rest.shown:\n", "flag": "flags:\n  flag.shown:\n"}


def codes_of(page: CodePage, example: str, folder: Path) -> set[str]:
    """The codes that an example brings about, in an empty folder where we are."""
    match page.where:
        case "command":
            return _of_command(example)
        case "answers":
            return _of_answers(example, folder)
        case _:
            shutil.copytree(VALID, folder / "kb")
            name = "runners/more.yaml" if page.where == "runner" else "more.yaml"
            (folder / "kb" / name).write_text(_whole(page.where, example), encoding="utf-8")
            return {problem.code for problem in check_knowledge(folder / "kb", TODAY)}


def _whole(where: str, example: str) -> str:
    """The file of an example."""
    if where == "file":
        return f"{example}\n"
    said = set(re.findall(r"^(\w+):", example, re.MULTILINE))
    fields = {**_AROUND[where]}
    if where in _HEADS and "when" not in said:
        fields["examples"] = _FIT
    around = {name: value for name, value in fields.items() if name not in said}
    lines = [*(f"{name}: {value}" for name, value in around.items()), *example.split("\n")]
    indent = "" if where == "runner" else " " * 4
    return _HEADS.get(where, "") + "".join(f"{indent}{line}\n" for line in lines)


def _of_answers(example: str, folder: Path) -> set[str]:
    path = folder / "me.yaml"
    path.write_text(f"{example}\n", encoding="utf-8")
    try:
        read = read_answers(path, load_knowledge(VALID))
    except AnswersError as error:
        return {problem.code for problem in error.problems}
    return {problem.code for problem in read.warnings}


def _of_command(example: str) -> set[str]:
    """The codes of a command in a folder with a file of answers."""
    Path("me.yaml").write_text("recovery.sleep_hours: 8\n", encoding="utf-8")
    program, *arguments = shlex.split(example)
    assert program == "surefoot"
    error = CliRunner().invoke(surefoot, arguments).exception
    return {one.code for one in error.problems} if isinstance(error, UsageError) else set()
