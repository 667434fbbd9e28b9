"""How a pillar or context adds up: what gives points, what speaks for it, what is open."""

from itertools import count

from ..errors import join_words
from ..evaluate import Truth
from ..knowledge import WATCH_FROM, WEAK_FROM, Rule
from ..reasoning.changes import Change, changes_for, is_held_back
from ..reasoning.ranges import range_of, range_sentence
from ..reasoning.reasons import smallest_reasons
from ..scoring import Band, ItemScore, Score
from .nearest import near_bands
from .shapes import Explanation, Section, Step, said, section
from .trace import Trace

_HELD_BACK = "What counts here is not for this runner now, so no change is named."
_OUT_OF_REACH = "No change within reach makes it better."
_ALONE = "Whatever else you answered, these alone keep it from being better"


def explain_pillar(trace: Trace, score: Score) -> Explanation:
    """How a deficit adds up, item by item, and how far the next bands are."""
    items = [item for item in score.items if item.applies is not False]
    undecided = [item for item in items if not item.is_decided]
    decided = [item for item in items if item.is_decided]
    rules = [rule for item in undecided for rule in item.group.rules]
    outside = [item.group.id for item in score.items if item.applies is False]
    first = [] if trace.diagnosis.plan.shown else [trace.diagnosis.plan.reason]
    does_not_apply = [f"Does not apply to you: {join_words(outside, 'and')}."] if outside else []

    def steps(chosen: list[ItemScore]) -> tuple[Step, ...]:
        return tuple(_item(trace, item) for item in chosen)

    return Explanation(
        id=score.pillar.id, kind="context" if score.pillar.is_context else "pillar",
        title=score.pillar.title, outcome=band_words(score.band),
        sentences=(
            *first, score.pillar.about, *adding_up(score), *_range(trace, score),
            *next_bands(score), *does_not_apply,
        ),
        sections=(
            *section("Gives points", *steps([item for item in decided if item.least])),
            *section("Open", *steps(undecided)),
            *section("Gives no points", *steps([item for item in decided if not item.least])),
            *_reason(trace, score),
            *_changes(trace, score),
        ),
        nearest=near_bands(trace.diagnosis, score),
        missing=trace.diagnosis.missing_for(*rules),
    )  # fmt: skip


def adding_up(score: Score) -> tuple[str, ...]:
    """How the deficit comes about, in sentences."""
    decided = [item for item in score.items if item.is_decided]
    least, worth = _sums(score)
    sentences = []
    if score.deficit is not None:
        plural = "s" if len(decided) != 1 else ""
        sentences.append(
            f"{least} of {worth} points in {len(decided)} decided item{plural}: "
            f"room to improve {score.deficit:.0f} %."
        )
    if score.clamped:
        sentences.append("The decided items alone say otherwise; all that is certain gives this.")
    if score.priority is not None and score.priority != score.deficit:
        sentences.append("A matched pattern points here, which ranks it 10 higher.")
    return tuple(sentences)


def _range(trace: Trace, score: Score) -> tuple[str, ...]:
    found = range_of(trace.diagnosis.assessor, score.pillar.id, trace.diagnosis.answers)
    return () if found is None or found.low == found.high else (range_sentence(found),)


def _reason(trace: Trace, score: Score) -> tuple[Section, ...]:
    """The fewest answers that keep the band from being better, if given ones alone do."""
    diagnosis, name = trace.diagnosis, score.pillar.id
    found = smallest_reasons(diagnosis.assessor, diagnosis.answers, [score])
    if name not in found:
        return ()
    reason = found[name]
    if reason is None:
        none = said("No given answers alone do: what is not answered could still make it better.")
        return section(_ALONE, none)
    return section(_ALONE, *(_answer(trace, one) for one in reason.questions))


def _answer(trace: Trace, name: str) -> Step:
    title = trace.diagnosis.knowledge.questions[name].title
    return said(f"{title}: {trace.said(name)}", name)


def _changes(trace: Trace, score: Score) -> tuple[Section, ...]:
    """The cheapest changes of answers that can be changed, each with what it takes."""
    if score.band not in {Band.WEAK, Band.WATCH} or not trace.diagnosis.plan.shown:
        return ()
    found = [_change(one) for one in changes_for(trace.diagnosis, score.pillar.id)]
    is_held = is_held_back(trace.diagnosis, score.pillar.id)
    none = said(_HELD_BACK if is_held else _OUT_OF_REACH)
    return section("What would move it most, least effort first", *(found or [none]))


def _change(change: Change) -> Step:
    moves = tuple(
        said(
            f"{one.question.title}: {one.after.shown} instead of {one.before.shown}",
            one.question.id,
        )
        for one in change.moves
    )
    return said(f"It would be {change.to_band} with:", "", moves)


def next_bands(score: Score) -> tuple[str, ...]:
    """How many points it is to the next better band and to the next worse one."""
    if score.clamped or score.deficit is None:
        return ()
    least, worth = _sums(score)

    def fewer(line: float, band: Band) -> str:
        points = next(one for one in count(1) if 100 * (least - one) / worth < line)
        return f"{_points(points)} fewer would make it {band}."

    def more(line: float, band: Band) -> str:
        points = next(one for one in count(1) if 100 * (least + one) / worth >= line)
        return f"{_points(points)} more would make it {band}."

    match score.band:
        case Band.WEAK:
            return (fewer(WEAK_FROM, Band.WATCH),)
        case Band.WATCH:
            return fewer(WATCH_FROM, Band.SOLID), more(WEAK_FROM, Band.WEAK)
        case Band.SOLID:
            return (more(WATCH_FROM, Band.WATCH),)
        case _:
            return ()


def _sums(score: Score) -> tuple[int, int]:
    """The points that were given, and all there are, over the decided items."""
    decided = [item for item in score.items if item.is_decided]
    return sum(item.least for item in decided), sum(item.group.worth for item in decided)


def _points(number: int) -> str:
    return f"{number} point{'s' if number != 1 else ''}"


def _item(trace: Trace, item: ItemScore) -> Step:
    span = f"{item.least}" if item.least == item.most else f"{item.least} to {item.most}"
    counted = f", by {item.rule}" if item.rule else ""
    text = f"{item.group.id}: {span} of {_points(item.group.worth)}{counted}"
    truth: Truth = item.least > 0 if item.is_decided else None
    return Step(text, truth, tuple(_rule_of_item(trace, rule) for rule in item.group.rules))


def _rule_of_item(trace: Trace, rule: Rule) -> Step:
    """A rule of an item; one that fires or is open is followed down to its answers."""
    state = trace.assessment.states[rule.id]
    parts: tuple[Step, ...] = ()
    if state:
        parts = (*trace.instances(rule), trace.cites(rule))
    elif state is None:
        parts = trace.instances(rule)
    return trace.rule(rule, parts)


def band_words(band: Band) -> str:
    """The band as words."""
    return band.value.replace("_", " ")
