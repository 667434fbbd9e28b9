"""The paper form in one of its formats, as bytes; the caller decides where they go."""

from collections.abc import Iterable

from ...engine.assessment import Assessor
from ...engine.vocabulary import Question
from ..printing import Printing
from ..render import render
from ..writing import Built
from .making import paper_form


def build_paper_form(
    assessor: Assessor,
    questions: Iterable[Question],
    format: str,  # noqa: A002
    printing: Printing,
) -> Built:
    """The questions, in this order, as `txt`, `md`, `html` or `pdf`; the same input, same bytes.

    Raises:
        KeyError: for another format.
    """
    form = paper_form(assessor, questions, printing)
    if format != "pdf":
        return Built.of(render(form, format))
    from ..pdf import build_pdf  # noqa: PLC0415  (Typst is heavy)

    made = build_pdf(render(form, "typst"), (), date=printing.date)
    return Built(made.data, made.warning)
