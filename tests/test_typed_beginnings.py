"""The beginning of a choice's label is enough, where no other begins so and no harm can come."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import EXCLUSIVE, UNSURE, Choice, Misfit, Question, Several
from surefoot.intake.typed import choose, key_of, labels_of

REAL = load_knowledge()
CHOICES = [one for one in REAL.questions.values() if isinstance(one.kind, Choice | Several)]
KEY_WORDS = ["back", "why", "how", "so far", "unknown", "not sure", "dont know", "i dont know",
             "skip", "later", "undo", "test", "save", "quit", "exit", "help"]  # fmt: skip


def _choice(labels: dict[str, str], *, several: bool = False) -> Question:
    return Question(
        id="a.question", title="T", ask="A?", why="W.",
        kind=Several(labels) if several else Choice(labels),
    )  # fmt: skip


PACE = _choice({"no": "No", "slow": "Yes, slowly", "s": "Slowly, over weeks", "q": "Quickly",
                "t": "Slower than that", "not_sure": "Hard to say"})  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "word"), [("slowly", "s"), ("SLOWLY,", "s"), ("qui", "q"), ("yes", "slow")]
)
def test_a_beginning_that_only_one_label_has_is_taken(typed: str, word: str) -> None:
    assert choose(PACE, typed) == [word]


def test_of_several_each_beginning_counts() -> None:
    sites = _choice({"a": "Shin bone", "b": "Calf", "none": "Nothing hurts"}, several=True)
    assert choose(sites, "shin and cal") == ["a", "b"]


def test_where_several_begin_so_they_are_named() -> None:
    found = choose(PACE, "slow ")
    assert found == ["slow"]  # its own word goes first
    found = choose(PACE, "slo")
    assert isinstance(found, Misfit)
    assert found.message == "several answers begin with 'slo'."
    assert found.fix == "Type 3 for: Slowly, over weeks or 5 for: Slower than that."


@pytest.mark.parametrize("typed", ["qu", "q", "har", "hard to"])
def test_few_letters_and_the_answer_that_says_all_is_well_are_not_taken(typed: str) -> None:
    if typed == "q":
        assert choose(PACE, typed) == ["q"]  # the word itself
        return
    assert isinstance(choose(PACE, typed), Misfit)


def test_the_answer_that_is_not_taken_is_named() -> None:
    found = choose(PACE, "hard")
    assert isinstance(found, Misfit)
    assert found.fix.startswith("Type 6 for: Hard to say.")


@settings(deadline=None)
@given(st.sampled_from(CHOICES), st.data())
def test_no_beginning_ever_takes_what_rules_signs_out(
    question: Question, data: st.DataObject
) -> None:
    labels = labels_of(question)
    word = data.draw(st.sampled_from(list(labels)))
    begin = labels[word][: data.draw(st.integers(1, len(labels[word])))].rstrip()
    names = {one.lower() for one in (*labels, *labels.values())}
    if begin.lower() in names | {"y", "n", "no"} or re.search(r"[,;+&]|\band\b", begin):
        return
    found = choose(question, begin)
    if isinstance(found, list):
        assert found == [word]
        assert word not in {*EXCLUSIVE, *UNSURE}


@settings(deadline=None)
@given(st.sampled_from(CHOICES), st.sampled_from(KEY_WORDS))
def test_no_beginning_hides_a_key(question: Question, word: str) -> None:
    labels = labels_of(question)
    found = choose(question, word)
    if isinstance(found, list):  # a choice of just this name
        assert key_of(word, question) is None
        assert all(word.replace(" ", "_") in (one, labels[one].lower()) for one in found)
