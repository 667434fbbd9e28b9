"""Rows of tables of text: what is a row, what is broken, and that rows beside it are whole."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.errors import SurefootError
from surefoot.engine.tables.rows import Rows, open_table

_HEAD = "id,km,note\n"


def _read(path: Path, size: int = 10_000) -> list[Rows]:
    return list(open_table(path).rows(size))


def _of(tmp_path: Path, data: str | bytes, name: str = "club.csv") -> Rows:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (rows,) = _read(path)
    return rows


def _cells(rows: Rows) -> list[tuple[object, ...]]:
    return [(line, *row.values()) for line, row in rows.each()]


def _broken(rows: Rows) -> list[tuple[int, str]]:
    return [(one.line, one.misfits[0].code) for one in rows.broken]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "id,km,note\nann,40,a b\nbob,12.5,\n".replace(",", delimiter)
    rows = _of(tmp_path, text)
    assert _cells(rows) == [(2, "ann", "40", "a b"), (3, "bob", "12.5", "")]


def test_a_decimal_comma_is_no_separator(tmp_path: Path) -> None:
    rows = _of(tmp_path, "id;km\nann;12,5\nbob;7,25\ncat;8\n")
    assert _cells(rows) == [(2, "ann", "12,5"), (3, "bob", "7,25"), (4, "cat", "8")]


def test_a_spreadsheet_can_name_its_separator(tmp_path: Path) -> None:
    assert _cells(_of(tmp_path, "sep=;\r\nid;km\r\nann;1,5\r\n")) == [(3, "ann", "1,5")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    rows = _of(tmp_path, "id,Größe\nJosé,5’9\n".encode(encoding))
    assert list(rows.columns) == ["id", "Größe"]
    assert _cells(rows) == [(2, "José", "5’9")]


def test_a_cell_may_have_line_ends_and_the_next_row_its_own_line(tmp_path: Path) -> None:
    text = '"id","How far\ndo you run?"\r\nann,"one\r\n""two"", three"\r\n\r\nbob,4\r\n'
    rows = _of(tmp_path, text)
    assert list(rows.columns) == ["id", "How far do you run?"]
    assert _cells(rows) == [(3, "ann", 'one\r\n"two", three'), (6, "bob", "4")]


def test_empty_cells_behind_the_last_column_are_no_cells(tmp_path: Path) -> None:
    rows = _of(tmp_path, 'id,km,,\nann,40,,\nbob,30\n,,,\ncat,"4\n0",,\n')
    assert _cells(rows) == [(2, "ann", "40"), (3, "bob", "30"), (5, "cat", "4\n0")]


_BROKEN = {
    "AN120": "x,4\x00,n",
    "AN121": "x,4,n,more",
    "AN122": "x,4",
    "AN123": 'x,"4,n',
    "AN127": f"x,4,{'n' * 10_001}",
    "AN127 ": f'x,4,"{"n" * 140_000}"',
    " AN127": "n" * 500_001,
}


@pytest.mark.parametrize("code", _BROKEN)
def test_a_broken_row_leaves_those_around_it_as_they_are(tmp_path: Path, code: str) -> None:
    text = f'{_HEAD}ann,1,"a, b"\n{_BROKEN[code]}\nbob,2,"c, d"\ncat,3,\n'
    rows = _of(tmp_path, text)
    assert _broken(rows) == [(3, code.strip())]
    assert _cells(rows) == [(2, "ann", "1", "a, b"), (4, "bob", "2", "c, d"), (5, "cat", "3", "")]


@pytest.mark.parametrize("wrong", ['x,"4"",n', '"x,4,n', 'x,"4"n,', 'x,4,"n""'])
def test_two_open_quotes_do_not_swallow_what_is_between(tmp_path: Path, wrong: str) -> None:
    text = f"{_HEAD}{wrong}\nbob,2,\n{wrong}\ncat,3,\n"
    rows = _of(tmp_path, text)
    assert _broken(rows) == [(2, "AN123"), (4, "AN123")]
    assert _cells(rows) == [(3, "bob", "2", ""), (5, "cat", "3", "")]


def test_bytes_that_are_no_text_break_only_their_row(tmp_path: Path) -> None:
    data = _HEAD.encode() + "é,1,\n".encode() + b"x\xff,2,\n" + b"bob,3,\n"
    rows = _of(tmp_path, data)
    assert _broken(rows) == [(3, "AN124")]
    assert _cells(rows) == [(2, "é", "1", ""), (4, "bob", "3", "")]


def test_inches_in_a_cell_without_quotes_are_a_character(tmp_path: Path) -> None:
    rows = _of(tmp_path, f"{_HEAD}ann,5'9\",x\nbob,5'8\",y\n")
    assert _cells(rows) == [(2, "ann", "5'9\"", "x"), (3, "bob", "5'8\"", "y")]


def test_lines_of_json(tmp_path: Path) -> None:
    lines = [
        '{"id": 7, "km": 40.50, "sites": ["shin", "knee"], "note": null}', "",
        '{"id": "bob", "answers": {"km": "20 mi", "old": true}, "history": []}',
        '{"km": 4', "[1]", '{"km": 1, "km": 2}', '{"km": "a\\u0000"}', '{"km": {"a": 1}}',
    ]  # fmt: skip
    rows = _of(tmp_path, "\n".join(lines), "club.jsonl")
    assert _broken(rows) == [(4, "AN125"), (5, "AN126"), (6, "AN107"), (7, "AN120")]
    found = [{name: text for name, text in row.items() if text} for _, row in rows.each()]
    assert found[:2] == [
        {"id": "7", "km": "40.50", "sites": "\0shin\0knee"},
        {"id": "bob", "km": "20 mi", "old": "true"},
    ]
    assert rows.lines == [1, 3, 8]


def test_names_that_differ_by_blanks_are_one_column_in_every_line(tmp_path: Path) -> None:
    lines = [
        '{"id": "ann", "safety.heart": "yes"}', '{"id": "bob", "safety.heart ": "no"}',
        '{"id": "cy", "safety.heart": "yes", " safety.heart": "no"}',
    ]  # fmt: skip
    rows = _of(tmp_path, "\n".join(lines), "club.jsonl")
    assert _cells(rows) == [(1, "ann", "yes"), (2, "bob", "no")]
    assert _broken(rows) == [(3, "AN107")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"id": "s\\ud800"}', "AN124"), ('{"s\\ud800": 1}', "AN124"),
        ('{"s\\ud800": 1, "s\\ud800": 2}', "AN124"), ('{"sites": ["shin", "\\udfff"]}', "AN124"),
        ('{"sites": "\\u0000shin\\u0000knee"}', "AN120"), ('{"km": "\\u0001"}', "AN120"),
        ('{"sites": ["shin\\u0000knee"]}', "AN120"),
    ],
)  # fmt: skip
def test_json_can_escape_what_is_no_text(tmp_path: Path, line: str, code: str) -> None:
    rows = _of(tmp_path, f'{line}\n{{"id": "😀"}}', "club.jsonl")
    assert _broken(rows) == [(1, code)]
    assert _cells(rows) == [(2, "😀")]


def test_a_row_of_blanks_is_no_runner(tmp_path: Path) -> None:
    rows = _of(tmp_path, f"{_HEAD} , ,\nann,1,\n , , , \n\t\n")
    assert _cells(rows) == [(3, "ann", "1", "")]
    assert not rows.broken


def test_batches_have_every_row_once(tmp_path: Path) -> None:
    path = tmp_path / "club.csv"
    path.write_text(_HEAD + "".join(f"r{n},{n},\n" for n in range(25)), encoding="utf-8")
    batches = _read(path, 10)
    assert [len(one.lines) for one in batches] == [10, 10, 5]
    assert [line for one in batches for line in one.lines] == list(range(2, 27))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no line that names the columns"),
        ("id,km,km\na,1,2\n", "columns 2 and 3 are both called 'km'"),
        ("id,,km\na,1,2\n", "column 2 has no name"),
        ("id,k\0m\na,1\nb,2\n", "a character that cannot be seen"),
        ('id,"km\na,1\nb,2\n', "double quotes of the row do not fit"),
    ],
)
def test_a_table_needs_names_of_its_columns(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "club.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SurefootError, match=said):
        open_table(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SurefootError, match="no such file"):
        open_table(tmp_path / "none.csv")


def test_quotes_everywhere_read_as_json_would(tmp_path: Path) -> None:
    cells = ["a,b", 'say "x"', "two\nlines", " blank ", ";"]
    names = [f"c{n}" for n in range(len(cells))]
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    of_csv = _of(tmp_path, f"{','.join(names)}\n{quoted}\n")
    line = json.dumps(dict(zip(names, cells, strict=True)))
    of_json = _of(tmp_path, line, "club.jsonl")
    assert dict(of_csv.columns) == {n: tuple(v) for n, v in of_json.columns.items()}


_TEXTS = st.text(st.sampled_from('ab ,;|"\t\né’\u2028=') | st.characters(exclude_categories=["C"]))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(_TEXTS, _TEXTS, _TEXTS), max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_cells_are_read_as_they_were_written(
    cells: list[tuple[str, str, str]], delimiter: str, encoding: str, end: str
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerow(["id", "a", "b", "c"])
    written = [(f"r{number}", *row) for number, row in enumerate(cells)]
    writer.writerows(written)
    with TemporaryDirectory() as folder:
        path = Path(folder, "club.csv")
        path.write_bytes(stream.getvalue().encode(encoding))
        batches = _read(path)
        assert [row[1:] for rows in batches for row in _cells(rows)] == written
        assert not any(rows.broken for rows in batches)


@settings(max_examples=50, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"id,km\n", b""]), st.sampled_from(["csv", "jsonl"])
)
def test_any_bytes_give_rows_or_say_what_is_wrong(data: bytes, head: bytes, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"club.{name}")
        path.write_bytes(head + data)
        try:
            lines = [line for rows in _read(path) for line in rows.lines]
        except SurefootError:
            return
        assert lines == sorted(set(lines))
