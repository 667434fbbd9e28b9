"""Contradictions that no answers fulfil, or that another one with `never: yes` covers."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...asking import Contradiction
from ...errors import Problem
from ...search import Search
from ...shape import ContradictionShape
from .prover import Prover


def check_contradictions(prover: Prover) -> Iterator[Problem]:
    """Those that are proved to hold for nobody at any site.

    One with `never: yes` is looked for among all answers there can be, any other one among those
    that a real runner gives.
    """
    by_entry: dict[str, list[Contradiction]] = {}
    for one in prover.knowledge.contradictions.values():
        by_entry.setdefault(one.entry, []).append(one)
    if not by_entry:
        return
    free = Search(replace(prover.knowledge, contradictions={}), prover.search.assessor)
    for entry in prover.sections.of("contradictions", ContradictionShape):
        found = by_entry.get(entry.id, [])
        never = entry.shape.never
        if not _holds_for_nobody(free if never else prover.search, found):
            continue
        is_covered = not never and not _holds_for_nobody(free, found)
        node = entry.node.get("when")
        yield Problem(
            code="KB210", place=node.place if node else entry.key.place, context=entry.context,
            subject=entry.id, message=f"no answers fulfil the contradiction '{entry.id}'",
            why="all that do are ruled out by one with `never: yes`" if is_covered else "",
            fix="take it out, or change a value",
        )  # fmt: skip


def _holds_for_nobody(search: Search, found: Iterable[Contradiction]) -> bool:
    """Whether that is proved."""
    listed = list(found)
    if any(search.runner([one.when]) is not None for one in listed):
        return False
    return bool(listed) and all(search.is_impossible([one.when]) for one in listed)
