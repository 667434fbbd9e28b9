"""The dialogue: what is printed, what is read, and what each key does."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace

from ...engine.vocabulary import Question
from ..home_test import run_home_test
from ..interview.asking import Interview
from ..interview.confirming import offers_record
from ..interview.proof import Stage
from ..spoken import (
    about_more,
    adding,
    farewell,
    is_withdrawn,
    key_lines,
    leaving_out,
    misfitting,
    referral,
)
from ..typed import Key, accepted, clip, key_of, number_in, prompt_of
from .answering import (
    Step,
    answer_dont_know,
    answer_typed,
    answer_with,
    answer_with_nothing,
    noted,
    put_off,
)
from .check import CheckPage
from .greeting import greeting, key_summary, may_begin
from .lines import Lines, Outcome, Reason, Tester
from .offering import offer_lines, offer_prompt
from .question import has_answer, question_lines, topic_lines, why_lines
from .recorded import choose_recorded, take_one
from .so_far import so_far_lines
from .undoing import Said, choose_said, said_so_far, taken_back, withdraws

_FINISH = {"r", "report", "finish"}
_GO_ON = {"g", "go on", "more"}
_LIST = {"l", "list"}
_SAID_EVERY = 5  # questions

Keep = Callable[[Interview, Interview], object]


def run_interview(  # noqa: PLR0913  (each a part of a session)
    interview: Interview,
    lines: Lines,
    keep: Keep,
    tester: Tester | None = None,
    day_before: str = "",
    *,
    is_check_in: bool = False,
    today: datetime.date | None = None,
) -> Outcome:
    """Ask until enough is answered or the runner stops.

    Args:
        interview: Where to begin; what is answered is not asked again.
        lines: Where lines come from and go to. EOFError and KeyboardInterrupt of it save and stop.
        keep: Called with the interview before and after each step that its log grew by, before
            anything else is printed.
        tester: With which tests at home can be done right here; without one they cannot.
        day_before: When the answers of the interview before were given, for people.
        is_check_in: It is a check-in: few questions, and no report at the end.
        today: The day to look at a record from; that on this computer without it.
    """
    dialogue = _Dialogue(interview, lines, keep, tester, day_before, is_check_in=is_check_in)
    dialogue.today = today or dialogue.today
    return dialogue.run()


class _Dialogue:
    """The state of the dialogue: the interview, and what was printed last."""

    def __init__(
        self, interview: Interview, lines: Lines, keep: Keep, tester: Tester | None,
        day_before: str, *, is_check_in: bool,
    ) -> None:  # fmt: skip
        self.interview = interview
        self.lines = lines
        self.keep = keep
        self.tester = tester
        self.day_before = day_before
        self.is_check_in = is_check_in
        self.today = datetime.datetime.now().astimezone().date()
        self.topic = ""
        self.left = 0
        self.topics_seen = {question.topic for question, _ in interview.now.answered()}
        self.tests_seen: set[str] = set()
        self.contents: tuple[str, ...] = ()
        self.tries = 0
        self.is_changing = False
        self.enough: Stage | None = None

    def run(self) -> Outcome:
        self.lines.say(*greeting(self.interview, self.day_before, is_check_in=self.is_check_in))
        try:
            reason = None if may_begin(self.interview, self.lines) else self.leave()
            if reason is None and not self.interview.now.is_over:
                self.lines.say("", *key_summary(self.interview))
            while reason is None:
                reason = self.step()
        except (EOFError, KeyboardInterrupt):
            self.lines.write("")
            reason = self.leave()
        return Outcome(self.interview.answers, reason, self.interview.history)

    def step(self) -> Reason | None:
        """One exchange; the reason to end, or None to go on."""
        now = self.interview.now
        if self.interview.reopened is None:  # an answer that is being looked at again may go
            flags, stop = now.urgent(), now.stop()
            if flags:
                return self.end("urgent", referral(flags), now.last_behind(flags[0].rule))
            if stop is not None:
                return self.end("stopped", farewell(stop), now.last_behind(stop.rule))
            self.name_clash()
        is_asked_again = any(map(now.applies, self.interview.outgrown))
        if self.interview.reopened is None and not is_asked_again:
            if self.enough in now.standing.settled:
                return self.check()
            self.enough = None
            if offers_record(self.interview):
                return self.show_record(is_first=True)
            if self.interview.offer is not None:
                return self.offer()
        question = self.interview.question
        return self.check() if question is None else self.ask(question)

    # --- One question ---

    def ask(self, question: Question) -> Reason | None:
        self.say_topic(question)
        self.say_tests_left_out()
        self.lines.say(
            *question_lines(
                self.interview, question, is_short=bool(self.tries % 2),
                can_test=self.tester is not None, day_before=self.day_before,
            )
        )  # fmt: skip
        self.tries += 1
        prompt = prompt_of(
            question,
            in_miles=self.interview.reads_miles(question),
            has_answer=has_answer(self.interview, question),
        )
        return self.obey(question, self.lines.ask(prompt))

    def say_topic(self, question: Question) -> None:
        """The topic where another one begins, and now and then how many questions are to come."""
        if self.interview.reopened is not None:
            return
        begins = question.topic != self.topic
        if begins:
            self.topic = question.topic
            is_new = question.topic not in self.topics_seen
            self.topics_seen.add(question.topic)
            topic = self.interview.knowledge.topics[self.topic]
            self.lines.say(*topic_lines(topic, is_new=is_new))
        left = self.interview.about_left()
        is_due = not self.is_check_in and (begins or abs(self.left - left) >= _SAID_EVERY)
        if is_due and about_more(left) != about_more(self.left):
            self.lines.say(about_more(left))
            self.left = left

    def say_tests_left_out(self) -> None:
        """Which tests are not asked for, and why: each once, when its topic is reached."""
        new = {
            withheld.test.id: withheld
            for one, withheld in self.interview.now.left_out()
            if one.topic in self.topics_seen and withheld.test.id not in self.tests_seen
        }
        self.tests_seen |= new.keys()
        if new:
            self.lines.say("", *leaving_out(new.values()))

    def name_clash(self) -> None:
        """Say which answers do not fit together, and ask the last of them again."""
        clash = self.interview.new_clash()
        if clash is not None:
            self.lines.say("", *misfitting(clash, self.interview.now.answered()))
            self.go_to(self.interview.look_at(clash))

    def obey(self, question: Question, text: str) -> Reason | None:
        """Do what was typed at a question."""
        key = key_of(text, question)
        match key:
            case Key.WHY:
                self.lines.say(*why_lines(self.interview, question))
            case Key.DONT_KNOW:
                self.leave_out(answer_dont_know(self.interview, question))
            case Key.DECLINE:
                self.leave_out(answer_with(self.interview, question, "prefer not to say"))
            case Key.LATER:
                self.do(put_off(self.interview, question))
            case Key.TEST:
                self.do_test(question)
            case Key.RECORD if question.id in self.interview.recorded:
                self.do(take_one(self.interview, question))
            case None if not text:
                self.do(answer_with_nothing(self.interview, question))
            case None:
                self.do(answer_typed(self.interview, question, text))
            case _:
                return self.obey_anywhere(key)
        return None

    def obey_anywhere(self, key: Key | None) -> Reason | None:
        """Do what a key does that is no answer to a question."""
        match key:
            case Key.BACK:
                self.back()
            case Key.SO_FAR:
                self.lines.say(*so_far_lines(self.interview))
            case Key.UNDO:
                return self.undo()
            case Key.RECORD:
                return self.show_record()
            case Key.HELP:
                self.lines.say(*key_lines())
            case Key.SAVE:
                return self.leave()
            case _:
                self.lines.error("this key is for a question.", "h lists all keys.")
        return None

    def do(self, step: Step) -> None:
        """Take a step, and say what was noted or what is wrong."""
        before = self.interview
        if step.interview is not before:
            self.go_to(step.interview)
        if step.says:
            self.lines.say(step.says)
        if before.now.is_over:  # a slip that was mended adds nothing
            return
        added = adding(before.about_left(), self.interview.about_left())
        if added:
            self.lines.say(added)

    def leave_out(self, step: Step) -> None:
        """Take a step, but ask first where it takes back a sign that needs help at once."""
        if not is_withdrawn(self.interview, step.interview) or withdraws(
            self.interview, self.lines
        ):
            self.do(step)

    def do_test(self, question: Question) -> None:
        """The test at home that answers a question, right here; its answers are kept."""
        test = self.interview.now.test_of(question)
        if test is None or self.tester is None:
            self.lines.error("this question has no test here.", accepted(question))
            return
        self.lines.say("")
        knowledge = self.interview.knowledge
        found = run_home_test(knowledge, test, self.lines.console(self.tester))
        for name, answer in (found or {}).items():
            one = knowledge.questions[name]
            after = self.interview.with_answer(one, replace(answer, source="test"))
            self.do(noted(after, one))

    # --- Going elsewhere ---

    def show_record(self, *, is_first: bool = False) -> Reason | None:
        """List what the record shows, and take what the runner chooses."""
        if not self.interview.recorded:
            self.lines.error("there is no record here.", "surefoot import brings one in.")
            return None
        chosen = choose_recorded(self.interview, self.lines, self.today, self.day_before)
        if chosen.interview is not self.interview:
            self.go_to(chosen.interview)
        if chosen.key is not None and (chosen.key is not Key.BACK or is_first):
            return self.obey_anywhere(chosen.key)
        return None

    def back(self) -> None:
        before = self.interview.keep() if self.is_changing else self.interview.back()
        if before is None:
            self.lines.error("this is the first question.")
        else:
            self.go_to(before)

    def go_to(self, interview: Interview) -> None:
        """Another moment of the interview; what it says more is kept before anything is printed."""
        if interview.log != self.interview.log:
            self.keep(self.interview, interview)
        self.interview = interview
        self.tries = 0
        self.is_changing = False

    def undo(self) -> Reason | None:
        """List what was said, and take back what is chosen."""
        said = said_so_far(self.interview)
        if not said:
            self.lines.error("nothing is answered yet.")
            return None
        chosen = choose_said(said, self.lines)
        if chosen is Key.SAVE:
            return self.leave()
        if isinstance(chosen, Said):
            after = self.interview.undo(chosen.place)
            line = taken_back(self.interview, after, chosen)
            self.go_to(after)
            self.lines.say(line)
        self.tries = 0
        return None

    # --- Ending ---

    def offer(self) -> Reason | None:
        """What is proved, and the choice to end here or to go on."""
        offer = self.interview.offer
        if offer is None:
            return None
        self.lines.say(*offer_lines(self.interview, offer), "")
        text = self.lines.ask(offer_prompt(is_finish_usual=offer.is_finish_usual))
        said = text.lower().removeprefix("/")
        if (not said and offer.is_finish_usual) or said in _FINISH:
            self.enough = offer.stage
        elif not said or said in _GO_ON:
            self.go_to(self.interview.go_on())
        elif (key := key_of(text)) is not None:
            return self.obey_anywhere(key)
        else:
            self.lines.error("there is no such choice.", "Type g to go on, or r for the report.")
        return None

    def check(self) -> Reason | None:
        """All answers in a list: change one, or make the report."""
        page = CheckPage(self.interview)
        if self.contents != page.contents:
            self.lines.say(*page.lines())
        self.contents = page.contents
        more = ", g to go on with more questions" if self.enough is not None else ""
        more += ", w for your record" if self.interview.recorded else ""
        self.lines.say("", f"Type the number of an answer to change it{more}, or l for the list.")
        ending = "see the result" if self.is_check_in else "make the report"
        text = self.lines.ask(f"Number, or Enter to {ending}: ")
        if not text:
            return "finished"
        return self.obey_check(page, text)

    def obey_check(self, page: CheckPage, text: str) -> Reason | None:
        number, questions = number_in(text), page.questions
        if number is not None and 1 <= number <= len(questions):
            self.go_to(self.interview.reopen(questions[number - 1]))
            self.is_changing = True
            return None
        said = text.lower().removeprefix("/")
        if said in _LIST:
            self.contents = ()
            return None
        if said in _GO_ON and self.enough is not None:
            self.enough = None
            self.contents = ()
            self.go_to(self.interview.go_on())
            return None
        key = key_of(text)
        if key in {Key.BACK, Key.SO_FAR, Key.UNDO, Key.RECORD, Key.HELP, Key.SAVE}:
            return self.obey_anywhere(key)
        fix = f"1 to {len(questions)} can be changed."
        self.lines.error(f"there is no answer '{clip(text)}'.", fix)
        return None

    def end(self, reason: Reason, lines: Iterable[str], question: Question | None) -> Reason | None:
        """Say why the interview ends here; one way back is left, for a slip of the finger."""
        said = ("", *lines, "")
        self.lines.say(*said)
        while True:
            text = self.lines.ask("Enter ends here. If an answer was a slip, type b to change it: ")
            match key_of(text):
                case Key.SAVE:
                    return reason
                case None if not text:
                    return reason
                case Key.BACK if question is not None:
                    self.go_to(self.interview.reopen(question))
                    return None
                case Key.WHY | Key.SO_FAR:  # all that counts now was just said
                    self.lines.say(*said)
                case Key.HELP:
                    self.lines.say(*key_lines())
                case _:
                    fix = "Press Enter to end here, or type b to change the answer."
                    self.lines.error("there is no such choice.", fix)

    def leave(self) -> Reason:
        """Stop; answers that need help at once still say so to the caller."""
        if not self.interview.now.given():
            self.lines.say("Nothing is answered yet, so nothing is saved.")
            return "saved"
        if self.interview.now.urgent() or self.interview.now.stop():
            self.lines.say("Your answers are saved.")
            return "urgent" if self.interview.now.urgent() else "stopped"
        self.lines.say("Your answers are saved. The next time you go on from here.")
        return "saved"
