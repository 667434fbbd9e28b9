"""What each entry of a base means, as fields of one form, and a short hash of that.

Meaning is what can change a conclusion about a runner: conditions, points, groups, tiers,
weights, kinds of answers. Titles, texts, comments, evidence, and the order of entries and files
are not part of it; nor is what an entry is called, so that `was:` keeps a hash.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from .asking import HomeTest
from .canonical import Naming, listed, write_condition, write_formula, write_number, yes_or_no
from .condition import All, Comparison, Condition, Operator, conjunction, rewrite
from .knowledge import (
    Advice,
    Derived,
    FirstThatHolds,
    Knowledge,
    Lead,
    Limit,
    Lookup,
    Pattern,
    Points,
    Rule,
    Sign,
    Warn,
    formula_reads,
)
from .plan_meaning import plan_meanings
from .units import DATE
from .vocabulary import Choice, Kind, Number, Question, Several, Text

HASH_DIGITS = 16

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry means: its fields in order; `kind` is rule, flag, question and so on."""

    kind: str
    id: str
    fields: Fields

    @property
    def lines(self) -> tuple[str, ...]:
        """The fields as lines `name: value`."""
        return tuple(f"{name}: {value}" for name, value in self.fields)

    @property
    def hash(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the lines, the same everywhere."""
        return _hash(self.lines)


Key = tuple[str, str]


def meanings(knowledge: Knowledge, name: Naming | None = None) -> dict[Key, Entry]:
    """What every entry of a base means, by kind and id, sorted; drafts are left out.

    `name` says what to call ids in the fields. Without it each is called what it was called
    first, so that a new name (with `was:`) changes no hash. Keys have the present ids.
    """
    called = name or first_names(knowledge)
    found = [_base(knowledge, called)]
    found += _questions(knowledge, called)
    found += [_derived(one, knowledge, called) for one in knowledge.derived.values()]
    found += _rules(knowledge, called)
    found += _contradictions(knowledge, called)
    found += [_home_test(one, called) for one in knowledge.home_tests.values()]
    found += [_advice(one, called) for one in knowledge.advice.values()]
    found += [Entry(*one) for one in plan_meanings(knowledge, called)]
    return {(one.kind, one.id): one for one in sorted(found, key=lambda one: (one.kind, one.id))}


def hash_of(entries: Mapping[Key, Entry], names: Naming = str) -> str:
    """The hash of a whole base: of the hashes of its entries, by their first names."""
    return _hash(sorted(f"{kind} {names(one)} {entries[kind, one].hash}" for kind, one in entries))


def knowledge_hash(knowledge: Knowledge) -> str:
    """The hash of what a base means: 16 hexadecimal digits, the same for every spelling."""
    names = first_names(knowledge)
    return hash_of(meanings(knowledge, names), names)


def first_names(knowledge: Knowledge) -> Naming:
    """A function from an id to the first of the ids that it had, which `was:` names last."""
    first: dict[str, str] = {}
    for old, new in _all_former(knowledge):
        first[new] = old
        first[_of_any_site(knowledge, new)] = _of_any_site(knowledge, old)
    return lambda name: first.get(name, name)


def present_names(knowledge: Knowledge) -> Naming:
    """A function from an id, also one that it had earlier, to the present one."""
    present: dict[str, str] = {}
    for old, new in _all_former(knowledge):
        present[old] = new
        present[_of_any_site(knowledge, old)] = _of_any_site(knowledge, new)
    return lambda name: present.get(name, name)


def _all_former(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    yield from knowledge.former_questions.items()
    yield from knowledge.former_ids.items()


def rule_entry(rule: Rule, name: Naming) -> Entry:
    """What a rule, flag or limit means; also a single sign or what leads the report."""
    fields = [("when", write_condition(rule.when, name))]
    if rule.is_each:
        fields.append(("each", "site"))
    match rule.conclusion:
        case Points(pillar, group, points, advice):
            item = "its own" if group == rule.id else group
            fields += [("points", f"{points} for {pillar}"), ("item", item)]
            fields += [("advice", name(advice))] if advice else []
            return Entry("rule", rule.id, tuple(fields))
        case Warn(tier, route, plan):
            fields += [("tier", tier), ("route", route), ("plan", plan)]
            return Entry("flag", rule.id, tuple(fields))
        case Sign(_, weight, group):
            item = "its own" if group == rule.id else group
            fields += [("weight", f"{weight:+d}"), ("item", item)]
            return Entry("sign", rule.id, tuple(fields))
        case Limit(stops):
            fields += [("plan", "none")] if stops else []
            return Entry("limit", rule.id, tuple(fields))
        case Lead():
            return Entry("lead", rule.id, tuple(fields))
        case _:
            assert_never(rule.conclusion)


def _rules(knowledge: Knowledge, name: Naming) -> Iterator[Entry]:
    """Rules, flags and limits, and patterns with their signs."""
    signs: dict[str, list[Rule]] = {}
    for rule in knowledge.rules.values():
        if rule.status == "draft":
            continue
        if isinstance(rule.conclusion, Sign):
            signs.setdefault(rule.conclusion.pattern, []).append(rule)
        elif not isinstance(rule.conclusion, Lead):
            yield rule_entry(rule, name)
    for pattern in knowledge.patterns.values():
        if pattern.id in signs:
            yield _pattern(pattern, signs[pattern.id], name)


def _pattern(pattern: Pattern, signs: Iterable[Rule], name: Naming) -> Entry:
    fields = [("sites", listed(pattern.sites)), ("blocks", listed(map(name, pattern.blocks)))]
    for link in pattern.links:
        when = "always" if link.condition is None else write_condition(link.condition, name)
        fields.append((f"link {link.pillar}", when))
    for rule in signs:
        sign = rule.id.removeprefix(f"{pattern.id}.")
        fields += [
            (f"sign {sign} {field}", value)
            for field, value in rule_entry(rule, name).fields
            if field != "each"
        ]
    return Entry("pattern", pattern.id, tuple(sorted(fields)))


def _base(knowledge: Knowledge, name: Naming) -> Entry:
    """What no entry says: the order that settles ties, and what makes a context lead."""
    fields = [
        ("each", name(knowledge.site_question or "none")),
        ("pillars", ", ".join(knowledge.pillars) or "none"),
        ("contexts", ", ".join(knowledge.contexts) or "none"),
    ]
    for rule in knowledge.rules.values():
        if isinstance(rule.conclusion, Lead):
            when = write_condition(rule.when, name)
            fields.append((f"headline {rule.conclusion.context}", when))
    return Entry("base", "base", tuple(fields))


def _questions(knowledge: Knowledge, name: Naming) -> Iterator[Entry]:
    """Questions as they are written: one of every site is one entry."""
    of_sites: dict[str, list[Question]] = {}
    for question in knowledge.questions.values():
        if question.site is None:
            gate = "always"
            if question.gate is not None:
                gate = write_condition(question.gate, name)
            yield _question(question, question.id, gate, name)
        else:
            entry_id = question.id.replace(f".{question.site}.", ".site.", 1)
            of_sites.setdefault(entry_id, []).append(question)
    for entry_id, questions in of_sites.items():
        yield _question(questions[0], entry_id, _site_gates(questions, knowledge, name), name)


def _question(question: Question, entry_id: str, gate: str, name: Naming) -> Entry:
    if question.records:
        return Entry("question", entry_id, (("records", name(question.records)),))
    is_ordered = question.worse != "neither"
    fields = [
        ("answer", _kind(question.kind, is_ordered=is_ordered)),
        ("worse", question.worse),
        ("change", "never" if question.change is None else str(question.change)),
        ("only_if", gate),
    ]
    if question.measurement_error is not None:
        fields.append(("measurement_error", write_number(question.measurement_error)))
    return Entry("question", entry_id, tuple(fields))


def _site_gates(questions: Iterable[Question], knowledge: Knowledge, name: Naming) -> str:
    """The gate of a question of every site, beside the choice of the site itself.

    Where it is not the same for all, each form is said with its sites.
    """
    sites: dict[str, list[str]] = {}
    for question in questions:
        own = write_condition(_own_gate(question, knowledge), name)
        sites.setdefault(own, []).append(question.site or "")
    if len(sites) == 1:
        return next(iter(sites))
    sites.pop("never", None)
    return "; ".join(sorted(f"{own} at {listed(at)}" for own, at in sites.items()))


def _own_gate(question: Question, knowledge: Knowledge) -> Condition:
    site, asked = question.site or "", knowledge.site_question or ""
    chosen = Comparison(asked, Operator.HAS, (site,))
    parts = question.gate.parts if isinstance(question.gate, All) else (question.gate,)
    rest = conjunction(tuple(part for part in parts if part is not None and part != chosen))

    def generic(one: Comparison) -> Condition:
        subject = one.subject.replace(f".{site}.", ".site.", 1)
        return Comparison(subject, one.operator, one.values)

    return rewrite(rest, generic)


def _of_any_site(knowledge: Knowledge, name: str) -> str:
    """The id as its entry has it: `symptom.site.weeks` for `symptom.shin.weeks`."""
    topic, _, rest = name.partition(".")
    site, dot, last = rest.partition(".")
    is_of_site = dot and site in knowledge.sites
    question = knowledge.questions.get(name)
    if not is_of_site or (question is not None and question.site is None):
        return name
    return f"{topic}.site.{last}"


def _kind(kind: Kind, *, is_ordered: bool) -> str:
    match kind:
        case Number(unit=unit) if unit == DATE:
            return "a date"
        case Number(lowest, highest, unit):
            return f"{write_number(lowest)} to {write_number(highest)} {unit}".rstrip()
        case Choice(labels):
            words = list(labels) if is_ordered else sorted(labels)
            return f"one of {', '.join(words)}"
        case Several(labels):
            return f"several of {', '.join(sorted(labels))}"
        case Text(longest):
            return f"text up to {longest} characters"
        case _:
            assert_never(kind)


def _derived(one: Derived, knowledge: Knowledge, name: Naming) -> Entry:
    form = {FirstThatHolds: "choice", Lookup: "lookup"}.get(type(one.formula), "number")
    fields = [(form, write_formula(one.formula, name))]
    own = _gate_beside_inputs(one, knowledge)
    if own is not None:
        fields.append(("gate", write_condition(own, name)))
    return Entry("derived", one.id, tuple(fields))


def _gate_beside_inputs(one: Derived, knowledge: Knowledge) -> Condition | None:
    """What a gate says beside the gates of what the formula reads, which are entries' own."""
    if one.gate is None or isinstance(one.formula, FirstThatHolds):
        return one.gate
    inherited: set[Condition] = set()
    for read in formula_reads(one.formula):
        source = knowledge.derived.get(read) or knowledge.questions.get(read)
        gate = source.gate if source is not None else None
        inherited |= {*_parts(gate)}
    own = tuple(part for part in _parts(one.gate) if part not in inherited)
    return conjunction(own) if own else None


def _parts(gate: Condition | None) -> tuple[Condition, ...]:
    if gate is None:
        return ()
    return gate.parts if isinstance(gate, All) else (gate,)


def _contradictions(knowledge: Knowledge, name: Naming) -> Iterator[Entry]:
    """Contradictions as they are written: one of every site is one entry."""
    by_entry = {one.entry: one for one in knowledge.contradictions.values()}
    for entry_id, one in by_entry.items():
        when = one.when if one.written is None else one.written
        fields = [("when", write_condition(when, name))]
        fields += [("each", "site")] if one.site else []
        yield Entry("contradiction", entry_id, (*fields, ("never", yes_or_no(one.never))))


def _home_test(one: HomeTest, name: Naming) -> Entry:
    beats = one.beats_per_minute
    fields = [
        ("questions", ", ".join(map(name, one.questions))),
        ("measure", one.measure),
        ("beats", f"{beats} a minute, {one.beats_per_repetition} each" if beats else "none"),
        ("counts", f"{one.seconds} s, times {one.times}" if one.seconds else "none"),
        ("rounds", f"{one.attempts}, {one.rest_seconds} s apart, keep {one.keep}"),
        ("countdown_seconds", str(one.countdown_seconds)),
        ("faults", str(len(one.faults))),
        ("asks_first", str(len(one.ask_first))),
        ("sets", listed(f"{name(key)}: {text}" for key, text in one.sets.items())),
        ("impact", yes_or_no(one.impact)),
        ("loads", listed(one.loads)),
    ]
    if one.withhold_if is not None:
        fields.append(("withhold_if", write_condition(one.withhold_if, name)))
    return Entry("home_test", one.id, tuple(fields))


def _advice(one: Advice, name: Naming) -> Entry:
    fields = [
        ("block", name(one.block)),
        ("minutes_per_week", str(one.minutes_per_week)),
        ("increases", yes_or_no(one.increases)),
        ("not_with", listed(map(name, one.not_with))),
    ]
    if one.parts:
        fields.append(("parts", listed(one.parts)))
    if one.withhold_if is not None:
        fields.append(("withhold_if", write_condition(one.withhold_if, name)))
    return Entry("advice", one.id, tuple(fields))


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:HASH_DIGITS]
