"""Which rules fire, concluded by Experta; with `_experta` the only file that knows it.

Answers become one fact for each topic (`Recovery(sleep_hours=6.5, …)`) and one
`Symptom(site=…)` for each chosen site; a missing answer is a missing field, so nothing
matches on it. Conditions come in normal form, so there is no NOT. A rule's action only
declares `Fired`: an OR runs it once for each true branch, and `Fired` stays one fact.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import combinations, count
from typing import Any as Anything

from ._experta import AND, MATCH, OR, DepthStrategy, Fact, KnowledgeEngine, P, ReteMatcher, Rule
from .condition import All, Any, AtLeast, Comparison, Condition, Not, Operator, Value
from .evaluate import Facts, band_test, test_of
from .knowledge import Knowledge
from .knowledge import Rule as KnowledgeRule
from .vocabulary import Choice

STEPS_EACH = 64  # firings of one rule before the run is stopped: sites times OR branches, amply

_CONCLUDED = ("flag", "pattern")

FiredRule = tuple[str, str | None]


class InferenceError(Exception):
    """The engine did not come to rest or disagrees with `evaluate`: a fault of ours."""


class Fired(Fact):  # type: ignore[misc]
    """A rule that fires, with the site for an `each` rule."""


class _Matcher(ReteMatcher):  # type: ignore[misc]
    """Experta's matcher with its list of conflict sets kept by engine.

    The original keeps one list for all engines of the process and walks the whole
    network again whenever another thread's engine asks.
    """

    def _get_conflict_set_nodes(self) -> Anything:
        if not hasattr(self, "_own_nodes"):
            self._own_nodes = ReteMatcher._get_conflict_set_nodes.__wrapped__(self)
        return self._own_nodes

    def changes(self, adding: Anything = None, deleting: Anything = None) -> Anything:
        """Skip the walk over all conflict sets when only `Fired` is new: no rule reads it."""
        if not deleting and all(isinstance(one, Fired) for one in adding or ()):
            return [], []
        return super().changes(adding, deleting)


class _Rule(Rule):  # type: ignore[misc]
    """Experta's rule, copied without inspecting its action's signature anew for each copy."""

    def new_conditions(self, *args: Anything) -> "_Rule":
        """The same rule with other conditions; building the network makes thousands of them."""
        copied = type(self)(*args, salience=self.salience)
        copied._wrapped = self._wrapped
        copied._wrapped_args = self._wrapped_args
        if self._wrapped is not None:
            copied.__name__ = self.__name__
        return copied


class _Strategy(DepthStrategy):  # type: ignore[misc]
    """Order by salience, then by facts, without the original's process-wide cache."""

    def get_key(self, activation: Anything) -> tuple[int, list[int]]:
        facts = sorted((fact["__factid__"] for fact in activation.facts), reverse=True)
        return activation.rule.salience, facts


class _Engine(KnowledgeEngine):  # type: ignore[misc]
    """An Experta engine over given rules, instead of rules found on the class."""

    __matcher__ = _Matcher
    __strategy__ = _Strategy

    def __init__(self, rules: list[Anything]) -> None:
        self._rules = rules
        super().__init__()

    def get_rules(self) -> list[Anything]:
        """The rules; the original searches all attributes of the engine."""
        return self._rules


