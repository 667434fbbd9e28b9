"""What the person who prints adds to a report, in their own name: a head, a note, overrides."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoPicture:
    """A logo and the size at which it is printed."""

    data: Annotated[str, "The file in base64."]
    media_type: Annotated[str, "`image/png`, `image/jpeg` or `image/svg+xml`."]
    width_mm: Annotated[float, "Its width on paper."]
    height_mm: Annotated[float, "Its height on paper."]
    width_px: Annotated[int, "Its width on a screen."]
    height_px: Annotated[int, "Its height on a screen."]


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseHead:
    """Who prints: a coach or a practice."""

    name: Annotated[str, "Their name."]
    contact: Annotated[tuple[str, ...], "At most four short lines."]
    logo: Annotated[LogoPicture | None, "Their logo; its text alternative is made of the name."]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """A text that a coach wrote."""

    text: Annotated[str, "The text, on one line."]
    direction: Annotated[str, "How its letters run: `ltr` or `rtl`."]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideNote:
    """What a coach wants done in place of an action."""

    by: Annotated[str, "Name and profession."]
    date: Annotated[str, "Day on which it was written, `23 November 2026`."]
    instead: Annotated[OwnText, "What to do."]
    reason: Annotated[OwnText, "Why."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachNote:
    """A coach's own words, signed."""

    by: Annotated[str, "Name and profession."]
    date: Annotated[str, "Day on which it was written, `23 November 2026`."]
    paragraphs: Annotated[tuple[OwnText, ...], "The note; may be empty beside overrides."]
    overridden: Annotated[str, "Titles of the overridden actions; empty without one."]
    limits: Annotated[str, "That nothing which was worked out is changed by it."]
