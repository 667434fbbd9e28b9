"""A knowledge base as tables, for somebody who reviews it and will not open YAML.

Sentences, points, grades and texts, with empty columns for a verdict. The tables are read by
people only: what they write there comes back into YAML by hand.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from ..engine.canonical import write_cell
from ..engine.condition import Comparison, Condition, comparisons
from ..engine.knowledge import (
    Derived,
    FirstThatHolds,
    Knowledge,
    Limit,
    Lookup,
    Points,
    Range,
    Rule,
    Sign,
    Warn,
)
from ..engine.sentence import formula_pieces, in_words, kind_of, name_of, predicate
from ..engine.texts import fill
from ..engine.versions.locking import Review
from ..engine.vocabulary import Choice, Kind, Number, Several, Text, show_range, show_value

Cell = str | int
Row = tuple[Cell, ...]
Reviews = Mapping[str, tuple[Review, ...]]

NARROW, MIDDLE, WIDE = 12, 24, 55  # characters


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its width in characters."""

    title: str
    width: int = MIDDLE


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a title; every row has a cell for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


_ID, _TITLE, _WHEN = Column("Id"), Column("Title"), Column("When", WIDE)
_REASONS = (Column("Grade", NARROW), Column("Sources", WIDE), Column("Not for"),
            Column("Status", NARROW), Column("Reviewed"))  # fmt: skip
VERDICT = (Column("Agree?", NARROW), Column("Comment", WIDE), Column("Name"),
           Column("Date", NARROW))  # fmt: skip


def review_sheets(knowledge: Knowledge, reviews: Reviews) -> tuple[Sheet, ...]:
    """All tables of a base, with its drafts if it was read with them.

    `reviews` has the reviews that count for what each rule means now.
    """
    return (
        _rules(knowledge, reviews),
        _notes(knowledge, reviews),
        _flags(knowledge, reviews),
        _patterns(knowledge),
        _limits(knowledge, reviews),
        _thresholds(knowledge),
        _worked_out(knowledge),
        _questions(knowledge),
        _contradictions(knowledge),
        _home_tests(knowledge),
        _advice(knowledge),
        _sources(knowledge),
    )


def _rules(knowledge: Knowledge, reviews: Reviews) -> Sheet:
    columns = (_ID, _TITLE, Column("Pillar", NARROW), Column("Item"), _WHEN,
               Column("Points", NARROW), Column("What the runner reads", WIDE),
               Column("Advice"))  # fmt: skip
    rows = []
    for rule in knowledge.rules.values():
        if isinstance(to := rule.conclusion, Points) and not rule.is_note:
            advice = knowledge.advice[to.advice].title if to.advice else ""
            rows.append((
                rule.id, rule.title, knowledge.scored[to.pillar].title,
                "" if to.group == rule.id else to.group, _when(rule, knowledge), to.points,
                _readable(rule.because, knowledge), advice, *_reasons(rule, knowledge, reviews),
            ))  # fmt: skip
    return Sheet("Rules", (*columns, *_REASONS, *VERDICT), _with_verdict(rows))


def _notes(knowledge: Knowledge, reviews: Reviews) -> Sheet:
    """What is only said: rules that give no points."""
    columns = (_ID, _TITLE, Column("Pillar", NARROW), _WHEN,
               Column("What people often say", WIDE),
               Column("What the runner reads", WIDE))  # fmt: skip
    rows = [
        (
            rule.id, rule.title, knowledge.scored[to.pillar].title, _when(rule, knowledge),
            rule.claim, _readable(rule.because, knowledge), *_reasons(rule, knowledge, reviews),
        )
        for rule in knowledge.rules.values()
        if isinstance(to := rule.conclusion, Points) and rule.is_note
    ]  # fmt: skip
    return Sheet("Notes", (*columns, *_REASONS, *VERDICT), _with_verdict(rows))


def _flags(knowledge: Knowledge, reviews: Reviews) -> Sheet:
    columns = (_ID, _TITLE, Column("Tier", NARROW), Column("Whom to see, how fast"),
               Column("Plan", NARROW), _WHEN, Column("What the runner reads", WIDE),
               Column("What is said on running", WIDE),
               Column("What to tell there", WIDE))  # fmt: skip
    rows = [
        (
            rule.id, rule.title, to.tier, to.route, to.plan, _when(rule, knowledge),
            _readable(rule.because, knowledge), _readable(to.running, knowledge), to.tell,
            *_reasons(rule, knowledge, reviews),
        )
        for rule in knowledge.rules.values()
        if isinstance(to := rule.conclusion, Warn)
    ]  # fmt: skip
    return Sheet("Flags", (*columns, *_REASONS, *VERDICT), _with_verdict(rows))


