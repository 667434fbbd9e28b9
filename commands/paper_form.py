"""The questions on paper: what `surefoot ask --print-questions` prints."""

from pathlib import Path

from ..engine.assessment import Assessor
from .diagnosing import today
from .printing import chosen_paper, hand_out, printed_formats

PAPER_FORMATS = ("txt", "md", "html", "pdf")
_STEM = "surefoot-questions"


def print_questions(
    assessor: Assessor,
    formats: str | None,
    output: Path | None,
    *,
    paper: str,
    units: str,
) -> None:
    """Print all questions of a base: as text, or as files in a folder.

    Raises:
        UsageError: for a format or paper that there is not, or a folder that cannot be written.
    """
    from ..intake.interview.order import asking_order  # noqa: PLC0415  (loads what asking needs)
    from ..reports.paper_form.writing import build_paper_form  # noqa: PLC0415
    from ..reports.printing import Printing  # noqa: PLC0415

    names = printed_formats(formats, PAPER_FORMATS, output, as_json=False)
    printing = Printing(date=today(), paper=chosen_paper(paper), units=units)
    order = asking_order(assessor.knowledge)
    built = {
        f"{_STEM}.{name}": build_paper_form(assessor, order, name, printing).data for name in names
    }
    hand_out(built, output)
