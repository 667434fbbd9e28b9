"""A mapping as it is proposed from a table: what is sure, and what a person has to look at.

Nothing is guessed in silence: what is likely stands there with "please check", and what is only
a guess is commented out, so that the mapping cannot be used before somebody has decided.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..condition import subjects
from ..errors import join_words
from ..knowledge import Knowledge
from ..vocabulary import (
    Choice,
    Misfit,
    Number,
    Question,
    Several,
    Text,
    find_choice,
    read_answer,
    show_range,
)
from .cells import ColumnReader
from .mapping import IGNORE, Column, plain_name, plain_text, words_of
from .matching import Match, Matcher, Sureness, bare_text, unit_in
from .problems import shortened

_CHECK: Final = "please check"
_MOST_VALUES: Final = 30  # of a column, most often said first
_ID_NAMES: Final = re.compile(
    r"id|e-?mail( address)?|(runner|member|athlete|participant|user|start|bib)( ?(id|number|no))?"
)
_ABOUT: Final = re.compile(
    r"(?:approx(?:imately)?|about|around|circa|ca|roughly|some|~|≈)[\s.]*(\d+(?:[.,]\d+)?\s*\S*)"
)
_UNSURE_TEXTS: Final = frozenset(
    {"?", "??", "dont know", "don't know", "not sure", "unsure", "no idea", "idk", "unknown"}
)
_NO_ANSWERS: Final = frozenset({"-", "--", "n/a", "na", "n.a.", "none given", "no answer", "x"})
_ALIKE: Final = {
    "f": "female", "w": "female", "woman": "female", "m": "male", "man": "male", "true": "yes",
    "false": "no", "checked": "yes", "x": "yes", "y": "yes", "n": "no",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text of a mapping file, and how many columns there are of each kind in it."""

    text: str
    sure: int
    to_check: int
    to_decide: int
    ignored: int


def propose(file: str, columns: Mapping[str, Sequence[str]], knowledge: Knowledge) -> Proposal:
    """The mapping of a table from the names of its columns and the cells of some rows.

    `file` is what the commands in its heading speak of.
    """
    matcher = Matcher(knowledge)
    matches = {name: matcher.match(name, texts) for name, texts in columns.items()}
    taken = _taken(matches)
    id_column = _id_column(columns)
    lines = [*_heading(file, max(map(len, columns.values()), default=0))]
    lines += _id_lines(id_column, columns)
    lines.append("columns:")
    counts: Counter[str] = Counter()
    for name, texts in columns.items():
        match = matches[name]
        if name == id_column and match is None:
            continue
        kind, of_column = _column_lines(name, match, taken, texts)
        counts[kind] += 1
        lines += [f"  {line}" for line in of_column]
    return Proposal(
        "\n".join(lines) + "\n", counts["sure"], counts["check"], counts["decide"], counts[IGNORE]
    )


def _heading(file: str, rows: int) -> Iterator[str]:
    yield f"# What the columns of {plain_name(file)} are, as it seems from {rows} rows of it."
    yield f'# Look at every line that says "{_CHECK}". Take the # from what is right, and write'
    yield f"# `{IGNORE}` for a column that answers no question. Then, for one report for each row:"
    yield f"#   surefoot report {plain_name(file)} --mapping THIS_FILE -o reports"


def _taken(matches: Mapping[str, Match | None]) -> dict[str, str]:
    """The column that each question is matched by, the surest where there are several."""
    order = list(Sureness)
    ranked = sorted(
        ((order.index(match.sureness), name) for name, match in matches.items() if match),
        key=lambda one: one[0],
    )
    taken: dict[str, str] = {}
    for _, name in ranked:
        match = matches[name]
        if match is not None:
            taken.setdefault(match.question.id, name)
    return taken


def _id_column(columns: Mapping[str, Sequence[str]]) -> str:
    """The column that seems to name the runner: one without an empty cell; else none."""
    for name, texts in columns.items():
        if _ID_NAMES.fullmatch(bare_text(name)) and all(text.strip() for text in texts):
            return name
    return ""


