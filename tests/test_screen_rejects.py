"""Rows that cannot be taken: each among the rejects with its reason, and no other row touched."""

import csv
from pathlib import Path
from typing import Any

import pytest

from surefoot.engine.knowledge import Knowledge

from .support.screenings import base, results, runners, screened, write_typed

BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"a.one": 11.0}, "AN103 outside-range: 'a.one' cannot be '11.0'; 0 to 10 is accepted"),
    ({"a.one": -1.0}, "'a.one' cannot be '-1.0'"),
    ({"a.one": float("nan")}, "'a.one' cannot be 'nan'"),
    ({"a.one": float("inf")}, "'a.one' cannot be 'inf'"),
    ({"a.lead": "perhaps"}, "AN104 unknown-choice: 'a.lead' has no choice 'perhaps'; accepted"),
    (
        {"a.lead": "YES"},
        "'a.lead' has no choice 'YES'; accepted: no or yes, exactly so; with --mapping",
    ),
    ({"a.lead": ""}, "'a.lead' has no choice ''"),
    ({"s.places": []}, "AN102 wrong-kind: 's.places' has an empty list"),
    ({"s.places": ["left", "none"]}, "AN105 choices-exclude-each-other: 's.places' cannot be"),
    ({"s.places": ["left", "elbow"]}, "'s.places' has no choice 'left, elbow'"),
    ({"id": "x" * 201}, "AN127 too-long: the id has more than 200 characters"),
    ({"id": "runner 3"}, "AN129 same-id: the runner is called the same as in r.parquet:4"),
    ({"a.one": 99.0, "a.lead": "no way"}, "'a.one' cannot be '99.0'; 0 to 10 is accepted | AN104"),
]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return base(tmp_path_factory.mktemp("bases") / "base")


def _by_id(output: Path) -> list[dict[str, Any]]:
    return sorted(results(output), key=lambda row: str(row["id"]))


def test_broken_rows_of_all_kinds_are_rejected_and_the_rest_is_unchanged(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    rows = runners(1300)
    good = [dict(one) for one in rows]
    places = {100 * at + 50: kind for at, kind in enumerate(BROKEN)}
    for at, (change, _) in places.items():
        rows[at] = {**rows[at], **change}
    path = write_typed(tmp_path / "r.parquet", rows)
    manifest = screened(knowledge, path, tmp_path / "out", part_rows=700)
    fine = [one for at, one in enumerate(good) if at not in places]
    whole = screened(knowledge, write_typed(tmp_path / "fine.parquet", fine), tmp_path / "fine")
    assert manifest.rejected == len(BROKEN)
    assert manifest.content_hash == whole.content_hash
    assert _by_id(tmp_path / "out") == _by_id(tmp_path / "fine")
    with (tmp_path / "out" / "rejects.csv").open(newline="") as stream:
        rejects = list(csv.DictReader(stream))
    assert [one["line"] for one in rejects] == [str(at + 1) for at in places]
    for one, (_, reason) in zip(rejects, BROKEN, strict=True):
        assert one["file"] == "r.parquet"
        assert reason in one["reasons"]


def test_a_written_table_is_screened_with_its_rejects(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "club.csv"
    path.write_text(
        "id,a.one,a.two,a.lead,s.places\n"
        'ann,7,2,no,"left, right"\nbob,12,2,no,\ncy,3,4\ndee,,,,\nann,1,1,no,none\n,5,5,yes,none\n'
    )
    manifest = screened(knowledge, path, tmp_path / "out")
    assert [one["id"] for one in results(tmp_path / "out")] == ["ann", "dee", "club.csv:7"]
    assert manifest.data["inputs"] == [{"file": "club.csv", "rows": 6}]
    with (tmp_path / "out" / "rejects.csv").open(newline="") as stream:
        rejects = {one["line"]: one["reasons"] for one in csv.DictReader(stream)}
    assert rejects.keys() == {"3", "4", "6"}
    assert "AN103" in rejects["3"]
    assert "AN122" in rejects["4"]
    assert "AN129" in rejects["6"]
