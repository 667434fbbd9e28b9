"""What rules find most often: each runner is counted once in an item, where it weighs most."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ...engine.knowledge import Knowledge, Points, Rule
from ...engine.screening.finished import RuleCount
from .counts import LEAST_SHOWN, Shown, shown_counts
from .jumps import jump_rules
from .shapes import FindingLine

MOST_FINDINGS: Final = 10
_Item = tuple[str, str]


class Findings:
    """The rules of a base with their counts over so many runners, as they are printed."""

    def __init__(
        self, knowledge: Knowledge, counts: Mapping[str, RuleCount], runners: int, *, hides: bool
    ) -> None:
        """Counts below 5 are hidden where it `hides`."""
        self._knowledge = knowledge
        self._counts = counts
        self._runners = runners
        self._hides = hides
        items: dict[_Item, list[Rule]] = defaultdict(list)
        for rule in knowledge.rules.values():
            if isinstance(rule.conclusion, Points) and not rule.is_note:
                items[rule.conclusion.pillar, rule.conclusion.group].append(rule)
        self._shown = dict(self._in_items(items.values()))

    def _in_items(self, items: Iterable[list[Rule]]) -> Iterator[tuple[str, Shown]]:
        """The rules of an item share the runners, so one of them can give another away."""
        for rules in items:
            counts = [self._counts[rule.id].counts for rule in rules]
            row = shown_counts([*counts, self._runners - sum(counts)], hides=self._hides)
            yield from zip((rule.id for rule in rules), row[:-1], strict=True)

    def jumps(self) -> Iterator[FindingLine]:
        """The rules about a jump in training load."""
        for rule, compared in jump_rules(self._knowledge):
            yield self._line(rule, compared)

    def most(self) -> Iterator[FindingLine]:
        """The rules that count most, those first."""
        for rule in self.common(self._knowledge.scored)[:MOST_FINDINGS]:
            yield self._line(rule, self._knowledge.scored[_pillar(rule)].title)

    def common(self, among: Iterable[str]) -> list[Rule]:
        """Rules of some pillars that count for enough runners to be told, most first."""
        wanted = frozenset(among)
        least = LEAST_SHOWN if self._hides else 1
        rules = [
            rule
            for name in self._shown
            if _pillar(rule := self._knowledge.rules[name]) in wanted
            and self._counts[name].counts >= least
        ]
        return sorted(rules, key=lambda one: (-self._counts[one.id].counts, one.id))

    def _line(self, rule: Rule, about: str) -> FindingLine:
        one = self._counts[rule.id]
        rest = self._runners - one.counts - one.unknown
        alone, unknown, _ = shown_counts([one.counts, one.unknown, rest], hides=self._hides)
        safest = min((alone, self._shown[rule.id]), key=_told)
        return FindingLine(
            title=rule.title,
            about=about,
            runners=safest.text,
            unknown=unknown.text,
            rule=rule.id,
        )


def _pillar(rule: Rule) -> str:
    """The pillar or context that a rule gives points to; empty for none."""
    return rule.conclusion.pillar if isinstance(rule.conclusion, Points) else ""


def _told(shown: Shown) -> tuple[bool, int]:
    """How much a count says: a hidden one less, and of these that with the lower bound."""
    return shown.number is not None, shown.least
