"""The shipped base has every question of the agreed vocabulary, with its choices and units."""

import re
from pathlib import Path

import pytest

from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.nodes import plain
from surefoot.engine.source import Mapping, read_file
from surefoot.engine.vocabulary import Choice, Number, Question, Several

VOCABULARY = Path(__file__).resolve().parents[2] / "shared" / "vocabulary.yaml"
SITE = "<site>"


def _agreed() -> dict[str, dict[str, object]]:
    """The vocabulary, read by our own reader so that `no` stays a word."""
    if not VOCABULARY.is_file():
        return {}
    node = read_file(VOCABULARY).node
    assert isinstance(node, Mapping)
    return {str(name): dict(entry) for name, entry in plain(node).items()}


AGREED = _agreed()


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load_knowledge()


def _questions(base: Knowledge, name: str) -> list[Question]:
    if SITE not in name:
        return [base.questions[name]]
    return [base.questions[name.replace(SITE, site)] for site in base.sites]


@pytest.mark.skipif(not AGREED, reason="needs ../shared/vocabulary.yaml")
@pytest.mark.parametrize("name", AGREED)
def test_a_question_is_there_with_its_choices_or_range(base: Knowledge, name: str) -> None:
    entry = AGREED[name]
    for question in _questions(base, name):
        kind = question.kind
        match entry:
            case {"number": [low, high, *unit]}:
                assert isinstance(kind, Number)
                assert (kind.lowest, kind.highest) == (float(str(low)), float(str(high)))
                assert kind.unit == (str(unit[0]) if unit else "")
            case {"choice": list(words)}:
                assert isinstance(kind, Choice)
                assert set(words) <= set(kind.labels)
            case {"choices": list(words)}:
                assert isinstance(kind, Several)
                assert set(words) <= set(kind.labels)
            case _:
                pytest.fail(f"{name}: the vocabulary says {entry}")
        assert "gate" not in entry or question.gate is not None


@pytest.mark.skipif(not AGREED, reason="needs ../shared/vocabulary.yaml")
def test_the_vocabulary_was_read_whole() -> None:
    text = VOCABULARY.read_text("utf-8")
    assert len(AGREED) == len(re.findall(r"^[a-z0-9_.<>]+: \{", text, flags=re.MULTILINE)) > 70
