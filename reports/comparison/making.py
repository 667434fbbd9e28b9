"""From two diagnoses to everything that a comparison prints, as one frozen `ComparisonContext`.

A side without a plan, because somebody has to be seen first, gives no pillars, actions or rules
about them; where that is the side after, the page is a referral with what changed in the answers.
"""

from collections.abc import Container, Iterable, Iterator

from ...engine.days import show_date
from ...engine.diagnosis import Diagnosis
from ...engine.knowledge import Limit, Points, Warn
from ...engine.planning import MOST_ACTIONS
from ...engine.reasoning.progress import (
    ActionDone,
    Done,
    Movement,
    actions_done,
    movements,
    resting_on_error,
    small_changes,
    told_flips,
)
from ...engine.reasoning.whatif import AnswerChange, BeforeAfter, Comparison, Flip, compare
from ...engine.scoring import Score
from ...engine.units import show_number
from ...engine.versions.sides import Side
from ...engine.vocabulary import Answer, Number, Question
from ..change_rows import NOT_SHOWN, Row, answer_row, flag_rows, open_rows, pattern_row
from ..charts.before_after import Pair, before_after
from ..charts.room_axis import Row as PlotRow
from ..context import dose_note, further_limits, opening
from ..done_words import done_words, finding_words
from ..house.colours import SHIPPED_LOOK
from ..house.own_words import house_head
from ..person import NAME_QUESTION, given
from ..printing import Printing
from ..referral import SEEN_FIRST, see_someone
from ..scores import chart_rows
from ..sentences import printable
from ..shapes import KnowledgeUsed, SeeSomeone
from ..sources import Sources
from ..units import printed_in, units_of
from ..words import ABOUT, GRADES, PRIORITY
from .file_notes import file_notes, side_line
from .hurting import hurting_first
from .movement_words import headline, moved_line
from .shapes import (
    ChangedLine,
    ComparisonContext,
    DoneLine,
    FlipLine,
    NextLine,
)

_MOST_FLIPS = 30
_MOST_ANSWERS = 4  # behind one action
_SAME = "Nothing changed: both sides have the same answers"
_CONCLUDED_ALIKE = "Some answers changed, and nothing that is concluded did"
_REFERRED_BEFORE = "Before, someone had to see you first, so no pillar can be compared."
_BY_ERROR = "by a change within the usual error"
_OPEN_SAFETY = "Answer the open safety questions before you start."
_RESTS_ON_SMALL = "This rests on changes within the usual error of an answer."
_METHOD = (
    "This page sets two results side by side. It does not say why something moved. Training, time, "
    "chance and another way to answer can all look the same. Both sides are worked out with the "
    "rules of today.",
    "Done is judged from the answers alone: the findings behind an action do not fire any more.",
    "Not clear can mean that missing answers could make both sides the same. It can also mean that "
    "the answers changed no more than two tries of one test often differ.",
)
_PRIVATE = (
    "Everything was worked out on this computer. Nothing was sent anywhere. A PDF of this page "
    "carries the comparison as an attached file: think whom you give it to."
)


def comparison_context(before: Side, after: Side, printing: Printing) -> ComparisonContext:
    """What to print about two results of one runner; the same input gives the same context."""
    units = printing.units or units_of(after.diagnosis.answers)
    return printed_in(_as_written(before, after, printing, units), units)


def _as_written(before: Side, after: Side, printing: Printing, units: str) -> ComparisonContext:
    """The context in the units of the knowledge base and of the runner."""
    old, new = before.diagnosis, after.diagnosis
    knowledge, is_full = new.knowledge, new.plan.shown
    comparison = compare(old, new)
    moved = movements(comparison)
    sources = Sources(knowledge)
    box = see_someone(new, sources)
    first, lead, summary = _opening(comparison, moved, box)
    pairs = [_pair(one) for one in moved]
    flips, more = _flips(comparison)
    return ComparisonContext(
        title=f"{knowledge.name} comparison",
        language="en",
        paper=printing.paper,
        look=printing.house.look if printing.house else SHIPPED_LOOK,
        house=house_head(printing.house) if printing.house else None,
        runner=given(new, NAME_QUESTION) or given(old, NAME_QUESTION),
        date=show_date(printing.date),
        date_iso=printing.date.isoformat(),
        knowledge=KnowledgeUsed(
            name=knowledge.name, version=knowledge.version, hash=knowledge.hash
        ),
        referral_first=box.tone in SEEN_FIRST,
        headline=first,
        lead=lead,
        summary=summary,
        notes=tuple(file_notes(before, after, units)),
        sides=(side_line("Before", before, None), side_line("After", after, before)),
        see_someone=box,
        limits=further_limits(new),
        chart=before_after(pairs) if pairs else None,
        chart_narrow=before_after(pairs, narrow=True) if pairs else None,
        moved=tuple(moved_line(one) for one in moved),
        actions_done=tuple(_done(comparison, one) for one in actions_done(comparison)),
        next_headline=new.headline.text if is_full else "",
        next_note=_next_note(new) if is_full else "",
        next_actions=tuple(_next(old, new)) if is_full else (),
        answers=tuple(_answer_lines(comparison)),
        asked=tuple(_line(row) for row in open_rows(comparison)),
        concluded=tuple(_line(row) for row in _concluded(comparison)),
        flips=flips,
        flips_more=more,
        sources=sources.lines(),
        method=(*_METHOD, PRIORITY, _PRIVATE) if is_full else (_METHOD[0], _PRIVATE),
        about=ABOUT,
    )


