"""An import in words: what was read, what was left out and why, and what the record shows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ...engine.days import show_date
from ...engine.recorded import METRICS
from ...engine.vocabulary import Answers
from .answering import Recorded
from .diary import Figure, Figures, Imported, Judged

MOST_NAMED: Final = 12  # files that are named one by one; the rest is counted

# Metrics that answer no question, as the summary calls them, with their unit.
_OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "weeks": ("Whole weeks in the record, of the last 4", ""),
    "weekly_km": ("Distance a week over those weeks", "km"),
    "last_week_km": ("The last whole week", "km"),
    "change_pct": ("Against the week before", "percent"),
    "longest_km_30d": ("Longest run of the last 30 days", "km"),
    "next_max_km": ("A tenth beyond it", "km"),
    "last_run_km": ("Last run", "km"),
    "last_spike": ("Last run beyond the longest of 30 days", "share"),
    "last_spike_class": ("In words", ""),
    "max_spike_90d": ("Greatest jump of one run in 90 days", "share"),
    "spikes_over_10pct_90d": ("Jumps of more than a tenth in 90 days", ""),
    "full_rest_days_per_week": ("Days a week without any sport", ""),
    "longest_streak_28d": ("Days in a row with a run, at most, in 28 days", ""),
    "current_streak": ("Days in a row with a run, up to now", ""),
    "days_since_last_run": ("Days since the last run", ""),
    "long_run_share": ("Longest run as a share of its week", "share"),
    "gain_per_km": ("Climb on each kilometre", "m"),
    "loss_per_km": ("Descent on each kilometre", "m"),
    "trail_share": ("Share of trails over those weeks", "share"),
    "easy_share": ("Share of easy running", "share"),
}


def summary(imported: Imported, recorded: Recorded | None = None) -> Iterator[str]:
    """The lines of the summary; with `recorded` also which questions are answered."""
    yield from _read(imported)
    yield from _left_out(imported.judged)
    yield from _dropped(imported)
    yield from _problems(imported.judged)
    for note in imported.notes:
        yield ""
        yield f"Note: {note}"
    if any(one.used for one in imported.judged):
        yield ""
        yield f"What the record shows on {show_date(imported.as_of)}:"
        yield from _figures(imported.figures)
    if recorded is not None:
        yield ""
        yield _answered(recorded.answers, recorded.missing)


def _read(imported: Imported) -> Iterator[str]:
    used = [one for one in imported.judged if one.used]
    read = _count(len(imported.judged), "activity", "activities")
    yield f"Read {read}, of which {_count(len(used), 'run')} count."
    days = sorted(
        start.date()
        for one in used
        if (start := one.activity.local_start or one.activity.start) is not None
    )
    if days:
        yield f"First run {show_date(days[0])}, last run {show_date(days[-1])}."


def _left_out(judged: Iterable[Judged]) -> Iterator[str]:
    """Why activities do not count, each reason once with how many and one that it holds for."""
    reasons: dict[str, list[str]] = {}
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
    for reason, files in sorted(reasons.items(), key=lambda pair: -len(pair[1])):
        shown = f" ({files[0]})" if len(set(files)) == 1 else ""
        yield f"  {len(files):5}  {reason}{shown}"


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


def _figures(figures: Figures) -> Iterator[str]:
    titles = {name: (one.title, one.unit) for name, one in METRICS.items()} | dict(_OTHERS)
    known = {name: one for name, one in figures.items() if name in titles}
    wide = max((len(titles[name][0]) for name in known), default=0)
    for name, figure in known.items():
        title, unit = titles[name]
        yield f"  {title:{wide}}  {_shown(figure, unit)}"


def _shown(figure: Figure, unit: str) -> str:
    """A value with what it stands on, or why there is none."""
    match figure.value:
        case None:
            return f"not known: {figure.reason}"
        case str():
            shown = figure.value
        case Mapping():
            shown = ", ".join(f"{name} {km:g} km" for name, km in figure.value.items())
        case _ if unit == "share":
            shown = (
                f"{100 * figure.value:+.0f} percent"
                if figure.value < 0
                else f"{100 * figure.value:.0f} percent"
            )
        case _ if unit == "s/km":
            minutes, seconds = divmod(round(figure.value), 60)
            shown = f"{minutes}:{seconds:02d} /km"
        case _:
            shown = f"{round(figure.value, 2):g} {unit}".strip()
    return f"{shown}  ({_count(figure.count, figure.what.removesuffix('s'))})"


def _answered(answers: Answers, missing: Mapping[str, str]) -> str:
    possible = len(answers) + len(missing)
    return f"{_count(len(answers), 'question')} answered, of {possible} that a record can answer."


def _count(number: int, one: str, many: str = "") -> str:
    """`1 run`, `2 runs`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}".replace(",", " ")
