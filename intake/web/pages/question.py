"""One question a page: shown, answered, put off; with what must be read before it."""

from collections.abc import Mapping
from dataclasses import replace

from ....engine.contradictions import Clash
from ....engine.errors import join_words
from ....engine.reasoning.stopping import is_plan_withheld
from ....engine.recorded import IMPORTED
from ....engine.vocabulary import (
    EXCLUSIVE,
    Answer,
    Misfit,
    Number,
    Question,
    State,
    Text,
)
from ....reports.drawings.sore_places import sore_places
from ...interview.asking import Interview
from ...interview.proof import Decides
from ...interview.record import stands_on
from ...spoken import GO, adding, can_change, in_record, is_withdrawn, leaving_out
from ...typed import accepted, labels_of
from ..answering import Answered, Page, Redirect, Visit
from ..changes import changes_of
from ..forms import (
    FIELD,
    clipped,
    fault_of,
    fault_of_nothing,
    in_unit,
    is_empty,
    kind_of,
    read_form,
    typed_of,
    units_of,
)
from ..notices import Notice
from ..people import short_day
from ..records import beside_answer
from ..service import NotFound, Service
from .question_shapes import ConsentPage, LeaveOutPage, Option, QuestionPage
from .ways import CHECK, ENOUGH, GONE, LOOK, next_page, page_before, page_of, question_page

_UNKNOWN = frozenset({"unknown", "decline"})

_LONGEST_COUNT = 4  # digits of a number of questions


def go_on(service: Service, visit: Visit) -> Answered:
    """To where the interview goes on; first to what changed in the questions, if anything did."""
    name = visit.parts["interview"]
    if changes_of(service, name):
        return Redirect(page_of(name, "changed"))
    return Redirect(next_page(name, service.interview(name)))


def show(service: Service, visit: Visit) -> Answered:
    """A question, answered already or not."""
    name, interview, question = _opened(service, visit)
    came_from = _came_from(visit)
    is_answered = question.id in interview.answers
    if not interview.now.applies(question.id):
        return Redirect(next_page(name, interview, came_from, gone="1"))
    if interview.now.is_over and not is_answered:
        return Redirect(next_page(name, interview))
    if question.id in interview.now.silenced and not is_answered:
        return Redirect(next_page(name, interview, came_from, gone="1"))
    if visit.query.get("leave_out") in _UNKNOWN and interview.now.urgent() and is_answered:
        return Page(
            "leave_out",
            LeaveOutPage(
                action=question_page(name, question.id, **{"from": came_from}),
                do=visit.query["leave_out"],
                back=question_page(name, question.id, **{"from": came_from}),
                route=GO.get(interview.now.urgent()[0].warn.route, ""),
            ),
        )
    topic = interview.knowledge.topics[question.topic]
    if topic.consent and not visit.query.get("agreed") and not _is_begun(interview, question):
        agree = question_page(name, question.id, agreed="1", **{"from": came_from})
        back = page_before(name, interview, question)
        return Page(
            "consent",
            ConsentPage(
                title=topic.title, why=topic.why, consent=topic.consent, agree=agree,
                stop=f"/stop?interview={name}", back=back,
            ),
        )  # fmt: skip
    return Page("question", _page(service, visit, name, interview, question))


def answer(service: Service, visit: Visit) -> Answered:
    """Take what was said to the question that the form names, and go on."""
    name, interview, question = _opened(service, visit)
    came_from = _came_from(visit)
    if visit.said("do") == "later":
        return later(service, visit)
    taken = _taken(interview, question, visit)
    if not isinstance(taken, Interview):
        key = service.notices.leave(taken)
        return Redirect(
            question_page(name, question.id, notice=key, agreed="1", **{"from": came_from})
        )
    if is_withdrawn(interview, taken) and not visit.said("anyway"):
        query = {"from": came_from, "leave_out": visit.said("do")}
        return Redirect(question_page(name, question.id, **query))
    if _says_more(interview, taken, question):
        service.keep(name, interview, taken)
    else:
        taken = interview
    if not taken.now.applies(question.id):
        return Redirect(next_page(name, taken, came_from, gone="1"))
    clash = taken.since(interview).new_clash()  # who says the same again is not asked a third time
    if clash is not None and clash.questions and not taken.now.is_over:
        query = {"clash": clash.contradiction.id, "from": came_from}
        return Redirect(question_page(name, clash.questions[-1].id, **query))
    return Redirect(next_page(name, taken, came_from, more=_more(interview, taken)))


