"""A report in one of its formats, as bytes; the caller decides where they go."""

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from ..engine.answers_text import format_answers
from ..engine.diagnosis import Diagnosis
from ..engine.errors import Problem, UsageError
from ..engine.result import result
from .context import report_context
from .person import NAME_QUESTION, given
from .printing import EDITIONS, FORMATS, Printing
from .programme import first_day
from .render import render
from .shapes import ReportContext

if TYPE_CHECKING:
    from .handover.shapes import HandoverContext


@dataclass(frozen=True, slots=True)
class Built:
    """A finished report and a warning about it; empty if all went well.

    Without a plan there is no calendar: `data` is empty then, and the warning says why.
    """

    data: bytes
    warning: str

    @classmethod
    def of(cls, text: str) -> Self:
        """A text as UTF-8; half a character becomes a question mark."""
        return cls(text.encode(errors="replace"), "")


def build(
    diagnosis: Diagnosis,
    format: str,  # noqa: A002
    printing: Printing,
) -> Built:
    """The report as `html`, `pdf`, `md`, `txt`, `json` or `ics`; the same input, the same bytes.

    The `coach` edition also says how everything was worked out, `handover` is one page for a
    clinician; `json` and `ics`, a calendar of the plan, are the same for all. What a coach says
    instead of an action that this runner is not given is left out.

    Raises:
        KeyError: for another format or edition.
        UsageError: if a logo cannot be printed.
        DaysTooCloseError: for a calendar, if the chosen days do not allow the sessions of the plan.
    """
    if format not in FORMATS or printing.edition not in EDITIONS:
        raise KeyError(format, printing.edition)
    if printing.coach is not None:
        from .house.coach_file import words_that_fit  # noqa: PLC0415  (seldom needed)

        printing = replace(printing, coach=words_that_fit(printing.coach, diagnosis)[0])
    if format == "json":
        return Built.of(result_text(diagnosis))
    if format == "ics":
        return _calendar(diagnosis, printing)
    context = _context(diagnosis, printing)
    if format != "pdf":
        return Built.of(render(context, format))
    from .pdf import Attachment, BrokenPictureError, build_pdf  # noqa: PLC0415 (Typst is heavy)

    attachments = (
        Attachment(
            name="answers.yaml",
            text=format_answers(
                diagnosis.answers, history=diagnosis.history, knowledge=diagnosis.knowledge
            ),
            mime_type="application/yaml",
            description="The answers behind this report",
        ),
        Attachment(
            name="result.json",
            text=_compact_result(diagnosis),
            mime_type="application/json",
            description="All conclusions, with every rule",
        ),
    )
    try:
        made = build_pdf(render(context, "typst"), attachments, date=printing.date)
    except BrokenPictureError:
        where = printing.house.file if printing.house else ""
        message = "'logo': this picture is broken: a part of it is missing or was changed"
        fix = "save it as PNG or SVG"
        raise UsageError(Problem(code="KB153", where=where, message=message, fix=fix)) from None
    return Built(made.data, made.warning)


def _calendar(diagnosis: Diagnosis, printing: Printing) -> Built:
    if not diagnosis.plan.shown:
        return Built(b"", f"There is no plan to put in a calendar. {diagnosis.plan.reason}".strip())
    from .calendar import plan_calendar  # noqa: PLC0415  (only needed for a calendar)
    from .plan_days import plan_entries  # noqa: PLC0415

    name, start = given(diagnosis, NAME_QUESTION), first_day(diagnosis, printing)
    made = plan_calendar(
        plan_entries(diagnosis, printing),
        runner=name,
        whose=f"{name or _without_name(diagnosis)}\n{start.isoformat()}",
        date=printing.date,
    )
    return Built(made, "")


def _context(diagnosis: Diagnosis, printing: Printing) -> "ReportContext | HandoverContext":
    if printing.edition == "handover":
        from .handover.making import handover_context  # noqa: PLC0415  (only for this edition)

        return handover_context(diagnosis, printing)
    return report_context(diagnosis, printing)


def _without_name(diagnosis: Diagnosis) -> str:
    """What tells a runner without a name from another: what was said of the person."""
    topic = NAME_QUESTION.partition(".")[0]
    own = {name: one for name, one in diagnosis.answers.items() if name.startswith(f"{topic}.")}
    return format_answers(own)


def file_name(stem: str, format: str, printing: Printing) -> str:  # noqa: A002
    """What the file of a report is called; a calendar is of the plan, whatever the edition."""
    if format == "ics":
        return f"{stem}-plan.ics"
    kind = "report" if printing.edition == "runner" else f"{printing.edition}-report"
    return f"{stem}-{kind}.{format}"


def result_text(diagnosis: Diagnosis) -> str:
    """The whole result as JSON."""
    return json.dumps(result(diagnosis), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _compact_result(diagnosis: Diagnosis) -> str:
    """The whole result as JSON on one line, which takes less room and less time."""
    data = result(diagnosis)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
