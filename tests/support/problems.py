"""Problems as one line each, for tests that compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surefoot.engine.errors import Problem


def said(problem: Problem) -> str:
    """Place, code, sentence and fix of a problem in one line."""
    place = str(problem.place) if problem.place else problem.where
    fix = f" | {problem.fix}" if problem.fix else ""
    return f"{place} {problem.code} {problem.message}{fix}"
