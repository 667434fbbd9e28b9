"""What the answers so far come to: a look on the way, which settles nothing."""

from ..answering import Answered, Page, Visit
from ..service import Service
from .question_shapes import SoFarPage
from .ways import left_out_of_safety, page_of


def show(service: Service, visit: Visit) -> Answered:
    """What comes first now, and what can still change it."""
    from ....engine.diagnosis import diagnose  # noqa: PLC0415  (takes time to load)

    name = visit.parts["interview"]
    interview = service.interview(name)
    diagnosis = diagnose(interview.reading.assessor, interview.answers, history=interview.history)
    return Page(
        "so_far",
        SoFarPage(
            headline=service.in_units(diagnosis.headline.text, interview.answers),
            proof=service.sentences(interview.now.proof, interview.answers),
            left_out=left_out_of_safety(name, interview),
            answered=len(interview.now.answered()),
            left=interview.about_left(),
            back=page_of(name),
            check=page_of(name, "check"),
        ),
    )
