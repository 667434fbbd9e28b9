"""What `import surefoot` offers: it costs nothing, and agrees with the commands."""

from __future__ import annotations

import datetime
import doctest
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import surefoot
from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import QuickAssessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.population import generate, read_population
from surefoot.engine.scoring import Score
from surefoot.engine.vocabulary import Answers, Several

from .support.repository import ROOT

_PLANTS = ROOT / "tests" / "fixtures" / "tiny_knowledge"
_PAGE = ROOT / "docs" / "reference" / "python.md"


@pytest.fixture(scope="module")
def plants() -> surefoot.Knowledge:
    """The base about plants."""
    return surefoot.load_knowledge(_PLANTS)


# --- The page ---


def test_the_examples_of_the_page_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    said: list[str] = []
    blocks = re.findall(r"```python\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for number, block in enumerate(blocks, start=1):
        test = doctest.DocTestParser().get_doctest(block, names, f"example {number}", None, None)
        doctest.DocTestRunner().run(test, out=said.append, clear_globs=False)
        names |= test.globs
    assert said == [], "".join(said)
    assert len(blocks) > 4


def test_every_name_is_there_and_every_function_on_the_page() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    for name in surefoot.__all__:
        offered = getattr(surefoot, name)
        if not isinstance(offered, type):
            assert f"| `{name}(" in page
    with pytest.raises(AttributeError, match="has no attribute 'diagnoze'"):
        surefoot.diagnoze  # type: ignore[attr-defined]  # noqa: B018


def test_to_import_it_imports_nothing_else() -> None:
    code = (
        "import sys; before = {*sys.modules}; import surefoot;"
        "new = {*sys.modules} - before;"
        "print(*(one for one in new if one.partition('.')[0] not in sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["surefoot"]


# --- One runner ---


def test_a_diagnosis_is_that_of_the_command() -> None:
    path = ROOT / "knowledge" / "runners" / "example.yaml"
    knowledge = surefoot.load_knowledge()
    answers = read_answers(path, knowledge).answers
    texts = {name: one.entered for name, one in answers.items()}
    given = {
        name: text.split(", ") if isinstance(answers[name].value, frozenset) else text
        for name, text in texts.items()
    }
    found = surefoot.result(surefoot.diagnose(given))
    expected = surefoot.result(diagnose(QuickAssessor(knowledge), answers))
    assert json.dumps(found) == json.dumps(expected)


def test_values_are_taken_as_python_has_them() -> None:
    found = surefoot.diagnose(
        {
            "runner.age": 34,
            "training.weekly_km": "20 mi",
            "symptom.sites": {"shin", "knee_front"},
            "strength.muscle_groups": ("trunk", "calves"),
            "plan.race_date": datetime.date(2027, 5, 1),
            "recovery.sleep_hours": None,
            "recovery.stress": "unknown",
        }
    )
    values = {name: one.value for name, one in found.answers.items()}
    assert values == {
        "runner.age": 34.0,
        "training.weekly_km": pytest.approx(32.18688),
        "symptom.sites": frozenset({"shin", "knee_front"}),
        "strength.muscle_groups": frozenset({"trunk", "calves"}),
        "plan.race_date": datetime.date(2027, 5, 1).toordinal(),
        "recovery.stress": None,
    }


def test_what_is_wrong_is_said_all_at_once(plants: surefoot.Knowledge) -> None:
    with pytest.raises(surefoot.AnswersError) as raised:
        surefoot.diagnose({"plant.agge": 3, "plant.moved_km": "far", "safety.eaten": True}, plants)
    assert [one.code for one in raised.value.problems] == ["AN101", "AN102", "AN104"]
    assert "did you mean plant.age?" in str(raised.value)


def test_a_base_that_does_not_load_is_said(tmp_path: Path) -> None:
    with pytest.raises(surefoot.KnowledgeError, match="does not exist"):
        surefoot.load_knowledge(tmp_path / "none")


# --- A table ---


def _rows(knowledge: surefoot.Knowledge, count: int) -> tuple[list[Answers], pa.Table]:
    """Made-up runners, and the typed table of them."""
    made = [*generate(knowledge, read_population(_PLANTS, knowledge), count, 3)]
    names = [one for one in knowledge.questions if one != "plant.name"]
    columns = {
        name: [_cell(one[name].value) if name in one else None for one in made] for name in names
    }
    return [*made], pa.table({"id": [f"p{at}" for at in range(count)], **columns})


def _cell(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def test_a_typed_table_has_the_conclusions_of_each_runner(plants: surefoot.Knowledge) -> None:
    made, table = _rows(plants, 300)
    found = surefoot.screen(table, plants, "tier, headline, pillar.water.deficit_percent")
    assert found.rejects.num_rows == 0
    assessor = QuickAssessor(plants)
    expected = [
        {
            "id": f"p{at}",
            "tier": one.tier,
            "headline": one.headline.id,
            "pillar.water.deficit_percent": _water(one.pillars),
        }
        for at, one in enumerate(diagnose(assessor, answers) for answers in made)
    ]
    assert found.results.to_pylist() == expected


def _water(scores: tuple[Score, ...]) -> float | None:
    return next(one.deficit for one in scores if one.pillar.id == "water")


_WRITTEN = {
    "id": ["fern", "rose", "ivy"],
    "plant.moved_km": ["150 km", "far", "1,5"],
    "safety.eaten": ["yes", "No", None],
}


@pytest.mark.parametrize("library", [pa.table, pl.DataFrame, pd.DataFrame])
def test_written_cells_and_tables_of_every_library(
    plants: surefoot.Knowledge, library: type[pd.DataFrame]
) -> None:
    table = library(_WRITTEN)
    found = surefoot.screen(table, plants, "tier,headline")
    assert type(found.results) is type(table)
    assert type(found.rejects) is type(table)
    results, rejects = pa.table(found.results), pa.table(found.rejects)
    assert results["id"].to_pylist() == ["fern", "ivy"]
    assert results["tier"].to_pylist() == ["A", None]
    assert rejects.select(["row", "id"]).to_pylist() == [{"row": 1, "id": "rose"}]
    assert "'far' is not a number" in rejects["reasons"][0].as_py()


def test_typed_values_that_cannot_be_are_rejected(plants: surefoot.Knowledge) -> None:
    table = pa.table({"plant.moved_km": [10, -1, None, 30], "safety.eaten": ["no", "no", "x", ""]})
    found = surefoot.screen(table, plants, "tier")
    assert found.results["id"].to_pylist() == [0, 3]  # no column names the runner
    reasons = found.rejects["reasons"].to_pylist()
    assert found.rejects["row"].to_pylist() == [1, 2]
    assert "plant.moved_km" in reasons[0]
    assert "has no choice 'x'" in reasons[1]


def test_who_has_no_id_is_called_by_the_row(plants: surefoot.Knowledge) -> None:
    table = pa.table({"id": ["fern", None, ""], "safety.eaten": ["yes", "no", None]})
    found = surefoot.screen(table, plants, "tier")
    assert found.results["id"].to_pylist() == ["fern", "1", "2"]


@pytest.mark.parametrize("library", [pa.table, pl.DataFrame, pd.DataFrame])
def test_a_column_of_words_is_read_whatever_stands_beside_it(
    plants: surefoot.Knowledge, library: type[pd.DataFrame]
) -> None:
    for moved in ([100, 0, 99, 5], ["100", "", "99 km", "unknown"]):
        table = library({
            "id": [" a", "b", "c", "d"],
            "plant.moved_km": moved,
            "safety.eaten": ["Yes", "", "NO ", "x"],
        })  # fmt: skip
        found = surefoot.screen(table, plants, "tier")
        results = pa.table(found.results).to_pylist()
        assert results == [
            {"id": "a", "tier": "A"}, {"id": "b", "tier": None}, {"id": "c", "tier": None},
        ]  # fmt: skip
        (reason,) = pa.table(found.rejects)["reasons"].to_pylist()
        assert reason.startswith("AN104 unknown-choice: 'safety.eaten'")


def test_lists_are_words_or_read_and_reasons_are_joined(plants: surefoot.Knowledge) -> None:
    name, labels = next(
        (one.id, one.kind.labels)
        for one in plants.questions.values()
        if isinstance(one.kind, Several)
    )
    word, label = next((word, label) for word, label in labels.items() if word != label)
    table = pa.table({name: [[word], [label], []], "plant.moved_km": [1, -1, -1]})
    found = surefoot.screen(table, plants, "tier")
    assert found.results.num_rows == 1
    first, second = found.rejects["reasons"].to_pylist()
    assert first.startswith("AN103 outside-range: 'plant.moved_km'")
    assert [part[:5] for part in second.split(" | ")] == ["AN102", "AN103"]


def test_tables_of_little_or_odd_content(plants: surefoot.Knowledge) -> None:
    lone = surefoot.screen(pa.table({"id": ["fern", "ivy"]}), plants, "tier")
    assert lone.results["id"].to_pylist() == ["fern", "ivy"]
    nothing = surefoot.screen(pa.table({"safety.eaten": pa.nulls(2)}), plants, "tier")
    assert nothing.results.num_rows == 2
    many = pa.table({"id": [1, 2], "plant.moved_km": [2**60, 3]})
    found = surefoot.screen(many, plants, "tier")
    assert found.results["id"].to_pylist() == ["2"]
    assert found.rejects["reasons"][0].as_py().startswith("AN103")
    listed = surefoot.screen(pa.table({"id": [["a"], ["b"]], "plant.moved_km": [1, 2]}), plants)
    assert [one[:5] for one in listed.rejects["reasons"].to_pylist()] == ["AN102", "AN102"]
    unseen = pa.table({"id": ["a", "b"], "safety.eaten": ["\0yes", "no"]})
    assert surefoot.screen(unseen, plants).rejects["reasons"][0].as_py().startswith("AN120")


@pytest.mark.parametrize("ids", [["a", 1], ["s\ud800", "t"]])
def test_a_frame_that_arrow_cannot_hold_is_refused(
    plants: surefoot.Knowledge, ids: list[object]
) -> None:
    with pytest.raises(surefoot.UsageError, match="a column cannot be read"):
        surefoot.screen(pd.DataFrame({"id": pd.Series(ids, dtype=object)}), plants)


def test_two_columns_of_one_name_are_refused(plants: surefoot.Knowledge) -> None:
    table = pa.table([[1], [2]], names=["plant.age", "plant.age"])
    with pytest.raises(surefoot.UsageError, match=re.escape("are called plant.age")):
        surefoot.screen(table, plants)


def test_unknown_is_not_false_in_pandas(plants: surefoot.Knowledge) -> None:
    rule = next(one.id for one in plants.rules.values() if one.id.startswith("flag."))
    table = pd.DataFrame({"safety.eaten": ["yes", "no", None]})
    column = surefoot.screen(table, plants, rule).results[rule]
    assert str(column.dtype) == "boolean"
    assert [None if one is pd.NA else bool(one) for one in column] == [True, False, None]


def test_a_mapping_gives_columns_their_meaning(plants: surefoot.Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "id: Name\n"
        "columns:\n"
        "  Moved: {question: plant.moved_km, unit: mi}\n"
        "  Eaten: {question: safety.eaten, values: {Oh yes: 'yes'}}\n"
        "other: ignore\n",
        encoding="utf-8",
    )
    table = pl.DataFrame(
        {"Name": ["fern", "ivy"], "Moved": [70, 1], "Eaten": ["Oh yes", "no"], "More": [1, 2]}
    )
    found = surefoot.screen(table, plants, "tier,context.move.deficit_percent", path)
    assert found.results["id"].to_list() == ["fern", "ivy"]
    assert found.results["tier"].to_list() == ["A", None]
    assert found.rejects.is_empty()


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        ({"plant.agge": [1]}, "tier", "did you mean plant.age?"),
        ({"plant.age": [1]}, "teir", "did you mean tier?"),
    ],
)
def test_columns_that_are_not_there_are_said(
    plants: surefoot.Knowledge, table: dict[str, list[int]], columns: str, said: str
) -> None:
    with pytest.raises(surefoot.UsageError, match=re.escape(said)):
        surefoot.screen(pa.table(table), plants, columns)


def test_what_is_no_table_is_refused(plants: surefoot.Knowledge) -> None:
    with pytest.raises(TypeError, match="not dict"):
        surefoot.screen({"plant.age": [1]}, plants)


def test_a_table_without_rows_has_results_without_rows(plants: surefoot.Knowledge) -> None:
    table = pa.table({"id": pa.array([], pa.string()), "plant.age": pa.array([], pa.float64())})
    found = surefoot.screen(table, plants, "tier")
    assert (found.results.num_rows, found.rejects.num_rows) == (0, 0)
    assert found.results.schema.names == ["id", "tier"]