class Inference:
    """Experta over one knowledge base; safe to use from several threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base; engines are built on first use, one for each thread."""
        self.knowledge = knowledge
        self._local = threading.local()
        self._building = threading.Lock()
        self._site_topic = (knowledge.site_question or "").partition(".")[0]
        self._topics = {
            topic: type(topic.title().replace("_", ""), (Fact,), {})
            for topic in [*knowledge.topics, *_CONCLUDED]
        }

    def start(self, facts: Facts) -> "Run":
        """A fresh run with the facts declared; strata are run one after the other."""
        engine = getattr(self._local, "engine", None)
        if engine is None:
            with self._building:  # Experta's checks are cached in dicts of their classes
                engine = self._local.engine = _Engine(self._rules())
        engine.reset()
        engine.declare(*self._declared(facts))
        return Run(engine, self._topics, len(self.knowledge.rules))

    def _declared(self, facts: Facts) -> Iterable[Anything]:
        """One fact for each topic, and one for each chosen site."""
        fields: dict[tuple[str, str | None], dict[str, Value]] = {}
        each = self.knowledge.site_question
        chosen = facts.values.get(each) if each else None
        for site in self.knowledge.sites:
            if isinstance(chosen, frozenset) and site in chosen:
                fields[self._site_topic, site] = {"site": site}
        for subject, value in facts.values.items():
            if not facts.is_declared(subject):
                continue
            topic, at, name = _split(subject)
            if at is None or (topic, at) in fields:
                fields.setdefault((topic, at), {})[name] = value
        return [self._topics[topic](**named) for (topic, _), named in fields.items()]

    def _rules(self) -> list[Anything]:
        ordered = sorted(
            self.knowledge.rules.values(), key=lambda rule: (-rule.stratum, rule.id), reverse=True
        )
        numbers = count(1)
        return [built for rule in ordered if (built := self._rule(rule, next(numbers))) is not None]

    def _rule(self, rule: KnowledgeRule, salience: int) -> Anything | None:
        left = self._left_side(rule.when)
        if left is None:
            return None
        parts = [*self._each_site(rule), *left]

        def action(engine: Anything, site: str | None = None) -> None:
            engine.declare(Fired(rule=rule.id, site=site))

        action.__name__ = rule.id
        return _Rule(AND(*parts) if len(parts) > 1 else parts[0], salience=salience)(action)

    def _each_site(self, rule: KnowledgeRule) -> list[Anything]:
        """What binds the site of an `each` rule where its condition does not always do so."""
        if not rule.is_each or _binds_site(rule.when):
            return []
        return [self._topics[self._site_topic](site=MATCH.site)]

    def _left_side(self, condition: Condition) -> list[Anything] | None:
        """The patterns of a condition, to be joined by AND; None if it can never hold."""
        match condition:
            case Comparison():
                return [self._pattern([condition])]
            case All(parts):
                return self._conjunction(parts)
            case Any(parts):
                branches = [left for part in parts if (left := self._left_side(part)) is not None]
                if any(not branch for branch in branches):
                    return []
                joined = [AND(*one) if len(one) > 1 else one[0] for one in branches]
                return _one_of(joined)
            case AtLeast(number, parts):
                return self._at_least(number, parts)
            case Not():
                raise AssertionError("normal form has no `not`")

    def _conjunction(self, parts: tuple[Condition, ...]) -> list[Anything] | None:
        """Comparisons on one fact become one pattern: fewer joins.

        Each flag and pattern is a fact of its own, declared when it is concluded.
        """
        together: dict[tuple[str, str | None], list[Comparison]] = {}
        found: list[Anything] = []
        for part in parts:
            if isinstance(part, Comparison) and _split(part.subject)[0] not in _CONCLUDED:
                topic, site, _ = _split(part.subject)
                together.setdefault((topic, site), []).append(part)
            else:
                left = self._left_side(part)
                if left is None:
                    return None
                found += left
        return [*(self._pattern(one) for one in together.values()), *found]

    def _at_least(self, number: int, parts: tuple[Condition, ...]) -> list[Anything] | None:
        """At least some of several; on one question a single predicate that counts."""
        compared = [part for part in parts if isinstance(part, Comparison)]
        if len(compared) == len(parts) and len({one.subject for one in compared}) == 1:
            tests = tuple(self._test(one) for one in compared)
            return [self._topic_pattern(compared[0].subject, [P(_counting(number, tests))])]
        branches = [self._conjunction(chosen) for chosen in combinations(parts, number)]
        joined = [AND(*one) if len(one) > 1 else one[0] for one in branches if one]
        return _one_of(joined)

    def _pattern(self, compared: list[Comparison]) -> Anything:
        """One Experta pattern for comparisons that all read the same fact."""
        constraints: dict[str, list[Anything]] = {}
        for one in compared:
            _, _, name = _split(one.subject)
            constraints.setdefault(name, []).append(P(self._test(one)))
        return self._topic_pattern(compared[0].subject, [], constraints)

    def _topic_pattern(
        self,
        subject: str,
        single: list[Anything],
        constraints: Mapping[str, list[Anything]] | None = None,
    ) -> Anything:
        topic, site, name = _split(subject)
        fields = {key: _joined(value) for key, value in (constraints or {name: single}).items()}
        if site == "site":
            topic = self._site_topic
            own = fields.pop("site", None)
            fields["site"] = MATCH.site if own is None else MATCH.site & own
        elif site is not None:
            fields["site"] = P(_equals(site))
        return self._topics[topic](**fields)

    def _test(self, comparison: Comparison) -> Callable[[Anything], bool]:
        subject = comparison.subject
        if subject in self.knowledge.patterns:
            return _certain_band(comparison.operator, str(comparison.values[0]))
        if subject == "site":
            return _test(comparison, ())
        name = subject
        if ".site." in subject:  # any site's question has the same kind
            prefix, _, last = subject.partition(".site.")
            sites = self.knowledge.sites
            asked = (f"{prefix}.{site}.{last}" for site in sites)
            name = next((one for one in asked if one in self.knowledge.questions), subject)
        if name not in self.knowledge.questions and ".site." in subject:
            return _never
        kind = self.knowledge.kind_of(name)
        return _test(comparison, tuple(kind.labels) if isinstance(kind, Choice) else ())


