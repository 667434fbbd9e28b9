"""YAML and JSON text to nodes: nothing is corrupted, and every mistake has its place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from surefoot.engine.errors import Source
from surefoot.engine.source import (
    Mapping,
    Node,
    Reading,
    Scalar,
    Sequence,
    hidden_characters,
    read_file,
    read_text,
)

from .support.problems import said


def _read(text: str) -> Reading:
    return read_text(Source("f.yaml", text))


def _value(reading: Reading) -> object:
    """What was read, as Python's own values."""
    assert reading.problems == ()
    assert reading.node is not None
    return _plain(reading.node)


def _plain(node: Node) -> object:
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [_plain(item) for item in items]
        case Mapping(entries):
            return {key.text: _plain(value) for key, value in entries}


def _only(reading: Reading) -> str:
    (problem,) = reading.problems
    assert reading.node is None or problem.severity == "warning"
    return said(problem)


def _scalar(text: str, *keys: str | int) -> Scalar:
    node = _read(text).node
    for key in keys:
        if isinstance(key, int):
            assert isinstance(node, Sequence)
            node = node.items[key]
        else:
            assert isinstance(node, Mapping)
            node = node.get(key)
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    "text",
    ["5:30", "no", "yes", "off", "0170", "1e3", "2026-01-05", "1_000", "1.10", "null", "~", "0x1F"],
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert _value(_read(f"a: {text}\n")) == {"a": text}


def test_lists_and_mappings_keep_their_order() -> None:
    text = "b: [2, 1]\na:\n  - {y: 1, x: 2}\n  - 'it''s'\n"
    assert _value(_read(text)) == {"b": ["2", "1"], "a": [{"y": "1", "x": "2"}, "it's"]}


def test_all_refused_things_of_a_file_are_said_at_once() -> None:
    found = _read("a: &x {b: 1}\nc: {<<: *x}\nd: !t 1\n").problems
    assert [str(one.place) for one in found] == [
        "f.yaml:1:4", "f.yaml:2:9", "f.yaml:2:5", "f.yaml:3:4",
    ]  # fmt: skip


def test_a_duplicate_names_the_first_place_too() -> None:
    (problem,) = _read("a: 1\nb:\n  c: 1\n  c: 2\n").problems
    assert (str(problem.place), str(problem.also)) == ("f.yaml:4:3", "f.yaml:3:3")


def test_text_after_a_hash_is_a_warning_and_the_rest_is_read() -> None:
    reading = _read("title: slow raises #3 a week\n")
    assert _only(reading) == (
        "f.yaml:1:20 KB108 what follows ` #` is a comment, so this ends after 'slow raises'"
        " | put the whole text in double quotes, or a space after the #"
    )
    assert reading.node is not None


@pytest.mark.parametrize("text", ["a: b # c\n", "a: 'b' #c\n", "a: b#c\n", "#a\na: b\n", "a: #b\n"])
def test_an_ordinary_comment_is_no_finding(text: str) -> None:
    assert _read(text).problems == ()


@pytest.mark.parametrize("mark", ["\u202e", "\u200b", "\u2066", "\ufeff", "\ue000"])
def test_hidden_characters_are_findings_only_where_they_are_asked_for(mark: str) -> None:
    reading = _read(f"é: x{mark}y\n")
    assert reading.problems == ()
    (problem,) = hidden_characters(reading.source)
    assert (problem.code, str(problem.place)) == ("KB103", "f.yaml:1:5")


def test_letters_of_any_script_are_not_hidden() -> None:
    assert list(hidden_characters(Source("f", "a: Łukasz, 李雷, שלום, résumé, “x” – ≥ 🏃\n"))) == []


@pytest.mark.parametrize(
    ("text", "keys", "word", "expected"),
    [
        ("a: é > badd\n", ["a"], "badd", (1, 8)),
        ("żółć: [é, badd]\n", ["żółć", 1], "badd", (1, 11)),
        ("a: 'it''s badd'\n", ["a"], "badd", (1, 11)),
        ('a: "\\u00e9 \\"x\\" badd"\n', ["a"], "badd", (1, 18)),
        ("a: x > 1\n   and badd\n", ["a"], "badd", (2, 8)),
        ("a: x > 1\n\n\n     and badd\n", ["a"], "badd", (4, 10)),
        ("a: 'x > 1\n  and ''badd'\n", ["a"], "badd", (2, 9)),
        ('a: "x > 1 \\\n  and badd"\n', ["a"], "badd", (2, 7)),
        ('a: "one\\ttwo badd"\n', ["a"], "badd", (1, 14)),
        ("a: >-\n  x > 1\n  and badd\n", ["a"], "badd", (3, 7)),
        ("a: >- # why\n  é é\n\n  and badd\n", ["a"], "badd", (4, 7)),
        ("a:\n  - |\n    x\n      badd\n", ["a", 0], "badd", (4, 7)),
    ],
    ids=[
        "plain", "other-letters", "single", "double", "folded", "blank-lines", "folded-single",
        "continued", "escaped-tab", "block", "block-with-comment", "literal",
    ],
)  # fmt: skip
def test_the_place_of_a_word_inside_a_scalar(
    text: str, keys: list[str | int], word: str, expected: tuple[int, int]
) -> None:
    scalar = _scalar(text, *keys)
    place = scalar.place_at(scalar.text.index(word), len(word))
    assert (place.line, place.column, place.width) == (*expected, len(word))


