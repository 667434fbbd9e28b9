"""Whole tables: a club with one row in a hundred broken in each way, and made-up runners."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from surefoot.engine.answers import answers_in
from surefoot.engine.errors import Source
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import generate, read_population
from surefoot.engine.population.writing import written
from surefoot.engine.tables.arrow import typed_rows
from surefoot.engine.tables.cells import CellReader
from surefoot.engine.tables.mapping import Mapping, mapping_of_questions, read_mapping
from surefoot.engine.tables.problems import ROW_CODES
from surefoot.engine.tables.rows import open_table
from surefoot.engine.vocabulary import Answer

_MAPPING = """\
id: Runner
columns:
  Runner: ignore
  Km: training.weekly_km
  Slept well?: {question: recovery.sleep_quality, values: {Yes: good}}
  Sore: symptom.sites
"""
_HEAD = "Runner,Km,Slept well?,Sore\n"
_BROKEN_CSV = {
    "AN102": b"{id},approx 20,good,calf\n",
    "AN103": b"{id},4000,good,calf\n",
    "AN104": b"{id},20,splendid,calf\n",
    "AN105": b'{id},20,good,"none, calf"\n',
    "AN120": b"{id},20,good,ca\x00lf\n",
    "AN121": b"{id},20,good,calf,shin\n",
    "AN122": b"{id},20,good\n",
    "AN123": b'{id},20,"good,calf\n',
    "AN124": b"{id},20,good\xff,calf\n",
    "AN127": b"{id},20,%s,calf\n" % (b"g" * 10_001),
    "AN128": b",20,good,calf\n",
    "AN107": b"",
}
_BROKEN_JSON = {
    "AN101": b'{"id": "{id}", "training.weekly_kn": 20}\n',
    "AN107": b'{"id": "{id}", "runner.age": 20, "runner.age": 30}\n',
    "AN125": b'{"id": "{id}", "runner.age": 20\n',
    "AN126": b'["{id}", 20]\n',
    "AN102": b'{"id": "{id}", "training.weekly_km": [20]}\n',
    "AN124": b'{"id": "{id}", "runner.sex": "\xff"}\n',
    "AN124 ": b'{"id": "{id}\\ud800", "runner.sex": "female"}\n',
}


@cache
def _base() -> Knowledge:
    return load_knowledge(None)


def _read(path: Path, mapping: Mapping) -> tuple[list[dict[str, object]], dict[int, str]]:
    """What could be read of a table, and the codes of the rows that could not, by line."""
    table = open_table(path)
    reader = CellReader(_base(), mapping, table.header, str(path))
    good: list[dict[str, object]] = []
    bad: dict[int, str] = {}
    for rows in table.rows(500):
        typed = typed_rows(reader, rows)
        reasons = typed.reasons.to_pylist()
        for line, row, reason in zip(rows.lines, typed.table.to_pylist(), reasons, strict=True):
            if reason is None:
                good.append(row)
            else:
                bad[line] = reason[:5]
        bad.update({one.line: one.misfits[0].code for one in rows.broken})
    return good, bad


def _with_broken(
    whole: Iterator[bytes], kinds: dict[str, bytes], head: bytes
) -> tuple[bytes, dict[int, str]]:
    """The rows with one of each kind among every hundred, and the code of each line of these."""
    chance = Random(1)
    lines = list(whole)
    expected = {}
    for number, (code, row) in enumerate([pair for pair in kinds.items() if pair[1]] * 3):
        at = chance.randrange(number * 30, number * 30 + 29)
        lines[at] = row.replace(b"{id}", b"x%d" % number)
        expected[at + 1 + bool(head)] = code.strip()
    return head + b"".join(lines), expected


def test_one_broken_row_in_a_hundred_and_the_rest_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(_MAPPING, encoding="utf-8")
    mapping = read_mapping(path, _base())
    plain = [b'r%d,%d,Yes,"shin, calf"\n' % (n, n % 90) for n in range(1_000)]
    plain[0] = "é,1,Yes,calf\n".encode()
    data, expected = _with_broken(iter(plain), _BROKEN_CSV, _HEAD.encode())
    (tmp_path / "club.csv").write_bytes(data)
    (tmp_path / "whole.csv").write_bytes(_HEAD.encode() + b"".join(plain))
    good, bad = _read(tmp_path / "club.csv", mapping)
    every, none = _read(tmp_path / "whole.csv", mapping)
    assert none == {}
    assert len(every) == 1_000
    assert bad == expected
    replaced = {line - 2 for line in expected}
    assert good == [row for at, row in enumerate(every) if at not in replaced]


def test_one_broken_line_of_json_in_a_hundred(tmp_path: Path) -> None:
    plain = [
        json.dumps({"id": f"r{n}", "runner.age": 20 + n % 60}).encode() + b"\n" for n in range(700)
    ]
    data, expected = _with_broken(iter(plain), _BROKEN_JSON, b"")
    (tmp_path / "club.jsonl").write_bytes(data)
    good, bad = _read(tmp_path / "club.jsonl", mapping_of_questions(_base()))
    assert bad == expected
    assert [row["id"] for row in good] == [f"r{n}" for n in range(700) if n + 1 not in expected]


def test_every_kind_of_broken_row_is_tried() -> None:
    tried = {*_BROKEN_CSV, *_BROKEN_JSON, "AN129"}  # one id twice is said where ids are kept
    assert set(ROW_CODES) <= tried
    assert len(tried) >= 13


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_made_up_runners_read_as_their_answers_files_do(tmp_path: Path, name: str) -> None:
    population = read_population(None, _base())
    runners = list(islice(generate(_base(), population, 60, 7), 60))
    path = tmp_path / f"club.{name}"
    path.write_text("".join(written(runners, _base(), name, is_one=False)), encoding="utf-8")
    good, bad = _read(path, mapping_of_questions(_base()))
    assert bad == {}
    for row, text in zip(good, written(runners, _base(), "jsonl", is_one=False), strict=True):
        alone = answers_in(Source("one", text), _base(), is_json=True).answers
        assert {key: _set(value) for key, value in row.items() if value is not None} == {
            key: value for key, value in _values(alone) if value is not None
        }


def _set(value: object) -> object:
    return frozenset(value) if isinstance(value, list) else value


def _values(answers: dict[str, Answer] | object) -> Iterator[tuple[str, object]]:
    assert isinstance(answers, dict)
    for name, answer in answers.items():
        yield name, answer.value
