"""What the entries of a population may read, and the problems found while reading them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..condition import Constant, Expression, Operation, Reference
from ..errors import Place, Problem
from ..field_values import read_number
from ..knowledge import ANY_NUMBER, Knowledge
from ..loading.language import Language
from ..parser import Subject
from ..source import Node, Scalar
from ..vocabulary import Choice
from .model import DRAWN, Case, Drawing

Context = tuple[str, ...]


@dataclass(slots=True)
class Reader:
    """Reads conditions and formulas, also those of a question of every site.

    `site_questions` has, by an id like `symptom.site.weeks`, the question of each site.
    """

    lang: Language
    site_questions: dict[str, dict[str, str]]

    @property
    def problems(self) -> list[Problem]:
        """All that was noted."""
        return self.lang.problems

    def formula(self, node: Node | None, context: Context, *, each: bool) -> Expression | None:
        """The arithmetic expression; None after noting what is wrong with it."""
        if not isinstance(node, Scalar):
            return None
        try:
            return Constant(read_number(node.text))
        except ValueError:
            visible = self.lang.each_subjects if each else self.lang.subjects
            drawn = {DRAWN: Subject(ANY_NUMBER, ordered=True)}
            return Language(visible | drawn, {}, problems=self.problems).formula(node, context)

    def note(
        self, code: str, place: Place, message: str, context: Context = (), fix: str = ""
    ) -> None:
        """Note a problem."""
        self.problems.append(
            Problem(code=code, place=place, message=message, context=context, fix=fix)
        )

    def for_site(self, drawing: Drawing, site: str) -> Drawing:
        """A drawing of every site as it reads for one."""

        def named(expression: Expression | None) -> Expression | None:
            return None if expression is None else self._at_site(expression, site)

        def case(one: Case) -> Case:
            when = None if one.when is None else self.lang.for_site(one.when, site)
            return replace(one, when=when, number=named(one.number))

        return replace(
            drawing,
            cases=tuple(case(one) for one in drawing.cases),
            lowest=named(drawing.lowest),
            highest=named(drawing.highest),
        )

    def _at_site(self, expression: Expression, site: str) -> Expression:
        match expression:
            case Reference(subject) if subject in self.site_questions:
                return Reference(self.site_questions[subject][site])
            case Operation(sign, left, right):
                return Operation(sign, self._at_site(left, site), self._at_site(right, site))
            case _:
                return expression


def make_reader(knowledge: Knowledge, traits: Iterable[str]) -> Reader:
    """A reader for the questions and derived values of a base, and these traits."""
    questions = knowledge.questions.values()
    subjects = {
        one.id: Subject(one.kind, not isinstance(one.kind, Choice) or one.worse != "neither")
        for one in questions
    }
    subjects |= {
        one.id: Subject(one.kind, ordered=not isinstance(one.kind, Choice))
        for one in knowledge.derived.values()
    }
    subjects |= {name: Subject(ANY_NUMBER, ordered=True) for name in traits}
    site_questions: dict[str, dict[str, str]] = {}
    each = {}
    for one in questions:
        if one.site is not None:
            topic, _, name = one.id.split(".")
            site_questions.setdefault(f"{topic}.site.{name}", {})[one.site] = one.id
            each[f"{topic}.site.{name}"] = subjects[one.id]
    if knowledge.sites:
        each["site"] = Subject(Choice(knowledge.sites), ordered=False)
    lang = Language(subjects, each | subjects, site_question=knowledge.site_question)
    return Reader(lang, site_questions)
