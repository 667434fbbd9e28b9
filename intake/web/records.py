"""A record on the pages: how one is brought in, and what it shows in the runner's own units."""

from shlex import quote

from ...engine.recorded import IMPORTED
from ...engine.vocabulary import Question
from ..interview.asking import Interview
from ..store.database import data_folder
from .service import Service


def command_for(service: Service, name: str) -> str:
    """The command that brings a record to a runner of this name, in the store of this page."""
    folder = service.store.path.parent
    where = "" if folder == data_folder() else f" --data {quote(str(folder))}"
    return f"surefoot import FILE --runner {quote(name) if name else 'NAME'}{where}"


def beside_answer(service: Service, interview: Interview, question: Question, text: str) -> str:
    """A text on what the record shows, in the units of the answer that it stands beside.

    Without an answer that somebody typed it is in those of the page.
    """
    here = interview.answers.get(question.id)
    if here is None or here.source == IMPORTED or not here.shown.endswith(("mi", "km")):
        return service.in_units(text, interview.answers)
    from ...reports.units import in_units, units_of  # noqa: PLC0415  (loads a table of units)

    return in_units(text, units_of({question.id: here}))
