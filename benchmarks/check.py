"""`kb check` from a cold start: of the shipped base, and of bases of a thousand rules."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from math import ceil
from pathlib import Path

from surefoot.engine.examples.reading import read_examples
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.people import people_names
from surefoot.engine.shipped import SHIPPED

from .copies import write_broad, write_dense
from .timing import Row, Times, time_turns

TARGETS = {"shipped": 2.0, "broad": 20.0, "dense": 20.0}
MOST_MEGABYTES = 1000
RULES = 1000  # as many at least, with the shipped base written out several times
FEWEST_ROUNDS, MOST_LARGE_ROUNDS = 9, 3
_KILOBYTES = 1024  # in a megabyte

_TITLES = {
    "shipped": "cold kb check, shipped base",
    "broad": "cold kb check, 1,000 rules and more, on many questions",
    "dense": "cold kb check, 1,000 rules and more, on few questions",
}


def measure(rounds: int) -> list[Row]:
    """The rows for each base; the large ones are checked three times at most."""
    with tempfile.TemporaryDirectory() as name:
        folders = {"broad": Path(name, "broad"), "dense": Path(name, "dense")}
        knowledge = load_knowledge()
        times_over = ceil(RULES / len(knowledge.rules))
        notes = {"shipped": _what_is_tried(knowledge)}
        for base, write in (("broad", write_broad), ("dense", write_dense)):
            folders[base].mkdir()
            notes[base] = f"{write(folders[base], times_over):,} rules; "
        checks = _Checks({"shipped": SHIPPED, **folders}, Path(name))
        times = {
            **checks.time(["shipped"], max(rounds, FEWEST_ROUNDS)),
            **checks.time(["broad", "dense"], min(rounds, MOST_LARGE_ROUNDS)),
        }
    return [
        Row(
            id=f"check-{base}",
            title=_TITLES[base],
            ours=times[base],
            target=target,
            note=f"{notes[base]}{_said(checks.kilobytes[base])}",
        )
        for base, target in TARGETS.items()
    ]


def _what_is_tried(knowledge: Knowledge) -> str:
    read = read_examples(read_sections(SHIPPED, with_examples=True), knowledge)[0]
    examples = sum(len(of_rule) for of_rule in read.values())
    people = len(list(people_names(SHIPPED)))
    rules = f"{len(knowledge.rules):,} rules"
    return f"{rules}, {examples:,} examples and {people:,} whole people; "


def _said(kilobytes: int) -> str:
    megabytes = kilobytes / _KILOBYTES
    kept = "reached" if megabytes < MOST_MEGABYTES else "MISSED"
    return f"{megabytes:.0f} MB resident at most (< {MOST_MEGABYTES:,} MB: {kept})"


class _Checks:
    """Checks of some folders in processes of their own, timed, with the most memory of each."""

    def __init__(self, folders: Mapping[str, Path], work: Path) -> None:
        self.folders = folders
        self.work = work
        self.kilobytes = dict.fromkeys(folders, 0)

    def time(self, names: Sequence[str], rounds: int) -> dict[str, Times]:
        return time_turns({name: partial(self._run, name) for name in names}, rounds)

    def _run(self, name: str) -> None:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(self.work / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        process = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-m", "surefoot", "kb", "check", str(self.folders[name])],
            cwd=self.work, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1}:  # 1: there are findings
            raise RuntimeError(f"kb check of the {name} base ended with {process.returncode}")
        self.kilobytes[name] = max(self.kilobytes[name], usage.ru_maxrss)
