"""`surefoot mapping` and reports from a spreadsheet, as a coach with a messy form meets them."""

from __future__ import annotations

import re
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

from surefoot.engine.answers_text import format_answers
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.tables.cells import CellReader
from surefoot.engine.tables.mapping import read_mapping
from surefoot.engine.tables.proposal import propose
from surefoot.engine.tables.rows import open_table

from .support.command_line import Command, runner_of

_FIXTURES = Path(__file__).parent / "fixtures"
_DATE = ("--date", "2026-11-24")
_GUESSES = {
    "What is your name?",
    "How often do you do strength work?", "How many rest days do you take in a usual week?",
    "How stressed have you been? (0 = not at all, 10 = very)", "Do you know your cadence?",
    "Anything else you want to tell me?",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_a_folder_of_the_coach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(_FIXTURES / "club_form.csv", "club.csv")
    shutil.copy(_FIXTURES / "club_form_mapping.yaml", "decided.yaml")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch)


@cache
def _base() -> Knowledge:
    return load_knowledge(None)


def _table(text: str) -> None:
    Path("club.csv").write_text(text, encoding="utf-8")


# --- the proposal


def test_what_is_a_guess_has_to_be_decided_before_the_mapping_can_be_used(run: Command) -> None:
    done = run("mapping", "club.csv", "-o", "mapping.yaml")
    said = "Wrote mapping.yaml: columns 7 sure, 9 to check, 6 for you to decide and 2 ignored\n"
    assert (done.code, done.out, done.err) == (0, said, "")
    used = run("report", "club.csv", "--mapping", "mapping.yaml", "-o", "out", "-f", "txt")
    assert used.code == 2
    assert set(re.findall("does not say what column '(.*?)' is\n", used.err)) == _GUESSES
    assert not Path("out").exists()


def test_what_is_not_sure_says_so(run: Command) -> None:
    text = run("mapping", "club.csv").out
    assert '  "How old are you?":\n    question: runner.age ' in text
    assert '      "approx 20": "20"  # please check (1 row)\n' in text
    assert '    #   "25-30": …  # 1 row\n' in text
    assert '      "F": "female"  # please check (1 row)\n' in text
    assert text.count("    unit: mi  # as the name of the column says\n") == 5
    assert "    unit: /mi  # as the name" in text
    assert "counts only with an answer to shoes.knows_distance; no column has it" in text
    assert "# please check: 1 row has another unit, and 26 have none and are read as mi" in text
    assert "1 row repeats a name, and only the first of each is taken" in text
    assert '  "T-shirt size": ignore  # please check: nothing of it is read\n' in text


def test_columns_called_like_questions_are_sure(run: Command) -> None:
    _table("id,training.weekly_km,recovery.sleep_hours\na,40,7\nb,20,8\n")
    assert run("mapping", "club.csv", "-o", "mapping.yaml").code == 0
    mapping = read_mapping(Path("mapping.yaml"), _base())
    assert mapping.id_column == "id"
    assert {name: one.question.id for name, one in mapping.columns.items()} == {
        "training.weekly_km": "training.weekly_km",
        "recovery.sleep_hours": "recovery.sleep_hours",
    }


def test_a_file_with_decisions_is_not_written_over(run: Command) -> None:
    done = run("mapping", "club.csv", "-o", "decided.yaml")
    assert done.code == 2
    assert "there already" in done.err


@pytest.mark.parametrize("name", ["club.xlsx", "nothing.csv"])
def test_what_is_no_table(run: Command, name: str) -> None:
    Path("club.xlsx").write_bytes(b"PK\x03\x04")
    done = run("mapping", name)
    assert done.code in {2, 4}
    assert name in done.err
    assert "Traceback" not in done.err


def test_any_name_and_cell_gives_a_file_that_can_be_read() -> None:
    texts = [
        '"',
        "# x: y",
        "a: b",
        "- a",
        "'",
        "{a}",
        "é\\n",
        "…",
        "\\",
        "!tag",
        "&a",
        "%",
        "\u2028",
    ]
    columns = {
        "runner.age": texts,
        "recovery.stress": texts,
        **{f"x {one}": [one] for one in texts},
    }
    Path("mapping.yaml").write_text(propose("club.csv", columns, _base()).text, encoding="utf-8")
    mapping = read_mapping(Path("mapping.yaml"), _base())
    assert list(mapping.columns) == ["runner.age", "recovery.stress"]


# --- reports


