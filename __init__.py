"""Surefoot: which foundation pillar of a runner is weak, why, and what to do.

The repository root is this package. `surefoot.engine` holds knowledge, inference
and meaning, `surefoot.intake` collects answers, `surefoot.reports` prints them.
For other programs there are `load_knowledge`, `diagnose`, `result` and `screen`;
see docs/reference/python.md.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import (
        AnswersError,
        Diagnosis,
        Knowledge,
        KnowledgeError,
        Screened,
        SurefootError,
        UsageError,
        diagnose,
        load_knowledge,
        result,
        screen,
    )

__version__ = "0.1.0"
__all__ = [
    "AnswersError",
    "Diagnosis",
    "Knowledge",
    "KnowledgeError",
    "Screened",
    "SurefootError",
    "UsageError",
    "diagnose",
    "load_knowledge",
    "result",
    "screen",
]


if not TYPE_CHECKING:  # a type checker knows each name, and those that there are not

    def __getattr__(name: str) -> object:
        """A name of `api`, imported when it is first used: `import surefoot` alone costs nothing."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import api  # noqa: PLC0415

        return getattr(api, name)
