"""CLIPS through clipspy: one template for each topic and one fact for each chosen site."""

from collections.abc import Iterator
from itertools import count

import clips
from clips._clips import lib

from surefoot.engine.condition import All, Any, AtLeast, Comparison, Condition, Not, Operator
from surefoot.engine.knowledge import Knowledge, Rule

from .rules import (
    OWN,
    Bound,
    Case,
    Fired,
    Holds,
    Leaf,
    OneOf,
    Test,
    branches,
    fields,
    first_stratum,
    leaf,
)

_FIRED = "?*fired*"
_SIGNS = {Operator.EQUAL: "=", Operator.NOT_EQUAL: "<>"}
_AT_SITE = "symptom-at"  # facts of one site; `symptom` has what is asked once


def _release(fact: clips.facts.Fact) -> None:
    lib.ReleaseFact(fact._fact)


# clipspy 1.0.6 passes ReleaseFact one argument too many and swallows the error: no fact is ever
# freed, and every reset walks through all there have been. The peer is better than that.
clips.facts.Fact.__del__ = _release


class ClipsPeer:
    """A CLIPS environment with the rules of a base."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Translates and builds every construct."""
        self._environment = clips.Environment()
        self._environment.build(f"(defglobal {_FIRED} = (create$))")
        for place, slots in fields(knowledge).items():
            topic = _AT_SITE if place == "symptom.site" else place
            self._environment.build(_template(topic, slots))
        for rule in first_stratum(knowledge):
            text = _Writer(knowledge).rule(rule)
            if text is not None:
                self._environment.build(text)
        self._templates = {
            topic: self._environment.find_template(topic)
            for topic in [_AT_SITE, *(one for one in fields(knowledge) if one != "symptom.site")]
        }
        self._fired = self._environment.find_global("fired")

    def fire(self, case: Case) -> Fired:
        """Which rules fire; reset, facts, run, and reading what fired."""
        self._environment.reset()
        for (topic, at), values in case.places.items():
            slots = {
                name: tuple(value) if isinstance(value, frozenset) else value
                for name, value in values.items()
            }
            self._templates[topic if at is None else _AT_SITE].assert_fact(**slots)
        self._environment.run()
        found = iter(self._fired.value)
        return frozenset((rule, site or None) for rule, site in zip(found, found, strict=True))


def _template(topic: str, slots: dict[str, bool]) -> str:
    written = [
        f"(multislot {name})" if is_list else f"(slot {name} (default nil))"
        for name, is_list in slots.items()
    ]
    if topic == _AT_SITE:
        written.insert(0, f"(slot {OWN})")
    return f"(deftemplate {topic} {' '.join(written)})"


class _Writer:
    """Writes one rule; variables are numbered through it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._numbers = count(1)

    def rule(self, rule: Rule) -> str | None:
        when = rule.when if isinstance(rule.when, All) else All((rule.when,))
        patterns = " ".join(self._all(when.parts, binds_site=rule.is_each))
        site = "?site" if rule.is_each else '""'
        action = f'(bind {_FIRED} (create$ {_FIRED} "{rule.id}" {site}))'
        return f"(defrule {rule.id} {patterns} => {action})"

    def _element(self, condition: Condition) -> str:
        match condition:
            case Comparison():
                return " ".join(self._all((condition,)))
            case All(parts):
                return f"(and {' '.join(self._all(parts))})"
            case Any(parts):
                return f"(or {' '.join(self._element(part) for part in parts)})"
            case AtLeast(number, parts):
                return f"(or {' '.join(self._element(one) for one in branches(number, parts))})"
            case Not():
                raise AssertionError("normal form has no `not`")

    def _all(self, parts: tuple[Condition, ...], *, binds_site: bool = False) -> Iterator[str]:
        """Comparisons on one fact become one pattern, as a CLIPS author would write it."""
        together: dict[tuple[str, str | None], list[Leaf]] = {}
        if binds_site:
            together["symptom", OWN] = []
        for part in parts:
            if isinstance(part, Comparison):
                read = leaf(self._knowledge, part)
                together.setdefault((read.topic, read.at), []).append(read)
        for (topic, at), leaves in together.items():
            yield self._pattern(topic, at, leaves)
        for part in parts:
            if not isinstance(part, Comparison):
                yield self._element(part)

    def _pattern(self, topic: str, at: str | None, leaves: list[Leaf]) -> str:
        slots: dict[str, list[Test]] = {}
        if at is not None:
            topic = _AT_SITE
            slots[OWN] = []
        for one in leaves:
            slots.setdefault(one.name, []).append(one.test)
        written = []
        for name, tests in slots.items():
            own = (f'"{at}"' if at != OWN else "?site") if name == OWN else ""
            written.append(f"({name} {self._slot(own, tests)})")
        return f"({topic} {' '.join(written)})"

    def _slot(self, own: str, tests: list[Test]) -> str:
        """The constraint on a slot: literals where they do, else a variable with predicates."""
        if not own and len(tests) == 1 and isinstance(tests[0], OneOf):
            return "|".join(f'"{word}"' for word in tests[0].words)
        variable = own or f"?v{next(self._numbers)}"
        sign = "$" if tests and isinstance(tests[0], Holds) else ""
        return "&:".join([sign + variable, *(_predicate(variable, one) for one in tests)])


def _predicate(variable: str, test: Test) -> str:
    match test:
        case OneOf(words):
            equal = " ".join(f'(eq {variable} "{word}")' for word in words)
            return f"(or {equal} FALSE)"
        case Bound(operator, bound):
            sign = _SIGNS.get(operator, operator.value)
            return f"(and (numberp {variable}) ({sign} {variable} {bound!r}))"
        case Holds(word, True):
            return f'(member$ "{word}" {variable})'
        case Holds(word, _):
            return f'(and (> (length$ {variable}) 0) (not (member$ "{word}" {variable})))'
