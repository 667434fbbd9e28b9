"""When the plan starts and on which days its sessions are: reading `--start` and `--days`."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from ..engine.errors import Problem, UsageError, did_you_mean, join_words
from ..engine.planning import Plan

WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_MOST_DAYS_LATER: Final = 92  # later than that the answers are not those of this runner any more
_SHORTEST_NAME: Final = 3
_FORMS: Final = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def read_start(text: str | None, usual: dt.datetime) -> dt.datetime:
    """The first day of the plan with the time of its sessions; `usual` is of the report.

    Raises:
        UsageError: for what is no day, one before the report, or one long after it.
    """
    if text is None:
        return usual
    start = next((one for one in (_parsed(text, form) for form in _FORMS) if one), None)
    if start is None:
        raise _unusable(
            f"--start: '{text}' is no day, or no day with a time",
            "write it like 2027-04-18 or '2027-04-18 18:30'",
        )
    if len(text.strip()) == len("2027-04-18"):
        start = dt.datetime.combine(start, usual.time())
    days = (start.date() - usual.date()).days
    if days < 0:
        raise _unusable(
            f"--start: {start.date()} is before the report's date, {usual.date()}",
            "start on that day or later, or give the report an earlier --date",
        )
    if days > _MOST_DAYS_LATER:
        raise _unusable(
            f"--start: {start.date()} is {days} days after the report's date, {usual.date()}; "
            f"at most {_MOST_DAYS_LATER} fit",
            "answer the questions again nearer to that day",
        )
    return start


def _parsed(text: str, form: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text.strip(), form)
    except ValueError:
        return None


def read_days(text: str | None) -> tuple[int, ...]:
    """The weekdays that a person names, Monday is 0; none for no text.

    >>> read_days("mon, Thursday")
    (0, 3)

    Raises:
        UsageError: with every word that is no weekday.
    """
    if text is None:
        return ()
    words = [word for word in re.split(r"[,\s]+", text.strip().lower()) if word]
    wrong = [word for word in words if _weekday(word) is None]
    if wrong or not words:
        named = join_words([f"'{word}'" for word in wrong], "and") or "an empty text"
        short = [name[:_SHORTEST_NAME] for name in WEEKDAYS]
        meant = [did_you_mean(word, (*WEEKDAYS, *short)) for word in wrong]
        guessed = bool(meant) and all(meant)
        fix = f"did you mean {', '.join(meant)}?" if guessed else "name days like mon,thu"
        raise _unusable(f"--days: {named} is no day of the week", fix)
    return tuple(dict.fromkeys(day for day in map(_weekday, words) if day is not None))


def _weekday(word: str) -> int | None:
    found = (place for place, name in enumerate(WEEKDAYS) if name.startswith(word))
    return next(found, None) if len(word) >= _SHORTEST_NAME else None


def check_days(plan: Plan, chosen: Sequence[int], start: dt.date) -> None:
    """Make sure that the sessions of a plan can be on the chosen days.

    Raises:
        UsageError: if the days are too few, or too close to each other.
    """
    from ..reports.plan_days import session_days, timed_sessions  # noqa: PLC0415

    sessions = timed_sessions(plan)
    if session_days(len(sessions), start, chosen) is not None:
        return
    titles = join_words([one.title for one in sessions], "and")
    example = session_days(len(sessions), start, ()) or ()
    days = [WEEKDAYS[(start.weekday() + day) % len(WEEKDAYS)][:_SHORTEST_NAME] for day in example]
    named = join_words([WEEKDAYS[day].title() for day in chosen], "and")
    raise _unusable(
        f"--days: {titles} need {len(sessions)} days a week, each at least 48 hours from the next; "
        f"{named} cannot give that",
        f"for example --days {','.join(days)}, or leave it out",
    )


def _unusable(message: str, fix: str) -> UsageError:
    return UsageError(Problem(code="US108", message=message, fix=fix))
