"""What a knowledge base holds, ready for inference; `loading` makes it from YAML.

All of it is frozen. Conditions are in normal form, references are known to exist,
rules are in strata without cycles.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from .asking import Contradiction, HomeTest
from .condition import Condition, Expression, references, subjects
from .errors import Place
from .plan_parts import Block, Exercise, Placing, Session, Step
from .vocabulary import EXCLUSIVE, Choice, Kind, Number, Question

WEAK_FROM = 40.0
WATCH_FROM = 20.0
DECIDED_SHARE = 0.6
BANDS = ("unlikely", "possible", "likely", "very_likely")
# How well answers fit a pattern of this band, in words that are no diagnosis.
FITS = {
    "unlikely": "does not fit", "possible": "fits in part", "likely": "fits",
    "very_likely": "fits well",
}  # fmt: skip
BAND_STARTS = (float("-inf"), 1, 3, 5)
WEIGHTS = {"slightly": 1, "clearly": 2, "strongly": 4}
BAND_KIND = Choice({band: band.replace("_", " ") for band in BANDS})
YES_NO = Choice({"no": "No", "yes": "Yes"})
ANY_NUMBER = Number(float("-inf"), float("inf"))


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the interview; with `consent`, nothing of it is asked before the runner agrees."""

    id: str
    title: str
    why: str
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pillar:
    """A pillar or, with `is_context`, a context like training load."""

    id: str
    title: str
    about: str
    headline: str
    is_context: bool


