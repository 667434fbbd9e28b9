"""The nearest other answers in words: `2 repetitions more`, `“often” instead of “sometimes”`."""

from collections.abc import Callable
from typing import assert_never

from ..condition import Value
from ..diagnosis import Diagnosis
from ..errors import join_words
from ..knowledge import Pattern, Rule
from ..reasoning.goals import Goal, PatternGoal, RuleGoal, band_goals
from ..reasoning.misses import MOST_TRIED, Misses, OtherAnswer, nearest_misses
from ..scoring import Band, Score
from ..units import DATE, show_number
from ..vocabulary import Choice, Number, Question, Several, State, Text, show_value
from .shapes import Changed, Nearest
from .told import converted

_BANDS_TRIED = 30_000  # an item that was read before is not read again, so that many are cheap
_ORDER = (Band.WEAK, Band.WATCH, Band.SOLID)
_COUNTS = ("no", "one", "two", "three", "four")


def near_rule(diagnosis: Diagnosis, rule: Rule) -> Nearest:
    """What would make a rule fire, or quiet where it fires."""
    fires = not diagnosis.assessment.states[rule.id]
    goal = RuleGoal(diagnosis.knowledge, rule, fires=fires)
    return nearest(diagnosis, goal, "It would fire with" if fires else "It would be quiet with")


def near_pattern(diagnosis: Diagnosis, pattern: Pattern) -> Nearest:
    """What would match a pattern, or no longer match it."""
    matched = any(one.is_matched for one in diagnosis.assessment.scores[pattern.id])
    goal = PatternGoal(diagnosis.knowledge, pattern, is_matched=not matched)
    about = "Your answers would not fit it with" if matched else "Your answers would fit it with"
    return nearest(diagnosis, goal, about)


def near_bands(diagnosis: Diagnosis, score: Score) -> tuple[Nearest, ...]:
    """What would put a pillar or context in the next worse band.

    What would make it better is not looked for here: `changes` does, and keeps to what a runner
    can change and no flag forbids.
    """
    return tuple(
        nearest(diagnosis, goal, f"It would be {band} with", most_tried=_BANDS_TRIED)
        for band, goal in band_goals(diagnosis.assessor, score).items()
        if _ORDER.index(band) < _ORDER.index(score.band)
    )


def nearest(
    diagnosis: Diagnosis,
    goal: Goal,
    about: str,
    *,
    most_tried: int = MOST_TRIED,
) -> Nearest:
    """The nearest other answers that reach a goal, in words; those that can be changed, if any."""
    misses = nearest_misses(diagnosis, goal, most_tried=most_tried)
    questions = diagnosis.knowledge.questions
    # Where answers that can be changed turn it, nobody needs to hear that an age would too.
    within_reach = [
        miss
        for miss in misses.found
        if all(questions[change.question].change is not None for change in miss.changes)
    ]
    found = tuple(
        tuple(changed(diagnosis, change) for change in miss.changes)
        for miss in within_reach or misses.found
    )
    return Nearest(about, found, _note(misses))


def _note(misses: Misses) -> str:
    counts = {len(one.changes) for one in misses.found}
    if counts and max(counts) > misses.searched:
        return "There may be nearer ones: not all were tried."
    if counts:
        return ""
    if not misses.searched:
        return "Too many answers bear on this to try them all."
    plural = "s" if misses.searched > 1 else ""
    return f"No change of up to {_COUNTS[misses.searched]} answer{plural} would do that."


def changed(diagnosis: Diagnosis, change: OtherAnswer) -> Changed:
    """Another answer in words."""
    question = diagnosis.knowledge.questions[change.question]
    answer = diagnosis.answers.get(change.question)
    is_given = answer is not None and answer.state is State.GIVEN
    before = answer.shown if answer is not None and is_given else ""
    read_as = converted(question, answer) if answer is not None and is_given else ""
    given = answer.value if answer is not None and is_given else None
    after = show_value(question.kind, change.value)
    then = f"{before}, which is {read_as}," if read_as else before
    words = _in_words(question, given, then, change.value, after)
    return Changed(question.id, before, after, change.steps, f"{question.title}: {words}")


def _in_words(
    question: Question, given: Value | None, before: str, value: Value, after: str
) -> str:
    kind = question.kind
    match kind:
        case Number(_, _, unit):
            if given is None:
                return f"{after}, where you gave no number"
            return f"{after} instead of {before} ({_difference(float(value) - float(given), unit)})"  # type: ignore[arg-type]
        case Choice():
            return f"“{after}” instead of “{before}”" if before else f"“{after}”, now open"
        case Several(labels):
            now = value if isinstance(value, frozenset) else frozenset()
            then = given if isinstance(given, frozenset) else frozenset()
            return (
                _words_moved(labels.__getitem__, [*labels], then, now)
                if before
                else (f"“{after}”, now open")
            )
        case Text():
            return after
        case _:
            assert_never(kind)


def _words_moved(
    label: Callable[[str], str], order: list[str], then: frozenset[str], now: frozenset[str]
) -> str:
    new = [f"“{label(word)}”" for word in order if word in now - then]
    gone = [f"“{label(word)}”" for word in order if word in then - now]
    if new and gone:
        return f"{join_words(new, 'and')} instead of {join_words(gone, 'and')}"
    return f"{join_words(new, 'and')} too" if new else f"without {join_words(gone, 'and')}"


def _difference(difference: float, unit: str) -> str:
    size = abs(difference)
    if unit == DATE:
        return f"{show_number(size, 'days')} {'later' if difference > 0 else 'earlier'}"
    if unit == "s/km":
        return f"{show_number(size, 's')} a km {'slower' if difference > 0 else 'faster'}"
    return f"{show_number(size, unit)} {'more' if difference > 0 else 'less'}"
