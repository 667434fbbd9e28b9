"""Scores that others made, each as a small base of its own: every case comes out as they say."""

from __future__ import annotations

import json
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from surefoot import cli
from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.check import check_knowledge
from surefoot.engine.errors import format_problems
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.nodes import plain
from surefoot.engine.scoring import ItemScore, score_pillars
from surefoot.engine.source import Mapping as MappingNode
from surefoot.engine.source import read_file
from surefoot.engine.vocabulary import Number

from .support.runners import random_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surefoot.engine.assessment import Assessment
    from surefoot.engine.condition import Value

_SUITES = Path(__file__).resolve().parents[2] / "shared" / "external"
_BASES = Path(__file__).parent / "external_bases"
_NAMES = sorted(folder.name for folder in _BASES.iterdir())


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a patient, and what the suite expects, all as the suite writes it."""

    suite: str
    id: str
    inputs: Mapping[str, str]
    expected: Mapping[str, str]
    outputs: tuple[str, ...]


def _suite(name: str) -> dict[str, object]:
    node = read_file(_SUITES / f"{name}.yaml").node
    assert isinstance(node, MappingNode)
    return dict(plain(node))


def _cases(name: str) -> Iterator[Case]:
    if not _SUITES.is_dir():
        return
    match _suite(name):
        case {"outputs": dict(outputs), "cases": list(cases)}:
            for one in cases:
                yield Case(name, one["id"], one["inputs"], one["expected"], tuple(outputs))


_CASES = [case for name in _NAMES for case in _cases(name)]
_of_the_suites = pytest.mark.skipif(not _CASES, reason="needs ../shared/external")
_each_case = pytest.mark.parametrize("case", _CASES, ids=lambda one: f"{one.suite}-{one.id}")


@pytest.fixture(scope="module")
def assessors() -> dict[str, Assessor]:
    return {name: Assessor(load_knowledge(_BASES / name)) for name in _NAMES}


@_of_the_suites
@_each_case
def test_every_expected_value_comes_out(
    assessors: dict[str, Assessor], case: Case, tmp_path: Path
) -> None:
    """What the suite does not expect for a case must not be known either."""
    assessor = assessors[case.suite]
    assessment = _assess(assessor, _write(case.inputs, tmp_path))
    assert _values(assessor.knowledge, assessment, case) == {
        name: case.expected.get(name) for name in case.outputs
    }


@_of_the_suites
@_each_case
def test_the_points_of_the_rules_add_up_to_the_total(
    assessors: dict[str, Assessor], case: Case, tmp_path: Path
) -> None:
    assessor = assessors[case.suite]
    assessment = _assess(assessor, _write(case.inputs, tmp_path))
    items = _items(assessor, assessment)
    values = assessment.facts.values
    assert {name: (item.least, item.most) for name, item in items.items()} == {
        name: (values[f"score.{name}_points"],) * 2 for name in items
    }
    assert sum(item.least for item in items.values()) == int(case.expected["total"])


@_of_the_suites
@_each_case
def test_the_rules_of_the_report_add_up_to_the_total(
    case: Case,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, base = _write(case.inputs, tmp_path), _BASES / case.suite
    arguments = ["surefoot", "report", str(file), "--knowledge", str(base), "--json"]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as exited:
        cli.main()
    assert exited.value.code in {None, 0}
    report = json.loads(capsys.readouterr().out)
    points = {rule["id"]: rule["points"] for rule in report["rules"]}
    counted = [points[name] for pillar in report["pillars"] for name in pillar["rules"]]
    assert sum(counted) == int(case.expected["total"])


@_of_the_suites
@_each_case
def test_a_missing_input_leaves_open_what_follows_from_it_and_nothing_else(
    assessors: dict[str, Assessor], case: Case, tmp_path: Path
) -> None:
    assessor = assessors[case.suite]
    behind = {name: _inputs_behind(assessor.knowledge, f"score.{name}") for name in case.outputs}
    total = int(case.expected["total"])
    for missing in case.inputs:
        kept = {name: value for name, value in case.inputs.items() if name != missing}
        assessment = _assess(assessor, _write(kept, tmp_path))
        assert _values(assessor.knowledge, assessment, case) == {
            name: None
            if missing in behind[name] and not _is_settled(case, name, missing)
            else case.expected.get(name)
            for name in case.outputs
        }, missing
        items = _items(assessor, assessment).values()
        low, high = sum(item.least for item in items), sum(item.most for item in items)
        assert low <= total <= high, missing


def _is_settled(case: Case, name: str, missing: str) -> bool:
    """The one value that the suite gives although something it can depend on is missing."""
    if (name, missing) != ("saturation_points", "oxygen"):
        return False
    failure = case.inputs["hypercapnic_respiratory_failure"] == "true"
    return not failure or int(case.inputs["oxygen_saturation_percent"]) <= 92


# The steps that NEWS2 writes as `8 or fewer 3; 9 to 11 1; …`: for which input, and how fine it is.
_STEPS = {
    "breaths a minute": ("respiration", "breaths_per_minute", 1),
    "oxygen saturation, no hypercapnic respiratory failure": (
        "saturation",
        "oxygen_saturation_percent",
        1,
    ),
    "systolic pressure": ("systolic", "systolic_mmhg", 1),
    "heart beats a minute": ("pulse", "heart_beats_per_minute", 1),
    "temperature in °C": ("temperature", "temperature_celsius", 10),
}


@_of_the_suites
@pytest.mark.parametrize("name", _STEPS)
def test_every_value_of_a_measurement_has_the_points_of_its_step(
    assessors: dict[str, Assessor], tmp_path: Path, name: str
) -> None:
    """The cases try a few values of each; the rules of the suite say all of them."""
    match _suite("NEWS2"):
        case {"inputs": dict(inputs), "rules": {"points": dict(points)}}:
            item, subject, fineness = _STEPS[name]
            low, high = (int(end) for end in inputs[subject]["range"])
    steps = [_step(text) for text in str(points[name]).split("; ")]
    tried = set()
    for tenths in range(low * fineness, high * fineness + 1, 1 + (high - low) // 100):
        value = tenths / fineness
        known = {subject: f"{value:g}", "hypercapnic_respiratory_failure": "false"}
        assessment = _assess(assessors["NEWS2"], _write(known, tmp_path))
        expected = [step[2] for step in steps if step[0] <= value <= step[1]]
        found = _items(assessors["NEWS2"], assessment)[item]
        assert [assessment.facts.values[f"score.{item}_points"]] == expected, value
        assert (found.least, found.most) == (expected[0],) * 2, value
        tried.add(expected[0])
    assert tried == {step[2] for step in steps}


def _step(text: str) -> tuple[float, float, int]:
    """Lowest and highest value of a step, and its points."""
    if match := re.fullmatch(r"([\d.]+) or (?:less|fewer) (\d)", text):
        return float("-inf"), float(match[1]), int(match[2])
    if match := re.fullmatch(r"([\d.]+) to ([\d.]+) (\d)", text):
        return float(match[1]), float(match[2]), int(match[3])
    match = re.fullmatch(r"([\d.]+) or more (\d)", text)
    assert match, text
    return float(match[1]), float("inf"), int(match[2])


@_of_the_suites
@pytest.mark.parametrize("name", _NAMES)
def test_every_case_and_every_input_of_a_suite_is_read(name: str) -> None:
    suite = _suite(name)
    cases = [case for case in _CASES if case.suite == name]
    assert str(suite["checked"]).startswith(f"{len(cases)} cases")
    assert isinstance(suite["inputs"], dict)
    asked = load_knowledge(_BASES / name).questions.keys()
    assert asked == {f"patient.{one}" for one in suite["inputs"]}


@pytest.mark.parametrize("name", _NAMES)
def test_a_base_has_no_findings(name: str) -> None:
    problems = [one for one in check_knowledge(_BASES / name) if one.severity != "info"]
    assert format_problems(problems) == ""


@pytest.mark.parametrize("name", _NAMES)
def test_rules_and_values_give_the_same_points_to_random_patients(
    assessors: dict[str, Assessor], name: str
) -> None:
    """A value may need an input that its rules can do without, never the other way round."""
    assessor, chance, known = assessors[name], random.Random(name), 0
    for _ in range(200):
        answers = random_answers(assessor.knowledge, chance, share_unanswered=0.1)
        assessment = assessor.assess(answers)
        for of_item, item in _items(assessor, assessment).items():
            value = assessment.facts.values.get(f"score.{of_item}_points")
            if value is not None:
                known += 1
                assert (item.least, item.most) == (value, value), (of_item, answers)
    assert known > 200


def _write(inputs: Mapping[str, str], folder: Path) -> Path:
    """An answers file; words are written as people read them."""
    words = {"true": "yes", "false": "no"}
    file = folder / "patient.yaml"
    lines = [
        f"  patient.{name}: {words.get(value, value).replace('_', ' ')}\n"
        for name, value in inputs.items()
    ]
    file.write_text("answers:\n" + "".join(lines), encoding="utf-8")
    return file


def _assess(assessor: Assessor, file: Path) -> Assessment:
    return assessor.assess(read_answers(file, assessor.knowledge).answers)


def _values(knowledge: Knowledge, assessment: Assessment, case: Case) -> dict[str, str | None]:
    facts = assessment.facts
    return {
        name: _as_in_the_suite(knowledge, f"score.{name}", facts.values[f"score.{name}"])
        if facts.is_declared(f"score.{name}")
        else None
        for name in case.outputs
    }


def _as_in_the_suite(knowledge: Knowledge, subject: str, value: Value) -> str:
    if isinstance(value, float):
        kind = knowledge.kind_of(subject)
        assert isinstance(kind, Number)
        return f"{value:.1f} %" if kind.unit == "%" else f"{value:g}"
    return {"yes": "true", "no": "false"}.get(str(value), str(value))


def _items(assessor: Assessor, assessment: Assessment) -> dict[str, ItemScore]:
    """The items by name: `score.<name>_points` is the value that goes with each."""
    scores = score_pillars(assessor.knowledge, assessor, assessment, linked=())
    return {
        item.group.id.rpartition(".")[2].replace("-", "_"): item
        for score in scores.values()
        for item in score.items
    }


def _inputs_behind(knowledge: Knowledge, subject: str) -> set[str]:
    """The inputs from which a value follows, by the names of the suite."""
    needed = knowledge.needs(subject)
    found = {name.removeprefix("patient.") for name in needed & knowledge.questions.keys()}
    return found.union(*(_inputs_behind(knowledge, name) for name in needed))
