"""What the person who prints adds, as a report shows it: head, note and overrides."""

import unicodedata
from typing import TYPE_CHECKING

from ...engine.days import show_date
from ...engine.diagnosis import Diagnosis
from ...engine.planning import MOST_ACTIONS
from ..words import COACH_AND_BOX, COACH_AND_PLAN
from .shapes import CoachNote, HouseHead, LogoPicture, OverrideNote, OwnText

if TYPE_CHECKING:
    from .coach_file import CoachWords
    from .house_file import House
    from .logo import Logo

_PX_PER_MM = 96 / 25.4  # as CSS counts them


def house_head(house: "House") -> HouseHead:
    """The head of a house."""
    return HouseHead(
        name=house.name,
        contact=house.contact,
        logo=None if house.logo is None else _picture(house.logo),
    )


def _picture(logo: "Logo") -> LogoPicture:
    width, height = logo.size_mm
    return LogoPicture(
        data=logo.base64,
        media_type=logo.media_type,
        width_mm=width,
        height_mm=height,
        width_px=max(1, round(width * _PX_PER_MM)),
        height_px=max(1, round(height * _PX_PER_MM)),
    )


def coach_note(words: "CoachWords", diagnosis: Diagnosis) -> CoachNote:
    """The note, with what it does not change."""
    overridden = {one.action for one in words.overrides}
    titles = [
        one.advice.title
        for one in diagnosis.actions[:MOST_ACTIONS]
        if one.advice.id in overridden and diagnosis.plan.shown
    ]
    limits = COACH_AND_BOX if not diagnosis.plan.shown else f"{COACH_AND_BOX} {COACH_AND_PLAN}"
    return CoachNote(
        by=words.by,
        date=show_date(words.date),
        paragraphs=tuple(_own(one) for one in words.note),
        overridden="; ".join(titles),
        limits=limits,
    )


def override_notes(words: "CoachWords") -> dict[str, OverrideNote]:
    """The overrides, by the id of the advice."""
    return {
        one.action: OverrideNote(
            by=words.by,
            date=show_date(words.date),
            instead=_own(one.instead),
            reason=_own(one.reason),
        )
        for one in words.overrides
    }


def _own(text: str) -> OwnText:
    """A text with the direction of its first letter that has one."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    return OwnText(text=text, direction="ltr" if first == "L" else "rtl")
