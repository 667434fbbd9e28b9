"""Tests at home: what they count, whom they are kept from, and what the base may say of them."""

from datetime import date
from pathlib import Path

import pytest

from surefoot.engine.asking import HomeTest
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.errors import KnowledgeError
from surefoot.engine.home_tests import Cause
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answers
from surefoot.intake.home_test import run_home_test
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing

from .support.person import Line, read_texts
from .support.trial_base import After, Athlete, trial_assessor

REAL = Assessor(load_knowledge())


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Assessor:
    return trial_assessor(tmp_path_factory.mktemp("base") / "base")


def _do(base: Assessor, name: str, *script: Line | After) -> tuple[Athlete, dict[str, str] | None]:
    athlete = Athlete(list(script))
    found = run_home_test(base.knowledge, base.knowledge.home_tests[name], athlete.console)
    assert not athlete.script, athlete.text
    return athlete, None if found is None else {
        one: answer.entered for one, answer in found.items()
    }


def _diagnosis(base: Assessor, **answers: str) -> Diagnosis:
    texts = {name.replace("__", "."): text for name, text in answers.items()}
    return diagnose(base, read_texts(texts, base))


def _causes(base: Assessor, **answers: str) -> dict[str, Cause]:
    return {one.test.id: one.cause for one in _diagnosis(base, **answers).withheld_tests}


# --- What they count ---


def test_repetitions_to_a_beat_are_counted_until_enter(base: Assessor) -> None:
    # A countdown of 5 s, then one repetition each 0.2 s: 12 are whole after 2.5 s.
    person, found = _do(
        base, "pulls", "n", "n", "", After(7.5, ""), "", After(3, ""), "", After(6.01, "5"), ""
    )  # fmt: skip
    assert found == {"power.left": "12", "power.right": "5"}
    at = person.printed.index("Go.")
    assert person.printed[at - 5 : at] == ["5", "4", "3", "2", "1"]
    assert person.printed[at + 2 : at + 6] == ["1 out", "1 back", "2 out", "2 back"]
    assert person.rings[:4] == pytest.approx([5.0, 5.1, 5.2, 5.3])
    assert "Stopped. The count is 12." in person.printed


@pytest.mark.parametrize(("seconds", "count"), [(5.25, "1"), (5.35, "2"), (5.45, "2")])
def test_a_repetition_counts_when_its_last_beat_was_called(
    base: Assessor, seconds: float, count: str
) -> None:
    """At 5.3 s "2 back" is called, and whoever stops then has done two."""
    _, found = _do(base, "pulls", "n", "n", "", After(seconds, ""), "", After(1, ""), "9", "")
    assert found is not None
    assert found["power.left"] == count


def test_the_beat_does_not_drift(base: Assessor) -> None:
    person, _ = _do(base, "pulls", "n", "n", "", "40", After(0, ""), "7", "")
    assert len(person.rings) == 80  # at the most that the question takes, the beat ends
    assert person.rings[-1] == pytest.approx(5 + 7.9)


def test_a_count_can_be_put_right(base: Assessor) -> None:
    person, found = _do(
        base, "pulls", "n", "n", "", After(7.5, ""), "twelve", "99", "11", After(1, ""), "9", "y"
    )  # fmt: skip
    assert found == {"power.left": "11", "power.right": "9"}
    assert "Error: type a whole number, like 12." in person.printed
    assert "cannot be 99 repetitions" in person.text


def test_a_number_instead_of_enter_needs_no_beat(base: Assessor) -> None:
    person, found = _do(base, "pulls", "n", "n", "30", After(0, ""), "28", "")
    assert found == {"power.left": "30", "power.right": "28"}
    assert person.rings == []


def test_rest_ends_by_itself_and_rings(base: Assessor) -> None:
    person, _ = _do(base, "pulls", "n", "n", "30", "28", "")
    at = person.printed.index("Rest for 70 seconds. Enter goes on at once.")
    assert person.printed[at + 1 : at + 3] == ["40 seconds left.", "10 seconds left."]
    assert person.rings == [70]


