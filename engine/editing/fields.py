"""Every field of a knowledge file: what it may hold, what it says, and its usual place.

The editor schema takes the kinds and the sentences from here, `kb fmt` the order. A test
compares the fields with the shapes that the loader reads, so that the two cannot drift.
"""

from dataclasses import replace

from .asking_fields import ASKING
from .field import (
    ASKED,
    EACH,
    EVIDENCE,
    EXAMPLES,
    GRADE,
    LAST,
    STATUS,
    TITLE,
    WAS,
    WHEN,
    Field,
)


def _replaced_by(section: str) -> Field:
    says = "What stands in for it; only with `status: retired`."
    return Field("replaced_by", f"{section}_ids", says)


_BLOCK_TEXTS = (
    Field("pushes", "text", "The pillar that it pushes: only one pillar starts at a time."),
    Field("raises", "week_numbers", "The weeks in which it goes up or changes."),
    Field("keeps_flat", "yes_no", "yes: running does not grow while it starts or changes."),
    Field("weeks", "weeks", "Eight texts, one a week.", True),
    Field("half", "weeks", "Eight texts for half volume, under a tier C flag."),
    Field("hold", "text", "The text for all weeks when nothing may increase."),
    Field("taper", "tapers", "Three texts: the two weeks before a race, its week, the easy week."),
    Field("waiting", "text", "What holds in the weeks before it starts."),
    Field("half_taper", "tapers", "The same three at half volume."),
)

