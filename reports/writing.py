"""A report in one of its formats, as bytes; the caller decides where they go."""

import datetime
import json
from dataclasses import dataclass
from typing import Final

from ..engine.answers_text import format_answers
from ..engine.diagnosis import Diagnosis
from ..engine.result import result
from .context import report_context
from .render import render

FORMATS: Final = ("html", "pdf", "md", "txt", "json")
EDITIONS: Final = ("runner", "coach")


@dataclass(frozen=True, slots=True)
class Built:
    """A finished report and a warning about it; empty if all went well."""

    data: bytes
    warning: str


def build(
    diagnosis: Diagnosis,
    format: str,  # noqa: A002
    *,
    date: datetime.date,
    edition: str = "runner",
) -> Built:
    """The report as `html`, `pdf`, `md`, `txt` or `json`; the same input, the same bytes.

    The `coach` edition also says how everything was worked out; `json` is the same for both.

    Raises:
        KeyError: for another format or edition.
    """
    if format not in FORMATS or edition not in EDITIONS:
        raise KeyError(format, edition)
    if format == "json":
        return Built(_bytes(result_text(diagnosis)), "")
    context = report_context(diagnosis, date=date, for_coach=edition == "coach")
    if format != "pdf":
        return Built(_bytes(render(context, format)), "")
    from .pdf import Attachment, build_pdf  # noqa: PLC0415 (Typst is heavy)

    attachments = (
        Attachment(
            name="answers.yaml",
            text=format_answers(diagnosis.answers),
            mime_type="application/yaml",
            description="The answers behind this report",
        ),
        Attachment(
            name="result.json",
            text=result_text(diagnosis),
            mime_type="application/json",
            description="All conclusions, with every rule",
        ),
    )
    made = build_pdf(render(context, "typst"), attachments, date=date)
    return Built(made.data, made.warning)


def result_text(diagnosis: Diagnosis) -> str:
    """The whole result as JSON."""
    return json.dumps(result(diagnosis), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _bytes(text: str) -> bytes:
    """UTF-8; half a character, which a JSON answers file can hold, becomes a question mark."""
    return text.encode(errors="replace")