def test_a_hold_is_timed_and_the_worse_side_counts(base: Assessor) -> None:
    person, found = _do(base, "hold", "", After(28.7, ""), "", "", After(36, ""), "", "")
    assert found == {"power.hold": "23"}
    assert "Stopped. The count is 31." in person.printed
    assert "20 seconds" in person.printed
    assert person.printed[-6:-1] == [
        "Your result", "Left: 23 seconds", "Right: 31 seconds", "The worse one counts.",
        "Hold: 23 seconds",
    ]  # fmt: skip


def test_a_hold_ends_at_the_most_that_counts(base: Assessor) -> None:
    _, found = _do(base, "hold", "", "", "80", "")
    assert found == {"power.hold": "80"}


def test_a_second_enter_does_not_stop_what_begins(base: Assessor) -> None:
    _, found = _do(base, "hold", "", After(0, ""), After(25.5, ""), "", "80", "")
    assert found == {"power.hold": "20"}


def test_faults_are_counted_and_the_worse_side_counts(base: Assessor) -> None:
    person, found = _do(base, "slips", "n", "y", "yes", "perhaps", "y", "")
    assert found == {"power.slips": "2"}
    assert "Error: type y for yes or n for no." in person.printed


def test_counts_are_made_up_and_averaged(base: Assessor) -> None:
    person, found = _do(base, "rate", "", "20", "23", "")
    assert found == {"power.knows_rate": "yes", "power.rate": "86"}
    assert person.rings == [5, 6]
    assert person.printed[person.printed.index("Count now.") + 1] == "Stop."


def test_a_count_out_of_range_is_asked_again(base: Assessor) -> None:
    person, found = _do(base, "rate", "80", "20", "20", "")
    assert found is not None
    assert found["power.rate"] == "80"
    assert "20 to 200 strokes is accepted" in person.text


def test_a_count_out_of_range_is_said_as_it_was_typed_and_multiplied(tmp_path: Path) -> None:
    hint = {"answer: 20 to 200 strokes": "answer: 20 to 200 strokes\n    refused: One arm only?"}
    person, found = _do(trial_assessor(tmp_path, hint), "rate", "90", "20", "20", "")
    assert found is not None
    assert (
        "Error: you typed 90, and 4 times that is 360. 20 to 200 strokes is accepted."
        in person.printed
    )
    assert "One arm only?" not in person.text


@pytest.mark.parametrize("line", ["s", "stop", "q"])
def test_it_can_be_stopped_at_every_prompt(base: Assessor, line: str) -> None:
    for script in (
        [line], ["n", "n", line], ["n", "n", "", After(2, line)], ["n", "n", "", After(9, line)],
        ["n", "n", "30", After(3, line)], ["n", "n", "30", "28", line],
    ):  # fmt: skip
        person, found = _do(base, "pulls", *script)
        assert found is None
        assert person.printed[-1] == "Stopped. Nothing of this test is stored."


@pytest.mark.parametrize("end", [EOFError(), KeyboardInterrupt()], ids=repr)
def test_a_pulled_plug_gives_nothing(base: Assessor, end: BaseException) -> None:
    for script in ([end], ["n", "n", "", After(8, end)], ["n", "n", "30", "28", end]):
        with pytest.raises(type(end)):
            _do(base, "pulls", *script)


def test_a_result_can_be_left_out(base: Assessor) -> None:
    _, found = _do(base, "slips", "n", "n", "n", "n", "x", "n")
    assert found is None


def test_who_hurts_or_is_ill_does_not_begin(base: Assessor) -> None:
    for script in (["y"], ["n", "yes"]):
        person, found = _do(base, "pulls", *script)
        assert found is None
        assert "Then leave this test out for now." in person.text
        assert "How to do it" not in person.printed


def test_what_is_printed_is_plain(base: Assessor) -> None:
    person, _ = _do(base, "pulls", "n", "n", "", After(7.5, ""), "", "28", "")
    assert person.text.replace("\n", "").isprintable()
    assert max(len(line.partition(">>>")[0]) for line in person.printed) <= 78


@pytest.mark.parametrize("test", REAL.knowledge.home_tests.values(), ids=lambda one: one.id)
def test_each_real_test_can_be_done_with_numbers_alone(test: HomeTest) -> None:
    numbers = {"repetitions": "20", "hold": "45", "count": "42"}
    script: list[Line | After] = ["n"] * len(test.ask_first)
    each = ["n"] * len(test.faults) or [numbers[test.measure]]
    for _ in range(test.attempts):
        script += each
    _, found = _do(REAL, test.id, *script, "")
    assert found is not None
    assert set(test.questions) <= set(found)


