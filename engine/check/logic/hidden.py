"""Warning signs that a runner may never be asked about."""

from collections.abc import Iterable, Iterator

from ...condition import subjects
from ...errors import Problem
from ...knowledge import Rule, Sign, Warn, formula_reads
from .prover import Prover

_URGENT = ("A", "B")


def check_hidden(prover: Prover) -> Iterator[Problem]:
    """Urgent flags that read a question which hangs on an answer that no flag reads.

    A question whose gate is not settled is never asked. If the gate reads what a flag reads too,
    a runner who skips that leaves a flag undecided, and the report says so about the very sign.
    If it reads something else, like whether a runner knows a number, skipping that looks harmless
    and hides the sign.
    """
    flags = [rule for rule in prover.knowledge.rules.values() if isinstance(rule.conclusion, Warn)]
    of_flags = {rule.id: _read(prover, rule) for rule in flags}
    safe = set[str]().union(*of_flags.values())
    for rule in flags:
        if isinstance(rule.conclusion, Warn) and rule.conclusion.tier in _URGENT:
            yield from _hidden(prover, rule, of_flags[rule.id], safe)


def _hidden(prover: Prover, rule: Rule, read: set[str], safe: set[str]) -> Iterator[Problem]:
    knowledge = prover.knowledge
    told = set[str]()
    for name in sorted(read):
        for gate, asked in _before(prover, name).items():
            if gate in safe or gate in told:
                continue
            told.add(gate)
            condition = prover.text(prover.evaluator.gates[asked])
            way = f"'{name}' hangs on '{asked}', which" if asked != name else f"'{name}'"
            later = ", and who does not is asked late" if _is_later(prover, gate, name) else ""
            yield prover.problem(
                "KB228", rule,
                f"'{rule.id}' hangs on '{gate}', which asks about no warning sign",
                why=f"{way} is only asked if {condition}; who skips '{gate}' is never asked{later}",
                also=knowledge.questions[asked].place,
                fix=f"ask '{asked}' of everyone, or let a flag read '{gate}'",
            )  # fmt: skip


def _before(prover: Prover, name: str) -> dict[str, str]:
    """The questions that decide whether one is asked, each with the one that it decides on."""
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        asked = waiting.pop()
        gate = prover.evaluator.gates.get(asked)
        for one in sorted(_settled(prover, subjects(gate) if gate else ())):
            if one not in found:
                found[one] = asked
                waiting.append(one)
    return found


def _read(prover: Prover, rule: Rule) -> set[str]:
    """The questions that a flag itself reads, through derived values and patterns."""
    return _settled(prover, rule.reads)


def _settled(prover: Prover, names: Iterable[str]) -> set[str]:
    """The questions from which values follow, without what decides whether they apply."""
    knowledge = prover.knowledge
    seen = set(names)
    waiting = list(seen)
    while waiting:
        name = waiting.pop()
        new: set[str] = set()
        if name in knowledge.derived:
            new = formula_reads(knowledge.derived[name].formula)
        elif name in knowledge.patterns:
            for sign in knowledge.rules.values():
                if isinstance(sign.conclusion, Sign) and sign.conclusion.pattern == name:
                    new |= sign.reads
        elif knowledge.is_concluded(name):
            new = set(knowledge.rules[name].reads)
        waiting += new - seen
        seen |= new
    return seen & knowledge.questions.keys()


def _is_later(prover: Prover, one: str, other: str) -> bool:
    topics = list(prover.knowledge.topics)
    first, second = (prover.knowledge.questions[name].topic for name in (one, other))
    return topics.index(first) > topics.index(second)
