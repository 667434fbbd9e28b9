"""Every quantity that a text of the shipped knowledge base prints, with its imperial twin.

`python -m tests.support.quantities` in the repository's root writes the list anew, for a person
who counts in miles to read line by line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from surefoot.engine.loading.sections import read_sections
from surefoot.engine.nodes import scalars
from surefoot.reports.printing import IMPERIAL
from surefoot.reports.quantities import quantities_in
from surefoot.reports.units import in_units

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "tests" / "fixtures" / "quantities.txt"
# Fields that no runner reads: conditions, formulas, ranges, names of examples.
_NOT_PRINTED = frozenset(
    [
        "examples",
        "answer",
        "when",
        "number",
        "unit",
        "gate",
        "only_if",
        "lookup",
        "choice",
        "each",
        "then",
        "links",
        "step",
        "group",
        "skip_if",
        "withhold_if",
        "evidence",
        "was",
    ]
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def printed_texts() -> Iterator[tuple[str, str]]:
    """Every text of the base that a runner may read, with its place."""
    sections = read_sections(ROOT / "knowledge")
    for section, entries in sections.entries.items():
        if section == "evidence":
            continue
        for name, entry in entries.items():
            for field, node in entry.node.entries:
                if field.text not in _NOT_PRINTED:
                    for one in scalars(node):
                        yield f"{section} {name}.{field.text}", " ".join(one.text.split())


def quantities() -> Iterator[str]:
    """A paragraph for each sentence with a quantity: where it stands, then both ways to say it."""
    for place, text in printed_texts():
        for sentence in _SENTENCE_END.split(text):
            if any(quantities_in(sentence)):
                yield f"{place}\n  {sentence}\n  {in_units(sentence, IMPERIAL)}\n"


def whole_list() -> str:
    """The list, sorted by place."""
    return "\n".join(sorted(set(quantities())))


if __name__ == "__main__":
    LIST.write_text(whole_list(), encoding="utf-8")