class Run:
    """One inference in progress: run a stratum, declare what follows from it, run the next."""

    def __init__(self, engine: _Engine, topics: Mapping[str, type], rules: int) -> None:
        """Takes an engine with the first facts declared."""
        self._engine = engine
        self._topics = topics
        self._most_steps = max(1, rules) * STEPS_EACH

    def run(self) -> frozenset[FiredRule]:
        """Every rule that has fired so far.

        Raises:
            InferenceError: if the engine does not come to rest.
        """
        self._engine.run(steps=self._most_steps)
        if self._engine.agenda.activations:
            raise InferenceError(f"Experta is not at rest after {self._most_steps} steps")
        fired = (fact for fact in self._engine.facts.values() if isinstance(fact, Fired))
        return frozenset((fact["rule"], fact["site"]) for fact in fired)

    def conclude(self, flags: Mapping[str, bool], bands: Mapping[str, tuple[int, int]]) -> None:
        """Declare which flags are raised or certainly not, and the bands patterns can still have.

        All in one go: Experta walks its whole network for each call of `declare`.
        """
        facts = [self._fact(name, "yes" if raised else "no") for name, raised in flags.items()]
        facts += [self._fact(name, span) for name, span in bands.items()]
        if facts:
            self._engine.declare(*facts)

    def _fact(self, subject: str, value: object) -> Anything:
        topic, _, name = _split(subject)
        return self._topics[topic](**{name: value})


def _split(subject: str) -> tuple[str, str | None, str]:
    """Topic, site and field of an id; `site` alone is a field of the site's own fact."""
    parts = subject.split(".")
    if len(parts) == 1:
        return "site", "site", "site"
    if len(parts) == 3 and parts[0] not in _CONCLUDED:  # noqa: PLR2004
        return parts[0], parts[1], parts[2]
    return parts[0], None, ".".join(parts[1:]).replace("-", "_")


def _binds_site(condition: Condition) -> bool:
    """Whether every way in which a condition can hold matches a fact of the chosen site."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    return any(
        isinstance(part, Comparison) and (part.subject == "site" or ".site." in part.subject)
        for part in parts
    )


@cache
def _test(comparison: Comparison, order: tuple[str, ...]) -> Callable[[Anything], bool]:
    # The same function for the same comparison: Experta shares nodes by its identity.
    return test_of(comparison, order)


@cache
def _certain_band(operator: Operator, band: str) -> Callable[[Anything], bool]:
    test = band_test(operator, band)
    return lambda bands: isinstance(bands, tuple) and test((bands[0], bands[1])) is True


@cache
def _equals(word: str) -> Callable[[Anything], bool]:
    return lambda value: value == word


@cache
def _counting(
    number: int, tests: tuple[Callable[[Anything], bool], ...]
) -> Callable[[Anything], bool]:
    return lambda value: sum(test(value) for test in tests) >= number


def _never(_: object) -> bool:
    return False


def _joined(constraints: list[Anything]) -> Anything:
    joined = constraints[0]
    for one in constraints[1:]:
        joined = joined & one
    return joined


def _one_of(branches: list[Anything]) -> list[Anything] | None:
    if not branches:
        return None
    return [OR(*branches) if len(branches) > 1 else branches[0]]
