"""In which order things follow from each other, and cycles where they do not."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..condition import subjects
from ..errors import Problem
from ..knowledge import Derived, Rule, Sign, formula_reads
from ..vocabulary import Question


def sorted_by_need(
    needs: Mapping[str, set[str]],
) -> tuple[list[str], list[list[str]]]:
    """The ids so that each comes after what it needs, and the cycles that prevent it.

    >>> sorted_by_need({"report": {"answers"}, "answers": set()})
    (['answers', 'report'], [])
    """
    ordered: dict[str, object] = {}
    cycles: list[list[str]] = []
    for start in needs:
        path: dict[str, Iterator[str]] = {}  # how far each of the ids on the way is looked at
        waiting = [] if start in ordered else [start]
        while waiting:
            name = waiting[-1]
            if name not in path:
                path[name] = iter(sorted(needs[name] & needs.keys() - ordered.keys()))
            need = next(path[name], None)
            if need is None:
                ordered[waiting.pop()] = path.pop(name)
            elif need in path:
                cycle = waiting[waiting.index(need) :]
                if {*cycle} not in [{*known} for known in cycles]:
                    cycles.append(cycle)
            elif need not in ordered:
                waiting.append(need)
    return list(ordered), cycles


def order_values(
    questions: Mapping[str, Question], derived: Mapping[str, Derived]
) -> tuple[tuple[str, ...], list[Problem]]:
    """The derived values, each after what it reads; and cycles, also through gates."""
    needs = {name: subjects(one.gate) if one.gate else set() for name, one in questions.items()}
    needs |= {name: set() for name, one in questions.items() if one.records}
    for name, value in derived.items():
        needs[name] = formula_reads(value.formula) | (subjects(value.gate) if value.gate else set())
    ordered, cycles = sorted_by_need(needs)
    problems = []
    for cycle in cycles:
        one = derived.get(cycle[0]) or questions[cycle[0]]
        message = f"these need each other: {' → '.join([*cycle, cycle[0]])}"
        fix = "work one of them out from answers alone"
        problems.append(Problem(code="KB205", place=one.place, message=message, fix=fix))
    return tuple(name for name in ordered if name in derived), problems


def order_rules(rules: Mapping[str, Rule]) -> tuple[dict[str, Rule], list[Problem]]:
    """The rules with their strata: those that read a flag or pattern come after it."""
    needs: dict[str, set[str]] = {}
    for rule in rules.values():
        read = {name for name in subjects(rule.when) if name.startswith(("flag.", "pattern."))}
        needs.setdefault(rule.id, set()).update(read)
        if isinstance(rule.conclusion, Sign):
            needs.setdefault(rule.conclusion.pattern, set()).add(rule.id)
    ordered, cycles = sorted_by_need(needs)
    problems = []
    for cycle in cycles:
        first = next((name for name in cycle if name in rules), cycle[0])
        message = f"these rules read each other's conclusions: {' → '.join([*cycle, cycle[0]])}"
        place = rules[first].place if first in rules else None
        fix = "take one of the flags or patterns out of a condition"
        problems.append(Problem(code="KB205", place=place, message=message, fix=fix))
    if cycles:
        return dict(rules), problems
    levels: dict[str, int] = {}
    for name in ordered:
        step = 1 if name in rules else 0
        levels[name] = max((levels.get(need, 0) + step for need in needs[name]), default=0)
    return {
        name: replace(rule, stratum=levels.get(name, 0)) for name, rule in rules.items()
    }, problems
