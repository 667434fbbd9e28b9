"""Answers typed by their questions: what each kind accepts, and what it says when it does not."""

from __future__ import annotations

import pytest

from surefoot.engine.vocabulary import (
    Answer,
    Choice,
    Kind,
    Misfit,
    Number,
    Question,
    Several,
    State,
    Text,
    find_choice,
    read_answer,
    show_range,
    show_value,
)

_KINDS: dict[str, Kind] = {
    "km": Number(0, 250, "km"),
    "pace": Number(150, 900, "s/km"),
    "height": Number(100, 170.18, "cm"),
    "scale": Number(0, 10),
    "quality": Choice({"poor": "Poor", "quite_good": "Quite good", "unsure": "Hard to say"}),
    "yes_no": Choice({"no": "No", "yes": "Yes"}),
    "groups": Several({"calves": "Calves", "quads": "Front of the thigh", "none": "None of these"}),
    "signs": Several({"chest": "Chest", "none": "None", "not_sure": "Not sure"}),
    "name": Text(10),
}


def _question(kind: str, worse: str = "neither") -> Question:
    return Question(id=f"t.{kind}", title="T", ask="A?", kind=_KINDS[kind], worse=worse)


@pytest.mark.parametrize(
    ("kind", "texts", "value", "entered", "shown"),
    [
        ("km", "20", 20.0, "20", "20 km"),
        ("km", "  20   mi ", 32.18688, "20 mi", "20 mi"),
        ("km", "250", 250.0, "250", "250 km"),
        ("pace", "5:30", 330.0, "5:30", "5:30 /km"),
        ("height", "5 ft 7", 170.18, "5 ft 7", "5 ft 7 in"),
        ("scale", "7", 7.0, "7", "7 of 10"),
        ("quality", "poor", "poor", "poor", "Poor"),
        ("quality", "Quite good", "quite_good", "quite_good", "Quite good"),
        ("quality", "QUITE-GOOD", "quite_good", "quite_good", "Quite good"),
        ("yes_no", "Yes", "yes", "yes", "Yes"),
        ("groups", "calves", frozenset({"calves"}), "calves", "Calves"),
        (
            "groups",
            ["front of the thigh", "calves"],
            frozenset({"calves", "quads"}),
            "calves, quads",
            "Calves and Front of the thigh",
        ),
        ("groups", ["calves", "calves"], frozenset({"calves"}), "calves", "Calves"),
        ("groups", ["none"], frozenset({"none"}), "none", "None of these"),
        ("name", "  Zoë   B ", "Zoë B", "Zoë B", "Zoë B"),
    ],
)
def test_an_answer_that_fits(
    kind: str, texts: str | list[str], value: object, entered: str, shown: str
) -> None:
    expected = Answer(State.GIVEN, value, entered, shown, "file")  # type: ignore[arg-type]
    assert read_answer(_question(kind), texts, source="file") == expected


@pytest.mark.parametrize("kind", ["km", "yes_no", "groups", "name"])
@pytest.mark.parametrize("text", ["unknown", "Don't know", "don’t know", " I don't know "])
def test_dont_know_is_an_answer(kind: str, text: str) -> None:
    expected = Answer(State.DONT_KNOW, None, "unknown", "Don't know")
    assert read_answer(_question(kind), text) == expected


@pytest.mark.parametrize("kind", ["km", "quality", "groups", "signs", "name"])
@pytest.mark.parametrize("text", ["prefer not to say", "Prefer not to say", "prefer_not_to_say"])
def test_prefer_not_to_say_is_an_answer_of_its_own(kind: str, text: str) -> None:
    expected = Answer(State.DECLINED, None, "prefer not to say", "Preferred not to say")
    assert read_answer(_question(kind), text) == expected


