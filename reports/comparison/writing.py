"""A comparison in one of its formats, as bytes; the caller decides where they go."""

import json

from ...engine.versions.compare_data import compare_data
from ...engine.versions.sides import Side
from ..printing import COMPARISON_FORMATS, Printing
from ..render import render
from ..writing import Built
from .making import comparison_context


def build_comparison(
    before: Side,
    after: Side,
    format: str,  # noqa: A002
    printing: Printing,
) -> Built:
    """The comparison as `html`, `pdf`, `md`, `txt` or `json`; the same input, the same bytes.

    Raises:
        KeyError: for another format.
    """
    if format not in COMPARISON_FORMATS:
        raise KeyError(format)
    if format == "json":
        return Built.of(_data_text(before, after))
    context = comparison_context(before, after, printing)
    if format != "pdf":
        return Built.of(render(context, format))
    from ..pdf import Attachment, build_pdf  # noqa: PLC0415 (Typst is heavy)

    attachment = Attachment(
        name="comparison.json",
        text=_data_text(before, after),
        mime_type="application/json",
        description="All that differs between the two results",
    )
    made = build_pdf(render(context, "typst"), (attachment,), date=printing.date)
    return Built(made.data, made.warning)


def _data_text(before: Side, after: Side) -> str:
    data = compare_data(before, after)
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