SECTIONS: dict[str, tuple[Field, ...]] = {
    "topics": (
        TITLE,
        Field("why", "text", ASKED),
        Field(
            "consent",
            "text",
            "Said before its first question; nothing of it is asked before the runner agrees.",
        ),
    ),
    "pillars": (
        TITLE,
        Field("about", "text", "One or two sentences about it for the report.", True),
        Field("headline", "text", "The sentence on page 1 when this one comes first."),
        Field(
            "headline_when",
            "condition",
            "Makes it the headline whatever the pillars say, besides a deficit of 40 or more.",
        ),
    ),
    "questions": (
        TITLE,
        Field("ask", "text", "The question as the runner reads it.", True),
        Field("help", "text", "How to find out, or how to count."),
        Field("why", "text", "What the answer decides.", True),
        Field(
            "answer",
            "answer",
            "One answer: `0 to 14 h`, `a date`, `yes or no`, `text up to 80 characters`, or the "
            "choices with what the runner reads for each, from low to high where they have an "
            "order.",
        ),
        Field(
            "answers",
            "answers",
            "Several answers: the choices with what the runner reads for each. `none` and "
            "`not_sure` exclude every other choice.",
        ),
        Field("worse", "worse", "Which way is worse for a runner: lower, higher or neither."),
        Field("change", "change", "The effort to change it, 1 (easy) to 9 (hard), or never."),
        Field("refused", "text", "What is said when an answer is out of range, for a usual slip."),
        Field(
            "measurement_error",
            "error",
            "How far off a usual answer may be, in the unit of the answer.",
        ),
        Field(
            "step",
            "error",
            "The smallest difference that people make when they answer, in the unit of the answer.",
        ),
        Field("from_history", "metric", "What a record of runs answers it with."),
        Field(
            "records",
            "questions_id",
            "The question of which a record shows this. It is never asked, has only a title, and "
            "does not apply without a record.",
        ),
        EACH,
        Field("only_if", "condition", "It is asked only where this holds; without it, always."),
        WAS,
    ),
    "derived": (
        TITLE,
        Field(
            "number",
            "formula",
            "A formula over numbers: + - * / and round brackets, minus with spaces around it.",
        ),
        Field("unit", "text", "The unit in which it is shown."),
        Field("gate", "condition", "It applies only where this holds."),
        Field(
            "choice",
            "choice_lines",
            "Lines `- {word: condition}`: the first that holds gives the word. The last line "
            "is `- {word: otherwise}`.",
        ),
        Field("lookup", "lookup", "A table that gives a number."),
        WAS,
    ),
    "rules": (
        TITLE,
        STATUS,
        Field("group", "text", "Rules of one group are one item: only the heaviest counts."),
        EACH,
        WHEN,
        Field(
            "then",
            "then",
            "What it concludes: points, and the advice that helps. With 0 points it is a note.",
            True,
        ),
        Field(
            "claim", "text", "What people often say; `because` then says what is known about it."
        ),
        Field(
            "because",
            "text",
            "The reason in the runner's own answers: {id} prints an answer, and what stands in "
            "[[…]] is left out while a value inside it is not known.",
            True,
        ),
        EVIDENCE,
        GRADE,
        *LAST,
        _replaced_by("rules"),
    ),
    "flags": (
        TITLE,
        STATUS,
        Field(
            "tier",
            "tier",
            "How urgent: A emergency now, B doctor, C physiotherapist within two weeks, D look "
            "after it yourself. It must go with the route and the plan.",
            True,
        ),
        Field("route", "route", "Whom to see, or how soon.", True),
        Field(
            "plan",
            "flag_plan",
            "What it does to the plan: none, no-impact, hold (nothing increases), site (half "
            "volume of what the pattern allows), unchanged.",
            True,
        ),
        EACH,
        WHEN,
        Field("because", "text", "Why, in the runner's own answers; {id} prints one.", True),
        Field(
            "running", "text", "What to do about running until seen; {id} prints an answer.", True
        ),
        Field("tell", "text", "What to tell the professional, in a short line.", True),
        EVIDENCE,
        GRADE,
        *LAST,
        _replaced_by("flags"),
    ),
    "patterns": (
        TITLE,
        STATUS,
        Field("sites", "sites", "The sore places at which it can be found."),
        Field("about", "text", "What helps most people, in two or three sentences.", True),
        Field("differ", "text", "What would point elsewhere.", True),
        Field("links", "links", "Pillars it points to, each bare or with a condition."),
        Field("blocks", "blocks_ids", "Plan blocks that stay under a tier C flag."),
        Field("signs", "signs", "Its signs, each under a name.", True),
        EVIDENCE,
        GRADE,
        *LAST[1:],
        _replaced_by("patterns"),
    ),
    "limits": (
        TITLE,
        STATUS,
        WHEN,
        Field("plan", "limit_plan", "`none` leaves the plan out."),
        Field("text", "text", "What the base does not say to this runner, and whom to ask.", True),
        EVIDENCE,
        GRADE,
        *LAST,
        _replaced_by("limits"),
    ),
    **ASKING,
    "advice": (
        TITLE,
        Field("text", "text", "What to do and how to go on, in one to three sentences.", True),
        Field("dose", "text", "How much and how often.", True),
        Field("stop", "text", "When to stop or get help.", True),
        Field("minutes_per_week", "whole", "The extra time it takes.", True),
        Field("block", "blocks_id", "The plan block that it opens.", True),
        Field("parts", "texts", "The parts of the block that it needs where time is short."),
        Field("increases", "yes_no", "yes: not given while a flag restricts the plan."),
        Field("withhold_if", "condition", "Given only when this is certainly false."),
        Field("not_with", "advice_ids", "Advice that is never given beside it."),
        EVIDENCE,
        GRADE,
        WAS,
    ),
    "asks": (Field("question", "questions_id", "The question whose answer the plan reads.", True),),
    "exercises": (
        TITLE,
        Field("when", "condition", "Done only where this certainly holds; without it, always."),
        Field("needs", "needs", "What it needs: one of these must be at hand."),
        Field("loads", "sites", "The sites that it loads: not done while one is to be spared."),
        Field("impact", "yes_no", "yes: not done when a flag allows no impact."),
        Field("minutes", "whole", "What it takes in one session of the hardest week."),
        Field("how", "text", "How it is done.", True),
        Field("dose", "text", "How much.", True),
        Field("half", "text", "The dose at half volume.", True),
        Field("stop", "text", "When to stop.", True),
    ),
    "sessions": (
        TITLE,
        Field("text", "text", "What stands above its exercises on the tear-off sheet.", True),
        Field("minutes", "whole", "What it takes beside its exercises, such as to warm up."),
        Field("skip_if", "condition", "Left out where this certainly holds: no day is free."),
        Field("skipped", "text", "Why it is left out then."),
    ),
    "placings": (
        Field("when", "condition", "Said where this certainly holds; the first that does is."),
        Field("sessions", "whole", "Said only where so many sessions stay in the plan."),
        Field("text", "text", "How the sessions sit in the week.", True),
    ),
    "blocks": (
        TITLE,
        Field("always", "yes_no", "yes: in every plan. Otherwise an advice opens the block."),
        Field("keep_going", "yes_no", "yes: part of the plan when no link is weak."),
        Field("open_if", "condition", "Opens the block too, where this certainly holds."),
        Field("withhold_if", "condition", "The block comes in only if this is certainly false."),
        Field("withheld", "text", "Why it stays out then."),
        Field("impact", "yes_no", "yes: left out when a flag allows no impact."),
        Field("loads", "sites", "The sites that it loads."),
        Field("minutes", "whole", "Minutes a week, beside running and beside the sessions."),
        *_BLOCK_TEXTS,
        Field("variants", "variants", "Other texts: the first that suits the runner is taken."),
        Field("exercises", "exercises_ids", "What stands on the tear-off sheet for every runner."),
        Field("parts", "parts", "Its places in the sessions, the least important last."),
        WAS,
    ),
    "steps": (
        TITLE,
        Field("blocks", "blocks_ids", "The blocks that take this step.", True),
        Field("scores", "scored_ids", "What says whether it is in order already.", True),
        Field("otherwise", "text", "Said where it is neither in the plan nor in order.", True),
        Field("weak", "text", "Said instead where a score is weak and no block of it comes in."),
        Field("not_applying", "text", "Said where none of its scores applies."),
        EVIDENCE,
        GRADE,
    ),
    "evidence": (
        Field("cite", "text", "Author, year, where it was published.", True),
        Field("doi", "text", "The digital object identifier, like 10.1136/bjsports-2024-109380."),
        Field("year", "whole", "The year in which it was published."),
        Field(
            "design", "text", "What kind of study: a randomised trial, a cohort, an opinion.", True
        ),
        Field("size", "text", "How many people or studies."),
        Field("population", "text", "Who was studied."),
        Field("result", "text", "What was found, in a sentence."),
        Field("seen", "seen", "How much of the source was read for this base.", True),
        Field("checked", "dated_text", "When the source was last checked, and by whom."),
        WAS,
    ),
}
SECTIONS["contexts"] = SECTIONS["pillars"]

