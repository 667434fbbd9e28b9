"""Whole processes from a cold start: a report, beside what it imports.

Bytecode is compiled once before, into a folder of its own: an installed Surefoot has it. What is
kept of the knowledge lies in a folder of its own too, never in the person's: a first round fills
it. "First report after the knowledge changed" is one that finds an empty folder.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from surefoot.engine.shipped import SHIPPED

from .timing import Row, Times, time_turns

TARGETS = {"html": 0.45, "pdf": 0.65}
FEWEST_ROUNDS = 9

_LIBRARIES = "surefoot.engine._experta, pydantic, jinja2, yaml, click"
_BARE = "python alone"
_IMPORTS = {"html": "importing its libraries", "pdf": "importing its libraries, Typst too"}
_FIRST = {form: f"first report after the knowledge changed, {form}" for form in TARGETS}
_NEXT = {form: f"report, {form}" for form in TARGETS}
# Where platformdirs looks for the cache folder: Linux and macOS, then Windows.
CACHE_HOMES = ("XDG_CACHE_HOME", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA")


def measure(rounds: int) -> list[Row]:
    """A cold report as HTML and as PDF, with the knowledge kept and without, taking turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = SHIPPED / "runners" / "example.yaml"
        report = ["-m", "surefoot", "report", str(answers), "-o", str(folder / "out")]
        reports = {form: [*report, "-f", form] for form in TARGETS}
        kept = {
            **{_NEXT[form]: arguments for form, arguments in reports.items()},
            _IMPORTS["html"]: ["-c", f"import {_LIBRARIES}"],
            _IMPORTS["pdf"]: ["-c", f"import {_LIBRARIES}, typst"],
            _BARE: ["-c", "pass"],
        }
        empty = {_FIRST[form]: arguments for form, arguments in reports.items()}
        times = _time(kept, empty, folder, max(rounds, FEWEST_ROUNDS))
    return [
        Row(
            id=f"{prefix}-{form}",
            title=titles[form],
            ours=times[titles[form]],
            target=target,
            peers=(times[_IMPORTS[form]], times[_BARE]),
        )
        for prefix, titles in (("first-report", _FIRST), ("report", _NEXT))
        for form, target in TARGETS.items()
    ]


def _time(
    kept: Mapping[str, Sequence[str]],
    empty: Mapping[str, Sequence[str]],
    folder: Path,
    rounds: int,
) -> dict[str, Times]:
    """Commands that share one cache folder, and commands that find an empty one each time."""
    shared = folder / "cache"
    return time_turns(
        {
            **{name: partial(_run, one, folder, shared) for name, one in kept.items()},
            **{name: partial(_run_first, one, folder) for name, one in empty.items()},
        },
        rounds,
    )


def _run_first(arguments: Sequence[str], folder: Path) -> None:
    _run(arguments, folder, Path(tempfile.mkdtemp(dir=folder)))


def _run(arguments: Sequence[str], folder: Path, cache: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        **dict.fromkeys(CACHE_HOMES, str(cache)),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(  # noqa: S603 (our own commands)
        [sys.executable, *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