@pytest.mark.parametrize(
    ("kind", "texts", "code", "message", "fix"),
    [
        ("km", "300", "AN103", "'t.km' cannot be 300 km", "0 to 250 km is accepted"),
        ("km", "200 mi", "AN103", "'t.km' cannot be 200 mi", "0 to 250 km is accepted"),
        (
            "km",
            "20 lb",
            "AN102",
            "'t.km': '20 lb' is not a number of km or mi",
            "0 to 250 km is accepted",
        ),
        ("pace", "20:00", "AN103", "'t.pace' cannot be 20:00 /km", "2:30 to 15:00 /km is accepted"),
        (
            "height",
            "5 ft 8",
            "AN103",
            "'t.height' cannot be 5 ft 8 in",
            "100 to 170.18 cm is accepted",
        ),
        ("scale", "11", "AN103", "'t.scale' cannot be 11", "0 to 10 is accepted"),
        ("scale", "", "AN102", "'t.scale': '' is not a number", "0 to 10 is accepted"),
        ("scale", ["1", "2"], "AN102", "'t.scale' takes one answer, not 2", ""),
        ("yes_no", ["yes", "no"], "AN102", "'t.yes_no' takes one answer, not 2", ""),
        (
            "quality",
            "good",
            "AN104",
            "'t.quality' has no choice 'good'",
            "accepted: poor, quite_good or unsure",
        ),
        (
            "quality",
            "quite godo",
            "AN104",
            "'t.quality' has no choice 'quite godo'",
            "did you mean quite_good? accepted: poor, quite_good or unsure",
        ),
        (
            "quality",
            "unknown",
            "AN104",
            "'t.quality' does not take 'unknown'",
            "answer unsure, which this question has for that",
        ),
        (
            "signs",
            "don't know",
            "AN104",
            "'t.signs' does not take 'don't know'",
            "answer not_sure, which this question has for that",
        ),
        ("groups", [], "AN102", "'t.groups' has an empty list", "accepted: calves, quads or none"),
        (
            "groups",
            ["calves", "knees"],
            "AN104",
            "'t.groups' has no choice 'knees'",
            "accepted: calves, quads or none",
        ),
        (
            "groups",
            ["calves", "none"],
            "AN105",
            "'t.groups' says none and calves; none stands alone",
            "leave out none, or leave out the others",
        ),
        (
            "signs",
            ["none", "not_sure"],
            "AN105",
            "'t.signs' says none and not_sure; none stands alone",
            "leave out none, or leave out the others",
        ),
        ("name", "x" * 11, "AN103", "'t.name' takes up to 10 characters, not 11", ""),
    ],
)
def test_an_answer_that_does_not_fit(
    kind: str, texts: str | list[str], code: str, message: str, fix: str
) -> None:
    assert read_answer(_question(kind), texts) == Misfit(code, message, fix)


def test_out_of_range_the_usual_slip_is_named_before_the_range() -> None:
    kind = Number(100, 260, "steps/min")
    question = Question(
        id="t.x", title="T", ask="A?", kind=kind, refused="One foot only? Then double the number."
    )
    accepted = "100 to 260 steps/min is accepted"
    assert read_answer(question, "88") == Misfit(
        "AN103",
        "'t.x' cannot be 88 steps/min",
        f"One foot only? Then double the number. {accepted}",
    )
    other = read_answer(question, "many")
    assert isinstance(other, Misfit)
    assert (other.code, other.fix) == ("AN102", accepted)


def test_a_choice_called_unknown_is_that_choice() -> None:
    kind = Choice({"known": "Known", "unknown": "Unknown"})
    found = read_answer(Question(id="t.x", title="T", ask="A?", kind=kind), "unknown")
    assert found == Answer(State.GIVEN, "unknown", "unknown", "Unknown")


@pytest.mark.parametrize(
    ("kind", "offers"),
    [("km", True), ("yes_no", True), ("quality", False), ("groups", True), ("signs", False)],
)
def test_dont_know_is_offered_unless_the_question_has_its_own(kind: str, *, offers: bool) -> None:
    assert _question(kind).offers_dont_know is offers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quite good", "quite_good"),
        ("Hard to say", "unsure"),
        (" poor ", "poor"),
        ("Quite", None),
        ("", None),
    ],
)
def test_a_choice_is_found_by_word_or_by_what_the_runner_reads(
    text: str, found: str | None
) -> None:
    labels = {"poor": "Poor", "quite_good": "Quite good", "unsure": "Hard to say"}
    assert find_choice(labels, text) == found


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (Number(0, 14, "h"), "0 to 14 hours"),
        (Number(150, 900, "s/km"), "2:30 to 15:00 /km"),
        (Number(0, 10), "0 to 10"),
        (Number(0, 100, "percent"), "0 to 100 %"),
        (Number(0, 1, "sessions"), "0 sessions to 1 session"),
    ],
    ids=["hours", "pace", "scale", "percent", "singular"],
)
def test_a_range_is_shown_with_its_unit_once(kind: Number, shown: str) -> None:
    assert show_range(kind) == shown


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("km", 32.2, "32.2 km"),
        ("scale", 7.0, "7 of 10"),
        ("quality", "quite_good", "Quite good"),
        ("groups", frozenset({"quads", "calves"}), "Calves and Front of the thigh"),
        ("name", "Zoë", "Zoë"),
    ],
)
def test_a_value_is_shown_for_people(
    kind: str, value: float | str | frozenset[str], shown: str
) -> None:
    assert show_value(_KINDS[kind], value) == shown
