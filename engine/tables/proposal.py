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

from ..condition import Operator, comparisons, subjects
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
from .doubts import CHECK, scale_doubts, unit_doubts
from .gates import missing_openers
from .mapping import IGNORE, Column, plain_name, plain_text
from .matching import Match, Matcher, Sureness, bare_text, unit_in
from .problems import shortened
from .signs import words_of
from .telling import Telling

_SENTENCE: Final = 5  # words
_MOST_WORDS: Final = 5
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
_NO_ANSWERS: Final = frozenset({"-", "--", "n/a", "na", "n.a.", "none given", "no answer"})
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
    telling = Telling(knowledge)
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
        if _is_sign_list(telling, name, match, texts):
            kind, of_column = "decide", _sign_lines(telling, name, match, texts)
        elif match is None:
            kind, of_column = _unread(telling, name, texts)
        elif taken[match.question.id] != name:
            kind, of_column = _same_lines(telling, name, match, taken, texts)
        else:
            kind, of_column = _column_lines(name, match, matches, texts)
        counts[kind] += 1
        lines += [f"  {line}" for line in of_column]
    lines += _answer_lines(knowledge, matches)
    return Proposal(
        "\n".join(lines) + "\n", counts["sure"], counts["check"], counts["decide"], counts[IGNORE]
    )


def _heading(file: str, rows: int) -> Iterator[str]:
    yield f"# What the columns of {plain_name(file)} are, as it seems from {rows} rows of it."
    yield f'# Look at every line that says "{CHECK}", and take the # from what is right.'
    yield f"# Of a column with `{IGNORE}` nothing is read, and no warning sign in it is found."
    yield "# A column that may tell of warning signs is for you to decide: write the question that"
    yield "# it answers, or read it yourself. The file cannot be used before."
    yield "# All questions with their choices: surefoot mapping --questions"
    yield "# Then, for one report for each row:"
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
    said = f"{CHECK}: reports are called after it"
    if again:
        rows = "1 row repeats a name" if again == 1 else f"{again} rows repeat a name"
        said += f"; {rows}, and only the first of each is taken"
    yield f"id: {_quoted(name)}  # {said}"


def _is_sign_list(telling: Telling, name: str, match: Match | None, texts: Sequence[str]) -> bool:
    """Whether a column seems to ask for warning signs, but not in the words of one question."""
    if match is not None and (
        match.sureness is Sureness.SURE or isinstance(match.question.kind, Number)
    ):
        return False
    signs = [found for text in texts for part in _split(text) if (found := telling.sign(part))]
    if match is not None and telling.is_sign(match.question):
        return any(question != match.question for question, _ in signs)
    parts = {plain_text(part) for text in texts for part in _split(text)}
    is_list = len(signs) * 2 > len(parts) or not _is_free_text(texts)
    return bool(telling.told([name])) or (bool(signs) and is_list)


def _is_free_text(texts: Sequence[str]) -> bool:
    """Whether people wrote sentences of their own, and did not choose."""
    said = [plain_text(text) for text in texts if text.strip()]
    is_long = any(len(text.split()) >= _SENTENCE for text in said)
    return is_long and len(set(said)) > len(said) / 2


def _sign_lines(
    telling: Telling, name: str, match: Match | None, texts: Sequence[str]
) -> list[str]:
    """A column of warning signs: the questions that may be meant, for a person to decide."""
    parts = _counted_parts(telling, texts)
    meant = {part: telling.sign(part) for part in parts}
    asked = [found[0] for found in meant.values() if found] + telling.asked_by([name])
    if match is not None and telling.is_sign(match.question):
        asked.append(match.question)
    names = list(dict.fromkeys(one.id for one in asked))
    words = ", ".join(telling.told([name, *texts])[:_MOST_WORDS])
    fields = [f"# it tells of warning signs ({words}): say which questions its cells answer,"]
    fields.append(
        f"# or write `{IGNORE}` and read them yourself: nothing in them is looked at then"
    )
    listed = ", ".join(names) or "…"
    fields.append(f"question: [{listed}]" if len(names) > 1 else f"question: {listed}")
    if names:
        fields.append("# values:  # the sign that each cell means, or several: [one, another]")
    for part, count in parts.most_common(_MOST_VALUES) if names else ():
        if any(find_choice(words_of(one), part) is not None for one in asked):
            continue
        found = meant[part]
        rows = "1 row" if count == 1 else f"{count} rows"
        fields.append(f"#   {_quoted(plain_name(part))}: {found[1] if found else '…'}  # {rows}")
    return [f"# {_quoted(plain_name(name))}:", *(f"#   {line}" for line in fields)]


