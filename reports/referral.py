"""The box "See someone first?", which is on every report.

It never says that there are no warning signs while a safety question is unanswered.
"""

from collections.abc import Iterable

from ..engine.diagnosis import Diagnosis
from ..engine.findings import RaisedFlag
from ..engine.knowledge import Rule, Warn
from ..engine.vocabulary import State, Text
from .person import AGE_QUESTION, side_question, site_of
from .shapes import AnswerLine, FlagNote, ReturnSign, SeeSomeone
from .sources import Sources
from .words import (
    ALSO_TOLD,
    CANNOT_RULE_OUT,
    CANNOT_SAY,
    NOT_CHECKED,
    NOTHING_URGENT,
    RETURN_SIGNS,
    ROUTE_WORDS,
)

MOST_NOT_CHECKED = 8
EMERGENCY_NUMBER = "safety.emergency_number"
SEEN_FIRST = frozenset({"urgent", "soon"})  # tones with which the box comes before all else
AS_WELL = "To be mentioned as well"
_TONES = {"A": "urgent", "B": "urgent", "C": "soon"}


def see_someone(diagnosis: Diagnosis, sources: Sources) -> SeeSomeone:
    """The box for this runner."""
    open_titles = _open_safety_titles(diagnosis)
    answer, text = _answer(diagnosis)
    flags = [_note(flag, sources, first=diagnosis.flags[0].warn) for flag in _shown(diagnosis)]
    return SeeSomeone(
        tone=_TONES.get(diagnosis.tier or "", "calm"),
        answer=answer,
        text=text,
        flags=tuple(flags),
        beside_title=ALSO_TOLD if any(one.is_beside for one in flags) else "",
        not_checked=NOT_CHECKED if open_titles else "",
        not_answered=tuple(open_titles[:MOST_NOT_CHECKED]),
        not_answered_more=max(0, len(open_titles) - MOST_NOT_CHECKED),
        unused=tuple(diagnosis.knowledge.questions[one].title for one in diagnosis.unused_safety),
        answers=() if diagnosis.plan.shown else _answers_behind(diagnosis),
        signs=_return_signs(diagnosis),
        caveat=CANNOT_RULE_OUT,
    )


def _return_signs(diagnosis: Diagnosis) -> tuple[ReturnSign, ...]:
    """What to watch for, with the emergency number of the runner's country if it is known."""
    number = diagnosis.shown(EMERGENCY_NUMBER)
    called = f"emergency number ({number})" if number else "emergency number"
    return tuple(
        ReturnSign(sign=sign, act=act.replace("emergency number", called))
        for sign, act in RETURN_SIGNS
    )


def _answer(diagnosis: Diagnosis) -> tuple[str, str]:
    """Whether to see someone and how soon; never "not for now" while a flag is undecided."""
    route = ROUTE_WORDS[diagnosis.flags[0].warn.route if diagnosis.flags else "self-care"]
    if diagnosis.tier in {"A", "B"}:
        return route.answer, route.sentence
    if diagnosis.tier == "C":
        if diagnosis.is_safety_open:
            return f"{route.answer}, or sooner", f"{route.sentence} {CANNOT_SAY}"
        return route.answer, route.sentence
    if diagnosis.undecided_flags or diagnosis.unused_safety:
        return "We cannot tell yet", CANNOT_SAY
    sentence = f" {route.sentence}" if diagnosis.flags and diagnosis.plan.shown else ""
    return route.answer, NOTHING_URGENT + sentence


def _shown(diagnosis: Diagnosis) -> Iterable[RaisedFlag]:
    """The flags without self-care of a place that a doctor should see, or under a referral.

    "Mild pain, look after it yourself" beside a suspected bone injury of the same place would be
    read as a way out; and beside any reason to be seen before training.
    """
    if not diagnosis.plan.shown:
        return [one for one in diagnosis.flags if one.warn.tier != "D"]
    urgent = set().union(
        *(_places(diagnosis, one) for one in diagnosis.flags if one.warn.tier in {"A", "B"})
    )
    return [
        flag
        for flag in diagnosis.flags
        if flag.warn.tier != "D" or not (places := _places(diagnosis, flag)) or places - urgent
    ]


