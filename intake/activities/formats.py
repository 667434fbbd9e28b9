"""The formats that can be read: a new one is a module with two functions, and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

from .apple import is_apple, read_apple
from .fit import is_fit, read_fit
from .garmin_account import is_garmin_account, read_garmin_account
from .garmin_list import is_garmin_list, read_garmin_list
from .gpx import is_gpx, read_gpx
from .shapes import Hints, Read
from .strava import is_shoes, is_strava, read_shoes, read_strava
from .table import is_table, read_table
from .tcx import is_tcx, read_tcx


@dataclass(frozen=True, slots=True)
class Format:
    """How content is known by its first 4,096 bytes, and how it is read.

    `read` never raises for content that is wrong. What `is_streamed` is read once from first to
    last and may be gigabytes; anything else may be sought in. `seconds_per_megabyte` is about how
    long it takes: what takes longest is begun first. A file that does not hold activities, but
    something beside them, may be empty.
    """

    name: str
    recognise: Callable[[bytes], bool]
    read: Callable[[BinaryIO, str, Hints], Read]
    seconds_per_megabyte: float
    is_streamed: bool = False
    holds_activities: bool = True


# Asked in this order: the last take more than the first.
FORMATS: Final = (
    Format("fit", is_fit, read_fit, 1.5),
    Format("garmin_account", is_garmin_account, read_garmin_account, 0.1),
    Format("gpx", is_gpx, read_gpx, 0.3),
    Format("tcx", is_tcx, read_tcx, 0.1),
    Format("apple", is_apple, read_apple, 0.05, is_streamed=True),
    Format("strava", is_strava, read_strava, 0.5),
    Format("shoes", is_shoes, read_shoes, 0.1, holds_activities=False),
    Format("garmin_list", is_garmin_list, read_garmin_list, 0.5),
    Format("table", is_table, read_table, 0.5),
)


def recognise(head: bytes) -> Format | None:
    """The format of content that begins so, with gzip undone; None if it is none of these."""
    return next((one for one in FORMATS if one.recognise(head)), None)