def _id_lines(name: str, columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if not name:
        yield "# id: …  # the column that names the runner, if there is one; else it is the line"
        return
    again = len(columns[name]) - len({plain_name(text) for text in columns[name]})
    said = f"{_CHECK}: reports are called after it"
    if again:
        rows = "1 row repeats a name" if again == 1 else f"{again} rows repeat a name"
        said += f"; {rows}, and only the first of each is taken"
    yield f"id: {_quoted(name)}  # {said}"


def _column_lines(
    name: str, match: Match | None, taken: Mapping[str, str], texts: Sequence[str]
) -> tuple[str, list[str]]:
    """The kind of a proposal and its lines: sure, check, decide or ignore."""
    said = _quoted(name)
    if match is None:
        return IGNORE, [f"{said}: {IGNORE}  # no question is like it"]
    question = match.question
    if taken[question.id] != name:
        other = shortened(taken[question.id])
        return IGNORE, [f"{said}: {IGNORE}  # {_CHECK}: {question.id} is '{other}'"]
    unit = unit_in(name, question)
    values = list(_values(question, unit, texts))
    fields = [f"question: {question.id}  # {question.ask}"]
    opened_by = [one for one in _asked_before(question) if one not in taken]
    if opened_by:
        missing = join_words(opened_by, "and")
        fields.append(f"# {_CHECK}: counts only with an answer to {missing}; no column has it")
    fields += [f"unit: {unit}  # as the name of the column says"] if unit else []
    if values:
        is_used = any(not line.startswith("#") for line in values)
        fields.append(f"{'' if is_used else '# '}values:  # accepted: {_accepted(question)}")
    fields += [f"  {line}" if not line.startswith("#") else f"#   {line[2:]}" for line in values]
    if match.sureness is Sureness.GUESS:
        guess = f"a guess; or {join_words(match.others)}" if match.others else "a guess"
        return "decide", [f"# {said}:  # {guess}", *(f"#   {line}" for line in fields)]
    is_likely = match.sureness is Sureness.LIKELY
    head = f"{said}:  # {_CHECK}: guessed from its words" if is_likely else f"{said}:"
    kind = "check" if is_likely or values else "sure"
    return kind, [head, *(f"  {line}" for line in fields)]


def _asked_before(question: Question) -> list[str]:
    """The questions whose answers say whether this one is asked."""
    return [] if question.gate is None else sorted(set(subjects(question.gate)))


def _values(question: Question, unit: str, texts: Sequence[str]) -> Iterator[str]:
    """A line for each text that is no answer as it stands, most frequent first."""
    reader = ColumnReader("", Column(question=question, unit=unit))
    counts: Counter[str] = Counter()
    for text in texts:
        if isinstance(reader.read(text), Misfit):
            parts = _parts(question, text) if isinstance(question.kind, Several) else [text]
            counts.update(parts)
    for text, count in counts.most_common(_MOST_VALUES):
        said, rows = _quoted(plain_name(text)), "1 row" if count == 1 else f"{count} rows"
        meant, is_likely = _meant(question, plain_text(text))
        if is_likely:
            yield f"{said}: {_quoted(meant)}  # {_CHECK} ({rows})"
        else:
            yield f"# {said}: {meant or '…'}  # {rows}"
    if len(counts) > _MOST_VALUES:
        yield f"# … and {len(counts) - _MOST_VALUES} more"


def _parts(question: Question, text: str) -> list[str]:
    """The parts of a cell with several answers that are none."""
    between = next((mark for mark in "\n;," if mark in text), ",")
    parts = (part.strip() for part in text.split(between))
    return [part for part in parts if part and find_choice(words_of(question), part) is None]


def _meant(question: Question, text: str) -> tuple[str, bool]:
    """What a text may mean, and whether that is likely; empty where nobody can tell."""
    if text in _NO_ANSWERS:
        return "", True
    if bare_text(text) in _UNSURE_TEXTS or text in _UNSURE_TEXTS:
        own = next((word for word in ("unsure", "not_sure") if word in words_of(question)), "")
        return own or "unknown", True
    match question.kind:
        case Number():
            about = _ABOUT.fullmatch(text)
            is_read = about is not None and not isinstance(read_answer(question, about[1]), Misfit)
            return (about[1], True) if about is not None and is_read else ("", False)
        case Choice(labels) | Several(labels):
            return _choice_meant(labels, text)
        case Text():
            return "", False


def _choice_meant(labels: Mapping[str, str], text: str) -> tuple[str, bool]:
    """The choice that a text comes close to: by another word for it, or by how it begins."""
    other = _ALIKE.get(text, "")
    if other in labels:
        return other, True
    bare = bare_text(text)
    same = [word for word, label in labels.items() if bare_text(label) == bare]
    first = re.split(r"[\s,;(:-]", bare, maxsplit=1)[0]
    if not same and first in {"yes", "no", "none", "never"} and first in labels:
        return first, False
    return (same[0], True) if len(same) == 1 else ("", False)


def _accepted(question: Question) -> str:
    match question.kind:
        case Number() as kind:
            return show_range(kind)
        case Choice(labels) | Several(labels):
            return ", ".join(labels)
        case Text(longest):
            return f"up to {longest} characters"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
