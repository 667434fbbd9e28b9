"""A JSON Schema of a knowledge base, made from the base itself, for editors.

It completes the ids and choices that this base has, shows what a field means, and underlines
what the loader would refuse. Values come as an editor reads them (YAML 1.2: `7` is a number,
`no` a text), where the loader takes all of them as text. What conditions and texts say is not
looked into; that is the work of the checks.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, assert_never, get_args

from .editing.field import Field
from .editing.fields import PARTS, SECTIONS, TOP
from .editing.ids import CLAIM, NAME, forms_of_sites, sites
from .errors import Problem
from .loading.questions import read_kind
from .loading.sections import FORMAT, PLAN_PARTS, Entry, Sections
from .plan_parts import ASKS, PLAN_WEEKS, TAPERS
from .plan_shapes import AskShape
from .recorded import METRICS
from .shape import (
    EvidenceShape,
    ExpectShape,
    FlagShape,
    HomeTestShape,
    LimitShape,
    PlanExpectation,
    QuestionShape,
    RuleShape,
    Shape,
    SignShape,
)
from .units import DATE
from .vocabulary import Choice, Kind, Number, Several, Text

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KNOWLEDGE_FILE = "knowledge.schema.json"
RUNNER_FILE = "runner.schema.json"

_LINE = 100
_NOT_GIVEN = {
    "unknown": "The runner does not know.",
    "prefer not to say": "The runner does not want to say.",
}
_ANY_WORD = "[a-z][a-z0-9_]*"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WRITTEN_DAY = rf"^({_DAY}|[0-9]{{1,2}}\.? [A-Za-z]+\.? [0-9]{{4}})$"
# As `read_kind` reads it.
_ANSWER = r"^(yes or no|a date|text up to [0-9]{1,4} characters|-?[0-9.]+ to -?[0-9.]+( .+)?)$"


def editor_schemas(sections: Sections) -> dict[str, Schema]:
    """The schemas of a base by file name: of its knowledge files, and of its runners.

    They are made from what can be read. Where a whole file cannot, an id that is not known
    is no mistake: it may stand there.
    """
    runner = {"$schema": DIALECT, "$ref": f"{KNOWLEDGE_FILE}#/$defs/runner"}
    return {KNOWLEDGE_FILE: knowledge_schema(sections), RUNNER_FILE: runner}


def knowledge_schema(sections: Sections) -> Schema:
    """The schema of a file in the knowledge folder; `$defs` has that of a runner too."""
    definitions = {**_values(), **_ids(sections), **_questions(sections)}
    definitions |= {name: _fields(fields) for name, fields in PARTS.items()}
    for several, one in (("signs", "sign"), ("parts", "part"), ("people", "person")):
        definitions[several] = {"type": "object", "additionalProperties": _ref(one)}
    definitions["variants"] = _list_of(_ref("variant"))
    for name, fields in SECTIONS.items():
        definitions[f"{name}_entry"] = _fields(fields)
        definitions[name] = _section(name, sections)
    definitions["questions_entry"] |= {
        "required": ["title"],
        "oneOf": [
            {"required": ["ask", "why", "answer"]},
            {"required": ["ask", "why", "answers"]},
            {"required": ["records"]},
        ],
    }
    definitions["derived_entry"]["oneOf"] = [
        {"required": [name]} for name in ("number", "choice", "lookup")
    ]
    plan = {name: definitions.pop(name) for name in PLAN_PARTS}
    definitions["plan"] = {"type": "object", "properties": plan, "additionalProperties": False}
    return {"$schema": DIALECT, **_fields(TOP), "$defs": definitions}


def _fields(fields: Iterable[Field]) -> Schema:
    listed = list(fields)
    required = [one.name for one in listed if one.required]
    return {
        "type": "object",
        "properties": {one.name: _ref(one.kind) | {"description": one.says} for one in listed},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _ref(kind: str) -> Schema:
    return {"$ref": f"#/$defs/{kind}"}


def _list_of(items: Schema, **bounds: int) -> Schema:
    return {"type": "array", "items": items, **bounds}


def _one_of_words(shape: type[Shape], field: str) -> Schema:
    """The words that a field takes, as the loader has them."""
    found: list[str] = []
    waiting = [shape.model_fields[field].annotation]
    for one in waiting:
        waiting += [part for part in get_args(one) if not isinstance(part, str)]
        found += [part for part in get_args(one) if isinstance(part, str)]
    return {"enum": found}


def _values() -> dict[str, Schema]:
    """What fields may hold that is the same in every base."""
    condition_list = _list_of(_ref("condition"), minItems=1)
    choices = {
        "type": "object",
        "patternProperties": {f"^{_ANY_WORD}$": _ref("text")},
        "additionalProperties": False,
        "minProperties": 2,
    }
    return {
        "text": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
        "texts": _list_of(_ref("text")),
        "format": {"enum": [int(FORMAT)]},
        "whole": {"type": "integer"},
        "metric": {
            "enum": list(METRICS),
            "enumDescriptions": [one.title for one in METRICS.values()],
        },
        "error": {"type": "number", "exclusiveMinimum": 0},
        "yes_no": {"enum": ["yes", "no"]},
        "change": {"enum": ["never", *range(1, 10)]},
        "each": {"enum": ["site"]},
        "dated_text": {"type": "string", "pattern": rf"^{_DAY} \S"},
        "dated_texts": _list_of(_ref("dated_text")),
        "signed_texts": _list_of({"type": "string", "pattern": rf"\S {_DAY}$"}),
        "weeks": _list_of(_ref("text"), minItems=PLAN_WEEKS, maxItems=PLAN_WEEKS),
        "tapers": _list_of(_ref("text"), minItems=TAPERS, maxItems=TAPERS),
        "week_numbers": _list_of({"type": "integer", "minimum": 1, "maximum": PLAN_WEEKS}),
        "formula": {"type": ["string", "number"], "pattern": r"\S"},
        "rows": _list_of(_list_of(_ref("text"))),
        "choice_lines": _list_of(
            {"type": "object", "additionalProperties": _ref("text"), "minProperties": 1}
        ),
        "condition": {
            "anyOf": [
                {"type": "string", "pattern": r"\S"},
                {
                    "type": "object",
                    "properties": dict.fromkeys(("all", "any", "none"), condition_list),
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ]
        },
        "answer": {"anyOf": [{"type": "string", "pattern": _ANSWER}, choices]},
        "answers": choices,
        "examples": {"type": ["object", "null"], "additionalProperties": _ref("example")},
        "example_state": {"enum": ["fires", "quiet", "unknown", "?"]},
        "status": _one_of_words(RuleShape, "status"),
        "grade": _one_of_words(RuleShape, "grade"),
        "tier": _one_of_words(FlagShape, "tier"),
        "route": _one_of_words(FlagShape, "route"),
        "flag_plan": _one_of_words(FlagShape, "plan"),
        "limit_plan": _one_of_words(LimitShape, "plan"),
        "worse": _one_of_words(QuestionShape, "worse"),
        "say": _one_of_words(SignShape, "say"),
        "measure": _one_of_words(HomeTestShape, "measure"),
        "keep": _one_of_words(HomeTestShape, "keep"),
        "seen": _one_of_words(EvidenceShape, "seen"),
        "tier_or_none": _one_of_words(ExpectShape, "tier"),
        "plan_mode": _one_of_words(PlanExpectation, "mode"),
    }


def _ids(sections: Sections) -> dict[str, Schema]:
    """References to what this base has."""
    found: dict[str, Schema] = {}
    for section in SECTIONS:
        found[f"{section}_id"] = _one_of(_titles(sections, section), section, sections)
        found[f"{section}_ids"] = _list_of(_ref(f"{section}_id"))
    scored = _titles(sections, "pillars") | _titles(sections, "contexts")
    percent = {"type": ["number", "null"]}
    first = {name: _titles(sections, name) for name in ("flags", "limits")}
    other = dict.fromkeys(("keep-going", "not-enough-answers"), "")
    values = dict.fromkeys(_questions_by_id(sections), "") | _titles(sections, "derived")
    linked = {
        "type": "object",
        "properties": dict.fromkeys(sorted(scored), _ref("condition")),
        "additionalProperties": not sections.is_whole,
        "minProperties": 1,
    }
    return found | {
        "headline": _one_of(
            {**scored, **first["flags"], **first["limits"], **other}, "flags", sections
        ),
        "scored_ids": _list_of(_one_of(scored, "pillars", sections)),
        "needs": _list_of(_one_of(_equipment(sections), "questions", sections)),
        "sites": _list_of(_one_of(sites(sections), "sites", sections)),
        "links": _list_of({"anyOf": [_one_of(scored, "pillars", sections), linked]}),
        "percents": {
            "type": "object",
            "properties": dict.fromkeys(sorted(scored), percent),
            "additionalProperties": not sections.is_whole,
        },
        "value_ids": _list_of(_one_of(values, "questions", sections)),
        "each_site": {
            "type": "object",
            "properties": {"site": _ref("questions_id")},
            "required": ["site"],
            "additionalProperties": False,
        },
    }


def _equipment(sections: Sections) -> dict[str, str]:
    """What the question about equipment lists."""
    asked = {entry.shape.question for entry in sections.of("asks", AskShape)}
    kinds = (read_kind(one) for one in sections.of("questions", QuestionShape) if one.id in asked)
    return {
        word: label
        for kind in kinds
        if isinstance(kind, Several)
        for word, label in kind.labels.items()
    }


def _one_of(words: Mapping[str, str], section: str, sections: Sections) -> Schema:
    """One of the words, each with what it is called.

    Any text where there may be others in a file that cannot be read.
    """
    if not words:
        return _ref("text")
    known = {"enum": list(words), "enumDescriptions": list(words.values())}
    if not sections.is_whole:
        return {"anyOf": [known, _ref("text")]}
    message = f"this base has no such id under {section}; for a new one, run surefoot kb schema"
    return known | {"errorMessage": message}


def _titles(sections: Sections, section: str) -> dict[str, str]:
    """Every id of a section, with the title or the citation of its entry."""
    titles = {}
    for name in sorted(sections.known.get(section, ())):
        entry = sections.entries.get(section, {}).get(name)
        shape = entry.shape if entry else None
        titles[name] = str(getattr(shape, "title", getattr(shape, "cite", "")))
    return titles


def _section(name: str, sections: Sections) -> Schema:
    """The entries of a section, each under an id of its form."""
    topic = _first_part(sections, "topics")
    pillar = _first_part(sections, "pillars", "contexts")
    form = {
        "questions": rf"^{topic}(\.{NAME}){{1,2}}$",
        "derived": rf"^{topic}\.{NAME}$",
        "rules": rf"^{pillar}\.{CLAIM}$",
        "flags": rf"^flag\.{CLAIM}$",
        "patterns": rf"^pattern\.{CLAIM}$",
        "limits": rf"^limit\.{CLAIM}$",
        "asks": f"^({'|'.join(ASKS)})$",
    }.get(name, ".")
    return {
        "type": ["object", "null"],
        "patternProperties": {form: _ref(f"{name}_entry")},
        "additionalProperties": False,
    }


def _first_part(sections: Sections, *names: str) -> str:
    known = set().union(*(sections.known.get(name, set()) for name in names))
    words = sorted(name for name in known if re.fullmatch(_ANY_WORD, name))
    return f"({'|'.join(words)})" if words and sections.is_whole else _ANY_WORD


def _questions(sections: Sections) -> dict[str, Schema]:
    """What answers each question takes, and `given`: a mapping of answers by question id."""
    ids = _questions_by_id(sections)
    entries = {one.id: one for one in sections.of("questions", QuestionShape)}
    found = {
        f"question.{name}": _question(entry, entries.get(entry.shape.records, entry))
        for name, entry in entries.items()
    }
    found["given"] = {
        "type": "object",
        "properties": {name: _ref(kind) if kind in found else {} for name, kind in ids.items()},
        "additionalProperties": not sections.is_whole,
    }
    return found


def _questions_by_id(sections: Sections) -> dict[str, str]:
    """Every id that an answer can have, with the definition of its question."""
    ids: dict[str, str] = {}
    for name in sorted(sections.known.get("questions", ())):
        forms = list(forms_of_sites(sections, name, name))
        for one in forms[1:] if ".site." in name else forms:
            ids[one] = f"question.{name}"
    return ids


def _question(entry: Entry[QuestionShape], asked: Entry[QuestionShape]) -> Schema:
    """What a question takes; one that only a record answers takes what the `asked` one does."""
    kind = read_kind(asked)
    answers = {} if isinstance(kind, Problem) else _answer(kind)
    says = [entry.shape.ask or f"What a record shows of {asked.id}."]
    if isinstance(asked.shape.answer, str):
        says.append(asked.shape.answer)
    return {"title": entry.shape.title, "description": "\n\n".join(says), **answers}


def _answer(kind: Kind) -> Schema:
    """What stands for an answer of this kind; the empty one that the loader passes over is none."""
    match kind:
        case Number(unit=unit) if unit == DATE:
            return {"anyOf": [{"type": "string", "pattern": _WRITTEN_DAY}, _choice(_NOT_GIVEN)]}
        case Number(lowest, highest):
            number = {"type": "number", "minimum": lowest, "maximum": highest}
            with_unit = {"type": "string", "pattern": r"^\s*[.,]?[0-9]"}  # 5:30 /km, 20 mi
            return {"anyOf": [number, with_unit, _choice(_NOT_GIVEN)]}
        case Choice(labels):
            return _choice({**labels, **_NOT_GIVEN})
        case Several(labels):
            one = f"({'|'.join(labels)})"
            several = {"type": "string", "pattern": rf"^\s*{one}(\s*,\s*{one})*\s*$"}
            listed = _list_of(_choice(labels), minItems=1)
            return {"anyOf": [listed, _choice({**labels, **_NOT_GIVEN}), several]}
        case Text(longest):
            return {"type": ["string", "number", "boolean"], "maxLength": longest}
        case _:
            assert_never(kind)


def _choice(labels: Mapping[str, str]) -> Schema:
    """One of the choices as an editor reads them: `true` and `false` are no texts to it."""
    words = [word == "true" if word in {"true", "false"} else word for word in labels]
    return {"enum": words, "enumDescriptions": list(labels.values())}


def schema_text(schema: Schema) -> str:
    """A schema as JSON in which what fits on a line stands on one."""
    return _json(schema, 0) + "\n"


def _json(value: Any, indent: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if indent + len(line) <= _LINE or not isinstance(value, dict | list):
        return line
    inner = indent + 1
    if isinstance(value, list):
        parts = [_json(item, inner) for item in value]
    else:
        parts = [f"{json.dumps(key)}: {_json(item, inner)}" for key, item in value.items()]
    space = "\n" + " " * inner
    ends = "[]" if isinstance(value, list) else "{}"
    return ends[0] + space + f",{space}".join(parts) + "\n" + " " * indent + ends[1]
