"""`surefoot generate`: what is in the file, and that a file is whole or not there."""

from __future__ import annotations

import csv
import json
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from surefoot import cli
from surefoot.engine.answers import answers_from, read_answers
from surefoot.engine.errors import Source
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import generate, read_population
from surefoot.engine.source import read_text
from surefoot.engine.vocabulary import Answer

from .support import small

_PLANTS = Path(__file__).parent / "fixtures" / "tiny_knowledge"
_KB = ("--knowledge", str(_PLANTS))


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: str


Command = Callable[..., Run]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command inside this process, through `main` as a user does."""

    def command(*args: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["surefoot", *args])
        with pytest.raises(SystemExit) as exited:
            cli.main()
        said = capsysbinary.readouterr()
        code = exited.value.code
        return Run(code if isinstance(code, int) else 0, said.out.decode(), said.err.decode())

    return command


@pytest.fixture(scope="module")
def plants() -> tuple[Knowledge, list[dict[str, Answer]]]:
    """The base about plants, and the first of what it makes up from seed 1."""
    knowledge = load_knowledge(_PLANTS)
    return knowledge, list(generate(knowledge, read_population(_PLANTS, knowledge), 40, 1))


Plants = tuple[Knowledge, list[dict[str, Answer]]]


def _read(data: object, knowledge: Knowledge) -> Mapping[str, Answer]:
    read = answers_from(read_text(Source("one", json.dumps(data)), is_json=True), knowledge)
    assert read.warnings == ()
    return read.answers


def test_it_is_listed_and_has_a_help_page(run: Command) -> None:
    assert "\n  generate " in run("--help").out
    page = run("generate", "--help")
    assert (page.code, page.err) == (0, "")
    assert page.out.startswith("Usage: surefoot generate ")


def test_without_a_file_a_runner_stands_on_each_line(run: Command, plants: Plants) -> None:
    made = run("generate", "40", *_KB)
    assert (made.code, made.err) == (0, "")
    lines = made.out.splitlines()
    assert [_read(json.loads(line), plants[0]) for line in lines] == plants[1]


@pytest.mark.parametrize("name", ["people.jsonl", "people.txt", "people"])
def test_a_file_of_lines(run: Command, plants: Plants, name: str) -> None:
    made = run("generate", "40", "-o", name, *_KB)
    assert (made.code, made.out, made.err) == (0, f"Wrote {name}\n", "")
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    assert [_read(json.loads(line), plants[0]) for line in lines] == plants[1]


def test_a_table_has_a_column_for_each_question(run: Command, plants: Plants) -> None:
    assert run("generate", "40", "-o", "people.CSV", *_KB).code == 0
    with Path("people.CSV").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    knowledge, expected = plants
    assert list(rows[0]) == [name for name in knowledge.questions if name != "plant.name"]
    answered = [{name: text for name, text in row.items() if text} for row in rows]
    assert [_read(row, knowledge) for row in answered] == expected


def test_several_as_json_are_a_list(run: Command, plants: Plants) -> None:
    assert run("generate", "40", "-o", "people.json", *_KB).code == 0
    listed = json.loads(Path("people.json").read_text(encoding="utf-8"))
    assert [_read(one, plants[0]) for one in listed] == plants[1]


def test_several_as_yaml_are_a_list(run: Command, plants: Plants) -> None:
    assert run("generate", "3", "-o", "people.yml", *_KB).code == 0
    text = Path("people.yml").read_text(encoding="utf-8")
    assert text.startswith("- answers:\n    safety.eaten: ")
    items = text.split("- answers:\n")[1:]
    read = [
        answers_from(read_text(Source("one", f"answers:\n{item}")), plants[0]).answers
        for item in items
    ]
    assert read == plants[1][:3]


@pytest.mark.parametrize("name", ["me.yaml", "me.json"])
def test_one_runner_is_a_file_for_report(run: Command, plants: Plants, name: str) -> None:
    assert run("generate", "1", "-o", name, *_KB).code == 0
    read = read_answers(Path(name), plants[0])
    assert (read.answers, read.warnings) == (plants[1][0], ())
    report = run("report", name, "-f", "txt", *_KB)
    assert (report.code, report.err) == (0, "")


def test_a_runner_of_the_shipped_base_has_a_report(run: Command) -> None:
    assert run("generate", "1", "--seed", "8", "-o", "me.yaml").code == 0
    report = run("report", "me.yaml")
    assert (report.code, report.err) == (0, "")
    assert "SUREFOOT" in report.out


def test_the_format_can_be_asked_for(run: Command) -> None:
    assert run("generate", "2", "--format", "csv", *_KB).out.startswith("safety.eaten,")
    assert run("generate", "2", "--json", *_KB).out.startswith("[\n{")
    assert run("generate", "2", "-f", "jsonl", "-o", "x.csv", *_KB).code == 0
    assert Path("x.csv").read_text(encoding="utf-8").startswith("{")


def test_the_seed_decides(run: Command) -> None:
    first = run("generate", "5", "--seed", "3", *_KB).out
    assert run("generate", "5", "--seed", "3", *_KB).out == first
    assert run("generate", "9", "--seed", "3", *_KB).out.startswith(first)
    assert run("generate", "5", "--seed", "4", *_KB).out != first


_WRONG = {
    "none": (2, ["0"], "0 is not in the range"),
    "too-many": (2, ["100000001"], "100000001 is not in the range"),
    "no-number": (2, ["few"], "'few' is not a valid integer"),
    "how-many": (2, [], "Missing argument 'N'"),
    "seed": (2, ["1", "--seed", "-1"], "-1 is not in the range"),
    "format": (2, ["1", "-f", "jsno"], "did you mean json?"),
    "unanswered": (2, ["1", "--unanswered", "101"], "101.0 is not in the range"),
    "parquet": (2, ["1", "-f", "parquet"], "add -o FILE"),
    "ending": (2, ["1", "-o", "me.xlsx"], "there is no format 'xlsx'"),
    "two-formats": (2, ["1", "-f", "csv,json"], "asks for two things"),
    "two-ways-to-say-it": (2, ["1", "-f", "csv", "--json"], "ask for two things"),
    "folder": (2, ["1", "-o", "."], "cannot be written"),
    "below-a-file": (2, ["1", "-o", "there/me.yaml"], "cannot be written"),
    "no-knowledge": (3, ["1", "--knowledge", "missing"], "does not exist"),
}


@pytest.mark.parametrize("name", _WRONG)
def test_what_cannot_be_done_is_said(run: Command, name: str) -> None:
    code, args, expected = _WRONG[name]
    Path("there").write_text("a file", encoding="utf-8")
    made = run("generate", *args)
    assert made.code == code
    assert expected in made.err
    assert "Traceback" not in made.err
    assert [path.name for path in Path().iterdir()] == ["there"]


def test_a_mistake_in_the_population_stops_it(run: Command, tmp_path: Path) -> None:
    small.small_base(tmp_path)
    (tmp_path / "population").mkdir()
    (tmp_path / "population" / "all.yaml").write_text("population: {a.onne: {}}", encoding="utf-8")
    made = run("generate", "1", "-o", "me.yaml", "--knowledge", str(tmp_path))
    assert made.code == 3
    assert "KB121" in made.err
    assert "did you mean a.one?" in made.err
    assert not Path("me.yaml").exists()


def test_what_was_there_stays_if_it_goes_wrong_on_the_way(run: Command, tmp_path: Path) -> None:
    small.small_base(tmp_path, extra=small.never("a.one >= 1", "a.one < 1"))
    Path("out").mkdir()
    Path("out/me.yaml").write_text("before", encoding="utf-8")
    made = run("generate", "1", "-o", "out/me.yaml", "--knowledge", str(tmp_path))
    assert made.code == 3
    assert "never-1 and never-2" in made.err
    assert Path("out/me.yaml").read_text(encoding="utf-8") == "before"
    assert [path.name for path in Path("out").iterdir()] == ["me.yaml"]


def test_a_file_is_replaced_and_only_for_its_owner(run: Command) -> None:
    Path("me.yaml").write_text("before", encoding="utf-8")
    assert run("generate", "1", "-o", "me.yaml", *_KB).code == 0
    assert Path("me.yaml").read_text(encoding="utf-8").startswith("answers:")
    assert stat.S_IMODE(Path("me.yaml").stat().st_mode) == 0o600
