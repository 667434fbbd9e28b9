"""The one-page form of a coach: all questions that may matter, answered in any order.

Only what was changed on the form is added to the log, so that a second window on the same
interview loses nothing. A blank field is a question that was not asked.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from ....engine.condition import subjects
from ....engine.vocabulary import (
    Answer,
    Answers,
    Misfit,
    Number,
    Question,
    Several,
    State,
    show_range,
)
from ....reports.person import NAME_QUESTION
from ...interview.asking import Interview, start_interview
from ...interview.log import Act, Entry
from ...store.sessions import answers_of, start_stored
from ...store.shapes import StoredRunner, going_on
from ...typed import in_words
from ..answering import Page, Redirect, Visit
from ..days import DAY, day_said
from ..forms import kind_of, labels_with_dont_know
from ..notices import Fault, Notice
from ..people import Person, person_of
from ..service import NotFound, Service
from .fast_shapes import FastChoice, FastField, FastPage, FastTopic

SOURCE = "web"
_MORE = "more"  # under which a notice says what came up
_MOST_LINKS = 6
_COUNT = re.compile(r"[0-9]{1,9}")
_LONGEST = 1_000  # letters; what is longer is no answer to any question
_DECLINED = "prefer not to say"
_Texts = tuple[str, ...]


def show(service: Service, visit: Visit) -> Page:
    """The form, for the interview that goes on, or for a new one.

    Raises:
        NotFound: without a coach, or for a runner or interview that there is not.
    """
    runner = _runner(service, visit)
    person = person_of(service, runner, service.store.interviews(runner.id))
    name = visit.query.get("i", person.going.id if person.going else "")
    interview = _own(service, runner, name)
    notice = service.notices.find(visit.query.get("notice", "")) or Notice({}, ())
    return Page("fast", _page(service, person, name, interview, notice))


def _runner(service: Service, visit: Visit) -> StoredRunner:
    if not service.is_coach:
        raise NotFound("fast")
    return service.runner(visit.parts["runner"])


def _own(service: Service, runner: StoredRunner, name: str) -> Interview:
    """The interview of a runner with this id; an empty one for an empty id.

    Raises:
        NotFound: for one of somebody else, or of another base.
    """
    if not name:
        return start_interview(service.reading)
    stored = service.stored(name)
    if stored.runner != runner.id or stored.base != service.knowledge.name:
        raise NotFound(name)
    return service.interview(name)


def save(service: Service, visit: Visit) -> Redirect:
    """Keep what was changed; then the check page, or the form again for what is wrong or new.

    Raises:
        NotFound: without a coach, or for a runner or interview that there is not.
    """
    runner = _runner(service, visit)
    name = visit.said("interview") or _begun_meanwhile(service, runner)
    now = _own(service, runner, name)
    seen = visit.said("seen")
    shown = now.resumed(now.log[: int(seen)]) if _COUNT.fullmatch(seen) else now
    offered = _visible(service, shown)
    after, wrong, faults = _changed(now, shown, offered, visit)
    day = day_said(visit, service.today())
    if isinstance(day, Fault):
        faults, wrong = [day, *faults], {**wrong, DAY: (visit.said(DAY)[:_LONGEST],)}
    if not name:
        name = start_stored(service.store, runner.id, service.knowledge).id
    service.keep(name, now, after)
    if isinstance(day, datetime.date) and day < service.today():
        service.store.finish(name, day)  # the check page keeps this day
    if after.now.urgent() or after.now.stop() is not None:
        return Redirect(f"/i/{name}/see-someone")
    before = {one.id for one in offered}
    more = tuple(one.id for one in _visible(service, after) if one.id not in before)
    if not (faults or more):
        return Redirect(f"/i/{name}/check")
    key = service.notices.leave(Notice({**wrong, _MORE: more}, tuple(faults)))
    return Redirect(f"/r/{runner.id}/fast?" + urlencode({"i": name, "notice": key}))


def _begun_meanwhile(service: Service, runner: StoredRunner) -> str:
    """The interview that goes on, where a form was shown before there was one: sent twice, say."""
    going = going_on(service.store.interviews(runner.id), service.knowledge.name)
    return going.id if going else ""


def _changed(
    now: Interview, shown: Interview, offered: Iterable[Question], visit: Visit
) -> tuple[Interview, dict[str, _Texts], list[Fault]]:
    """The interview with what was changed on the form, and what of it was wrong."""
    wrong: dict[str, _Texts] = {}
    faults: list[Fault] = []
    for question in offered:
        typed = tuple(one[:_LONGEST] for one in visit.form.get(question.id, ()) if one.strip())
        known = (shown.answers.get(question.id), now.answers.get(question.id))
        if sorted(typed) in [sorted(_texts(question, one)) for one in known]:
            continue
        if not typed:
            now = now.resumed((*now.log, Entry(Act.TAKE_BACK, question.id, source=SOURCE)))
            continue
        found = now.answer(question, typed[0] if len(typed) == 1 else typed, SOURCE)
        if isinstance(found, Misfit):
            wrong[question.id] = typed
            message, fix = in_words(question, found)
            faults.append(Fault(question.id, f"{question.title}: {message} {fix}".strip()))
        else:
            now = found
    return now, wrong, faults


def _visible(service: Service, interview: Interview) -> tuple[Question, ...]:
    """The questions that are answered, apply, or may.

    What a tick in a list opens, such as the questions of a sore place, waits for that tick. A test
    at home that this runner must not do is left out.
    """
    facts = service.reading.assessor.evaluator.facts(interview.answers)
    silenced = interview.now.silenced

    def is_asked(question: Question) -> bool:
        gate = facts.gate(question.id)
        if gate is None and _waits_for_a_tick(service, question):
            return False
        withheld = silenced.get(question.id)
        return gate is not False and (withheld is None or not withheld.is_certain)

    return tuple(one for one in interview.order if one.id in interview.answers or is_asked(one))


def _waits_for_a_tick(service: Service, question: Question) -> bool:
    questions = service.knowledge.questions
    read = subjects(question.gate) if question.gate is not None else ()
    return any(name in questions and isinstance(questions[name].kind, Several) for name in read)


def _page(
    service: Service, person: Person, name: str, interview: Interview, notice: Notice
) -> FastPage:
    more = frozenset(notice.typed.get(_MORE, ()))
    before = interview.before or _last_answers(service, person, name)
    fields = [
        _field(
            one,
            _typed(one, person, interview, notice),
            before,
            interview.recorded,
            is_new=one.id in more,
        )
        for one in _visible(service, interview)
    ]
    topics = tuple(
        FastTopic(topic.id, topic.title, tuple(one for one in fields if _topic(one) == topic.id))
        for topic in service.knowledge.topics.values()
    )
    new = [one for one in fields if one.is_new]
    return FastPage(
        day=_day(service, name, notice),
        action=f"{person.page}/fast",
        record=f"/i/{name}/recorded?from=look" if interview.recorded else "",
        back=person.page,
        name=person.name,
        interview=name,
        seen=len(interview.log),
        topics=tuple(one for one in topics if one.fields),
        count=len(fields),
        more=tuple(new[:_MOST_LINKS]),
        more_count=len(new),
        faults=notice.faults,
    )


def _day(service: Service, name: str, notice: Notice) -> str:
    """When the answers were given: what was typed, the day of a result typed in, or today."""
    if DAY in notice.typed:
        return notice.typed[DAY][-1]
    kept = service.stored(name).finished if name else ""
    return kept or service.today().isoformat()


def _last_answers(service: Service, person: Person, name: str) -> Answers:
    """The answers of the last other result."""
    found = next((one for one in person.results if one.id != name), None)
    return answers_of(service.store, found.id, service.knowledge) if found else {}


def _topic(field: FastField) -> str:
    return field.id.partition(".")[0]


def _typed(question: Question, person: Person, interview: Interview, notice: Notice) -> _Texts:
    """What stands in a field: what was wrong, else the answer, else the name that we know."""
    if question.id in notice.typed:
        return tuple(notice.typed[question.id])
    if question.id == NAME_QUESTION and not interview.log and person.runner.name:
        return (person.runner.name,)
    return _texts(question, interview.answers.get(question.id))


def _texts(question: Question, answer: Answer | None) -> _Texts:
    """An answer as the form has it."""
    if answer is None:
        return ()
    if isinstance(question.kind, Several) and answer.state is State.GIVEN:
        return tuple(answer.entered.split(", "))
    return (answer.entered,)


def _field(
    question: Question, typed: Sequence[str], before: Answers, recorded: Answers, *, is_new: bool
) -> FastField:
    return FastField(
        id=question.id,
        title=question.title,
        ask=question.ask,
        kind=kind_of(question).replace("scale", "number"),
        typed=", ".join(typed),
        choices=tuple(
            FastChoice(word, label, word in typed) for word, label in _choices(question).items()
        ),
        accepted=show_range(question.kind) if isinstance(question.kind, Number) else "",
        is_new=is_new,
        before=before[question.id].shown if question.id in before else "",
        recorded=recorded[question.id].shown if question.id in recorded else "",
    )


def _choices(question: Question) -> dict[str, str]:
    """The choices by their words, with those that are no answer; none for other kinds."""
    labels = labels_with_dont_know(question)
    return labels and {**labels, _DECLINED: "Prefer not to say"}