def _counted_parts(telling: Telling, texts: Sequence[str]) -> Counter[str]:
    """What stands in the cells: their parts, or the whole of a cell that seems to be a sentence."""
    counts = Counter(part for text in texts for part in _split(text))
    found: Counter[str] = Counter()
    for text in texts:
        parts = _split(text)
        is_list = any(counts[part] > 1 or telling.sign(part) for part in parts)
        found.update(parts if is_list else [text.strip()] if text.strip() else [])
    return found


def _split(text: str) -> list[str]:
    between = next((mark for mark in "\n;," if mark in text), ",")
    return [part.strip() for part in text.split(between) if part.strip()]


def _unread(telling: Telling, name: str, texts: Sequence[str]) -> tuple[str, list[str]]:
    """A column that is like no question: passed over if nothing in it tells of warning signs."""
    words = telling.told([name, *texts])
    said = _quoted(plain_name(name))
    how = "nothing of it is read"
    if _is_free_text(texts):
        how = "read these yourself: nothing in them is looked at"
    if words:
        found = ", ".join(words[:_MOST_WORDS])
        return "decide", [f"# {said}: {IGNORE}  # it tells of warning signs ({found}); {how}"]
    return IGNORE, [f"{said}: {IGNORE}  # {CHECK}: {how}"]


def _same_lines(
    telling: Telling, name: str, match: Match, taken: Mapping[str, str], texts: Sequence[str]
) -> tuple[str, list[str]]:
    """A column like a question that another column is more like."""
    question, other = match.question, shortened(taken[match.question.id])
    said = _quoted(plain_name(name))
    if isinstance(question.kind, Several):
        return "decide", [
            f"# {said}:  # '{other}' answers it, too: both are joined",
            f"#   question: {question.id}  # {question.ask}",
        ]
    if telling.is_sign(question) or telling.told([name, *texts]):
        return "decide", [f"# {said}: …  # {question.id} is '{other}'; say what this one is"]
    how = "nothing of this column is read"
    return IGNORE, [f"{said}: {IGNORE}  # {CHECK}: {question.id} is '{other}'; {how}"]


def _answer_lines(knowledge: Knowledge, matches: Mapping[str, Match | None]) -> Iterator[str]:
    """What everybody may be said to answer, so that the columns behind it count."""
    given = {one.question.id for one in matches.values() if one}
    for_whom: dict[str, list[str]] = {}
    for name, match in matches.items():
        gate = match.question.gate if match else None
        if match and gate and missing_openers(knowledge.asked, match.question, given):
            for one in comparisons(gate):
                if one.operator is Operator.EQUAL and one.subject not in given:
                    for_whom.setdefault(f"{one.subject}: {one.values[0]}", []).append(name)
    if for_whom:
        yield "# answers:  # of everybody; take the # away where that is so"
    for line, names in for_whom.items():
        listed = join_words([f"'{shortened(name)}'" for name in names], "and")
        yield f"#   {line}  # without it nothing of {listed} counts"


def _column_lines(
    name: str, match: Match, matches: Mapping[str, Match | None], texts: Sequence[str]
) -> tuple[str, list[str]]:
    """The kind of a proposal and its lines: sure, check or decide."""
    said = _quoted(plain_name(name))
    question = match.question
    unit = unit_in(name, question)
    values = list(_values(question, unit, texts))
    fields = [f"question: {question.id}  # {question.ask}"]
    given = {one.question.id for one in matches.values() if one}
    opened_by = [one for one in _asked_before(question) if one not in given]
    if opened_by:
        missing = join_words(opened_by, "and")
        fields.append(f"# {CHECK}: counts only with an answer to {missing}; no column has it")
    doubts = [*unit_doubts(name, question, unit, texts), *scale_doubts(name, question, texts)]
    fields += doubts
    fields += [f"unit: {unit}  # as the name of the column says"] if unit else []
    if values:
        is_used = any(not line.startswith("#") for line in values)
        fields.append(f"{'' if is_used else '# '}values:  # accepted: {_accepted(question)}")
    fields += [f"  {line}" if not line.startswith("#") else f"#   {line[2:]}" for line in values]
    if match.sureness is Sureness.GUESS:
        guess = f"a guess; or {join_words(match.others)}" if match.others else "a guess"
        return "decide", [f"# {said}:  # {guess}", *(f"#   {line}" for line in fields)]
    is_likely = match.sureness is Sureness.LIKELY
    head = f"{said}:  # {CHECK}: guessed from its words" if is_likely else f"{said}:"
    kind = "check" if is_likely or values or doubts or opened_by else "sure"
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
            yield f"{said}: {_quoted(meant)}  # {CHECK} ({rows})"
        else:
            yield f"# {said}: {meant or '…'}  # {rows}"
    if len(counts) > _MOST_VALUES:
        yield f"# … and {len(counts) - _MOST_VALUES} more"


def _parts(question: Question, text: str) -> list[str]:
    """The parts of a cell with several answers that are none."""
    return [part for part in _split(text) if find_choice(words_of(question), part) is None]


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
