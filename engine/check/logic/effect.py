"""What each rule says by itself: whether it can fire, can be quiet, and needs all its parts."""

from collections.abc import Iterator
from dataclasses import replace

from ...condition import ALWAYS, NEVER, All, Any, AtLeast, Condition, subjects
from ...errors import Problem, join_words
from ...knowledge import Rule, Sign
from ...loading.language import simplified
from ...search import Search
from .places import Path, part_at, parts, parts_of, replaced
from .prover import Prover

_BOTH = 2


def check_effect(prover: Prover) -> Iterator[Problem]:
    """Rules that never fire, rules that always do, and parts of rules that change nothing."""
    for rule in prover.knowledge.rules.values():
        if prover.never_fires(rule):
            yield _never(prover, rule)
        elif always_fires(prover, rule):
            yield _always(prover, rule)
        elif prover.runner(rule) is not None:
            yield from _without_effect(prover, rule)


def always_fires(prover: Prover, rule: Rule) -> bool:
    """Whether it is proved that the rule is quiet for no one to whom it applies.

    A rule that only picks sites always fires there, which is what it says.
    """
    readings = [one for one in prover.readings(rule, rule.when) if one != NEVER]
    if rule.is_each:
        site_question = prover.knowledge.site_question
        readings = [one for one in readings if subjects(one) != {site_question}]
    return bool(readings) and all(_is_always(prover, rule, one) for one in readings)


def _is_always(prover: Prover, rule: Rule, reading: Condition) -> bool:
    condition = reading
    fires: list[Condition] = []
    if rule.is_each and isinstance(reading, All):  # whoever chose the site
        fires, condition = [reading.parts[0]], All(reading.parts[1:])
    fires.append(prover.applicable(condition))
    return prover.search.is_impossible(fires, [condition])


def _never(prover: Prover, rule: Rule) -> Problem:
    core, last = contradiction(prover, rule)
    said = core.parts if isinstance(core, All) else (core,)
    texts = prover.texts(said)
    if len(said) == 1:
        reason = f"{texts[0]} is never true"
    elif len(said) == _BOTH:
        reason = f"{texts[0]} and {texts[1]} are never both true"
    else:
        reason = f"{join_words(texts, 'and')} are never all true"
    written = prover.written(rule)
    return prover.problem(
        "KB210", rule, f"'{rule.id}' never fires: {reason}",
        place=written.place(rule.when, last), why=_why_never(prover, rule, core, last),
        fix="take one of them out, or change its value",
    )  # fmt: skip


def contradiction(prover: Prover, rule: Rule) -> tuple[Condition, Path]:
    """The parts that cannot be true together, as few as can be, and where the last one stands."""
    core = rule.when
    gone: list[Path] = []
    last: Path = ()
    for path, _, parent in parts(rule.when):
        if not isinstance(parent, All) or _is_within(path, gone):
            continue
        without = replaced(core, path, ALWAYS)
        if prover.is_impossible_at_all_sites(rule, without):
            core = without
            gone.append(path)
        else:
            last = path
    return simplified(core), last


def _is_within(path: Path, outer: list[Path]) -> bool:
    """Whether a part stands in one of these parts, or is one of them."""
    return any(path[: len(one)] == one for one in outer)


def _why_never(prover: Prover, rule: Rule, core: Condition, last: Path) -> str:
    """What keeps the rule from firing: its last part, or what never goes together."""
    free = Search(replace(prover.knowledge, contradictions={}), prover.search.assessor)
    for one in rule.instances:
        runner = free.runner([one.condition])
        if runner is not None:
            facts = prover.facts(runner)
            against = [
                f"{one.id} says never: {prover.text(one.when)}"
                for one in prover.knowledge.contradictions.values()
                if one.never and prover.evaluator.truth(one.when, facts)
            ]
            return f"it would fire for {prover.shown(runner)}, but {join_words(against, 'and')}"
    gate = _gate_between(prover, core)
    if last:
        for reading in prover.readings(rule, replaced(rule.when, last, ALWAYS)):
            runner = prover.search.runner([reading])
            if runner is not None:
                return f"{gate}without the last of them it fires for {prover.shown(runner)}"
    return gate.removesuffix("; ")


def _gate_between(prover: Prover, core: Condition) -> str:
    """Which part of a contradiction is only asked if another one, or its opposite, is true."""
    read = subjects(core)
    for name in sorted(read & prover.evaluator.gates.keys()):
        gate = prover.evaluator.gates[name]
        if subjects(gate) & read:
            return f"'{name}' only applies if {prover.text(gate)}; "
    return ""


def _always(prover: Prover, rule: Rule) -> Problem:
    runner = prover.runner(rule)
    example = f"it fires for {prover.shown(runner)}, and " if runner is not None else ""
    return prover.problem(
        "KB211", rule, f"'{rule.id}' fires for everyone to whom it applies",
        why=f"{example}no answers make it quiet",
        fix="ask for something that some runners have and others have not, or leave the rule out",
    )  # fmt: skip


