"""What becomes of an answer that is typed at a question; nothing is read or printed here."""

from dataclasses import dataclass

from ...engine.vocabulary import UNSURE, Misfit, Question, Text
from ..interview.asking import Interview
from ..interview.confirming import note_of
from ..typed import accepted, choose, in_words, labels_of


@dataclass(frozen=True, slots=True)
class Step:
    """The interview after what was typed, and what is said of it; an error leaves it as it was."""

    interview: Interview
    says: str = ""


def answer_typed(interview: Interview, question: Question, text: str) -> Step:
    """The answer that a line gives."""
    chosen = choose(question, text)
    if isinstance(chosen, Misfit):
        return _refused(interview, chosen.message, chosen.fix)
    return answer_with(interview, question, chosen)


def answer_with(interview: Interview, question: Question, texts: str | list[str]) -> Step:
    """The answer that words of the question's own give."""
    found = interview.answer(question, texts)
    if isinstance(found, Misfit):
        return _refused(interview, *in_words(question, found))
    return noted(found, question)


def answer_with_nothing(interview: Interview, question: Question) -> Step:
    """Enter alone: keep an answer, leave a text out; elsewhere it is no answer."""
    if question.id in interview.answers:
        return Step(interview.keep())
    proposed = interview.proposed(question)
    if proposed is not None:
        return noted(interview.with_answer(question, proposed), question)
    if isinstance(question.kind, Text):
        return answer_with(interview, question, "prefer not to say")
    dont_know = "u if you don't know, or " if question.offers_dont_know else ""
    fix = f"{accepted(question)} Type {dont_know}p to skip."
    return _refused(interview, "there is no answer yet.", fix)


def answer_dont_know(interview: Interview, question: Question) -> Step:
    """Don't know, where the question has no answer of its own for that."""
    if question.offers_dont_know:
        return answer_with(interview, question, "unknown")
    labels = labels_of(question)
    number, label = next(
        (index, labels[word]) for index, word in enumerate(labels, start=1) if word in UNSURE
    )
    fix = f"Type {number} for: {label}."
    return _refused(interview, "this question has its own answer for that.", fix)


def put_off(interview: Interview, question: Question) -> Step:
    """A question that comes after the others, or stays open the second time."""
    if question.id in interview.answers:
        fix = "Enter keeps it; z takes it back."
        return _refused(interview, "this question has an answer.", fix)
    is_again = question.id in interview.put_off
    stays, comes = (
        "It stays open; you can still answer it at the end.",
        "It comes again after the others.",
    )
    return Step(interview.later(question), f"Put off. {stays if is_again else comes}")


def noted(interview: Interview, question: Question) -> Step:
    """An answer that was taken, as it was understood."""
    note = note_of(interview, question)
    beside = f" ({note})" if note else ""
    return Step(interview, f"Noted: {interview.answers[question.id].shown or 'left out'}{beside}")


def _refused(interview: Interview, message: str, fix: str) -> Step:
    return Step(interview, f"Error: {message} {fix}".rstrip())
