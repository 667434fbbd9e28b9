"""The JSON result is what its schema says, for every kind of runner."""

import json
import random
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.result import result

from .support.runners import random_answers

SCHEMA = json.loads((files("surefoot") / "engine" / "result.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(load_knowledge())


@pytest.mark.parametrize("share_unanswered", [0.0, 0.3, 0.7, 1.0])
def test_results_fit_the_schema(assessor: Assessor, share_unanswered: float) -> None:
    chance = random.Random(share_unanswered)
    for _ in range(25):
        answers = random_answers(assessor.knowledge, chance, share_unanswered=share_unanswered)
        data = json.loads(json.dumps(result(diagnose(assessor, answers)), allow_nan=False))
        Draft202012Validator(SCHEMA).validate(data)


def test_the_schema_refuses_what_it_does_not_name(assessor: Assessor) -> None:
    data = result(diagnose(assessor, {}))
    assert not list(Draft202012Validator(SCHEMA).iter_errors(data))
    assert list(Draft202012Validator(SCHEMA).iter_errors({**data, "overall_score": 50}))
    assert list(Draft202012Validator(SCHEMA).iter_errors({**data, "tier": "E"}))


def test_every_rule_of_the_base_is_in_the_result(assessor: Assessor) -> None:
    data = result(diagnose(assessor, {}))
    assert [one["id"] for one in data["rules"]] == list(assessor.knowledge.rules)


def test_ranges_are_within_those_of_the_scores_and_reasons_are_of_given_answers(
    assessor: Assessor,
) -> None:
    chance = random.Random(7)
    weak = 0
    for share in (0.0, 0.2, 0.5):
        answers = random_answers(assessor.knowledge, chance, share_unanswered=share)
        data = result(diagnose(assessor, answers))
        scores = {one["id"]: one for one in (*data["pillars"], *data["contexts"])}
        for name, found in data["ranges"].items():
            assert scores[name]["low_percent"] <= found["low_percent"]
            assert found["high_percent"] <= scores[name]["high_percent"]
        named = {name for name, one in scores.items() if one["band"] in {"weak", "watch"}}
        assert set(data["reasons"]) == named
        for reason in data["reasons"].values():
            given = reason["questions"] if reason else []
            assert all(data["runner"][name]["state"] == "given" for name in given)
            weak += bool(given)
    assert weak
