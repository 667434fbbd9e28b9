"""What to ask next, and what the answers so far mean for the interview.

No input and no output: the terminal and the web page both stand on this. What to ask
follows from the answers alone, so going back, resuming and changing need no history. Only
which contradictions were named already is kept beside them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from ..engine.asking import HomeTest
from ..engine.assessment import Assessment, Assessor, unanswered_of
from ..engine.condition import NEVER, subjects
from ..engine.contradictions import Clash, find_clashes
from ..engine.evaluate import Facts
from ..engine.findings import RaisedFlag, Shown, because_of, raised_flags, shown_value
from ..engine.home_tests import Withheld, questions_left_out, withheld_tests
from ..engine.knowledge import Knowledge, Limit, Rule
from ..engine.vocabulary import Answer, Answers, Misfit, Number, Question, read_answer

_IN_MILES = {"km": " mi", "s/km": " /mi"}
_BARE_NUMBER = re.compile(r"[\d.,:\s]*\d[\d.,:\s]*")
_TERMINAL_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)?")


@dataclass(frozen=True, slots=True)
class Stop:
    """A limit of the base that ends the interview, with its text."""

    rule: Rule
    text: str


@dataclass(frozen=True)
class Interview:
    """An interview at one moment; each step gives a new one.

    `answers` is in the order in which they were given, and going back follows it.
    `reopened` is an answered question that is asked again. Answers to questions that no
    longer apply stay, and count again when the question applies again. `named` are the
    contradictions that were looked at; `among` the questions of one while it is, and going
    back goes through them.
    """

    assessor: Assessor
    answers: Answers
    order: tuple[Question, ...]
    reopened: str | None = None
    named: frozenset[str] = frozenset()
    among: tuple[str, ...] = ()

    @property
    def knowledge(self) -> Knowledge:
        """The base that the questions come from."""
        return self.assessor.knowledge

    @cached_property
    def question(self) -> Question | None:
        """The question to ask now: the reopened one or the next; None when all are answered."""
        if self.reopened is not None:
            return self.knowledge.questions[self.reopened]
        return self.next_question()

    def next_question(self) -> Question | None:
        """The first question that certainly applies, has no answer, and would do no harm.

        "I don't know" and "prefer not to say" are answers. A question whose gate is
        unknown waits; it may never be asked. So does one of a test at home that is withheld.
        """
        left_out = self._left_out
        return next(
            (one for one in self.order if self._is_open(one.id) and one.id not in left_out), None
        )

    def answer(self, question: Question, texts: str | Sequence[str]) -> "Interview | Misfit":
        """The interview after an answer, or why the text is none.

        A number without a unit is in miles where `reads_miles` says so.
        """
        words = [texts] if isinstance(texts, str) else texts
        cleaned = [self._with_unit(question, clean(word)) for word in words]
        found = read_answer(question, cleaned)
        if isinstance(found, Misfit):
            return found
        others = {name: one for name, one in self.answers.items() if name != question.id}
        return replace(self, answers=others | {question.id: found}, reopened=None, among=())

    def keep(self) -> "Interview":
        """The interview after leaving a reopened question with the answer that it has."""
        return replace(self, reopened=None, among=())

    def reopen(self, question: Question) -> "Interview":
        """The interview at an answered question, to change its answer.

        Questions that a new answer makes necessary are the next ones to be asked.
        """
        return replace(self, reopened=question.id, among=())

    def back(self) -> "Interview | None":
        """The interview at the question answered before this one; None at the first.

        Among answers that do not fit together it is the one before of these.
        """
        if self.reopened in self.among[1:]:
            before = self.among[self.among.index(self.reopened) - 1]
            return replace(self, reopened=before)
        path = [name for name in self.answers if self._applies(name)]
        if self.reopened in path:
            path = path[: path.index(self.reopened)]
        return replace(self, reopened=path[-1], among=()) if path else None

    def answered(self) -> tuple[tuple[Question, Answer], ...]:
        """All questions that apply and have an answer, in the order of asking."""
        return tuple(
            (one, self.answers[one.id])
            for one in self.order
            if one.id in self.answers and self._applies(one.id)
        )

    def remaining(self) -> int:
        """About how many questions are still to come.

        A question whose gate waits for an answer counts half. Of those asked for each
        site only one site's are counted, because most people choose one or none.
        """
        certain, likely = 0, 0.0
        sites = max(1, len(self.knowledge.sites))
        for one in self.order:
            if one.id in self._left_out and not self._may_be_offered(self._left_out[one.id]):
                continue
            if self._is_open(one.id):
                certain += 1
            elif one.id not in self.answers and self._may_open(one):
                likely += 0.5 / sites if site_of(one, self.knowledge) else 0.5
        return certain + round(likely)

    def reads_miles(self, question: Question) -> bool:
        """Whether a number without a unit is read as miles here.

        So it is after a distance or pace in miles, until one is given in kilometres:
        who writes `20 mi` and then `8` does not mean 8 km.
        """
        if _unit(question) not in _IN_MILES:
            return False
        said = [
            answer.shown
            for name, answer in self.answers.items()
            if _unit(self.knowledge.questions[name]) in _IN_MILES
        ]
        measured = [shown for shown in said if shown.endswith(("km", "mi"))]
        return bool(measured) and measured[-1].endswith("mi")

    def test_of(self, question: Question) -> HomeTest | None:
        """The test at home that answers a question, unless it is left out for this runner."""
        if question.id in self._left_out:
            return None
        tests = self.knowledge.home_tests.values()
        return next((one for one in tests if question.id in one.questions), None)

    def withheld(self, test: HomeTest) -> Withheld | None:
        """Why a test is left out for this runner, if it is."""
        return next((one for one in self._withheld if one.test is test), None)

    def open_questions(self) -> tuple[Question, ...]:
        """The questions that certainly apply and have no answer, also those left out."""
        return tuple(one for one in self.order if self._is_open(one.id))

    def left_out(self) -> tuple[tuple[Question, Withheld], ...]:
        """The open questions that are not asked because of their test, in the order of asking.

        Those that answers still to come may offer are not among them.
        """
        return tuple(
            (one, withheld)
            for one in self.order
            if self._is_open(one.id)
            and (withheld := self._left_out.get(one.id)) is not None
            and not self._may_be_offered(withheld)
        )

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """The answers so far that certainly do not fit together."""
        return find_clashes(
            self.knowledge, self.assessor.evaluator, self._assessment.facts, self.answers,
            self._shown,
        )  # fmt: skip

    def new_clash(self) -> Clash | None:
        """The first contradiction that was not looked at in this interview with these answers."""
        return next((one for one in self.clashes if self._name_of(one) not in self.named), None)

    def look_at(self, clash: Clash) -> "Interview":
        """The interview at the last answer of a contradiction, not named again if it is kept."""
        names = tuple(one.id for one in clash.questions)
        last = names[-1] if names else None
        return replace(self, reopened=last, among=names, named=self.named | {self._name_of(clash)})

    def _name_of(self, clash: Clash) -> str:
        """What a contradiction is remembered by: changed answers that clash are another one."""
        said = [self.answers[one.id].entered for one in clash.questions]
        return " ".join((clash.contradiction.id, *said))

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
        given = [name for name in self.answers if name in behind and self._applies(name)]
        return self.knowledge.questions[given[-1]] if given else None

    @cached_property
    def _facts(self) -> Facts:
        return self.assessor.evaluator.facts(self.answers)

    @cached_property
    def _assessment(self) -> Assessment:
        return self.assessor.evaluate(self.answers)

    @cached_property
    def _withheld(self) -> tuple[Withheld, ...]:
        unanswered = unanswered_of(self.knowledge, self.answers, self._assessment)
        return withheld_tests(self.assessor, self._assessment, self.flags, unanswered)

    @cached_property
    def _left_out(self) -> Mapping[str, Withheld]:
        return questions_left_out(self._withheld)

    def _applies(self, name: str) -> bool:
        return self._facts.gate(name) is True

    def _is_open(self, name: str) -> bool:
        return name not in self.answers and self._applies(name)

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
        return name not in self.answers and (self._applies(name) or self._may_open(question))

    @cached_property
    def _shown(self) -> Shown:
        return partial(shown_value, self.knowledge, self.answers, self._assessment)

    def _with_unit(self, question: Question, text: str) -> str:
        if _BARE_NUMBER.fullmatch(text) and self.reads_miles(question):
            return text.strip() + _IN_MILES[_unit(question)]
        return text


def start_interview(assessor: Assessor, answers: Answers | None = None) -> Interview:
    """An interview with the answers that there are already: of a saved file, or imported."""
    return Interview(assessor, dict(answers or {}), asking_order(assessor.knowledge))


def asking_order(knowledge: Knowledge) -> tuple[Question, ...]:
    """The questions by topic, then as in the base, but one site after the other.

    The base lists the questions of sites by question, so that a person with two sore
    places would have to jump between them. A question that its site never asks is left out.
    """
    every = [one for one in knowledge.questions.values() if one.gate != NEVER]
    topics, sites = list(knowledge.topics), list(knowledge.sites)
    of_site = {one.id: site for one in every if (site := site_of(one, knowledge))}
    first = next((index for index, one in enumerate(every) if one.id in of_site), 0)

    def place(numbered: tuple[int, Question]) -> tuple[int, int, int]:
        index, question = numbered
        site = of_site.get(question.id)
        if site is not None:
            return topics.index(question.topic), 1, sites.index(site)
        return topics.index(question.topic), 0 if index < first else 2, 0

    return tuple(one for _, one in sorted(enumerate(every), key=place))


def site_of(question: Question, knowledge: Knowledge) -> str | None:
    """The site that a question is about, also of one written for a single site."""
    if question.site is not None or knowledge.site_question is None:
        return question.site
    topic, *rest = question.id.split(".")
    is_of_site = len(rest) > 1 and knowledge.site_question.startswith(f"{topic}.")
    return rest[0] if is_of_site and rest[0] in knowledge.sites else None


def clean(text: str) -> str:
    r"""The text without what a keyboard sends and nobody means: arrow keys, control characters.

    >>> clean("Zo\x1b[Dë\x00")
    'Zoë'
    """
    plain = _TERMINAL_SEQUENCE.sub("", text)
    return "".join(char for char in plain if char.isspace() or not _is_control(char))


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"} or char in "\ufffe\uffff"


def _unit(question: Question) -> str:
    return question.kind.unit if isinstance(question.kind, Number) else ""
