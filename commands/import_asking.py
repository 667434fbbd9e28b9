"""What `surefoot import` asks in a terminal: only what no file says, and each thing once."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from ..engine.days import show_date
from ..engine.errors import Problem
from ..intake.activities.diary import Imported
from ..intake.activities.importing import Wishes
from ..intake.activities.judging import LEAST_M
from ..intake.activities.shapes import Activity
from .import_wishes import columns_in

_STALE_DAYS = 14
_LABELS_ASKED = 12
_NAMED = 5
_SPORTS: Mapping[str, str] = {"r": "running", "w": "walking", "o": "other"}

Ask = Callable[[str], str]
Say = Callable[[str], None]


def _ask_columns(imported: Imported, wishes: Wishes, ask: Ask, say: Say) -> Wishes:
    """Which column of an unknown table is which: as proposed, or as the runner says."""
    open_table = next((one for one in imported.dropped if one.columns), None)
    if open_table is None or wishes.hints.columns:
        return wishes
    proposed = ",".join(f"{ours}={theirs}" for ours, theirs in open_table.columns)
    say(f"{open_table.file} is a table with columns that are not known. It looks like this:")
    say(f"  {proposed}")
    while True:
        try:
            said = ask("Enter if that is so, your own line if not, n to leave it out: ").strip()
        except EOFError:
            return wishes
        if said.lower() == "n":
            return wishes
        problems: list[Problem] = []
        columns = columns_in(said or proposed, problems)
        if not problems:
            return replace(wishes, hints=replace(wishes.hints, columns=columns))
        for problem in problems:
            say(f"  {problem.message.removeprefix('--columns: ')}: {problem.fix}")


def _ask_the_rest(imported: Imported, wishes: Wishes, ask: Ask, say: Say) -> Wishes:
    """What activities were, in which unit, and from which day to look back."""
    try:
        for step in (_labels, _unstated, _unit, _day):
            wishes = step(imported, wishes, ask, say)
    except EOFError:
        say("")
    return wishes


def _labels(imported: Imported, wishes: Wishes, ask: Ask, say: Say) -> Wishes:
    """What words for sports mean that are not known."""
    labels = Counter(
        one.activity.sport_label for one in imported.judged if one.activity.sport_label
    )
    sports = dict(wishes.hints.sports)
    for label, count in labels.most_common(_LABELS_ASKED):
        say(f'"{label}" stands at {count} of your activities.')
        sport = _sport("What is it?", ask, say)
        if sport:
            sports[label] = sport
    return replace(wishes, hints=replace(wishes.hints, sports=sports))


def _unstated(imported: Imported, wishes: Wishes, ask: Ask, say: Say) -> Wishes:
    unstated = [
        one.activity
        for one in imported.judged
        if one.activity.sport is None
        and not one.activity.sport_label
        and one.clock is not None
        and (one.activity.distance_m is None or one.activity.distance_m >= LEAST_M)
    ]
    if not unstated or wishes.sport_of_unstated:
        return wishes
    is_one = len(unstated) == 1
    say(
        "An activity does not say what it was:"
        if is_one
        else "Activities do not say what they were:"
    )
    for activity in unstated[:_NAMED]:
        say(f"  {_in_short(activity)}")
    if len(unstated) > _NAMED:
        say(f"  and {len(unstated) - _NAMED} more")
    sport = _sport("What was it?" if is_one else "What were they?", ask, say)
    return replace(wishes, sport_of_unstated=sport)


def _in_short(activity: Activity) -> str:
    """What tells a runner which activity is meant."""
    parts = [activity.file]
    if activity.distance_m is not None:
        parts.append(f"{activity.distance_m / 1000:.1f} km")
    if activity.moving_s is not None:
        parts.append(f"{activity.moving_s / 60:.0f} min")
    started = activity.local_start or activity.start
    if started is not None:
        parts.append(show_date(started.date()))
    return ", ".join(parts)


def _sport(question: str, ask: Ask, say: Say) -> str:
    """A sport; empty where the runner leaves it open."""
    while True:
        said = ask(f"{question} r = running, w = walking, o = something else, Enter = leave out: ")
        said = said.strip().lower()
        if not said:
            return ""
        found = next((sport for key, sport in _SPORTS.items() if said in {key, sport}), None)
        if found is not None:
            return found
        say("Type r, w or o, or press Enter.")


def _unit(imported: Imported, wishes: Wishes, ask: Ask, say: Say) -> Wishes:
    if wishes.hints.unit or not any(one.activity.has_no_unit for one in imported.judged):
        return wishes
    say("A list does not say whether its distances are kilometres or miles.")
    said = ask("k = kilometres, m = miles, Enter = leave out: ").strip().lower()
    unit = {"k": "km", "m": "mi"}.get(said[:1], "")
    return replace(wishes, hints=replace(wishes.hints, unit=unit))


def _day(imported: Imported, wishes: Wishes, ask: Ask, say: Say) -> Wishes:
    """From which day to look back, where the last activity is long ago."""
    if wishes.as_of is not None or (wishes.today - imported.as_of).days <= _STALE_DAYS:
        return wishes
    say(f"Your newest activity is of {show_date(imported.as_of)}, so that is looked back from.")
    said = ask("Enter if that is right, t for today, or another day like 2026-08-14: ").strip()
    if said.lower() in {"t", "today"}:
        return replace(wishes, as_of=wishes.today)
    try:
        return replace(wishes, as_of=dt.date.fromisoformat(said)) if said else wishes
    except ValueError:
        say(f"'{said}' is no day, so it stays {show_date(imported.as_of)}.")
        return wishes


# Asked one after the other, each about what was read with the answers to the one before. Each
# gives the wishes with what the runner answers, the same where nothing is open. Enter leaves a
# thing as it is; where no more lines can come, nothing more is asked.
ASKINGS: Final = (_ask_columns, _ask_the_rest)
