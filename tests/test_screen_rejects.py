"""Rows that cannot be taken: each among the rejects with its reason, and no other row touched."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.screening.lock import locked

from .support.command_line import Command, runner_of
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
    (
        {"id": " Runner 1299\t"},
        "AN129 same-id: the same runner stands in a later row, which counts: r.parquet:1300",
    ),
    ({"a.one": 99.0, "a.lead": "no way"}, "'a.one' cannot be '99.0'; 0 to 10 is accepted | AN104"),
]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return base(tmp_path_factory.mktemp("bases") / "base")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch, "screen")


def _rejects(output: Path) -> list[dict[str, str]]:
    with (output / "rejects.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


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
    path = write_typed(tmp_path / "fine.parquet", fine)
    whole = screened(knowledge, path, tmp_path / "fine", part_rows=2000)
    assert manifest.rejected == len(BROKEN)
    assert manifest.content_hash == whole.content_hash
    assert results(tmp_path / "out") == results(tmp_path / "fine")  # in the order of the input
    rejects = _rejects(tmp_path / "out")
    assert [one["line"] for one in rejects] == [str(at + 1) for at in places]
    for one, (at, (_, reason)) in zip(rejects, places.items(), strict=True):
        assert one["file"] == "r.parquet"
        assert reason in one["reasons"]
        is_far = (rows[at]["a.two"] or 0) > 9
        flags = ["flag.far"] * is_far + ["flag.left"] * ("left" in (rows[at]["s.places"] or []))
        assert (one["tier"], one["flags"]) == ("B" if flags else "", ", ".join(flags))
    assert rejects[8]["flags"].endswith("flag.left")  # in a cell with a wrong word
    assert manifest.rejected_with_sign == sum(one["tier"] == "B" for one in rejects)


_CLUB = """id,a.one,a.two,a.lead,s.places
ann,7,2,no,right
bob,12,9.5,no,
cy,3,10
dee,,,,
 ANN\t,1,1,no,none
,5,5,yes,none
=eve,1,,no,"left, elbow"
"""


def test_a_written_table_is_screened_with_its_rejects_and_their_signs_are_said_first(
    tmp_path: Path, run: Command
) -> None:
    path, out = tmp_path / "club.csv", tmp_path / "out"
    path.write_text(_CLUB)
    folder = str(tmp_path / "base")
    base(tmp_path / "base")
    done = run(str(path), "-o", str(out), "--knowledge", folder)
    assert done.code == 4
    assert done.out.startswith(
        "2 rejected rows tell a warning sign:\n"
        "  tier B: club.csv:3 (bob)\n"
        "  tier B: club.csv:8 ('=eve)\n"
        f"  the signs stand in {out / 'rejects.csv'}, under flags\n"
        f"3 runners were screened (results in {out / 'parts'})\n"
    )
    assert done.out.endswith(f"\n4 rows were rejected, with reasons in {out / 'rejects.csv'}\n")
    assert [one["id"] for one in results(out)] == ["dee", "ANN", "club.csv:7"]
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["inputs"] == [{"file": "club.csv", "rows": 7}]
    assert (manifest["rejected"], manifest["rejected_with_sign"]) == (4, 2)
    found = [(one["line"], one["reasons"][:5], one["tier"], one["flags"]) for one in _rejects(out)]
    assert found == [
        ("2", "AN129", "", ""), ("3", "AN103", "B", "flag.far"), ("4", "AN122", "", ""),
        ("8", "AN104", "B", "flag.left"),
    ]  # fmt: skip
    assert _rejects(out)[0]["reasons"].endswith("which counts: club.csv:6")
    path.write_text("id,a.one\nann,12\n")
    done = run(str(path), "-o", str(out), "--knowledge", folder, "--restart")
    assert done.out.startswith("0 runners were screened")
    assert f"\n1 row was rejected, with reasons in {out / 'rejects.csv'}\n" in done.out


def test_a_second_screening_in_the_folder_is_refused_while_one_is_at_work(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    path = write_typed(tmp_path / "r.parquet", runners(20))
    with (
        locked(tmp_path / "out"),
        pytest.raises(UsageError, match="another screening is at work in this folder"),
    ):
        screened(knowledge, path, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    assert screened(knowledge, path, tmp_path / "out").runners == 20