@dataclass(frozen=True, slots=True)
class FirstThatHolds:
    """A derived word: that of the first condition that holds; an unknown one stops the list."""

    branches: tuple[tuple[str, Condition], ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` up to but not including `high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lookup:
    """A derived number from a table; no row that fits gives unknown."""

    by: tuple[str, ...]
    rows: tuple[tuple[tuple[Range | str, ...], float], ...]


Formula = Expression | FirstThatHolds | Lookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value that follows from answers; `gate` joins its own with those of what it reads."""

    id: str
    title: str
    kind: Kind
    formula: Formula
    gate: Condition | None
    place: Place


@dataclass(frozen=True, slots=True)
class Points:
    """Whole points for a pillar; of one group only the heaviest counts."""

    pillar: str
    group: str
    points: int
    advice: str | None


@dataclass(frozen=True, slots=True)
class Warn:
    """A red flag: who to see, how fast, and what it does to the plan."""

    tier: str
    route: str
    plan: str
    running: str
    tell: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign for or against a pattern; `weight` is negative against it."""

    pattern: str
    weight: int
    group: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Said when the base is not made for this runner; `stops` leaves no plan."""

    stops: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """Makes a context the headline, whatever the pillars say."""

    context: str


Conclusion = Points | Warn | Sign | Limit | Lead


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule's condition as read for one site; `site` is None for a rule without `each`."""

    site: str | None
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A condition with what it concludes.

    `when` is the condition as written (in normal form), with `site` and `symptom.site.x`
    where `is_each` says so; `instances` has one condition for each site. `reviewed` has a name
    and a day each, whether or not the rule has changed since. `claim` is what people often say
    where `because` says what is known.
    """

    id: str
    title: str
    status: str
    when: Condition
    is_each: bool
    instances: tuple[Instance, ...]
    because: str
    evidence: tuple[str, ...]
    grade: str
    conclusion: Conclusion
    place: Place
    not_for: str = ""
    claim: str = ""
    reviewed: tuple[str, ...] = ()
    reads: frozenset[str] = frozenset()
    stratum: int = 0

    @property
    def is_note(self) -> bool:
        """Whether it belongs to a pillar or context and gives no points: it is only said."""
        return isinstance(self.conclusion, Points) and not self.conclusion.points


@dataclass(frozen=True, slots=True)
class Link:
    """A pillar that a matched pattern points to, with a condition if it has one."""

    pillar: str
    condition: Condition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A symptom pattern; its signs are rules that name it."""

    id: str
    title: str
    sites: tuple[str, ...]
    about: str
    differ: str
    links: tuple[Link, ...]
    blocks: tuple[str, ...]
    evidence: tuple[str, ...]
    grade: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do about an item that lost points.

    One that `increases` something is not given while a flag restricts the plan, nor one beside
    those that it is `not_with`, whichever of the two says so. `parts` are those of its block that
    it needs where time is short; none: all of them.
    """

    id: str
    title: str
    text: str
    dose: str
    stop: str
    minutes_per_week: int
    block: str
    increases: bool
    withhold_if: Condition | None
    not_with: tuple[str, ...]
    evidence: tuple[str, ...]
    grade: str
    place: Place
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A source; `seen` says how much of it was read."""

    id: str
    cite: str
    design: str
    seen: str
    doi: str
    year: int | None
    size: str
    population: str
    result: str
    checked: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that are one item of a pillar; `worth` is the heaviest rule's points."""

    id: str
    pillar: str
    rules: tuple[Rule, ...]
    worth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """A whole knowledge base.

    `derived_order` lists the derived values so that each comes after what it reads.
    `site_question` is the question that `each: site` runs through. `plan_asks` has the questions
    that the plan reads, by what it reads them for. `former_questions` leads from an id that a
    question or derived value had to the one it has, `former_ids` does so for all else. `compared`
    are the ids that a rule, a contradiction or the plan reads in a condition. `reviews`
    has, for the rules where that was looked up, the names and days that count for what the rule
    means now.
    """

    name: str
    version: str
    hash: str
    topics: Mapping[str, Topic]
    pillars: Mapping[str, Pillar]
    contexts: Mapping[str, Pillar]
    questions: Mapping[str, Question]
    derived: Mapping[str, Derived]
    derived_order: tuple[str, ...]
    rules: Mapping[str, Rule]
    patterns: Mapping[str, Pattern]
    advice: Mapping[str, Advice]
    exercises: Mapping[str, Exercise]
    blocks: Mapping[str, Block]
    evidence: Mapping[str, Evidence]
    home_tests: Mapping[str, HomeTest] = field(default_factory=dict)
    contradictions: Mapping[str, Contradiction] = field(default_factory=dict)
    site_question: str | None = None
    sessions: Mapping[str, Session] = field(default_factory=dict)
    placings: Mapping[str, Placing] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    plan_asks: Mapping[str, str] = field(default_factory=dict)
    former_questions: Mapping[str, str] = field(default_factory=dict)
    former_ids: Mapping[str, str] = field(default_factory=dict)
    reviews: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[Group, ...] = field(default=())
    strata: tuple[tuple[Rule, ...], ...] = field(default=())
    compared: frozenset[str] = frozenset()

    @property
    def scored(self) -> dict[str, Pillar]:
        """Pillars and contexts, in the order of the base."""
        return {**self.pillars, **self.contexts}

    @property
    def asked(self) -> dict[str, Question]:
        """The questions that a runner can be asked: all but those that only a record answers."""
        return {name: one for name, one in self.questions.items() if not one.records}

    @property
    def recorded_by(self) -> dict[str, str]:
        """From a question to the one that holds what a record shows of it."""
        return {one.records: name for name, one in self.questions.items() if one.records}

    @property
    def never_together(self) -> tuple[Condition, ...]:
        """What no real runner fulfils: the contradictions that never hold."""
        return tuple(one.when for one in self.contradictions.values() if one.never)

    @property
    def sites(self) -> Mapping[str, str]:
        """The choices that `each: site` can run through, with their labels."""
        if self.site_question is None:
            return {}
        kind = self.questions[self.site_question].kind
        labels: Mapping[str, str] = getattr(kind, "labels", {})
        return {word: label for word, label in labels.items() if word not in EXCLUSIVE}

    def site_of(self, question: Question) -> str | None:
        """The site that a question is about, also of one written for a single site."""
        if question.site is not None or self.site_question is None:
            return question.site
        topic, *rest = question.id.split(".")
        is_of_site = len(rest) > 1 and self.site_question.startswith(f"{topic}.")
        return rest[0] if is_of_site and rest[0] in self.sites else None

    def kind_of(self, subject: str) -> Kind:
        """The kind of a question, derived value, flag or pattern.

        Raises:
            KeyError: for an id that the base does not have.
        """
        if subject in self.questions or subject in self.derived:
            return (self.questions.get(subject) or self.derived[subject]).kind
        if subject in self.patterns:
            return BAND_KIND
        if subject in self.rules:
            return YES_NO
        raise KeyError(subject)

    def is_concluded(self, subject: str) -> bool:
        """Whether rules conclude it: a flag or a pattern."""
        return subject in self.patterns or subject in self.rules

    def needs(self, subject: str) -> set[str]:
        """What an id follows from in one step: formula and gate."""
        found = set[str]()
        gated = self.derived.get(subject) or self.questions.get(subject)
        if gated is not None and gated.gate is not None:
            found |= subjects(gated.gate)
        if subject in self.derived:
            found |= formula_reads(self.derived[subject].formula)
        if subject in self.patterns:
            for rule in self.rules.values():
                if isinstance(rule.conclusion, Sign) and rule.conclusion.pattern == subject:
                    found |= rule.reads
        elif subject in self.rules:
            found |= self.rules[subject].reads
        return found

    def questions_behind(self, *rules: Rule) -> set[str]:
        """Every question whose answer can bear on the rules, through derived values and gates."""
        return self.questions_leading_to(set().union(*(rule.reads for rule in rules)))

    def questions_leading_to(self, names: Set[str]) -> set[str]:
        """The questions among some ids, and those that the others follow from."""
        seen = set(names)
        waiting = list(seen)
        while waiting:
            new = self.needs(waiting.pop()) - seen
            seen |= new
            waiting += new
        return seen & self.questions.keys()

    def title_of(self, subject: str) -> str:
        """What to call a question, derived value, flag or pattern."""
        for part in (self.questions, self.derived, self.patterns, self.rules):
            if subject in part:
                return str(part[subject].title)
        return subject


def formula_reads(formula: Formula) -> set[str]:
    """The ids that a formula reads."""
    match formula:
        case FirstThatHolds(branches):
            return set().union(*(subjects(condition) for _, condition in branches))
        case Lookup(by):
            return set(by)
        case _:
            return references(formula)
