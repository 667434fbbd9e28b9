"""The interview line by line: numbered options, one question at a time.

Every line is plain text that a screen reader can read from top to bottom: no colour,
no redrawing, no escape codes, text before the prompt. Lines go through `read` and
`write`, so nothing here knows what a terminal is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ..engine.assessment import Assessor
from ..engine.knowledge import Topic
from ..engine.reasoning.prospect import Reading
from ..engine.vocabulary import UNSURE, Answer, Answers, Misfit, Question, Text
from .clock import Clock
from .home_test import Console, run_home_test
from .interview.asking import Interview, start_interview
from .interview.proof import Depth
from .spoken import (
    KEYS,
    about_left,
    check_list,
    count_of,
    farewell,
    leaving_out,
    misfitting,
    referral,
    wrapped,
)
from .typed import (
    Key,
    accepted,
    choose,
    clean,
    clip,
    in_words,
    key_of,
    labels_of,
    number_in,
    prompt_of,
)

_SECONDS_A_QUESTION = 15
_SHORT_LIST = 5

Reason = Literal["finished", "saved", "urgent", "stopped"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the interview ended.

    `finished`: all is answered and checked. `saved`: the runner stops for now. `urgent`:
    an answer needs help at once. `stopped`: the base is not made for this person.
    """

    answers: Answers
    reason: Reason


@dataclass(frozen=True, slots=True)
class Tester:
    """What a test at home needs beside lines: a clock, and something that rings."""

    clock: Clock
    ring: Callable[[], object]


def run_interview(
    assessor: Assessor,
    answers: Answers,
    read: Callable[[str], str],
    write: Callable[[str], object],
    save: Callable[[Answers], object],
    tester: Tester | None = None,
) -> Outcome:
    """Ask until all is answered or the runner stops.

    Args:
        assessor: Of the knowledge base that is asked.
        answers: Those that there are already; they are not asked again.
        read: Shows a prompt and gives the line that was typed, like `input`. EOFError
            and KeyboardInterrupt save and stop.
        write: Prints one line.
        save: Called with all answers after each one.
        tester: With which tests at home can be done right here; without one they cannot.
    """
    return _Dialogue(
        start_interview(Reading(assessor), answers, depth=Depth.ALL), read, write, save, tester
    ).run()