def _patterns(knowledge: Knowledge) -> Sheet:
    """A row for each sign, under the title of its pattern."""
    columns = (Column("Pattern"), Column("Sign"), _WHEN, Column("Weight", NARROW),
               Column("Heaviest counts among"), Column("Grade", NARROW), Column("Sources", WIDE),
               Column("Status", NARROW))  # fmt: skip
    rows = [
        (
            knowledge.patterns[to.pattern].title, rule.title, _when(rule, knowledge), to.weight,
            "" if to.group == rule.id else to.group, rule.grade, _cited(rule.evidence, knowledge),
            rule.status,
        )
        for rule in knowledge.rules.values()
        if isinstance(to := rule.conclusion, Sign)
    ]  # fmt: skip
    return Sheet("Patterns", (*columns, *VERDICT), _with_verdict(rows))


def _limits(knowledge: Knowledge, reviews: Reviews) -> Sheet:
    columns = (_ID, _TITLE, _WHEN, Column("Plan", NARROW), Column("What the runner reads", WIDE))
    rows = [
        (
            rule.id, rule.title, _when(rule, knowledge), "none" if to.stops else "unchanged",
            _readable(rule.because, knowledge), *_reasons(rule, knowledge, reviews),
        )
        for rule in knowledge.rules.values()
        if isinstance(to := rule.conclusion, Limit)
    ]  # fmt: skip
    return Sheet("Limits", (*columns, *_REASONS, *VERDICT), _with_verdict(rows))


def _thresholds(knowledge: Knowledge) -> Sheet:
    """Every number that something is compared with, by question and number."""
    columns = (Column("Question or worked-out value"), Column("Comparison"), Column("In"),
               Column("Title", WIDE))  # fmt: skip
    found = sorted(_compared(knowledge), key=lambda one: (one[0].subject, one[0].values, one[1]))
    rows: dict[Row, None] = {}
    for comparison, where, title in found:
        name = name_of(comparison.subject, knowledge)
        rows[name, predicate(comparison, knowledge), where, title] = None
    return Sheet("Thresholds", (*columns, *VERDICT), _with_verdict(rows))


def _compared(knowledge: Knowledge) -> Iterator[tuple[Comparison, str, str]]:
    """Each comparison with a number: where it stands, and the title of that."""
    read: list[tuple[Condition | None, str, str]] = [
        (rule.when, rule.id, rule.title) for rule in knowledge.rules.values()
    ]
    for part in (knowledge.questions, knowledge.derived):
        read += [(one.gate, one.id, f"{one.title} (applies)") for one in part.values()]
    read += [(one.withhold_if, one.id, f"{one.title} (held back)")
             for one in knowledge.advice.values()]  # fmt: skip
    read += [(test.withhold_if, test.id, f"{test.title} (left out)")
             for test in knowledge.home_tests.values()]  # fmt: skip
    read += [(found.when, found.id, f"{found.title} (does not fit)")
             for found in knowledge.contradictions.values()]  # fmt: skip
    read += [(link.condition, one.id, f"{one.title} (link to {link.pillar})")
             for one in knowledge.patterns.values() for link in one.links]  # fmt: skip
    read += [(when, one.id, f"{one.title} ({word})")
             for one in knowledge.derived.values() if isinstance(one.formula, FirstThatHolds)
             for word, when in one.formula.branches]  # fmt: skip
    for condition, where, title in read:
        for one in comparisons(condition) if condition is not None else ():
            if isinstance(kind_of(one.subject, knowledge), Number):
                yield one, where, title


def _worked_out(knowledge: Knowledge) -> Sheet:
    """A row for each line of a table or list by which a value follows from answers."""
    columns = (_ID, _TITLE, _WHEN, Column("Value", WIDE))
    rows = [
        (one.id, one.title, when, value)
        for one in knowledge.derived.values()
        for when, value in _lines(one, knowledge)
    ]
    return Sheet("Worked-out values", (*columns, *VERDICT), _with_verdict(rows))


