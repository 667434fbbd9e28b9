"""How a report was worked out, for the coach edition: explanations, made short enough to print."""

from collections.abc import Iterable, Iterator

from ..engine.diagnosis import Diagnosis
from ..engine.explaining import explain
from ..engine.explaining.nearest import changed, near_bands
from ..engine.explaining.pillars import adding_up, band_words, next_bands
from ..engine.explaining.shapes import Explanation, Nearest, Step
from ..engine.explaining.text import MARKS
from ..engine.explaining.told import converted, origin
from ..engine.findings import MOST_SHOWN_PATTERNS, STATES
from ..engine.knowledge import Limit, Points, Rule, Warn
from ..engine.reasoning.goals import RuleGoal
from ..engine.reasoning.misses import OtherAnswer, nearest_misses
from ..engine.said_and_recorded import answered
from ..engine.scoring import Band, ItemScore, Score
from ..engine.vocabulary import Answer, Answers, Choice, Number, Question
from .coach_shapes import (
    AnswerOrigin,
    AnswerTopic,
    CloseLine,
    ItemLine,
    OpenSafety,
    Proof,
    ProofLine,
    WorkedOut,
    WorkedScore,
)
from .sentences import printable

_INTRO = (
    "This part is for the person who checks the report. Each id can be asked on: "
    "surefoot explain ANSWERS ID. Without an id, that command lists every claim."
)
_LEFT_OUT = ("Not answered", "Notes", "Undecided flags")  # these stand elsewhere
_MOST_CLOSE = 12
_MOST_FLAGS = 6  # named for one open question
_CLOSE_STEPS = 2
_YES_OR_NO = 2


def worked_out(diagnosis: Diagnosis) -> WorkedOut:
    """The trace of a report; without pillars, patterns and plan where no plan is shown."""
    is_full = diagnosis.plan.shown
    scores = (*diagnosis.pillars, *diagnosis.contexts) if is_full else ()
    patterns = diagnosis.patterns[:MOST_SHOWN_PATTERNS] if is_full else ()
    return WorkedOut(
        intro=_INTRO,
        summary=tuple(_summary(explain(diagnosis))),
        flags=tuple(_proof(explain(diagnosis, one.rule.id)) for one in diagnosis.flags),
        undecided=_undecided(diagnosis),
        patterns=tuple(_proof(explain(diagnosis, one.pattern.id)) for one in patterns),
        scores=tuple(
            _score(diagnosis, one) for one in scores if one.band is not Band.DOES_NOT_APPLY
        ),
        close=tuple(_close(diagnosis)),
        topics=tuple(_topics(diagnosis)),
    )


def _summary(explanation: Explanation) -> Iterator[str]:
    for section in explanation.sections:
        if section.title not in _LEFT_OUT:
            texts = [(printable(step.text).rstrip("."), step.id) for step in section.steps]
            listed = "; ".join(f"{text} ({name})" if name else text for text, name in texts)
            yield f"{section.title.rstrip('?')}: {listed}."


def _proof(explanation: Explanation) -> Proof:
    lines = [
        line
        for section in explanation.sections
        for line in (_heading(section.title), *_lines(section.steps, 1))
    ]
    return Proof(
        id=explanation.id, title=explanation.title, outcome=explanation.outcome,
        lines=tuple(lines), nearest=tuple(_nearest(explanation.nearest)),
    )  # fmt: skip


def _heading(text: str) -> ProofLine:
    return ProofLine(depth=0, mark="", text=text, id="")


def _lines(steps: Iterable[Step], depth: int) -> Iterator[ProofLine]:
    """The lines of a proof; what is not so is followed down only to what makes it so."""
    for step in steps:
        mark = MARKS[step.truth] if step.is_claim else ""
        yield ProofLine(depth=depth, mark=mark, text=printable(step.text), id=step.id)
        if step.truth is not False or not step.id:
            telling = (one for one in step.parts if step.truth is not False or not one.truth)
            yield from _lines(telling, depth + 1)


def _nearest(found: Iterable[Nearest]) -> Iterator[str]:
    for one in found:
        most = 1 if any(len(miss) > 1 for miss in one.misses) else len(one.misses)
        listed = (", and ".join(change.text for change in miss) for miss in one.misses[:most])
        ways = "; or ".join(listed)
        note = f" {one.note}" if one.note else ""
        yield printable(f"{one.about}: {ways}.{note}" if ways else f"{one.about}: {one.note}")


def _score(diagnosis: Diagnosis, score: Score) -> WorkedScore:
    items = [item for item in score.items if item.applies is not False]
    giving = [item for item in items if item.is_decided and item.least]
    undecided = [item for item in items if not item.is_decided]
    rest = [item.group.id for item in items if item.is_decided and not item.least]
    return WorkedScore(
        id=score.pillar.id, title=score.pillar.title, outcome=band_words(score.band),
        adds_up=" ".join((*adding_up(score), *next_bands(score))),
        items=(
            *(_giving(diagnosis, item) for item in giving),
            *(_undecided_item(diagnosis, item) for item in undecided),
        ),
        rest=f"No points in: {', '.join(rest)}." if rest else "",
        nearest=tuple(_nearest(near_bands(diagnosis, score))),
    )  # fmt: skip


