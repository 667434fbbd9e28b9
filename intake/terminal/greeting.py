"""The first lines of an interview, and what is agreed to before the first question."""

from collections.abc import Iterator

from ...engine.recorded import IMPORTED
from ..interview.asking import Interview
from ..interview.confirming import only_waits
from ..interview.proof import Depth
from ..spoken import about_left, about_time, count_of, key_lines
from ..typed import Key, key_of
from .lines import Lines

_GOAL = {
    Depth.QUICK: " until it is settled what comes first",
    Depth.FULL: " until your result is settled",
    Depth.ALL: "",
}


def greeting(interview: Interview, day_before: str, *, is_check_in: bool) -> Iterator[str]:
    """What this is and how long it takes; little for who goes on."""
    left = interview.about_left()
    answered = len(interview.now.answered())
    yield from (f"Surefoot: {interview.knowledge.name}", "")
    if answered and not only_waits(interview):
        to_come = f"{about_left(left)} to come" if left else "none to come"
        yield f"{count_of(answered, 'question')} answered so far, {to_come}."
    else:
        most = len(interview.knowledge.questions)
        many = f"at most {count_of(most, 'question')}" if is_check_in else about_left(left)
        yield (
            f"We ask {many}{_GOAL[interview.depth]}. That takes "
            f"{about_time(left)}, and rough answers are fine."
        )
        yield (
            "Nothing that you type leaves this computer. Every answer is saved at once, so you "
            "can stop at any time and go on later."
        )
        yield (
            f"The {'result' if is_check_in else 'report'} is no diagnosis, and it does not "
            "replace one."
        )
    if interview.before:
        when = f" on {day_before}" if day_before else " the last time"
        takes = ", or takes what your record shows" if interview.recorded else ""
        yield f"With each question stands what you said{when}. Enter keeps it{takes}."


def key_summary(interview: Interview) -> Iterator[str]:
    """The keys, before the first question; who goes on was told of them."""
    if interview.now.answered() and not only_waits(interview):
        yield "h lists all keys."
        return
    if interview.recorded:
        yield "w takes what your record shows of a question."
    yield (
        "Keys, each followed by Enter: b back, ? why we ask, f what we think so far, u I don't "
        "know, p skip or prefer not to say, l later, z undo, s save and stop, h all keys."
    )


def may_begin(interview: Interview, lines: Lines) -> bool:
    """Whether the runner agrees to what the topics ask for, having read what becomes of it.

    Who has typed an answer in this interview agreed to all of it before; of a file's answers this
    is so for their topics alone. A record says nothing of that.
    """
    said = [(one, answer) for one, answer in interview.now.answered() if answer.source != IMPORTED]
    if any(answer.source != "file" for _, answer in said):
        return True
    answered = {question.topic for question, _ in said}
    consents = [
        topic.consent
        for topic in interview.knowledge.topics.values()
        if topic.consent and topic.id not in answered
    ]
    if not consents:
        return True
    lines.say("", "Before we begin", *consents)
    while True:
        text = lines.ask("Enter to go on, h for all keys, s to stop: ")
        if not text or text.lower() in {"y", "yes"}:
            return True
        if key_of(text) is Key.SAVE or text.lower() in {"n", "no"}:
            return False
        if key_of(text) is Key.HELP:
            lines.say(*key_lines())
            continue
        lines.error(
            "no question is asked yet.", "Press Enter to go on, h for all keys, or s to stop."
        )
