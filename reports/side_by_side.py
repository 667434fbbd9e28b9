"""What `surefoot whatif` prints: before and after beside each other, only what differs."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from ..engine.diagnosis import Diagnosis
from ..engine.planning import Action
from ..engine.reasoning.whatif import BeforeAfter, Comparison, PlanChange, Standing, either
from ..engine.scoring import Band
from .change_rows import NOT_SHOWN, Row, answer_row, flag_rows, open_rows, pattern_row, shown_sides
from .printing import METRIC
from .referral import see_someone
from .scores import range_words, room_words
from .sources import Sources
from .units import in_units
from .words import BAND_WORDS

_WIDTHS = (30, 23, 23)  # of what it is, before and after
_GAP = "  "
_WIDE = sum(_WIDTHS) + 2 * len(_GAP)
_SAME = "Nothing changes: these are the answers that are there already."
_CONCLUDED_ALIKE = "The answers change, and nothing that the report concludes does."
_WIDEST_FLIP = len("unknown → fires")
_FIRST = {1: "1st", 2: "2nd", 3: "3rd"}

_Line = str | tuple[str, str] | Row  # a line, a text behind its start, a row of the table
_Lines = list[_Line]


def comparison_text(comparison: Comparison, units: str = METRIC) -> str:
    """The comparison as lines of at most 80 characters, in `metric` or `imperial` units."""
    is_shown = comparison.after.plan.shown
    # Who has to see someone reads that before anything else.
    blocks: list[_Lines] = [] if is_shown else [_referral(comparison.after)]
    if comparison.is_same:
        blocks.append([_SAME])
    else:
        blocks += [one for one in _blocks(comparison) if one]
    if comparison.is_concluded_alike and is_shown and not comparison.is_same:
        blocks.append([_CONCLUDED_ALIKE])
    return "\n\n".join("\n".join(_wrapped(lines, units)) for lines in blocks) + "\n"


def _blocks(one: Comparison) -> Iterator[_Lines]:
    yield [("", "Before", "After")]
    yield _table("Your answers", (answer_row(change) for change in one.answers))
    yield _table("Questions without an answer", open_rows(one))
    if one.headline is not None:
        yield _texts(
            "Comes first", [BeforeAfter(one.headline.before.text, one.headline.after.text)]
        )
    yield _table("See someone first?", flag_rows(one))
    yield _texts(
        "Limits", (shown_sides(change, lambda side: side.because) for change in one.limits)
    )
    clashes = (shown_sides(change, lambda side: side.text) for change in one.clashes)
    yield _texts("Answers that do not fit together", clashes)
    yield _table("Patterns", (pattern_row(change) for change in one.patterns))
    yield _table("Room to improve, of 100", _score_rows(one))
    yield _table("Do this first", _first_rows(one))
    yield _table("Other advice", _advice_rows(one))
    if one.plan is not None and one.after.plan.shown:
        yield _table("Your eight weeks", _plan_rows(one.plan))
    yield _flips(one)


def _referral(after: Diagnosis) -> _Lines:
    """What the report after says instead of pillars, advice and plan."""
    box = see_someone(after, Sources(after.knowledge))
    lines = [*_hanging("", NOT_SHOWN), *_hanging("", box.text)]
    for flag in box.flags:
        said = [
            flag.because,
            f"Running: {flag.running}" if flag.running else "",
            f"Tell them: {flag.tell}",
        ]
        lines += ["", *_hanging("", flag.title)]
        lines += [line for text in said if text for line in _hanging("  ", text)]
    if not box.flags and after.plan.reason:
        lines += ["", *_hanging("", after.plan.reason)]
    return lines


def _score_rows(one: Comparison) -> Iterator[Row]:
    hidden = "" if one.before.plan.shown else "not shown"
    for change in one.scores:
        score = either(change).score
        if change.before is None and score.band is Band.DOES_NOT_APPLY:
            continue
        standing = shown_sides(change, _standing)
        yield (score.pillar.title, standing.before or hidden, standing.after)


def _standing(one: Standing) -> str:
    score = one.score
    rank = "" if one.rank is None else f"{'joint ' * one.is_joint}{_ordinal(one.rank)}"
    between = range_words(score)
    figures = f"{room_words(score)} {BAND_WORDS[score.band]}".strip()
    higher = "10 higher by a pattern" if score.priority not in {score.deficit, None} else ""
    return ", ".join(
        part for part in (figures, rank, higher, f"possible {between}" * bool(between)) if part
    )


def _ordinal(number: int) -> str:
    """The place in words: 1st, 2nd, 3rd, 4th."""
    return _FIRST.get(number, f"{number}th")


def _first_rows(one: Comparison) -> Iterator[Row]:
    if one.first_actions is None:
        return
    sides = one.first_actions.before, one.first_actions.after
    for place, (old, new) in enumerate(zip_longest(*sides), start=1):
        yield (f"{place}.", _title(old), _title(new))


def _title(action: Action | None) -> str:
    return "" if action is None else action.advice.title


def _advice_rows(one: Comparison) -> Iterator[Row]:
    first = one.first_actions
    told = {action.advice.id for action in (*first.before, *first.after)} if first else set()
    for change in one.actions:
        advice = either(change).advice
        if advice.id not in told:
            sides = ("yes", "no") if change.after is None else ("no", "yes")
            yield (advice.title, *sides)


def _plan_rows(change: PlanChange) -> Iterator[Row]:
    old, new = change.before, change.after
    if not old.shown:
        yield ("", "no plan", "a plan")
    elif old.mode != new.mode:
        yield ("Kind of plan", old.mode, new.mode)
    if old.minutes_per_week != new.minutes_per_week:
        sides = [f"{plan.minutes_per_week} minutes" for plan in (old, new)]
        yield ("A week beside running", sides[0], sides[1])
    for block, week in change.starts:
        start = shown_sides(week, lambda number: f"from week {number}")
        yield (block.title, start.before or "no", start.after or "no")
    if old.race != new.race:
        yield ("Race", old.race, new.race)
    if change.weeks and not change.starts:
        weeks = ", ".join(map(str, change.weeks))
        yield ("Other words or numbers", "", f"in week {weeks}")


def _flips(one: Comparison) -> _Lines:
    """Rules that fire on one side, and how many others flipped."""
    about_firing = [flip for flip in one.flips if flip.is_about_firing]
    lines = [
        line
        for flip in about_firing
        for line in _hanging(
            f"  {f'{flip.before} → {flip.after}'.ljust(_WIDEST_FLIP)}  ",
            f"{flip.rule.title} [{flip.rule.id}]",
        )
    ]
    others = len(one.flips) - len(about_firing)
    if others:
        rules = f"{others} {'other ' * bool(lines)}rule{'s' * (others > 1)}"
        lines += _hanging("  ", f"{rules} went from quiet to unknown, or back.")
    return ["Rules", *lines] if lines else []


def _table(title: str, rows: Iterable[Row]) -> _Lines:
    """A title with rows under it; nothing without a row."""
    lines = list(rows)
    return [title, *lines] if lines else []


def _wrapped(lines: _Lines, units: str) -> Iterator[str]:
    """Every line in units, then wrapped."""
    for line in lines:
        match line:
            case str():
                yield line
            case (start, text):
                yield from textwrap.wrap(
                    in_units(text, units), _WIDE, initial_indent=start,
                    subsequent_indent=" " * len(start), break_on_hyphens=False,
                )  # fmt: skip
            case first, before, after:
                yield from _columns(in_units(text, units) for text in (first, before, after))


def _columns(texts: Iterable[str]) -> list[str]:
    columns = [
        textwrap.wrap(
            text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        )
        for text, width, indent in zip(texts, _WIDTHS, ("  ", "", ""), strict=True)
    ]
    return [
        _GAP.join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()
        for cells in zip_longest(*columns, fillvalue="")
    ]


def _texts(title: str, changes: Iterable[BeforeAfter[str]]) -> _Lines:
    """Sentences, which are too long to stand side by side: the ones before above those after."""
    lines: _Lines = []
    for change in changes:
        for name, text in (("Before: ", change.before), ("After:  ", change.after)):
            lines += _hanging(f"  {name}", text or "none")
    return [title, *lines] if lines else []


def _hanging(start: str, text: str) -> _Lines:
    """A text behind its start, the later lines under the first."""
    return [(start, text)]
