"""What two rules say of each other: one covers the other, both say the same, or they contradict."""

from collections.abc import Iterator
from itertools import combinations, islice, permutations

from ...condition import Condition
from ...errors import Problem
from ...knowledge import Advice, Group, Knowledge, Lead, Limit, Points, Rule, Sign, Warn
from .effect import always_fires
from .prover import Prover, points_of, whole


def check_pairs(prover: Prover) -> Iterator[Problem]:
    """Rules that say the same as another one, and rules whose advice does not go together."""
    said = set[frozenset[str]]()
    for one, other in _alike(prover):
        if is_same(prover, one, other):
            said.add(frozenset((one.id, other.id)))
            yield _same(prover, one, other)
    for one, other in _advising_alike(prover):
        if frozenset((one.id, other.id)) not in said and is_covered(prover, one, other):
            yield _covered(prover, one, other)
    for one, other in _of_one_group(prover):
        if frozenset((one.id, other.id)) not in said and is_covered(prover, one, other):
            yield _never_counts(prover, one, other)
    yield from _contradictions(prover)


def is_same(prover: Prover, one: Rule, other: Rule) -> bool:
    """Whether it is proved that two rules fire for the same runners, at the same sites."""
    if one.when == other.when and one.is_each == other.is_each:
        return True
    if not (prover.can_fire_with(one, other) and prover.can_fire_with(other, one)):
        return False
    if one.is_each and other.is_each:
        mine, theirs = ({at.site: at.condition for at in rule.instances} for rule in (one, other))
        return mine.keys() == theirs.keys() and all(
            prover.search.is_impossible([mine[site]], [theirs[site]])
            and prover.search.is_impossible([theirs[site]], [mine[site]])
            for site in mine
        )
    return prover.implies(one, other) and prover.implies(other, one)


def is_covered(prover: Prover, one: Rule, other: Rule) -> bool:
    """Whether it is proved that another rule fires wherever one does, and not for everyone."""
    return prover.implies(one, other) and not always_fires(prover, other)


def _alike(prover: Prover) -> Iterator[tuple[Rule, Rule]]:
    """Rules that conclude the same kind of thing and share a question, each two once."""
    kinds: dict[tuple[str, str], list[Rule]] = {}
    for rule in _firing(prover):
        kinds.setdefault(_kind(rule), []).append(rule)
    for rules in kinds.values():
        for one, other in combinations(rules, 2):
            if not prover.questions(one).isdisjoint(prover.questions(other)):
                yield one, other


def _kind(rule: Rule) -> tuple[str, str]:
    match rule.conclusion:
        case Points(pillar):
            return "points", pillar
        case Sign(pattern):
            return "sign", pattern
        case Warn():
            return "flag", ""
        case Limit():
            return "limit", ""
        case Lead(context):
            return "headline", context


def _advising_alike(prover: Prover) -> Iterator[tuple[Rule, Rule]]:
    """Rules of different groups that give the same advice and share a question, both ways."""
    advising: dict[str, list[tuple[Rule, tuple[str, str]]]] = {}
    for rule in _firing(prover):
        points = rule.conclusion
        if isinstance(points, Points) and points.advice and points.points:
            item = (points.pillar, points.group)
            advising.setdefault(points.advice, []).append((rule, item))
    for rules in advising.values():
        for (one, mine), (other, theirs) in combinations(rules, 2):
            if mine != theirs and not prover.questions(one).isdisjoint(prover.questions(other)):
                yield from ((one, other), (other, one))


def _of_one_group(prover: Prover) -> Iterator[tuple[Rule, Rule]]:
    """Two rules of one group, the first with no more points than the second."""
    for group in prover.knowledge.groups:
        for one, other in permutations(group.rules, 2):
            mine, theirs = points_of(one), points_of(other)
            if mine <= theirs and not prover.questions(one).isdisjoint(prover.questions(other)):
                yield one, other