class _Dialogue:
    """The state of the dialogue: the interview, and what was printed last."""

    def __init__(
        self,
        interview: Interview,
        read: Callable[[str], str],
        write: Callable[[str], object],
        save: Callable[[Answers], object],
        tester: Tester | None,
    ) -> None:
        self.interview = interview
        self.read = read
        self.write = write
        self.save = save
        self.tester = tester
        self.topic = ""
        self.topics_seen = {question.topic for question, _ in interview.now.answered()}
        self.tests_seen: set[str] = set()
        self.listed: tuple[str, ...] = ()
        self.tries = 0
        self.is_changing = False

    def run(self) -> Outcome:
        try:
            self.greet()
            reason = None
            while reason is None:
                reason = self.step()
        except (EOFError, KeyboardInterrupt):
            self.write("")
            reason = self.leave()
        return Outcome(self.interview.answers, reason)

    def step(self) -> Reason | None:
        """One exchange; the reason to end, or None to go on."""
        if self.interview.reopened is None:  # an answer that is being looked at again may go
            flags = self.interview.now.urgent()
            if flags:
                return self.end(
                    "urgent", referral(flags), self.interview.now.last_behind(flags[0].rule)
                )
            stop = self.interview.now.stop()
            if stop is not None:
                return self.end(
                    "stopped", farewell(stop), self.interview.now.last_behind(stop.rule)
                )
            self.name_clash()
        question = self.interview.question
        return self.check() if question is None else self.ask(question)

    def say(self, *lines: str) -> None:
        for line in lines:
            for piece in wrapped(line):
                self.write(piece)

    def greet(self) -> None:
        knowledge, left = self.interview.knowledge, self.interview.now.remaining()
        answered = len(self.interview.now.answered())
        self.say(f"Surefoot: {knowledge.name}", "")
        if answered:
            to_come = f"{about_left(left)} to come" if left else "none to come"
            self.say(f"{count_of(answered, 'question')} answered so far, {to_come}.")
        else:
            minutes = max(5, 5 * round(left * _SECONDS_A_QUESTION / 60 / 5))
            self.say(
                f"We ask {about_left(left)}. That takes about {minutes} minutes, and rough "
                "answers are fine.",
                "Nothing that you type leaves this computer. Every answer is saved at once, so "
                "you can stop at any time and go on later.",
                "The report is no diagnosis, and it does not replace one.",
            )
        self.say(
            "Keys, each followed by Enter: b back, ? why we ask, u I don't know, "
            "p skip or prefer not to say, s save and stop, h all keys."
        )

    def ask(self, question: Question) -> Reason | None:
        begun = self.say_topic(question)
        if begun is not None and begun.consent and not self.agrees_to(begun):
            return self.leave()
        self.say_tests_left_out(question)
        self.say_question(question)
        self.tries += 1
        in_miles = self.interview.reads_miles(question)
        return self.obey(question, self.read_line(prompt_of(question, in_miles=in_miles)))

    def agrees_to(self, topic: Topic) -> bool:
        """Whether the runner goes on, having read what a topic asks for and what becomes of it."""
        self.say("", topic.consent)
        while True:
            text = self.read_line("Enter to go on, s to stop: ")
            if not text or text.lower() in {"y", "yes"}:
                return True
            if key_of(text) is Key.SAVE or text.lower() in {"n", "no"}:
                return False
            self.error("no question is asked yet.", "Press Enter to go on, or type s to stop.")

    def name_clash(self) -> None:
        """Say which answers do not fit together, and ask the last of them again."""
        clash = self.interview.new_clash()
        if clash is not None:
            self.say("", *misfitting(clash, self.interview.now.answered()))
            self.go_to(self.interview.look_at(clash))

    def read_line(self, prompt: str) -> str:
        while True:
            try:
                return clean(self.read(prompt)).strip()
            except UnicodeDecodeError:  # what was typed is not in the terminal's encoding
                self.error("these characters cannot be read.", "Type the line again without them.")
                self.say("")

    def say_question(self, question: Question) -> None:
        """The question; a long list of options only every other time that it is asked again."""
        labels = labels_of(question)
        self.say("", question.ask)
        if self.tries % 2 and len(labels) > _SHORT_LIST:
            self.say(f"The answers are the {len(labels)} above.")
        else:
            self.say(*([question.help] if question.help else []))
            self.say_test(question)
            for number, label in enumerate(labels.values(), start=1):
                self.say(f"{number}. {label}")
        answer = self.interview.answers.get(question.id)
        if answer is not None:
            self.say(f"Your answer so far: {answer.shown or 'left out'}. Enter keeps it.")

    def say_test(self, question: Question) -> None:
        test = self.interview.now.test_of(question)
        if test is not None:
            here = "type t, or run later" if self.tester else "run"
            self.say(f"To do this test step by step, {here}: surefoot test {test.id}")

    def say_tests_left_out(self, question: Question) -> None:
        """Which tests are not asked for, and why: each once, when its topic is reached."""
        topics = list(self.interview.knowledge.topics)
        reached = set(topics[: topics.index(question.topic) + 1])
        new = {
            withheld.test.id: withheld
            for one, withheld in self.interview.now.left_out()
            if one.topic in reached and withheld.test.id not in self.tests_seen
        }
        self.tests_seen |= new.keys()
        if new:
            self.say("", *leaving_out(new.values()))

    def obey(self, question: Question, text: str) -> Reason | None:
        """Do what was typed at a question."""
        match key_of(text, question):
            case Key.BACK:
                self.back()
            case Key.WHY:
                self.say(f"Why we ask: {question.why}")
            case Key.HELP:
                self.say(*KEYS.split("\n"))
            case Key.SAVE:
                return self.leave()
            case Key.DONT_KNOW:
                self.dont_know(question)
            case Key.TEST:
                self.do_test(question)
            case Key.DECLINE:
                self.take(question, "prefer not to say")
            case None if not text:
                self.take_nothing(question)
            case None:
                chosen = choose(question, text)
                if isinstance(chosen, Misfit):
                    self.error(chosen.message, chosen.fix)
                else:
                    self.take(question, chosen)
        return None

    def do_test(self, question: Question) -> None:
        """The test at home that answers a question, right here; its answers are kept."""
        test = self.interview.now.test_of(question)
        if test is None or self.tester is None:
            self.error("this question has no test here.", accepted(question))
            return
        self.say("")
        console = Console(self.read, self.write, self.tester.ring, self.tester.clock)
        found = run_home_test(self.interview.knowledge, test, console)
        for name, answer in (found or {}).items():
            self.take(self.interview.knowledge.questions[name], answer.entered)

    def take(self, question: Question, texts: str | list[str]) -> None:
        found = self.interview.answer(question, texts)
        if isinstance(found, Misfit):
            self.error(*in_words(question, found))
            return
        self.go_to(found)
        self.save(found.answers)
        self.say(f"Noted: {found.answers[question.id].shown or 'left out'}")

    def take_nothing(self, question: Question) -> None:
        """Enter alone: keep an answer, leave a text out; elsewhere it is no answer."""
        if question.id in self.interview.answers:
            self.go_to(self.interview.keep())
        elif isinstance(question.kind, Text):
            self.take(question, "prefer not to say")
        else:
            dont_know = "u if you don't know, or " if question.offers_dont_know else ""
            self.error(
                "there is no answer yet.", f"{accepted(question)} Type {dont_know}p to skip."
            )

    def dont_know(self, question: Question) -> None:
        if question.offers_dont_know:
            self.take(question, "unknown")
            return
        labels = labels_of(question)
        number, label = next(
            (index, labels[word]) for index, word in enumerate(labels, start=1) if word in UNSURE
        )
        self.error(f"this question has its own answer for that. Type {number} for: {label}.")

    def back(self) -> None:
        before = self.interview.keep() if self.is_changing else self.interview.back()
        if before is None:
            self.error("this is the first question.")
        else:
            self.go_to(before)

    def go_to(self, interview: Interview) -> None:
        self.interview = interview
        self.tries = 0
        self.is_changing = False

    def say_topic(self, question: Question) -> Topic | None:
        """The topic's title where a topic begins; its reason and what is left once.

        The topic is given back where it begins for the first time.
        """
        if question.topic == self.topic or self.interview.reopened is not None:
            return None
        self.topic = question.topic
        topic = self.interview.knowledge.topics[question.topic]
        if topic.id in self.topics_seen:
            self.say("", f"Back to: {topic.title}")
            return None
        self.topics_seen.add(topic.id)
        self.say("", topic.title, *([topic.why] if topic.why else []))
        self.say(f"Still to come: {about_left(self.interview.now.remaining())}.")
        return topic

    def check(self) -> Reason | None:
        """All answers in a list: change one, or make the report."""
        answered = self.interview.now.answered()
        listed = (
            *(question.id for question, _ in answered),
            *(clash.contradiction.id for clash in self.interview.now.clashes),
        )
        if self.listed != listed:
            self.say(*check_list(self.interview, answered))
        self.listed = listed
        self.say("", "Type the number of an answer to change it, or l for the list.")
        text = self.read_line("Number, or Enter to make the report: ")
        if not text:
            return "finished"
        return self.obey_check(answered, text)

    def obey_check(self, answered: tuple[tuple[Question, Answer], ...], text: str) -> Reason | None:
        number = number_in(text)
        if number is not None and 1 <= number <= len(answered):
            self.go_to(self.interview.reopen(answered[number - 1][0]))
            self.is_changing = True
            return None
        match key_of(text):
            case Key.SAVE:
                return self.leave()
            case Key.BACK:
                self.back()
            case Key.HELP:
                self.say(*KEYS.split("\n"))
            case _ if text.lower() in {"l", "/l", "list"}:
                self.listed = ()
            case _:
                self.error(
                    f"there is no answer '{clip(text)}'.", f"1 to {len(answered)} can be changed."
                )
        return None

    def end(self, reason: Reason, lines: Iterable[str], question: Question | None) -> Reason | None:
        """Say why the interview ends here; one way back is left, for a slip of the finger."""
        self.say("", *lines, "")
        text = self.read_line("Enter ends here. If an answer was a slip, type b to change it: ")
        if key_of(text) is not Key.BACK or question is None:
            return reason
        self.go_to(self.interview.reopen(question))
        return None

    def leave(self) -> Reason:
        """Save and stop; answers that need help at once still say so to the caller."""
        if not self.interview.answers:
            self.say("Nothing is answered yet, so nothing is saved.")
            return "saved"
        self.save(self.interview.answers)
        if self.interview.now.urgent() or self.interview.now.stop():
            self.say("Your answers are saved.")
            return "urgent" if self.interview.now.urgent() else "stopped"
        self.say("Your answers are saved. The next time you go on from here.")
        return "saved"

    def error(self, message: str, fix: str = "") -> None:
        self.say(f"Error: {message} {fix}".rstrip())
