"""What belongs to the repository, as git sees it."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Folders that stay in the repository when the package is installed.
_NOT_SHIPPED = ("benchmarks", "docs", "requirements", "tests")


def why_not_available() -> str | None:
    """Reason why git cannot be asked here, or None."""
    if shutil.which("git") is None:
        return "git is not installed"
    if not (ROOT / ".git").exists():
        return "this tree is no clone, so nobody knows which files belong to it"
    return None


@cache
def repository_files() -> tuple[str, ...]:
    """Paths of all files that are committed or would be: ignored ones are left out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = {path for path in listed.split("\0") if path}
    return tuple(sorted(path for path in paths if (ROOT / path).exists()))


def shipped_files() -> set[str]:
    """Paths of the files that belong into the wheel.

    Said here a second time, by what does not, so that a new module at the root that is missing in
    `only-include` of pyproject.toml is noticed.
    """
    return {path for path in repository_files() if _is_shipped(path)}


def _is_shipped(path: str) -> bool:
    first, slash, _ = path.partition("/")
    if slash:
        return first not in _NOT_SHIPPED and not first.startswith(".")
    return path.endswith(".py") or path == "py.typed"
