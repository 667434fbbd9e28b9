"""A typed table screened: the results, what is counted of them, and the hash."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from surefoot.engine.assessment import QuickAssessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import UsageError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.screening.finished import opened, read_finished
from surefoot.engine.screening.running import FORMATS
from surefoot.engine.vocabulary import Answer, State

from .support.screenings import base, results, runners, screened, write_typed
from .support.small import flag, rule, small_base


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return base(tmp_path_factory.mktemp("bases") / "base")


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return frozenset(value)
    return float(value) if isinstance(value, int) else value


def _answers(row: dict[str, Any]) -> dict[str, Answer]:
    given = {name: value for name, value in row.items() if value is not None and name != "id"}
    return {name: Answer(State.GIVEN, _value(value)) for name, value in given.items()}


def test_a_typed_table_gives_what_each_report_says_and_counts_it(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    rows = runners(150)
    manifest = screened(knowledge, write_typed(tmp_path / "r.parquet", rows), tmp_path / "out")
    found = results(tmp_path / "out")
    expected = [diagnose(QuickAssessor(knowledge), _answers(one)) for one in rows]
    assert [one["id"] for one in found] == [one["id"] for one in rows]
    assert [one["headline"] for one in found] == [one.headline.id for one in expected]
    assert [one["tier"] for one in found] == [one.tier for one in expected]

    tallies = manifest.data["tallies"]
    assert tallies["headline"] == Counter(one.headline.id for one in expected)
    assert tallies["tier"]["none"] == sum(one.tier is None for one in expected)
    bands = Counter(one["pillar.p.band"] for one in found)
    assert {name: count for name, count in tallies["band"]["pillar.p"].items() if count} == bands
    fires = sum(one["a.one"] is not None and one["a.one"] > 4 for one in rows)
    unknown = sum(one["a.one"] is None for one in rows)
    assert tallies["rules"]["p.one"] == {
        "fires": fires, "quiet": len(rows) - fires - unknown, "unknown": unknown,
        "counts": fires,
    }  # fmt: skip


def test_what_is_written_is_counted_in_parts_and_only_for_its_owner(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    path = write_typed(tmp_path / "r.parquet", runners(350))
    manifest = screened(knowledge, path, tmp_path / "out")
    assert manifest.data == json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [one["runners"] for one in manifest.data["parts"]] == [100, 100, 100, 50]
    assert manifest.data["inputs"] == [{"file": "r.parquet", "rows": 350}]
    assert manifest.data["knowledge"]["hash"] == knowledge.hash
    assert not (tmp_path / "out" / "rejects.csv").exists()
    written = [one for one in (tmp_path / "out").rglob("*") if one.is_file()]
    assert {one.stat().st_mode & 0o777 for one in written} == {0o600}
    assert {one.name for one in (tmp_path / "out").iterdir()} == {
        "manifest.json", "screening.json", "parts",
    }  # fmt: skip


def test_the_hash_is_the_same_in_other_parts_orders_formats_and_for_one_worker(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    rows = runners(250)
    one = screened(knowledge, write_typed(tmp_path / "a.parquet", rows), tmp_path / "one")
    path = write_typed(tmp_path / "b.parquet", rows[::-1], group=30)
    for name, part_rows, workers, parts in (("csv", 100, 1, 3), ("jsonl", 60, 2, 5)):
        changed = {"part_rows": part_rows, "workers": workers, "format": name}
        other = screened(knowledge, path, tmp_path / name, **changed)
        assert other.content_hash == one.content_hash
        assert other.data["tallies"] == one.data["tallies"]
        assert len(list((tmp_path / name / "parts").glob(f"*.{name}"))) == parts
    rows[0]["a.one"] = 10 if rows[0]["a.one"] != 10 else 0
    changed_rows = write_typed(tmp_path / "c.parquet", rows)
    assert screened(knowledge, changed_rows, tmp_path / "c").content_hash != one.content_hash


def test_runners_without_an_id_are_called_by_file_and_row(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    rows = [{**one, "id": None} for one in runners(3)]
    screened(knowledge, write_typed(tmp_path / "r.parquet", rows), tmp_path / "out")
    assert [one["id"] for one in results(tmp_path / "out")] == [
        "r.parquet:1", "r.parquet:2", "r.parquet:3",
    ]  # fmt: skip


def test_numbers_of_any_type_and_missing_columns_are_fine(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_typed(folder / "a.parquet", runners(20))
    whole = [{"id": "w", "a.one": 7, "a.two": 2.5}]
    types = {"a.one": pa.int16(), "a.two": pa.float32()}
    write_typed(folder / "b.parquet", whole, **types)
    manifest = screened(knowledge, folder, tmp_path / "out")
    assert manifest.runners == 21
    assert results(tmp_path / "out")[-1]["headline"] == "p"


def test_unknown_columns_are_named_before_anything_is_done(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    path = write_typed(tmp_path / "r.parquet", runners(3), **{"a.tow": pa.float64()})
    with pytest.raises(UsageError, match=r"(?s)a\.tow.*did you mean a\.two"):
        screened(knowledge, path, tmp_path / "out")


def test_of_the_rules_of_an_item_one_counts_and_open_flags_are_counted(tmp_path: Path) -> None:
    knowledge = small_base(
        tmp_path,
        rule("p.some", "a.one > 2", 1, group="one"),
        rule("p.most", "a.one > 5", 3, group="one"),
        rule("p.far", "a.two > 5", 3, group="one"),
        flags=(
            flag("far", "a.two > 9", tier="B"),
            flag("near", "a.one > 9", tier="C", plan="no-impact"),
        ),
    ).knowledge
    rows = runners(120)
    path = write_typed(tmp_path / "r.parquet", rows)
    tallies = screened(knowledge, path, tmp_path / "out").data["tallies"]
    expected = [diagnose(QuickAssessor(knowledge), _answers(one)) for one in rows]
    counts = Counter(item.rule for one in expected for item in one.pillars[0].items)
    fires = Counter(
        rule for one in expected for rule, is_so in one.assessment.states.items() if is_so
    )
    for name, one in tallies["rules"].items():
        assert (one["counts"], one["fires"]) == (counts[name], fires[name])
    assert 0 < counts["p.some"] < fires["p.some"]
    assert counts["p.far"] < fires["p.far"]
    open_ = sum("flag.far" in one.undecided_flags for one in expected)
    assert tallies["open"] == {"flag.far": open_}
    assert open_


def test_a_folder_called_like_a_column_and_its_value_is_a_folder(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    rows = runners(40)
    plain = screened(knowledge, write_typed(tmp_path / "r.parquet", rows), tmp_path / "plain")
    with opened(read_finished(tmp_path / "plain"), None, knowledge) as found:
        expected = found.scores()
    folder = tmp_path / "a.lead=yes"
    for at in range(2):
        (folder / f"b={at}").mkdir(parents=True)
        write_typed(folder / f"b={at}" / f"{at}.parquet", rows[at * 20 : at * 20 + 20])
    for form in FORMATS:
        output = tmp_path / "tier=A" / form
        output.parent.mkdir(exist_ok=True)
        assert screened(knowledge, folder, output, format=form).content_hash == plain.content_hash
        with opened(read_finished(output), None, knowledge) as found:
            assert found.scores() == expected


def test_an_id_that_is_a_list_is_a_reject(knowledge: Knowledge, tmp_path: Path) -> None:
    path = write_typed(tmp_path / "r.parquet", [{"id": ["a"]}], id=pa.list_(pa.string()))
    manifest = screened(knowledge, path, tmp_path / "out")
    assert (manifest.runners, manifest.rejected) == (0, 1)
    assert "AN102" in (tmp_path / "out" / "rejects.csv").read_text()
