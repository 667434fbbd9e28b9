"""From a diagnosis to everything that a report prints, as one frozen `ReportContext`.

Where the plan may not be shown, pillars, actions, plan and exercises are not in it at all,
so no template can print them by mistake.
"""

import datetime

from ..engine.days import show_date
from ..engine.diagnosis import Diagnosis
from ..engine.errors import join_words
from ..engine.findings import MOST_SHOWN_PATTERNS, MatchedPattern
from ..engine.home_tests import questions_left_out
from ..engine.knowledge import DECIDED_SHARE, WATCH_FROM, WEAK_FROM, Lead
from ..engine.planning import Plan
from ..engine.reasoning.insights import find_insights
from ..engine.reasoning.measurement import next_measurement, test_for
from ..engine.scoring import Band, Score
from ..engine.vocabulary import Text
from .charts.dot_plot import dot_plot
from .coach_shapes import WorkedOut
from .held_back import held_back
from .house.colours import SHIPPED_LOOK
from .house.own_words import coach_note, house_head, override_notes
from .load import weekly_load
from .person import NAME_QUESTION, given
from .printing import Printing
from .programme import (
    action_cards,
    first_day,
    plan_table,
    recheck_days,
)
from .recorded import first_page_line, record_part, told_by_record
from .referral import SEEN_FIRST, see_someone
from .scores import chart_rows, score_block
from .sentences import first_sentence, join_titles, told_and_why
from .shapes import (
    ClashNote,
    GradeLine,
    KnowledgeUsed,
    OpenQuestion,
    OpenTopic,
    PatternNote,
    ReportContext,
)
from .sheet import sheet_parts, sheet_weeks
from .sources import Sources
from .turning import turning_lines
from .units import printed_in, units_of
from .words import (
    ABOUT,
    DO_FIRST,
    DO_MEANWHILE,
    GRADES,
    HALF_DOSE,
    HALF_DOSE_NO_RUN,
    NO_CAUSE,
    NOTHING_MORE,
    PRIORITY,
    PRIVATE,
    QUESTION_IT,
)

_SUMMARY_FINDINGS = 2
_SUMMARY_LENGTH = 140  # a longer reason, such as a list of signs, is left to its table
_HEADLINE_LENGTH = 130


def report_context(diagnosis: Diagnosis, printing: Printing) -> ReportContext:
    """What to print about one runner on one day; the same input gives the same context.

    The coach edition adds how it was worked out.
    """
    units = printing.units or units_of(diagnosis.answers)
    return printed_in(_as_written(diagnosis, printing, units), units)


def _as_written(diagnosis: Diagnosis, printing: Printing, units: str) -> ReportContext:
    """The context, its texts in the units of the knowledge base and of the runner."""
    date, start = printing.date, first_day(diagnosis, printing)
    knowledge, is_full = diagnosis.knowledge, diagnosis.plan.shown
    sources = Sources(knowledge)
    insights = find_insights(diagnosis)
    headline, lead = opening(diagnosis)
    headline, told = _in_own_numbers(diagnosis, headline, _told_first(diagnosis))
    box = see_someone(diagnosis, sources)
    patterns = diagnosis.patterns[:MOST_SHOWN_PATTERNS] if is_full else ()
    pillars = diagnosis.pillars if is_full else ()
    contexts = tuple(
        one for one in diagnosis.contexts if is_full and one.band is not Band.DOES_NOT_APPLY
    )
    rows = chart_rows(pillars, contexts)
    topics = _open_topics(diagnosis) if is_full else ()
    words = printing.coach
    overrides = override_notes(words) if words else {}
    return ReportContext(
        title=f"{knowledge.name} report",
        language="en",
        paper=printing.paper,
        look=printing.house.look if printing.house else SHIPPED_LOOK,
        house=house_head(printing.house) if printing.house else None,
        runner=given(diagnosis, NAME_QUESTION),
        date=show_date(date),
        date_iso=date.isoformat(),
        knowledge=KnowledgeUsed(
            name=knowledge.name, version=knowledge.version, hash=knowledge.hash
        ),
        is_full=is_full,
        referral_first=box.tone in SEEN_FIRST,
        headline=headline,
        lead=lead,
        summary=_summary(diagnosis, told, date) if is_full else (),
        see_someone=box,
        coach_note=coach_note(words, diagnosis) if words else None,
        limits=further_limits(diagnosis),
        patterns=tuple(_pattern(diagnosis, one, sources) for one in patterns),
        chart=dot_plot(rows) if rows else None,
        chart_narrow=dot_plot(rows, narrow=True) if rows else None,
        turnings=turning_lines(diagnosis, insights.turnings),
        actions=action_cards(diagnosis, sources, overrides) if is_full else (),
        actions_title=DO_MEANWHILE if box.tone in SEEN_FIRST else DO_FIRST,
        actions_why=held_back(diagnosis, _leading_score(diagnosis)),
        actions_note=dose_note(diagnosis.plan),
        pillars=tuple(score_block(diagnosis, one, sources, insights, units) for one in pillars),
        contexts=tuple(score_block(diagnosis, one, sources, insights, units) for one in contexts),
        load=weekly_load(diagnosis, date, units) if is_full else None,
        plan=plan_table(diagnosis, start, sources),
        sheet=sheet_parts(diagnosis) if is_full else (),
        sheet_weeks=sheet_weeks(diagnosis.plan) if is_full else (),
        recheck=recheck_days(start) if is_full else (),
        record=record_part(diagnosis, date, units) if is_full else None,
        clashes=_clashes(diagnosis) if is_full else (),
        open_topics=topics,
        open_count=sum(len(topic.questions) for topic in topics),
        grades=_grades() if sources.lines() and is_full else (),
        sources=sources.lines(),
        method=_method(diagnosis),
        worked_out=_worked_out(diagnosis) if printing.edition == "coach" else None,
        about=ABOUT,
    )


