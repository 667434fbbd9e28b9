"""The fixed words of a report: one verb for each grade, one word for each band, who to see when.

Everything else that a report says comes from the knowledge base or from the runner's answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..engine.scoring import Band

MOST_CLAIMS: Final = 3  # answered under one pillar
RECHECK_WEEKS: Final = (4, 8)
WIDE_RANGE: Final = 10  # from this width on a range gets its reason in words


@dataclass(frozen=True, slots=True)
class GradeWords:
    """How sure a grade is: a short word, its one verb, a sentence with it, what it rests on."""

    word: str
    verb: str
    sentence: str
    meaning: str


GRADES: Final[Mapping[str, GradeWords]] = {
    "strong": GradeWords(
        "well supported",
        "is well supported for",
        "This is well supported for what you told us.",
        "Several good studies in runners agree.",
    ),
    "moderate": GradeWords(
        "probable",
        "probably helps",
        "This probably helps.",
        "One good trial or a large study in runners, or strong studies in other athletes.",
    ),
    "weak": GradeWords(
        "possible",
        "may help",
        "This may help.",
        "Small studies, studies that look back, or only a likely mechanism.",
    ),
    "expert": GradeWords(
        "from experience",
        "we suggest, from experience",
        "This we suggest, from experience.",
        "We know of no good study. The authors of this knowledge base agreed on it.",
    ),
    "contested": GradeWords(
        "studies disagree",
        "studies disagree",
        "Here studies disagree.",
        "Good studies point in different ways.",
    ),
}

BAND_WORDS: Final[Mapping[Band, str]] = {
    Band.WEAK: "weak",
    Band.WATCH: "watch",
    Band.SOLID: "solid",
    Band.NOT_ENOUGH_ANSWERS: "not enough answers",
    Band.DOES_NOT_APPLY: "does not apply",
}
BAND_SYMBOLS: Final[Mapping[Band, str]] = {
    Band.WEAK: "▲",
    Band.WATCH: "●",
    Band.SOLID: "■",
    Band.NOT_ENOUGH_ANSWERS: "◇",
    Band.DOES_NOT_APPLY: "◇",
}


@dataclass(frozen=True, slots=True)
class RouteWords:
    """What a route asks of the runner: the short answer, the sentence, and the name of the way."""

    answer: str
    sentence: str
    way: str


ROUTE_WORDS: Final[Mapping[str, RouteWords]] = {
    "ambulance": RouteWords(
        "Yes, now",
        "Call your local emergency number now. Do not drive yourself.",
        "Ambulance, now",
    ),
    "emergency department": RouteWords(
        "Yes, now",
        "Go to an emergency department today, as soon as you can. "
        "Do not drive yourself if you feel faint, weak or in severe pain.",
        "Emergency department, today",
    ),
    "same day": RouteWords("Yes, today", "See a doctor today.", "Doctor, today"),
    "within two days": RouteWords(
        "Yes, within two days", "See a doctor within two days.", "Doctor, within two days"
    ),
    "within days": RouteWords(
        "Yes, within days", "See a doctor within the next few days.", "Doctor, within days"
    ),
    "doctor within two weeks": RouteWords(
        "Yes, within two weeks", "See a doctor within two weeks.", "Doctor, within two weeks"
    ),
    "within two weeks": RouteWords(
        "Yes, within two weeks",
        "See a physiotherapist or a sports doctor within two weeks.",
        "Physiotherapist, within two weeks",
    ),
    "self-care": RouteWords(
        "Not for now", "You can look after this yourself.", "Look after it yourself"
    ),
}
NOTHING_URGENT: Final = "Nothing you told us needs urgent care."
CANNOT_SAY: Final = "Some safety questions were not answered, so we cannot say whether to wait."
NOT_CHECKED: Final = "Not answered, so not checked:"
CANNOT_RULE_OUT: Final = "This tool cannot rule these out."
RETURN_SIGNS: Final = (
    ("Chest pain or fainting", "Call your local emergency number."),
    ("A swollen, hot calf", "Go to an emergency department the same day."),
    ("Pain in a bone at night or at rest", "Stop running. See a doctor within days."),
    (
        "Numbness or weakness in a leg",
        "See a doctor within two days. If it is both legs or between the legs, go to an "
        "emergency department now.",
    ),
    (
        "A limp",
        "Do not run until walking is normal. With groin, hip or front thigh pain, or hip, thigh or "
        "knee pain under 18, go to an emergency department the same day.",
    ),
    ("New groin or front thigh pain on running", "Stop running. See a doctor the same day."),
    ("Thoughts of harming yourself", "Call a crisis line or your local emergency number now."),
)

MODE_WORDS: Final[Mapping[str, str]] = {
    "full": "Eight weeks from your answers, put together from experience: no study tested them as "
    "they stand. If you miss a day, just go on.",
    "keep-going": "No pillar is known to be weak, so these eight weeks hold on to what you do.",
    "hold": "Until this is settled nothing goes up.",
    "no-impact": "Eight weeks without running and jumping, until someone has seen you.",
    "site": "Eight weeks that go easy on the sore spot. Show them to the person who sees you.",
}
ON_RUNS: Final = "On your runs"
NOTHING_LEFT: Final = "No training is left to plan until someone has seen you."
NO_TIME_LEFT: Final = "Your time leaves no training to plan."
NOTHING_LEFT_NOR_TIME: Final = (
    "No training is left to plan. Part of it waits until someone has seen you, and your time does "
    "not allow the rest."
)
MOVE_ON: Final = (
    "Move on to the next week only if pain stayed at 3 of 10 or less and was back to usual the "
    "next morning. Where the table names a lower number, keep to that. If not, repeat the week."
)
MOVE_ON_NOT_FOR: Final = (
    "This rule is for sore muscles and tendons. For a sore spot on a bone, a swollen joint or "
    "numbness, stop and see someone."
)
HALVED_DOSE: Final = "Halved: as in the week table and on the exercise sheet"
HALF_DOSE: Final = (
    "While a place hurts, do half of each exercise and run, and leave out what hurts it. "
    "The eight-week table and the exercise sheet are halved already."
)
HALF_DOSE_NO_RUN: Final = (
    "While a place hurts, do half of each exercise, do not run, and leave out what hurts it. "
    "The eight-week table and the exercise sheet are halved already."
)
DO_FIRST: Final = "Do this first"
DO_MEANWHILE: Final = "What you can do while you wait to be seen"
HELD_BACK: Final = (
    "{title} would come first, but what the box above says limits it for now. So begin with these."
)
ALSO_TOLD: Final = "Also in your answers"
NOTHING_MORE: Final = (
    "Until someone has seen you, add no distance, no speed and no effort with any of these."
)
OPEN_SAFETY: Final = "Answer the open safety questions before you start it."
NOTHING_UP: Final = "Until then nothing goes up."
HOLD_ON: Final = (
    "Stay with this week until this is settled. If someone sees you, ask what may go up, and when."
)

ABOUT: Final = (
    "This report gives general training information, worked out by rules that anyone can read. "
    "It is no diagnosis, and it does not replace a doctor or a physiotherapist."
)
QUESTION_IT: Final = (
    "Each rule that spoke is named here by its id. To question any of this, run: "
    "surefoot explain ANSWERS ID. Without an id, it lists every claim with one."
)
PRIVATE: Final = (
    "Everything was worked out on this computer. Nothing was sent anywhere. A PDF of this report "
    "carries your answers and all conclusions as attached files: think whom you give it to."
)
COACH_AND_BOX: Final = (
    "These words are their own, and not worked out by rules. "
    "The box “See someone first?” above applies, even if this note says otherwise."
)
COACH_AND_PLAN: Final = (
    "The eight weeks and the exercise sheet are as Surefoot worked them out, without these words."
)
NO_CAUSE: Final = (
    "The parts with most room to improve are a place to start. They are not proof of what caused a "
    "pain, and training them does not promise that you stay free of injury."
)
PRIORITY: Final = (
    "Room to improve is a priority for attention. It is not a risk of injury. The points were "
    "chosen by people and have not been calibrated against injuries."
)
LINKED: Final = "Ranked 10 higher because the pattern in your answers points to it."

SEEN_WORDS: Final[Mapping[str, str]] = {
    "full": "read in full",
    "excerpt": "part of it read",
    "secondary": "read as quoted by others",
    "none": "not read",
}
