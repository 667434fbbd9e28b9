"""The rules and facts that every competitor gets, in a form that is easy to translate.

Conditions come in normal form and compare in ten ways. Read with the kinds of the
questions there are three: a word is one of some, a number keeps a bound, a list has a word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from surefoot.engine.condition import All, Comparison, Condition, Operator, Value, comparisons
from surefoot.engine.evaluate import Evaluator
from surefoot.engine.knowledge import Group, Knowledge, Points, Rule
from surefoot.engine.vocabulary import Answers, Choice, Several

Fired = frozenset[tuple[str, str | None]]

OWN = "site"  # stands for the site that a rule with `each: site` is read for
_EQUAL = (Operator.EQUAL, Operator.IN)
_UNEQUAL = (Operator.NOT_EQUAL, Operator.NOT_IN)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word is among some."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A number keeps a bound."""

    operator: Operator
    bound: float


@dataclass(frozen=True, slots=True)
class Holds:
    """A list has a word or, where that is not wanted, is known and lacks it."""

    word: str
    wanted: bool


Test = OneOf | Bound | Holds


@dataclass(frozen=True, slots=True)
class Leaf:
    """A test of one field; `at` is None, a site by its word, or `OWN`."""

    topic: str
    at: str | None
    name: str
    test: Test


@dataclass(frozen=True, slots=True)
class Case:
    """One runner: the answers, and the facts that follow with gates applied.

    `places` has them by topic and site; each chosen site has one, if only with its name.
    """

    answers: Answers
    places: Mapping[tuple[str, str | None], Mapping[str, Value]]


def make_case(knowledge: Knowledge, evaluator: Evaluator, answers: Answers) -> Case:
    """The runner as every competitor is given it."""
    facts = evaluator.facts(answers)
    chosen = facts.values.get(knowledge.site_question or "")
    places: dict[tuple[str, str | None], dict[str, Value]] = {
        ("symptom", site): {OWN: site}
        for site in knowledge.sites
        if isinstance(chosen, frozenset) and site in chosen
    }
    for subject, value in facts.values.items():
        topic, at, name = split(subject)
        if facts.is_declared(subject) and (at is None or (topic, at) in places):
            places.setdefault((topic, at), {})[name] = value
    return Case(answers, places)


def split(subject: str) -> tuple[str, str | None, str]:
    """Topic, site and name of an id; `site` alone is a field of the site's own fact."""
    if subject == OWN:
        return "symptom", OWN, OWN
    topic, *between, name = subject.split(".")
    return topic, between[0] if between else None, name


def leaf(knowledge: Knowledge, comparison: Comparison) -> Leaf:
    """A comparison as one of three tests."""
    topic, at, name = split(comparison.subject)
    operator, values = comparison.operator, comparison.values
    if operator in {Operator.HAS, Operator.LACKS}:
        return Leaf(topic, at, name, Holds(str(values[0]), operator is Operator.HAS))
    words = _words(knowledge, comparison.subject)
    if words is not None:
        accepted = _accepted(operator, [str(value) for value in values], words)
        return Leaf(topic, at, name, OneOf(tuple(accepted)))
    bound = values[0]
    if len(values) != 1 or not isinstance(bound, float):
        raise TypeError(f"{comparison} is no comparison with a number")
    return Leaf(topic, at, name, Bound(operator, bound))


def _words(knowledge: Knowledge, subject: str) -> list[str] | None:
    """The choices of a question from low to high; None for a number."""
    if subject == OWN:
        return list(knowledge.sites)
    topic, at, name = split(subject)
    if at == OWN:  # the question is the same for every site that has it
        ids = (f"{topic}.{site}.{name}" for site in knowledge.sites)
        subject = next(one for one in ids if one in knowledge.questions)
    kind = knowledge.kind_of(subject)
    return list(kind.labels) if isinstance(kind, Choice) else None


def _accepted(operator: Operator, values: list[str], words: list[str]) -> Iterable[str]:
    if operator in _EQUAL:
        return [word for word in words if word in values]
    if operator in _UNEQUAL:
        return [word for word in words if word not in values]
    place = words.index(values[0])
    return {
        Operator.LESS: words[:place],
        Operator.AT_MOST: words[: place + 1],
        Operator.MORE: words[place + 1 :],
        Operator.AT_LEAST: words[place:],
    }[operator]


def branches(count: int, parts: tuple[Condition, ...]) -> list[Condition]:
    """`at least` written out for languages that have none: every way to choose that many."""
    return [All(chosen) for chosen in combinations(parts, count)]


def fields(knowledge: Knowledge) -> dict[str, dict[str, bool]]:
    """The fields of each topic, true for lists; those of a site are under `symptom.site`."""
    found: dict[str, dict[str, bool]] = {"symptom.site": {}}
    for name in (*knowledge.questions, *knowledge.derived):
        topic, at, field = split(name)
        place = found.setdefault(topic if at is None else f"{topic}.site", {})
        place[field] = isinstance(knowledge.kind_of(name), Several)
    return found


def first_stratum(knowledge: Knowledge) -> tuple[Rule, ...]:
    """The rules that read answers and derived values only."""
    return knowledge.strata[0]


def reduced(knowledge: Knowledge, count: int) -> Knowledge:
    """The base with `count` rules of the first stratum: those with the most comparisons."""
    by_size = sorted(first_stratum(knowledge), key=lambda rule: -size(rule))  # stable
    names = {rule.id for rule in by_size[:count]}
    kept = {name: rule for name, rule in knowledge.rules.items() if name in names}
    patterns = {getattr(rule.conclusion, "pattern", None) for rule in kept.values()}
    return replace(
        knowledge,
        rules=kept,
        strata=(tuple(kept.values()),),
        groups=tuple(_groups(knowledge, names)),
        patterns={name: one for name, one in knowledge.patterns.items() if name in patterns},
    )


def _groups(knowledge: Knowledge, names: set[str]) -> Iterable[Group]:
    for group in knowledge.groups:
        rules = tuple(rule for rule in group.rules if rule.id in names)
        points = [rule.conclusion.points for rule in rules if isinstance(rule.conclusion, Points)]
        if points:
            yield replace(group, rules=rules, worth=max(points))


def size(rule: Rule) -> int:
    """How many comparisons a rule has, as written."""
    return sum(1 for _ in comparisons(rule.when))
