"""Colours of a report: how well they stand out, and the few that a house may choose."""

from dataclasses import dataclass
from typing import Annotated, Final

WHITE: Final = "#ffffff"
TEXT_CONTRAST: Final = 4.5  # WCAG 2.2, 1.4.3, level AA
BORDER_CONTRAST: Final = 3.0  # WCAG 2.2, 1.4.11
_TINT_SHARE: Final = 0.08  # of the accent, in white


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The colours of headings, rules and tints; colours that mean something are none of these."""

    main: Annotated[str, "Headings, rules and the line below the head; white stands on it too."]
    on_tint: Annotated[str, "The same where it stands on the tint, dark enough to be read."]
    accent: Annotated[str, "Bars beside notes."]
    tint: Annotated[str, "Behind the heads of tables."]


SHIPPED_LOOK: Final = Look(main="#123c4a", on_tint="#123c4a", accent="#c8d3d7", tint="#eef4f5")


def make_look(main: str = "", accent: str = "") -> Look:
    """The look with these colours; one that is empty stays as shipped."""
    chosen = main or SHIPPED_LOOK.main
    tint = _tint(accent) if accent else SHIPPED_LOOK.tint
    return Look(
        main=chosen,
        on_tint=darker(chosen, TEXT_CONTRAST, tint),
        accent=accent or SHIPPED_LOOK.accent,
        tint=tint,
    )


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours like `#123c4a`, from 1 to 21, as WCAG 2.2 defines it.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def darker(colour: str, ratio: float, background: str = WHITE) -> str:
    """The colour, made as dark as this contrast on a light background needs, and no darker.

    >>> darker("#777777", 4.5)
    '#767676'
    """
    parts = _parts(colour)
    for step in range(255, -1, -1):
        found = _written(tuple(part * step // 255 for part in parts))
        if contrast(found, background) >= ratio:
            return found
    raise ValueError(f"not even black has a contrast of {ratio} on {background}")


def _tint(colour: str) -> str:
    return _written(tuple(round(255 + (part - 255) * _TINT_SHARE) for part in _parts(colour)))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _written(parts: tuple[int, ...]) -> str:
    return f"#{bytes(parts).hex()}"
