"""The interview at one moment: what to ask next, and what the answers so far mean for it.

No input and no output: the terminal and the web page both stand on this. What to ask follows
from the log of what was said; where the runner is looking now is kept beside it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import assert_never

from ...engine.contradictions import Clash
from ...engine.history import History
from ...engine.knowledge import Knowledge
from ...engine.reasoning.next_question import next_in_sections, next_of_rest, next_question
from ...engine.reasoning.prospect import Reading
from ...engine.recorded import IMPORTED
from ...engine.vocabulary import Answer, Answers, Misfit, Number, Question, read_answer
from ..typed import clean
from .log import LISTED, Act, Entry, Log, answer_entry, entries_of, name_now, replay
from .moment import Moment, clash_name
from .order import asking_order
from .proof import Depth, Offer, Stage, could_change
from .record import Record, by_question

_IN_MILES = {"km": " mi", "s/km": " /mi"}
_BARE_NUMBER = re.compile(r"[\d.,:\s]*\d[\d.,:\s]*")


@dataclass(frozen=True)
class Interview:
    """An interview at one moment; each step gives a new one.

    `log` is all that was said; `answers` follow from it, in the order in which they were last
    given. Answers to questions that no longer apply stay, and count again when the question
    applies again. `depth` is how far the runner wants to go. `before` has the answers of an
    earlier interview, to be confirmed one by one: nothing follows from them. `record` is what a
    watch or app kept: it stands among `answers` for the rules, but answers no question by itself.
    `reopened` is an answered question that is asked again, `outgrown` are those to be asked again
    because they have choices now that were not there. `named` are the contradictions that were
    looked at, `among` the questions of one while it is: going back goes through them.
    """

    reading: Reading
    answers: Answers
    order: tuple[Question, ...]
    log: Log = ()
    depth: Depth = Depth.FULL
    put_off: Mapping[str, int] = field(default_factory=dict)
    went_on: frozenset[str] = frozenset()
    before: Answers = field(default_factory=dict)
    record: Record = field(default_factory=Record)
    reopened: str | None = None
    outgrown: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    among: tuple[str, ...] = ()

    @property
    def knowledge(self) -> Knowledge:
        """The base that the questions come from."""
        return self.reading.assessor.knowledge

    @property
    def history(self) -> History:
        """The weeks of the record."""
        return self.record.history

    @cached_property
    def recorded(self) -> Answers:
        """What the record shows of each question, by the id of the question that is asked."""
        return by_question(self.record, self.knowledge)

    @cached_property
    def now(self) -> Moment:
        """What the answers so far mean."""
        return Moment(self.reading, self.answers, self.order)

    @cached_property
    def question(self) -> Question | None:
        """The question to ask now: the reopened one or the next; None when nothing is to be asked.

        So it is once enough is answered, and where `now.is_over`: an emergency or a limit.
        """
        if self.reopened is not None:
            return self.knowledge.questions[self.reopened]
        return self.next_question()

    def next_question(self) -> Question | None:
        """The question on the way to what the runner wants settled; None when all is.

        A quick interview takes the shortest way to the headline, a full one goes through one
        section after the other. Who answers everything is asked what shapes the plan next.
        "I don't know" and "prefer not to say" are answers. A question whose gate is unknown waits;
        it may never be asked. So does one of a test at home that is withheld. What was put off
        comes after all others; put off twice, it is left open. An answer whose question has choices
        now that were not there is asked first, and stays until then.
        """
        return self._next

    @cached_property
    def _next(self) -> Question | None:
        if self.now.is_over:
            return None
        again = next((name for name in self.outgrown if self.now.applies(name)), None)
        if again is not None:
            return self.knowledge.questions[again]
        for skipped in self._put_off_rounds():
            name = self._next_name(skipped)
            if name is not None:
                return self.knowledge.questions[name]
        return None

    def _put_off_rounds(self) -> Iterator[set[str]]:
        """What to leave out of a search: all that was put off, then only what was twice."""
        once = set(self.put_off)
        yield once
        if once:
            yield {name for name, times in self.put_off.items() if times > 1}

    def _next_name(self, skipped: set[str]) -> str | None:
        prospect, standing = self.now.prospect, self.now.standing
        if self.target is Depth.QUICK:
            return next_question(prospect, standing.headline, put_off=skipped)
        name = next_in_sections(prospect, standing.headline, standing.result, put_off=skipped)
        if name is None and self.target is Depth.ALL:
            return next_of_rest(prospect, put_off=skipped)
        return name

    @property
    def target(self) -> Depth:
        """How far it goes, as deep as the runner chose at the last offer."""
        if Stage.RESULT in self.went_on:
            return Depth.ALL
        if Stage.HEADLINE in self.went_on and self.depth is Depth.QUICK:
            return Depth.FULL
        return self.depth

    @cached_property
    def offer(self) -> Offer | None:
        """The early finish that can be offered now, if it was not turned down before.

        None for who wants to answer everything, after an emergency or a limit, and where nothing
        is left to ask anyway.
        """
        if self.depth is Depth.ALL or self.now.is_over:
            return None
        standing = self.now.standing
        settled = [one for one in standing.settled if one not in self.went_on]
        if not settled:
            return None
        stage = settled[-1]
        more = self.now.left_to(Stage.RESULT) if stage is Stage.HEADLINE else self.now.remaining()
        if not more:
            return None
        changes = could_change(self.now.prospect, standing, stage)
        is_finish_usual = stage is Stage.RESULT or self.target is Depth.QUICK
        return Offer(stage, more, self.now.proof, changes, is_finish_usual)

    def go_on(self) -> "Interview":
        """The interview after turning down the offer that stands."""
        if self.offer is None:
            return self
        stage = self.offer.stage
        return replace(
            self,
            log=(*self.log, Entry(Act.GO_ON, stage)),
            went_on=self.went_on | {stage},
        )

    def later(self, question: Question) -> "Interview":
        """The interview after putting a question off; one that has an answer keeps it."""
        if question.id in self.answers:
            return self.keep()
        times = self.put_off.get(question.id, 0) + 1
        return replace(
            self,
            log=(*self.log, Entry(Act.LATER, question.id)),
            put_off={**self.put_off, question.id: times},
            reopened=None,
            among=(),
        )

    def answer(
        self, question: Question, texts: str | Sequence[str], source: str = "typed"
    ) -> "Interview | Misfit":
        """The interview after an answer, or why the text is none.

        A number without a unit is in miles where `reads_miles` says so.
        """
        words = [texts] if isinstance(texts, str) else texts
        cleaned = [self._with_unit(question, clean(word)) for word in words]
        found = read_answer(question, cleaned, source)
        return found if isinstance(found, Misfit) else self.with_answer(question, found)

    def with_answer(self, question: Question, answer: Answer) -> "Interview":
        """The interview after an answer that was read already."""
        others = {name: one for name, one in self.answers.items() if name != question.id}
        return replace(
            self,
            answers=others | {question.id: answer},
            log=(*self.log, answer_entry(question, answer)),
            put_off={name: n for name, n in self.put_off.items() if name != question.id},
            outgrown=tuple(name for name in self.outgrown if name != question.id),
            reopened=None,
            among=(),
        )

    def undo(self, number: int) -> "Interview":
        """The interview with the answer that stands at a place of the log taken back.

        The question has the answer that it had before that entry, or none. Answers given later
        stay and count as far as they still apply, also to the same question: an entry that was
        changed or taken back since is none that stands, and the interview stays as it is.
        The log grows: an undo can be undone in turn.

        Raises:
            IndexError: for a place that the log does not have.
            ValueError: for an entry that is no answer.
        """
        entry = self.log[number]
        if entry.act is not Act.ANSWER:
            raise ValueError(entry.act)
        name = name_now(entry, self.knowledge)
        *earlier, last = [
            place
            for place, one in enumerate(self.log)
            if one.act in {Act.ANSWER, Act.TAKE_BACK} and name_now(one, self.knowledge) == name
        ]
        if last != number:
            return self
        back = self.log[earlier[-1]] if earlier else Entry(Act.TAKE_BACK, name)
        return self.resumed((*self.log, replace(back, at="", knowledge="")))

    def resumed(self, log: Log) -> "Interview":
        """The interview that a log comes to, asked as deep and with the same answers before."""
        found = replay(log, self.knowledge)
        return replace(
            self, log=log, answers=found.answers, record=found.record, put_off=found.put_off,
            went_on=found.went_on, outgrown=found.outgrown, reopened=None, among=(),
        )  # fmt: skip

    def proposed(self, question: Question) -> Answer | None:
        """The answer that one press gives to a question without one; None if there is none.

        It is what the record shows, else what was said in the interview before.
        """
        if question.id in self.answers:
            return None
        before = self.before.get(question.id)
        said = replace(before, source="before", basis=None) if before else None
        return self.recorded.get(question.id, said)

    def take_recorded(self, names: Collection[str]) -> "Interview":
        """The interview after what the record shows of these questions was taken, in their order.

        The list of all that is recorded is not offered again, until there is a newer record.
        """
        if not names and LISTED in self.went_on:
            return self
        taken = self
        for one in self.order:
            if one.id in names and one.id in self.recorded:
                taken = taken.with_answer(one, self.recorded[one.id])
        return replace(
            taken,
            log=(*taken.log, Entry(Act.GO_ON, LISTED)),
            went_on=taken.went_on | {LISTED},
        )

    def keep(self) -> "Interview":
        """The interview after leaving a question with the answer that it has.

        To keep the answer of a list that has grown is to give it again.
        """
        kept = replace(self, reopened=None, among=())
        name = self.reopened or next(iter(self.outgrown), None)
        if name is None or name not in self.outgrown:
            return kept
        return kept.with_answer(self.knowledge.questions[name], self.answers[name])

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
        path = list(self.now.given())
        if self.reopened in path:
            path = path[: path.index(self.reopened)]
        return replace(self, reopened=path[-1], among=()) if path else None

    def about_left(self) -> int:
        """About how many questions are asked until the interview ends as the runner wants it.

        0 just where `next_question` is None.
        """
        following = self.question if self.reopened is None else self.next_question()
        if following is None:
            return 0
        match self.target:
            case Depth.QUICK:
                return max(1, self.now.left_to(Stage.HEADLINE))
            case Depth.FULL:
                return max(1, self.now.left_to(Stage.RESULT))
            case Depth.ALL:
                return max(1, self.now.remaining())
            case _:
                assert_never(self.target)

    def put_off_now(self) -> tuple[Question, ...]:
        """The questions that were put off and can be answered now, in the order of asking."""
        return tuple(one for one in self.now.open_questions() if one.id in self.put_off)

    def new_clash(self) -> Clash | None:
        """The first contradiction that was not looked at in this interview with these answers."""
        return next(
            (one for name, one in self.now.clashes_by_name.items() if name not in self.named), None
        )

    def since(self, before: "Interview") -> "Interview":
        """This interview, with the contradictions that stood in an earlier one as looked at."""
        return replace(self, named=self.named | before.now.clashes_by_name.keys())

    def look_at(self, clash: Clash) -> "Interview":
        """The interview at the last answer of a contradiction, not named again if it is kept."""
        names = tuple(one.id for one in clash.questions)
        last = names[-1] if names else None
        named = self.named | {clash_name(clash, self.answers)}
        return replace(self, reopened=last, among=names, named=named)

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
            if answer.source != IMPORTED and _unit(self.knowledge.questions[name]) in _IN_MILES
        ]
        measured = [shown for shown in said if shown.endswith(("km", "mi"))]
        return bool(measured) and measured[-1].endswith("mi")

    def _with_unit(self, question: Question, text: str) -> str:
        if _BARE_NUMBER.fullmatch(text) and self.reads_miles(question):
            return text.strip() + _IN_MILES[_unit(question)]
        return text


def start_interview(
    reading: Reading,
    answers: Answers | None = None,
    history: History = (),
    *,
    log: Log = (),
    depth: Depth = Depth.FULL,
    before: Answers | None = None,
) -> Interview:
    """An interview with what there is already: a log to go on with, or answers of a file."""
    knowledge = reading.assessor.knowledge
    if answers or history:
        log = (*log, *entries_of(answers or {}, knowledge, history))
    empty = Interview(reading, {}, _order_of(reading), depth=depth, before=dict(before or {}))
    return empty.resumed(log)


@lru_cache(maxsize=8)
def _order_of(reading: Reading) -> tuple[Question, ...]:
    """The order of a base, kept: an interview is loaded for each step on the web."""
    return asking_order(reading.assessor.knowledge)


def _unit(question: Question) -> str:
    return question.kind.unit if isinstance(question.kind, Number) else ""
