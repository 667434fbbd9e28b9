"""Bands that nobody can reach: a pillar that is never weak, a pattern that is never likely."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...condition import ALWAYS, Condition
from ...errors import Problem
from ...knowledge import (
    BAND_STARTS,
    WATCH_FROM,
    WEAK_FROM,
    Group,
    Pattern,
    Pillar,
    Rule,
    Sign,
)
from ...patterns import LIKELY
from ...search import Runner
from .prover import Prover, points_of, whole

MOST_TRIED = 300  # combinations of rules; with more nothing is said


@dataclass(frozen=True, slots=True)
class _Step:
    """A rule that may fire: what it gives, and how far that goes towards what is needed."""

    condition: Condition
    points: int
    gain: float


@dataclass(frozen=True, slots=True)
class _Item:
    """One group of a pillar or pattern: the rules that may fire, the best first.

    `quiet` is what it adds to the way while none of them fires: nothing, or a step back where
    its points count among those that could be.
    """

    steps: tuple[_Step, ...]
    quiet: float = 0.0

    @property
    def best(self) -> float:
        """How far the group goes at best."""
        return max([self.quiet, *(step.gain for step in self.steps)])


Chosen = tuple[_Step, ...]


class _Undecided(Exception):  # noqa: N818  (not an error: nothing is said)
    """A combination was neither found nor refuted, or there are too many."""


def check_reach(prover: Prover) -> Iterator[Problem]:
    """Pillars and contexts that no runner can make weak, and patterns that are never likely."""
    for pillar in prover.knowledge.scored.values():
        groups = [one for one in prover.knowledge.groups if one.pillar == pillar.id]
        rules = [rule for group in groups for rule in group.rules]
        if rules and not any(prover.never_fires(rule) for rule in rules):
            yield from _pillar(prover, pillar, groups)
    for pattern in prover.knowledge.patterns.values():
        yield from _pattern(prover, pattern)


class _Reach:
    """The search for rules that fire together and go as far as is needed."""

    def __init__(
        self,
        prover: Prover,
        items: Iterable[_Item],
        needed: float = 0.0,
        quiet: tuple[Condition, ...] = (),
    ) -> None:
        self.prover = prover
        self.items = sorted(items, key=lambda item: -item.best)
        self.needed = needed
        self.quiet = quiet
        self.tried = 0

    def is_reached(self) -> bool:
        """Whether some runner gets there.

        Raises:
            _Undecided: if neither a runner nor a proof is found.
        """
        return self._at_once() or self._from(0, (), 0.0)

    def _at_once(self) -> bool:
        """Whether the best rules of the first groups do, as they do in most bases."""
        chosen: Chosen = ()
        for count, item in enumerate(self.items, start=1):
            chosen += item.steps[:1]
            way = sum(step.gain for step in chosen)
            way += sum(one.quiet for one in self.items[count:])
            if way >= self.needed:
                return self._runner(chosen) is not None
        return False

    def _from(self, index: int, chosen: Chosen, way: float) -> bool:
        """Whether the groups from one on get there, beside what was chosen of those before."""
        left = self.items[index:]
        if chosen and way + sum(one.quiet for one in left) >= self.needed:
            if self._runner(chosen) is not None:
                return True
            if not self._is_impossible(chosen):
                raise _Undecided
            return False
        if not left or way + sum(one.best for one in left) < self.needed:
            return False
        for step in left[0].steps:
            more = (*chosen, step)
            if not self._is_impossible(more) and self._from(index + 1, more, way + step.gain):
                return True
        return self._from(index + 1, chosen, way + left[0].quiet)

    def _runner(self, chosen: Chosen) -> Runner | None:
        self._count()
        return self.prover.search.runner([step.condition for step in chosen], self.quiet)

    def _is_impossible(self, chosen: Chosen) -> bool:
        self._count()
        return self.prover.search.is_impossible([step.condition for step in chosen])

    def _count(self) -> None:
        self.tried += 1
        if self.tried > MOST_TRIED:
            raise _Undecided

    def most(self) -> tuple[int, Runner]:
        """The points of rules that fire together, as many as were found, and a runner."""
        chosen: Chosen = ()
        runner: Runner = {}
        for item in self.items:
            for step in item.steps:
                conditions = [one.condition for one in (*chosen, step)]
                found = self.prover.search.runner(conditions, self.quiet)
                if found is not None:
                    chosen, runner = (*chosen, step), found
                    break
        return sum(step.points for step in chosen), runner


def reaches(prover: Prover, groups: list[Group], percent: float) -> bool | None:
    """Whether some runner's deficit over these groups is at least so high; None if undecided."""
    try:
        return _Reach(prover, (_item(prover, group, percent) for group in groups)).is_reached()
    except _Undecided:
        return None


