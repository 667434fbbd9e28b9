"""An import in words: what was read, what was left out and why, and what the record shows."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ...engine.days import show_date
from ...engine.knowledge import Knowledge
from ...engine.recorded import counted
from ...engine.vocabulary import Answer
from .answering import Recorded
from .diary import Diary, Figure, Imported, Judged
from .metrics.jumps import jumps
from .metrics.shoes import shoe_title

MOST_NAMED: Final = 12  # files that are named one by one; the rest is counted
_JUMP_DAYS: Final = 90
_WAYS_OUT: Final = {"the sport is not stated": ": --sport running says it"}

# Metrics that answer no question, as the summary calls them, with their unit.
_OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "weekly_km": ("Distance a week, last 4 whole weeks", "km"),
    "last_week_km": ("Last whole week", "km"),
    "change_pct": ("Last whole week against the one before", "change"),
    "longest_km_30d": ("Longest run of the last 30 days", "km"),
    "next_max_km": ("A tenth beyond it", "km"),
    "last_run_km": ("Last run", "km"),
    "last_spike": ("Last run against the longest of 30 days", "share of change"),
    "max_spike_90d": ("Greatest jump of one run in 90 days", "share of change"),
    "spikes_over_10pct_90d": ("Jumps of more than a tenth in 90 days", ""),
    "full_rest_days_per_week": ("Days a week without any sport", ""),
    "longest_streak_28d": ("Days in a row with a run, in 28 days", ""),
    "current_streak": ("Days in a row with a run, up to now", ""),
    "days_since_last_run": ("Days since the last run", ""),
    "long_run_share": ("Longest run as a share of its week", "share"),
    "gain_per_km": ("Climb on each kilometre", "m"),
    "loss_per_km": ("Descent on each kilometre", "m"),
    "easy_share": ("Share of easy running", "share"),
    "shoe_km": ("Distance on each pair", "km"),
}


def summary(imported: Imported, recorded: Recorded, knowledge: Knowledge) -> Iterator[str]:
    """The lines of the summary: what was read and left out, and what the record shows."""
    yield from _read(imported)
    yield from _left_out(imported.judged)
    yield from _dropped(imported)
    yield from _problems(imported.judged)
    for note in imported.notes:
        yield ""
        yield f"Note: {note}"
    if any(one.used for one in imported.judged):
        yield from _answered(imported, recorded, knowledge)
        yield from _jumps(imported)
        yield from _others(imported)


def _read(imported: Imported) -> Iterator[str]:
    used = [one for one in imported.judged if one.used]
    read = _count(len(imported.judged), "activity", "activities")
    verb = "counts" if len(used) == 1 else "count"
    yield f"Read {read}, of which {_count(len(used), 'run')} {verb}."
    days = sorted(one.clock.date() for one in used if one.clock is not None)
    if days:
        yield f"First run {show_date(days[0])}, last run {show_date(days[-1])}."


def _left_out(judged: Sequence[Judged]) -> Iterator[str]:
    """Why activities do not count, each reason once with how many and one that it holds for."""
    reasons: dict[str, list[str]] = {}
    is_many = len({one.activity.file for one in judged}) > 1
    for one in judged:
        if not one.used:
            reason = one.why_not
            if reason.startswith("the same run as "):
                reason = "the same run as another one"
            reasons.setdefault(reason, []).append(one.activity.file)
    if not reasons:
        return
    yield ""
    yield "Not counted as runs:"
    listed = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    for reason, files in listed[:MOST_NAMED]:
        shown = f" ({files[0]})" if len(files) == 1 and is_many else ""
        yield f"  {len(files):5}  {reason}{_WAYS_OUT.get(reason, '')}{shown}"
    rest = sum(len(files) for _, files in listed[MOST_NAMED:])
    if rest:
        yield f"  {rest:5}  for other reasons; --json names all"


def _dropped(imported: Imported) -> Iterator[str]:
    if not imported.dropped:
        return
    yield ""
    yield "Gave nothing:"
    for one in imported.dropped[:MOST_NAMED]:
        yield f"  {one.file}: {one.reason}"
    rest = imported.dropped[MOST_NAMED:]
    if rest:
        yield f"  and {_count(len(rest), 'more', 'more')}; --json names all"


def _problems(judged: Iterable[Judged]) -> Iterator[str]:
    """What is in doubt about activities that count: each once, with how many it is about."""
    found = Counter(text for one in judged if one.used for text in one.activity.problems)
    if not found:
        return
    yield ""
    yield "To know about runs that count:"
    for text, count in found.most_common(MOST_NAMED):
        yield f"  {count:5}  {text}"


def _answered(imported: Imported, recorded: Recorded, knowledge: Knowledge) -> Iterator[str]:
    """The questions that are answered, with what each stands on, and those that are not."""
    yield ""
    if recorded.answers:
        yield f"Your record answers, looking back from {show_date(imported.as_of)}:"
        yield from _columns(
            (knowledge.questions[name].title, _of(answer))
            for name, answer in recorded.answers.items()
        )
    if recorded.missing:
        yield ""
        yield "It does not answer:"
        yield from _columns((question.title, reason) for question, reason in recorded.missing)


def _of(answer: Answer) -> str:
    if answer.basis is None:
        return answer.shown
    return f"{answer.shown}  ({answer.basis.shown})"


def _jumps(imported: Imported) -> Iterator[str]:
    """Single runs far beyond the longest of the 30 days before, of the last 90 days."""
    since = imported.as_of - datetime.timedelta(days=_JUMP_DAYS - 1)
    found = [one for one in jumps(imported.diary, imported.as_of) if one.day >= since]
    if found:
        yield ""
        yield "Single runs more than a tenth beyond the longest of the 30 days before:"
        yield from _columns(
            (show_date(one.day), f"{one.km:.1f} km after {one.before_km:.1f} km") for one in found
        )


def _others(imported: Imported) -> Iterator[str]:
    yield ""
    yield "Other figures:"
    yield from _columns(
        (title, _shown(imported.figures[name], unit, imported.diary))
        for name, (title, unit) in _OTHERS.items()
        if name in imported.figures
    )


def _columns(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    listed = list(lines)
    wide = max((len(title) for title, _ in listed), default=0)
    return (f"  {title:{wide}}  {text}" for title, text in listed)


def _shown(figure: Figure, unit: str, diary: Diary) -> str:
    """A value with what it stands on, or why there is none."""
    match figure.value:
        case None:
            return f"not known: {figure.reason}"
        case str():
            shown = figure.value
        case Mapping() as by_shoe:
            shown = ", ".join(
                f"{shoe_title(diary, shoe)} {km:.0f} km" for shoe, km in by_shoe.items()
            )
        case number:
            shown = _number(number, unit)
    note = f"; {figure.note}" if figure.note else ""
    return f"{shown}  ({counted(figure.count, figure.what)}{note})"


def _number(value: float, unit: str) -> str:
    match unit:
        case "share":
            return f"{100 * value:.0f} percent"
        case "share of change":
            return _number(100 * value, "change")
        case "change":
            way = "more" if value > 0 else "less"
            return f"{abs(value):.0f} percent {way}" if round(value) else "the same"
        case _:
            return f"{round(value, 2):g} {unit}".strip()


def _count(number: int, one: str, many: str = "") -> str:
    """`1 run`, `2 runs`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}".replace(",", " ")
