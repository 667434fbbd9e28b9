"""What a report may print: frozen data made of plain strings, numbers and tuples.

`report_context` fills these in; templates read nothing else. Each field says in words what
it holds, and `docs/reference/report-context.md` is made from those words. `VERBATIM` marks what
stays as it is in other units, `EXACT` what keeps three digits.
"""

from dataclasses import dataclass
from typing import Annotated

from ..engine.units import EXACT, VERBATIM
from .charts.axis import AxisPicture
from .charts.dot_plot import Chart
from .charts.load_plot import LoadPicture
from .coach_shapes import WorkedOut
from .drawings.shapes import Drawing
from .house.colours import Look
from .house.shapes import CoachNote, HouseHead, OverrideNote
from .record_shapes import RecordPart


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeUsed:
    """Which knowledge base spoke."""

    name: Annotated[str, "Its name.", VERBATIM]
    version: Annotated[str, "Its version.", VERBATIM]
    hash: Annotated[
        str, "A short hash of what its rules mean: the same hash, the same conclusions.", VERBATIM
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagNote:
    """One warning sign that fired."""

    title: Annotated[str, "Its name."]
    way: Annotated[str, "Who to see and when, where that differs from the box; else empty."]
    because: Annotated[str, "The reason, in the runner's own answers."]
    running: Annotated[
        str, "What to do about running until then; empty where a stricter flag says it."
    ]
    tell: Annotated[str, "What to tell the professional."]
    rule: Annotated[str, "Id of the rule.", VERBATIM]
    is_beside: Annotated[bool, "Whether nobody has to see it, while somebody has to see another."]
    sources: Annotated[str, "Numbers of its sources, `1, 4`; may be empty.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSign:
    """A new sign that sends the runner to someone, whatever this report says."""

    sign: Annotated[str, "What to watch for."]
    act: Annotated[str, "What to do then."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer, as the runner gave it."""

    title: Annotated[str, "Short name of the question."]
    shown: Annotated[str, "The answer, with its unit."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeSomeone:
    """The box that is on every report, whatever came out."""

    tone: Annotated[str, "How loud the box is: `urgent` (A, B), `soon` (C) or `calm`."]
    answer: Annotated[str, "The short answer to *See someone first?*"]
    text: Annotated[str, "What to do, in a sentence or two."]
    flags: Annotated[tuple[FlagNote, ...], "The flags that fired, most urgent first."]
    beside_title: Annotated[str, "Opens the flags that are beside the box; empty without one."]
    unused: Annotated[
        tuple[str, ...], "Titles of safety questions whose answers another answer cancels."
    ]
    not_checked: Annotated[str, "Opens the list of `not_answered`; empty without one."]
    not_answered: Annotated[
        tuple[str, ...], "Titles of the unanswered questions that leave a flag undecided."
    ]
    not_answered_more: Annotated[int, "How many more such questions there are."]
    answers: Annotated[
        tuple[AnswerLine, ...], "On a referral page: the answers behind the flags, to be shown."
    ]
    signs: Annotated[tuple[ReturnSign, ...], "What to watch for from now on."]
    caveat: Annotated[str, "That none of this is ruled out."]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternNote:
    """A pattern that the answers fit. It is not a diagnosis."""

    sentence: Annotated[str, "The sentence that says so, with its caution."]
    about: Annotated[str, "What helps most people."]
    differ: Annotated[str, "What would point elsewhere."]
    how_sure: Annotated[str, "The grade of `about`, in words."]
    sources: Annotated[str, "Numbers of its sources.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that fired and gave points."""

    title: Annotated[str, "What was found, in a few words."]
    told: Annotated[str, "What the runner told us."]
    why: Annotated[str, "Why it matters."]
    how_sure: Annotated[str, "Its grade in words."]
    axis: Annotated[
        AxisPicture | None,
        "Its number between the thresholds, where one number decides it.",
        VERBATIM,
    ]
    rule: Annotated[str, "Id of the rule.", VERBATIM]
    sources: Annotated[str, "Numbers of its sources.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """Something good to know that gives no points."""

    title: Annotated[str, "What it is about, in a few words."]
    claim: Annotated[str, "What people often say; may be empty."]
    text: Annotated[str, "What is known."]
    how_sure: Annotated[str, "Its grade in words."]
    rule: Annotated[str, "Id of the rule.", VERBATIM]
    sources: Annotated[str, "Numbers of its sources.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashNote:
    """Answers that do not fit together."""

    title: Annotated[str, "What does not fit, in a few words."]
    text: Annotated[str, "What does not fit, in the runner's own answers, and what to check."]
    questions: Annotated[tuple[str, ...], "Short names of the questions to look at again."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBlock:
    """A pillar or context."""

    id: Annotated[str, "Its id in the knowledge base.", VERBATIM]
    title: Annotated[str, "Its name."]
    about: Annotated[str, "What it looks at."]
    band: Annotated[str, "Word of the band: weak, watch, solid, not enough answers."]
    symbol: Annotated[str, "Sign of the band, the same everywhere.", VERBATIM]
    css: Annotated[
        str, "The band as a name for styles: `weak`, `watch`, `solid`, `open`.", VERBATIM
    ]
    room: Annotated[str, "Room to improve, `58` or `at least 58`; empty without a band."]
    between: Annotated[str, "What is possible, `50 to 70`; empty where nothing is open."]
    reason: Annotated[str, "Why the range is wide; else empty."]
    decided: Annotated[int, "Items that the answers decide."]
    applicable: Annotated[int, "Items that apply, or may."]
    note: Annotated[str, "Why it is ranked higher than its number; else empty."]
    kept_by: Annotated[
        str, "Which few answers alone keep it weak or watch, or that none do; else empty."
    ]
    moves: Annotated[str, "What would move it most; empty if it is neither weak nor watch.", EXACT]
    findings: Annotated[tuple[Finding, ...], "Rules that gave points, heaviest first."]
    notes: Annotated[
        tuple[NoteLine, ...],
        "Notes on what the runner does, then at most three on what people say.",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """A week of running, as it was."""

    week: Annotated[str, "Its Monday, `16 Nov`."]
    total: Annotated[str, "Its distance; empty where it is not known."]
    longest: Annotated[str, "Its longest run; empty where it is not known."]
    limit: Annotated[str, "How far one run could go before it was over the line; may be empty."]
    note: Annotated[str, "That it is not known, not over yet, or has a run over the line."]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyLoad:
    """The weeks before this report, as the runner recorded them."""

    context: Annotated[str, "Id of the context that they stand with."]
    title: Annotated[str, "How many weeks, and up to when."]
    chart: Annotated[LoadPicture, "The plot for paper and wide screens."]
    chart_narrow: Annotated[LoadPicture, "The same for narrow screens."]
    key: Annotated[str, "How to read it, and what its line is."]
    found: Annotated[str, "Which runs went too far, and whether points are given for them."]
    line: Annotated[str, "What the line is, for the weeks as a table; empty without a line."]
    lines: Annotated[tuple[WeekLine, ...], "The last weeks, at most eight."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCard:
    """One of the first things to do."""

    title: Annotated[str, "What to do."]
    text: Annotated[str, "How, and with what hope."]
    dose: Annotated[str, "How much, how often."]
    stop: Annotated[str, "When to stop or get help."]
    how_sure: Annotated[str, "The one verb of its grade, and the grade's word."]
    minutes: Annotated[str, "Extra time it takes in a week."]
    why: Annotated[str, "Titles of the findings that it answers."]
    sources: Annotated[str, "Numbers of its sources.", VERBATIM]
    override: Annotated[OverrideNote | None, "What a coach wants done in its place.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A week of the plan, or several weeks that are the same."""

    label: Annotated[str, "`1` or `1 to 8`."]
    start: Annotated[str, "The day on which it starts."]
    cells: Annotated[tuple[str, ...], "One text for each column."]
    weeks: Annotated[tuple[int, ...], "Numbers of its weeks, one tick box each."]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step that every runner could take, and where this runner is with it."""

    title: Annotated[str, "What the step is."]
    text: Annotated[str, "In the plan and from when, in order already, or why not now."]
    how_sure: Annotated[str, "Its grade in words, where the step is to be taken; else empty."]
    sources: Annotated[str, "Numbers of its sources; may be empty.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutLine:
    """What is not in the plan."""

    titles: Annotated[str, "What it is; several things with commas."]
    reason: Annotated[str, "Why, in a sentence."]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTable:
    """The eight weeks."""

    intro: Annotated[str, "What sort of plan it is."]
    reason: Annotated[str, "Why it is held back, and what to settle first; may be empty."]
    budget: Annotated[str, "What fits into the minutes that there are; empty if unknown."]
    steps: Annotated[tuple[StepLine, ...], "The steps that every runner could take."]
    columns: Annotated[tuple[str, ...], "Titles of the columns; at most six."]
    shares: Annotated[tuple[int, ...], "How many parts of the plan each column holds."]
    rows: Annotated[tuple[PlanRow, ...], "The weeks."]
    placing: Annotated[str, "How sessions sit in the week, and what they take; may be empty."]
    race: Annotated[str, "What the plan does about a race; empty without one."]
    left_out: Annotated[tuple[LeftOutLine, ...], "What is not in the plan, and why."]
    move_on: Annotated[str, "When to go on to the next week."]
    move_on_not_for: Annotated[str, "Which pains that rule is not for; may be empty."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseLine:
    """One line of the tear-off sheet."""

    title: Annotated[str, "Its name."]
    how: Annotated[str, "How to do it."]
    dose: Annotated[str, "How much."]
    stop: Annotated[str, "When to stop."]
    picture: Annotated[Drawing | None, "How it looks; None without a drawing, or if drawn above."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """One session of the tear-off sheet, or what is done on runs."""

    title: Annotated[str, "Name of the session, with what it takes."]
    text: Annotated[str, "What to know before it; may be empty."]
    exercises: Annotated[tuple[ExerciseLine, ...], "Its exercises."]
    weeks: Annotated[tuple[int, ...], "Weeks with a tick box."]
    is_half: Annotated[bool, "Whether it stands beside another part where there is room."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWeek:
    """How much of the exercises a week has, or several weeks that are the same."""

    label: Annotated[str, "`1` or `1 to 8`."]
    text: Annotated[str, "Sets, tempo and effort."]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A question without an answer."""

    title: Annotated[str, "Its short name."]
    how: Annotated[str, "How to find out; may be empty."]
    is_next: Annotated[bool, "Whether this answer would settle most for the time it takes."]
    test: Annotated[
        str, "Of the next: `test at home, 8 minutes`, where it takes a test; else empty."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTopic:
    """The open questions of one part of the interview."""

    title: Annotated[str, "Title of the part."]
    questions: Annotated[tuple[OpenQuestion, ...], "In the order of the interview."]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLine:
    """One line of the key to how sure we are."""

    word: Annotated[str, "Short word, as used in the tables."]
    verb: Annotated[str, "The verb that goes with it."]
    meaning: Annotated[str, "What it rests on."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source that something in this report rests on."""

    number: Annotated[int, "Its number in this report."]
    cite: Annotated[str, "Who, when, where.", VERBATIM]
    link: Annotated[str, "Address by its DOI; empty if not known.", VERBATIM]
    what: Annotated[str, "Sort and size of the study.", VERBATIM]
    result: Annotated[str, "What came out; may be empty.", VERBATIM]
    seen: Annotated[str, "How much of it the authors read.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """Everything that a report prints about one runner."""

    title: Annotated[str, "Title of the document."]
    language: Annotated[str, "Language code of all texts.", VERBATIM]
    paper: Annotated[str, "Size of the paper: `a4` or `letter`.", VERBATIM]
    look: Annotated[Look, "Colours of headings, rules and tints.", VERBATIM]
    house: Annotated[HouseHead | None, "Who prints, where they gave their name.", VERBATIM]
    runner: Annotated[str, "The runner's name; empty if not given.", VERBATIM]
    date: Annotated[str, "Day of the report, `23 November 2026`.", VERBATIM]
    date_iso: Annotated[str, "The same day, `2026-11-23`.", VERBATIM]
    knowledge: Annotated[KnowledgeUsed, "The knowledge base."]
    is_full: Annotated[bool, "False: a referral page only, without pillars, actions and plan."]
    referral_first: Annotated[bool, "Whether the box stands before the summary."]
    headline: Annotated[str, "The sentence that comes first."]
    lead: Annotated[str, "What follows right after it; may be empty."]
    summary: Annotated[tuple[str, ...], "One to four sentences in the runner's own numbers."]
    see_someone: Annotated[SeeSomeone, "The box that is always there."]
    coach_note: Annotated[CoachNote | None, "A coach's own words to this runner.", VERBATIM]
    limits: Annotated[tuple[str, ...], "What the base does not know about this runner."]
    patterns: Annotated[tuple[PatternNote, ...], "At most two."]
    chart: Annotated[Chart | None, "The dot plot for paper and wide screens."]
    chart_narrow: Annotated[Chart | None, "The same for narrow screens."]
    pillars: Annotated[tuple[ScoreBlock, ...], "The pillars, ranked."]
    contexts: Annotated[tuple[ScoreBlock, ...], "The contexts that apply."]
    load: Annotated[
        WeeklyLoad | None, "The weeks before, where there is a record of them.", VERBATIM
    ]
    turnings: Annotated[
        tuple[str, ...],
        "Answers on which the result turns, a line each, at most three.",
        EXACT,
    ]
    actions: Annotated[tuple[ActionCard, ...], "At most three."]
    actions_title: Annotated[str, "What they are, beside what the box asks for."]
    actions_why: Annotated[
        str, "Why they are not those of what has most room; empty where they are."
    ]
    actions_note: Annotated[str, "What limits all of them; empty for none."]
    plan: Annotated[PlanTable | None, "The eight weeks."]
    sheet: Annotated[tuple[SheetPart, ...], "The tear-off sheet."]
    sheet_weeks: Annotated[tuple[SheetWeek, ...], "How much of it week by week; may be empty."]
    recheck: Annotated[tuple[str, ...], "Days on which to answer again."]
    record: Annotated[RecordPart | None, "What the record of a watch or app shows; None without."]
    clashes: Annotated[
        tuple[ClashNote, ...],
        "Answers that do not fit together, without those that `record` tells.",
    ]
    open_topics: Annotated[tuple[OpenTopic, ...], "What was not answered."]
    open_count: Annotated[int, "How many questions that is."]
    grades: Annotated[
        tuple[GradeLine, ...], "The key to how sure we are; empty where nothing is graded."
    ]
    sources: Annotated[tuple[SourceLine, ...], "The sources, numbered."]
    method: Annotated[tuple[str, ...], "How it works and where it ends."]
    worked_out: Annotated[WorkedOut | None, "How it was worked out; only in the coach edition."]
    about: Annotated[str, "What this document is and is not."]
