"""`surefoot kb review`: the spreadsheet for a reviewer, read back."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from surefoot.commands.kb.review import review as command
from surefoot.engine.errors import SurefootError
from surefoot.engine.knowledge import Points, Sign, Warn
from surefoot.engine.loading import load_knowledge
from surefoot.engine.versions.locking import Review
from surefoot.reports.review import Column, Sheet, review_sheets
from surefoot.reports.workbook import workbook

from .support.small import rule, small_base
from .support.versions import TEXT, changed_base, write_base

Table = list[dict[str, str]]
_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Book:
    """An XLSX file, read without a library: texts by sheet, and the XML of each sheet."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            self.parts = {name: archive.read(name).decode() for name in archive.namelist()}
        root = ET.fromstring(self.parts["xl/workbook.xml"])  # noqa: S314  (we wrote it)
        self.names = [one.attrib["name"] for one in root.findall("m:sheets/m:sheet", _NS)]
        shared = ET.fromstring(self.parts["xl/sharedStrings.xml"])  # noqa: S314
        self.texts = ["".join(one.itertext()) for one in shared.findall("m:si", _NS)]

    def xml(self, sheet: str) -> str:
        return self.parts[f"xl/worksheets/sheet{self.names.index(sheet) + 1}.xml"]

    def rows(self, sheet: str) -> list[dict[str, str]]:
        """Each row as column letter -> text."""
        root = ET.fromstring(self.xml(sheet))  # noqa: S314
        found = []
        for row in root.findall("m:sheetData/m:row", _NS):
            cells = {}
            for cell in row.findall("m:c", _NS):
                value = cell.findtext("m:v", "", _NS)
                text = self.texts[int(value)] if cell.get("t") == "s" else value
                cells[re.sub(r"\d", "", cell.attrib["r"])] = text
            found.append(cells)
        return found

    def table(self, sheet: str) -> Table:
        """Each row below the head as title of the column -> text."""
        head, *rows = self.rows(sheet)
        return [{head[letter]: text for letter, text in row.items()} for row in rows]


def written(folder: Path, *args: str) -> Book:
    done = CliRunner().invoke(command, [*args, "-o", str(folder / "review.xlsx")])
    assert done.exit_code == 0, done.exception
    return Book(folder / "review.xlsx")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return written(tmp_path_factory.mktemp("review"))


def test_there_is_a_table_of_everything(shipped: Book) -> None:
    assert shipped.names == [
        "Read me", "Rules", "Notes", "Flags", "Patterns", "Limits", "Thresholds",
        "Worked-out values", "Questions", "Contradictions", "Tests at home", "Advice", "Sources",
    ]  # fmt: skip
    knowledge = load_knowledge()
    rules = [one.conclusion for one in knowledge.rules.values()]
    notes = [one for one in rules if isinstance(one, Points) and not one.points]
    for sheet, of_kind in (
        ("Rules", [one for one in rules if isinstance(one, Points) and one.points]),
        ("Notes", notes),
        ("Flags", [one for one in rules if isinstance(one, Warn)]),
        ("Patterns", [one for one in rules if isinstance(one, Sign)]),
    ):
        assert len(shipped.table(sheet)) >= len(of_kind) > 10
    assert {row["Id"] for row in shipped.table("Advice")} == knowledge.advice.keys()
    assert {row["Id"] for row in shipped.table("Sources")} == knowledge.evidence.keys()


def test_a_rule_reads_as_a_sentence_with_points_grade_and_sources(shipped: Book) -> None:
    (row,) = [one for one in shipped.table("Rules") if one["Id"] == "recovery.very-short-sleep"]
    rule = load_knowledge().rules["recovery.very-short-sleep"]
    assert row["When"] == "Sleep a night is under 6 hours."
    assert row["Points"] == str(rule.conclusion.points)  # type: ignore[union-attr]
    assert row["Grade"] == rule.grade
    assert "You sleep ‹Sleep a night› on a usual night." in row["What the runner reads"]
    assert row["Sources"]
    assert [row[title] for title in ("Agree?", "Comment", "Name", "Date")] == [""] * 4


def test_thresholds_stand_by_question_and_number(shipped: Book) -> None:
    rows = [
        (row["Comparison"], row["In"])
        for row in shipped.table("Thresholds")
        if row["Question or worked-out value"] == "Sleep a night"
    ]
    assert ("is under 6 hours", "recovery.very-short-sleep") in rows
    numbers = [float(re.findall(r"[\d.]+", comparison)[0]) for comparison, _ in rows]
    assert numbers == sorted(numbers)


def test_every_number_of_a_table_that_is_looked_up_can_be_reviewed(shipped: Book) -> None:
    rows = [
        (row["When"], row["Value"])
        for row in shipped.table("Worked-out values")
        if row["Id"] == "strength.calf_raise_norm"
    ]
    assert ("Age: under 30, Sex: Female", "30 repetitions") in rows
    norm = load_knowledge().derived["strength.calf_raise_norm"].formula
    assert len(rows) == len(norm.rows)  # type: ignore[union-attr]


def test_numbers_inside_worked_out_words_and_links_are_thresholds(tmp_path: Path) -> None:
    book = written(tmp_path, str(write_base(tmp_path / "kb")))
    rows = {(row["Comparison"], row["In"]) for row in book.table("Thresholds")}
    assert {("is over 8 of 10", "a.mood"), ("is over 1 km", "pattern.sore")} <= rows
    values = [(row["Id"], row["When"], row["Value"]) for row in book.table("Worked-out values")]
    assert ("a.mood", "One is over 8 of 10", "bad") in values
    assert ("a.mood", "otherwise", "good") in values
    assert ("a.sum", "always", "One + Two") in values