def _more(before: Interview, after: Interview) -> str:
    """By how many questions an answer makes the interview longer; empty unless by many.

    To take back an answer that ended it is no answer that makes it longer.
    """
    if before.now.is_over or not adding(before.about_left(), after.about_left()):
        return ""
    return str(after.about_left() - before.about_left())


def _says_more(before: Interview, after: Interview, question: Question) -> bool:
    """Whether an answer is to be stored: a form that was sent twice says nothing new.

    To give the same answer to a list that has grown meanwhile does.
    """
    is_same = before.answers.get(question.id) == after.answers[question.id]
    return not is_same or question.id in before.outgrown


def later(service: Service, visit: Visit) -> Answered:
    """Put a question off: it is asked again after all others."""
    name, interview, question = _opened(service, visit)
    put_off = interview.later(question)
    service.keep(name, interview, put_off)
    return Redirect(next_page(name, put_off, _came_from(visit)))


def _opened(service: Service, visit: Visit) -> tuple[str, Interview, Question]:
    name = visit.parts["interview"]
    interview = service.interview(name)
    knowledge = interview.knowledge
    asked = visit.parts["question"]
    question = knowledge.questions.get(knowledge.former_questions.get(asked, asked))
    if question is None or question.records:
        raise NotFound(asked)
    return name, interview, question


def _made_longer(more: str) -> str:
    """What is said of an answer that made the interview longer by so many questions."""
    return adding(0, int(more)) if more.isdecimal() and len(more) < _LONGEST_COUNT else ""


def _came_from(visit: Visit) -> str:
    said = visit.query.get("from", "")
    return said if said in {CHECK, ENOUGH, LOOK} else ""


def _taken(interview: Interview, question: Question, visit: Visit) -> Interview | Notice:
    """The interview after a form, or what was wrong with it."""
    before, recorded = interview.before.get(question.id), interview.recorded.get(question.id)
    if visit.said("do") == "same" and before is not None:
        return interview.with_answer(question, replace(before, source="before", basis=None))
    if visit.said("do") == "recorded" and recorded is not None:
        return interview.with_answer(question, recorded)
    texts = read_form(question, visit)
    if is_empty(texts):
        if isinstance(question.kind, Text):
            return _answered(interview, question, ["prefer not to say"], visit)
        return Notice(clipped(question, visit.form), (fault_of_nothing(question),))
    return _answered(interview, question, texts, visit)


def _answered(
    interview: Interview, question: Question, texts: list[str], visit: Visit
) -> Interview | Notice:
    found = interview.answer(question, texts, "web")
    if isinstance(found, Misfit):
        return Notice(
            clipped(question, visit.form), (fault_of(question, found, visit.said("unit")),)
        )
    return found


def _is_begun(interview: Interview, question: Question) -> bool:
    """Whether a question of its topic was answered or put off before; a record says nothing yet."""
    said = {name for name, one in interview.answers.items() if one.source != IMPORTED}
    said |= interview.put_off.keys()
    return any(interview.knowledge.questions[one].topic == question.topic for one in said)


def _page(
    service: Service, visit: Visit, name: str, interview: Interview, question: Question
) -> QuestionPage:
    notice = service.notices.find(visit.query.get("notice", ""))
    came_from, now = _came_from(visit), interview.now
    here = interview.answers.get(question.id)
    before = interview.before.get(question.id) if here is None else None
    shown = here or before
    typed = dict(notice.typed) if notice else None
    units = units_of(question, shown.shown if shown else "", interview, service.units)
    if typed and any(typed.get(FIELD, ())) and typed.get("unit", [""])[-1] in units:
        units = tuple(sorted(units, key=lambda one: one != typed["unit"][-1]))
    chosen = set(typed.get(FIELD, ())) if typed else _chosen(here)
    topic = interview.knowledge.topics[question.topic]
    begins = not _is_begun(interview, question)
    test = now.test_of(question)
    kept = {"from": came_from}
    clash = next((c for c in now.clashes if c.contradiction.id == visit.query.get("clash")), None)
    return QuestionPage(
        action=question_page(name, question.id, **kept),
        back=_back(name, interview, question, came_from, clash),
        later=page_of(name, f"q/{question.id}/later", **kept),
        stop=f"/stop?interview={name}",
        so_far=page_of(name, "so-far") if interview.answers else "",
        id=question.id,
        ask=question.ask,
        about=about_place(question.ask),
        help=question.help,
        why=question.why,
        decides=decides_in_words(now.decides(question), is_full=not is_plan_withheld(now.prospect)),
        kind=kind_of(question),
        field=FIELD,
        typed=(typed.get(FIELD) or [""])[-1] if typed else typed_of(question, here, units),
        options=tuple(
            Option(word, label, word in chosen, word in EXCLUSIVE)
            for word, label in _labels(question).items()
        ),
        units=units,
        accepted=""
        if _labels(question)
        else in_unit(accepted(question), units[0] if units else ""),
        offers_dont_know=question.offers_dont_know,
        is_answered=here is not None,
        answer_so_far=_said(here),
        recorded=_recorded(service, interview, question),
        can_take=_can_take(interview, question),
        before=_said(before),
        before_day=_day_before(service, name) if before else "",
        topic=topic.title,
        topic_why=topic.why if begins else "",
        note=GONE if visit.query.get("gone") else _made_longer(visit.query.get("more", "")),
        left=interview.about_left(),
        clash=_misfitting(interview, clash),
        test_title=test.title if test else "",
        test_steps=(*([test.needs] if test.needs else []), *test.steps, test.stop) if test else (),
        tests_left_out=_tests_left_out(interview, question) if begins else (),
        figure=sore_places(tuple(labels_of(question))),
        faults=notice.faults if notice else (),
    )


