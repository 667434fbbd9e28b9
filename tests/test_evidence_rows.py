"""Every row of the evidence review is answered, and every rule answers a row.

`evidence_rows.yaml` lists the ids of the review's tables. Each has the entries of the base
that answer it, or a reason why none does. What the base holds beyond the review has its
reason there too.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from surefoot.engine.knowledge import Knowledge, Points, Warn
from surefoot.engine.loading import load_knowledge

ROWS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("evidence_rows.yaml").read_text(encoding="utf-8")
)
REVIEW = Path(__file__).resolve().parents[2] / "shared" / "evidence.md"
KINDS = ("rules", "flags", "patterns", "questions", "derived", "advice", "blocks", "limits",
         "home_tests", "contradictions")  # fmt: skip
_TABLE_ROW = re.compile(r"^\| (?:\*\*)?((?:L|S|C|G|R|T|P|RF)\d+[xy]?)(?:\*\*)? \|", re.MULTILINE)
_SECTION = re.compile(r"^### (3\.1|5\.\d)", re.MULTILINE)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def _ids(knowledge: Knowledge) -> dict[str, set[str]]:
    rules = knowledge.rules
    return {
        "rules": {name for name, one in rules.items() if isinstance(one.conclusion, Points)},
        "flags": {name for name, one in rules.items() if isinstance(one.conclusion, Warn)},
        "limits": {name for name in rules if name.startswith("limit.")},
        "patterns": set(knowledge.patterns),
        "questions": {_of_every_site(one.id, one.site) for one in knowledge.questions.values()},
        "derived": set(knowledge.derived),
        "advice": set(knowledge.advice),
        "blocks": set(knowledge.blocks),
        "home_tests": set(knowledge.home_tests),
        "contradictions": set(knowledge.contradictions),
    }


def _of_every_site(name: str, site: str | None) -> str:
    return name if site is None else name.replace(f".{site}.", ".site.", 1)


@pytest.mark.parametrize("row", ROWS["rows"])
def test_a_row_is_answered_by_entries_that_exist_or_by_a_reason(
    row: str, knowledge: Knowledge
) -> None:
    answer = ROWS["rows"][row]
    ids = _ids(knowledge)
    assert set(answer) <= {*KINDS, "reason"}
    assert any(answer.values())
    for kind in KINDS:
        assert set(answer.get(kind, ())) <= ids[kind], f"{row}: no such {kind}"
    if not set(answer) & set(KINDS):
        assert len(answer["reason"].split()) > 5, "a reason is a sentence"


def test_every_rule_flag_and_pattern_answers_a_row_or_has_a_reason(knowledge: Knowledge) -> None:
    ids = _ids(knowledge)
    answers = ROWS["rows"].values()
    for kind in ("rules", "flags", "patterns", "limits"):
        named = {name for one in answers for name in one.get(kind, ())}
        beyond = {name for name in ROWS["beyond_the_review"] if name in ids[kind]}
        assert ids[kind] - named - beyond == set()


@pytest.mark.skipif(not REVIEW.exists(), reason="needs ../shared/evidence.md")
def test_the_list_has_every_row_of_the_review() -> None:
    text = REVIEW.read_text(encoding="utf-8")
    tables = text[: text.index("\n## 8.")]
    asked = set(_TABLE_ROW.findall(tables)) | set(_SECTION.findall(tables))
    assert asked - ROWS["rows"].keys() == set()
    assert len(asked) > 120  # the tables were found