def test_each_row_gets_the_report_of_its_answers(run: Command) -> None:
    club = ("report", "club.csv", "--mapping", "decided.yaml", "-o", "out", "-f", "json", *_DATE)
    done = run(*club, "--processes", "1")
    assert done.code == 4
    assert "Written: 28 (28 files in out)\nFailed: 2\n" in done.out
    assert "club.csv:32: error AN103 outside-range: column 'How old are you?'" in done.out
    assert (
        "club.csv:9: error AN129 same-id: the same runner stands in line 34, which counts"
        in done.out
    )
    assert "Emergency department, today: ida.larsen@example.org, rae.holt@example.org" in done.out
    base = _base()
    table = open_table(Path("club.csv"))
    reader = CellReader(base, read_mapping(Path("decided.yaml"), base), table.header)
    (rows,) = table.rows()
    for _, row in list(rows.each())[:1]:
        read = reader.read(row)
        Path("one.yaml").write_text(format_answers(read.answers), encoding="utf-8")
        alone = run("report", "one.yaml", "-f", "json", *_DATE)
        assert Path("out", f"{read.id}-report.json").read_text(encoding="utf-8") == alone.out


def test_without_a_mapping_and_pyarrow_columns_are_called_like_questions(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyarrow", "surefoot.engine.tables.arrow"):
        monkeypatch.setitem(sys.modules, name, None)  # an import of it fails
    _table("id;runner.age;training.weekly_km\nann;34;12,5\n;51;20 mi\nbob/x;1;2\n")
    done = run("report", "club.csv", "-o", "out", "-f", "txt", *_DATE)
    assert done.code == 4
    names = sorted(path.name for path in Path("out").glob("*-report.txt"))
    assert names == ["000003-report.txt", "ann-report.txt"]
    problems = Path("out", "surefoot-problems.txt").read_text(encoding="utf-8")
    assert "club.csv:4: error AN100 unreadable: files cannot be called after the id" in problems
    assert "club.csv:4: error AN103 outside-range: 'runner.age'" in problems


def test_a_sign_in_a_row_with_a_wrong_cell_is_listed_first_though_there_is_no_report(
    run: Command,
) -> None:
    _table(
        "id;runner.age;safety.heart;recovery.sleep_hours\n"
        "ann;34;chest_pain_now, my own words;7\nbob;34;none;depends\n"
        "cy;34;;7\neve;34;chest_pain_now;depends\n CY ;340;chest_pain_now;7\n"
    )
    done = run("report", "club.csv", "-o", "out", "-f", "txt", *_DATE)
    assert done.code == 4
    assert "Written: 0 (0 files in out)\nFailed: 5\n" in done.out
    assert "club.csv:4: error AN129 same-id: the same runner stands in line 6" in done.out
    see_first = Path("out", "surefoot-see-first.txt")
    assert done.out.endswith(
        "To be seen first: nobody of the 0 whose answers could be read, "
        "and 3 rows without a report\n"
        "  Ambulance, now: club.csv:2, club.csv:5, club.csv:6\n"
        f"  all of them in {see_first}\n"
    )
    lines = see_first.read_text(encoding="utf-8").splitlines()
    assert [line.split(" | ")[2:] for line in lines] == [
        [f"club.csv:{line}", "no report was made"] for line in (2, 5, 6)
    ]


def test_a_mapping_is_for_tables(run: Command) -> None:
    Path("me.yaml").write_text("answers: {runner.age: 34}\n", encoding="utf-8")
    done = run("report", "me.yaml", "--mapping", "decided.yaml", "-o", "out")
    assert done.code == 2
    assert "US108 unusable-option: --mapping is for a table" in done.err


def test_nobodys_words_are_put_in_a_runners_mouth(run: Command) -> None:
    _table('id,Chest,Sex\nann,"Sometimes, on hills",F\n')
    Path("decided.yaml").write_text(
        "id: id\ncolumns:\n"
        '  Chest: {question: safety.heart, values: {"Sometimes, on hills": chest_pain_on_effort}}\n'
        "  Sex: {question: runner.sex, values: {F: female}}\n",
        encoding="utf-8",
    )
    assert (
        run("report", "club.csv", "--mapping", "decided.yaml", "-o", "out", "-f", "txt").code == 0
    )
    text = " ".join(Path("out", "ann-report.txt").read_text(encoding="utf-8").split())
    assert "(you wrote: Sometimes, on hills)" in text
    assert "you wrote: F" not in text
