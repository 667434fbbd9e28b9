"""Which fields an entry of the knowledge may have; the only file that imports pydantic.

A shape says what is there and of what form. What the values mean to each other is
the loader's business. All scalars arrive as text.
"""

from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from .errors import Place, Problem, did_you_mean, join_words
from .field_values import (
    read_change,
    read_dated,
    read_number,
    read_number_or_null,
    read_signed,
    read_text,
    read_whole,
    read_yes_no,
)
from .nodes import find, plain
from .source import Mapping, Node

Words = Annotated[str, BeforeValidator(read_text)]
Dated = Annotated[str, BeforeValidator(read_dated)]
Signed = Annotated[str, BeforeValidator(read_signed)]
Whole = Annotated[int, BeforeValidator(read_whole)]
Decimal = Annotated[float, BeforeValidator(read_number)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no)]
Effort = Annotated[int | None, BeforeValidator(read_change)]
When = Any  # conditions are read from the nodes, where the columns are
Examples = Any  # as are examples, and only where they are run
Grade = Literal["strong", "moderate", "weak", "expert", "contested"]
Status = Literal["draft", "trial", "stable", "retired"]
Tier = Literal["A", "B", "C", "D"]
Route = Literal[
    "ambulance",
    "emergency department",
    "same day",
    "within two days",
    "within days",
    "doctor within two weeks",
    "within two weeks",
    "self-care",
]
Weeks = list[Words]


class Shape(BaseModel):
    """An entry whose fields are all named below."""

    model_config = ConfigDict(extra="forbid")


class TopicShape(Shape):
    """A topic of the interview."""

    title: Words
    why: Words = ""
    consent: Words = ""


class PillarShape(Shape):
    """A pillar or a context."""

    title: Words
    about: Words
    headline: Words = ""
    headline_when: When = None


class QuestionShape(Shape):
    """A question."""

    title: Words
    ask: Words
    why: Words
    help: Words = ""
    answer: str | dict[str, Words] | None = None
    answers: dict[str, Words] | None = None
    worse: Literal["lower", "higher", "neither"] = "neither"
    change: Effort = None
    only_if: When = None
    each: str | None = None
    refused: Words = ""
    measurement_error: Decimal | None = None
    step: Decimal | None = None
    from_history: Words = ""
    records: Words = ""
    was: list[str] = []


class RecordShape(QuestionShape):
    """A question that only a record answers: nobody is asked it."""

    ask: Words = ""
    why: Words = ""


class HomeTestShape(Shape):
    """A test that a runner does at home, step by step."""

    title: Words
    questions: list[str]
    measure: Literal["repetitions", "hold", "count", "faults"]
    steps: Weeks
    stop: Words
    evidence: list[str]
    grade: Grade
    beats_per_minute: Whole | None = None
    beats_per_repetition: Whole = 1
    seconds: Whole | None = None
    times: Whole = 1
    rest_seconds: Whole = 0
    loads: list[str] = []
    withhold_if: When = None
    about: Words = ""
    needs: Words = ""
    minutes: Whole = 0
    countdown_seconds: Whole = 5
    rounds: Weeks = []
    keep: Literal["each", "worst", "average"] = "each"
    beat_words: Weeks = []
    faults: Weeks = []
    ask_first: Weeks = []
    impact: YesNo = False
    sets: dict[str, Words] = {}
    was: list[str] = []


class ContradictionShape(Shape):
    """Answers that do not fit together."""

    title: Words
    when: When
    text: Words
    never: YesNo = False
    each: str | None = None
    was: list[str] = []


class LookupShape(Shape):
    """A table of numbers."""

    by: list[str]
    rows: list[list[str]]


class DerivedShape(Shape):
    """A derived value."""

    title: Words
    unit: str = ""
    number: Words | None = None
    choice: list[dict[str, Words]] | None = None
    lookup: LookupShape | None = None
    gate: When = None
    was: list[str] = []


class ThenShape(Shape):
    """What a points rule concludes."""

    points: Whole
    advice: str | None = None


class _Reasoned(Shape):
    title: Words
    status: Status
    evidence: list[str]
    grade: Grade
    not_for: Words = ""
    changed: list[Dated] = []
    reviewed: list[Signed] = []
    was: list[str] = []
    replaced_by: list[str] = []


class RuleShape(_Reasoned):
    """A rule that gives points."""

    when: When
    examples: Examples = None
    then: ThenShape
    because: Words
    claim: Words = ""
    group: str | None = None
    each: str | None = None


class FlagShape(_Reasoned):
    """A red flag."""

    when: When
    examples: Examples = None
    tier: Tier
    route: Route
    plan: Literal["none", "hold", "no-impact", "site", "unchanged"]
    because: Words
    running: Words
    tell: Words
    each: str | None = None


class SignShape(Shape):
    """A sign of a pattern."""

    when: When
    say: Literal[
        "slightly", "clearly", "strongly", "against slightly", "against clearly", "against strongly"
    ]
    group: str | None = None
    examples: Examples = None


