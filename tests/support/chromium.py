"""Chromium without a window: how a page looks on a screen and on paper."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# The later ones keep it from looking for updates and accounts: a test talks to no other machine.
# No sandbox, since CI runs as root and opens only pages made by the tests.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
_SECONDS = 90
_SCRIPT_MILLISECONDS = 60_000  # of the page's own clock, which runs ahead while nothing happens


@cache
def find_chromium() -> str | None:
    """Path of the browser: SUREFOOT_CHROMIUM if set, else the first usual name in PATH."""
    chosen = os.environ.get("SUREFOOT_CHROMIUM")
    names = (chosen,) if chosen else _NAMES
    return next((found for name in names if (found := shutil.which(name))), None)


def why_not_available() -> str | None:
    """Reason why pages cannot be opened here, or None."""
    if find_chromium() is None:
        return (
            "Chromium is not installed (Debian: apt install chromium), nor is SUREFOOT_CHROMIUM set"
        )
    return None


def screenshot(html: Path, png: Path, width: int, height: int) -> None:
    """Write a picture of the page as a window of this size, in CSS pixels, shows it."""
    _run([f"--screenshot={png}", f"--window-size={width},{height}"], html, png)


def print_to_pdf(html: Path, pdf: Path) -> None:
    """Write the page as Chromium prints it, without its header and footer lines."""
    _run([f"--print-to-pdf={pdf}", "--no-pdf-header-footer"], html, pdf)


def dom(html: Path) -> str:
    """The page as it is once its scripts have run."""
    return _opened(["--dump-dom", f"--virtual-time-budget={_SCRIPT_MILLISECONDS}"], html).stdout


def _run(wishes: Iterable[str], html: Path, made: Path) -> None:
    """Open the page once; a browser that exits 0 without its file has failed too."""
    done = _opened(wishes, html)
    if not made.is_file():
        raise RuntimeError(f"Chromium made no {made.name}: {done.stderr[-800:]}")


def _opened(wishes: Iterable[str], html: Path) -> subprocess.CompletedProcess[str]:
    browser = find_chromium()
    if browser is None:
        raise FileNotFoundError(why_not_available())
    with tempfile.TemporaryDirectory(prefix="surefoot-chromium-", ignore_cleanup_errors=True) as at:
        command = [browser, *FLAGS, f"--user-data-dir={at}", *wishes, html.resolve().as_uri()]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    if done.returncode != 0:
        raise RuntimeError(f"Chromium stopped (exit {done.returncode}): {done.stderr[-800:]}")
    return done
