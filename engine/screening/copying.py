"""What a query gives, as a file that is written whole or not at all, for its owner alone."""

import os
from pathlib import Path

from .duck import Duck, quoted
from .manifest import writing


def copy(duck: Duck, query: str, path: Path, how: str) -> None:
    """Write what a query gives; `how` is the format, as COPY takes it.

    Raises:
        UsageError: where memory, disk or a file are in the way.
    """
    unfinished = path.with_name(f".{path.name}")
    with writing(path):
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        how += ", USE_TMP_FILE false"  # others could read a file that DuckDB makes
        duck.run(f"COPY ({query}) TO {quoted(str(unfinished))} (FORMAT {how})")
        with unfinished.open("rb") as stream:
            os.fsync(stream.fileno())
        unfinished.replace(path)
