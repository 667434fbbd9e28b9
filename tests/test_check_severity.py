"""How grave a finding is: each cell of the table of codes and statuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.engine.check.severity import graded, statuses_of
from surefoot.engine.errors import Problem, Severity
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.problem_codes import NAMES

from .support.cases import VALID

_STATUSES = ("draft", "trial", "stable", "retired", "")
_ALWAYS = {"KB201", "KB202", "KB203", "KB204", "KB205", "KB206", "KB207", "KB208", "KB209"}
_INFOS = {"KB217", "KB305"}
_ERRORS_ON_TRIAL = {"KB301", "KB302", "KB306", "KB307"}


def _severity(code: str, status: str, said: Severity = "error") -> Severity:
    problem = Problem(code=code, message="m", subject="rest.it", severity=said)
    (found,) = graded([problem], {"rest.it": status} if status else {})
    return found.severity


@pytest.mark.parametrize("status", _STATUSES)
def test_what_reading_needs_is_an_error_whatever_the_status(status: str) -> None:
    codes = {code for code in NAMES if code.startswith("KB1")} | _ALWAYS
    assert {code for code in codes if _severity(code, status) != "error"} == set()


def test_what_the_loader_can_live_with_stays_a_warning() -> None:
    assert _severity("KB108", "stable", said="warning") == "warning"


@pytest.mark.parametrize("status", _STATUSES)
def test_what_is_only_worth_knowing_stays_so(status: str) -> None:
    assert {_severity(code, status) for code in _INFOS} == {"info"}


def _others(*areas: str) -> set[str]:
    codes = {code for code in NAMES if code.startswith(areas)}
    return codes - _ALWAYS - _INFOS


@pytest.mark.parametrize(
    ("status", "errors"),
    [
        ("draft", set()),
        ("retired", set()),
        ("trial", _others("KB2") | _ERRORS_ON_TRIAL),
        ("stable", _others("KB2", "KB3", "KB4")),
        ("", _others("KB2", "KB3") - {"KB215", "KB218"}),  # written before what uses it
    ],
    ids=["draft", "retired", "trial", "stable", "none"],
)
def test_the_rest_is_as_grave_as_the_entry_is_ripe(status: str, errors: set[str]) -> None:
    codes = _others("KB2", "KB3", "KB4")
    found = {code: _severity(code, status) for code in codes}
    assert {code for code, severity in found.items() if severity == "error"} == errors
    assert set(found.values()) <= {"error", "warning"}


def test_the_status_of_every_entry_that_has_one() -> None:
    statuses = statuses_of(read_sections(VALID))
    assert statuses == {
        "rest.short-sleep": "trial", "rest.needs-an-alarm": "trial", "rest.fair-sleep": "draft",
        "legs.few-groups": "stable", "legs.no-quads": "trial", "legs.weak-calves": "retired",
        "flag.long-pain": "trial", "flag.old-pain": "retired", "pattern.shin-pain": "trial",
        "pattern.shin-pain.sore-shin": "trial", "pattern.shin-pain.not-new": "trial",
        "legs.much-before-a-race": "trial",
    }  # fmt: skip


def test_a_folder_that_is_not_there_has_no_statuses(tmp_path: Path) -> None:
    assert statuses_of(read_sections(tmp_path / "missing")) == {}