def _lines(derived: Derived, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """When it is what."""
    match derived.formula:
        case FirstThatHolds(branches, otherwise):
            for word, when in branches:
                yield in_words(when, knowledge), word
            yield "otherwise", otherwise
        case Lookup(by, rows):
            for keys, value in rows:
                cells = [
                    f"{name_of(name, knowledge)}: {_cell(name, key, knowledge)}"
                    for name, key in zip(by, keys, strict=True)
                ]
                yield ", ".join(cells), show_value(derived.kind, value)
        case formula:
            yield "always", "".join(one.text for one in formula_pieces(formula, knowledge))


def _cell(name: str, key: Range | str, knowledge: Knowledge) -> str:
    return write_cell(key) if isinstance(key, Range) else show_value(kind_of(name, knowledge), key)


def _questions(knowledge: Knowledge) -> Sheet:
    """A row for each question as it is asked; one of every place stands once."""
    columns = (_ID, _TITLE, Column("Asked as", WIDE), Column("Answers", WIDE),
               Column("Worse", NARROW), Column("Asked only when", WIDE),
               Column("Help", WIDE), Column("Why it is asked", WIDE))  # fmt: skip
    rows = []
    seen = set()
    for one in knowledge.questions.values():
        name = one.id.replace(f".{one.site}.", ".site.", 1) if one.site else one.id
        if name not in seen:
            seen.add(name)
            gate = in_words(one.gate, knowledge) if one.gate is not None else ""
            gate = "never: only a record answers it" if one.records else gate
            rows.append(
                (name, one.title, one.ask, _answers(one.kind), one.worse, gate, one.help, one.why)
            )
    return Sheet("Questions", (*columns, *VERDICT), _with_verdict(rows))


def _answers(kind: Kind) -> str:
    match kind:
        case Number():
            return show_range(kind)
        case Choice(labels) | Several(labels):
            several = "any of: " if isinstance(kind, Several) else ""
            return several + " / ".join(labels.values())
        case Text(longest):
            return f"text of up to {longest} characters"
        case _:
            assert_never(kind)


def _contradictions(knowledge: Knowledge) -> Sheet:
    """A row for each contradiction; one of every place stands once."""
    columns = (_ID, _TITLE, Column("Does not fit", WIDE), Column("Nobody answers so", NARROW),
               Column("What the runner reads", WIDE))  # fmt: skip
    by_entry = {one.entry: one for one in knowledge.contradictions.values()}
    rows = []
    for name, one in by_entry.items():
        when = in_words(one.when if one.written is None else one.written, knowledge)
        text = _readable(one.text, knowledge)
        rows.append((name, one.title, when, "yes" if one.never else "", text))
    return Sheet("Contradictions", (*columns, *VERDICT), _with_verdict(rows))


def _home_tests(knowledge: Knowledge) -> Sheet:
    columns = (_ID, _TITLE, Column("Answers", WIDE), Column("Measures", NARROW),
               Column("Step by step", WIDE), Column("When to stop", WIDE),
               Column("Loads"), Column("Left out when", WIDE), Column("Grade", NARROW),
               Column("Sources", WIDE))  # fmt: skip
    rows = [
        (
            one.id, one.title, "; ".join(name_of(name, knowledge) for name in one.questions),
            one.measure, " ".join((*one.steps, *one.faults)), one.stop,
            "; ".join(knowledge.sites[site] for site in one.loads),
            in_words(one.withhold_if, knowledge) if one.withhold_if is not None else "",
            one.grade, _cited(one.evidence, knowledge),
        )
        for one in knowledge.home_tests.values()
    ]  # fmt: skip
    return Sheet("Tests at home", (*columns, *VERDICT), _with_verdict(rows))


def _advice(knowledge: Knowledge) -> Sheet:
    columns = (_ID, _TITLE, Column("Text", WIDE), Column("How much"), Column("When to stop", WIDE),
               Column("Minutes a week", NARROW), Column("Held back when", WIDE),
               Column("Not with"), Column("Grade", NARROW), Column("Sources", WIDE))  # fmt: skip
    rows = []
    for one in knowledge.advice.values():
        held = in_words(one.withhold_if, knowledge) if one.withhold_if is not None else ""
        others = "; ".join(knowledge.advice[name].title for name in one.not_with)
        rows.append((
            one.id, one.title, _readable(one.text, knowledge), one.dose, one.stop,
            one.minutes_per_week, held, others, one.grade, _cited(one.evidence, knowledge),
        ))  # fmt: skip
    return Sheet("Advice", (*columns, *VERDICT), _with_verdict(rows))


def _sources(knowledge: Knowledge) -> Sheet:
    columns = (_ID, Column("Source", WIDE), Column("DOI"), Column("Year", NARROW),
               Column("Design"), Column("Size"), Column("Result", WIDE), Column("Seen", NARROW),
               Column("Checked"))  # fmt: skip
    rows = [
        (
            one.id, one.cite, one.doi, one.year or "", one.design, one.size, one.result, one.seen,
            one.checked or "",
        )
        for one in knowledge.evidence.values()
    ]  # fmt: skip
    return Sheet("Sources", (*columns, *VERDICT), _with_verdict(rows))


def _when(rule: Rule, knowledge: Knowledge) -> str:
    said = in_words(rule.when, knowledge)
    return f"{said[:1].upper()}{said[1:]}."


def _reasons(rule: Rule, knowledge: Knowledge, reviews: Reviews) -> Row:
    reviewed = "; ".join(f"{one.name}, {one.day}" for one in reviews.get(rule.id, ()))
    return rule.grade, _cited(rule.evidence, knowledge), rule.not_for, rule.status, reviewed


def _cited(evidence: Iterable[str], knowledge: Knowledge) -> str:
    return "; ".join(knowledge.evidence[name].cite for name in evidence)


def _readable(text: str, knowledge: Knowledge) -> str:
    """A text with titles where the runner's own answers will stand."""
    return fill(text, lambda name: f"‹{name_of(name, knowledge)}›")


def _with_verdict(rows: Iterable[Row]) -> tuple[Row, ...]:
    empty = ("",) * len(VERDICT)
    return tuple((*row, *empty) for row in rows)
