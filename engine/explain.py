"""How something was concluded, down to answers and where they came from.

An explanation is data first: a title, sentences, and a tree of steps, each true, false
or unknown. `format_explanation` prints it; nothing in it is generated prose.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import assert_never

from .assessment import Assessor
from .condition import (
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Not,
)
from .diagnosis import Diagnosis
from .errors import Problem, UsageError, did_you_mean, join_words
from .evaluate import Truth
from .findings import STATES, MatchedPattern
from .knowledge import BANDS, Lead, Limit, Pattern, Points, Rule, Sign, Warn, formula_reads
from .patterns import band_of
from .scoring import Band, ItemScore, Score
from .sentence import predicate
from .vocabulary import State

_SOURCES = {"typed": "you typed it", "file": "from the answers file"}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a proof: what is claimed, whether it holds, and what it rests on."""

    text: str
    truth: Truth
    parts: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a conclusion holds, or why not; `missing` are questions that could still change it."""

    id: str
    title: str
    outcome: str
    sentences: tuple[str, ...]
    steps: tuple[Step, ...]
    sources: tuple[str, ...]
    missing: tuple[str, ...]


def explain(assessor: Assessor, diagnosis: Diagnosis, name: str) -> Explanation:
    """The explanation of a pillar, context, rule, flag, limit or pattern.

    Raises:
        UsageError: for an id that the base does not have.
    """
    explainer = _Explainer(assessor, diagnosis)
    knowledge = diagnosis.knowledge
    if name in knowledge.scored:
        return explainer.pillar(diagnosis.score(name))
    if name in knowledge.patterns:
        return explainer.pattern(knowledge.patterns[name])
    if name in knowledge.rules:
        return explainer.rule(knowledge.rules[name])
    known = [*knowledge.scored, *knowledge.patterns, *knowledge.rules]
    meant = did_you_mean(name, known)
    pillars = join_words(knowledge.scored)
    fix = f"did you mean {meant}?" if meant else f"pillars: {pillars}; or the id of a rule"
    message = f"there is no pillar, rule, flag or pattern called '{name}'"
    raise UsageError(Problem(code="US104", message=message, fix=fix))


class _Explainer:
    """Reads one diagnosis."""

    def __init__(self, assessor: Assessor, diagnosis: Diagnosis) -> None:
        self.assessor = assessor
        self.diagnosis = diagnosis
        self.knowledge = diagnosis.knowledge
        self.assessment = diagnosis.assessment
        self.facts = diagnosis.assessment.facts

    def pillar(self, score: Score) -> Explanation:
        """How a deficit adds up, item by item."""
        items = [item for item in score.items if item.applies is not False]
        decided = [item for item in items if item.is_decided]
        least = sum(item.least for item in decided)
        worth = sum(item.group.worth for item in decided)
        sentences = [score.pillar.about]
        if score.deficit is not None:
            sentences.append(
                f"{least} of {worth} points in {len(decided)} decided "
                f"item{'s' if len(decided) != 1 else ''}: "
                f"room to improve {score.deficit:.0f} %."
            )
        if score.low is not None and score.high is not None and score.low != score.high:
            sentences.append(
                f"With what is not answered it lies between {floor(score.low)} "
                f"and {ceil(score.high)} %."
            )
        if score.clamped:
            sentences.append("The decided items alone say less; all that is certain gives this.")
        if score.priority is not None and score.priority != score.deficit:
            sentences.append("A matched pattern points here, which ranks it 10 higher.")
        outside = [item.group.id for item in score.items if item.applies is False]
        if outside:
            sentences.append(f"Does not apply to you: {join_words(outside, 'and')}.")
        undecided = [item for item in items if not item.is_decided]
        rules = [rule for item in undecided for rule in item.group.rules]
        return Explanation(
            id=score.pillar.id, title=score.pillar.title, outcome=_band_words(score.band),
            sentences=tuple(sentences), steps=tuple(self._item(item) for item in items), sources=(),
            missing=self.diagnosis.missing_for(*rules),
        )  # fmt: skip

    def _item(self, item: ItemScore) -> Step:
        span = f"{item.least}" if item.least == item.most else f"{item.least} to {item.most}"
        worth = item.group.worth
        counted = f", by {item.rule}" if item.rule else ""
        text = f"{item.group.id}: {span} of {worth} point{'s' if worth != 1 else ''}{counted}"
        truth: Truth = item.least > 0 if item.is_decided else None
        rules = tuple(self._item_rule(rule) for rule in item.group.rules)
        return Step(text, truth, rules)

    def _item_rule(self, rule: Rule) -> Step:
        """A rule of an item; one that fires is followed down to its answers and sources."""
        state = self.assessment.states[rule.id]
        parts: tuple[Step, ...] = ()
        if state:
            sources = self._sources(rule.evidence, rule.grade)
            parts = (*self._instances(rule), Step("; ".join(sources), state))
        return Step(f"{rule.id}: {rule.title}", state, parts)

    def rule(self, rule: Rule) -> Explanation:
        """Why a rule fires, is quiet or is unknown."""
        state = self.assessment.states[rule.id]
        result = next(one for one in self.diagnosis.rules if one.rule is rule)
        sentences = [f"People often say: “{rule.claim}”"] if rule.claim else []
        sentences += [result.because] if result.because else []
        sentences.append(self._concludes(rule))
        return Explanation(
            id=rule.id, title=rule.title, outcome=STATES[state], sentences=tuple(sentences),
            steps=self._instances(rule), sources=self._sources(rule.evidence, rule.grade),
            missing=self.diagnosis.missing_for(rule) if state is None else (),
        )  # fmt: skip

    def pattern(self, pattern: Pattern) -> Explanation:
        """The signs of a pattern for each site, and how they add up."""
        scores = self.assessment.scores[pattern.id]
        low = max((band_of(one.low) for one in scores), default=0)
        high = max((band_of(one.high) for one in scores), default=0)
        outcome = _band_span(low, high)
        matched = next((one for one in self.diagnosis.patterns if one.pattern is pattern), None)
        rules = [
            rule for rule in self.knowledge.rules.values()
            if isinstance(rule.conclusion, Sign) and rule.conclusion.pattern == pattern.id
        ]  # fmt: skip
        steps = []
        for score in scores:
            label = self.knowledge.sites.get(score.site or "", "All signs")
            span = f"{score.low}" if score.low == score.high else f"{score.low} to {score.high}"
            truth: Truth = (
                True if score.is_matched else (None if score.low != score.high else False)
            )
            signs = tuple(self._sign(rule, score.site) for rule in rules)
            steps.append(Step(f"{label}: {span} points", truth, signs))
        unknown = [rule for rule in rules if self.assessment.states[rule.id] is None]
        return Explanation(
            id=pattern.id, title=pattern.title, outcome=outcome,
            sentences=self._pattern_sentences(pattern, matched), steps=tuple(steps),
            sources=self._sources(pattern.evidence, pattern.grade),
            missing=self.diagnosis.missing_for(*unknown),
        )  # fmt: skip

    def _pattern_sentences(
        self, pattern: Pattern, matched: MatchedPattern | None
    ) -> tuple[str, ...]:
        if matched is None:
            sites = join_words([self.knowledge.sites[site].lower() for site in pattern.sites])
            return (f"Looked for at: {sites}." if sites else "", pattern.differ)
        fits = (
            f"Your answers fit a pattern often called {pattern.title}; other causes are possible."
        )
        return (fits, pattern.differ)

    def _sign(self, rule: Rule, site: str | None) -> Step:
        weight = rule.conclusion.weight if isinstance(rule.conclusion, Sign) else 0
        truth = self.assessment.truths.get((rule.id, site), False)
        instance = next((one for one in rule.instances if one.site == site), None)
        parts = (self.step(instance.condition),) if instance else ()
        return Step(f"{rule.title} ({weight:+d})", truth, parts)

    def _instances(self, rule: Rule) -> tuple[Step, ...]:
        if not rule.is_each:
            return (self.step(rule.instances[0].condition),)
        truths = self.assessment.truths
        possible = [one for one in rule.instances if (rule.id, one.site) in truths]
        wanted = self.assessment.states[rule.id]
        telling = [one for one in possible if truths[rule.id, one.site] is wanted]
        if not telling:
            each = self.knowledge.site_question or ""
            text = f"None of the places that this looks at was chosen [{each}]"
            return (Step(text, False),)
        steps = [self.step(one.condition) for one in telling[:3]]
        return tuple(
            Step(self.knowledge.sites[one.site or ""], step.truth, (step,))
            for one, step in zip(telling, steps, strict=False)
        )

    def step(self, condition: Condition) -> Step:
        """A condition with its truth, down to the answers."""
        truth = self.assessor.evaluator.truth(condition, self.facts)
        match condition:
            case Comparison():
                return self._comparison(condition, truth)
            case All(parts):
                return Step("all of these:", truth, tuple(self.step(part) for part in parts))
            case Any(parts):
                return Step("one of these:", truth, tuple(self.step(part) for part in parts))
            case AtLeast(count, parts):
                text = f"at least {count} of these:"
                return Step(text, truth, tuple(self.step(part) for part in parts))
            case Not(part):
                return Step("not this:", truth, (self.step(part),))
            case _:
                assert_never(condition)

    def _comparison(self, comparison: Comparison, truth: Truth) -> Step:
        subject = comparison.subject
        text = f"{self.knowledge.title_of(subject)} {predicate(comparison, self.knowledge)}"
        parts = []
        if self.facts.gate(subject) is not True and (
            gate := self.assessor.evaluator.gates.get(subject)
        ):
            word = "does not apply" if self.facts.gate(subject) is False else "may not apply"
            parts.append(replace(self.step(gate), text=f"{word}: {self.step(gate).text}"))
        derived = self.knowledge.derived.get(subject)
        if derived is not None:
            parts += [self._input(name) for name in sorted(formula_reads(derived.formula))]
        return Step(f"{text} ({self._said(subject)}) [{subject}]", truth, tuple(parts))

    def _input(self, subject: str) -> Step:
        title = self.knowledge.title_of(subject)
        known: Truth = True if subject in self.facts.values else None
        return Step(f"{title}: {self._said(subject)} [{subject}]", known)

    def _said(self, subject: str) -> str:
        answer = self.diagnosis.answers.get(subject)
        if answer is not None:
            if answer.state is not State.GIVEN:
                return answer.shown.lower()
            return f"you said {answer.shown}; {_SOURCES.get(answer.source, answer.source)}"
        if subject in self.facts.bands:
            return _band_span(*self.facts.bands[subject])
        if subject in self.knowledge.rules:
            return STATES[self.assessment.states[subject]]
        shown = self.diagnosis.shown(subject)
        return f"worked out as {shown}" if shown else "not answered"

    def _concludes(self, rule: Rule) -> str:
        match rule.conclusion:
            case Points(pillar, _, 0, _):
                title = self.knowledge.scored[pillar].title
                return f"When it fires: it is said under {title}, and gives no points."
            case Points(pillar, group, points, _):
                item = "" if group == rule.id else f" in the item {group}"
                title = self.knowledge.scored[pillar].title
                return (
                    f"When it fires: {points} point{'s' if points != 1 else ''} for {title}{item}."
                )
            case Warn(tier, route, plan, running, _):
                return f"When it fires: tier {tier}, {route}, plan {plan}. {running}"
            case Sign(pattern, weight, _):
                return f"When it fires: {weight:+d} for {self.knowledge.patterns[pattern].title}."
            case Limit(stops):
                return "When it fires: no plan is shown." if stops else "When it fires: it is said."
            case Lead(context):
                return f"When it fires: {self.knowledge.scored[context].title} comes first."
            case _:
                assert_never(rule.conclusion)

    def _sources(self, evidence: tuple[str, ...], grade: str) -> tuple[str, ...]:
        cited = [self.knowledge.evidence[name] for name in evidence]
        return (
            f"evidence: {grade}",
            *(f"{one.cite} ({one.design}; seen: {one.seen})" for one in cited),
        )


def _band_words(band: Band) -> str:
    return band.value.replace("_", " ")


def _band_span(low: int, high: int) -> str:
    names = [BANDS[index].replace("_", " ") for index in (low, high)]
    return names[0] if low == high else f"between {names[0]} and {names[1]}"


_MARKS = {True: "yes", False: "no", None: "unknown"}


def format_explanation(explanation: Explanation, titles: dict[str, str]) -> str:
    """The explanation as lines of text; `titles` has what to call the missing questions."""
    lines = [f"{explanation.title} [{explanation.id}]: {explanation.outcome}"]
    lines += [f"  {sentence}" for sentence in explanation.sentences if sentence]
    for step in explanation.steps:
        lines += _format_step(step, 1)
    if explanation.missing:
        lines.append("  Not answered, and it could change this:")
        lines += [f"    {titles.get(name, name)} [{name}]" for name in explanation.missing]
    lines += [f"  {source}" for source in explanation.sources]
    return "\n".join(lines) + "\n"


def _format_step(step: Step, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{_MARKS[step.truth]}: {step.text}"
    for part in step.parts:
        yield from _format_step(part, depth + 1)