def _worked_out(diagnosis: Diagnosis) -> WorkedOut:
    from .coach import worked_out  # noqa: PLC0415  (searches; only needed for a coach)

    return worked_out(diagnosis)


def dose_note(plan: Plan) -> str:
    """What limits all that is advised while a place hurts; empty for none."""
    if not plan.is_halved:
        return NOTHING_MORE if plan.mode == "hold" else ""
    return HALF_DOSE_NO_RUN if plan.mode == "no-impact" else HALF_DOSE


def opening(diagnosis: Diagnosis) -> tuple[str, str]:
    """The headline, cut to its first sentence, and what follows it."""
    headline, rest = first_sentence(diagnosis.headline.text)
    reason = diagnosis.plan.reason
    if not diagnosis.plan.shown and reason != diagnosis.headline.text:
        rest = f"{rest} {reason}".strip()
    return headline, rest


def _told_first(diagnosis: Diagnosis) -> tuple[str, ...]:
    """What the runner told us that weighs most, in what the headline is about."""
    lead = _leading_score(diagnosis)
    if lead is None or not diagnosis.plan.shown:
        return ()
    rules = sorted(
        (one for one in diagnosis.rules if one.rule.id in lead.fired), key=lambda one: -one.points
    )
    every = [told_and_why(diagnosis, one.rule)[0] for one in rules]
    return tuple(one for one in every if len(one) <= _SUMMARY_LENGTH)[:_SUMMARY_FINDINGS]


