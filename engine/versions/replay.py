"""A report's JSON, worked out again: the same result, or what differs and which rule did it.

A result is the same if every number, band, tier, flag, pattern, block and action is; texts may
have been reworded. Each rule of a report has the hash of its meaning, so that one that changed
is named also where it is quiet, and moves a deficit only by what it is worth.
"""

import dataclasses
import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ..answers_text import read_entered
from ..assessment import Assessor
from ..canonical import Naming
from ..diagnosis import diagnose
from ..errors import AnswersError, Problem
from ..knowledge import Knowledge
from ..recorded import IMPORTED, Basis, Confidence
from ..result import SCHEMA, Data, result
from ..vocabulary import Answer, Misfit

LARGEST_BYTES = 20_000_000
_PDF = b"%PDF"
_OUT = "take it out by a PDF viewer's list of attachments, or by: pdfdetach -saveall FILE"
_FIX = "give a file that was written by: surefoot report ANSWERS --format json"
_NAMES = ("name", "version", "hash")
_SCORED = {
    "deficit_percent": "deficit in percent",
    "low_percent": "deficit at least, in percent",
    "high_percent": "deficit at most, in percent",
    "priority_percent": "priority in percent",
    "band": "band",
    "clamped": "deficit moved to its nearest bound",
    "decided": "items decided",
    "applicable": "items that apply",
}

_NOTED_LATER = {"plan race", "plan starts", "plan left out", "plan budget"}

_Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule of a report; `meaning` is empty in one that was written before it was noted."""

    state: str
    points: int
    meaning: str


_Rules = dict[str, _Rule]
_ABSENT = _Rule("not there", 0, "")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not what the report says; `where` names it like `recovery band`."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that is not as it was, and in what: `means something else`, `fires → quiet`.

    One that does not conclude otherwise may still weigh otherwise in its pillar.
    """

    id: str
    how: tuple[str, ...]
    concludes_otherwise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What became of a report with the knowledge at hand.

    `before` and `after` have name, version and hash of the two bases. `lost` are answers that
    cannot be given any more, each with the reason. `rules` are all that changed, also where
    the result is the same.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    lost: tuple[str, ...]
    differences: tuple[Difference, ...]
    rules: tuple[ChangedRule, ...]

    @property
    def is_same(self) -> bool:
        """Whether all that was concluded is concluded again."""
        otherwise = any(rule.concludes_otherwise for rule in self.rules)
        return not (self.differences or self.lost or otherwise)


@dataclass(frozen=True, slots=True)
class Report:
    """What a report's JSON says, as far as a replay needs it.

    `day` is when its plan starts; None where none was said, or in a report from before it was.
    `recorded` has what the recorded values stand on, by the question that they are of.
    """

    names: Mapping[str, str]
    day: datetime.date | None
    answers: Mapping[str, tuple[str, str]]
    conclusions: _Values
    rules: _Rules
    recorded: Mapping[str, Basis]


def read_report(path: Path, knowledge: Knowledge) -> Report:
    """The JSON that `surefoot report --format json` wrote, under the ids that the base has now.

    Raises:
        AnswersError: if the file is anything else.
    """
    data = _read_json(path)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        _refuse(path, f"it is not a report: `schema` is not {SCHEMA}")
    try:
        return _report(data, _present_names(knowledge))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        _refuse(path, "it is not whole: a part of a report is missing or has another form")


def replay(report: Report, assessor: Assessor) -> Replay:
    """Work a report out again with the assessor's knowledge base."""
    answers, lost = answers_of(report, assessor.knowledge)
    now = _report(json.loads(json.dumps(result(diagnose(assessor, answers, report.day)))), str)
    return Replay(
        before=report.names,
        after=now.names,
        lost=lost,
        differences=tuple(_differences(report, now)),
        rules=tuple(_changed_rules(report.rules, now.rules)),
    )


