"""What is said first: flags, tier, limits, patterns, plan, headline, as columns.

`engine.diagnosis` and `engine.findings` are their definition.
"""

from collections.abc import Iterable

from ..findings import referral_tier
from ..knowledge import WATCH_FROM, WEAK_FROM, Knowledge, Lead, Limit, Pattern, Rule, Sign, Warn
from ..scoring import Band
from ..tiers import PLAN_MODES, ROUTES, TIERS
from .conditions import Conditions, gate_name
from .draft import Draft
from .scores import score_name
from .sql import (
    FALSE,
    NULL,
    TRUE,
    Sql,
    all_of,
    any_of,
    binary,
    bound,
    case,
    holds,
    is_known,
    is_null,
    joined_words,
    keyed,
    sorted_words,
    text,
    whole,
)
from .strata import points_name

_DIGITS = 3
_MOST_POINTS = 999


def flags_by_urgency(knowledge: Knowledge) -> list[tuple[Rule, Warn]]:
    """All flags, most urgent first: by tier, what they do to the plan, route, id."""
    flags = [
        (rule, rule.conclusion)
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Warn)
    ]
    return sorted(
        flags,
        key=lambda one: (
            TIERS.index(one[1].tier), PLAN_MODES.index(one[1].plan), ROUTES.index(one[1].route),
            one[0].id,
        ),
    )  # fmt: skip


def add_verdict(knowledge: Knowledge, conditions: Conditions, draft: Draft) -> None:
    """The stages of what is said first."""
    flags = flags_by_urgency(knowledge)
    limits = [rule for rule in knowledge.rules.values() if isinstance(rule.conclusion, Limit)]
    kinds = _by_kind(flags)
    for kind, own in kinds.items():
        draft.put(_of_kind(*kind), _any(draft, own))
    draft.stage("raised", "Whether a flag of each tier and plan fires.")
    for tier in TIERS:
        draft.put(_of_tier(tier), any_of(draft[_of_kind(*one)] for one in kinds if tier in one))
    for mode in PLAN_MODES:
        draft.put(_of_mode(mode), any_of(draft[_of_kind(*one)] for one in kinds if mode in one))
    draft.stage("tiers", "Whether a flag of each tier fires, and one that asks for each plan.")
    draft.put("tier", case((holds(draft[_of_tier(tier)]), text(tier)) for tier in TIERS))
    draft.put("limits", joined_words(_if_holds(draft, rule) for rule in limits))
    draft.put("patterns", _patterns(knowledge, draft))
    draft.put("leading", _leading(knowledge, draft))
    draft.put("plan.mode", _mode(knowledge, limits, draft))
    draft.stage("findings", "Tier, limits and patterns, and what they leave of a plan.")
    draft.put("flags", _flags(flags, draft))
    undecided = ((is_null(draft[_of_tier(tier)]), text(tier)) for tier in TIERS)
    draft.put("undecided_tier", case(undecided))
    draft.put("undecided_flags", _undecided(knowledge, draft))
    draft.put("is_safety_open", _is_safety_open(knowledge, conditions, draft))
    draft.put("plan.shown", binary(draft["plan.mode"], "!=", text(PLAN_MODES[0])))
    draft.put("headline", _headline(knowledge, conditions, limits, draft))
    draft.stage("verdict", "What comes first.")


def _of_kind(tier: str, mode: str) -> str:
    return f"a flag of tier {tier} with plan {mode}"


def _of_tier(tier: str) -> str:
    return f"a flag of tier {tier}"


def _of_mode(mode: str) -> str:
    return f"a flag with plan {mode}"


def _any(draft: Draft, rules: Iterable[Rule]) -> Sql:
    """True where one fires, else unknown where one is."""
    return any_of(draft[rule.id] for rule in rules)


def _if_holds(draft: Draft, rule: Rule) -> Sql:
    return case([(holds(draft[rule.id]), text(rule.id))])


def _flags(flags: list[tuple[Rule, Warn]], draft: Draft) -> Sql:
    """The flags that fire; of each tier and plan they are looked at only where one does."""
    parts = []
    for kind, own in _by_kind(flags).items():
        raised = joined_words(_if_holds(draft, rule) for rule in own)
        parts.append(case([(holds(draft[_of_kind(*kind)]), raised)]))
    return case([(is_null(draft["tier"]), text(""))], joined_words(parts))


def _by_kind(flags: list[tuple[Rule, Warn]]) -> dict[tuple[str, str], list[Rule]]:
    """Flags by tier and plan, which is how they are ordered first."""
    found: dict[tuple[str, str], list[Rule]] = {}
    for rule, warn in flags:
        found.setdefault((warn.tier, warn.plan), []).append(rule)
    return found


def _first(draft: Draft, flags: list[tuple[Rule, Warn]]) -> Sql:
    """The first flag that fires."""
    return case(
        (
            holds(draft[_of_kind(*kind)]),
            case((holds(draft[rule.id]), text(rule.id)) for rule in own),
        )
        for kind, own in _by_kind(flags).items()
    )


def _undecided(knowledge: Knowledge, draft: Draft) -> Sql:
    return joined_words(
        case([(is_null(draft[rule.id]), text(rule.id))])
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Warn)
    )


