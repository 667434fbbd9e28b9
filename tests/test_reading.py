"""How hard a text is to read, what no text may say, and how sure it may sound."""

from __future__ import annotations

import pytest

from surefoot.engine.check.promises import PROMISE, SHOWN_VERBS, VERBS, verb_mistake
from surefoot.engine.check.reading import HARDEST_GRADE, grade_of, long_words, syllables_in

_PLAIN = (
    "You sleep {recovery.sleep_hours} on a usual night. Most adults need seven hours or more, and "
    "in one study short nights went with more injuries.",
    "Film yourself from the front. Do three slow squats on each leg, to about a third of the way "
    "down. Count one for each fault that you see.",
    "Running on within the pain rule, with slow and heavy heel raises, probably helps. If the sore "
    "place is low on the heel bone, keep the heel above the floor.",
    "Pain at the front of the knee that gets worse on stairs and hills fits a pattern often called "
    "patellofemoral pain. Other causes are possible.",
    "Go to an emergency department now. Do not drive yourself, and do not run or walk there. If "
    "you feel faint, call an ambulance.",
    "No running or other exercise until a doctor has seen you today. If the pain comes back, call "
    "your local emergency number.",
    "Take about five percent more steps at the same easy pace. Quicker steps go with less load at "
    "the knee and more at the calf.",
    "Have three or four meals a day, each with some protein. Eat bread, rice or pasta after long "
    "runs, and never start one on an empty stomach.",
    "The calf does most of the work at push-off. We compare your number with that of people of "
    "your age and sex, and with your other leg.",
    "Stand on one leg with your knee straight and two fingertips on a wall. Go up on one beat and "
    "down on the next. Count until you must stop.",
)
_HARD = (
    "Patellofemoral pain is characterised by retropatellar or peripatellar discomfort aggravated "
    "by activities that increase compressive loading of the flexed knee.",
    "Insufficient nocturnal recovery duration compromises musculoskeletal adaptation. Prioritising "
    "regularity of sleep opportunity facilitates physiological restoration following overload.",
    "Low energy availability is associated with impaired bone mineralisation, menstrual "
    "dysfunction and an elevated incidence of osseous stress injuries.",
    "Progressive resistance training at intensities exceeding eighty percent of the one-repetition "
    "maximum improves running economy through neuromuscular adaptation.",
    "Physiotherapists usually recommend gradually increasing resistance, because tendons adapt "
    "considerably more slowly than muscles to additional mechanical load.",
    "Contraindications to the intervention include acute inflammatory arthropathy, suspected "
    "tendon rupture and unresolved neurological symptoms of the lower extremity.",
    "Individuals presenting with localised tibial tenderness and nocturnal symptoms necessitate "
    "expedited radiological evaluation prior to resumption of impact.",
    "A graduated reintroduction of eccentric plantarflexor loading is recommended, contingent upon "
    "symptomatic response within the subsequent twenty-four-hour period.",
    "The questionnaire's psychometric properties, particularly its responsiveness and construct "
    "validity, remain insufficiently established in recreational populations.",
    "The evidence that several pairs of shoes go with fewer injuries is observational, so the "
    "association may reflect other differences between these runners.",
)


@pytest.mark.parametrize("text", _PLAIN)
def test_a_plain_text_is_below_grade_8(text: str) -> None:
    grade, words = grade_of([text])
    assert words >= 20
    assert grade <= HARDEST_GRADE


@pytest.mark.parametrize("text", _HARD)
def test_a_hard_text_is_above_grade_8(text: str) -> None:
    assert grade_of([text])[0] > HARDEST_GRADE


def test_the_grade_is_that_of_the_formula() -> None:
    """Ten words, one sentence, thirteen syllables."""
    text = "A doctor should look at the sore knee again today."
    assert grade_of([text]) == (round(0.39 * 10 + 11.8 * 13 / 10 - 15.59, 1), 10)


def test_texts_count_together_and_each_ends_its_sentence() -> None:
    assert grade_of(["Run less", "Rest more"]) == grade_of(["Run less. Rest more."])
    assert grade_of(["Is it sore? Yes! It is."])[0] < grade_of(["Is it sore yes it is"])[0] + 2


def test_a_decimal_does_not_end_a_sentence() -> None:
    assert grade_of(["You run 5.5 km a day"]) == grade_of(["You run 5 km a day"])


def test_no_words_have_no_grade() -> None:
    assert grade_of([]) == grade_of(["…", " - "]) == (0.0, 0)


