"""From a knowledge base to its questions on paper.

The questions about sore places are asked once for every place in the interview. On paper they
stand once, with a column of boxes for each of two places. Nobody watches while a form is filled
in, so what sends to a doctor at once says so beside its box.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, assert_never

from ...engine.assessment import Assessor
from ...engine.condition import NEVER, All, Any, Comparison, Condition, Operator, subjects
from ...engine.days import show_date
from ...engine.errors import join_words
from ...engine.knowledge import Knowledge, Warn
from ...engine.sentence import pieces
from ...engine.tiers import TIERS
from ...engine.units import DATE
from ...engine.vocabulary import (
    Answers,
    Choice,
    Misfit,
    Number,
    Question,
    Several,
    Text,
    read_answer,
    show_range,
)
from ..house.colours import SHIPPED_LOOK
from ..house.own_words import house_head
from ..printing import METRIC, Printing
from ..shapes import KnowledgeUsed
from ..units import printed_in
from .shapes import PaperForm, PaperOption, PaperQuestion, PaperSection, PaperTest

PLACES: Final = ("Place 1", "Place 2")
_HOW_TO: Final = (
    "Leave a question open if you would rather not say, or if it is not for you.",
    "Answer the part “Safety first” before all others. An arrow behind a line says what to do at "
    "once if you tick it: do that, and leave the rest of the form.",
    "The small word beside each question is its name in a file of answers.",
    "Write the unit beside a number where there are two: km or miles, kg or pounds.",
    "Type it in later, or let somebody do that: surefoot ask, or the page of surefoot serve.",
)
_ABOUT: Final = (
    "Made with Surefoot. This form is no examination and no diagnosis, and it does not replace "
    "either. If you feel very ill, call for help first."
)
_ONE: Final = "Tick one."
_MANY: Final = "Tick all that apply."
_PLACES_HOW: Final = (
    "Name the two places that hurt most; for more, take a second form. The left box of each line "
    "is for place 1, the right one for place 2."
)
_CHOOSING: Final = {Operator.HAS, Operator.IN, Operator.EQUAL}
# What stands behind a choice that raises a flag of tier A or B, by the flag's route.
_GO: Final = {
    "ambulance": "call an ambulance now",
    "emergency department": "emergency department now",
    "same day": "see a doctor today",
    "within two days": "see a doctor within two days",
    "within days": "see a doctor within days",
}


def paper_form(assessor: Assessor, questions: Iterable[Question], printing: Printing) -> PaperForm:
    """The form for questions in the order in which they are asked.

    Distances are asked in kilometres, or in miles where the printing says imperial; each may be
    answered in either, with its unit.
    """
    knowledge = assessor.knowledge
    asked = [one for one in questions if one.gate != NEVER and not one.records]
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
        sections=tuple(_Maker(assessor, _numbered(knowledge, asked)).sections(asked)),
        tests=tuple(
            PaperTest(title=one.title, needs=one.needs, steps=one.steps, stop=one.stop)
            for one in knowledge.home_tests.values()
        ),
        about=_ABOUT,
        knowledge=KnowledgeUsed(
            name=knowledge.name, version=knowledge.version, hash=knowledge.hash
        ),
    )
    return printed_in(form, printing.units or METRIC)


def _numbered(knowledge: Knowledge, asked: Iterable[Question]) -> dict[str, str]:
    """The number of each question; those that stand once on paper share theirs."""
    numbers: dict[tuple[str, ...], int] = {}
    return {
        one.id: str(numbers.setdefault(_same(knowledge, one), len(numbers) + 1)) for one in asked
    }


def _same(knowledge: Knowledge, question: Question) -> tuple[str, ...]:
    """What questions that stand once on paper have in common."""
    if knowledge.site_of(question) is None:
        return (question.ask, question.help, *getattr(question.kind, "labels", ()))
    return (_attribute(question),)


def _attribute(question: Question) -> str:
    """What a question about a site asks of it: `weeks` of `symptom.shin.weeks`."""
    return question.id.split(".", 2)[2]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the sections; `numbered` has the number of each question."""

    assessor: Assessor
    numbered: dict[str, str]

    @property
    def knowledge(self) -> Knowledge:
        return self.assessor.knowledge

    def sections(self, asked: list[Question]) -> Iterator[PaperSection]:
        topics = set[str]()
        for (topic, is_of_site), group in groupby(
            asked, key=lambda one: (one.topic, self.knowledge.site_of(one) is not None)
        ):
            about, is_first = self.knowledge.topics[topic], topic not in topics
            topics.add(topic)
            if is_of_site:
                yield PaperSection(
                    title=f"{about.title}: each sore place",
                    why=_PLACES_HOW,
                    consent="",
                    places=PLACES,
                    questions=tuple(self.of_places(group)),
                )
                continue
            yield PaperSection(
                title=about.title if is_first else f"{about.title}, once more",
                why=about.why * is_first,
                consent=about.consent * is_first,
                places=(),
                questions=tuple(self.of_everybody(group, asked)),
            )

    def of_everybody(
        self, group: Iterable[Question], asked: list[Question]
    ) -> Iterator[PaperQuestion]:
        """Each question once; one that is put at several places of the interview at the first."""
        for one in group:
            same = [each for each in asked if self.numbered[each.id] == self.numbered[one.id]]
            if one is same[0]:
                made = [self.question(each) for each in same]
                yield replace(
                    made[0],
                    only_if=" Or: ".join(each.only_if for each in made if each.only_if),
                    id=", ".join(each.id for each in made),
                )

    def of_places(self, asked: Iterable[Question]) -> Iterator[PaperQuestion]:
        """Each question once, whatever the number of places that have it."""
        alike: dict[str, list[Question]] = defaultdict(list)
        for one in asked:
            alike[_attribute(one)].append(one)
        most = max(len(same) for same in alike.values())
        for name, same in alike.items():
            first = same[0]
            labels = [self.knowledge.sites[self.knowledge.site_of(one) or ""] for one in same]
            gate = self.without_site(first.gate)
            parts = [] if len(same) == most else [f"For: {join_words(labels, 'and')}."]
            if gate is not None:
                clause = self.only_if(gate)
                parts.append(clause.replace(f" ({labels[0][:1].lower()}{labels[0][1:]})", ""))
            yield replace(
                self.question(first),
                ask=_of_any_place(first, same),
                only_if=" ".join(parts),
                id=f"{first.topic}.PLACE.{name}" if len(same) > 1 else first.id,
                help=first.help if len({one.help for one in same}) == 1 else "",
            )

    def without_site(self, gate: Condition | None) -> Condition | None:
        """What a gate asks beside the choice of the place."""
        chosen = {self.knowledge.site_question}
        if gate is None or subjects(gate) == chosen:
            return None
        if isinstance(gate, All):
            rest = tuple(one for one in gate.parts if subjects(one) != chosen)
            return rest[0] if len(rest) == 1 else All(rest)
        return gate

    def question(self, question: Question) -> PaperQuestion:
        labels: dict[str, str] = {}
        how = room = ""
        match question.kind:
            case Choice(found):
                labels, how = dict(found), _ONE
            case Several(found):
                labels, how = dict(found), _MANY
            case Number() as kind:
                room = "day, month, year" if kind.unit == DATE else show_range(kind)
            case Text():
                pass
            case _:
                assert_never(question.kind)
        tests = self.knowledge.home_tests.values()
        return PaperQuestion(
            number=self.numbered[question.id],
            ask=question.ask,
            help=question.help,
            only_if="" if question.gate is None else self.only_if(question.gate),
            how=how,
            options=tuple(
                PaperOption(label=label, go=self.where_to_go(question, word))
                for word, label in labels.items()
            ),
            room=room,
            offers_dont_know=question.offers_dont_know and not isinstance(question.kind, Text),
            test=next((one.title for one in tests if question.id in one.questions), ""),
            id=question.id,
        )

    def only_if(self, gate: Condition) -> str:
        """For whom a question is: by what was ticked in another one, or in words."""
        parts = gate.parts if isinstance(gate, Any) else (gate,)
        ticked = [one for one in parts if isinstance(one, Comparison) and one.operator in _CHOOSING]
        names = {one.subject for one in ticked}
        if len(ticked) == len(parts) and len(names) == 1 and (name := names.pop()) in self.numbered:
            kind = self.knowledge.questions[name].kind
            labels = kind.labels if isinstance(kind, Choice | Several) else {}
            words = [f"“{labels[str(word)]}”" for one in ticked for word in one.values]
            return f"Only if you ticked {join_words(words)} in {self.numbered[name]}."
        said = "".join(
            f"{one.text} ({self.numbered[one.subject]})"
            if one.subject in self.numbered
            else one.text
            for one in pieces(gate, self.knowledge)
        )
        return f"Only if {said[:1].lower()}{said[1:]}."

    def where_to_go(self, question: Question, word: str) -> str:
        """What a choice alone sends to at once; empty where it does not."""
        before = self.opening(question.gate)
        answer = read_answer(question, word)
        if before is None or isinstance(answer, Misfit):
            return ""
        raised = self.raised({**before, question.id: answer}) - self.raised(before)
        warned = [one for one in raised if one.tier in {"A", "B"}]
        first = min(
            warned,
            key=lambda one: (TIERS.index(one.tier), list(_GO).index(one.route)),
            default=None,
        )
        return _GO[first.route] if first else ""

    def opening(self, gate: Condition | None) -> Answers | None:
        """Answers that open a gate; None where no single choice does."""
        if gate is None:
            return {}
        part = gate.parts[0] if isinstance(gate, Any) else gate
        if not isinstance(part, Comparison) or part.operator not in _CHOOSING:
            return None
        question = self.knowledge.questions.get(part.subject)
        if question is None:
            return None
        before = self.opening(question.gate)
        answer = read_answer(question, str(part.values[0]))
        if before is None or isinstance(answer, Misfit):
            return None
        return {**before, question.id: answer}

    def raised(self, answers: Answers) -> set[Warn]:
        """The flags that answers raise."""
        states = self.assessor.evaluate(answers).states
        rules = self.knowledge.rules.values()
        return {
            one.conclusion for one in rules if isinstance(one.conclusion, Warn) and states[one.id]
        }


def _of_any_place(first: Question, same: list[Question]) -> str:
    """The question without the name of a place, where it begins with it: `About the shin: …`."""
    rests = {one.ask.partition(": ")[2] for one in same}
    if len(same) > 1 and len(rests) == 1 and (rest := rests.pop()):
        return rest[:1].upper() + rest[1:]
    return first.ask
