"""`surefoot generate` for many: typed tables, several processes, and answers left out."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from surefoot import cli
from surefoot.engine.condition import NEVER, Value
from surefoot.engine.errors import KnowledgeError
from surefoot.engine.evaluate import Evaluator
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import files, generate, generating, read_population
from surefoot.engine.population.files import Order, texts, write_typed
from surefoot.engine.population.generating import runner_maker
from surefoot.engine.tables import arrow
from surefoot.engine.vocabulary import Answers, Choice, Number, Several, Text

from .support import small
from .support.population import shipped

_PLANTS = Path(__file__).parent / "fixtures" / "tiny_knowledge"
_MANY = 230  # runners: more than two pieces that a process makes


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_RUNNERS", 100)


def _order(count: int = _MANY, *, unanswered: float = 0.0) -> Order:
    knowledge = load_knowledge(_PLANTS)
    return Order(knowledge, read_population(_PLANTS, knowledge), count, 5, unanswered)


def _nobody(_: int) -> None:
    """Nobody watches."""


def _run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr(sys, "argv", ["surefoot", "generate", *args])
    with pytest.raises(SystemExit) as exited:
        cli.main()
    return exited.value.code if isinstance(exited.value.code, int) else 0


# --- Typed tables ---


def _rows(path: Path) -> list[dict[str, object]]:
    rows = pq.read_table(path).to_pylist()
    return [{name: one for name, one in row.items() if one is not None} for row in rows]


def _as_row(number: int, answers: Answers, knowledge: Knowledge) -> dict[str, object]:
    """The row of a typed table, by what such a table is; don't know is no answer."""
    given = {name: one.value for name, one in answers.items() if one.value is not None}
    return {"id": str(number), **{name: _cell(one, name, knowledge) for name, one in given.items()}}


def _cell(value: Value, name: str, knowledge: Knowledge) -> object:
    kind = knowledge.questions[name].kind
    if isinstance(kind, Several) and isinstance(value, frozenset):
        return [word for word in kind.labels if word in value]
    return value


def test_a_parquet_file_has_the_same_runners_as_typed_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "runners.parquet"
    assert _run(monkeypatch, "60", "--seed", "3", "-o", str(path)) == 0
    knowledge, population = shipped()
    made = enumerate(generate(knowledge, population, 60, 3), start=1)
    assert _rows(path) == [_as_row(number, one, knowledge) for number, one in made]


def test_its_columns_are_the_questions_that_can_be_answered(tmp_path: Path) -> None:
    knowledge, population = shipped()
    path = tmp_path / "runners.parquet"
    with path.open("wb") as stream:
        write_typed(stream, Order(knowledge, population, 3, 1), 1, _nobody)
    types = {Number: "double", Choice: "string", Several: "list<element: string>"}
    expected = {
        one.id: types[type(one.kind)]
        for one in knowledge.questions.values()
        if not isinstance(one.kind, Text) and one.gate != NEVER
    }
    found = {one.name: str(one.type) for one in pq.read_schema(path)}
    assert found == {"id": "string", **expected}


def test_groups_of_rows_follow_from_the_count_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrow, "ROW_GROUP", 100)
    path = tmp_path / "runners.parquet"
    with path.open("wb") as stream:
        write_typed(stream, _order(), 1, _nobody)
    file = pq.ParquetFile(path)
    rows = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    assert rows == [100, 100, 30]
    assert file.read(["id"])["id"].to_pylist() == [str(one + 1) for one in range(_MANY)]


def test_without_pyarrow_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "surefoot.engine.tables.arrow", raising=False)
    monkeypatch.delattr("surefoot.engine.tables.arrow")
    assert _run(monkeypatch, "1", "-o", str(tmp_path / "one.parquet")) == 2
    assert "pip install 'surefoot[screen]'" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []
    assert _run(monkeypatch, "1", "-o", str(tmp_path / "one.csv")) == 0


