"""Whole processes from a cold start: a report, beside what it imports.

Bytecode is compiled once before, into a folder of its own: an installed Surefoot has it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from surefoot.engine.shipped import SHIPPED

from .timing import Row, Times, time_turns

TARGETS = {"html": 0.45, "pdf": 0.65}
FEWEST_ROUNDS = 9

_LIBRARIES = "surefoot.engine._experta, pydantic, jinja2, yaml, click"
_BARE = "python alone"
_IMPORTS = {"html": "importing its libraries", "pdf": "importing its libraries, Typst too"}


def measure(rounds: int) -> list[Row]:
    """A cold report as HTML and as PDF, taking turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = SHIPPED / "runners" / "example.yaml"
        report = ["-m", "surefoot", "report", str(answers), "-o", str(folder / "out")]
        commands: dict[str, Sequence[str]] = {
            "html": [*report, "-f", "html"],
            "pdf": [*report, "-f", "pdf"],
            _IMPORTS["html"]: ["-c", f"import {_LIBRARIES}"],
            _IMPORTS["pdf"]: ["-c", f"import {_LIBRARIES}, typst"],
            _BARE: ["-c", "pass"],
        }
        times = _time(commands, folder, max(rounds, FEWEST_ROUNDS))
    bare = times[_BARE]
    return [
        *(
            Row(
                id=f"report-{form}",
                title=f"cold report, {form}",
                ours=times[form],
                target=target,
                peers=(times[_IMPORTS[form]], bare),
            )
            for form, target in TARGETS.items()
        ),
    ]


def _time(commands: Mapping[str, Sequence[str]], folder: Path, rounds: int) -> dict[str, Times]:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(arguments: Sequence[str]) -> None:
        done = subprocess.run(  # noqa: S603 (our own commands)
            [sys.executable, *arguments],
            cwd=folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")

    return time_turns(
        {
            name: lambda arguments=arguments: run(arguments)  # type: ignore[misc]
            for name, arguments in commands.items()
        },
        rounds,
    )
