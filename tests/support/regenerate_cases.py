"""Write anew what is said of every mistake in tests/cases/invalid.

    python -m surefoot.tests.support.regenerate_cases [CASE]...

The tests hold what is said to these files, letter by letter. So a change of wording is made here
and read as a difference by somebody before it is kept.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import chdir
from pathlib import Path

from .cases import CASES, EXPECTED, check, lay_out


def main() -> None:
    """Write the cases that are named, or all of them."""
    named = sys.argv[1:] or sorted(one.name for one in (CASES / "invalid").iterdir())
    for name in named:
        case = CASES / "invalid" / name
        with tempfile.TemporaryDirectory() as folder, chdir(folder):
            lay_out(case, Path("kb"))
            said = check(Path("kb"), "--strict").output
        path = case / EXPECTED
        if not path.exists() or path.read_text(encoding="utf-8") != said:
            path.write_text(said, encoding="utf-8")
            print(name)


if __name__ == "__main__":
    main()