def _opening(
    comparison: Comparison, moved: tuple[Movement, ...], box: SeeSomeone
) -> tuple[str, str, tuple[str, ...]]:
    """The headline, what follows right after it, and the summary."""
    if not comparison.after.plan.shown:
        return *opening(comparison.after), (NOT_SHOWN,)
    if not comparison.before.plan.shown:
        return hurting_first(comparison, box, _REFERRED_BEFORE, ())
    if comparison.is_same:
        first, summary = headline(moved, _SAME)
    else:
        instead = _CONCLUDED_ALIKE if comparison.is_concluded_alike else ""
        first, summary = headline(moved, instead)
    return hurting_first(comparison, box, first, summary)


def _pair(one: Movement) -> Pair:
    return Pair(before=None if one.before is None else _row(one.before), after=_row(one.after))


def _row(score: Score) -> PlotRow:
    (row,) = chart_rows(*(([], [score]) if score.pillar.is_context else ([score], [])))
    return row


def _line(row: Row, note: str = "") -> ChangedLine:
    return ChangedLine(title=row[0], before=row[1], after=row[2], note=note)


def _answer_lines(comparison: Comparison) -> Iterator[ChangedLine]:
    small = {one.question.id for one in small_changes(comparison)}
    for one in comparison.answers:
        yield _line(answer_row(one), _error(one) if one.question.id in small else "")


def _error(one: AnswerChange) -> str:
    kind, error = one.question.kind, one.question.measurement_error or 0.0
    shown = show_number(error, kind.unit) if isinstance(kind, Number) else f"{error:g}"
    return f"Within its usual error ({shown}), so it may be no change."


def _concluded(comparison: Comparison) -> Iterator[Row]:
    """What to do about signs, flags and patterns, where that is not the same."""
    for title, before, after in flag_rows(comparison):
        yield (title or "See someone first?", before, after)
    for one in comparison.patterns:
        title, before, after = pattern_row(one)
        is_hidden = not comparison.before.plan.shown
        yield (f"Pattern: {title}", "not shown" if is_hidden else before, after)


def _done(comparison: Comparison, one: ActionDone) -> DoneLine:
    small = {change.question.id for change in small_changes(comparison)}
    changed = {change.question.id for change in comparison.answers}
    moved = {question.id for question, _ in one.answers} & changed
    is_weak = one.done in {Done.DONE, Done.PARTLY} and bool(moved) and moved <= small
    return DoneLine(
        title=one.action.advice.title,
        done=done_words(comparison, one),
        findings=tuple(finding_words(comparison, finding) for finding in one.findings),
        answers=tuple(
            _answer_text(question, sides, has_changed=question.id in changed)
            for question, sides in one.answers[:_MOST_ANSWERS]
        ),
        note=_RESTS_ON_SMALL if is_weak else "",
    )


def _answer_text(
    question: Question, sides: BeforeAfter[Answer | None], *, has_changed: bool
) -> str:
    after = _said(sides.after)
    if not has_changed:
        return f"{question.title}: {after}, as before"
    return f"{question.title}: {_said(sides.before)} → {after}"


def _said(answer: Answer | None) -> str:
    return "not answered" if answer is None else printable(answer.shown)


def _next(old: Diagnosis, new: Diagnosis) -> Iterator[NextLine]:
    told = old.actions[:MOST_ACTIONS] if old.plan.shown else ()
    before = {one.advice.id for one in told}
    standing = ("new", "as before") if old.plan.shown else ("", "")
    for one in new.actions[:MOST_ACTIONS]:
        advice = one.advice
        yield NextLine(
            title=advice.title,
            dose=advice.dose.rstrip("."),
            stop=advice.stop,
            why=", ".join(new.knowledge.rules[name].title for name in one.rules),
            how_sure=GRADES[advice.grade].sentence,
            standing=standing[advice.id in before],
        )


def _next_note(new: Diagnosis) -> str:
    """What holds all of the next actions back, as in the report of the same answers."""
    is_open = new.is_safety_open or new.undecided_flags
    told = (new.plan.reason, _OPEN_SAFETY if is_open else "", dose_note(new.plan))
    return " ".join(text for text in told if text)


def _flips(comparison: Comparison) -> tuple[tuple[FlipLine, ...], str]:
    """Rules that fire on one side, those with points first; then how many others flipped."""
    told = told_flips(comparison)
    firing = sorted((one for one in told if one.is_about_firing), key=_kind)
    shown = firing[:_MOST_FLIPS]
    others = len(told) - len(shown)
    rules = f"{others} {'other ' * bool(shown)}{'rule' if others == 1 else 'rules'}"
    more = f"{rules} flipped too; the JSON of this comparison names them." if others else ""
    return tuple(_flip_lines(shown, resting_on_error(comparison))), more


def _kind(flip: Flip) -> int:
    match flip.rule.conclusion:
        case Points(points=points):
            return 0 if points else 4
        case Warn():
            return 1
        case Limit():
            return 2
        case _:
            return 3


def _flip_lines(flips: Iterable[Flip], resting: Container[str]) -> Iterator[FlipLine]:
    for one in flips:
        yield FlipLine(
            title=one.rule.title,
            before=one.before,
            after=one.after,
            rule=one.rule.id,
            note=_BY_ERROR if one.rule.id in resting else "",
        )
