"""From a knowledge base to its questions on paper.

The questions about sore places are asked once for every place in the interview. On paper they
stand once, with a column of boxes for each of two places.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count, groupby
from typing import Final, assert_never

from ...engine.condition import NEVER, All, Any, Comparison, Condition, Operator, subjects
from ...engine.days import show_date
from ...engine.errors import join_words
from ...engine.knowledge import Knowledge
from ...engine.sentence import in_words
from ...engine.units import DATE
from ...engine.vocabulary import Choice, Number, Question, Several, Text, show_range
from ..house.colours import SHIPPED_LOOK
from ..house.own_words import house_head
from ..printing import METRIC, Printing
from ..shapes import KnowledgeUsed
from ..units import printed_in
from ..words import ABOUT
from .shapes import PaperForm, PaperQuestion, PaperSection, PaperTest

PLACES: Final = ("Place 1", "Place 2")
_HOW_TO: Final = (
    "Leave a question open if you do not know, or would rather not say. Both are fine.",
    "Answer the part “Safety first” before all others. If you tick something there that worries "
    "you, or you feel very ill, do not wait for a report: call for help, or see a doctor.",
    "The small word below each question is its name in a file of answers.",
    "Write the unit beside a number where there are two: km or miles, kg or pounds.",
    "Type it in later, or let somebody do that: surefoot ask, or the page of surefoot serve.",
)
_ONE: Final = "Tick one."
_MANY: Final = "Tick all that apply."
_PLACES_HOW: Final = "The left box of each line is for place 1, the right one for place 2."
_CHOOSING: Final = {Operator.HAS, Operator.IN, Operator.EQUAL}


def paper_form(
    knowledge: Knowledge, questions: Iterable[Question], printing: Printing
) -> PaperForm:
    """The form for questions in the order in which they are asked.

    Distances are asked in kilometres, or in miles where the printing says imperial; each may be
    answered in either, with its unit.
    """
    asked = [one for one in questions if one.gate != NEVER]
    form = PaperForm(
        title=f"Questions: {knowledge.name}",
        language="en",
        date=show_date(printing.date),
        date_iso=printing.date.isoformat(),
        paper=printing.paper,
        look=printing.house.look if printing.house else SHIPPED_LOOK,
        house=house_head(printing.house) if printing.house else None,
        runner="",
        how_to=_HOW_TO,
        sections=tuple(_sections(knowledge, asked, count(1))),
        tests=tuple(
            PaperTest(title=one.title, needs=one.needs, steps=one.steps, stop=one.stop)
            for one in knowledge.home_tests.values()
        ),
        about=ABOUT,
        knowledge=KnowledgeUsed(
            name=knowledge.name, version=knowledge.version, hash=knowledge.hash
        ),
    )
    return printed_in(form, printing.units or METRIC)


def _sections(
    knowledge: Knowledge, asked: list[Question], numbers: Iterator[int]
) -> Iterator[PaperSection]:
    numbered: dict[str, str] = {}
    for (topic, is_of_site), group in groupby(
        asked, key=lambda one: (one.topic, knowledge.site_of(one) is not None)
    ):
        about = knowledge.topics[topic]
        of_group = list(group)
        if is_of_site:
            yield PaperSection(
                title=f"{about.title}: each sore place",
                why=_PLACES_HOW,
                consent="",
                places=PLACES,
                questions=tuple(_of_places(knowledge, of_group, numbers)),
            )
            continue
        is_first = of_group[0].id == next(one.id for one in asked if one.topic == topic)
        numbered |= {one.id: str(next(numbers)) for one in of_group}
        yield PaperSection(
            title=about.title if is_first else f"{about.title}, once more",
            why=about.why * is_first,
            consent=about.consent * is_first,
            places=(),
            questions=tuple(_question(knowledge, one, numbered) for one in of_group),
        )


def _of_places(
    knowledge: Knowledge, asked: list[Question], numbers: Iterator[int]
) -> Iterator[PaperQuestion]:
    """Each question once, whatever the number of places that have it."""
    alike: dict[str, list[Question]] = defaultdict(list)
    for one in asked:
        alike[one.id.split(".", 2)[2]].append(one)
    most = max(len(same) for same in alike.values())
    for name, same in alike.items():
        first = same[0]
        made = _question(knowledge, first, {first.id: str(next(numbers))})
        labels = [knowledge.sites[knowledge.site_of(one) or ""] for one in same]
        gate = _without_site(first.gate, knowledge)
        parts = [] if len(same) == most else [f"For: {join_words(labels, 'and')}."]
        if gate is not None:
            clause = _only_if(gate, knowledge, {})
            parts.append(clause.replace(f" ({labels[0][:1].lower()}{labels[0][1:]})", ""))
        yield replace(
            made,
            ask=_of_any_place(first, same),
            only_if=" ".join(parts),
            id=f"{first.topic}.PLACE.{name}" if len(same) > 1 else first.id,
            help=made.help if len({one.help for one in same}) == 1 else "",
        )


def _of_any_place(first: Question, same: list[Question]) -> str:
    """The question without the name of a place, where it begins with it: `About the shin: …`."""
    rests = {one.ask.partition(": ")[2] for one in same}
    if len(same) > 1 and len(rests) == 1 and (rest := rests.pop()):
        return rest[:1].upper() + rest[1:]
    return first.ask


def _without_site(gate: Condition | None, knowledge: Knowledge) -> Condition | None:
    """What a gate asks beside the choice of the place."""
    if gate is None or subjects(gate) == {knowledge.site_question}:
        return None
    if isinstance(gate, All):
        rest = tuple(one for one in gate.parts if subjects(one) != {knowledge.site_question})
        return rest[0] if len(rest) == 1 else All(rest)
    return gate


def _question(
    knowledge: Knowledge, question: Question, numbered: Mapping[str, str]
) -> PaperQuestion:
    gate, kind = question.gate, question.kind
    options: tuple[str, ...] = ()
    how = room = ""
    match kind:
        case Choice(labels):
            options, how = tuple(labels.values()), _ONE
        case Several(labels):
            options, how = tuple(labels.values()), _MANY
        case Number():
            room = "day, month, year" if kind.unit == DATE else show_range(kind)
        case Text():
            pass
        case _:
            assert_never(kind)
    tests = knowledge.home_tests.values()
    return PaperQuestion(
        number=numbered[question.id],
        ask=question.ask,
        help=question.help,
        only_if="" if gate is None else _only_if(gate, knowledge, numbered),
        how=how,
        options=options,
        room=room,
        test=next((one.title for one in tests if question.id in one.questions), ""),
        id=question.id,
    )


def _only_if(gate: Condition, knowledge: Knowledge, numbered: Mapping[str, str]) -> str:
    """For whom a question is: by the number of an earlier one and what was ticked, or in words."""
    parts = gate.parts if isinstance(gate, Any) else (gate,)
    ticked = [one for one in parts if isinstance(one, Comparison) and one.operator in _CHOOSING]
    names = {one.subject for one in ticked}
    if len(ticked) == len(parts) and len(names) == 1 and (name := names.pop()) in numbered:
        kind = knowledge.questions[name].kind
        labels = kind.labels if isinstance(kind, Choice | Several) else {}
        words = [f"“{labels[str(word)]}”" for one in ticked for word in one.values]
        return f"Only if you ticked {join_words(words)} in {numbered[name]}."
    said = in_words(gate, knowledge)
    return f"Only if {said[:1].lower()}{said[1:]}."
