"""The weekly check-in: one page with four questions, and a page with what came out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from ....engine.days import show_date
from ....engine.vocabulary import Misfit, Question
from ....reports.charts.check_in_dots import CheckInDots, Week, check_in_dots
from ....reports.sentences import printable
from ...check_in import CheckIn, check_in_base, check_in_reading, check_ins, open_check_in
from ...check_in_words import route_of, short_score, tell
from ...interview.asking import Interview, start_interview
from ...interview.proof import Depth
from ...store.shapes import StoredRunner
from ..answering import Answered, Page, Redirect, Visit
from ..forms import labels_with_dont_know
from ..needs import Need, interview_need_of
from ..notices import Fault, Notice
from ..people import person_of, summary_for
from ..service import Service
from .question_shapes import MessagePage

_ONE_AT_A_TIME = Lock()  # a double click sends the form twice at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer; `ends`: with it no other question is asked."""

    word: str
    label: str
    is_chosen: bool
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One of the questions; `fault` says what is wrong with its answer."""

    id: str
    ask: str
    help: str
    options: tuple[Option, ...]
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInPage:
    """The form. `first` decides whether the `others` are asked; `last` tells of the one before."""

    action: str
    back: str
    name: str
    why: str
    consent: str
    first: Asked
    others: tuple[Asked, ...]
    last: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A check-in of a list: its day and its score in words."""

    day: str
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedInPage:
    """What came out; the fields are those of `Told`. `is_urgent`: whom to see stands first.

    `referral` is what the last answers say of whom to see: it stands before all of this.
    """

    runner: str
    back: str
    referral: Need | None
    score: str
    meaning: str
    way: str
    is_urgent: bool
    advice: tuple[str, ...]
    changes: tuple[str, ...]
    due: str
    has_calendar: bool
    caveat: str
    chart: CheckInDots | None
    past: tuple[Line, ...]
    again: str


def show(service: Service, visit: Visit) -> Answered:
    """The four questions.

    Raises:
        NotFound: if there is no such runner.
    """
    runner = service.runner(visit.parts["runner"])
    refusal = _refusal(service, runner)
    if refusal is not None:
        return refusal
    notice = service.notices.find(visit.query.get("notice", ""))
    faults = notice.faults if notice else ()
    typed = {name: values[-1] for name, values in notice.typed.items()} if notice else {}
    if not typed:
        begun = open_check_in(service.store, runner, runner.name, service.today()).interview
        typed = {name: one.entered for name, one in begun.answers.items()}
    first, *others = _asked(typed, faults)
    topic = check_in_base().topics[next(iter(_questions())).topic]
    past = check_ins(service.store, runner.id)
    return Page(
        "checkin",
        CheckInPage(
            action=f"/r/{runner.id}/checkin",
            back=f"/r/{runner.id}",
            name=printable(runner.name),
            why=topic.why,
            consent=topic.consent,
            first=first,
            others=tuple(others),
            last=_last(past),
            faults=faults,
        ),
    )


def answer(service: Service, visit: Visit) -> Answered:
    """Take the answers, all or none; then on to what came out.

    Raises:
        NotFound: if there is no such runner.
    """
    runner = service.runner(visit.parts["runner"])
    refusal = _refusal(service, runner)
    if refusal is not None:
        return refusal
    with _ONE_AT_A_TIME:
        kept = open_check_in(service.store, runner, runner.name, service.today())
        taken = _taken(kept.interview, visit)
        if isinstance(taken, Interview):
            kept.keep(kept.interview, taken)
            kept.finish(service.today())
            return Redirect(f"/r/{runner.id}/checked-in")
    key = service.notices.leave(Notice(visit.form, taken))
    return Redirect(f"/r/{runner.id}/checkin?notice={key}")


