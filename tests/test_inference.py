"""Experta's traps: order, threads, side effects, OR, chains, and a bound on steps."""

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from surefoot.engine import inference
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.inference import Fired, InferenceError
from surefoot.engine.loading import load_knowledge
from surefoot.engine.result import result

from .support.runners import random_answers

THREADS = 8

_ONE_RESULT = """
import hashlib, json, random, sys
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.result import result
from {runners} import random_answers
assessor = Assessor(load_knowledge())
fired = []
for seed in range(3):
    answers = random_answers(assessor.knowledge, random.Random(seed), share_unanswered=0.3)
    fired.append(result(diagnose(assessor, answers)))
print(hashlib.sha256(json.dumps(fired).encode()).hexdigest())
"""


@pytest.mark.parametrize("processes", [3, pytest.param(50, marks=pytest.mark.long)])
def test_same_result_in_processes_with_different_hash_seeds(processes: int) -> None:
    with ThreadPoolExecutor(2) as pool:
        digests = set(pool.map(_digest_with_hash_seed, range(processes)))
    assert len(digests) == 1


def _digest_with_hash_seed(seed: int) -> str:
    root = Path(__file__).resolve().parents[1]
    paths = os.pathsep.join(one for one in (str(root / "tests"), *sys.path) if one)
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": paths}
    run = subprocess.run(
        [sys.executable, "-c", _ONE_RESULT.format(runners="support.runners")],
        capture_output=True, text=True, env=environment, check=True, cwd=root / "tests",
    )  # fmt: skip
    return run.stdout.strip()


@pytest.mark.parametrize("runners", [24, pytest.param(64, marks=pytest.mark.long)])
def test_eight_threads_get_what_one_thread_gets(runners: int) -> None:
    assessor = Assessor(load_knowledge())
    people = [
        random_answers(assessor.knowledge, random.Random(seed), share_unanswered=0.3)
        for seed in range(runners)
    ]
    alone = [json.dumps(result(diagnose(assessor, answers))) for answers in people]
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(
            pool.map(lambda answers: json.dumps(result(diagnose(assessor, answers))), people * 2)
        )
    assert together == alone * 2


def test_importing_adds_no_root_handler_and_leaves_collections_alone() -> None:
    script = (
        "import collections, logging\n"
        "import surefoot.engine.inference\n"
        "print(logging.root.handlers, hasattr(collections, 'Mapping'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)},
    )  # fmt: skip
    assert run.stdout.strip() == "[] False"


def test_a_module_called_schema_does_not_make_experta_vanish(tmp_path: Path) -> None:
    """Experta hides its own ImportError; ours says what is the matter."""
    (tmp_path / "schema.py").write_text("", encoding="utf-8")
    paths = os.pathsep.join(one for one in (str(tmp_path), *sys.path) if one)
    run = subprocess.run(
        [sys.executable, "-c", "import surefoot.engine.inference"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert run.returncode != 0
    assert "cannot import name 'Schema' from 'schema'" in run.stderr


def test_a_run_that_does_not_come_to_rest_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inference, "STEPS_EACH", 0)
    assessor = Assessor(load_knowledge())
    answers = random_answers(assessor.knowledge, random.Random(1), share_unanswered=0.0)
    with pytest.raises(InferenceError, match="not at rest after"):
        assessor.assess(answers)


TWO_BRANCHES = """
format: 1
name: Branches
version: 0.0.1
topics: {a: {title: A}}
pillars: {p: {title: P, about: About, headline: Head}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
questions:
  a.one: {title: One, ask: Ask, why: Why, answer: yes or no}
  a.two: {title: Two, ask: Ask, why: Why, answer: yes or no}
rules:
  p.either:
    title: Either
    status: trial
    when:
      any:
        - a.one == yes
        - a.two == yes
    then: {points: 3}
    because: B
    evidence: [expert]
    grade: expert
"""


def _either(tmp_path: Path) -> Assessor:
    (tmp_path / "base.yaml").write_text(TWO_BRANCHES, encoding="utf-8")
    return Assessor(load_knowledge(tmp_path))


def _answered(assessor: Assessor, **texts: str) -> dict[str, object]:
    from surefoot.engine.vocabulary import read_answer  # noqa: PLC0415

    return {
        f"a.{name}": read_answer(assessor.knowledge.questions[f"a.{name}"], text)
        for name, text in texts.items()
    }


def test_an_or_with_two_true_branches_counts_once(tmp_path: Path) -> None:
    assessor = _either(tmp_path)
    diagnosis = diagnose(assessor, _answered(assessor, one="yes", two="yes"))  # type: ignore[arg-type]
    assert diagnosis.score("p").deficit == 100
    assert [one.points for one in diagnosis.rules] == [3]
    engine = assessor._inference._local.engine
    assert sum(isinstance(fact, Fired) for fact in engine.facts.values()) == 1


def test_each_diagnosis_begins_afresh(tmp_path: Path) -> None:
    """There is no truth maintenance, so nothing of the runner before may be left."""
    assessor = _either(tmp_path)
    assert assessor.assess(_answered(assessor, one="yes")).states == {"p.either": True}  # type: ignore[arg-type]
    assert assessor.assess({}).states == {"p.either": None}
    both_no = _answered(assessor, one="no", two="no")
    assert assessor.assess(both_no).states == {"p.either": False}  # type: ignore[arg-type]


def test_every_rule_has_a_salience_of_its_own() -> None:
    rules = Assessor(load_knowledge())._inference._rules()
    assert len({rule.salience for rule in rules}) == len(rules)


def test_nothing_answered_leaves_every_rule_unknown_or_quiet() -> None:
    assessor = Assessor(load_knowledge())
    assert True not in assessor.assess({}).states.values()