def way_of(diagnosis: Diagnosis, flag: RaisedFlag) -> str:
    """Who to see for a flag, and when; self-care is no way while somebody has to look first."""
    if flag.warn.tier == "D" and not diagnosis.plan.shown:
        return AS_WELL
    return ROUTE_WORDS[flag.warn.route].way


def _places(diagnosis: Diagnosis, flag: RaisedFlag) -> set[str]:
    """The sites that a flag is about: those it names, or those of what it reads."""
    if flag.sites:
        return set(flag.sites)
    reads, questions = flag.rule.reads, diagnosis.knowledge.questions
    asked = {questions[name].site for name in reads if name in questions}
    matched = [one.sites for one in diagnosis.patterns if one.pattern.id in reads]
    return {site for site in asked if site}.union(*matched)


def sore_sites_of(diagnosis: Diagnosis, flag: RaisedFlag) -> list[str]:
    """The sites that the runner chose and that a flag is about, in the order of the base."""
    knowledge = diagnosis.knowledge
    said = diagnosis.assessment.facts.values.get(knowledge.site_question or "")
    chosen = said if isinstance(said, frozenset) else frozenset()
    named = {site_of(knowledge, subject) for subject in flag.rule.reads}
    about = flag.sites or _places(diagnosis, flag) | named
    return [site for site in knowledge.sites if site in chosen and site in about]


def _note(flag: RaisedFlag, sources: Sources, *, first: Warn) -> FlagNote:
    """A flag; who to see is left out where the box, or the title above the flag, has said it."""
    is_beside = flag.warn.tier == "D" and first.tier != "D"
    return FlagNote(
        title=flag.rule.title,
        is_beside=is_beside,
        way="" if is_beside or flag.warn.route == first.route else ROUTE_WORDS[flag.warn.route].way,
        because=flag.because,
        running=flag.running if flag.is_strictest or flag.warn.plan == "no-impact" else "",
        tell=flag.warn.tell,
        rule=flag.rule.id,
        sources=sources.numbers(flag.rule.evidence),
    )


def _open_safety_titles(diagnosis: Diagnosis) -> list[str]:
    """Titles of the open questions that leave a flag undecided, in the order of the base."""
    rules = diagnosis.knowledge.rules
    found = set().union(*(open_for(diagnosis, rules[name]) for name in diagnosis.undecided_flags))
    return [one.title for name, one in diagnosis.knowledge.questions.items() if name in found]


def open_for(diagnosis: Diagnosis, rule: Rule) -> set[str]:
    """The open questions that a flag reads, or that open the way to what it reads.

    Only where there are none, what lies further behind: a flag that reads a pattern rests on
    many questions, and most of them belong to other flags too.
    """
    knowledge, unanswered = diagnosis.knowledge, set(diagnosis.unanswered)
    near = set(rule.reads & unanswered)
    for name in rule.reads - near:
        if name in knowledge.derived or diagnosis.assessment.facts.gate(name) is None:
            near |= knowledge.needs(name) & unanswered
    return near or set(diagnosis.missing_for(rule))


def _answers_behind(diagnosis: Diagnosis) -> tuple[AnswerLine, ...]:
    """The given answers from which the flags follow, with age and sides: what is asked first."""
    knowledge = diagnosis.knowledge
    read = knowledge.questions_behind(*(flag.rule for flag in diagnosis.flags))
    places = {site for flag in diagnosis.flags for site in sore_sites_of(diagnosis, flag)}
    read.update(side for site in places if (side := side_question(knowledge, site)))
    first = (AGE_QUESTION,) if AGE_QUESTION in knowledge.questions else ()
    rest = (name for name in knowledge.questions if name in read and name not in first)
    return tuple(_lines(diagnosis, (*first, *rest)))


def _lines(diagnosis: Diagnosis, names: Iterable[str]) -> Iterable[AnswerLine]:
    for name in names:
        answer = diagnosis.answers.get(name)
        question = diagnosis.knowledge.questions[name]
        if answer is None or answer.state is not State.GIVEN or isinstance(question.kind, Text):
            continue
        if diagnosis.assessment.facts.gate(name) is True:
            yield AnswerLine(title=question.title, shown=answer.shown)
