"""From a diagnosis to the handover: one page for a doctor or physiotherapist with two minutes.

Flags and patterns come first, each with the answers behind it. Where no plan may be shown, no
plan, no pillar and no advice beyond the referral is in the context at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ...engine.contradictions import Clash
from ...engine.days import show_date
from ...engine.diagnosis import Diagnosis, stops
from ...engine.findings import MatchedPattern, RaisedFlag
from ...engine.knowledge import FITS, Rule, Sign, Warn
from ...engine.said_and_recorded import answered
from ...engine.tiers import TIERS
from ...engine.vocabulary import State, Text
from ..context import review_line
from ..house.colours import SHIPPED_LOOK
from ..house.own_words import house_head
from ..person import (
    AGE_QUESTION,
    NAME_QUESTION,
    SEX_QUESTION,
    given,
    place_name,
    side_question,
    site_of,
)
from ..printing import Printing
from ..referral import AS_WELL, open_for, see_someone, sore_sites_of, way_of
from ..sentences import printable
from ..shapes import AnswerLine, KnowledgeUsed, SeeSomeone
from ..sources import Sources
from ..units import printed_in, units_of
from .advice import advised, coach_said
from .behind import answers_that_fire, short_title
from .shapes import (
    AnswerGroup,
    HandoverContext,
    HandoverFlag,
    HandoverPattern,
    OpenGroup,
    RunningAdvice,
    UnknownSafety,
)

TOPICS_FIRST: Final = ("symptom", "training", "runner")  # sore places, load, history
_IN_HEADING: Final = (NAME_QUESTION, AGE_QUESTION, SEX_QUESTION)
_MOST_WAITING = 3  # flags named for one open question
_NOT_COUNTED = " (does not count here)"
_NOT_SORE = "not chosen as sore, so it does not count"
_STATES: Final = {State.DONT_KNOW: "don't know", State.DECLINED: "preferred not to say"}
_NOTHING_SORE = "No sore muscle or joint reported."
_NO_FLAG = "No flag fired."
_NO_FLAG_YET = "No flag fired so far; some are undecided, see below."
_TIERS = "Tiers: A emergency now, B doctor, C physiotherapist or doctor within two weeks, D"
_ABOUT: Final = (
    "Worked out by fixed rules from what the runner answered, without an examination.",
    "This is no diagnosis. A flag is a reason to look. A pattern means that answers fit what is "
    "often called by that name; other causes are possible.",
)
_TRACE = (
    "All answers (answers.yaml) and all conclusions (result.json) are attached to the PDF. To see "
    "how one came about: surefoot explain answers.yaml ID."
)


def handover_context(diagnosis: Diagnosis, printing: Printing) -> HandoverContext:
    """What the handover says about one runner; the same input gives the same context."""
    units = printing.units or units_of(diagnosis.answers)
    return printed_in(_as_written(diagnosis, printing), units)


def _as_written(diagnosis: Diagnosis, printing: Printing) -> HandoverContext:
    """The context in the units of the knowledge base and of the runner."""
    knowledge = diagnosis.knowledge
    box = see_someone(diagnosis, Sources(knowledge))
    unknown = tuple(_unknown_safety(diagnosis))
    return HandoverContext(
        title=f"{knowledge.name} handover",
        language="en",
        paper=printing.paper,
        look=printing.house.look if printing.house else SHIPPED_LOOK,
        house=house_head(printing.house) if printing.house else None,
        runner=given(diagnosis, NAME_QUESTION),
        person=_person(diagnosis),
        sore=_sore(diagnosis),
        date=show_date(printing.date),
        date_iso=printing.date.isoformat(),
        knowledge=KnowledgeUsed(
            name=knowledge.name, version=knowledge.version, hash=knowledge.hash
        ),
        tone=box.tone,
        flags=tuple(_flag(diagnosis, one) for one in diagnosis.flags),
        tiers=_tiers(diagnosis),
        no_flags="" if diagnosis.flags else _NO_FLAG_YET if unknown else _NO_FLAG,
        patterns=tuple(_pattern(diagnosis, one) for one in _shown_patterns(diagnosis)),
        told=_told(diagnosis, box),
        running=tuple(
            RunningAdvice(flag=one.title, text=one.running) for one in box.flags if one.running
        ),
        groups=tuple(_groups(diagnosis)),
        clashes=tuple(_clash(diagnosis, one) for one in diagnosis.contradictions),
        unknown_safety=unknown,
        unused_safety=tuple(_unused_safety(diagnosis)),
        open_groups=tuple(_open_groups(diagnosis)),
        advised=advised(diagnosis),
        coach_said=tuple(coach_said(printing.coach, diagnosis)) if printing.coach else (),
        limits=tuple(one.rule.title for one in diagnosis.limits),
        about=(*_ABOUT, review_line(diagnosis), _TRACE),
    )


def _person(diagnosis: Diagnosis) -> str:
    age, sex = given(diagnosis, AGE_QUESTION), given(diagnosis, SEX_QUESTION)
    said = f"{age or 'age not given'}, {sex.lower() or 'sex not given'}"
    return said if given(diagnosis, NAME_QUESTION) else said[:1].upper() + said[1:]


def _sore(diagnosis: Diagnosis) -> str:
    """`Sore: Shin, left.`; without a site what was answered, or that nothing was."""
    sites = _sore_sites(diagnosis)
    if sites:
        return f"Sore: {'; '.join(_places(diagnosis, sites))}."
    name = diagnosis.knowledge.site_question
    if name is None:
        return ""
    answer = diagnosis.answers.get(name)
    if answer and isinstance(answer.value, frozenset):
        return _NOTHING_SORE  # no place, and not that the runner is unsure
    said = given(diagnosis, name) or _state(diagnosis, name) or "not asked"
    return f"{diagnosis.knowledge.questions[name].title}: {said}."


def _sore_sites(diagnosis: Diagnosis) -> list[str]:
    """The sites that the runner chose, those of the most urgent flags first."""
    name = diagnosis.knowledge.site_question
    answer = diagnosis.answers.get(name) if name else None
    chosen = answer.value if answer and isinstance(answer.value, frozenset) else frozenset()
    ordered = [site for flag in diagnosis.flags for site in sore_sites_of(diagnosis, flag)]
    ordered += diagnosis.knowledge.sites
    return [site for site in dict.fromkeys(ordered) if site in chosen]


def _places(diagnosis: Diagnosis, sites: Iterable[str]) -> tuple[str, ...]:
    return tuple(place_name(diagnosis, site) for site in sites)


def _flag(diagnosis: Diagnosis, one: RaisedFlag) -> HandoverFlag:
    sites = sore_sites_of(diagnosis, one)
    return HandoverFlag(
        tier=one.warn.tier,
        title=one.rule.title,
        places=_places(diagnosis, sites),
        way=way_of(diagnosis, one),
        answers=answers_that_fire(diagnosis, [one.rule], sites),
        rule=one.rule.id,
    )


def _tiers(diagnosis: Diagnosis) -> str:
    """What the letters mean; self-care is no way while somebody has to look first."""
    if not diagnosis.flags:
        return ""
    rest = "looked after by the runner" if diagnosis.plan.shown else AS_WELL.lower()
    return f"{_TIERS} {rest}."


def _shown_patterns(diagnosis: Diagnosis) -> Sequence[MatchedPattern]:
    """All that match; none where the base is not made for this runner at all."""
    return () if any(stops(one.rule) for one in diagnosis.limits) else diagnosis.patterns


def _pattern(diagnosis: Diagnosis, one: MatchedPattern) -> HandoverPattern:
    signs = [
        (rule, rule.conclusion.weight)
        for rule in diagnosis.knowledge.rules.values()
        if isinstance(rule.conclusion, Sign) and rule.conclusion.pattern == one.pattern.id
    ]
    return HandoverPattern(
        title=one.pattern.title,
        fit=FITS[one.band],
        places=_places(diagnosis, one.sites),
        signs_for=answers_that_fire(diagnosis, _heaviest(signs, 1), one.sites),
        signs_against=answers_that_fire(diagnosis, _heaviest(signs, -1), one.sites),
        id=one.pattern.id,
    )


def _heaviest(signs: Iterable[tuple[Rule, int]], sign: int) -> list[Rule]:
    """The signs of one direction, the heaviest first."""
    found = [(rule, weight * sign) for rule, weight in signs if weight * sign > 0]
    return [rule for rule, _ in sorted(found, key=lambda one: -one[1])]


def _told(diagnosis: Diagnosis, box: SeeSomeone) -> str:
    """Whom to see; under a limit that stops, what the limit says."""
    stop = next((one.because for one in diagnosis.limits if stops(one.rule)), "")
    return " ".join(part for part in (f"See someone first? {box.answer}.", box.text, stop) if part)


# --- answers


def _groups(diagnosis: Diagnosis) -> Iterator[AnswerGroup]:
    """All given answers but those in the heading: by site, then by part, the telling ones first."""
    knowledge = diagnosis.knowledge
    left = {
        name: one
        for name, one in diagnosis.answers.items()
        if one.state is State.GIVEN and name not in _IN_HEADING
    }
    sore = _sore_sites(diagnosis)
    of_site = {name: site_of(knowledge, name) for name in answered(diagnosis) if name in left}
    sites = {site for site in of_site.values() if site is not None}
    for site in sore:
        side = side_question(knowledge, site)
        names = [name for name, own in of_site.items() if own == site and name != side]
        lines = (_answer(diagnosis, short_title(knowledge, name), name) for name in names)
        yield AnswerGroup(title=place_name(diagnosis, site), answers=tuple(lines))
    for topic in _topics(diagnosis):
        names = [
            n
            for n, site in of_site.items()
            if site is None and knowledge.questions[n].topic == topic
        ]
        lines = (_answer(diagnosis, knowledge.questions[name].title, name) for name in names)
        if names:
            yield AnswerGroup(title=knowledge.topics[topic].title, answers=tuple(lines))
    for site in (one for one in knowledge.sites if one in sites and one not in sore):
        names = [name for name, own in of_site.items() if own == site]
        lines = (
            AnswerLine(title=short_title(knowledge, name), shown=given(diagnosis, name))
            for name in names
        )
        title = f"{knowledge.sites[site]} ({_NOT_SORE})"
        yield AnswerGroup(title=title, answers=tuple(lines))


def _topics(diagnosis: Diagnosis) -> list[str]:
    topics = diagnosis.knowledge.topics
    first = [one for one in TOPICS_FIRST if one in topics]
    return [*first, *(one for one in topics if one not in first)]


def _answer(diagnosis: Diagnosis, title: str, name: str) -> AnswerLine:
    """An answer as it was given; says so where it does not count."""
    is_used = diagnosis.assessment.facts.gate(name) is True
    return AnswerLine(title=title, shown=given(diagnosis, name) + ("" if is_used else _NOT_COUNTED))


def _clash(diagnosis: Diagnosis, one: Clash) -> str:
    """What does not fit together, with the answers that do not."""
    told = ((question.title, diagnosis.shown(question.id)) for question in one.questions)
    said = "; ".join(f"{title}: {printable(shown)}" for title, shown in told if shown)
    return f"{one.contradiction.title} ({said})" if said else one.contradiction.title


# --- what is not known


def _unknown_safety(diagnosis: Diagnosis) -> Iterator[UnknownSafety]:
    """The open questions that leave flags undecided, each flag under the first it waits for."""
    knowledge, undecided = diagnosis.knowledge, diagnosis.undecided_flags
    waits = {name: open_for(diagnosis, knowledge.rules[name]) for name in undecided}
    order = [name for name in knowledge.questions if any(name in one for one in waits.values())]
    order.sort(key=lambda name: _tier([knowledge.rules[n] for n in waits if name in waits[n]]))
    for question in order:
        first = [
            knowledge.rules[flag]
            for flag, waiting in waits.items()
            if next(name for name in order if name in waiting) == question
        ]
        yield UnknownSafety(
            title=knowledge.questions[question].title,
            state=_state(diagnosis, question) or "not asked",
            flags=_most_urgent(first),
        )


def _tier(flags: Iterable[Rule]) -> str:
    """The most urgent tier of some flags."""
    return min(rule.conclusion.tier for rule in flags if isinstance(rule.conclusion, Warn))


def _most_urgent(flags: Iterable[Rule]) -> str:
    """Titles with tiers, the most urgent first, and how many more there are."""
    tiers = [(rule.conclusion.tier, rule) for rule in flags if isinstance(rule.conclusion, Warn)]
    tiers.sort(key=lambda one: TIERS.index(one[0]))
    more = len(tiers) - _MOST_WAITING
    named = [f"{rule.title} ({tier})" for tier, rule in tiers[:_MOST_WAITING]]
    return "; ".join([*named, f"and {more} more"] if more > 0 else named)


def _unused_safety(diagnosis: Diagnosis) -> Iterator[str]:
    """Titles of what was answered and counts for nothing; of each site how many they are."""
    knowledge = diagnosis.knowledge
    sites = [site_of(knowledge, name) for name in diagnosis.unused_safety]
    for name, site in zip(diagnosis.unused_safety, sites, strict=True):
        if site is None:
            yield knowledge.questions[name].title
    for site in (one for one in knowledge.sites if one in sites):
        yield f"{knowledge.sites[site]} ({sites.count(site)})"


def _state(diagnosis: Diagnosis, question: str) -> str:
    """What was said instead of an answer; empty where nothing was."""
    answer = diagnosis.answers.get(question)
    return _STATES.get(answer.state, "") if answer else ""


def _open_groups(diagnosis: Diagnosis) -> Iterator[OpenGroup]:
    """The other open questions; free text is left out, since no rule can read it."""
    knowledge, undecided = diagnosis.knowledge, diagnosis.undecided_flags
    waited_for = set().union(*(open_for(diagnosis, knowledge.rules[name]) for name in undecided))
    left = [
        knowledge.questions[name]
        for name in diagnosis.unanswered
        if name not in waited_for and not isinstance(knowledge.questions[name].kind, Text)
    ]
    for topic in _topics(diagnosis):
        own = [one for one in left if one.topic == topic and one.id not in _IN_HEADING]
        if own:
            said = {state: "; ".join(one.title for one in own if _state(diagnosis, one.id) == state)
                    for state in ("", *_STATES.values())}  # fmt: skip
            titles = "; ".join(f"{state}: {t}" if state else t for state, t in said.items() if t)
            yield OpenGroup(title=knowledge.topics[topic].title, count=len(own), titles=titles)