def test_contradictions_and_tests_at_home_can_be_reviewed(shipped: Book) -> None:
    ids = [row["Id"] for row in shipped.table("Contradictions")]
    assert len(ids) == len(set(ids))
    assert "limp-without-pain" in ids
    (row,) = [one for one in shipped.table("Contradictions") if one["Id"] == "running-before-birth"]
    assert row["Nobody answers so"] == "yes"
    assert "You are ‹Age› old" in row["What the runner reads"]
    (test,) = [one for one in shipped.table("Tests at home") if one["Id"] == "calf-raise"]
    assert "Keep your knee straight" in test["Step by step"]
    assert ("is over 2 weeks", "longest-run-beyond-two-weeks") in {
        (row["Comparison"], row["In"]) for row in shipped.table("Thresholds")
    }


def test_a_note_stands_in_a_table_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "kb").mkdir()
    note = rule("p.note", "a.one < 3", 0) + "    claim: Less is more.\n"
    small_base(tmp_path / "kb", note, rule("p.points", "a.two < 3", 2))
    book = written(tmp_path, str(tmp_path / "kb"))
    assert [row["Id"] for row in book.table("Rules")] == ["p.points"]
    (row,) = book.table("Notes")
    assert (row["Id"], row["What people often say"]) == ("p.note", "Less is more.")


def test_a_question_of_every_place_stands_once(shipped: Book) -> None:
    ids = [row["Id"] for row in shipped.table("Questions")]
    assert len(ids) == len(set(ids))
    assert "symptom.site.night_pain" in ids
    assert not [one for one in ids if one.startswith("symptom.shin.night")]


@pytest.mark.parametrize("sheet", ["Rules", "Flags", "Patterns", "Thresholds", "Sources"])
def test_a_table_can_be_filtered_and_printed(shipped: Book, sheet: str) -> None:
    xml = shipped.xml(sheet)
    assert 'state="frozen"' in xml
    assert "<autoFilter" in xml
    assert 'orientation="landscape"' in xml
    assert 'fitToHeight="0"' in xml
    assert "<dataValidation" in xml
    assert "<oddFooter>" in xml


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    book = written(
        tmp_path,
        str(write_base(tmp_path / "kb", ("title: First", 'title: "=HYPERLINK(1)"'),
                       ("title: Second", "title: https://example.org"))),
    )  # fmt: skip
    assert "=HYPERLINK(1)" in {row["Title"] for row in book.table("Rules")}
    assert "<f>" not in book.xml("Rules")
    assert "<hyperlink" not in book.xml("Rules")


def test_the_first_page_says_which_base_it_is(shipped: Book) -> None:
    knowledge = load_knowledge()
    (first, *_) = shipped.rows("Read me")
    assert first["A"].startswith(f"{knowledge.name} {knowledge.version}, ")


def test_drafts_are_there_and_named(tmp_path: Path) -> None:
    draft = ("{title: Second, status: trial", "{title: Second, status: draft")
    book = written(tmp_path, str(write_base(tmp_path / "kb", draft)))
    assert {row["Id"]: row["Status"] for row in book.table("Rules")} == {
        "p.first": "trial", "p.second": "draft", "q.third": "trial",
    }  # fmt: skip


def test_a_review_that_counts_is_shown(tmp_path: Path) -> None:
    signed = ("title: Second,", "title: Second, reviewed: [Anna Berg 2026-01-02],")
    book = written(tmp_path, str(write_base(tmp_path / "kb", signed)))
    (row,) = [one for one in book.table("Rules") if one["Id"] == "p.second"]
    assert row["Reviewed"] == "Anna Berg, 2026-01-02"
    lapsed = review_sheets(changed_base(tmp_path / "kb", signed), {"p.second": ()})
    assert not any("Anna Berg" in str(cell) for row in lapsed[0].rows for cell in row)
    counted = review_sheets(
        changed_base(tmp_path / "kb", signed), {"p.second": (Review("Ben Roth", "2026-02-03"),)}
    )
    assert any("Ben Roth, 2026-02-03" in row for row in counted[0].rows)


def test_a_very_long_text_is_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    sheet = Sheet("Rules", (Column("Id"), *review_sheets(load_knowledge(), {})[0].columns[-4:]),
                  (("x" * 40_000, "", "", "", ""),))  # fmt: skip
    (tmp_path / "long.xlsx").write_bytes(workbook("T", (), (sheet,)))
    assert len(Book(tmp_path / "long.xlsx").rows("Rules")[1]["A"]) == 32_767


def test_the_same_base_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = str(write_base(tmp_path / "kb"))
    first, second = tmp_path / "first", tmp_path / "second"
    for to in (first, second):
        to.mkdir()
        written(to, folder)
    assert (first / "review.xlsx").read_bytes() == (second / "review.xlsx").read_bytes()


# --- what goes wrong


def refused(*args: str) -> SurefootError:
    with pytest.raises(SurefootError) as error:
        command.main([*args], standalone_mode=False)
    return error.value


def test_without_the_library_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    error = refused("-o", str(tmp_path / "review.xlsx"))
    assert "pip install 'surefoot[author]'" in str(error)
    assert not list(tmp_path.iterdir())


def test_another_ending_or_a_base_that_does_not_load_is_refused(tmp_path: Path) -> None:
    assert "does not end in .xlsx" in str(refused("-o", str(tmp_path / "review.csv")))
    folder = write_base(tmp_path / "kb", text=TEXT.replace("a.one >= 2", "a.on >= 2"))
    error = refused(str(folder), "-o", str(tmp_path / "review.xlsx"))
    assert [one.code for one in error.problems] == ["KB121"]
    assert not (tmp_path / "review.xlsx").exists()