def _giving(diagnosis: Diagnosis, item: ItemScore) -> ItemLine:
    rule = diagnosis.knowledge.rules[item.rule or ""]
    return ItemLine(
        points=f"{item.least} of {item.group.worth}", title=rule.title, rule=rule.id,
        answers=_answers(diagnosis, rule),
    )  # fmt: skip


def _answers(diagnosis: Diagnosis, rule: Rule) -> str:
    """The answers, and the values worked out from them, that a rule which fires reads."""
    knowledge = diagnosis.knowledge
    names = [name for name in (*knowledge.questions, *knowledge.derived) if name in rule.reads]
    shown = {name: diagnosis.shown(name) for name in names}
    return printable(
        "; ".join(f"{knowledge.title_of(n)}: {one}" for n, one in shown.items() if one)
    )


def _undecided_item(diagnosis: Diagnosis, item: ItemScore) -> ItemLine:
    questions = diagnosis.knowledge.questions
    missing = [questions[name].title for name in diagnosis.missing_for(*item.group.rules)]
    return ItemLine(
        points=f"{item.least} to {item.most} of {item.group.worth}",
        title="; ".join(rule.title for rule in item.group.rules),
        rule=item.group.id,
        answers=f"Open: {', '.join(missing)}",
    )


def _undecided(diagnosis: Diagnosis) -> tuple[OpenSafety, ...]:
    """The undecided flags, under the first open question that each of them waits for."""
    waiting: dict[str, list[str]] = {}
    for name in diagnosis.undecided_flags:
        rule = diagnosis.knowledge.rules[name]
        for question in diagnosis.missing_for(rule)[:1]:
            waiting.setdefault(question, []).append(rule.title)
    return tuple(
        OpenSafety(title=question.title, id=question.id, flags=_cut_short(waiting[question.id]))
        for question in diagnosis.knowledge.questions.values()
        if question.id in waiting
    )


def _cut_short(titles: list[str]) -> str:
    more = len(titles) - _MOST_FLAGS
    rest = [f"and {more} more"] if more > 0 else []
    return printable("; ".join([*titles[:_MOST_FLAGS], *rest]))


# --- what a small change would turn


def _close(diagnosis: Diagnosis) -> list[CloseLine]:
    """The rules that one answer a step or two away would turn; flags and limits first."""
    is_full = diagnosis.plan.shown
    found = []
    for rule in diagnosis.knowledge.rules.values():
        change = _small_change(diagnosis, rule) if _is_of_interest(rule, is_full=is_full) else None
        if change is not None:
            found.append((isinstance(rule.conclusion, Points), change.steps, rule, change))
    found.sort(key=lambda one: one[:2])
    return [
        CloseLine(
            title=rule.title, id=rule.id, state=STATES[diagnosis.assessment.states[rule.id]],
            turns=printable(changed(diagnosis, change).text),
        )
        for _, _, rule, change in found[:_MOST_CLOSE]
    ]  # fmt: skip


def _is_of_interest(rule: Rule, *, is_full: bool) -> bool:
    if isinstance(rule.conclusion, Warn | Limit):
        return True
    return is_full and isinstance(rule.conclusion, Points) and not rule.is_note


def _small_change(diagnosis: Diagnosis, rule: Rule) -> OtherAnswer | None:
    """The nearest other answer in a row of numbers or words that would turn a decided rule."""
    state = diagnosis.assessment.states[rule.id]
    if state is None:
        return None
    goal = RuleGoal(diagnosis.knowledge, rule, fires=not state)
    for miss in nearest_misses(diagnosis, goal, most_changes=1).found:
        (change,) = miss.changes
        question = diagnosis.knowledge.questions[change.question]
        if change.steps <= _CLOSE_STEPS and _is_in_a_row(question, diagnosis.answers):
            return change
    return None


def _is_in_a_row(question: Question, answers: Answers) -> bool:
    """Whether an answer was given between others: yes and no are no small steps."""
    kind = question.kind
    is_ordered = (
        isinstance(kind, Choice) and question.worse != "neither" and len(kind.labels) > _YES_OR_NO
    )
    return question.id in answers and (is_ordered or isinstance(question.kind, Number))


# --- all answers


def _topics(diagnosis: Diagnosis) -> Iterator[AnswerTopic]:
    knowledge, names = diagnosis.knowledge, tuple(answered(diagnosis))
    for topic in knowledge.topics.values():
        lines = tuple(
            _origin(diagnosis, knowledge.questions[name], diagnosis.answers[name])
            for name in names
            if knowledge.questions[name].topic == topic.id
        )
        if lines:
            yield AnswerTopic(title=topic.title, answers=lines)


def _origin(diagnosis: Diagnosis, question: Question, answer: Answer) -> AnswerOrigin:
    read_as = converted(question, answer)
    is_used = diagnosis.assessment.facts.gate(question.id) is True
    return AnswerOrigin(
        title=question.title, id=question.id,
        shown=printable(answer.shown) + (f" (read as {read_as})" if read_as else ""),
        origin=origin(answer) + ("" if is_used else "; does not count, as it may not apply"),
    )  # fmt: skip