def _is_safety_open(knowledge: Knowledge, conditions: Conditions, draft: Draft) -> Sql:
    """A flag of tier A or B is undecided, or an answer that flags read counts for nothing."""
    branches: list[tuple[Sql, Sql]] = []
    for tier in ("A", "B"):
        branches.append((is_null(draft[_of_tier(tier)]), TRUE.copy()))
    for tier in ("A", "B"):  # where one fires, others may be undecided
        undecided = any_of(
            is_null(draft[rule.id])
            for rule, warn in flags_by_urgency(knowledge)
            if warn.tier == tier
        )
        branches.append(
            (holds(draft[_of_tier(tier)]), case([(undecided, TRUE.copy())], FALSE.copy()))
        )
    fires = [case([(fires, found)], FALSE.copy()) for fires, found in branches]
    unused = _has_unused_safety(knowledge, conditions, draft)
    return case([(any_of(fires), TRUE.copy())], unused)


def _has_unused_safety(knowledge: Knowledge, conditions: Conditions, draft: Draft) -> Sql:
    warned = [rule for rule in knowledge.rules.values() if isinstance(rule.conclusion, Warn)]
    read = set().union(*(rule.reads for rule in warned)) & conditions.gates.keys()
    by_gate: dict[Sql, list[Sql]] = {}
    for name in knowledge.questions:
        if name in read and draft[name] != NULL:
            by_gate.setdefault(draft[gate_name(name)], []).append(is_known(draft[name]))
    return any_of(
        case([(holds(gate), FALSE.copy())], any_of(known)) for gate, known in by_gate.items()
    )


def _patterns(knowledge: Knowledge, draft: Draft) -> Sql:
    """Matched patterns: most points first, then the more urgent referral, then fewer sites."""
    conclusions = [rule.conclusion for rule in knowledge.rules.values()]
    signed = {one.pattern for one in conclusions if isinstance(one, Sign)}

    def rank(one: Pattern) -> tuple[str, int, str]:
        return referral_tier(knowledge, one.id), len(one.sites), one.id

    ordered = sorted((one for one in knowledge.patterns.values() if one.id in signed), key=rank)
    found = []
    for place, one in enumerate(ordered):
        points = binary(whole(_MOST_POINTS), "-", draft[points_name(one.id, "low")])
        word = keyed([(points, _DIGITS), (whole(place), _DIGITS)], one.id)
        found.append(case([(holds(draft[one.id]), word)]))
    is_any = holds(any_of(draft[one.id] for one in ordered))
    return case([(is_any, sorted_words(found))], text(""))


def _leading(knowledge: Knowledge, draft: Draft) -> Sql:
    """The context that is the headline whatever the pillars say."""
    found = []
    for name in knowledge.contexts:
        rule = knowledge.rules.get(f"headline.{name}")
        if rule is not None and isinstance(rule.conclusion, Lead):
            weak = binary(draft[f"{score_name(knowledge, name)}.band"], "==", text(Band.WEAK))
            found.append((any_of((holds(draft[rule.id]), weak)), text(name)))
    return case(found)


def _mode(knowledge: Knowledge, limits: list[Rule], draft: Draft) -> Sql:
    """The strictest mode that a flag or limit asks for, else full or keep-going."""
    stopped = _any(draft, (rule for rule in limits if _stops(rule)))
    branches = [(holds(stopped), text(PLAN_MODES[0]))]
    branches += [(holds(draft[_of_mode(mode)]), text(mode)) for mode in PLAN_MODES[:-1]]
    weak = any_of(
        any_of(
            (
                binary(draft[f"pillar.{name}.band"], "==", text(Band.WEAK)),
                binary(draft[f"pillar.{name}.lowest"], ">=", bound(WEAK_FROM)),
            )
        )
        for name in knowledge.pillars
    )
    return case([*branches, (weak, text("full"))], text("keep-going"))


def _stops(rule: Rule) -> bool:
    return isinstance(rule.conclusion, Limit) and rule.conclusion.stops


def _headline(
    knowledge: Knowledge, conditions: Conditions, limits: list[Rule], draft: Draft
) -> Sql:
    """The most urgent flag; else what leads; "keep going" only where nothing speaks against it."""
    flags = flags_by_urgency(knowledge)
    urgent = [one for one in flags if one[1].tier in {"A", "B"}]
    stopping = [rule for rule in limits if _stops(rule)]
    held = [one for one in flags if one[1].plan == "no-impact"]
    first = [(holds(any_of(draft[_of_tier(one)] for one in ("A", "B"))), _first(draft, urgent))]
    first += [(holds(draft[rule.id]), text(rule.id)) for rule in stopping]
    first.append((holds(draft[_of_mode("no-impact")]), _first(draft, held)))
    first.append((is_known(draft["leading"]), draft["leading"]))
    for name in knowledge.pillars:
        of = f"pillar.{name}"
        room = binary(draft[f"{of}.priority_percent"], ">=", bound(WATCH_FROM))
        first.append((all_of((binary(draft[f"{of}.rank"], "==", whole(1)), room)), text(name)))
    restricting = any_of(draft[_of_mode(mode)] for mode in PLAN_MODES[:-1])
    first.append((holds(restricting), _first(draft, flags)))
    no_answers = text("not-enough-answers")
    first += [
        (binary(draft[f"pillar.{name}.band"], "==", text(Band.NOT_ENOUGH_ANSWERS)), no_answers)
        for name in knowledge.pillars
    ]
    first.append((_is_safety_open(knowledge, conditions, draft), no_answers))
    return case(first, text("keep-going"))
