"""The day of a form: when answers were given that are typed or sent later."""

import datetime

from .answering import Visit
from .notices import Fault

DAY = "day"  # the name of the field


def day_said(visit: Visit, today: datetime.date) -> datetime.date | Fault:
    """The day of a form's field `day`, written like 2026-11-23; today where it is blank."""
    said = visit.said(DAY).strip()
    if not said:
        return today
    try:
        day = datetime.date.fromisoformat(said)
    except ValueError:
        return Fault(DAY, f"Enter a day like {today.isoformat()}.")
    if day > today:
        return Fault(DAY, "Enter today or an earlier day: answers cannot be from the future.")
    return day
