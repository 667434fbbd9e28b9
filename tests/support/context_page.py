"""The page `docs/reference/report-context.md`, made from the words that each field carries.

`python -m tests.support.context_page` in the repository's root writes it anew.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from pathlib import Path

from surefoot.reports.club.shapes import ClubContext
from surefoot.reports.comparison.shapes import ComparisonContext
from surefoot.reports.handover.shapes import HandoverContext
from surefoot.reports.paper_form.shapes import PaperForm
from surefoot.reports.shapes import ReportContext

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "report-context.md"
_OPENING = """\
# The report context

Every report is made from one frozen `ReportContext`. `report_context(diagnosis, printing)` in
`reports/context.py` makes it; the templates in `reports/templates/` print it and know nothing else.
The page for a doctor or physiotherapist (`--edition handover`) is made from a `HandoverContext` by
`handover_context(diagnosis, printing)` in `reports/handover/making.py`. The parts of both follow.
An unknown field is an error. Values are plain text, numbers, yes or no, and lists of these or of
the parts below; nothing here holds an object of the engine.

Where the plan may not be shown (`is_full` is no), pillars, actions, plan and exercises are empty.

A comparison of two results is made in the same way, from one `ComparisonContext`, by
`comparison_context` in `reports/comparison/making.py`. The questions on paper are a `PaperForm`,
by `paper_form` in `reports/paper_form/making.py`. The page over a whole club is a `ClubContext`, by
`club_context` in `reports/club/making.py`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_OPENING, *(_section(part) for part in parts())])


def parts() -> list[type]:
    """The contexts and every part that they can hold, each once, in the order of first use."""
    found: list[type] = []
    waiting: list[type] = [
        ReportContext,
        HandoverContext,
        ComparisonContext,
        PaperForm,
        ClubContext,
    ]
    while waiting:
        part = waiting.pop(0)
        if part not in found:
            found.append(part)
            waiting += [inner for hint in hints(part).values() for inner in _parts_in(hint)]
    return found


def hints(part: type) -> dict[str, typing.Any]:
    """The types of a part's fields, with the words that they carry."""
    return typing.get_type_hints(part, include_extras=True)


def words(hint: object) -> str:
    """What a field's type says about it; empty if it says nothing."""
    return str(hint.__metadata__[0]) if typing.get_origin(hint) is typing.Annotated else ""  # type: ignore[attr-defined]


def _section(part: type) -> str:
    rows = [f"| `{name}` | {_kind(hint)} | {words(hint)} |" for name, hint in hints(part).items()]
    table = "\n".join(["| field | kind | what it holds |", "| --- | --- | --- |", *rows])
    return f"## {part.__name__}\n\n{part.__doc__}\n\n{table}\n"


def _parts_in(hint: object) -> list[type]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return [hint]
    return [part for inner in typing.get_args(hint) for part in _parts_in(inner)]


def _kind(hint: typing.Any) -> str:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _kind(inner[0])
    if origin is types.UnionType:
        return " or ".join(_kind(one) for one in inner)
    if origin is tuple:
        if inner[-1] is Ellipsis:
            return f"list of {_kind(inner[0])}"
        return f"{len(inner)} of {_kind(inner[0])}"
    names = {str: "text", int: "number", float: "number", bool: "yes or no", type(None): "nothing"}
    if hint in names:
        return names[hint]
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
