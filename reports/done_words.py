"""What became of an action, in words that accuse nobody."""

from ..engine.reasoning.progress import (
    ActionDone,
    Done,
    FindingNow,
    asked_directly,
    small_changes,
)
from ..engine.reasoning.whatif import AnswerChange, Comparison
from ..engine.vocabulary import Answer, Choice, Number, Question

_DONE_WORDS = {
    Done.DONE: "Done, as far as your answers say",
    Done.PARTLY: "Done in part",
    Done.NOT_YET: "Still open",
    Done.CANNOT_SAY: "We cannot say",
}
_FINDING_WORDS = {
    Done.DONE: "no longer so",
    Done.PARTLY: "less than before",
    Done.NOT_YET: "still so",
    Done.CANNOT_SAY: "not known, or it does not apply any more",
}
_MORE = "still so, and further off than before"
_NEW = "new since then"
_BETTER = "better than before"


def done_words(comparison: Comparison, one: ActionDone) -> str:
    """What the answers say of an action; one that is open and nearer than before says so."""
    said = _DONE_WORDS[one.done]
    if one.done is not Done.NOT_YET or any(map(_is_further_off, one.findings)):
        return said
    is_better = any(_nearer(comparison, finding) for finding in one.findings)
    return f"{said}, {_BETTER}" if is_better else said


def finding_words(comparison: Comparison, one: FindingNow) -> str:
    """What is so now of a finding behind an action, after its title."""
    said = _FINDING_WORDS[one.now]
    if one.now is Done.NOT_YET:
        if _is_further_off(one):
            said = _MORE if one.points.before else _NEW
        else:
            said = _nearer(comparison, one) or said
    return f"{one.rule.title}: {said}"


def _is_further_off(one: FindingNow) -> bool:
    return one.now is Done.NOT_YET and one.points.after > one.points.before


def _nearer(comparison: Comparison, one: FindingNow) -> str:
    """That all answers behind a finding which changed got better, by more than a usual error."""
    read = asked_directly(comparison.after.knowledge, [one.rule])
    changed = [change for change in comparison.answers if change.question.id in read]
    small = {change.question.id for change in small_changes(comparison)}
    if one.now is not Done.NOT_YET or not changed:
        return ""
    if not all(_got_better(change) and change.question.id not in small for change in changed):
        return ""
    worse = {change.question.worse for change in changed}
    if len(worse) > 1 or not all(isinstance(one.question.kind, Number) for one in changed):
        return f"{_BETTER}, and still so"
    return f"{_BETTER}, still {'below' if worse == {'lower'} else 'above'} the mark"


def _got_better(change: AnswerChange) -> bool:
    before, after = (
        _place(change.question, one) for one in (change.answer.before, change.answer.after)
    )
    if before is None or after is None or not (change.applies.before and change.applies.after):
        return False
    match change.question.worse:
        case "lower":
            return after > before
        case "higher":
            return after < before
        case _:
            return False


def _place(question: Question, answer: Answer | None) -> float | None:
    """Where an answer stands among those that its question has; None where they have no order."""
    match question.kind, answer.value if answer else None:
        case Number(), float() | int() as value:
            return float(value)
        case Choice(labels), str() as value:
            return float(list(labels).index(value))
        case _:
            return None
