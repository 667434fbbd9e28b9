"""The whole report in lines that can be asked on, each by the id that stands beside it."""

from collections.abc import Iterator

from ..findings import STATES
from ..knowledge import FITS
from ..planning.actions import MOST_ACTIONS
from ..reasoning.measurement import next_measurement
from ..reasoning.turning import find_turnings, raises_flag
from ..scoring import Band, Score
from ..tiers import FREE_MODES
from ..vocabulary import Text
from .actions import later, left_out
from .pillars import band_words
from .plan import PLAN, mode_words
from .shapes import Explanation, Step, said, section
from .trace import Trace

REPORT = "report"
_MOST_OPEN = 12


def explain_report(trace: Trace, known: frozenset[str]) -> Explanation:
    """Every claim of the report with the id to ask on by; `known` has the ids that there are.

    Where no plan is shown, pillars, actions and the plan's parts are left out here too.
    """
    diagnosis = trace.diagnosis
    headline = diagnosis.headline
    is_full = diagnosis.plan.shown
    return Explanation(
        id=REPORT, kind="report", title="Report", outcome=headline.text,
        sentences=(
            f"{len(diagnosis.answers)} answers, {len(diagnosis.unanswered)} questions open, "
            f"{len(diagnosis.rules)} rules read.",
        ),
        sections=(
            *section("What comes first",
                     said(headline.text, headline.id if headline.id in known else "")),
            *section("See someone first?", *_flags(trace)),
            *section("Undecided flags", *_undecided(trace)),
            *section("Limits", *(trace.rule(one.rule) for one in diagnosis.limits)),
            *section("Answers that do not fit together", *(
                said(one.text if is_full else one.contradiction.title, one.contradiction.id)
                for one in diagnosis.contradictions
            )),
            *section("Patterns", *(_patterns(trace) if is_full else ())),
            *section("Pillars", *(_scores(diagnosis.pillars) if is_full else ())),
            *section("What surrounds them", *(_scores(diagnosis.contexts) if is_full else ())),
            *section("Do this first", *(_actions(trace) if is_full else ())),
            *section("Asked for too, after these", *(later(trace) if is_full else ())),
            *section("Advice that was left out", *(left_out(trace) if is_full else ())),
            *section("It turns on small differences", *_turnings(trace)),
            *section("Plan", said(mode_words(diagnosis.plan.mode), PLAN)),
            *section("Notes", *((trace.rule(one.rule) for one in diagnosis.notes)
                                if is_full else ())),
            *section("Not answered", *_open(trace)),
        ),
    )  # fmt: skip


def _flags(trace: Trace) -> Iterator[Step]:
    for flag in trace.diagnosis.flags:
        text = f"{flag.rule.title}: tier {flag.warn.tier}, {flag.warn.route}"
        yield Step(text, True, (), flag.rule.id)
    if not trace.diagnosis.flags:
        some = len(trace.diagnosis.undecided_flags)
        rest = f"{some} are undecided" if some else "none is undecided"
        yield said(f"No flag fires, and {rest}")


def _undecided(trace: Trace) -> Iterator[Step]:
    for name in trace.diagnosis.undecided_flags[:_MOST_OPEN]:
        yield trace.rule(trace.knowledge.rules[name])
    more = len(trace.diagnosis.undecided_flags) - _MOST_OPEN
    if more > 0:
        yield said(f"and {more} more that are {STATES[None]}")


def _patterns(trace: Trace) -> Iterator[Step]:
    for one in trace.diagnosis.patterns:
        yield Step(f"{one.pattern.title}: {FITS[one.band]}", True, (), one.pattern.id)


def _scores(scores: tuple[Score, ...]) -> Iterator[Step]:
    for score in scores:
        room = "" if score.deficit is None else f", room to improve {score.deficit:.0f} %"
        counted = f"{score.decided} of {score.applicable} items decided"
        if score.band is not Band.DOES_NOT_APPLY:
            yield said(
                f"{score.pillar.title}: {band_words(score.band)}{room} ({counted})", score.pillar.id
            )


def _actions(trace: Trace) -> Iterator[Step]:
    for one in trace.diagnosis.actions[:MOST_ACTIONS]:
        yield said(one.advice.title, one.advice.id)


def _turnings(trace: Trace) -> Iterator[Step]:
    """Every answer that turns something one step away, each once; none while a flag restricts."""
    if trace.diagnosis.plan.mode not in FREE_MODES:
        return
    found = {(one.question.id, one.other.shown): one for one in find_turnings(trace.diagnosis)}
    for one in (one for one in found.values() if not raises_flag(trace.diagnosis, one)):
        text = f"{one.question.title}: {one.given}; with {one.other.shown} this comes out otherwise"
        yield said(text, one.question.id)


def _open(trace: Trace) -> Iterator[Step]:
    """The questions without an answer, the next one to measure first."""
    diagnosis, questions = trace.diagnosis, trace.knowledge.questions
    following = next_measurement(diagnosis) if diagnosis.plan.shown else None
    names = [name for name in diagnosis.unanswered if not isinstance(questions[name].kind, Text)]
    names.sort(key=lambda name: name != following)
    for name in names[:_MOST_OPEN]:
        word = ", which would settle most" if name == following else ""
        yield said(f"{questions[name].title}{word}", name)
    if len(names) > _MOST_OPEN:
        yield said(f"and {len(names) - _MOST_OPEN} more")