class PatternShape(_Reasoned):
    """A symptom pattern."""

    about: Words
    differ: Words
    signs: dict[str, SignShape]
    sites: list[str] = []
    links: list[str | dict[str, When]] = []
    blocks: list[str] = []


class LimitShape(_Reasoned):
    """For whom the base says less or nothing."""

    when: When
    examples: Examples = None
    text: Words
    plan: Literal["none"] | None = None


class AdviceShape(Shape):
    """A piece of advice."""

    title: Words
    text: Words
    dose: Words
    stop: Words
    minutes_per_week: Whole
    block: str
    evidence: list[str]
    grade: Grade
    increases: YesNo = False
    withhold_if: When = None
    not_with: list[str] = []
    parts: list[str] = []
    was: list[str] = []


class EvidenceShape(Shape):
    """A source, with what was seen of it."""

    cite: Words
    design: Words
    seen: Literal["full", "excerpt", "secondary", "none"]
    doi: Words = ""
    year: Whole | None = None
    size: Words = ""
    population: Words = ""
    result: Words = ""
    checked: Dated | None = None
    was: list[str] = []


class PlanExpectation(Shape):
    """What a runner's plan must be."""

    shown: YesNo
    mode: Literal["full", "keep-going", "hold", "no-impact", "site", "none"] | None = None


Percent = Annotated[float | None, BeforeValidator(read_number_or_null)]


class ExpectShape(Shape):
    """What must come out for a whole person; every field is optional."""

    deficit_percent: dict[str, Percent] = {}
    ranking: list[str] | None = None
    patterns: list[str] | None = None
    flags: list[str] | None = None
    tier: Literal["A", "B", "C", "D", "none"] | None = None
    plan: PlanExpectation | None = None
    headline: str | None = None


class LikeShape(Shape):
    """A person with other answers than the one whose file it stands in."""

    answers: dict[str, Any]
    expect: ExpectShape = ExpectShape()


class RunnerShape(Shape):
    """A whole person in knowledge/runners."""

    title: Words
    source: Words
    answers: dict[str, Any]
    about: Words = ""
    expect: ExpectShape = ExpectShape()
    variants: dict[str, LikeShape] = {}


AnyShape = TypeVar("AnyShape", bound=Shape)


def fit(
    shape: type[AnyShape], node: Node, context: tuple[str, ...], place: Place | None = None
) -> tuple[AnyShape | None, list[Problem]]:
    """The entry as its shape, or None with every problem in it.

    `place` is where its id stands; a field that is missing is said there.
    """
    if not isinstance(node, Mapping):
        message = "fields are expected here, each as `name: value` on a line of its own"
        return None, [Problem(code="KB152", place=node.place, message=message, context=context)]
    try:
        return shape.model_validate(plain(node)), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True)
        return None, _problems(shape, node, found, context, place or node.place)


def _problems(
    shape: type[Shape], node: Mapping, found: list[Any], context: tuple[str, ...], top: Place
) -> list[Problem]:
    problems: dict[tuple[Place, str], Problem] = {}
    misspelt = set()
    for one in sorted(found, key=lambda error: str(error["type"]) != "extra_forbidden"):
        path = tuple(str(part) for part in one["loc"])
        kind, name, fix = str(one["type"]), path[-1], ""
        if kind == "extra_forbidden":
            fields = _fields_at(shape, path[:-1])
            meant = did_you_mean(name, fields)
            misspelt.add((path[:-1], meant))
            fix = f"did you mean {meant}?" if meant else f"fields here: {join_words(fields)}"
            code, message = "KB150", f"there is no field '{name}' here"
            place = find(node, path, key=True)[0]
        elif kind == "missing":
            if (path[:-1], name) in misspelt:
                continue
            code, message = "KB151", f"the field '{name}' is missing"
            fix = f"add a line `{name}: …`"
            place = find(node, path[:-1])[0] if path[:-1] else top
        else:
            place, field = find(node, path)
            code, message = "KB153", f"'{field}': {_said(one)}"
        said = "" if code == "KB153" else message
        if code == "KB153" and (place, said) in problems:  # it fails for each alternative
            message = f"'{field}': neither a text nor fields with their values"
        problem = Problem(code=code, place=place, message=message, fix=fix, context=context)
        problems[place, said] = problem
    return list(problems.values())


def _said(error: AbstractMapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind == "literal_error":
        said = f"'{error['input']}'" if isinstance(error["input"], str) else "this"
        return f"{said} is not accepted; use {error['ctx']['expected']}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    expected = {"string_type": "a text is", "list_type": "a list is", "dict_type": "fields are",
                "model_type": "fields are"}.get(kind, "something else is")  # fmt: skip
    return f"{expected} expected here"


def _fields_at(shape: type[Shape], path: tuple[str, ...]) -> list[str]:
    model: type[BaseModel] = shape
    for part in path:
        if (field := model.model_fields.get(part)) is not None:
            model = next(_models_in(field.annotation), model)
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
