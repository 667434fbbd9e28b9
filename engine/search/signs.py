"""The band of a pattern as a goal: which signs to show, at which site."""

from collections.abc import Iterator
from itertools import combinations

from ..condition import NEVER, Comparison, Condition, Operator
from ..evaluate import band_test
from ..knowledge import BAND_STARTS, Knowledge, Pattern, Rule, Sign
from .grounding import Grounding, every, one_of

_MOST_SIGNS = 5


def with_signs(comparison: Comparison, knowledge: Knowledge, grounding: Grounding) -> Condition:
    """Ways in which a comparison with a pattern's band comes true; there may be others."""
    pattern = knowledge.patterns[comparison.subject]
    test = band_test(comparison.operator, str(comparison.values[0]))
    accepted = [band for band in range(len(BAND_STARTS)) if test((band, band))]
    signs = [
        rule
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Sign) and rule.conclusion.pattern == pattern.id
    ]
    ways = []
    if 0 in accepted:
        ways.append(_absent(pattern, knowledge))
        ways += [every(grounding.rule(one, fires=False) for one in signs)]
    for band in accepted:
        start = BAND_STARTS[band]
        is_open = band == len(BAND_STARTS) - 1 or band + 1 in accepted
        end = float("inf") if is_open else BAND_STARTS[band + 1]
        for site in pattern.sites or (None,):
            ways += _shown(signs, site, (start, end), grounding) if band else []
    return one_of(ways)


def _absent(pattern: Pattern, knowledge: Knowledge) -> Condition:
    """None of the pattern's sites hurts."""
    if not pattern.sites or knowledge.site_question is None:
        return NEVER
    return every(
        Comparison(knowledge.site_question, Operator.LACKS, (site,)) for site in pattern.sites
    )


def _shown(
    signs: list[Rule], site: str | None, span: tuple[float, float], grounding: Grounding
) -> Iterator[Condition]:
    """Few signs that add up to the band at a site, and none against it."""
    at_site = {rule: _at(rule, site) for rule in signs}
    speaking = [rule for rule, condition in at_site.items() if condition is not None]
    against = [rule for rule in speaking if _weight(rule) < 0]
    for_it = [rule for rule in speaking if _weight(rule) > 0]
    for count in range(1, min(len(for_it), _MOST_SIGNS) + 1):
        for chosen in combinations(for_it, count):
            heaviest: dict[str, int] = {}
            for rule in chosen:
                group = rule.conclusion.group if isinstance(rule.conclusion, Sign) else rule.id
                heaviest[group] = max(heaviest.get(group, 0), _weight(rule))
            if not span[0] <= sum(heaviest.values()) < span[1]:
                continue
            rest = [rule for rule in for_it if rule not in chosen and span[1] < float("inf")]
            yield every(
                [
                    *(grounding.true(at_site[one] or NEVER) for one in chosen),
                    *(grounding.false(at_site[one] or NEVER) for one in [*against, *rest]),
                ]
            )


def _at(rule: Rule, site: str | None) -> Condition | None:
    return next((one.condition for one in rule.instances if one.site == site), None)


def _weight(rule: Rule) -> int:
    return rule.conclusion.weight if isinstance(rule.conclusion, Sign) else 0