def _without_effect(prover: Prover, rule: Rule) -> Iterator[Problem]:
    runner = prover.runner(rule)
    example = f"; '{rule.id}' fires for {prover.shown(runner)}" if runner is not None else ""
    for path, part in parts_without_effect(prover, rule):
        reason = _implied(prover, rule, path)
        reason = reason or "the same runners are found without it"
        yield prover.problem(
            "KB212", rule, f"{prover.text(part)} changes nothing here",
            place=prover.written(rule).place(rule.when, path), why=f"{reason}{example}",
            fix="take it out, or change what was meant to differ",
        )  # fmt: skip


def _implied(prover: Prover, rule: Rule, path: Path) -> str:
    """What makes a part needless: itself, or a single one of the parts beside it."""
    parent = part_at(rule.when, path[:-1])
    part = part_at(rule.when, path)
    if prover.is_impossible_at_all_sites(rule, part):
        return "it is never true"
    if all(prover.search.is_impossible((), [one]) for one in prover.at_sites(part)):
        return "it is always true"
    if isinstance(parent, AtLeast):
        return ""
    for beside in parts_of(parent):
        first, second = (beside, part) if isinstance(parent, All) else (part, beside)
        pairs = zip(*(prover.readings(rule, one) for one in (first, second)), strict=True)
        if beside is not part and all(prover.search.is_impossible([a], [b]) for a, b in pairs):
            text = prover.text(beside)
            if isinstance(parent, All):
                return f"whoever fulfils {text} fulfils it too"
            return f"whoever fulfils it fulfils {text} too"
    return ""


def parts_without_effect(prover: Prover, rule: Rule) -> Iterator[tuple[Path, Condition]]:
    """The parts of a rule's condition that can be left out, outer ones and first ones first.

    Each is looked at with those before it left out. A part that only repeats under which
    condition another part is asked at all is no mistake: it tells the reader.
    """
    current = rule.when
    found: list[Path] = []
    for path, part, parent in parts(rule.when):
        if _is_within(path, found) or not _can_go(rule, path, found):
            continue
        for weaker, stronger in _pairs(current, path, parent):
            without = weaker if stronger == current else stronger
            if not _is_same(prover, rule, weaker, stronger):
                continue
            if not _repeats_gate(prover, part, _beside(current, path)):
                current = without
                found.append(path)
                yield path, part
            break


def _can_go(rule: Rule, path: Path, gone: list[Path]) -> bool:
    """Whether something would be left; the sites of a pattern are no part of its signs."""
    if len(path) > 1:
        return True
    own = range(1 if _has_sites(rule) else 0, len(parts_of(rule.when)))
    return path[0] in own and len(own) - sum(len(one) == 1 for one in gone) > 1


def _has_sites(rule: Rule) -> bool:
    return isinstance(rule.conclusion, Sign) and rule.is_each


def _pairs(
    current: Condition, path: Path, parent: Condition
) -> Iterator[tuple[Condition, Condition]]:
    """The condition with a part and without, the one that is true more often first.

    Of `at_least` a part is left out with the same count, or with one less.
    """
    if not isinstance(parent, All):
        yield current, replaced(current, path, NEVER)
    if not isinstance(parent, Any):
        yield replaced(current, path, ALWAYS), current


def _is_same(prover: Prover, rule: Rule, weaker: Condition, stronger: Condition) -> bool:
    """Whether it is proved that a weaker condition is true for the same runners at each site."""
    search = prover.search
    readings = (prover.readings(rule, one) for one in (weaker, stronger))
    differing = [pair for pair in zip(*readings, strict=True) if pair[0] != pair[1]]
    if any(search.runner([true], [false]) is not None for true, false in differing):
        return False
    return all(search.is_impossible([true], [false]) for true, false in differing)


def _beside(condition: Condition, path: Path) -> Condition:
    """What has to hold together with a part: the rest of every `all` that it stands in."""
    beside: list[Condition] = []
    for index in path:
        inner = parts_of(condition)
        if isinstance(condition, All):
            beside += [*inner[:index], *inner[index + 1 :]]
        condition = inner[index]
    return simplified(All(tuple(beside)))


def _repeats_gate(prover: Prover, part: Condition, rest: Condition) -> bool:
    """Whether a part only says when something else in the condition is asked."""
    knowledge = prover.knowledge
    at_sites = zip(prover.at_sites(part), prover.at_sites(rest), strict=True)
    reads = [(subjects(one), subjects(other)) for one, other in at_sites if other != NEVER]
    if subjects(part) == {"site"}:
        read = set[str]().union(*(beside for _, beside in reads)) & knowledge.questions.keys()
        return any(knowledge.questions[name].gate == NEVER for name in read)
    return any(wanted for wanted, _ in reads) and all(
        not wanted & beside and wanted <= prover.gates_behind(beside) for wanted, beside in reads
    )
