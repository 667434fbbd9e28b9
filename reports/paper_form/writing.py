"""The paper form in one of its formats, as bytes; the caller decides where they go."""

from collections.abc import Iterable
from typing import Final

from ...engine.knowledge import Knowledge
from ...engine.vocabulary import Question
from ..printing import Printing
from ..render import render
from ..writing import Built
from .making import paper_form

PAPER_FORMATS: Final = ("txt", "md", "html", "pdf")


def build_paper_form(
    knowledge: Knowledge,
    questions: Iterable[Question],
    format: str,  # noqa: A002
    printing: Printing,
) -> Built:
    """The questions, in this order, as `txt`, `md`, `html` or `pdf`; the same input, same bytes.

    Raises:
        KeyError: for another format.
    """
    if format not in PAPER_FORMATS:
        raise KeyError(format)
    form = paper_form(knowledge, questions, printing)
    if format != "pdf":
        return Built.of(render(form, format))
    from ..pdf import build_pdf  # noqa: PLC0415  (Typst is heavy)

    made = build_pdf(render(form, "typst"), (), date=printing.date)
    return Built(made.data, made.warning)