def _item(prover: Prover, group: Group, percent: float) -> _Item:
    """A group; while it is quiet it counts only if it applies whatever the gates say."""
    always = any(
        prover.applicable(one.condition) == ALWAYS for rule in group.rules for one in rule.instances
    )
    steps = [
        _Step(whole(rule), points_of(rule), 100 * points_of(rule) - percent * group.worth)
        for rule in group.rules
        if not prover.never_fires(rule)
    ]
    steps.sort(key=lambda step: -step.gain)
    return _Item(tuple(steps), -percent * group.worth if always else 0.0)


def _pillar(prover: Prover, pillar: Pillar, groups: list[Group]) -> Iterator[Problem]:
    if reaches(prover, groups, WEAK_FROM) is not False:
        return
    is_watched = reaches(prover, groups, WATCH_FROM) is not False
    bands, least = ("weak", WEAK_FROM) if is_watched else ("weak, nor worth a watch", WATCH_FROM)
    points, runner = _Reach(prover, (_item(prover, group, least) for group in groups)).most()
    worth = sum(group.worth for group in groups)
    entry = prover.sections.entries["contexts" if pillar.is_context else "pillars"][pillar.id]
    yield Problem(
        code="KB226", place=entry.key.place, context=entry.context, subject=pillar.id,
        message=f"nobody's '{pillar.id}' is ever {bands}: its rules exclude each other",
        why=f"{least:g} percent are needed; at best {points} of {worth} points come together, "
        f"for {prover.shown(runner)}",
        fix="put rules that exclude each other into one group",
    )  # fmt: skip


def _pattern(prover: Prover, pattern: Pattern) -> Iterator[Problem]:
    signs = [
        rule
        for rule in prover.knowledge.rules.values()
        if isinstance(rule.conclusion, Sign) and rule.conclusion.pattern == pattern.id
    ]
    needed = int(BAND_STARTS[LIKELY])
    best: tuple[int, Runner] = (0, {})
    for site in pattern.sites or (None,):
        items, against = _signs_at(signs, site)
        reach = _Reach(prover, items, needed, tuple(against))
        try:
            if reach.is_reached():
                return
        except _Undecided:
            return
        best = max(best, reach.most(), key=lambda one: one[0])
    if any(prover.never_fires(rule) for rule in signs):
        return  # that is said of the sign
    entry = prover.sections.entries["patterns"][pattern.id]
    yield Problem(
        code="KB226", place=pattern.place, context=entry.context, subject=pattern.id,
        message=f"'{pattern.id}' is never likely: its signs do not add up to {needed}",
        why=f"at best they add up to {best[0]}, for {prover.shown(best[1])}\n"
        "slightly counts 1, clearly 2, strongly 4; of a group only the heaviest counts",
        fix="say one of the signs more strongly, or add the sign that is missing",
    )  # fmt: skip


def _signs_at(signs: list[Rule], site: str | None) -> tuple[list[_Item], list[Condition]]:
    """The signs for a pattern at a site by group, and the conditions of those against it."""
    groups: dict[str, list[_Step]] = {}
    against = []
    for rule in signs:
        for one in rule.instances:
            if one.site == site and isinstance(rule.conclusion, Sign):
                weight = rule.conclusion.weight
                if weight < 0:
                    against.append(one.condition)
                else:
                    step = _Step(one.condition, weight, weight)
                    groups.setdefault(rule.conclusion.group, []).append(step)
    items = [_Item(tuple(sorted(steps, key=lambda step: -step.gain))) for steps in groups.values()]
    return items, against
