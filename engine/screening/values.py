"""Answers, gates and derived values as columns: what is known of a runner before any rule."""

from collections.abc import Collection

from ..condition import comparisons
from ..knowledge import FirstThatHolds, Formula, Knowledge, formula_reads
from ..vocabulary import Choice, Kind, Number, Several, Text
from .conditions import Conditions, gate_name, has_name
from .draft import Draft
from .sql import (
    NULL,
    TRUE,
    Type,
    coalesce,
    contains,
)


def type_of(kind: Kind) -> Type:
    """What a typed table has in the column of a question of this kind; a day is its number."""
    match kind:
        case Number():
            return Type.NUMBER
        case Several():
            return Type.WORDS
        case Choice() | Text():
            return Type.TEXT


def possible_name(site: str) -> str:
    """The column that says whether rules are read for a site: chosen, or nobody said which."""
    return f"{site} possible"


def add_values(
    knowledge: Knowledge,
    conditions: Conditions,
    draft: Draft,
    present: Collection[str],
) -> None:
    """The stages with answers, the choices in them, gates and derived values."""
    for name in knowledge.questions:
        if name in present:
            draft.take(name)
        else:
            draft.put(name, NULL.copy())
    draft.stage("answers", "")
    _add_choices(knowledge, draft)
    for number, level in enumerate(_levels(knowledge, conditions), start=1):
        for name in level:
            if name in knowledge.derived:
                draft.put(name, conditions.derived(knowledge.derived[name].formula))
            else:
                subject = name.removesuffix(gate_name(""))
                draft.put(name, conditions.truth(conditions.gates[subject]))
        draft.stage(f"values {number}", "Which questions apply, and what follows from answers.")


def _add_choices(knowledge: Knowledge, draft: Draft) -> None:
    """A truth for each word of an answer of several words."""
    each, sites = knowledge.site_question, knowledge.sites
    for name, question in knowledge.questions.items():
        if not isinstance(question.kind, Several):
            continue
        for word in question.kind.labels:
            has = NULL.copy() if draft[name] == NULL else contains(draft[name], word)
            draft.put(has_name(name, word), has)
    for site in sites:
        has = TRUE.copy()
        if each is not None and draft[each] != NULL:
            has = coalesce(contains(draft[each], site), TRUE.copy())
        draft.put(possible_name(site), has)
    draft.stage("choices", "Which words an answer has; all sites are possible until one is said.")


def _levels(knowledge: Knowledge, conditions: Conditions) -> list[list[str]]:
    """Gates and derived values, each after what it reads."""
    needs = {
        name: _reads(one.formula, conditions, knowledge) for name, one in knowledge.derived.items()
    }
    for subject, gate in conditions.gates.items():
        read = {one.subject for one in comparisons(gate)}
        needs[gate_name(subject)] = {
            need
            for name in read
            for need in (name, gate_name(name))
            if name in knowledge.derived or need != name
        }
    known = needs.keys()
    level: dict[str, int] = {}

    def level_of(name: str) -> int:
        if name not in level:
            inner = [level_of(need) for need in needs[name] & known if need != name]
            level[name] = 1 + max(inner, default=0)
        return level[name]

    found: list[list[str]] = [[] for _ in range(max(map(level_of, needs), default=0))]
    for name in needs:
        found[level[name] - 1].append(name)
    return found


def _reads(formula: Formula, conditions: Conditions, knowledge: Knowledge) -> set[str]:
    read = formula_reads(formula)
    gated = read if isinstance(formula, FirstThatHolds) else set[str]()
    return {name for name in read if name in knowledge.derived} | set(map(gate_name, gated))
