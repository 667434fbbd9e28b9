"""Reasons, evidence and reviews: what is asked of whom, with a day that does not move."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from surefoot.engine.check.evidence import check_evidence
from surefoot.engine.loading.sections import read_sections

from .support.cases import VALID
from .support.problems import said

_TODAY = date(2026, 6, 1)

_FIELDS = {
    "rules": "when: body.km > 1, then: {points: 1}",
    "flags": "when: body.km > 1, tier: C, route: within two weeks, plan: site, running: R, tell: T",
    "limits": "when: body.km > 1",
    "patterns": "differ: D, signs: {a: {when: body.km > 1, say: clearly}}",
}
_IDS = {"rules": "rest.a", "flags": "flag.a", "limits": "limit.a", "patterns": "pattern.a"}
_REASON = {"rules": "because", "flags": "because", "limits": "text", "patterns": "about"}
_ENOUGH = "You run more than one kilometre."


def _entry(section: str, **changed: str) -> str:
    fields = {
        "title": "T", "status": "trial", "evidence": "[expert]", "grade": "expert",
        _REASON[section]: f'"{_ENOUGH}"', **changed,
    }  # fmt: skip
    listed = ", ".join(f"{name}: {value}" for name, value in fields.items() if value)
    return f"{section}:\n  {_IDS[section]}: {{{listed}, {_FIELDS[section]}}}\n"


def _source(name: str, **fields: str) -> str:
    listed = ", ".join(f"{field}: {value}" for field, value in fields.items())
    return f"evidence:\n  {name}: {{cite: C, design: cohort, seen: full, {listed}}}\n"


def _found(tmp_path: Path, *texts: str) -> list[str]:
    folder = tmp_path / "kb"
    shutil.copytree(VALID, folder)
    for number, text in enumerate(texts):
        (folder / f"more{number}.yaml").write_text(text, encoding="utf-8")
    sections = read_sections(folder)
    assert [said(one) for one in sections.problems] == []
    found = check_evidence(sections, _TODAY)
    return [said(one).replace(f"{folder}/", "") for one in found]


@pytest.mark.parametrize("section", list(_IDS))
@pytest.mark.parametrize(
    ("reason", "expected"),
    [("One two three four five.", "5 words say"), ("Why.", "1 word says"), (_ENOUGH, "")],
    ids=["five", "one", "six"],
)
def test_a_reason_has_six_words(tmp_path: Path, section: str, reason: str, expected: str) -> None:
    entry = _entry(section, **{_REASON[section]: reason})
    found = _found(tmp_path, entry)
    if not expected:
        assert found == []
        return
    column = entry.split("\n")[1].index(reason) + 1
    assert found == [
        f"more0.yaml:2:{column} KB401 {expected} too little of why; 6 are the least"
        f" | say in `{_REASON[section]}:` what was answered and what follows from it"
    ]


@pytest.mark.parametrize("section", list(_IDS))
def test_everything_rests_on_something(tmp_path: Path, section: str) -> None:
    (found,) = _found(tmp_path, _entry(section, evidence="[]"))
    assert "KB402 nothing is named that this rests on" in found


def test_what_is_retired_is_left_in_peace(tmp_path: Path) -> None:
    assert _found(tmp_path, _entry("rules", status="retired", evidence="[]", because="Why.")) == []


@pytest.mark.parametrize(
    ("checked", "is_too_old"),
    [
        ("2026-05-31 MH", False),
        ("2024-12-02 MH", False),
        ("2024-12-01 MH", False),
        ("2024-11-30 MH", True),
        ("2020-01-01 MH", True),
        ("2026-12-01 MH", False),
    ],
)
def test_a_source_is_looked_at_every_18_months(
    tmp_path: Path, checked: str, *, is_too_old: bool
) -> None:
    found = _found(tmp_path, _source("new", checked=checked))
    expected = (
        f"more0.yaml:2:55 KB403 this was looked at on {checked[:10]}, more than 18 months ago"
        " | see whether it still stands, and write the new date and your name"
    )
    assert found == ([expected] if is_too_old else [])


@pytest.mark.parametrize(
    ("doi", "fix"),
    [
        ("10.1097/BPO.0000000000000151", None),
        ("10.1002/(SICI)1099-1492(199902)12:1<1::AID>3.0.CO;2-N", None),
        ("https://doi.org/10.1097/BPO.1", "write 10.1097/BPO.1"),
        ("doi:10.1097/BPO.1", "write 10.1097/BPO.1"),
        ("10.1097", "write it like 10.1136/bjsports-2020-103755"),
        ("11.1097/BPO.1", "write it like 10.1136/bjsports-2020-103755"),
    ],
)
def test_the_form_of_a_doi(tmp_path: Path, doi: str, fix: str | None) -> None:
    found = _found(tmp_path, _source("new", doi=f'"{doi}"'))
    expected = f"more0.yaml:2:51 KB404 '{doi}' is not the form of a DOI | {fix}"
    assert found == ([] if fix is None else [expected])


@pytest.mark.parametrize("section", list(_IDS))
@pytest.mark.parametrize(
    ("reviewed", "who"),
    [
        ("[]", "nobody"),
        ("[Maria Huber 2026-03-01]", "one person"),
        ("[Maria Huber 2026-03-01, maria  huber 2026-04-01]", "one person"),
        ("[Maria Huber 2026-03-01, Jonas Keller 2026-03-01]", ""),
    ],
    ids=["none", "one", "twice-the-same", "two"],
)
def test_a_stable_entry_has_two_names(
    tmp_path: Path, section: str, reviewed: str, who: str
) -> None:
    entry = _entry(section, status="stable", reviewed=reviewed, not_for="Nobody")
    column = entry.split("\n")[1].index("stable") + 1
    assert _found(tmp_path, entry) == (
        [
            f"more0.yaml:2:{column} KB405 a stable entry was reviewed by two people; here {who}"
            " has signed | add `reviewed: [name date, name date]`, or leave it at trial"
        ]
        if who
        else []
    )


_TWO = "[Maria Huber 2026-03-01, Jonas Keller 2026-03-01]"


def test_a_stable_flag_says_for_whom_it_is_wrong(tmp_path: Path) -> None:
    assert _found(tmp_path, _entry("flags", status="stable", reviewed=_TWO)) == [
        "more0.yaml:2:3 KB413 a stable flag says for whom it is wrong, and this one does not"
        " | add a line `not_for: …`"
    ]


@pytest.mark.parametrize("section", ["rules", "limits", "patterns"])
def test_only_of_flags_is_asked_for_whom_they_are_wrong(tmp_path: Path, section: str) -> None:
    assert _found(tmp_path, _entry(section, status="stable", reviewed=_TWO)) == []


@pytest.mark.parametrize(
    ("status", "fields", "is_missing"),
    [
        ("stable", {}, True),
        ("stable", {"checked": "2026-05-01 MH"}, False),
        ("stable", {"design": "expert opinion"}, False),
        ("trial", {}, False),
    ],
    ids=["never-checked", "checked", "opinion", "on-trial"],
)
def test_what_is_stable_rests_on_sources_that_were_looked_at(
    tmp_path: Path, status: str, fields: dict[str, str], *, is_missing: bool
) -> None:
    source = _source("new", **{"year": "2020", **fields}).replace("design: cohort, ", "")
    source = source if "design" in fields else source.replace("seen", "design: cohort, seen")
    entry = _entry("rules", status=status, reviewed=_TWO, evidence="[expert, new]")
    column = entry.split("\n")[1].index("new]") + 1
    assert _found(tmp_path, entry, source) == (
        [
            f"more0.yaml:2:{column} KB403 this is stable, and nobody has said when 'new' was"
            " looked at | look at it, and add `checked: date name` to new"
        ]
        if is_missing
        else []
    )


@pytest.mark.parametrize(
    ("points", "grade", "evidence", "why"),
    [
        (3, "expert", "[new]", "its grade is expert"),
        (3, "weak", "[expert]", "every source is an opinion"),
        (4, "expert", "[expert]", "every source is an opinion"),
        (3, "weak", "[expert, new]", ""),
        (2, "expert", "[expert]", ""),
    ],
)
def test_opinion_alone_does_not_weigh_much(
    tmp_path: Path, points: int, grade: str, evidence: str, why: str
) -> None:
    entry = _entry("rules", grade=grade, evidence=evidence)
    entry = entry.replace("points: 1", f"points: {points}")
    column = entry.split("\n")[1].index("points: ") + 9
    found = _found(tmp_path, entry, _source("new", year="2020"))
    assert found == (
        [
            f"more0.yaml:2:{column} KB412 {points} points rest on opinion alone: {why}"
            " | give it fewer than 3 points, or find a study"
        ]
        if why
        else []
    )
