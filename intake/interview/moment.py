"""What the answers so far mean for an interview; a pure function of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from ...engine.asking import HomeTest
from ...engine.assessment import Assessment, unanswered_of
from ...engine.condition import subjects
from ...engine.contradictions import Clash, find_clashes
from ...engine.evaluate import Facts
from ...engine.findings import RaisedFlag, Shown, because_of, raised_flags, shown_value
from ...engine.home_tests import Withheld, questions_left_out, withheld_tests
from ...engine.knowledge import Knowledge, Limit, Rule
from ...engine.reasoning.proof import proof_of
from ...engine.reasoning.prospect import Prospect, Reading
from ...engine.reasoning.stopping import is_over
from ...engine.vocabulary import Answer, Answers, Question
from .proof import (
    Decides,
    SoFar,
    Stage,
    Standing,
    about_left,
    what_it_decides,
    what_so_far,
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A limit of the base that ends the interview, with its text."""

    rule: Rule
    text: str


def clash_name(clash: Clash, answers: Answers) -> str:
    """What a contradiction is remembered by: changed answers that clash are another one."""
    said = [answers[one.id].entered for one in clash.questions]
    return " ".join((clash.contradiction.id, *said))


@dataclass(frozen=True)
class Moment:
    """What follows from the answers of one runner; `order` is that of listing them."""

    reading: Reading
    answers: Answers
    order: tuple[Question, ...]

    @property
    def knowledge(self) -> Knowledge:
        """The base that the questions come from."""
        return self.reading.assessor.knowledge

    def answered(self) -> tuple[tuple[Question, Answer], ...]:
        """All questions that apply and have an answer, in the order of asking."""
        return tuple(
            (one, self.answers[one.id])
            for one in self.order
            if one.id in self.answers and self.applies(one.id)
        )

    def given(self) -> tuple[str, ...]:
        """The questions that apply and have an answer, the one that was answered last at the end.

        What only a record answers is not among them.
        """
        questions = self.knowledge.questions
        return tuple(
            name for name in self.answers if self.applies(name) and not questions[name].records
        )

    def left_to(self, stage: Stage) -> int:
        """About how many questions are asked until a stage is proved; 0 once it is."""
        doubts = self.standing.doubts(stage)
        return min(about_left(self.prospect, doubts, stage), max(1, self.remaining()))

    @cached_property
    def is_over(self) -> bool:
        """Whether an emergency or a limit ends the interview: nothing more is asked."""
        return is_over(self.prospect)

    def decides(self, question: Question) -> Decides:
        """What the answer to a question can still change."""
        return what_it_decides(self.knowledge, self.standing, question.id)

    @cached_property
    def proof(self) -> tuple[str, ...]:
        """Sentences on what is settled and what is open, for the runner; bounds are in `so_far`."""
        standing = self.standing
        return proof_of(self.prospect, standing.headline, standing.result, with_bounds=False)

    @cached_property
    def so_far(self) -> SoFar:
        """What the answers so far come to."""
        return what_so_far(self.prospect, self.proof, self.flags)

    @cached_property
    def prospect(self) -> Prospect:
        """What answers to come can still change, and the bounds of each part."""
        return self.reading.prospect(self.answers, self._assessment, self._withheld)

    @cached_property
    def standing(self) -> Standing:
        """What is still in doubt."""
        return Standing(self.prospect)

    def remaining(self) -> int:
        """About how many questions there are in all, for who answers everything.

        A question whose gate waits for an answer counts half. Of those asked for each
        site only one site's are counted, because most people choose one or none.
        """
        certain, likely = 0, 0.0
        sites = max(1, len(self.knowledge.sites))
        for one in self.order:
            if one.id in self.silenced and not self._may_be_offered(self.silenced[one.id]):
                continue
            if self.is_open(one.id):
                certain += 1
            elif one.id not in self.answers and self._may_open(one):
                likely += 0.5 / sites if self.knowledge.site_of(one) else 0.5
        return certain + round(likely)

    def test_of(self, question: Question) -> HomeTest | None:
        """The test at home that answers a question, unless it is left out for this runner."""
        if question.id in self.silenced:
            return None
        tests = self.knowledge.home_tests.values()
        return next((one for one in tests if question.id in one.questions), None)

    def withheld(self, test: HomeTest) -> Withheld | None:
        """Why a test is left out for this runner, if it is."""
        return next((one for one in self._withheld if one.test is test), None)

    def open_questions(self) -> tuple[Question, ...]:
        """The questions that certainly apply and have no answer, also those left out."""
        return tuple(one for one in self.order if self.is_open(one.id))

    def left_out(self) -> tuple[tuple[Question, Withheld], ...]:
        """The open questions that are not asked because of their test, in the order of asking.

        Those that answers still to come may offer are not among them.
        """
        return tuple(
            (one, withheld)
            for one in self.order
            if self.is_open(one.id)
            and (withheld := self.silenced.get(one.id)) is not None
            and not self._may_be_offered(withheld)
        )

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """The answers so far that certainly do not fit together."""
        return find_clashes(
            self.knowledge, self.reading.assessor.evaluator, self._assessment.facts, self.answers,
            self._shown,
        )  # fmt: skip

    @cached_property
    def clashes_by_name(self) -> Mapping[str, Clash]:
        """The same by what each is remembered by."""
        return {clash_name(one, self.answers): one for one in self.clashes}

    @cached_property
    def flags(self) -> tuple[RaisedFlag, ...]:
        """The flags that the answers so far raise, most urgent first."""
        return raised_flags(self.knowledge, self._assessment, self._shown)

    def urgent(self) -> tuple[RaisedFlag, ...]:
        """The tier A flags that the answers so far raise, most urgent first."""
        return tuple(one for one in self.flags if one.warn.tier == "A")

    def stop(self) -> Stop | None:
        """The limit that ends the interview, because the base is not made for this person."""
        for rule in self.knowledge.rules.values():
            is_limit = isinstance(rule.conclusion, Limit) and rule.conclusion.stops
            if is_limit and self._assessment.states[rule.id]:
                return Stop(rule, because_of(rule, self._assessment, self._shown))
        return None

    def last_behind(self, rule: Rule) -> Question | None:
        """The last answered question that bears on a rule: the one to look at after a slip."""
        behind = self.knowledge.questions_behind(rule)
        given = [one for one in self.given() if one in behind]
        return self.knowledge.questions[given[-1]] if given else None

    @property
    def _facts(self) -> Facts:
        return self._assessment.facts

    @cached_property
    def _assessment(self) -> Assessment:
        return self.reading.assessor.evaluate(self.answers)

    @cached_property
    def _withheld(self) -> tuple[Withheld, ...]:
        unanswered = unanswered_of(self.knowledge, self.answers, self._assessment)
        return withheld_tests(self.reading.assessor, self._assessment, self.flags, unanswered)

    @cached_property
    def silenced(self) -> Mapping[str, Withheld]:
        """The questions that are not asked, because their test at home is left out."""
        return questions_left_out(self._withheld)

    def applies(self, name: str) -> bool:
        """Whether the gate of a question is certainly true."""
        return self._facts.gate(name) is True

    def may_apply(self, name: str) -> bool:
        """Whether the gate of a question is not certainly false."""
        return self._facts.gate(name) is not False

    def is_open(self, name: str) -> bool:
        """Whether a question applies and has no answer."""
        return name not in self.answers and self.applies(name)

    def _may_be_offered(self, withheld: Withheld) -> bool:
        """Whether answers that are still to come may offer a test that is left out now."""
        condition = withheld.test.withhold_if
        if withheld.is_certain or condition is None:
            return False
        return any(self._is_to_come(name) for name in subjects(condition))

    def _may_open(self, question: Question) -> bool:
        """Whether a gate that is unknown waits for an answer that is still to come."""
        if question.gate is None or self._facts.gate(question.id) is not None:
            return False
        return any(self._is_to_come(name) for name in subjects(question.gate))

    def _is_to_come(self, name: str) -> bool:
        """Whether a question may still be asked, or a derived value wait for one that may."""
        question = self.knowledge.questions.get(name)
        if question is None:
            return any(self._is_to_come(one) for one in self.knowledge.needs(name))
        return name not in self.answers and (self.applies(name) or self._may_open(question))

    @cached_property
    def _shown(self) -> Shown:
        return partial(shown_value, self.knowledge, self.answers, self._assessment)
