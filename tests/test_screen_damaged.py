"""Files that are damaged inside: the file is named, and nobody is told of a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.screening.duck import Duck, connect

from .support import screenings as made

NO_TEXT = b"\xff\xfeno"


def _flipped(path: Path) -> None:
    """Another byte at the head of the first page."""
    written = bytearray(path.read_bytes())
    written[10] ^= 0x55
    path.write_bytes(written)


def _halved(path: Path) -> None:
    written = path.read_bytes()
    path.write_bytes(written[: len(written) // 2])


def _no_text(path: Path) -> None:
    offsets = pa.array([0, 2, 4], pa.int32()).buffers()[1]
    broken = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(NO_TEXT)])
    pq.write_table(pa.table({"id": ["ann", "bob"], "a.lead": broken}), path)


@pytest.mark.parametrize("damage", [_flipped, _halved, _no_text])
def test_the_damaged_one_of_several_tables_is_named(tmp_path: Path, damage: object) -> None:
    knowledge = made.base(tmp_path / "base")
    folder = tmp_path / "tables (of 'us')"
    folder.mkdir()
    for name in ("a", "b", "c"):
        made.write_typed(folder / f"{name}.parquet", made.runners(20))
    assert callable(damage)
    damage(folder / "b.parquet")
    with pytest.raises(UsageError) as caught:
        made.screened(knowledge, folder, tmp_path / "out")
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("US101", str(folder / "b.parquet"))


def test_a_file_behind_a_view_is_named_too(tmp_path: Path) -> None:
    good = made.write_typed(tmp_path / "good.parquet", made.runners(20))
    bad = made.write_typed(tmp_path / "bad.parquet", made.runners(20))
    _flipped(bad)
    with connect() as connection:
        duck = Duck(connection)
        duck.run(f"CREATE VIEW results AS SELECT * FROM read_parquet(['{good}', '{bad}'])")  # noqa: S608
        with pytest.raises(UsageError) as caught:
            duck.run("SELECT max(id) FROM results")
    assert caught.value.problems[0].where == str(bad)


def test_a_cell_that_is_no_number_is_the_mistake_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "part.csv"
    file.write_text("id,percent\nann,much\n")
    with connect() as connection:
        duck = Duck(connection)
        duck.run(
            "CREATE VIEW results AS SELECT CAST(percent AS DOUBLE) AS percent "  # noqa: S608
            f"FROM read_csv(['{file}'], header = true, all_varchar = true)"
        )
        with pytest.raises(UsageError) as caught:
            duck.run("SELECT max(percent) FROM results")
    assert caught.value.problems[0].where == str(file)
    assert "Line: 2" in caught.value.problems[0].message


def test_nothing_is_fetched_for_a_query() -> None:
    with connect() as connection:
        found = connection.execute(
            "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'"
        ).fetchall()
    assert dict(found) == {
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"
    }  # fmt: skip
