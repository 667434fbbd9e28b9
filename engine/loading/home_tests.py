"""Entries to tests at home: what they need for their way of measuring, and what they answer."""

from collections.abc import Iterator, Mapping

from ..asking import HomeTest
from ..errors import Problem
from ..nodes import place_of
from ..shape import HomeTestShape
from ..vocabulary import Misfit, Number, Question, read_answer
from .language import Language
from .sections import Entry, Sections

_LISTS = (
    "questions", "steps", "loads", "evidence", "rounds", "beat_words", "faults", "ask_first",
)  # fmt: skip
_NEEDED = {"repetitions": "beats_per_minute", "count": "seconds", "faults": "faults"}
_COUNTED = ("beats_per_minute", "beats_per_repetition", "seconds", "times")
_FEWEST_ROUNDS = 2


def read_home_tests(
    sections: Sections, lang: Language, questions: Mapping[str, Question]
) -> dict[str, HomeTest]:
    """The tests at home; what is wrong with one is noted among the problems of the language."""
    tests = {}
    for entry in sections.of("home_tests", HomeTestShape):
        node = entry.node.get("withhold_if")
        withhold = None
        if node is not None:
            withhold = lang.condition(node, (*entry.context, "withhold_if"), reads_conclusions=True)
        fields = entry.shape.model_dump(exclude={"withhold_if", "was"})
        fields |= {name: tuple(fields[name]) for name in _LISTS}
        test = HomeTest(id=entry.id, place=entry.key.place, withhold_if=withhold, **fields)
        lang.problems += _problems(entry, test, questions)
        tests[entry.id] = test
    return tests


def _problems(
    entry: Entry[HomeTestShape], test: HomeTest, questions: Mapping[str, Question]
) -> Iterator[Problem]:
    """What does not fit together in one test."""
    needed = _NEEDED.get(test.measure)
    if needed is not None and getattr(test, needed) in {None, ()}:
        message = f"a test that measures {test.measure} needs `{needed}:`"
        yield _problem(entry, "measure", message, code="KB151")
    if test.beat_words and len(test.beat_words) != test.beats_per_repetition:
        message = f"'beat_words' has {len(test.beat_words)} texts, not {test.beats_per_repetition}"
        yield _problem(entry, "beat_words", message, "one text for each beat of a repetition")
    if not test.steps:
        yield _problem(entry, "steps", "a test has at least one step", code="KB151")
    for field in _COUNTED:
        value = getattr(test, field)
        if value is not None and value < 1:
            yield _problem(entry, field, f"'{field}' is {value}; 1 is the least")
    yield from _rounds(entry, test)
    for name in test.questions:
        question = questions.get(name)
        if question is not None and not isinstance(question.kind, Number):
            message = f"'{name}' is answered by no number, so no test can answer it"
            yield _problem(entry, "questions", message)
    for name, text in test.sets.items():
        question = questions.get(name)
        found = read_answer(question, text) if question else None
        if question is None:
            yield _problem(entry, "sets", f"there is no question '{name}'", code="KB121")
        elif isinstance(found, Misfit):
            yield _problem(entry, "sets", found.message, found.fix)


def _rounds(entry: Entry[HomeTestShape], test: HomeTest) -> Iterator[Problem]:
    """Each round has a question of its own, or all rounds have one together."""
    if not test.questions:
        yield _problem(entry, "questions", "a test answers at least one question", code="KB151")
    elif test.keep == "each" and test.rounds and len(test.rounds) != len(test.questions):
        message = f"'rounds' has {len(test.rounds)} texts for {len(test.questions)} questions"
        yield _problem(entry, "rounds", message, "with `keep: worst` one question takes them all")
    elif test.keep != "each" and (len(test.questions) > 1 or len(test.rounds) < _FEWEST_ROUNDS):
        message = f"`keep: {test.keep}` is for two or more rounds and one question"
        yield _problem(entry, "keep", message)


def _problem(
    entry: Entry[HomeTestShape], field: str, message: str, fix: str = "", code: str = "KB153"
) -> Problem:
    place = place_of(entry.node, field)
    return Problem(code=code, place=place, message=message, fix=fix, context=entry.context)
