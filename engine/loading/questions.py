"""Entries to questions and derived values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..condition import All, Condition, conjunction
from ..days import FIRST_DAY, LAST_DAY
from ..errors import Problem, did_you_mean, join_words
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
from ..source import Mapping as MappingNode
from ..source import Node, Scalar, Sequence
from ..units import DATE
from ..vocabulary import Choice, Kind, Number, Question, Several, Text
from .language import Language
from .measured import check_measured
from .records import check_metric, record_question
from .sections import Entry

_NUMBER_FORM = re.compile(
    r"(?P<low>-?\d+(?:\.\d+)?) to (?P<high>-?\d+(?:\.\d+)?)(?: (?P<unit>.+))?"
)
_TEXT_FORM = re.compile(r"text up to (\d{1,4}) characters")
_FORMS = "0 to 14 h, a date, yes or no, text up to 80 characters, or a list of choices below it"
_WORD = re.compile(r"[a-z][a-z0-9_]*")
FEWEST_CHOICES = 2
_RANGES = (
    r"under (?P<high>[\d.]+)",
    r"(?P<low>[\d.]+) to under (?P<high>[\d.]+)",
    r"(?P<low>[\d.]+) or more",
)
_NAME = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
_DERIVED_ID = re.compile(rf"{_NAME}\.{_NAME}")
RESERVED_NAMES = {"self", "site"}
_ID = re.compile(rf"{_NAME}(\.{_NAME}){{1,2}}")


def read_kind(entry: Entry[QuestionShape]) -> Kind | Problem:
    """The kind that `answer:` or `answers:` says."""
    shape, field = entry.shape, "answers" if entry.shape.answers else "answer"
    node = entry.node.get(field)
    place = node.place if node else entry.key.place
    if (shape.answer is None) == (shape.answers is None):
        message = "a question has either `answer:` or `answers:`"
        return Problem(code="KB151", place=place, message=message, context=entry.context)
    labels = shape.answers if shape.answers is not None else shape.answer
    if isinstance(labels, dict):
        problem = _labels_problem(entry, labels, node)
        return problem or (Several(labels) if shape.answers is not None else Choice(labels))
    text = (labels or "").strip()
    if text == "yes or no":
        return Choice({"no": "No", "yes": "Yes"})
    if match := _TEXT_FORM.fullmatch(text):
        return Text(int(match[1]))
    if text == "a date":
        return Number(FIRST_DAY.toordinal(), LAST_DAY.toordinal(), DATE)
    match = _NUMBER_FORM.fullmatch(text)
    if match and float(match["low"]) < float(match["high"]):
        return Number(float(match["low"]), float(match["high"]), match["unit"] or "")
    message = f"'{text}' is not a form of answer"
    if match:
        message = f"'{text}' does not go from low to high"
    return Problem(
        code="KB153", place=place, message=message, context=entry.context, fix=f"write {_FORMS}"
    )


def _labels_problem(
    entry: Entry[QuestionShape], labels: dict[str, str], node: Node | None
) -> Problem | None:
    """What is wrong with the choices of a question, if anything is."""
    keys = [key for key, _ in node.entries] if isinstance(node, MappingNode) else []
    for key in keys:
        if not _WORD.fullmatch(key.text):
            message = f"'{key.text}' is no word that a condition can read"
            fix = "call a choice by small letters, digits and _, a letter first"
            return Problem(
                code="KB201", place=key.place, message=message, context=entry.context, fix=fix
            )
    if len(labels) < FEWEST_CHOICES:
        message = "a question with choices has at least two"
        place = node.place if node else entry.key.place
        return Problem(code="KB153", place=place, message=message, context=entry.context)
    return None


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
        if entry.shape.records:
            questions[entry.id] = record_question(entry, kinds[entry.id])
            continue
        lang.problems += [*check_measured(entry, kinds[entry.id])]
        lang.problems += [*check_metric(entry, kinds[entry.id])]
        each = entry.shape.each is not None
        gate = _condition(entry.node.get("only_if"), entry.context, lang, each=each)
        question = Question(
            id=entry.id, title=entry.shape.title, ask=entry.shape.ask, help=entry.shape.help,
            why=entry.shape.why, kind=kinds[entry.id], worse=entry.shape.worse,
            change=entry.shape.change, gate=gate, place=entry.key.place,
            refused=entry.shape.refused, measurement_error=entry.shape.measurement_error,
            step=entry.shape.step or 1.0, from_history=entry.shape.from_history,
        )  # fmt: skip
        if not each:
            questions[entry.id] = _of_one_site(question, lang)
            continue
        for site, label in sites.items():
            of_site = _for_site(question, site, label, lang)
            questions[of_site.id] = of_site
    return questions


def _of_one_site(question: Question, lang: Language) -> Question:
    """A question like `symptom.shin.tender_area` applies only where its site was chosen."""
    parts = question.id.split(".")
    if len(parts) < 3:  # noqa: PLR2004
        return question
    chosen = lang.chosen(parts[1])
    if question.gate is None or chosen == question.gate:
        return replace(question, gate=chosen)
    return replace(question, gate=conjunction((chosen, question.gate)))


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
        refused=question.refused.replace("{site}", shown),
        gate=conjunction((lang.chosen(site), *own)),
        site=site,
    )


def question_ids(
    entry: Entry[QuestionShape], sites: dict[str, str], lang: Language
) -> list[str] | Problem:
    """The ids that an entry stands for, or what is wrong with its id."""
    prefix = lang.site_prefix
    problem = check_id(entry, _ID, "a question's id is topic.name, in small letters and _")
    if problem:
        return problem
    each = entry.node.get("each")
    if each is None:
        if ".site." in entry.id:
            message = "a question of every site needs `each: site`"
            return Problem(
                code="KB151", place=entry.key.place, message=message, context=entry.context
            )
        return name_problem(entry) or _site_problem(entry, sites, lang) or [entry.id]
    if problem := lang.each_problem(each, entry.context):
        return problem
    if not entry.id.startswith(prefix) and lang.site_question is not None:
        message = f"a question with `each: site` is called {prefix}something"
        return Problem(code="KB201", place=entry.key.place, message=message, context=entry.context)
    if problem := name_problem(entry):
        return problem
    return [entry.id.replace(prefix, f"{prefix[:-5]}{site}.", 1) for site in sites]


def name_problem(entry: Entry) -> Problem | None:  # type: ignore[type-arg]
    """A problem if the last part of an id is a word that the engine needs for itself."""
    last = entry.id.rpartition(".")[2]
    if last not in RESERVED_NAMES:
        return None
    message = f"an id cannot end in '{last}', which is a word of the language"
    return Problem(code="KB201", place=entry.key.place, message=message, context=entry.context)


def _site_problem(
    entry: Entry[QuestionShape], sites: dict[str, str], lang: Language
) -> Problem | None:
    """A problem if an id of three parts is not that of a question of one site."""
    topic, _, rest = entry.id.partition(".")
    site, _, name = rest.partition(".")
    if not name or (topic == lang.site_prefix.partition(".")[0] and site in sites):
        return None
    meant = did_you_mean(site, sites)
    fix = f"did you mean {topic}.{meant}.{name}?" if meant else "use two parts: topic.name"
    message = f"an id of three parts is topic.site.name, and there is no site '{site}'"
    return Problem(
        code="KB201", place=entry.key.place, message=message, context=entry.context, fix=fix
    )


def check_id(entry: Entry, form: re.Pattern[str], message: str) -> Problem | None:  # type: ignore[type-arg]
    """A problem if the id has not the form."""
    if form.fullmatch(entry.id):
        return None
    return Problem(code="KB201", place=entry.key.place, message=message, context=entry.context)


def derived_kind(entry: Entry[DerivedShape]) -> Kind | Problem:
    """What a derived value gives: a number or one of its words."""
    form = "a derived value's id is topic.name, in small letters and _"
    if problem := check_id(entry, _DERIVED_ID, form) or name_problem(entry):
        return problem
    shape = entry.shape
    given = [one for one in (shape.number, shape.choice, shape.lookup) if one is not None]
    if len(given) != 1:
        message = "a derived value has one of `number:`, `choice:` and `lookup:`"
        return Problem(code="KB151", place=entry.key.place, message=message, context=entry.context)
    if shape.choice is not None:
        words = [word for branch in shape.choice for word in branch]
        return Choice({word: word.replace("_", " ") for word in words})
    return Number(ANY_NUMBER.lowest, ANY_NUMBER.highest, shape.unit)


def read_derived(entries: list[Entry[DerivedShape]], lang: Language) -> dict[str, Derived]:
    """All derived values, each with the gate of its own."""
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
    return found


def join_gates(
    derived: Mapping[str, Derived], order: Iterable[str], questions: Mapping[str, Question]
) -> dict[str, Derived]:
    """Each derived value with the gates of all that it reads joined to its own.

    A word is settled by the first condition that holds, so what it reads need not apply.
    `order` has each after what it reads.
    """
    joined = dict(derived)
    for name in order:
        one = joined[name]
        parts = [one.gate]
        if not isinstance(one.formula, FirstThatHolds):
            for read in sorted(formula_reads(one.formula)):
                source = joined.get(read) or questions.get(read)
                parts.append(source.gate if source else None)
        opened = [
            inner
            for part in parts
            if part is not None
            for inner in (part.parts if isinstance(part, All) else (part,))
        ]
        gate = conjunction(tuple(dict.fromkeys(opened))) if opened else None
        joined[name] = replace(one, gate=gate)
    return joined


def _formula(entry: Entry[DerivedShape], lang: Language) -> Formula | None:
    for name in ("number", "choice", "lookup"):
        node = entry.node.get(name)
        if isinstance(node, Scalar):
            return lang.formula(node, entry.context)
        if isinstance(node, Sequence):
            return _first_that_holds(node, entry, lang)
        if isinstance(node, MappingNode) and entry.shape.lookup:
            return _lookup(node, entry.shape.lookup, entry, lang)
    return None


def _first_that_holds(
    node: Sequence, entry: Entry[DerivedShape], lang: Language
) -> FirstThatHolds | None:
    branches, otherwise = [], ""
    for number, item in enumerate(node.items):
        entries = item.entries if isinstance(item, MappingNode) else ()
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
    node: MappingNode, shape: LookupShape, entry: Entry[DerivedShape], lang: Language
) -> Lookup | None:
    before = len(lang.problems)
    names, lines = node.get("by"), node.get("rows")
    columns = [
        _column(item, entry, lang) for item in (names.items if isinstance(names, Sequence) else ())
    ]
    rows = []
    for line in lines.items if isinstance(lines, Sequence) else ():
        cells = line.items if isinstance(line, Sequence) else ()
        if len(cells) != len(columns) + 1:
            message = f"this row has {len(cells)} cells, not {len(columns) + 1}"
            _note(lang, "KB153", line, message, entry)
            continue
        keys = [
            _cell(cell, kind, entry, lang)
            for cell, kind in zip(cells, columns, strict=False)
            if kind is not None
        ]
        value = _cell_number(_text(cells[-1]))
        if value is None:
            _note(lang, "KB153", cells[-1], f"'{_text(cells[-1])}' is not a number", entry)
        elif all(key is not None for key in keys):
            rows.append((tuple(key for key in keys if key is not None), value))
    if None in columns or len(lang.problems) > before:
        return None
    return Lookup(tuple(shape.by), tuple(rows))


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _column(node: Node, entry: Entry[DerivedShape], lang: Language) -> Kind | None:
    name = _text(node)
    subject: Subject | None = lang.subjects.get(name)
    if subject is not None and isinstance(subject.kind, Number | Choice):
        return subject.kind
    if subject is None and lang.excuses(name):
        return None
    meant = did_you_mean(name, lang.subjects)
    fix = f"did you mean {meant}?" if meant and subject is None else ""
    message = f"'{name}' is not a number or a choice that a table can be read by"
    _note(lang, "KB121", node, message, entry, fix)
    return None


def _cell(node: Node, kind: Kind, entry: Entry[DerivedShape], lang: Language) -> Range | str | None:
    text = _text(node)
    if isinstance(kind, Choice):
        if text not in kind.labels:
            meant = did_you_mean(text, kind.labels)
            fix = f"did you mean {meant}? " if meant else ""
            fix += f"choices: {join_words(kind.labels)}"
            _note(lang, "KB122", node, f"there is no choice '{text}' here", entry, fix)
            return None
        return text
    for form in _RANGES:
        if match := re.fullmatch(form, text):
            found = match.groupdict()
            low = _cell_number(found["low"]) if "low" in found else float("-inf")
            high = _cell_number(found["high"]) if "high" in found else float("inf")
            if low is not None and high is not None and low < high:
                return Range(low, high)
    message = f"'{text}' is not a range"
    fix = "write under 30, 30 to under 40, or 80 or more"
    _note(lang, "KB153", node, message, entry, fix)
    return None


def _cell_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text) else None


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
