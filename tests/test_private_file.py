"""Answers files: whatever was answered stands in the file, and reads back the same."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surefoot.engine.answers import answers_from, read_answers
from surefoot.engine.answers_text import format_answers
from surefoot.engine.errors import AnswersError, Source, UsageError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.source import read_text
from surefoot.engine.vocabulary import (
    EXCLUSIVE,
    Answer,
    Choice,
    Number,
    Question,
    Several,
    State,
    Text,
    read_answer,
)
from surefoot.intake.private_file import write_private
from surefoot.intake.typed import clean

TINY = Path(__file__).parent / "fixtures" / "tiny_knowledge"
REAL = load_knowledge()
ODD_TEXTS = [
    "unknown", "no", "yes", "null", "~", "0170", "5:30", "<<", "answers:", "",
    "- a", "--- b", "a: b", "a #b", "# c", "'", '"', '"x', "\\", "\\n", "|", ">", "?",
    "{a}", "[b]", "&c", "*d", "!e", "%f", "@g", "`h", "two\nlines", "tab\there",
    "Zoë", "李雷", "محمد", "👩\u200d🦱", "a\u00a0b", "a\u2028b", "\ufeff", "\u202e",
]  # fmt: skip


def _texts(question: Question) -> st.SearchStrategy[list[str]]:
    """What can be said to a question: answers of every form, and that there is none."""
    match question.kind:
        case Number(low, high, unit):
            number = st.floats(low, high).map(lambda value: f"{value:.2f}")
            said = number | number.map(lambda text: text.replace(".", ","))
            if unit == "km":
                said |= st.floats(low, high / 1.7).map(lambda value: f" {value:.1f}  mi ")
            if unit == "cm":
                said |= st.just("5'9\"")
            texts = said.map(lambda text: [text])
        case Choice(labels):
            texts = st.sampled_from([*labels, *labels.values()]).map(lambda text: [text])
        case Several(labels):
            words = [word for word in labels if word not in EXCLUSIVE]
            some = st.lists(st.sampled_from(words), min_size=1, max_size=4)
            alone = [[word] for word in labels if word in EXCLUSIVE]
            texts = some | st.sampled_from(alone) if alone else some
        case Text(longest):
            odd = st.sampled_from(ODD_TEXTS) | st.text(max_size=longest)
            texts = odd.map(lambda text: [clean(text)])
    none = [["prefer not to say"]] + [["unknown"]] * question.offers_dont_know
    return texts | st.sampled_from(none)


@st.composite
def _answers(draw: st.DrawFn, knowledge: Knowledge = REAL) -> dict[str, Answer]:
    names = st.lists(st.sampled_from(list(knowledge.questions)), max_size=25, unique=True)
    answers = {}
    for name in [*draw(names), "runner.name"]:
        found = read_answer(knowledge.questions[name], draw(_texts(knowledge.questions[name])))
        if isinstance(found, Answer):
            answers[name] = found
    return answers


def _read_back(text: str, knowledge: Knowledge = REAL) -> dict[str, Answer]:
    return dict(answers_from(read_text(Source("answers.yaml", text)), knowledge).answers)


def _said(answers: dict[str, Answer]) -> list[tuple[object, ...]]:
    return [(name, one.state, one.value, one.entered, one.shown) for name, one in answers.items()]


@given(_answers())
def test_every_answer_reads_back_the_same_and_in_order(answers: dict[str, Answer]) -> None:
    assert _said(_read_back(format_answers(answers))) == _said(answers)


@pytest.mark.parametrize("text", ODD_TEXTS, ids=ascii)
def test_an_odd_name_reads_back_the_same(text: str) -> None:
    found = read_answer(REAL.questions["runner.name"], text)
    assert isinstance(found, Answer)
    answers = {"runner.name": found}
    assert _said(_read_back(format_answers(answers, "A heading\nwith: #two lines"))) == _said(
        answers
    )


@pytest.mark.parametrize("char", ["\ud800", "\x1b", "\x00", "\x85", "\u2028", "\uffff"], ids=ascii)
def test_a_character_that_no_file_may_hold_leaves_a_sign(char: str) -> None:
    answer = Answer(State.GIVEN, f"a{char}b", f"a{char}b", f"a{char}b")
    (back,) = _read_back(format_answers({"runner.name": answer})).values()
    assert back.value == "a\ufffdb"


def test_what_was_not_said_stays_apart_from_what_was() -> None:
    answers = {
        "recovery.sleep_hours": Answer(State.DONT_KNOW, entered="unknown"),
        "runner.mass_kg": Answer(State.DECLINED, entered="prefer not to say"),
    }
    back = _read_back(format_answers(answers))
    assert [one.state for one in back.values()] == [State.DONT_KNOW, State.DECLINED]


def test_no_answers_at_all_make_a_file_that_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    write_private(path, format_answers({}, "House plants 0.2.0"))
    assert read_answers(path, load_knowledge(TINY)).answers == {}


def test_choices_that_are_no_plain_words_are_quoted() -> None:
    answer = Answer(State.GIVEN, frozenset({"a b", "c#"}), "a b, c#", "A and C")
    assert '["a b", "c#"]' in format_answers({"x.y": answer})


def test_only_the_owner_can_read_a_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "answers.yaml"
    write_private(path, "answers: {}\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_older_file_is_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("old " * 1000, encoding="utf-8")
    write_private(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"answers\.yaml: error US102"):
        write_private(tmp_path / "file" / "answers.yaml", "x")


def test_what_was_begun_is_cleared_away_when_it_cannot_be_finished(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml" / "in the way").mkdir(parents=True)
    with pytest.raises(UsageError):
        write_private(tmp_path / "answers.yaml", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["answers.yaml"]


def test_a_file_with_five_mistakes_tells_all_five(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(
        "answers:\n"
        "  plant.nam: Fern\n"
        "  plant.age: 700\n"
        "  light.hours: bright\n"
        "  symptom.sites: [none, leaves]\n"
        "  water.drains: maybe\n",
        encoding="utf-8",
    )
    with pytest.raises(AnswersError) as caught:
        read_answers(path, load_knowledge(TINY))
    assert [one.code for one in caught.value.problems] == [
        "AN101", "AN103", "AN102", "AN105", "AN104",
    ]  # fmt: skip