def _in_own_numbers(
    diagnosis: Diagnosis, headline: str, told: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """The headline of a pillar or context with one answer in it, and the other answers.

    An answer with a number goes before one without. Where none fits, all stays as it is.
    """
    lead = _leading_score(diagnosis)
    if lead is None or lead.pillar.id != diagnosis.headline.id:
        return headline, told
    room = _HEADLINE_LENGTH - len(headline)
    fitting = [one for one in told if one.startswith("You") and len(one) < room]
    if not fitting:
        return headline, told
    chosen = next((one for one in fitting if any(map(str.isdigit, one))), fitting[0])
    whole = f"{headline.removesuffix('.')}: {chosen[:1].lower()}{chosen[1:]}"
    return whole, tuple(one for one in told if one != chosen)


def _summary(diagnosis: Diagnosis, first: tuple[str, ...], day: datetime.date) -> tuple[str, ...]:
    """What the runner told us that weighs most, what looks solid, and what a record doubts."""
    told = list(first)
    solid = [
        one.pillar.title
        for one in diagnosis.pillars
        if one.band is Band.SOLID and one.pillar.id not in diagnosis.joint.pillars
    ]
    if solid:
        verb = "looks" if len(solid) == 1 else "look"
        told.append(f"{join_titles(solid)} {verb} solid.")
    if not told and diagnosis.unanswered:
        told.append("Each answer that you add narrows a range.")
    recorded = first_page_line(diagnosis, day)
    return tuple([*told, recorded] if recorded else told)


def _leading_score(diagnosis: Diagnosis) -> Score | None:
    """The score that the headline is about; under a flag, the first pillar that has a rank."""
    for score in (*diagnosis.pillars, *diagnosis.contexts):
        if score.pillar.id == diagnosis.headline.id:
            return score
    first = diagnosis.pillars[0] if diagnosis.pillars else None
    return first if first is not None and first.band in {Band.WEAK, Band.WATCH} else None


def further_limits(diagnosis: Diagnosis) -> tuple[str, ...]:
    """The limits that are not the headline already."""
    return tuple(one.because for one in diagnosis.limits if one.rule.id != diagnosis.headline.id)


def _pattern(diagnosis: Diagnosis, one: MatchedPattern, sources: Sources) -> PatternNote:
    pattern, sites = one.pattern, diagnosis.knowledge.sites
    where = join_titles([sites[site][:1].lower() + sites[site][1:] for site in one.sites])
    place = f" ({where})" if where else ""
    return PatternNote(
        sentence=(
            f"Your answers{place} fit a pattern often called “{pattern.title}”; "
            "other causes are possible."
        ),
        about=pattern.about,
        differ=pattern.differ,
        how_sure=GRADES[pattern.grade].word,
        sources=sources.numbers(pattern.evidence),
    )


def _clashes(diagnosis: Diagnosis) -> tuple[ClashNote, ...]:
    elsewhere = told_by_record(diagnosis)
    return tuple(
        ClashNote(
            title=one.contradiction.title,
            text=one.text,
            questions=tuple(question.title for question in one.questions),
        )
        for one in diagnosis.contradictions
        if one not in elsewhere
    )


def _open_topics(diagnosis: Diagnosis) -> tuple[OpenTopic, ...]:
    """Open questions by topic; free text is left out, since no rule can read it."""
    questions = [
        diagnosis.knowledge.questions[name]
        for name in diagnosis.unanswered
        if not isinstance(diagnosis.knowledge.questions[name].kind, Text)
    ]
    left_out = questions_left_out(diagnosis.withheld_tests)
    following = next_measurement(diagnosis)
    topics = []
    for topic in diagnosis.knowledge.topics.values():
        asked = tuple(
            OpenQuestion(
                title=one.title,
                how=f"Left out: {left_out[one.id].cause.value}."
                if one.id in left_out
                else one.help,
                is_next=one.id == following,
                test=_test(diagnosis, one.id) if one.id == following else "",
            )
            for one in questions
            if one.topic == topic.id
        )
        if asked:
            topics.append(OpenTopic(title=topic.title, questions=asked))
    return tuple(topics)


def _test(diagnosis: Diagnosis, question: str) -> str:
    test = test_for(diagnosis.knowledge, question)
    if test is None:
        return ""
    return f"test at home, {test.minutes} minutes" if test.minutes else "test at home"


def _grades() -> tuple[GradeLine, ...]:
    return tuple(
        GradeLine(word=one.word, verb=one.verb, meaning=one.meaning) for one in GRADES.values()
    )


def _method(diagnosis: Diagnosis) -> tuple[str, ...]:
    """How it works and where it ends; a referral page leaves out what is about pillars."""
    if not diagnosis.plan.shown:
        return (review_line(diagnosis), PRIVATE)
    bands = (
        f"Room to improve is the share of points that your answers gave, of those they could give. "
        f"Weak begins at {WEAK_FROM:.0f} of 100 and watch at {WATCH_FROM:.0f}. With fewer than "
        f"{DECIDED_SHARE * 10:.0f} in 10 items decided there is no band. A line in the picture "
        "shows what missing answers could still change."
    )
    return (NO_CAUSE, PRIORITY, bands, review_line(diagnosis), QUESTION_IT, PRIVATE)


def review_line(diagnosis: Diagnosis) -> str:
    """Who reviewed the rules, in a sentence."""
    rules = [
        one for one in diagnosis.knowledge.rules.values() if not isinstance(one.conclusion, Lead)
    ]
    trial = sum(rule.status != "stable" for rule in rules)
    if not trial:
        return "Every rule of this knowledge base was reviewed by two people."
    of_them = f"All {trial}" if trial == len(rules) else f"{trial} of the {len(rules)}"
    reviewed = {name: texts for name, texts in diagnosis.knowledge.reviews.items() if texts}
    if not reviewed:
        return f"{of_them} rules of this base are on trial: no clinician has reviewed them yet."
    names = {text.rpartition(" ")[0] for texts in reviewed.values() for text in texts}
    return (
        f"{of_them} rules of this base are on trial. Reviewed as they stand: {len(reviewed)}, "
        f"by {join_words(sorted(names), 'and')}."
    )
