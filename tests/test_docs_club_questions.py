"""The short list of questions in the how-to about a club: it is enough, and each sign is needed."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.tables.question_list import questions_table
from surefoot.engine.vocabulary import Answer, read_answer

_PAGE = Path(__file__).parents[1] / "docs" / "howto" / "screen-a-club.md"
_AT_BEST = {
    "runner.age": "35", "runner.sex": "female", "safety.pregnancy": "no",
    "shoes.transition": "none",
}  # fmt: skip
_ASSESSOR = Assessor(load_knowledge(None))


def _listed() -> dict[str, list[str]]:
    """The ids of the list by what they are for."""
    section = _PAGE.read_text(encoding="utf-8").split("## Before the form")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([a-z ]+) \| (`.*`) \|$", section, re.MULTILINE)
    return {what: re.findall("`(.*?)`", ids) for what, ids in rows}


def _diagnosed(ids: list[str]) -> Diagnosis:
    answers: dict[str, Answer] = {}
    for name in ids:
        question = _ASSESSOR.knowledge.questions[name]
        for text in (_AT_BEST.get(name, ""), "none", "no", "5", "good", "rarely", "never", "quiet"):
            found = read_answer(question, text) if text else None
            if isinstance(found, Answer):
                answers[name] = found
                break
    assert list(answers) == ids
    return diagnose(_ASSESSOR, answers)


def test_the_list_gives_each_pillar_a_band_and_clears_the_signs() -> None:
    by_use = _listed()
    assert len(by_use) == 6
    every = [name for ids in by_use.values() for name in ids]
    diagnosis = _diagnosed(every)
    assert not diagnosis.is_safety_open
    pillars = {name: one for name, one in _ASSESSOR.knowledge.scored.items() if not one.is_context}
    assert all(diagnosis.score(name).priority is not None for name in pillars)
    for left_out in by_use["warning signs"]:
        if left_out.startswith("safety."):
            assert _diagnosed([one for one in every if one != left_out]).is_safety_open, left_out


def test_the_table_of_questions_has_their_choices() -> None:
    rows = list(csv.DictReader(io.StringIO(questions_table(_ASSESSOR.knowledge))))
    by_id = {row["id"]: row for row in rows}
    assert {name for ids in _listed().values() for name in ids} <= set(by_id)
    assert by_id["runner.sex"]["answer"].startswith("female: Female | male: Male")
    assert by_id["safety.heart"]["for"] == "warning signs"
    assert by_id["form.cadence_spm"]["asked"] == "counts only with an answer to form.knows_cadence"
