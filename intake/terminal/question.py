"""What is printed of one question, and of the topic that it begins."""

from collections.abc import Iterator

from ...engine.errors import join_words
from ...engine.knowledge import Topic
from ...engine.vocabulary import Question
from ..interview.asking import Interview
from ..spoken import TAKES, can_change, in_record
from ..typed import labels_of
from .so_far import shows_plan

_SHORT_LIST = 5


def topic_lines(topic: Topic, *, is_new: bool) -> Iterator[str]:
    """The title of a topic where it begins, with its reason the first time."""
    yield ""
    if is_new:
        yield topic.title
        if topic.why:
            yield topic.why
    else:
        yield f"Back to: {topic.title}"


def question_lines(
    interview: Interview, question: Question, *, is_short: bool, can_test: bool, day_before: str
) -> Iterator[str]:
    """The question, what helps to answer it, its options, and the answer that it has.

    `is_short` leaves out a long list of options that was just read. `day_before` is when the
    answers of the interview before were given.
    """
    labels = labels_of(question)
    yield from ("", question.ask)
    if is_short and len(labels) > _SHORT_LIST:
        yield f"The answers are the {len(labels)} above."
    else:
        if question.help:
            yield question.help
        test = interview.now.test_of(question)
        if test is not None:
            here = "type t, or run later" if can_test else "run"
            yield f"To do this test step by step, {here}: surefoot test {test.id}"
        for number, label in enumerate(labels.values(), start=1):
            yield f"{number}. {label}"
    yield from _known_lines(interview, question, day_before)


def _known_lines(interview: Interview, question: Question, day_before: str) -> Iterator[str]:
    """The answer that a question has, or those that are proposed: Enter takes the first line's."""
    answer, before = interview.answers.get(question.id), interview.before.get(question.id)
    recorded = interview.recorded.get(question.id)
    last = f"Last time{f' ({day_before})' if day_before else ''}"
    if answer is not None:
        yield f"Your answer so far: {answer.shown or 'left out'}. Enter keeps it."
        if recorded is not None and recorded.value != answer.value:
            yield f"{in_record(interview, question)}. {TAKES}"
    elif recorded is not None:
        yield f"{in_record(interview, question)}. Enter takes it."
        if before is not None:
            yield f"{last}: {before.shown or 'left out'}."
    elif before is not None:
        yield f"{last}: {before.shown or 'left out'}. Enter keeps it."


def has_answer(interview: Interview, question: Question) -> bool:
    """Whether Enter alone gives an answer: the one so far, or the one that is proposed."""
    return question.id in interview.answers or interview.proposed(question) is not None


def why_lines(interview: Interview, question: Question) -> Iterator[str]:
    """Why a question is asked, and what its answer can still decide."""
    if question.why:
        yield f"Why we ask: {question.why}"
    decided = can_change(interview.now.decides(question), is_full=shows_plan(interview))
    if decided:
        yield f"Your answer can still change: {join_words(decided, 'and')}."
    else:
        yield "The result no longer rests on it. It can still shape your plan and its notes."
