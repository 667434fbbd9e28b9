"""Entries to questions and derived values."""

import re
from dataclasses import replace

from ..condition import Condition, conjunction
from ..errors import Problem, did_you_mean
from ..knowledge import (
    ANY_NUMBER,
    Derived,
    FirstThatHolds,
    Formula,
    Lookup,
    Range,
    formula_reads,
)
from ..parser import Subject
from ..shape import DerivedShape, LookupShape, QuestionShape
from ..source import Mapping, Node, Scalar, Sequence
from ..vocabulary import Choice, Kind, Number, Question, Several, Text
from .language import Language
from .sections import Entry

_NUMBER_FORM = re.compile(
    r"(?P<low>-?\d+(?:\.\d+)?) to (?P<high>-?\d+(?:\.\d+)?)(?: (?P<unit>.+))?"
)
_TEXT_FORM = re.compile(r"text up to (\d{1,4}) characters")
_FORMS = "0 to 14 h, yes or no, text up to 80 characters, or a list of choices below it"
_NAME = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
_ID = re.compile(rf"{_NAME}(\.{_NAME}){{1,2}}")


def read_kind(entry: Entry[QuestionShape]) -> Kind | Problem:
    """The kind that `answer:` or `answers:` says."""
    shape, field = entry.shape, "answers" if entry.shape.answers else "answer"
    node = entry.node.get(field)
    place = node.place if node else entry.key.place
    if (shape.answer is None) == (shape.answers is None):
        message = "a question has either `answer:` or `answers:`"
        return Problem(code="KB151", place=place, message=message, context=entry.context)
    if shape.answers is not None:
        return Several(shape.answers)
    if isinstance(shape.answer, dict):
        return Choice(shape.answer)
    text = (shape.answer or "").strip()
    if text == "yes or no":
        return Choice({"no": "No", "yes": "Yes"})
    if match := _TEXT_FORM.fullmatch(text):
        return Text(int(match[1]))
    match = _NUMBER_FORM.fullmatch(text)
    if match and float(match["low"]) < float(match["high"]):
        return Number(float(match["low"]), float(match["high"]), match["unit"] or "")
    message = f"'{text}' is not a form of answer"
    return Problem(
        code="KB153", place=place, message=message, context=entry.context, fix=f"write {_FORMS}"
    )


def read_questions(
    entries: list[Entry[QuestionShape]],
    kinds: dict[str, Kind],
    sites: dict[str, str],
    lang: Language,
) -> dict[str, Question]:
    """All questions; an `each: site` entry gives one for each site.

    One that is never asked at a site is there all the same, so that an answer to it is
    no error: `sitting_hurts` with `only_if: site in (knee_front)` for the heel.
    """
    questions: dict[str, Question] = {}
    for entry in entries:
        if entry.id not in kinds:
            continue
        each = entry.shape.each is not None
        gate = _condition(entry.node.get("only_if"), entry.context, lang, each=each)
        question = Question(
            id=entry.id, title=entry.shape.title, ask=entry.shape.ask, help=entry.shape.help,
            why=entry.shape.why, kind=kinds[entry.id], worse=entry.shape.worse,
            change=entry.shape.change, gate=gate, place=entry.key.place,
        )  # fmt: skip
        if not each:
            questions[entry.id] = question
            continue
        for site, label in sites.items():
            of_site = _for_site(question, site, label, lang)
            questions[of_site.id] = of_site
    return questions


def _for_site(question: Question, site: str, label: str, lang: Language) -> Question:
    prefix = lang.site_prefix
    own = [] if question.gate is None else [lang.for_site(question.gate, site)]
    shown = label[:1].lower() + label[1:]
    return replace(
        question,
        id=question.id.replace(prefix, f"{prefix[:-5]}{site}.", 1),
        title=question.title.replace("{site}", shown),
        ask=question.ask.replace("{site}", shown),
        help=question.help.replace("{site}", shown),
        why=question.why.replace("{site}", shown),
        gate=conjunction((lang.chosen(site), *own)),
        site=site,
    )


def question_ids(
    entry: Entry[QuestionShape], sites: dict[str, str], prefix: str
) -> list[str] | Problem:
    """The ids that an entry stands for, or what is wrong with its id."""
    problem = check_id(entry, _ID, "a question's id is topic.name, in small letters and _")
    if problem:
        return problem
    if entry.shape.each is None:
        return [entry.id]
    if entry.shape.each != "site" or not entry.id.startswith(prefix):
        message = f"a question with `each: site` is called {prefix}something"
        return Problem(code="KB201", place=entry.key.place, message=message, context=entry.context)
    return [entry.id.replace(prefix, f"{prefix[:-5]}{site}.", 1) for site in sites]


def check_id(entry: Entry, form: re.Pattern[str], message: str) -> Problem | None:  # type: ignore[type-arg]
    """A problem if the id has not the form."""
    if form.fullmatch(entry.id):
        return None
    return Problem(code="KB201", place=entry.key.place, message=message, context=entry.context)


def derived_kind(entry: Entry[DerivedShape]) -> Kind | Problem:
    """What a derived value gives: a number or one of its words."""
    shape = entry.shape
    given = [one for one in (shape.number, shape.choice, shape.lookup) if one is not None]
    if len(given) != 1:
        message = "a derived value has one of `number:`, `choice:` and `lookup:`"
        return Problem(code="KB151", place=entry.key.place, message=message, context=entry.context)
    if shape.choice is not None:
        words = [word for branch in shape.choice for word in branch]
        return Choice({word: word.replace("_", " ") for word in words})
    return Number(ANY_NUMBER.lowest, ANY_NUMBER.highest, shape.unit)