def test_the_place_after_the_last_word() -> None:
    place = _scalar("a: 'x >'\n", "a").place_at(3)
    assert (place.line, place.column) == (1, 8)


def test_the_place_of_a_blank() -> None:
    place = _scalar("a: xy  z\n", "a").place_at(3)
    assert (place.line, place.column) == (1, 7)


@pytest.mark.parametrize(
    "value",
    [
        {"a": ["1", "x"], "b": {"c": "é\\n/\"'"}},
        {"🏃 run": "🏃🏃", "next": "𝄞"},
        {"backslash": "\\ud83d\\udfc3"},
    ],
    ids=["plain", "pairs", "backslash"],
)
@pytest.mark.parametrize("indent", [None, "\t"], ids=["compact", "tabs"])
def test_json_is_read_as_it_was_written(value: object, indent: str | None) -> None:
    text = json.dumps(value, indent=indent)
    assert _value(read_text(Source("f.json", text), is_json=True)) == value


def test_columns_of_json_after_pairs_of_escapes() -> None:
    text = '{"a": "\\ud83c\\udfc3 \\ud83c\\udfc3", "b": "\\ud83c\\udfc3 x", "b": "y"}'
    (problem,) = read_text(Source("f.json", text), is_json=True).problems
    assert problem.place is not None
    assert problem.place.column == text.rindex('"b"') + 1
    node = read_text(Source("f.json", text.replace('"b": "y"', '"c": 1')), is_json=True).node
    assert isinstance(node, Mapping)
    last = node.get("b")
    assert isinstance(last, Scalar)
    assert last.place_at(2).column == text.index("x") + 1


def test_half_a_pair_is_no_character() -> None:
    reading = read_text(Source("f.json", '{"a": "\\ud83c"}'), is_json=True)
    assert _only(reading) == (
        "f.json:1:10 KB107 a backslash means something else in double quotes"
        " | write two backslashes for one, or put the text in single quotes"
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        (b"a: 1\rb: 2\r", {"a": "1", "b": "2"}),
        (b"\xef\xbb\xbfa: 1\n", {"a": "1"}),
        ("a: é\n".encode(), {"a": "é"}),
    ],
    ids=["crlf", "cr", "bom", "utf-8"],
)
def test_files_of_other_systems_are_read(tmp_path: Path, data: bytes, expected: object) -> None:
    (tmp_path / "f.yaml").write_bytes(data)
    assert _value(read_file(tmp_path / "f.yaml")) == expected


def test_an_empty_file_has_no_node_and_no_problem(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"")
    reading = read_file(tmp_path / "f.yaml")
    assert (reading.node, reading.problems) == (None, ())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n", "KB100 byte 1 is not UTF-8 text; this may not be a text file"),
        (b"a: \xe9\n", "KB100 byte 4 is not UTF-8 text; this may not be a text file"),
        ("a: 1".encode("utf-16"), "KB100 this is UTF-16 text; save it as UTF-8"),
        (b"#" * 600_000, "KB101 the file has more than 524,288 bytes"),
        (b"#" * 10_000_000, "KB101 the file has more than 524,288 bytes"),
    ],
    ids=["binary", "latin-1", "utf-16", "600-kb", "10-mb"],
)
def test_a_file_that_is_no_text_of_ours(tmp_path: Path, data: bytes, expected: str) -> None:
    (tmp_path / "f.yaml").write_bytes(data)
    assert _only(read_file(tmp_path / "f.yaml", "f.yaml")) == f"f.yaml {expected}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing.yaml", "KB100 there is no such file"),
        ("folder", "KB100 this is a folder, not a file"),
        ("x" * 300, "KB100 the file cannot be read: File name too long"),
    ],
    ids=["missing", "folder", "long-name"],
)
def test_what_cannot_be_opened(tmp_path: Path, name: str, expected: str) -> None:
    (tmp_path / "folder").mkdir()
    assert _only(read_file(tmp_path / name, "f")) == f"f {expected}"


def test_a_file_that_never_ends_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").symlink_to("/dev/zero")
    expected = "f.yaml KB101 the file has more than 524,288 bytes"
    assert _only(read_file(tmp_path / "f.yaml", "f.yaml")) == expected


def test_a_pipe_is_read_to_its_end() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"a: 1\n")
    os.close(writer)
    assert _value(read_file(Path(f"/dev/fd/{reader}"))) == {"a": "1"}
