"""The fields of what belongs to asking: contradictions, and tests at home."""

from .field import EACH, EVIDENCE, GRADE, TITLE, WAS, WHEN, Field

ASKING: dict[str, tuple[Field, ...]] = {
    "contradictions": (
        TITLE,
        EACH,
        WHEN,
        Field(
            "text",
            "text",
            "What does not fit, in the runner's own answers, and what to check; {id} prints one.",
            True,
        ),
        Field("never", "yes_no", "yes: no real runner can answer so. Otherwise it is asked again."),
        WAS,
    ),
    "home_tests": (
        TITLE,
        Field("about", "text", "What it shows and what it does not."),
        Field("needs", "text", "What it takes: room, things, another person."),
        Field("minutes", "whole", "How long it takes."),
        Field("questions", "questions_ids", "The questions that its results answer.", True),
        Field("sets", "given", "What who did the test has answered by that, by question id."),
        Field("rounds", "texts", "What each round is called; without it one for each question."),
        Field(
            "keep",
            "keep",
            "What becomes of the results: each answers its own question, or one question takes "
            "the worst or the average.",
        ),
        Field(
            "measure",
            "measure",
            "How it measures: repetitions to a beat, hold in seconds, count for some seconds, or "
            "faults seen on a film.",
            True,
        ),
        Field("faults", "texts", "What to look for on the film, as questions for yes or no."),
        Field("beats_per_minute", "whole", "The beat of `repetitions`."),
        Field("beats_per_repetition", "whole", "Beats of one repetition; 1 without it."),
        Field("beat_words", "texts", "A word for each beat of a repetition: up, down."),
        Field("seconds", "whole", "For how long `count` counts."),
        Field("times", "whole", "By what the count is taken; 1 without it."),
        Field("countdown_seconds", "whole", "Time to get ready for a round; 5 without it."),
        Field("rest_seconds", "whole", "Rest between two rounds; none without it."),
        Field("steps", "texts", "What to do, step by step.", True),
        Field("stop", "text", "When to stop.", True),
        Field("ask_first", "texts", "Questions of which a yes ends the test before it begins."),
        Field("loads", "sites", "The sites that it loads: it is left out while a flag spares one."),
        Field("impact", "yes_no", "yes: left out when a flag allows no impact."),
        Field("withhold_if", "condition", "Offered only when this is certainly false."),
        EVIDENCE,
        GRADE,
        WAS,
    ),
}
