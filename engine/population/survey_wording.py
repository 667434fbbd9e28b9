"""A survey as lines for people, and as plain data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..knowledge import Knowledge, Points, Warn
from ..scoring import Band
from ..search import written
from ..tiers import PLAN_MODES, TIERS
from .survey import ALL_PROMISES, DAY, Survey

MOST_CHANGING = 10  # of 100 runners with a first pillar
MOST_LOAD = 100 / 3  # of 100 without a flag of tier A or B
_NO_PART = ("keep-going", "not-enough-answers")

_Rows = Iterable[tuple[str, ...]]


def survey_data(survey: Survey) -> dict[str, Any]:
    """The whole survey as dicts, lists and text; all figures are numbers of runners."""
    knowledge, tally = survey.knowledge, survey.tally
    return {
        "knowledge": {"name": knowledge.name, "version": knowledge.version, "hash": knowledge.hash},
        "runners": survey.count,
        "seed": survey.seed,
        "with_flags": survey.with_flags,
        "is_safe": survey.is_safe,
        "first_pillar": {
            "runners": tally.totals["first"],
            "changes": tally.totals["changes"],
            "changes_within_ten": tally.totals["changes_within_ten"],
            "changes_what_is_named": (tally.totals["changes"] - tally.totals["changes_within_ten"]),
            "comes_or_goes": tally.totals["comes_or_goes"],
            "joint": tally.totals["joint"],
            "joint_by_error": tally.totals["joint_by_error"],
            "questions": {
                name: {"answered": tally.answered[name], "changes": tally.changed[name]}
                for name in _moving(knowledge)
            },
        },
        "headlines": {name: tally.headlines[name] for name in _kinds(knowledge)},
        "headlines_without_urgent_flag": {
            name: tally.calm_headlines[name] for name in _kinds(knowledge)
        },
        "tiers": {name: tally.tiers[name] for name in (*TIERS, "none")},
        "plans": {name: tally.modes[name] for name in _modes()},
        "bands": {
            name: {str(band): tally.bands[f"{name} {band}"] for band in Band}
            for name in knowledge.scored
        },
        "plan_day": DAY.isoformat(),
        "plans_with_a_race": tally.totals["raced"],
        "patterns": _counted(tally.patterns, knowledge.patterns),
        "advice": _counted(tally.advice, knowledge.advice),
        "rules": _counted(tally.rules, knowledge.rules),
        "safety": {
            "urgent": tally.totals["urgent"],
            "referral_first": tally.totals["urgent_first"],
            "no_plan_asked": tally.totals["urgent_none"],
            "plan_shown_all_the_same": tally.totals["plan_under_none"],
            "hold_asked": tally.totals["urgent_hold"],
            "broken": {name: tally.broken[name] for name in ALL_PROMISES},
            "unreached_flags": list(survey.unreached),
        },
        "told": [
            {
                "runner": one.number,
                "promise": one.promise,
                "how": one.how,
                "answers": written(knowledge, one.answers),
            }
            for one in tally.told
        ],
    }


def survey_lines(survey: Survey) -> Iterator[str]:
    """The whole survey, without line ends."""
    knowledge = survey.knowledge
    kind = ", each with a flag of tier A or B" if survey.with_flags else ""
    yield f"{knowledge.name} {knowledge.version}, {knowledge.hash}"
    yield f"{survey.count:,} made-up runners of seed {survey.seed}{kind}"
    for heading, lines in (
        ("Which pillar comes first", _first_lines(survey)),
        ("Headlines, of 100 runners", _headline_lines(survey)),
        ("Tiers and plans, of 100 runners", _outcome_lines(survey)),
        ("Bands, of 100 runners", _band_lines(survey)),
        ("Patterns matched, of 100 runners", _pattern_lines(survey)),
        ("Never seen", _unseen_lines(survey)),
        ("Safety", _safety_lines(survey)),
    ):
        yield ""
        yield f"{heading}:"
        yield from (f"  {line}".rstrip() for line in lines)


def _first_lines(survey: Survey) -> Iterator[str]:
    totals, tally = survey.tally.totals, survey.tally
    having = totals["first"]
    yield f"{having:,} runners have a first pillar (20 or more)."
    yield (
        f"{_share(totals['changes'], having)} of 100 of them get another one when one answer is"
        f" off by its usual error (aim: at most {MOST_CHANGING})."
    )
    together = totals["changes_within_ten"]
    yield (
        f"Of these {totals['changes']:,}, {together:,} had the two named together anyway, within"
        " ten points;"
    )
    yield (
        f"what the report names first changes for {_share(totals['changes'] - together, having)}"
        f" of 100. By the error alone pillars are joint for {totals['joint_by_error']:,}."
    )
    missed = tally.broken["a first place within the error of a test is called joint"]
    yield f"Not called joint: {missed:,}."
    yield f"For {totals['comes_or_goes']:,} runners a first pillar comes or goes at 20."
    questions = survey.knowledge.questions
    yield from _table(
        ("off by its error", "error", "answered", "another first", "of 100"),
        (
            (
                name, f"{questions[name].measurement_error:g}", f"{tally.answered[name]:,}",
                f"{tally.changed[name]:,}", _share(tally.changed[name], tally.answered[name]),
            )
            for name in _moving(survey.knowledge)
        ),
    )  # fmt: skip


def _headline_lines(survey: Survey) -> Iterator[str]:
    tally = survey.tally
    calm = tally.calm_headlines.total()
    yield from _table(
        ("headline", "all", "without a flag of tier A or B"),
        (
            (
                name,
                _share(tally.headlines[name], survey.count),
                _share(tally.calm_headlines[name], calm),
            )
            for name in _kinds(survey.knowledge)
        ),
    )
    if calm:
        led = max(survey.knowledge.contexts, key=lambda one: tally.calm_headlines[one], default="")
        share = _share(tally.calm_headlines[led], calm)
        if led:
            yield f"Of {calm:,} without such a flag, {led} leads {share} in 100 (aim: a third)."


def _outcome_lines(survey: Survey) -> Iterator[str]:
    tally = survey.tally
    for what, counts, names in (
        ("tier", tally.tiers, (*TIERS, "none")),
        ("plan", tally.modes, _modes()),
    ):
        said = (f"{name} {_share(counts[name], survey.count)}" for name in names)
        yield f"{what}: {', '.join(said)}"
    raced = survey.tally.totals["raced"]
    yield f"Plans start on {DAY:%Y-%m-%d}; a race falls into {raced:,} of them."


def _band_lines(survey: Survey) -> Iterator[str]:
    bands = survey.tally.bands
    return _table(
        ("", *(str(band).replace("_", " ") for band in Band)),
        (
            (name, *(_share(bands[f"{name} {band}"], survey.count) for band in Band))
            for name in survey.knowledge.scored
        ),
    )


def _pattern_lines(survey: Survey) -> Iterator[str]:
    found = survey.tally.patterns
    names = sorted((name for name in survey.knowledge.patterns if found[name]),
                   key=lambda name: -found[name])  # fmt: skip
    return _table(
        ("pattern", "runners", "of 100"),
        ((name, f"{found[name]:,}", _share(found[name], survey.count)) for name in names),
    )


def _unseen_lines(survey: Survey) -> Iterator[str]:
    knowledge, tally = survey.knowledge, survey.tally
    scored = {name for name, rule in knowledge.rules.items() if isinstance(rule.conclusion, Points)}
    flags = {name for name, rule in knowledge.rules.items() if isinstance(rule.conclusion, Warn)}
    others = knowledge.rules.keys() - scored - flags
    for what, names, found in (
        ("Advice given to nobody", knowledge.advice.keys(), tally.advice),
        ("Patterns never matched", knowledge.patterns.keys(), tally.patterns),
        ("Rules that never fire", scored, tally.rules),
        ("Flags that never fire", flags, tally.rules),
        ("Signs and limits that never fire", others, tally.rules),
    ):
        order = [name for name in (*knowledge.advice, *knowledge.patterns, *knowledge.rules)
                 if name in names and not found[name]]  # fmt: skip
        yield f"{what}: {', '.join(dict.fromkeys(order)) or 'none'}"


def _safety_lines(survey: Survey) -> Iterator[str]:
    tally, totals = survey.tally, survey.tally.totals
    urgent = totals["urgent"]
    yield f"{urgent:,} runners have a flag of tier A or B; it is the headline of" \
          f" {totals['urgent_first']:,}."  # fmt: skip
    yield (
        f"For {totals['urgent_none']:,} it says that there is no plan; one is shown to"
        f" {totals['plan_under_none']:,}."
    )
    yield f"For {totals['urgent_hold']:,} it says that nothing increases."
    for name in ALL_PROMISES:
        yield f"{name}: {tally.broken[name]:,} broken"
    if survey.unreached:
        yield f"No answers were found that raise {', '.join(survey.unreached)}."
    for one in tally.told:
        yield f"runner {one.number} of seed {survey.seed}: {one.how}"
        yield f"    {written(survey.knowledge, one.answers)}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _moving(knowledge: Knowledge) -> list[str]:
    return [name for name, one in knowledge.questions.items() if one.measurement_error]


def _kinds(knowledge: Knowledge) -> tuple[str, ...]:
    return ("flag", "limit", *knowledge.contexts, *knowledge.pillars, *_NO_PART)


def _modes() -> tuple[str, ...]:
    return (*(name for name in PLAN_MODES if name != "unchanged"), "full", "keep-going")


def _counted(found: Counter[str], names: Mapping[str, object]) -> dict[str, int]:
    return {name: found[name] for name in names}


def _table(head: tuple[str, ...], rows: _Rows) -> Iterator[str]:
    """Columns side by side, the first to the left and the numbers to the right."""
    listed = [head, *rows]
    widths = [max(len(row[column]) for row in listed) for column in range(len(head))]
    for row in listed:
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join([f"{row[0]:<{widths[0]}}", *cells])