def answers_of(report: Report, knowledge: Knowledge) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """A report's answers as the base reads them, and why each of the others cannot be given."""
    answers: dict[str, Answer] = {}
    lost = []
    for name, (entered, source) in report.answers.items():
        found = _answer(name, entered, source, knowledge)
        if isinstance(found, str):
            lost.append(found)
        else:
            answers[name] = found
    for name, basis in report.recorded.items():
        for one in (name, knowledge.recorded_by.get(name, "")):
            if one in answers and answers[one].source == IMPORTED:
                answers[one] = dataclasses.replace(answers[one], basis=basis)
    return answers, tuple(lost)


def is_report(path: Path) -> bool:
    """Whether a file is to be read as a report: JSON with a schema, or meant as one.

    Of what is only meant, JSON that is broken and a PDF, `read_report` says what to do.
    """
    try:
        data = _read_json(path)
    except AnswersError:
        return path.suffix.lower() == ".json" or _is_pdf(path)
    return isinstance(data, dict) and "schema" in data


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_PDF)) == _PDF
    except OSError:
        return False


def _read_json(path: Path) -> object:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        _refuse(path, f"it cannot be read: {error.strerror or 'the system refused'}")
    if len(data) > LARGEST_BYTES:
        _refuse(path, f"it is larger than {LARGEST_BYTES // 1_000_000} MB")
    if data.startswith(_PDF):
        _refuse(path, "it is a PDF; the result of a report is attached to it: result.json", _OUT)
    try:
        found: object = json.loads(data)
    except json.JSONDecodeError as error:
        _refuse(path, f"it is not JSON, from line {error.lineno}, column {error.colno} on")
    except (ValueError, RecursionError):  # not UTF-8, a number of thousands of digits, too deep
        _refuse(path, "it is not JSON that can be read")
    return found


def _refuse(path: Path, message: str, fix: str = _FIX) -> NoReturn:
    raise AnswersError(Problem(code="AN100", where=str(path), message=message, fix=fix))


def _present_names(knowledge: Knowledge) -> Naming:
    """From an id that a report has to the present one; a sign is named after its pattern."""
    former = {**knowledge.former_ids, **knowledge.former_questions}

    def name(one: str) -> str:
        pattern, _, sign = one.rpartition(".")
        return former.get(one) or (f"{former[pattern]}.{sign}" if pattern in former else one)

    return name


def _report(data: Data, name: Naming) -> Report:
    return Report(
        names={one: str(data["knowledge"][one]) for one in _NAMES},
        day=datetime.date.fromisoformat(day) if (day := data["plan"].get("day")) else None,
        answers={
            name(question): (str(one["entered"]), str(one["source"]))
            for question, one in data["runner"].items()
        },
        conclusions=dict(_conclusions(data, name)),
        rules={
            name(one["id"]): _Rule(
                str(one["state"]), int(one["points"]), str(one.get("meaning", ""))
            )
            for one in data["rules"]
        },
        recorded={
            name(one["question"]): _basis(one) for one in data.get("recorded", ()) if one["window"]
        },
    )


def _basis(data: Data) -> Basis:
    first, last = (datetime.date.fromisoformat(data["window"][one]) for one in ("first", "last"))
    return Basis(first, last, int(data["n"]), str(data["of"]), Confidence(data["confidence"]))