_SYLLABLES = {
    1: "run pain knee weeks hours shoes toes walked trained tired style whole once twice bruise",
    2: "ankle rested muscle little people science being doing pressure isn't breathing"
       " raises matches changes safely surface technique",
    3: "injury exercise area medial tibial achilles department idea easier previous"
       " gradual",
    4: "recovery experience emergency fasciitis temperature immediate pedometer",
    5: "tendinopathy antibiotic immediately retropatellar",
    6: "physiotherapist patellofemoral rehabilitation musculoskeletal physiological",
}  # fmt: skip


@pytest.mark.parametrize(
    ("count", "word"),
    [(count, word) for count, words in _SYLLABLES.items() for word in words.split()],
)
def test_syllables_are_counted_by_the_letters(count: int, word: str) -> None:
    assert syllables_in(word) == count


def test_the_long_words_of_a_text_are_named_once() -> None:
    text = "A physiotherapist looks at the ankle. Ask the Physiotherapist about recovery."
    assert long_words([text]) == ["physiotherapist", "recovery"]


@pytest.mark.parametrize(
    "text",
    [
        "More sleep prevents injury.", "It helps to prevent injury.", "The prevention of pain",
        "Heel raises cure it.", "Success is guaranteed.", "A shoe heals nothing.",
        "Rest will fix it.", "The pain will go away.", "Good shoes protect you from injuries.",
        "Stay injury-free.", "You are safe to run.",
        "Weak hips cause it is said, and often cause pain.", "Long runs caused this.",
        "Your pain is due to weak hips.", "Short nights lead to more injuries.",
        "Old shoes result in overuse injury.",
        "You have a stress fracture.", "You have Achilles tendinopathy.",
        "You have runner's knee.", "You suffer from a strain.", "Your diagnosis is clear.",
        "Your risk is high.", "Your own injury risk is low.", "This raises your risk.",
        "Sleep reduces the risk.", "A 30 % higher chance", "30 percent more likely",
        "The odds of 2", "You are twice as likely to get hurt.", "three times more likely",
        "Your target weight", "Lose some weight.", "Become lighter.", "Weigh less than now.",
        "Eat 300 kcal less.", "Count calories.", "Reach a weight of 60 kg.",
    ],
)  # fmt: skip
def test_promises_causes_risks_diagnoses_and_weights_are_found(text: str) -> None:
    assert PROMISE.search(text), text


@pytest.mark.parametrize(
    "text",
    [
        "Because you sleep little", "Other causes are possible.", "It may help.",
        "In one study short nights went with more injuries.",
        "If you have a fracture, do not run.", "Ask a doctor whether you have a fracture.",
        "You have had an injury.", "You have no full rest day.", "You have the most room here.",
        "Fever, weight loss or a lump.", "Losing weight very fast", "You weigh {runner.mass_kg}.",
        "A bone that can heal slowly", "Any yes leads to more questions.",
        "Five percent more steps", "Take risks seriously.", "30 % more steps than usual",
        "Stop if it hurts more than 3 of 10.", "It lowers the heel.",
    ],
)  # fmt: skip
def test_what_is_said_in_good_faith_is_not(text: str) -> None:
    assert PROMISE.search(text) is None, text


# --- how sure


@pytest.mark.parametrize(("grade", "said"), SHOWN_VERBS.items())
def test_the_verb_of_a_grade_is_right_for_it(grade: str, said: str) -> None:
    text = f"{said[0].upper()}{said[1:]} x."
    assert verb_mistake(text, grade) == ""
    assert verb_mistake("Do it.", grade) == f"this does not say how sure grade {grade} is"
    assert sum(bool(one.search(text)) for one in VERBS.values()) == 1


@pytest.mark.parametrize(
    ("text", "grade", "mistake"),
    [
        ("It probably may help.", "weak", "this says 'probably', and its grade is weak"),
        (
            "A step that is well supported for pain probably helps.", "moderate",
            "this says 'well supported', and its grade is moderate",
        ),
        ("We suggest, from experience, a pad. It may be worth it.", "expert", ""),
        ("On injuries studies disagree. It may be worth a try.", "contested", ""),
        ("It is well supported for tendons and may help here.", "strong", ""),
        ("Anything.", "not a grade", ""),
    ],
)  # fmt: skip
def test_no_text_sounds_surer_than_its_grade(text: str, grade: str, mistake: str) -> None:
    assert verb_mistake(text, grade) == mistake