def _day_before(service: Service, name: str) -> str:
    """The day of the interview whose answers are confirmed; empty once it was forgotten."""
    before = service.stored(name).before
    stored = service.store.interview(before) if before else None
    return short_day(service, stored.day) if stored else ""


def _recorded(service: Service, interview: Interview, question: Question) -> str:
    """What the record shows of a question, in a sentence; empty without a record of it."""
    if question.id not in interview.recorded:
        return ""
    if _can_take(interview, question):
        said = in_record(interview, question)
        return f"{beside_answer(service, interview, question, said)}."
    basis = stands_on(interview.recorded[question.id].basis)
    return f"Your answer is the one in your record{f', {basis}' if basis else ''}."


def _can_take(interview: Interview, question: Question) -> bool:
    """Whether the record shows another answer than the question has."""
    here, recorded = interview.answers.get(question.id), interview.recorded.get(question.id)
    return recorded is not None and (here is None or here.value != recorded.value)


def _labels(question: Question) -> Mapping[str, str]:
    """The choices with their labels; those of a scale are its numbers."""
    if isinstance(question.kind, Number) and question.kind.is_scale:
        return {str(number): str(number) for number in range(11)}
    return labels_of(question)


def _chosen(shown: Answer | None) -> set[str]:
    match shown.value if shown else None:
        case frozenset() as words:
            return set(words)
        case str() as word:
            return {word}
        case float() as number:
            return {f"{number:g}"}
        case _:
            return set()


def _said(found: Answer | None) -> str:
    if found is None:
        return ""
    return found.shown or ("left out" if found.state is State.GIVEN else "")


def _misfitting(interview: Interview, clash: Clash | None) -> tuple[str, ...]:
    """What does not fit together, and each of these answers."""
    if clash is None:
        return ()
    said = [f"{one.title}: {interview.answers[one.id].shown}" for one in clash.questions]
    return (clash.contradiction.title, clash.text, *said)


def _back(
    name: str, interview: Interview, question: Question, came_from: str, clash: Clash | None
) -> str:
    """The page before: of answers that do not fit together the one before of these."""
    if clash is not None:
        names = [one.id for one in clash.questions]
        if question.id in names[1:]:
            before = names[names.index(question.id) - 1]
            return question_page(name, before, clash=clash.contradiction.id, **{"from": came_from})
    return page_of(name, "check") if came_from else page_before(name, interview, question)


def _tests_left_out(interview: Interview, question: Question) -> tuple[str, ...]:
    found = {
        withheld.test.id: withheld
        for one, withheld in interview.now.left_out()
        if one.topic == question.topic
    }
    return tuple(leaving_out(found.values()))


def decides_in_words(decides: Decides, *, is_full: bool) -> str:
    """A sentence on what rests on a question; empty if nothing does any more."""
    named = can_change(decides, is_full=is_full)
    return f"Your answer can still change: {join_words(named, 'and')}." if named else ""


def about_place(ask: str) -> str:
    """How a question about a sore place begins; empty for any other.

    >>> about_place("About the shin: does it hurt at night?")
    'About the shin: '
    """
    start, colon, _ = ask.partition(": ")
    return start + colon if colon and start.startswith("About the ") else ""
