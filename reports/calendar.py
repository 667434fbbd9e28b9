"""The eight weeks as a calendar file (RFC 5545): the only place that knows icalendar.

Times float: they are those of the place where the runner is. The same thing in the same
plan keeps its UID, so that a file made again with other days moves events.
"""

import datetime
import hashlib
from collections.abc import Iterable
from typing import Final

from icalendar import Calendar, Event, vText

from ..engine.days import FIRST_DAY
from .plan_days import Entry
from .sentences import printable

_PRODUCT: Final = "-//Surefoot//Plan//EN"
_CATEGORY: Final = "Surefoot"


def plan_calendar(
    entries: Iterable[Entry], *, runner: str, whose: str, date: datetime.date
) -> bytes:
    """The calendar file; the same input, the same bytes.

    `runner` is a name, or empty; `whose` tells one plan from another.
    `date`, the day of the report, stands for when the events were written.
    """
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", vText(f"Surefoot plan: {runner}" if runner else "Surefoot plan"))
    for one in entries:
        made.add_component(_event(one, f"{whose}\n{one.key}", date))
    return bytes(made.to_ical())


def _event(one: Entry, identity: str, date: datetime.date) -> Event:
    written = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    event = Event()
    event.add("uid", f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@surefoot")
    event.add("dtstamp", written)
    event.add("last-modified", written)
    event.add("sequence", (date - FIRST_DAY).days)  # a later report stands above an earlier one
    event.add("summary", printable(one.title))
    event.add("description", "\n".join(printable(line) for line in one.text.split("\n")))
    event.add("categories", [_CATEGORY])
    event.add("class", "PRIVATE")
    if one.at is None:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + datetime.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", datetime.datetime.combine(one.day, one.at))
        event.add("duration", datetime.timedelta(minutes=one.minutes))
        event.add("transp", "OPAQUE")
    return event
