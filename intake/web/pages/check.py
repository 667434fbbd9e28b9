"""All answers, to check and change before the result is made."""

import datetime
from itertools import groupby

from ....engine.recorded import IMPORTED
from ....engine.vocabulary import Answer, Question
from ...interview.asking import Interview
from ...interview.confirming import note_of
from ...spoken import leaving_out
from ..answering import Answered, Page, Redirect, Visit
from ..records import beside_answer
from ..service import Service
from .question_shapes import Checked, CheckedTopic, CheckPage
from .ways import CHECK, ENOUGH, GONE, LOOK, is_enough, page_of, question_page


def show(service: Service, visit: Visit) -> Answered:
    """The check page; before the end too."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    came_from = _where(interview)
    put_off = tuple(
        Checked(one.title, "", question_page(name, one.id, **{"from": came_from}), "put off")
        for one in interview.put_off_now()
    )
    left_out = {one.test.id: one for _, one in interview.now.left_out()}
    before = interview.back() if interview.question is None else None
    last = question_page(name, before.reopened) if before and before.reopened else ""
    return Page(
        "check",
        CheckPage(
            note=GONE if visit.query.get("gone") else "",
            topics=_topics(service, name, interview, came_from),
            clashes=tuple(f"{c.contradiction.title}: {c.text}" for c in interview.now.clashes),
            put_off=put_off,
            left_out=tuple(leaving_out(left_out.values())),
            proof=service.sentences(interview.now.proof, interview.answers),
            recorded=page_of(name, "recorded", **{"from": came_from}) if interview.recorded else "",
            more=interview.about_left() or (interview.offer.more if interview.offer else 0),
            is_settled=interview.question is None or is_enough(interview),
            finish=page_of(name, "finish"),
            go_on=page_of(name, "enough"),
            back=last or page_of(name),
            stop=f"/stop?interview={name}",
        ),
    )


def finish(service: Service, visit: Visit) -> Answered:
    """Note that the result is wanted now, and show it.

    A result that nothing was added to keeps its day, and so does one with a day before its
    interview was begun: its answers were given then, and typed in later.
    """
    name = visit.parts["interview"]
    stored = service.stored(name)
    if not stored.is_finished:
        day = datetime.date.fromisoformat(stored.finished) if stored.finished else service.today()
        was_typed_in = bool(stored.finished) and day < stored.day_begun
        service.store.finish(name, day if was_typed_in else service.today())
    return Redirect(page_of(name, "result"))


def _where(interview: Interview) -> str:
    """What links to questions say of this page, so that a changed answer leads back here."""
    if interview.question is None:
        return CHECK
    return ENOUGH if is_enough(interview) and not interview.now.is_over else LOOK


def _topics(
    service: Service, name: str, interview: Interview, came_from: str
) -> tuple[CheckedTopic, ...]:
    answered = interview.now.answered()
    clashing = {
        one.id
        for clash in interview.now.clashes
        for one in clash.questions
        if len(clash.questions) > 1 or one.id not in interview.recorded
    }
    topics = interview.knowledge.topics
    return tuple(
        CheckedTopic(
            topics[topic].title,
            tuple(
                Checked(
                    one.title,
                    _shown(service, interview, found),
                    question_page(name, one.id, **{"from": came_from}),
                    _note(service, interview, one, is_clashing=one.id in clashing),
                )
                for one, found in of_topic
            ),
        )
        for topic, of_topic in groupby(answered, key=lambda pair: pair[0].topic)
    )


def _shown(service: Service, interview: Interview, answer: Answer) -> str:
    """An answer as it was typed; one of a record in the units of the page."""
    if answer.source == IMPORTED:
        return service.in_units(answer.shown, interview.answers)
    return answer.shown or "Left out"


def _note(service: Service, interview: Interview, question: Question, *, is_clashing: bool) -> str:
    """What stands below an answer: what it does not fit, and where it came from."""
    from_record = note_of(interview, question)
    if from_record:
        from_record = beside_answer(service, interview, question, from_record)
    clash = "does not fit another answer" if is_clashing else ""
    return "; ".join(one for one in (clash, from_record) if one)
