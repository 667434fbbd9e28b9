"""Rules, flags and patterns as columns, stratum by stratum.

A rule with `each: site` has a column for every site, named `rule@site`, and one for all of them:
true if one is, else unknown if one is. What is read at a site that the runner did not choose is
false.
"""

from collections.abc import Iterable, Mapping

from ..knowledge import BAND_STARTS, BANDS, Knowledge, Pattern, Rule, Sign
from ..patterns import LIKELY
from .conditions import Conditions
from .draft import Draft
from .sql import (
    FALSE,
    TRUE,
    Sql,
    any_of,
    binary,
    case,
    holds,
    is_possible,
    largest,
    total,
    whole,
)
from .values import possible_name


def at_site(name: str, site: str | None) -> str:
    """The column of a rule or pattern at one site."""
    return name if site is None else f"{name}@{site}"


def points_name(pattern: str, end: str) -> str:
    """The column of the points that a pattern has at least (low) or at most (high).

    It is no id: a sign may be called `pattern.x.low`.
    """
    return f"{pattern} {end}"


def add_strata(knowledge: Knowledge, conditions: Conditions, draft: Draft) -> None:
    """The stages of all strata: a state for each rule, points and bands for each pattern."""
    signs: dict[str, list[Rule]] = {}
    for rule in knowledge.rules.values():
        if isinstance(rule.conclusion, Sign):
            signs.setdefault(rule.conclusion.pattern, []).append(rule)
    at_sites: dict[str, Sql] = {}
    for number, rules in enumerate(knowledge.strata, start=1):
        at_sites |= _add_rules(number, rules, conditions, draft)
        ready = [
            knowledge.patterns[name]
            for name, own in signs.items()
            if max(rule.stratum for rule in own) == number - 1
        ]
        _add_patterns(number, ready, signs, at_sites, draft)


def _add_rules(
    number: int, rules: Iterable[Rule], conditions: Conditions, draft: Draft
) -> dict[str, Sql]:
    """The stages of the rules; gives what each means at each site, for those who look closer.

    Most runners have no sore site, and most of the others one: what is read at a site stands
    behind `case when`, so that it costs nothing where it is not chosen.
    """
    listed = tuple(rules)
    at_sites: dict[str, Sql] = {}
    for rule in listed:
        for one in rule.instances:
            truth = conditions.truth(one.condition)
            if one.site is None:
                draft.put(rule.id, truth)
            else:
                at_sites[at_site(rule.id, one.site)] = truth
                possible = draft[possible_name(one.site)]
                draft.put(at_site(rule.id, one.site), case([(possible, truth)], FALSE.copy()))
        if rule.is_each:
            draft.put(rule.id, _over_sites(rule, at_sites, conditions, draft))
    draft.stage(f"stratum {number}", f"Stratum {number}: each rule, and each at every site.")
    return at_sites


def _over_sites(
    rule: Rule, at_sites: Mapping[str, Sql], conditions: Conditions, draft: Draft
) -> Sql:
    """True if it is at one site, else unknown if it is at one."""
    found = any_of(
        case(
            [(draft[possible_name(str(one.site))], at_sites[at_site(rule.id, one.site)].copy())],
            FALSE.copy(),
        )
        for one in rule.instances
    )
    is_sore = any_of(draft[possible_name(site)] for site in conditions.sites)
    return case([(is_sore, found)], FALSE.copy())


def _add_patterns(
    number: int,
    patterns: list[Pattern],
    signs: dict[str, list[Rule]],
    at_sites: Mapping[str, Sql],
    draft: Draft,
) -> None:
    for pattern in patterns:
        for site in pattern.sites or (None,):
            # Nothing holds at a site that is not possible; to say so costs nothing there.
            counts = TRUE.copy() if site is None else draft[possible_name(site)]
            for end, points in _points(signs[pattern.id], site, at_sites, draft).items():
                name = points_name(at_site(pattern.id, site), end)
                draft.put(name, case([(counts, points)], whole(0)))
    draft.stage(
        f"stratum {number} signs", "Patterns at each site: points that are certain, and possible."
    )
    for pattern in patterns:
        sites = pattern.sites or (None,)
        for end in ("low", "high"):
            found = [draft[points_name(at_site(pattern.id, site), end)] for site in sites]
            if pattern.sites:
                draft.put(points_name(pattern.id, end), largest(found))
        for site in pattern.sites:
            certain = draft[points_name(at_site(pattern.id, site), "low")]
            draft.put(at_site(pattern.id, site), _is_matched(certain))
    draft.stage(f"stratum {number} sites", "Patterns over all their sites, and where they match.")
    for pattern in patterns:
        low, high = (draft[points_name(pattern.id, end)] for end in ("low", "high"))
        draft.put(pattern.id, _is_matched(low))
        draft.put(f"{pattern.id}.lowest_band", _band(low))
        draft.put(f"{pattern.id}.highest_band", _band(high))
    draft.stage(f"stratum {number} patterns", "Which patterns match, and their bands.")


def _is_matched(low: Sql) -> Sql:
    return binary(low, ">=", whole(int(BAND_STARTS[LIKELY])))


def _band(points: Sql) -> Sql:
    """The number of the band, from 0 for unlikely."""
    starts = [(place, int(BAND_STARTS[place])) for place in range(len(BANDS) - 1, 0, -1)]
    return case(
        [(binary(points, ">=", whole(start)), whole(place)) for place, start in starts], whole(0)
    )


def _points(
    signs: Iterable[Rule], site: str | None, at_sites: Mapping[str, Sql], draft: Draft
) -> dict[str, Sql]:
    """The lowest and highest sum of the signs at a site; of a group only the heaviest counts."""
    groups: dict[str, list[tuple[int, Sql]]] = {}
    for rule in signs:
        if isinstance(rule.conclusion, Sign):
            name = at_site(rule.id, site)
            state = at_sites[name].copy() if name in at_sites else _state(name, draft)
            groups.setdefault(rule.conclusion.group, []).append((rule.conclusion.weight, state))
    low, high = [], []
    for members in groups.values():
        low += [_heaviest(members, certain=True, against=False)]
        low += [_heaviest(members, certain=False, against=True)]
        high += [_heaviest(members, certain=False, against=False)]
        high += [_heaviest(members, certain=True, against=True)]
    return {
        "low": total(one for one in low if one is not None),
        "high": total(one for one in high if one is not None),
    }


def _state(name: str, draft: Draft) -> Sql:
    """The state of a sign; one that is not read at the site is false there."""
    return draft[name] if name in draft else FALSE.copy()


def _heaviest(members: list[tuple[int, Sql]], *, certain: bool, against: bool) -> Sql | None:
    """The heaviest weight for (or against) among those that hold, or may; else 0."""
    signed = [(weight, state) for weight, state in members if (weight < 0) is against]
    ordered = sorted(signed, key=lambda one: -abs(one[0]))
    is_one = holds if certain else is_possible
    branches = [(is_one(state), whole(weight)) for weight, state in ordered]
    return case(branches, whole(0)) if branches else None
