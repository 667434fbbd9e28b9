"""What a test does when a tool it needs is not on this machine."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def in_ci() -> bool:
    """True where the environment variable CI is set to anything but an empty word or a no."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}


def skip_or_fail(reason: str) -> NoReturn:
    """Skip on a developer's machine, fail in CI.

    CI installs everything, so a skip there would hide a missing install step and, behind it, a
    check that has not run for months.
    """
    if in_ci():
        pytest.fail(f"this must not be missing in CI: {reason}", pytrace=False)
    pytest.skip(reason)