def result(service: Service, visit: Visit) -> Answered:
    """What came out of the last check-in.

    Raises:
        NotFound: if there is no such runner.
    """
    runner = service.runner(visit.parts["runner"])
    person = person_of(service, runner, service.store.interviews(runner.id))
    past = check_ins(service.store, runner.id)
    if not past:
        return Redirect(f"/r/{runner.id}/checkin")
    referral, summary = interview_need_of(service, person), summary_for(service, person)
    told, flags = tell(past), past[-1].flags
    is_mild = referral is not None and route_of(past) in {"", "self-care"}
    return Page(
        "checked_in",
        CheckedInPage(
            runner=printable(runner.name),
            back=f"/r/{runner.id}",
            referral=referral,
            score=told.score,
            meaning=told.meaning,
            way="" if is_mild else told.way,
            is_urgent=bool(flags) and flags[0].warn.tier in {"A", "B"},
            advice=() if is_mild else told.advice,
            changes=told.changes,
            due="" if summary and not summary.has_plan else told.due,
            has_calendar=summary is not None and summary.has_plan,
            caveat=told.caveat,
            chart=check_in_dots([_week(one) for one in past]),
            past=tuple(
                Line(day=show_date(one.day), score=short_score(one)) for one in reversed(past)
            ),
            again=f"/r/{runner.id}/checkin",
        ),
    )


def _refusal(service: Service, runner: StoredRunner) -> Page | None:
    """A page instead of the check-in, where none is offered; None where it is.

    Who has to be seen before any plan, or is not assessed at all, needs no number of the week.
    """
    person = person_of(service, runner, service.store.interviews(runner.id))
    summary = summary_for(service, person)
    if summary is None or summary.has_plan:
        return None
    if summary.limit and not summary.sign:
        message = MessagePage(
            "There is no check-in here",
            (f"{summary.limit}: Surefoot does not assess this runner, so there is no plan to "
             "check in on.",),
            person.page,
            "Back",
        )  # fmt: skip
        return Page("message", message)
    need = interview_need_of(service, person)
    first = f"{need.do} {need.sign}." if need else "Someone has to be seen first."
    message = MessagePage(
        "See someone before the next check-in",
        (first, "No plan is shown until then, so there is nothing to check in on. After the "
         "visit, answer the interview again."),
        need.page if need else person.page,
        "Read what to do",
    )  # fmt: skip
    return Page("message", message)


def _questions() -> tuple[Question, ...]:
    return tuple(check_in_base().questions.values())


def _asked(typed: Mapping[str, str], faults: Sequence[Fault]) -> Iterator[Asked]:
    first, *others = _questions()
    ends = {word for word in labels_with_dont_know(first) if not _opens(first, word, others)}
    for question in (first, *others):
        said = typed.get(question.id, "")
        yield Asked(
            id=question.id,
            ask=question.ask,
            help=question.help,
            options=tuple(
                Option(
                    word=word,
                    label=label,
                    is_chosen=word == said,
                    ends=question is first and word in ends,
                )
                for word, label in labels_with_dont_know(question).items()
            ),
            fault=next((one.message for one in faults if one.field == question.id), ""),
        )


def _opens(first: Question, word: str, others: Sequence[Question]) -> bool:
    """Whether an answer to the first question leaves another one to be asked."""
    found = start_interview(check_in_reading(), depth=Depth.ALL).answer(first, word)
    return isinstance(found, Interview) and any(found.now.applies(one.id) for one in others)


def _taken(interview: Interview, visit: Visit) -> Interview | tuple[Fault, ...]:
    """The interview with the answers of a form, or what is missing.

    Answers to questions that the first one leaves out are not taken, and what was said today
    already is not said again.
    """
    faults: list[Fault] = []
    for question in _questions():
        if not interview.now.applies(question.id):
            continue
        found = interview.answer(question, visit.said(question.id), source="web")
        if isinstance(found, Misfit):
            faults.append(Fault(question.id, f"Choose an answer: {question.ask}"))
        elif found.answers[question.id].entered != _entered(interview, question):
            interview = found
    return tuple(faults) or interview


def _entered(interview: Interview, question: Question) -> str | None:
    found = interview.answers.get(question.id)
    return found.entered if found else None


def _last(past: Sequence[CheckIn]) -> str:
    if not past:
        return ""
    return f"Your last check-in was on {show_date(past[-1].day)}: {short_score(past[-1])}."


def _week(one: CheckIn) -> Week:
    return Week(day=one.day, score=one.score, is_substantial=one.is_substantial)