# --- Processes ---


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "yaml"])
def test_pieces_together_are_the_whole(name: str) -> None:
    pieces = [*texts(_order(), name, 1, _nobody)]
    assert len(pieces) == 3 + (name == "json")
    whole = "".join(pieces)
    if name == "json":
        assert len(json.loads(whole)) == _MANY
    else:
        lines = [line for line in whole.splitlines() if name != "yaml" or line.startswith("- ")]
        assert len(lines) == _MANY + (name == "csv")


def test_two_processes_make_the_same_files(tmp_path: Path) -> None:
    for processes in (1, 2):
        with (tmp_path / f"{processes}.parquet").open("wb") as stream:
            write_typed(stream, _order(), processes, _nobody)
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()


def test_it_tells_how_far_it_is() -> None:
    seen: list[int] = []
    assert [*texts(_order(), "csv", 1, seen.append)]
    assert seen == [100, 200, _MANY]


def test_what_stops_one_process_stops_the_command(tmp_path: Path) -> None:
    small.small_base(tmp_path, extra=small.never("a.one >= 1", "a.one < 1"))
    knowledge = load_knowledge(tmp_path)
    order = Order(knowledge, read_population(tmp_path, knowledge), _MANY, 1)
    with pytest.raises(KnowledgeError, match="never-1 and never-2"):
        [*texts(order, "csv", 2, _nobody)]


# --- Answers left out ---


def _made(unanswered: float, count: int = 150) -> list[dict[str, object]]:
    knowledge, population = shipped()
    make = runner_maker(knowledge, population, 7, unanswered=unanswered)
    asked = knowledge.asked
    return [
        {name: one for name, one in make(number).items() if name in asked}
        for number in range(count)
    ]


def _answered(runners: Iterable[Mapping[str, object]]) -> int:
    return sum(len(one) for one in runners)


def test_answers_are_left_out_and_the_others_stay_as_they_are() -> None:
    whole, fewer, fewest = _made(0.0), _made(0.25), _made(0.5)
    for all_of_them, some, least in zip(whole, fewer, fewest, strict=True):
        assert least.items() <= some.items() <= all_of_them.items()
    plain = {name for name, one in shipped()[0].questions.items() if one.gate is None}
    kept = [{name: 0 for name in one if name in plain} for one in fewer]
    before = [{name: 0 for name in one if name in plain} for one in whole]
    assert 0.72 < _answered(kept) / _answered(before) < 0.78


def test_what_is_left_is_what_would_be_asked() -> None:
    knowledge, population = shipped()
    evaluator = Evaluator(knowledge)
    make = runner_maker(knowledge, population, 7, unanswered=0.4)
    for number in range(80):
        answers = make(number)
        facts = evaluator.facts(answers)
        assert all(facts.gate(name) is True for name in answers)


def test_percent_is_of_a_hundred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    wishes = ("--unanswered", "100", "--knowledge", str(_PLANTS))
    assert _run(monkeypatch, "3", "-o", str(path), *wishes) == 0
    assert path.read_text(encoding="utf-8") == "{}\n" * 3


def test_a_process_that_is_ended_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(*_: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr("surefoot.commands.population.write_typed", ended)
    assert _run(monkeypatch, "3", "-o", str(tmp_path / "x.parquet")) == 2
    assert "was ended, perhaps for want of memory" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


# --- The same runners as ever ---


def test_steps_of_sites_that_were_not_chosen_make_no_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    knowledge, population = shipped()
    quick = [*generate(knowledge, population, 120, 9)]
    monkeypatch.setattr(generating._Maker, "_may_apply", lambda *_: True)
    assert [*generate(knowledge, population, 120, 9)] == quick
    assert any("," in one["symptom.sites"].entered for one in quick if "symptom.sites" in one)


def test_the_runners_of_a_seed_stay_as_they_are() -> None:
    """What was generated once can be generated again: a change here is one for the changelog."""
    made = "".join(texts(_order(500), "jsonl", 1, _nobody))
    assert hashlib.sha256(made.encode()).hexdigest()[:16] == "1675e0ba6d7eeb0a"