def read_derived(
    entries: list[Entry[DerivedShape]], lang: Language, gates: dict[str, Condition | None]
) -> dict[str, Derived]:
    """All derived values, each gated by what it reads; `gates` has those of the questions.

    The gates of derived values read by others are joined afterwards, in order.
    """
    found: dict[str, Derived] = {}
    for entry in entries:
        formula = _formula(entry, lang)
        own = _condition(entry.node.get("gate"), entry.context, lang, each=False)
        if formula is None or entry.id not in lang.subjects:
            continue
        found[entry.id] = Derived(
            id=entry.id, title=entry.shape.title, kind=lang.subjects[entry.id].kind,
            formula=formula, gate=own, place=entry.key.place,
        )  # fmt: skip
    return {name: replace(one, gate=_joined_gate(one, found, gates)) for name, one in found.items()}


def _joined_gate(
    one: Derived,
    found: dict[str, Derived],
    gates: dict[str, Condition | None],
    above: frozenset[str] = frozenset(),
) -> Condition | None:
    """Its own gate and, for a number, those of all that it reads; a cycle is found elsewhere."""
    parts = [one.gate]
    if not isinstance(one.formula, FirstThatHolds) and one.id not in above:
        for name in sorted(formula_reads(one.formula)):
            if name in found:
                parts.append(_joined_gate(found[name], found, gates, above | {one.id}))
            else:
                parts.append(gates.get(name))
    unique = dict.fromkeys(part for part in parts if part is not None)
    return conjunction(tuple(unique)) if unique else None


def _formula(entry: Entry[DerivedShape], lang: Language) -> Formula | None:
    for name in ("number", "choice", "lookup"):
        node = entry.node.get(name)
        if isinstance(node, Scalar):
            return lang.formula(node, entry.context)
        if isinstance(node, Sequence):
            return _first_that_holds(node, entry, lang)
        if isinstance(node, Mapping) and entry.shape.lookup:
            return _lookup(node, entry.shape.lookup, entry, lang)
    return None


def _first_that_holds(
    node: Sequence, entry: Entry[DerivedShape], lang: Language
) -> FirstThatHolds | None:
    branches, otherwise = [], ""
    for number, item in enumerate(node.items):
        entries = item.entries if isinstance(item, Mapping) else ()
        for word, value in entries:
            if isinstance(value, Scalar) and value.text == "otherwise":
                otherwise = word.text if number == len(node.items) - 1 else ""
            elif tree := lang.condition(value, entry.context):
                branches.append((word.text, tree))
    if not otherwise:
        message = "the last line of `choice:` is `- {word: otherwise}`, and only the last"
        problem = Problem(code="KB152", place=node.place, message=message, context=entry.context)
        lang.problems.append(problem)
        return None
    return FirstThatHolds(tuple(branches), otherwise)


def _lookup(
    node: Mapping, shape: LookupShape, entry: Entry[DerivedShape], lang: Language
) -> Lookup | None:
    before = len(lang.problems)
    columns = [_column(name, node, entry, lang) for name in shape.by]
    rows_node = node.get("rows")
    items = rows_node.items if isinstance(rows_node, Sequence) else ()
    rows = []
    for cells, item in zip(shape.rows, items, strict=False):
        if len(cells) != len(columns) + 1:
            message = f"this row has {len(cells)} cells, not {len(columns) + 1}"
            _note(lang, "KB153", item, message, entry)
            continue
        keys = [
            _cell(text, kind, item, entry, lang) for text, kind in zip(cells, columns, strict=False)
        ]
        value = _cell_number(cells[-1])
        if value is None:
            _note(lang, "KB153", item, f"'{cells[-1]}' is not a number", entry)
        elif all(key is not None for key in keys):
            rows.append((tuple(key for key in keys if key is not None), value))
    return Lookup(tuple(shape.by), tuple(rows)) if len(lang.problems) == before else None


def _column(name: str, node: Node, entry: Entry[DerivedShape], lang: Language) -> Kind | None:
    subject: Subject | None = lang.subjects.get(name)
    if subject is not None and isinstance(subject.kind, Number | Choice):
        return subject.kind
    meant = did_you_mean(name, lang.subjects)
    fix = f"did you mean {meant}?" if meant and subject is None else ""
    message = f"'{name}' is not a number or a choice that a table can be read by"
    _note(lang, "KB121", node, message, entry, fix)
    return None


def _cell(
    text: str, kind: Kind | None, node: Node, entry: Entry[DerivedShape], lang: Language
) -> Range | str | None:
    if isinstance(kind, Choice):
        if text not in kind.labels:
            _note(lang, "KB122", node, f"there is no choice '{text}' here", entry)
        return text
    forms = [
        (r"under (?P<high>[\d.]+)", "high"),
        (r"(?P<low>[\d.]+) to under (?P<high>[\d.]+)", "both"),
        (r"(?P<low>[\d.]+) or more", "low"),
    ]
    for form, _ in forms:
        if match := re.fullmatch(form, text):
            found = match.groupdict()
            low = _cell_number(found.get("low") or "") if "low" in found else float("-inf")
            high = _cell_number(found.get("high") or "") if "high" in found else float("inf")
            if low is not None and high is not None and low < high:
                return Range(low, high)
    message = f"'{text}' is not a range; write under 30, 30 to under 40, or 80 or more"
    _note(lang, "KB153", node, message, entry)
    return None


def _cell_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def _condition(
    node: Node | None, context: tuple[str, ...], lang: Language, *, each: bool
) -> Condition | None:
    return None if node is None else lang.condition(node, context, each=each)


def _note(
    lang: Language, code: str, node: Node, message: str, entry: Entry[DerivedShape], fix: str = ""
) -> None:
    lang.problems.append(
        Problem(code=code, place=node.place, message=message, context=entry.context, fix=fix)
    )
