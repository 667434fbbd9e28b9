"""The items of a pillar: rules of which the heaviest counts, with what they are worth."""

from dataclasses import dataclass

from ...engine.knowledge import Knowledge, Points, Rule
from ...engine.loading.references import USED


@dataclass(frozen=True, slots=True)
class Item:
    """One item. Drafts belong to it, but are worth nothing yet."""

    id: str
    pillar: str
    rules: tuple[Rule, ...]

    @property
    def worth(self) -> int:
        """The points of its heaviest rule that is used."""
        used = [points_of(rule) for rule in self.rules if rule.status in USED]
        return max(used, default=0)

    @property
    def is_group(self) -> bool:
        """Whether several rules can be in it; else it is one rule and has its id."""
        return all(rule.id != self.id for rule in self.rules)


def points_of(rule: Rule) -> int:
    """The points that a rule gives; 0 for one that gives none."""
    return rule.conclusion.points if isinstance(rule.conclusion, Points) else 0


def items_of(knowledge: Knowledge) -> dict[str, tuple[Item, ...]]:
    """The items of each pillar and context, in the order of the base; a note is none."""
    members: dict[tuple[str, str], list[Rule]] = {}
    for rule in knowledge.rules.values():
        if isinstance(rule.conclusion, Points) and not rule.is_note:
            key = (rule.conclusion.pillar, rule.conclusion.group)
            members.setdefault(key, []).append(rule)
    found: dict[str, list[Item]] = {name: [] for name in knowledge.scored}
    for (pillar, name), rules in members.items():
        heaviest_last = tuple(sorted(rules, key=points_of))
        found[pillar].append(Item(name, pillar, heaviest_last))
    return {name: tuple(items) for name, items in found.items()}


def notes_of(knowledge: Knowledge, pillar: str) -> tuple[Rule, ...]:
    """The notes of a pillar or context: rules that give no points."""
    return tuple(
        rule
        for rule in knowledge.rules.values()
        if rule.is_note and getattr(rule.conclusion, "pillar", "") == pillar
    )
