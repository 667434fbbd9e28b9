"""What flags, limits and patterns leave of a plan; `planning.restrictions` is the definition."""

from collections.abc import Iterable

from ..knowledge import Knowledge, Limit, Pattern, Rule, Warn
from ..plan_parts import Block, Exercise
from ..tiers import PLAN_MODES
from .draft import Draft
from .sql import FALSE, Sql, all_of, any_of, holds, negated
from .strata import at_site

RESTRICTED = "plan is restricted"


def may_have_name(block: str) -> str:
    """The column that says whether a block may stay, without what loads a sore place."""
    return f"block.{block}.may_be_had"


def is_whole_name(block: str) -> str:
    """The column that says whether a block may stay with all that it loads."""
    return f"block.{block}.is_whole"


def may_do(exercise: Exercise, draft: Draft) -> Sql:
    """Whether an exercise of a block that stays may be done."""
    impact = _is_mode("no-impact", draft) if exercise.impact else FALSE.copy()
    return negated(any_of((impact, _loads_spared(exercise.loads, draft))))


def at_half(draft: Draft) -> Sql:
    """Whether exercises are done at half volume."""
    return _is_mode("site", draft)


def add_restrictions(knowledge: Knowledge, draft: Draft) -> None:
    """The stages from flags, limits and patterns to the blocks that may stay."""
    _add_modes(knowledge, draft)
    sites = [None, *knowledge.sites]
    patterns = [one for one in knowledge.patterns.values() if one.id in draft]
    at = {site: [one for one in patterns if site in (one.sites or (None,))] for site in sites}
    for site, found in at.items():
        draft.put(_matched_name(site), any_of(_is_matched(one, site, draft) for one in found))
    draft.stage("restrictions", "What flags and limits ask for, and where patterns match.")
    for site in knowledge.sites:
        spoken_of = draft[_matched_name(site)]
        draft.put(_spared_name(site), all_of((draft[_sore_name(site)], negated(spoken_of))))
    for block in knowledge.blocks.values():
        listed = [
            any_of(
                (
                    negated(draft[_matched_name(site)]),
                    *(_is_matched(one, site, draft) for one in found if block.id in one.blocks),
                )
            )
            for site, found in at.items()
            if found
        ]
        draft.put(_kept_name(block.id), all_of(listed))
    draft.put(RESTRICTED, any_of(_is_mode(mode, draft) for mode in PLAN_MODES[:-1]))
    draft.stage("sore sites", "Sites to be spared, and blocks that all matched patterns list.")
    for block in knowledge.blocks.values():
        for name, spares_parts in ((may_have_name, bool(block.parts)), (is_whole_name, False)):
            draft.put(name(block.id), _allows(block, draft, spares_parts=spares_parts))
    draft.stage("allowed blocks", "The blocks that may stay: in part, and as a whole.")


def _add_modes(knowledge: Knowledge, draft: Draft) -> None:
    """A column for each plan that is asked for, and one for each site that a flag wants spared."""
    rules = knowledge.rules.values()
    flags = [(rule, rule.conclusion) for rule in rules if isinstance(rule.conclusion, Warn)]
    stops = [rule for rule in rules if isinstance(rule.conclusion, Limit) and rule.conclusion.stops]
    # Who limps does not run, and does not load the sore place either.
    sparing = [
        rule
        for rule, warn in flags
        if warn.plan == "site" or (warn.plan == "no-impact" and rule.is_each)
    ]
    asking = {mode: [rule for rule, warn in flags if warn.plan == mode] for mode in PLAN_MODES[:-1]}
    asking["none"] += stops
    asking["site"] = sparing
    for mode, found in asking.items():
        draft.put(f"plan is {mode}", any_of(holds(draft[rule.id]) for rule in found))
    for site in knowledge.sites:
        draft.put(_sore_name(site), any_of(_fires_at(site, sparing, draft)))


def _fires_at(site: str, rules: Iterable[Rule], draft: Draft) -> Iterable[Sql]:
    for rule in rules:
        if any(one.site == site for one in rule.instances):
            yield holds(draft[at_site(rule.id, site)])


def _is_matched(pattern: Pattern, site: str | None, draft: Draft) -> Sql:
    return draft[at_site(pattern.id, site)]


def _allows(block: Block, draft: Draft, *, spares_parts: bool) -> Sql:
    """Whether nothing speaks against a block; with `spares_parts`, sore places do not."""
    against = [_is_mode("none", draft)]
    against += [_is_mode("no-impact", draft)] if block.impact else []
    against += [_is_mode("hold", draft)] if block.texts.hold is None else []
    if block.texts.half is None:
        against.append(_is_mode("site", draft))
    else:
        against.append(all_of((_is_mode("site", draft), negated(draft[_kept_name(block.id)]))))
        against += [] if spares_parts else [_loads_spared(block.loads, draft)]
    return negated(any_of(against))


def _loads_spared(loads: Iterable[str], draft: Draft) -> Sql:
    names = map(_spared_name, loads)
    return any_of(draft[name] for name in names if name in draft)


def _is_mode(mode: str, draft: Draft) -> Sql:
    return draft[f"plan is {mode}"]


def _sore_name(site: str) -> str:
    return f"{site} sore"


def _matched_name(site: str | None) -> str:
    return "pattern matches" if site is None else f"{site} pattern matches"


def _spared_name(site: str) -> str:
    return f"{site} spared"


def _kept_name(block: str) -> str:
    return f"block.{block}.is_listed"
