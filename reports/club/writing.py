"""A club page in one of its formats, as bytes; the caller decides where they go."""

import json
from dataclasses import asdict
from typing import Final

from ..printing import CLUB_FORMATS, Printing
from ..render import render
from ..writing import Built
from .shapes import ClubContext

_SCHEMA: Final = "surefoot-club-1"
_NOT_DATA: Final = (
    "language", "paper", "look", "house", "runner", "date", "chart", "chart_narrow"
)  # fmt: skip


def build_club(context: ClubContext, format: str, printing: Printing) -> Built:  # noqa: A002
    """The club page as `html`, `pdf`, `md`, `txt` or `json`; the same input, the same bytes.

    Raises:
        KeyError: for another format.
    """
    if format not in CLUB_FORMATS:
        raise KeyError(format)
    if format == "json":
        return Built.of(_data_text(context))
    if format != "pdf":
        return Built.of(render(context, format))
    from ..pdf import Attachment, build_pdf  # noqa: PLC0415 (Typst is heavy)

    attachment = Attachment(
        name="club.json",
        text=_data_text(context),
        mime_type="application/json",
        description="All counts of this page, hidden as on the page",
    )
    made = build_pdf(render(context, "typst"), (attachment,), date=printing.date)
    return Built(made.data, made.warning)


def _data_text(context: ClubContext) -> str:
    """What the page says, without how it looks; counts are hidden here too."""
    data = {name: one for name, one in asdict(context).items() if name not in _NOT_DATA}
    whole = {"schema": _SCHEMA, **data}
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
