"""Experta, imported without its side effects.

Experta 1.9.4 was written for older Pythons: frozendict 1.2, which it pins, needs
`collections.Mapping`; importing it adds a handler to the root logger; and it hides its
own ImportError, so that `KnowledgeEngine` is silently missing. This module lends the
name for the time of the import, takes the handler back, and lets errors through.
It imports Experta for `inference`; nothing else touches it.
"""

import collections
import collections.abc
import logging


def _import() -> None:
    lent = not hasattr(collections, "Mapping")
    handlers = list(logging.root.handlers)
    if lent:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import experta.engine  # noqa: PLC0415  (inside the loan; raises what experta hides)
        import experta.watchers  # noqa: PLC0415

        experta.watchers.unwatch()
    finally:
        if lent:
            del collections.Mapping  # type: ignore[attr-defined]
        for handler in list(logging.root.handlers):
            if handler not in handlers:
                logging.root.removeHandler(handler)


_import()

from experta import AND, AS, MATCH, OR, Fact, KnowledgeEngine, P, Rule  # noqa: E402
from experta.matchers import ReteMatcher  # noqa: E402
from experta.strategies import DepthStrategy  # noqa: E402

__all__ = [
    "AND",
    "AS",
    "MATCH",
    "OR",
    "DepthStrategy",
    "Fact",
    "KnowledgeEngine",
    "P",
    "ReteMatcher",
    "Rule",
]
