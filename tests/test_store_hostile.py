"""Files that were made to do harm end in our own error, and nothing of them is taken in."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from surefoot.engine.errors import SurefootError, format_problems
from surefoot.intake.store.database import open_store
from surefoot.intake.store.exporting import export_text
from surefoot.intake.store.importing import take_in
from surefoot.intake.store.received import LARGEST_BYTES

from .support.stores import BASE, DAY, begun, example, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from surefoot.intake.store.database import Store

_SIGN = b'{"schema": "surefoot-store-2", '


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


@pytest.fixture
def data(tmp_path: Path) -> Any:
    other = example(tmp_path / "other", take=2)
    runner = other.runners()[0]
    again = begun(other, runner)
    other.append(again.id, said("a"), "h")
    return json.loads(export_text(other, other.runners()))


def _refused(store: Store, data: bytes, name: str = "x.json") -> str:
    with pytest.raises(SurefootError) as raised:
        take_in(store, data, name, lambda: BASE, DAY)
    assert store.runners() == ()
    assert raised.value.exit_code in {2, 4}
    text = format_problems(raised.value.problems)
    assert len(text) < 20_000
    assert text.replace("\n", "").isprintable()
    return text


@pytest.mark.parametrize(
    ("bytes_", "said"),
    [
        (_SIGN, "this is no JSON"),
        (_SIGN + b'"runners": ' + b"[" * 1_000_000, "nested too deep"),
        (_SIGN + b'"runners": ' + b'{"a":' * 1_000_000, "nested too deep"),
        (_SIGN + b'"runners": [' + b"[]," * 4_000_000 + b"[]]}", "over 3,000,000 parts"),
        (_SIGN + b" " * LARGEST_BYTES, "more than 67,108,864 bytes"),
        (_SIGN + b'"a": NaN}', "NaN is no number"),
        (_SIGN + b'"a": -Infinity}', "-Infinity is no number"),
        (_SIGN + b'"a": 1, "a": 2}', "stands there twice"),
        (_SIGN + b'"a": ' + b"9" * 5_000 + b"}", "this is no JSON"),
        (_SIGN + b'"a": "\xff"}', "this is no JSON"),
        (b"[" + _SIGN + b'"a": 1}]', "fields are expected here, not a list"),
        (b"\x89PNG\r\n\x1a\n\x00", "UTF-8"),
        (b"", "empty"),
        (b"PK\x03\x04" + b"\x00" * 100, "error"),
        (b"a: " * 300_000, "error"),
        (b"[" * 100_000, "error"),
        (b"a: &a [x]\nb: [*a, *a]\n", "error"),
    ],
    ids=lambda one: ascii(one[:30]) if isinstance(one, bytes) else "",
)
def test_bytes_that_are_no_export(store: Store, bytes_: bytes, said: str) -> None:
    assert said in _refused(store, bytes_)


def _set(*path: str | int) -> Callable[[Any, object], None]:
    def change(data: Any, value: object) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


_RUNNER = ("runners", 0)
_INTERVIEW = (*_RUNNER, "interviews", 0)
_ENTRY = (*_INTERVIEW, "entries", 0)
_WRONG = [
    (("schema",), "surefoot-store-3", "schema: only surefoot-store-2 can be read; a newer"),
    (("exported",), 5, "exported: a time like"),
    (("runners",), {}, "runners: a list is expected here, not fields"),
    (_RUNNER, None, "runners[0]: fields are expected here, not nothing"),
    ((*_RUNNER, "id"), "../../etc/passwd", "runners[0].id: an id of 16"),
    ((*_RUNNER, "id"), "0123456789abcdef\n", "an id of 16"),
    ((*_RUNNER, "id"), "٠" * 16, "an id of 16"),
    ((*_RUNNER, "id"), ["a"], "not a list"),
    ((*_RUNNER, "name"), 5, "runners[0].name: a text is expected here, not a number"),
    ((*_RUNNER, "name"), "a" * 141, "a text of 141 characters; 140 are accepted"),
    ((*_RUNNER, "name"), "a\x1b[2J", "there are control characters in this text"),
    ((*_RUNNER, "name"), "a\ud800", "there are control characters in this text"),
    ((*_RUNNER, "nmae"), "a", "runners[0]: there is no field 'nmae'; did you mean name?"),
    ((*_RUNNER, "\x1b[2J" + "x" * 999), "a", "there is no field '"),
    ((*_RUNNER, "created"), "2026-13-45T00:00:00.000+00:00", "runners[0].created: a time like"),
    ((*_RUNNER, "created"), "yesterday", "runners[0].created: a time like"),
    ((*_INTERVIEW, "depth"), "endless", "'endless' is not quick, full or all"),
    ((*_INTERVIEW, "depth"), {}, "fields is not quick, full or all"),
    ((*_INTERVIEW, "before"), "f" * 16, "'before' is no other interview of the same runner"),
    ((*_INTERVIEW, "finished"), "2026-02-30", "a day like 2026-11-23"),
    ((*_INTERVIEW, "finished"), "20261123", "a day like 2026-11-23"),
    ((*_INTERVIEW, "finished_entries"), -1, "a whole number is expected here, not -1"),
    ((*_INTERVIEW, "finished_entries"), True, "a whole number is expected here"),
    ((*_INTERVIEW, "finished_entries"), 1.5, "a whole number is expected here, not 1.5"),
    ((*_INTERVIEW, "finished_entries"), 10**30, "it was finished with more entries than it has"),
    ((*_ENTRY, "act"), "drop", "act: 'drop' is not answer, take_back, later, go_on or record"),
    ((*_ENTRY, "question"), "a b", "a word of letters"),
    ((*_ENTRY, "question"), "../x", "a word of letters"),
    ((*_ENTRY, "said"), "a" * 100_001, "a text of 100,001 characters"),
    ((*_ENTRY, "said"), "a\x00b", "control characters"),
    ((*_ENTRY, "said"), None, "a text is expected here, not nothing"),
    ((*_ENTRY, "at"), "", "a time like"),
    ((*_ENTRY, "knowledge"), "<script>", "a whole number is expected here"),
    ((*_ENTRY, "knowledge"), 10**30, "an entry has version 1000"),
    ((*_ENTRY, "asked"), 99, "an entry has wording 99, and there are 3"),
    ((*_ENTRY, "asked"), -1, "a whole number is expected here, not -1"),
    (("wordings", 0), "a" * 10_001, "wordings[0]: a text of 10,001 characters"),
    (("versions", 0), "<script>", "versions[0]: a word of letters"),
    (("bases",), [{"hash": "h"}], "bases[0]: the field 'name' is missing"),
]


@pytest.mark.parametrize(("path", "value", "said"), _WRONG, ids=lambda one: ascii(one)[:30])
def test_a_wrong_part_is_named(
    store: Store, data: Any, path: tuple[str | int, ...], value: object, said: str
) -> None:
    _set(*path)(data, value)
    assert said in _refused(store, json.dumps(data).encode())


def test_all_wrong_parts_are_named_at_once(store: Store, data: Any) -> None:
    for path, value, _ in (_WRONG[4], _WRONG[16], _WRONG[25], _WRONG[31]):
        _set(*path)(data, value)
    told = _refused(store, json.dumps(data).encode())
    assert told.count("error AN112 not-as-exported") == 4


def test_a_file_with_thousands_of_wrong_parts_is_not_told_whole(store: Store, data: Any) -> None:
    data["runners"] = [5] * 100_000
    assert "and 180 more in x.json" in _refused(store, json.dumps(data).encode())


@pytest.mark.parametrize("kind", ["runners", "interviews", "bases"])
def test_what_stands_there_twice_is_named(store: Store, data: Any, kind: str) -> None:
    data["bases"] = [{"hash": "h", "name": "n", "version": "1", "questions": []}]
    listed = data["runners"][0][kind] if kind == "interviews" else data[kind]
    listed.append(listed[0])
    assert "stands there twice" in _refused(store, json.dumps(data).encode())


def test_an_export_that_was_cut_off_or_changed_anywhere_never_ends_in_a_fault(
    store: Store, data: Any
) -> None:
    whole = json.dumps(data, ensure_ascii=False).encode()
    draw = random.Random(7)
    for _ in range(300):
        broken = bytearray(
            whole[: draw.randrange(40, len(whole))] if draw.random() < 0.3 else whole
        )
        for _ in range(draw.randrange(1, 4)):
            broken[draw.randrange(40, len(broken))] = draw.randrange(256)
        try:
            take_in(store, bytes(broken), "x.json", lambda: BASE, DAY)
        except SurefootError as error:
            assert str(error)  # noqa: PT017  (either may come of it)


def test_what_was_right_is_taken_in(store: Store, data: Any) -> None:
    done = take_in(store, json.dumps(data).encode(), "x.json", lambda: BASE, DAY)
    assert [one.outcome for one in done.interviews] == ["new", "new"]


def test_a_small_file_whose_wordings_would_fill_the_disk_is_refused(
    store: Store, data: Any
) -> None:
    entry = data["runners"][0]["interviews"][0]["entries"][0]
    data["runners"][0]["interviews"][0]["entries"] = [entry] * 2_000
    data["wordings"][entry["asked"]] = "a" * 10_000
    assert "over 20 times its size" in _refused(store, json.dumps(data).encode())
