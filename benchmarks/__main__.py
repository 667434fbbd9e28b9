"""`python -m benchmarks`: how fast Surefoot is, beside its peers in the same run."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from surefoot.engine.loading import load_knowledge

from . import apple, check, fit, importing, loading, parser, processes, reports, serve, table
from .timing import Row


def _diagnosis(rounds: int) -> list[Row]:
    try:
        from . import diagnosis  # noqa: PLC0415  (the only part that needs the peers)
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is missing: pip install -r requirements/benchmarks.txt")
    return diagnosis.measure(load_knowledge(), rounds)


def _questions(rounds: int) -> list[Row]:
    try:
        from . import questions  # noqa: PLC0415  (needs z3)
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is missing: pip install -r requirements/benchmarks.txt")
    return questions.measure(rounds)


def _screening(rounds: int) -> list[Row]:
    try:
        from . import screening  # noqa: PLC0415  (needs CLIPS and the libraries of screening)
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is missing: pip install -r requirements/benchmarks.txt")
    return screening.measure(rounds)


PARTS: dict[str, Callable[[int], list[Row]]] = {
    "diagnosis": _diagnosis,
    "loading": loading.measure,
    "parser": parser.measure,
    "check": check.measure,
    "questions": _questions,
    "processes": processes.measure,
    "reports": reports.measure,
    "serve": serve.measure,
    "fit": fit.measure,
    "importing": importing.measure,
    "apple": apple.measure,
    "screening": _screening,
}


def main() -> None:
    """Measure the parts that were asked for, all without a name, and print the table."""
    command = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    command.add_argument("part", nargs="*", help=f"{', '.join(PARTS)} [default: all]")
    command.add_argument("--rounds", type=int, default=20, help="repeats of each [default: 20]")
    command.add_argument("--json", type=Path, metavar="FILE", help="write the results here too")
    wanted = command.parse_args()
    unknown = [name for name in wanted.part if name not in PARTS]
    if unknown or wanted.rounds < 1:
        command.error(f"there is no part {unknown[0]}" if unknown else "at least one round")
    about = table.machine()
    rows: list[Row] = []
    for name in wanted.part or PARTS:
        print(f"measuring {name} …", file=sys.stderr)
        rows += PARTS[name](wanted.rounds)
    print(table.table(rows, about))
    if wanted.json is not None:
        text = json.dumps(table.as_data(rows, about), indent=1, ensure_ascii=False)
        wanted.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
