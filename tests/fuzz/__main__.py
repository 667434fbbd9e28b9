"""`python -m tests.fuzz`: random inputs by the million, each ending in a result or in our error.

Run it in the root of the repository. The same numbers and seed give the same inputs.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from .batches import LONGER, LONGEST_SECONDS, Tally, batches, run

_TEXTS, _FILES, _ACTIVITIES = 1_000_000, 100_000, 20_000
_MOST_CODES = 8


def main() -> int:
    """Run what was asked for, print the table, and keep what went wrong; 1 if anything did."""
    wanted = _arguments()
    work = [
        *batches("activities", wanted.activities, wanted.seed),  # they take longest
        *batches("files", wanted.files, wanted.seed),
        *batches("conditions", wanted.texts, wanted.seed),
    ]
    tallies: dict[str, Tally] = {}
    start, shown = time.monotonic(), 0.0
    for done, tally in enumerate(run(work, wanted.processes), start=1):
        tallies.setdefault(tally.kind, Tally(tally.kind)).add(tally)
        elapsed = time.monotonic() - start
        if elapsed > shown + 10:
            shown = elapsed
            print(f"{done} of {len(work)} batches, {elapsed:.0f} s", file=sys.stderr, flush=True)
    print(table(list(tallies.values())))
    print(
        f"\nSeed {wanted.seed}; {time.monotonic() - start:.0f} s in {wanted.processes} processes."
    )
    return keep([*tallies.values()], wanted.keep)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--texts", type=int, default=_TEXTS, help=f"conditions [{_TEXTS:,}]")
    parser.add_argument("--files", type=int, default=_FILES, help=f"files [{_FILES:,}]")
    parser.add_argument(
        "--activities", type=int, default=_ACTIVITIES, help=f"recordings [{_ACTIVITIES:,}]"
    )
    parser.add_argument("--seed", default="1", help="which inputs are made [1]")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    folder = Path(tempfile.gettempdir(), "surefoot-fuzz")
    parser.add_argument("--keep", type=Path, default=folder, help=f"where faults go [{folder}]")
    return parser.parse_args()


def table(tallies: list[Tally]) -> str:
    """A Markdown table: inputs, how they ended, the mean and the slowest, faults."""
    lines = [
        "| inputs | number | read | refused | most frequent | mean | slowest | faults |",
        "| --- | --: | --: | --: | --- | --: | --: | --: |",
    ]
    for one in sorted(tallies, key=lambda tally: tally.kind):
        number, read = one.outcomes.total(), one.outcomes["read"]
        codes = [code for code, _ in one.outcomes.most_common() if code not in {"read", "fault"}]
        cells = [
            one.kind, f"{number:,}", f"{read:,}", f"{number - read - one.outcomes['fault']:,}",
            f"{' '.join(codes[:_MOST_CODES])} and {max(0, len(codes) - _MOST_CODES)} more",
            f"{one.seconds / max(1, number) * 1e3:.2f} ms", f"{one.slowest[0] * 1e3:.0f} ms",
            str(len(one.faults)),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def keep(tallies: list[Tally], folder: Path) -> int:
    """Write the input of every fault, and the slowest of each kind, with what was said of it."""
    folder.mkdir(parents=True, exist_ok=True)
    faults = [fault for tally in tallies for fault in tally.faults]
    for tally in tallies:
        seconds, label, data = tally.slowest
        (folder / f"slowest-{tally.kind}-{label}").write_bytes(data)
        print(f"slowest of the {tally.kind}: {label}, {seconds * 1e3:.0f} ms, {len(data):,} bytes")
    for fault in faults:
        (folder / fault.label).write_bytes(fault.data)
        (folder / f"{fault.label}.trace").write_text(fault.trace, encoding="utf-8")
        print(f"FAULT {fault.label}: {fault.reason}")
    limits = f"{LONGEST_SECONDS:g} s, a recording {LONGER['activities']:g} s"
    print(f"{len(faults)} faults; an input may take {limits}; see {folder}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