# The parts of entries that have fields of their own, by the kind of the field they stand in.
PARTS: dict[str, tuple[Field, ...]] = {
    "then": (
        Field(
            "points",
            "whole",
            "Whole points for the pillar that the id begins with; 0 makes the rule a note.",
            True,
        ),
        Field("advice", "advice_id", "The advice that helps."),
    ),
    "sign": (
        WHEN,
        Field(
            "say",
            "say",
            "How much it says: slightly 1, clearly 2, strongly 4; `against …` for the opposite.",
            True,
        ),
        Field("group", "text", "Of the signs of one group only the heaviest counts."),
        EXAMPLES,
    ),
    "part": (
        TITLE,
        Field("sessions", "sessions_ids", "The sessions that it is part of.", True),
        Field("one_of", "exercises_ids", "Exercises: the first that suits is taken.", True),
    ),
    "variant": (
        Field("when", "condition", "Taken where this certainly holds."),
        Field("advice", "advice_ids", "Taken too where one of these is given."),
        *(replace(one, required=False) for one in _BLOCK_TEXTS),
    ),
    "lookup": (
        Field("by", "value_ids", "The questions or derived values that pick the row.", True),
        Field(
            "rows",
            "rows",
            "One row a line, the number last. A number column reads `under 30`, "
            "`30 to under 40` or `80 or more`.",
            True,
        ),
    ),
    "example": (
        Field("given", "given", "Answers by question id; what is not given was not asked.", True),
        Field("expect", "example_state", "What must come of it; ? while that is undecided.", True),
    ),
    "runner": (
        TITLE,
        Field("source", "text", "Where the person comes from, in words.", True),
        Field("about", "text", "What the runner says."),
        Field("answers", "given", "The answers, by question id.", True),
        Field("expect", "expect", "What must come out; every field is optional."),
        Field("variants", "people", "Others like this person, each under a name."),
    ),
    "person": (
        Field("answers", "given", "The answers that differ; an empty one takes one away.", True),
        Field("expect", "expect", "What must come out; every field is optional."),
    ),
    "expect": (
        Field("deficit_percent", "percents", "Deficit by pillar or context; null: does not apply."),
        Field("ranking", "pillars_ids", "The pillars, the one with most to gain first."),
        Field("patterns", "patterns_ids", "The matched patterns, in order."),
        Field("flags", "flags_ids", "All flags that fire, sorted by id."),
        Field("tier", "tier_or_none", "The tier of the highest flag, or none."),
        Field("plan", "plan_expectation", "Whether there is a plan, and of which kind."),
        Field("headline", "headline", "The id of what comes first in the report."),
    ),
    "plan_expectation": (
        Field("shown", "yes_no", "Whether a plan is shown.", True),
        Field("mode", "plan_mode", "full, keep-going, hold, no-impact, site or none."),
    ),
}

TOP: tuple[Field, ...] = (
    Field("format", "format", "The version of this format."),
    Field("name", "text", "What the base is called."),
    Field("version", "text", "The version of the base."),
    Field("each", "each_site", "`{site: …}` names the question whose choices `each: site` reads."),
    Field("topics", "topics", "The topics of the interview, in the order in which they are asked."),
    Field("pillars", "pillars", "What is scored, in the order that settles ties."),
    Field("contexts", "contexts", "What is scored beside the pillars, such as training load."),
    Field("questions", "questions", "Questions by id: topic.name."),
    Field("derived", "derived", "Values that follow from answers, by id: topic.name."),
    Field("rules", "rules", "Rules that give points, by id: pillar.claim."),
    Field("flags", "flags", "Red flags, by id: flag.name."),
    Field("patterns", "patterns", "Symptom patterns, by id: pattern.name."),
    Field("limits", "limits", "For whom the base says less or nothing, by id: limit.name."),
    Field("contradictions", "contradictions", "Answers that do not fit together, by id."),
    Field("home_tests", "home_tests", "Tests that a runner does at home, by id."),
    Field("advice", "advice", "What to do about an item that lost points, by id."),
    Field("plan", "plan", "The blocks of the eight-week plan, and their exercises."),
    Field("evidence", "evidence", "Sources, by id."),
)
