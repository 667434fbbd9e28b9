"""The mistakes in tests/cases/invalid: each a folder that is added to the base without any."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner, Result

from surefoot.cli import surefoot
from surefoot.engine.check import check_knowledge
from surefoot.engine.loading import read_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.versions.lock import write_lock
from surefoot.engine.versions.locking import make_lock

CASES = Path(__file__).resolve().parents[1] / "cases"
VALID = CASES / "valid"
EXPECTED = "expected.txt"
BEFORE = "before"
TODAY = date(2026, 6, 1)  # so that what is looked up in time stays so


def lay_out(case: Path, folder: Path) -> None:
    """Write the base without findings to a folder, with the files of a case added or replaced.

    Files below `before/` are there first, and the base is locked with them.
    """
    shutil.copytree(VALID, folder, dirs_exist_ok=True)
    if (case / BEFORE).exists():
        shutil.copytree(case / BEFORE, folder, dirs_exist_ok=True)
        sections = read_sections(folder)
        knowledge, problems = read_knowledge(sections)
        assert knowledge is not None, problems
        write_lock(folder, make_lock(knowledge, sections))
    leave = shutil.ignore_patterns(EXPECTED, BEFORE)
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=leave)


def check(folder: Path, *options: str) -> Result:
    """What `surefoot kb check` says of a folder, on a day that does not move."""
    arguments = ["kb", "check", str(folder), *options]
    on_that_day = partial(check_knowledge, today=TODAY)
    with patch("surefoot.commands.kb.check.check_knowledge", on_that_day):
        return CliRunner().invoke(surefoot, arguments, catch_exceptions=False)
