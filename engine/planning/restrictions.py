"""What raised flags, matched patterns and limits leave of a plan.

Of all firing flags the strictest mode counts, and a weaker one's limits stay in force
beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..knowledge import Pattern, Warn
from ..plan_parts import Block, Exercise, Texts
from ..tiers import PLAN_MODES


@dataclass(frozen=True, slots=True)
class Restrictions:
    """What flags, patterns and limits leave of a plan.

    `spared` are sites that a flag wants spared and that no matched pattern speaks of; `kept`
    has, for each site (or None) with a matched pattern, the blocks that its patterns list.
    """

    modes: frozenset[str]
    spared: frozenset[str]
    kept: Mapping[str | None, frozenset[str]]

    @property
    def mode(self) -> str | None:
        """The strictest mode that a flag asks for."""
        return min(self.modes, key=PLAN_MODES.index, default=None)

    @property
    def is_restricted(self) -> bool:
        """Whether any flag or limit restricts the plan."""
        return bool(self.modes)

    def allows(self, block: Block) -> bool:
        """Whether a whole block may stay, with all that it loads."""
        return self.may_have(block) and not self.loads_spared(block.loads)

    def may_have(self, block: Block) -> bool:
        """Whether a block may stay if what loads a sore site is left out of it."""
        if "none" in self.modes or ("no-impact" in self.modes and block.impact):
            return False
        if "hold" in self.modes and block.texts.hold is None:
            return False
        if "site" not in self.modes:
            return True
        if block.texts.half is None:
            return False
        listed = all(block.id in blocks for blocks in self.kept.values())
        return listed and (bool(block.parts) or not self.loads_spared(block.loads))

    def may_do(self, exercise: Exercise) -> bool:
        """Whether an exercise of a block that stays may be done."""
        if "no-impact" in self.modes and exercise.impact:
            return False
        return not self.loads_spared(exercise.loads)

    def loads_spared(self, sites: Iterable[str]) -> bool:
        """Whether one of the sites is to be spared."""
        return "site" in self.modes and bool(self.spared.intersection(sites))

    def fixed_text(self, texts: Texts) -> str | None:
        """The one text for all weeks, where nothing may change from week to week."""
        if "hold" not in self.modes:
            return None
        return texts.half[0] if "site" in self.modes and texts.half else texts.hold

    def week_texts(self, texts: Texts) -> tuple[str, ...]:
        """The eight texts of the weeks, at half volume where that is asked for."""
        return texts.half if "site" in self.modes and texts.half is not None else texts.weeks

    def taper_texts(self, texts: Texts) -> tuple[str, ...] | None:
        """The texts for a race, at half volume where that is asked for."""
        return texts.half_taper if "site" in self.modes else texts.taper


def restrictions(
    flags: Iterable[tuple[Warn, tuple[str, ...]]],
    patterns: Iterable[tuple[Pattern, tuple[str, ...]]],
    *,
    stopped: bool,
) -> Restrictions:
    """What raised flags and matched patterns (each with its sites) and limits leave."""
    modes: set[str] = {"none"} if stopped else set()
    sites: set[str] = set()
    for warn, at in flags:
        if warn.plan != "unchanged":
            modes.add(warn.plan)
        if warn.plan == "site" or (warn.plan == "no-impact" and at):
            modes.add("site")  # who limps does not run, and does not load the sore place either
            sites.update(at)
    kept: dict[str | None, frozenset[str]] = {}
    for pattern, at in patterns:
        for site in at or (None,):
            kept[site] = kept.get(site, frozenset()) | frozenset(pattern.blocks)
    return Restrictions(frozenset(modes), frozenset(sites - kept.keys()), kept)