def _never_counts(prover: Prover, one: Rule, other: Rule) -> Problem:
    return prover.problem(
        "KB213", one,
        f"'{one.id}' never counts: where it fires, '{other.id}' of the same group fires too, "
        f"with {points_of(other)} points to its {points_of(one)}",
        why=f"both fire for {_example(prover, one)}",
        also=prover.written(other).place(other.when),
        fix="give it more points than the other, or leave it out",
    )  # fmt: skip


def _firing(prover: Prover) -> Iterator[Rule]:
    return (rule for rule in prover.knowledge.rules.values() if prover.runner(rule) is not None)


def _example(prover: Prover, rule: Rule) -> str:
    runner = prover.runner(rule)
    return "" if runner is None else prover.shown(runner)


def _same(prover: Prover, one: Rule, other: Rule) -> Problem:
    return prover.problem(
        "KB214", other, f"'{other.id}' fires for the same runners as '{one.id}'",
        why=f"both fire for {_example(prover, other)}, and neither fires without the other",
        also=prover.written(one).place(one.when), fix="leave one of them out, or tell them apart",
    )  # fmt: skip


def _covered(prover: Prover, one: Rule, other: Rule) -> Problem:
    advice = getattr(one.conclusion, "advice", "")
    return prover.problem(
        "KB213", one,
        f"where '{one.id}' fires, '{other.id}' fires too, and both give the advice '{advice}'",
        why=f"both count for {_example(prover, one)}",
        also=prover.written(other).place(other.when),
        fix="give both the same `group:`, so that only the heavier one counts",
    )  # fmt: skip


def _contradictions(prover: Prover) -> Iterator[Problem]:
    """Rules that can count together although their pieces of advice do not go together.

    Each is named once for a piece of advice, with the first rule that it contradicts.
    """
    knowledge = prover.knowledge
    giving: dict[str, list[tuple[Rule, Group]]] = {}
    for group in knowledge.groups:
        for rule in group.rules:
            if isinstance(rule.conclusion, Points) and rule.conclusion.advice:
                giving.setdefault(rule.conclusion.advice, []).append((rule, group))
    for first, second in sorted(_apart(knowledge)):
        advice = knowledge.advice[first], knowledge.advice[second]
        for one, mine in giving.get(first, ()):
            found = (
                _contradiction(prover, (one, mine), (other, theirs), advice)
                for other, theirs in giving.get(second, ())
                if mine is not theirs
            )
            yield from islice(filter(None, found), 1)


def _apart(knowledge: Knowledge) -> set[tuple[str, str]]:
    """The pairs of advice that are not given together, each once."""
    pairs = {
        (min(one.id, other), max(one.id, other))
        for one in knowledge.advice.values()
        for other in one.not_with
    }
    return {pair for pair in pairs if pair[0] != pair[1] and pair[1] in knowledge.advice}


def _contradiction(
    prover: Prover,
    one: tuple[Rule, Group],
    other: tuple[Rule, Group],
    advice: tuple[Advice, Advice],
) -> Problem | None:
    (first, _), (second, _) = one, other
    fires = [whole(first), whole(second)]
    quiet = [*_heavier(*one), *_heavier(*other)]
    quiet += [piece.withhold_if for piece in advice if piece.withhold_if is not None]
    runner = prover.search.runner(fires, quiet)
    if runner is None:
        return None
    names = " and ".join(f"'{piece.id}'" for piece in advice)
    return prover.problem(
        "KB220", first,
        f"'{first.id}' and '{second.id}' can both count, but {names} do not go together",
        why=f"both count for {prover.shown(runner)}",
        also=prover.written(second).place(second.when),
        fix="let one rule leave out who the other is for, or say `withhold_if:` in one advice",
    )  # fmt: skip


def _heavier(rule: Rule, group: Group) -> list[Condition]:
    """What has to be quiet, so that of a group this rule is the one that counts."""
    place = group.rules.index(rule)
    points = [points_of(one) for one in group.rules]
    return [
        whole(one)
        for index, one in enumerate(group.rules)
        if points[index] > points[place] or (points[index] == points[place] and index < place)
    ]
