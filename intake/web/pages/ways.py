"""Where an interview goes on: the addresses of its pages, and which of them is next."""

from urllib.parse import quote, urlencode

from ....engine.reasoning.proof import safety_left_out
from ....engine.vocabulary import Question
from ...interview.asking import Interview
from ...interview.confirming import offers_record
from ...interview.proof import Stage

# Where a question was opened from, and so where its answer leads back to: the check page at the
# end, or before it after an early finish, or on the way.
CHECK, ENOUGH, LOOK = "check", "enough", "look"
# What is said where `gone` stands in the address.
GONE = "That question does not apply any more. What you said stays kept. This comes next."


def page_of(interview: str, page: str = "", **query: str) -> str:
    """The address of a page of an interview; empty values of the query are left out."""
    said = {name: value for name, value in query.items() if value}
    path = f"/i/{quote(interview, safe='')}" + (f"/{page}" if page else "")
    return f"{path}?{urlencode(said)}" if said else path


def question_page(interview: str, question: str, **query: str) -> str:
    """The address of a question."""
    return page_of(interview, f"q/{quote(question, safe='')}", **query)


def next_page(name: str, interview: Interview, came_from: str = "", **query: str) -> str:
    """The address at which an interview goes on.

    Whoever must be seen comes first, then a record that was not looked through, an early finish
    that was not turned down, and the next question. Who changed an answer comes back to the check
    once no more is needed for it.
    """
    if interview.now.is_over:
        return page_of(name, "see-someone")
    if came_from == LOOK:
        return page_of(name, "check", **query)
    if offers_record(interview):
        return page_of(name, "recorded", **query)
    if is_enough(interview):
        return page_of(name, "check" if came_from else "enough", **query)
    question = interview.question
    if question is None:
        return page_of(name, "check", **query)
    return question_page(name, question.id, **{"from": came_from}, **query)


def left_out_of_safety(name: str, interview: Interview) -> tuple[tuple[str, str], ...]:
    """The safety questions without a known answer: the title and the address of each."""
    questions = interview.knowledge.questions
    return tuple(
        (questions[one].title, question_page(name, one, **{"from": LOOK}))
        for one in safety_left_out(interview.now.prospect)
    )


def is_enough(interview: Interview) -> bool:
    """Whether an early finish with a proved headline is offered."""
    return interview.offer is not None and interview.offer.stage is Stage.HEADLINE


def page_before(name: str, interview: Interview, question: Question) -> str:
    """The address of the question before one; empty at the first."""
    here = interview.reopen(question) if question.id in interview.answers else interview
    before = here.back()
    return question_page(name, before.reopened) if before and before.reopened else ""
