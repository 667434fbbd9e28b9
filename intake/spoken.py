"""The sentences of the interview in a terminal, as plain lines; nothing is read or printed here."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..engine.contradictions import Clash
from ..engine.errors import join_words
from ..engine.findings import RaisedFlag
from ..engine.home_tests import Withheld
from ..engine.vocabulary import Answer, Question, State
from .interview.asking import Interview
from .interview.moment import Stop
from .interview.proof import Decides
from .interview.record import stands_on

WIDTH = 78
_MANY = 4  # questions that an answer may add without a word
_SECONDS_A_QUESTION = 15
_MOST_PARTS = 4

_KEYS = """\
b or back: to the question before
? or why: why we ask, and what your answer can decide
f or how: what do you think so far?
u or unknown: I don't know
p or skip: skip this question, or prefer not to say
l or later: put this question off; it comes after the others
z or undo: what you said so far, to take an answer back
w or watch: take what your record shows of this question; elsewhere, list all that it shows
t or test: do the test at home that a question belongs to, step by step
s or save: save and stop; the next time you go on from here. Ctrl-C and Ctrl-D do the same.
h or help: this list
Enter alone keeps the answer that a question has.
Where a text such as a name is asked, put a slash before the key, like /b.
Several answers: their numbers with commas or spaces between them, like 1, 3.
y and n will do for yes and no.
Numbers may have a unit, like 5 mi, 5:30 /km or 90 min. 1,5 is one and a half."""
TAKES = "w takes what your record shows."
GO = {
    "ambulance": "Call an ambulance.",
    "emergency department": "Go to an emergency department.",
    "same day": "See a doctor today.",
    "within two days": "See a doctor within two days.",
    "within days": "See a doctor within days.",
    "doctor within two weeks": "See a doctor within two weeks.",
    "within two weeks": "See a physiotherapist or a sports doctor within two weeks.",
    "self-care": "Look after it yourself for now.",
}


def key_lines() -> list[str]:
    """What each key does."""
    return _KEYS.split("\n")


def referral(flags: tuple[RaisedFlag, ...]) -> list[str]:
    """What to do now, most urgent first, and nothing else."""
    first = flags[0]
    lines = [
        f"Stop here: {first.rule.title}",
        GO.get(first.warn.route, ""),
        first.running,
        f"What to tell them: {first.warn.tell}",
        f"Why we say this: {first.because}",
    ]
    lines += [f"Also: {one.rule.title}" for one in flags[1:]]
    return [line for line in lines if line]


def where_to_go(flag: RaisedFlag) -> str:
    """A flag with what to do about it, in a line."""
    return f"{flag.rule.title}. {GO.get(flag.warn.route, '')}".rstrip()


def farewell(stop: Stop) -> list[str]:
    """Why the interview stops for this person."""
    return [f"We stop here: {stop.rule.title}", stop.text]


def misfitting(clash: Clash, answers: Iterable[tuple[Question, Answer]]) -> list[str]:
    """What does not fit together, with each of these answers, and what can be done now."""
    shown = {question.id: answer.shown for question, answer in answers}
    several = len(clash.questions) > 1
    lines = [f"These answers do not fit together: {clash.contradiction.title}", clash.text]
    lines += [f"{one.title}: {shown[one.id]}" for one in clash.questions if one.id in shown]
    if clash.questions:
        other = " To change the one before, type b." if several else ""
        lines.append(f"We ask the last one again. Enter keeps it.{other}")
    return lines


def in_record(interview: Interview, question: Question) -> str:
    """What the record shows of a question, and what it stands on; without a full stop."""
    recorded = interview.recorded[question.id]
    basis = stands_on(recorded.basis)
    return f"Your record shows {recorded.shown}{f', {basis}' if basis else ''}"


def leaving_out(withheld: Iterable[Withheld]) -> Iterator[str]:
    """A line for each reason for which tests at home are left out."""
    every = sorted(withheld, key=lambda one: (one.cause.value, one.because))
    for (cause, because), of_cause in groupby(every, key=lambda one: (one.cause, one.because)):
        titles = join_words([one.test.title for one in of_cause], "and")
        reason = f" ({because})" if because else ""
        yield f"We leave out: {titles}. The reason: {cause.value}{reason}."


def count_of(number: int, what: str) -> str:
    """`1 question`, `2 questions`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def about_left(number: int) -> str:
    """`about 35 questions`; in fives where the estimate is rough."""
    return f"about {count_of(_rough(number), 'question')}"


def about_time(questions: int) -> str:
    """`about 10 minutes` for so many questions; from five minutes on in steps of five."""
    minutes = questions * _SECONDS_A_QUESTION / 60
    is_short = minutes < 5 / 2
    rounded = max(1, round(minutes)) if is_short else max(5, 5 * round(minutes / 5))
    return f"about {count_of(rounded, 'minute')}"


def about_more(number: int) -> str:
    """`About 6 more.`, or that this may be the last."""
    return f"About {_rough(number)} more." if number > 1 else "Perhaps the last."


def adding(before: int, after: int) -> str:
    """That an answer makes the interview longer; empty unless it is by many questions.

    `before` and `after` are about how many questions there were to come.
    """
    more = after - before
    return f"Your answer adds about {_rough(more)} questions." if more > _MANY else ""


def _rough(number: int) -> int:
    return 5 * round(number / 5) if number > 20 else number  # noqa: PLR2004


def can_change(decides: Decides, *, is_full: bool) -> tuple[str, ...]:
    """What an answer can still change; only who to see where no plan is shown (not `is_full`).

    Neither patterns nor advice are named: to know what an answer leads to would lead it.
    """
    found = ["whether to see someone first"] if decides.signs else []
    if not is_full:
        return tuple(found)
    found += list(dict.fromkeys(decides.parts))[:_MOST_PARTS]
    more = len(dict.fromkeys(decides.parts)) - _MOST_PARTS
    found += [count_of(more, "more part")] if more > 0 else []
    found += ["what kind of pain it may be"] if decides.patterns else []
    return (*found, *(["what to do first"] if decides.advice else []))


def is_withdrawn(before: Interview, after: Interview) -> bool:
    """Whether leaving a question out takes back an emergency that its answer raised."""
    if not before.now.urgent() or after.now.urgent() or not after.answers:
        return False
    return after.answers[list(after.answers)[-1]].state is not State.GIVEN


def wrapped(line: str) -> list[str]:
    """The line in pieces that fit; what follows an option's number hangs below its text."""
    hanging = re.match(r"\d+\. ", line)
    indent = " " * hanging.end() if hanging else ""
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]
