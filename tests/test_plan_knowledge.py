"""What an author can get wrong in the plan, and what the lock keeps of it."""

from pathlib import Path

import pytest

from surefoot.engine.errors import KnowledgeError
from surefoot.engine.loading import load_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.meaning import meanings
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.versions.lock import Lock, read_lock, write_lock
from surefoot.engine.versions.locking import make_lock

from .support.small import HEAD, PILLARS, QUESTIONS, WEEKS

_PLAN = f"""
  a.kit: {{title: Kit, ask: Ask, why: Why, answers: {{band: Band, none: None}}}}
plan:
  asks: {{equipment: {{question: a.kit}}, minutes: {{question: a.one}}}}
  exercises:
    lift:
      {{title: L, needs: [band], loads: [left], when: a.two > 3, how: H, dose: D, half: H, stop: S}}
    push: {{title: Push, how: H, dose: D, half: H, stop: S}}
  sessions: {{x: {{title: X, text: T, skip_if: a.one < 2}}}}
  placings: {{usual: {{text: T}}}}
  blocks:
    run:
      title: Run
      taper: [t1, t2, t3]
      raises: [6]
      variants: [{{when: a.one > 3, pushes: p, {WEEKS}}}]
      parts: {{top: {{title: Top, sessions: [x], one_of: [lift, push]}}}}
      {WEEKS}
      half: [h1, h2, h3, h4, h5, h6, h7, h8]
  steps:
    one:
      {{title: S, blocks: [run], scores: [p], otherwise: O, evidence: [expert], grade: expert}}
"""


def _load(folder: Path, found: str = "", instead: str = "") -> list[str]:
    assert found in _PLAN
    text = HEAD + PILLARS + QUESTIONS + _PLAN.replace(found, instead, 1)
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    try:
        load_knowledge(folder)
    except KnowledgeError as error:
        return [f"{one.code} {one.message}" for one in error.problems]
    return []


def test_the_small_plan_has_no_mistake(tmp_path: Path) -> None:
    assert _load(tmp_path) == []


@pytest.mark.parametrize(
    ("found", "instead", "said"),
    [
        ("one_of: [lift", "one_of: [lifd", "KB208 there is no exercise called 'lifd'"),
        ("sessions: [x]", "sessions: [y]", "KB208 there is no session called 'y'"),
        ("needs: [band]", "needs: [bend]", "KB122 there is no thing that the plan asks for"),
        ("taper: [t1, t2, t3]", "taper: [t1, t2]", "KB153 'taper' has 2 texts, not 3"),
        ("raises: [6]", "raises: [9]", "KB153 'raises' names weeks from 1 to 8"),
        ("{when: a.one > 3, pushes", "{pushes", "KB153 a variant has `when:` or `advice:`"),
        ("question: a.kit", "question: a.one", "KB121 'a.one' is no question with several"),
        ("minutes: {question", "hours: {question", "KB150 the plan asks for minutes"),
        ("scores: [p]", "scores: [z]", "KB204 there is no pillar or context called 'z'"),
        ("when: a.two > 3", "when: a.tow > 3", "KB121"),
        ("skip_if: a.one < 2", "skip_if: a.one <", "KB1"),
        ("evidence: [expert], grade", "evidence: [us], grade", "KB202"),
        ("pushes: p", "pusches: p", "KB150 there is no field 'pusches' here"),
    ],
)
def test_what_is_wrong_in_a_plan_is_said(
    tmp_path: Path, found: str, instead: str, said: str
) -> None:
    (problem, *_) = _load(tmp_path, found, instead) or [""]
    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("found", "instead", "changed"),
    [
        ("needs: [band]", "needs: []", ("exercise", "lift")),
        ("a.one < 2", "a.one < 3", ("session", "x")),
        ("usual: {text: T}", "usual: {text: T, when: a.one > 1}", ("placing", "usual")),
        ("one_of: [lift, push]", "one_of: [push, lift]", ("block", "run")),
        ("raises: [6]", "raises: [5]", ("block", "run")),
        ("pushes: p", "pushes: q", ("block", "run")),
        ("scores: [p]", "scores: [q]", ("step", "one")),
        ("minutes: {question: a.one}", "minutes: {question: a.two}", ("ask", "minutes")),
    ],
)
def test_what_decides_about_a_plan_is_part_of_its_meaning(
    tmp_path: Path, found: str, instead: str, changed: tuple[str, str]
) -> None:
    assert _load(tmp_path) == []
    before = meanings(load_knowledge(tmp_path))
    assert _load(tmp_path, found, instead) == []
    after = meanings(load_knowledge(tmp_path))
    assert {key for key in before if before[key].hash != after[key].hash} == {changed}


def test_the_texts_of_a_plan_are_no_part_of_its_meaning(tmp_path: Path) -> None:
    assert _load(tmp_path) == []
    before = load_knowledge(tmp_path).hash
    assert _load(tmp_path, "taper: [t1", "taper: [t9") == []
    assert load_knowledge(tmp_path).hash == before


def test_a_lock_keeps_the_parts_of_the_plan(tmp_path: Path) -> None:
    sections = read_sections(SHIPPED)
    lock = make_lock(load_knowledge(SHIPPED), sections)
    write_lock(tmp_path, lock)
    read = read_lock(tmp_path)
    assert isinstance(read, Lock)
    assert {"exercise", "session", "placing", "step", "ask"} <= {kind for kind, _ in read.entries}