def _conclusions(data: Data, name: Naming) -> Iterator[tuple[str, object]]:
    """All that was concluded, each under a name for people; no texts.

    Only ids are called what they are called now: a site, a pillar or a word may be spelled like
    the earlier id of something else.
    """
    headline = data["headline"]["id"]  # of a flag or limit, or else of a pillar
    yield "headline", name(headline) if "." in headline else headline
    yield "tier", data["tier"] or "none"
    yield "ranking", _listed(one["id"] for one in data["pillars"])
    for one in (*data["pillars"], *data["contexts"]):
        for field, said in _SCORED.items():
            yield f"{one['id']} {said}", one[field]
    for one in data["flags"]:
        at = f", at {_listed(one['sites'])}" if one["sites"] else ""
        yield name(one["id"]), f"tier {one['tier']}, {one['route']}, plan {one['plan']}{at}"
    for one in data["patterns"]:
        found = f"{one['band']}, at {_listed(one['sites'])}, links {_listed(one['pillars'])}"
        yield name(one["id"]), found
    yield "undecided flags", _listed(map(name, data["undecided_flags"]))
    yield "limits", _listed(name(one["id"]) for one in data["limits"])
    yield "plan shown", "yes" if data["plan"]["shown"] else "no"
    yield "plan mode", data["plan"]["mode"]
    for week in data["plan"]["weeks"]:
        yield f"plan week {week['week']}", _listed(name(one["id"]) for one in week["blocks"])
    yield from _around_the_weeks(data["plan"], name)
    yield "actions", _listed(name(one["id"]) for one in data["actions"])
    for one in data["actions"]:
        rules = _listed(map(name, one["rules"]))
        yield f"action {name(one['id'])}", f"for {rules}, {one['minutes_per_week']} minutes a week"
    yield "unanswered", _listed(map(name, data["unanswered"]))
    yield "next measurement", name(data["next_measurement"] or "none")


def _listed(names: Any) -> str:
    return ", ".join(names) or "none"


def _around_the_weeks(plan: Data, name: Naming) -> Iterator[tuple[str, object]]:
    """What a plan says beside its weeks, where the report has it.

    What the race does is told in words only, so these are compared as they stand.
    """
    if "day" not in plan:  # without the day nobody knows what the race did
        return
    yield "plan race", plan["race"] or "none"
    yield "plan starts", _listed(f"{name(one)} in week {n}" for one, n in plan["starts"].items())
    yield (
        "plan left out",
        _listed(
            f"{one['why']} {', '.join(map(name, one['blocks'])) or len(one['titles'])}"
            for one in plan["left_out"]
        ),
    )
    if "budget" in plan:
        budget = plan["budget"] or {"actions": ()}
        yield "plan budget", _listed(map(name, budget["actions"]))


def _answer(name: str, entered: str, source: str, knowledge: Knowledge) -> Answer | str:
    """The answer as it was entered, or why it cannot be given any more."""
    question = knowledge.questions.get(name)
    if question is None:
        return f"there is no question '{name}' any more"
    found = read_entered(question, entered, source)
    if isinstance(found, Misfit):
        return f"{found.message}; {found.fix}" if found.fix else found.message
    return found


def _differences(before: Report, now: Report) -> Iterator[Difference]:
    old, new = before.conclusions, now.conclusions
    for where in [*old, *(one for one in new if one not in old)]:
        if where in _NOTED_LATER and where not in old:
            continue  # the report is older than this part of it
        if old.get(where) != new.get(where):
            yield Difference(where, _shown(old.get(where)), _shown(new.get(where)))


def _shown(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.6g}"
        case _:
            return str(value)


def _changed_rules(before: _Rules, now: _Rules) -> Iterator[ChangedRule]:
    """Every rule that is not as it was; first those that conclude something else."""
    names = [*before, *(name for name in now if name not in before)]
    found = [
        _changed_rule(name, before.get(name, _ABSENT), now.get(name, _ABSENT)) for name in names
    ]
    changed = [one for one in found if one.how]
    yield from sorted(changed, key=lambda one: not one.concludes_otherwise)


def _changed_rule(name: str, was: _Rule, now: _Rule) -> ChangedRule:
    how = []
    if was.meaning and was.meaning != now.meaning and now is not _ABSENT:
        how.append("means something else")
    if was.state != now.state:
        how.append(f"{was.state} → {now.state}")
    if was.points != now.points:
        how.append(f"{was.points} → {now.points} points")
    differs = (was.state, was.points) != (now.state, now.points)
    if _ABSENT in (was, now):  # one that is new or gone, and quiet, concludes nothing
        differs = "fires" in (was.state, now.state)
    elif differs and was.meaning == now.meaning:
        how.append("because something that it reads changed")
    return ChangedRule(name, tuple(how), differs)