def test_the_real_protocols() -> None:
    tests = REAL.knowledge.home_tests
    calf, cadence = tests["calf-raise"], tests["cadence"]
    assert (calf.beats_per_minute, calf.beats_per_repetition, calf.rest_seconds) == (60, 2, 120)
    assert (cadence.seconds, cadence.times, cadence.attempts) == (30, 4, 3)
    assert len(tests["single-leg-squat"].faults) == 4
    assert tests["side-plank"].attempts == 2


# --- From whom they are kept ---

WELL = {"health__now": "no", "health__ill": "no", "sore__sites": "none", "rest__hours": "8"}


def test_nobody_who_is_well_is_kept_from_a_test(base: Assessor) -> None:
    assert _causes(base, **WELL) == {}


def test_a_flag_without_a_plan_forbids_every_test(base: Assessor) -> None:
    found = _causes(base, **WELL | {"health__now": "yes"})
    assert found == dict.fromkeys(("pulls", "hold", "slips", "rate"), Cause.FORBIDDEN)


def test_a_sore_place_is_spared(base: Assessor) -> None:
    sore = WELL | {"sore__sites": "knee", "sore__knee__limp": "no"}
    assert _causes(base, **sore, sore__knee__weeks="7") == {"hold": Cause.SORE}
    assert _causes(base, **sore, sore__knee__weeks="6") == {}


def test_where_no_impact_is_allowed(base: Assessor) -> None:
    sore = WELL | {"sore__sites": "knee", "sore__knee__weeks": "2", "sore__knee__limp": "yes"}
    assert _causes(base, **sore) == {"hold": Cause.SORE, "rate": Cause.IMPACT}


def test_a_flag_about_a_pattern_spares_its_place(base: Assessor) -> None:
    sore = {"sore__sites": "wrist", "sore__wrist__weeks": "1", "sore__wrist__limp": "no"}
    found = _causes(base, **WELL | sore | {"rest__hours": "2"})
    assert found == {"pulls": Cause.SORE, "hold": Cause.SORE}


def test_a_test_waits_until_it_is_certain_that_it_does_no_harm(base: Assessor) -> None:
    assert _causes(base, **WELL | {"health__ill": "yes"}) == {"pulls": Cause.NOT_NOW}
    assert _causes(base, **WELL | {"health__ill": "prefer not to say"}) == {
        "pulls": Cause.UNDECIDED
    }


def test_what_stands_behind_it_is_named(base: Assessor) -> None:
    def because(**changed: str) -> str:
        return _diagnosis(base, **WELL | changed).withheld_tests[0].because

    assert because(health__now="yes") == "Chest pain"
    assert because(health__ill="yes") == "Ill today"
    assert because(health__ill="prefer not to say") == "Ill today"
    assert because(health__ill="unknown", rest__hours="unknown") == "Ill today and Sleep"


def test_an_answer_counts_whether_or_not_its_test_is_withheld() -> None:
    runner = {
        "runner.age": "30", "runner.sex": "female", "safety.pregnancy": "no",
        "safety.general": "none", "strength.calf_raises_left": "12",
        "strength.calf_raises_right": "12",
    }  # fmt: skip
    sore = {"symptom.sites": "calf", "symptom.calf.weeks": "8"}

    def deficit(answers: dict[str, str]) -> float | None:
        return diagnose(REAL, read_texts(answers, REAL)).score("strength").deficit

    found = diagnose(REAL, read_texts(runner | sore, REAL))
    assert "calf-raise" in {one.test.id for one in found.withheld_tests}
    assert deficit(runner | sore) == deficit(runner) != 0


def test_the_report_says_what_is_left_out_instead_of_how_to_find_out() -> None:
    runner = {"runner.age": "30", "runner.sex": "male", "safety.general": "none"}
    walks = {"symptom.calf.limp": "no", "symptom.calf.pain_walking": "no"}
    sore = {"symptom.sites": "calf", "symptom.calf.weeks": "8", **walks}
    found = diagnose(REAL, read_texts(runner | sore, REAL))
    topics = report_context(found, Printing(date=date(2027, 4, 18))).open_topics
    how = {one.title: one.how for topic in topics for one in topic.questions}
    assert how["Calf raises on the left leg"] == "Left out: it would load a sore place."
    assert how["Side plank"].startswith("Lie on your side")


