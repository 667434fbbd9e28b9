"""PostgreSQL as an engine of screening: a cluster of our own for a while, reached by a socket."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surefoot.engine.screening.columns import result_columns
from surefoot.engine.screening.query import compile_query, create_runners
from surefoot.engine.screening.sql import Dialect, Type

from .needs import skip_or_fail
from .screened import Row, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

    from surefoot.engine.knowledge import Knowledge

_USER = "surefoot"


def _programs() -> Path:
    """The folder with `initdb`, which Debian keeps out of the way."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    for folder in folders:
        if (folder / "initdb").exists() and shutil.which("psql"):
            return folder
    skip_or_fail("PostgreSQL (initdb and psql)")


def _run(*command: str | Path, said: str | None = None, user: str | None = None) -> str:
    groups: Sequence[str] | None = None if user is None else []
    done = subprocess.run(
        command, input=said, user=user, extra_groups=groups, cwd="/", capture_output=True,
        check=False, text=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[:1000]
    return done.stdout


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running cluster; called, it is an engine of `screened`."""

    folder: Path

    def __call__(
        self, knowledge: Knowledge, columns: Sequence[str], runners: pa.Table
    ) -> Mapping[str, Row]:
        """What PostgreSQL says of a typed table."""
        present = set(runners.column_names)
        query = compile_query(knowledge, columns, present=present).text(Dialect.POSTGRES)
        answers = json.dumps(runners.to_pylist())
        assert "$$" not in answers
        read = f"SELECT * FROM json_populate_recordset(NULL::runners, $${answers}$$)"  # noqa: S608
        written = f"SELECT row_to_json(found) FROM ({query}) AS found"  # noqa: S608
        create = create_runners(knowledge, Dialect.POSTGRES)
        said = _run(
            "psql", "-h", self.folder, "-U", _USER, "-d", "postgres", "-X", "-q", "-A", "-t",
            "-v", "ON_ERROR_STOP=1",
            said=f"BEGIN; {create}; INSERT INTO runners {read}; {written}; ROLLBACK;",
        )  # fmt: skip
        kinds = [Type.TEXT, *(result_columns(knowledge)[name] for name in columns)]
        rows = (json.loads(line).values() for line in said.splitlines())
        typed = ([_typed(*one) for one in zip(row, kinds, strict=True)] for row in rows)
        return rows_of(columns, typed)


def _typed(cell: Any, kind: Type) -> Any:
    """JSON writes a double without a fraction like a whole number."""
    return float(cell) if kind is Type.NUMBER and cell is not None else cell


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A cluster in a folder that is gone afterwards; it does not run as root."""
    programs = _programs()
    user = "nobody" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        _run(programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync",
             "--no-locale", user=user)  # fmt: skip
        control = (programs / "pg_ctl", "-D", data, "-w")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c jit=off"
        _run(*control, "-l", folder / "log", "-o", options, "start", user=user)
        try:
            yield Postgres(folder)
        finally:
            _run(*control, "-m", "immediate", "stop", user=user)