def _real_causes(**answers: str) -> dict[str, Cause]:
    texts = {name.replace("__", "."): text for name, text in answers.items()}
    found = diagnose(REAL, read_texts(texts, REAL)).withheld_tests
    return {one.test.id: one.cause for one in found}


_ADULT = {
    "runner__age": "30", "runner__sex": "male", "safety__general": "none",
    "symptom__sites": "none",
}  # fmt: skip


def _sore(site: str, **more: str) -> dict[str, str]:
    told = {"limp": "no", "pain_walking": "no"} | more
    return {"symptom__sites": site} | {f"symptom__{site}__{n}": text for n, text in told.items()}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {}),
        ({"runner__age": "15"}, dict.fromkeys(REAL.knowledge.home_tests, Cause.NOT_NOW)),
        (
            {"runner__sex": "female", "safety__pregnancy": "pregnant"},
            dict.fromkeys(("calf-raise", "single-leg-squat", "side-plank"), Cause.NOT_NOW)
            | {"cadence": Cause.IMPACT},
        ),
        (
            {"safety__general": "fever_or_flu"},
            dict.fromkeys(REAL.knowledge.home_tests, Cause.NOT_NOW),
        ),
        (
            {"safety__general": "heart_kidney_or_metabolic_disease"},
            dict.fromkeys(("calf-raise", "side-plank"), Cause.NOT_NOW),
        ),
        (
            _sore("knee_front", weeks="8"),
            {"single-leg-squat": Cause.SORE},
        ),
        (
            _sore("achilles", weeks="8"),
            dict.fromkeys(("calf-raise", "single-leg-squat"), Cause.SORE),
        ),
        (
            _sore("calf", limp="yes"),
            dict.fromkeys(("calf-raise", "single-leg-squat"), Cause.SORE)
            | {"side-plank": Cause.NOT_NOW, "cadence": Cause.IMPACT},
        ),
        (
            _sore("knee_front", pain_walking="yes"),
            {
                "calf-raise": Cause.NOT_NOW,
                "single-leg-squat": Cause.SORE,
                "side-plank": Cause.NOT_NOW,
                "cadence": Cause.IMPACT,
            },
        ),
        (
            {"symptom__sites": "unknown"},
            dict.fromkeys(("calf-raise", "single-leg-squat", "side-plank"), Cause.UNDECIDED),
        ),
        (
            {"safety__heart": "chest_pain_now"},
            dict.fromkeys(REAL.knowledge.home_tests, Cause.FORBIDDEN),
        ),
    ],
    ids=str,
)
def test_from_whom_the_real_tests_are_kept(
    answers: dict[str, str], expected: dict[str, Cause]
) -> None:
    assert _real_causes(**_ADULT | answers) == expected


def test_who_has_answered_nothing_is_asked_for_no_real_test() -> None:
    answers: Answers = {}
    found = diagnose(REAL, answers).withheld_tests
    assert {one.cause for one in found} == {Cause.UNDECIDED}
    assert len(found) == len(REAL.knowledge.home_tests)


# --- What the base may say of them ---


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    beats_per_minute: 600\n", "", "needs `beats_per_minute:`"),
        ("    seconds: 1\n", "", "needs `seconds:`"),
        ("    faults: [Does the hand slip?, Does the elbow drop?]\n", "", "needs `faults:`"),
        ("[out, back]", "[out]", "'beat_words' has 1 texts, not 2"),
        ("rounds: [Left arm, Right arm]\n    measure: rep", "rounds: [Left]\n    measure: rep",
         "'rounds' has 1 texts for 2 questions"),
        ("    rounds: [One, Two]\n", "", "`keep: average` is for two or more rounds"),
        ("questions: [power.rate]", "questions: []", "at least one question"),
        ("questions: [power.rate]", "questions: [power.knows_rate]", "answered by no number"),
        ("power.knows_rate: yes}", "power.knows_rat: yes}", "no question 'power.knows_rat'"),
        ("power.knows_rate: yes}", "power.knows_rate: maybe}", "no choice 'maybe'"),
    ],
)  # fmt: skip
def test_a_test_that_cannot_be_done_is_a_mistake(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        trial_assessor(tmp_path / "base", {old: new})
    assert expected in str(caught.value)
