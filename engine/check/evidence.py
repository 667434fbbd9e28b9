"""What a claim rests on: reasons, sources, the day on which they were looked at, and names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..errors import Place, Problem
from ..loading.sections import Entry, Sections
from ..nodes import place_of
from ..shape import (
    AnyShape,
    EvidenceShape,
    FlagShape,
    LimitShape,
    PatternShape,
    RuleShape,
)

FEWEST_WORDS = 6
OLDEST_MONTHS = 18
FEWEST_NAMES = 2
# The points that the strongest evidence earns. An item of that weight is a sixth of its pillar:
# three of them answered badly make any pillar weak, so that a guess should not weigh as much.
HEAVY_POINTS = 3

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_INSIDE = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")

Claim = RuleShape | FlagShape | LimitShape | PatternShape


@dataclass(frozen=True, slots=True)
class _Claims:
    """The claims of a section, and the field that says why."""

    section: str
    shape: type[Claim]
    reason: str


_CLAIMS = (
    _Claims("rules", RuleShape, "because"),
    _Claims("flags", FlagShape, "because"),
    _Claims("patterns", PatternShape, "about"),
    _Claims("limits", LimitShape, "text"),
)


def check_evidence(sections: Sections, today: date | None = None) -> Iterator[Problem]:
    """Findings about reasons, evidence and reviews; `today` decides what is too old."""
    sources = {one.id: one.shape for one in sections.of("evidence", EvidenceShape)}
    for kind in _CLAIMS:
        for entry in sections.of(kind.section, kind.shape):
            shape: Claim = entry.shape
            if shape.status == "retired":
                continue
            yield from _reason(entry, kind.reason)
            yield from _weight(entry, sources)
            if shape.status == "stable":
                yield from _names(entry)
                yield from _never_checked(entry, sources)
    for source in sections.of("evidence", EvidenceShape):
        yield from _source(source, today or date.today())


def _reason(entry: Entry[Claim], field: str) -> Iterator[Problem]:
    words = len(str(getattr(entry.shape, field)).split())
    if words < FEWEST_WORDS:
        yield _problem(
            "KB401", place_of(entry.node, field), entry,
            f"{words} {'word says' if words == 1 else 'words say'} too little of why;"
            f" {FEWEST_WORDS} are the least",
            f"say in `{field}:` what was answered and what follows from it",
        )  # fmt: skip
    if not entry.shape.evidence:
        yield _problem(
            "KB402", place_of(entry.node, "evidence"), entry,
            "nothing is named that this rests on",
            "name a source; if it is experience alone, one that says so",
        )  # fmt: skip


def _weight(entry: Entry[Claim], sources: Mapping[str, EvidenceShape]) -> Iterator[Problem]:
    shape = entry.shape
    if not isinstance(shape, RuleShape) or shape.then.points < HEAVY_POINTS:
        return
    known = [sources[name] for name in shape.evidence if name in sources]
    is_opinion = bool(known) and all(_is_opinion(source) for source in known)
    if is_opinion or shape.grade == "expert":
        rests = "every source is an opinion" if is_opinion else "its grade is expert"
        yield _problem(
            "KB412", place_of(entry.node, "then", "points"), entry,
            f"{shape.then.points} points rest on opinion alone: {rests}",
            f"give it fewer than {HEAVY_POINTS} points, or find a study",
        )  # fmt: skip


def _names(entry: Entry[Claim]) -> Iterator[Problem]:
    names = {" ".join(one.split()[:-1]).casefold() for one in entry.shape.reviewed}
    if len(names) < FEWEST_NAMES:
        found = {0: "nobody", 1: "one person"}[len(names)]
        yield _problem(
            "KB405", place_of(entry.node, "status"), entry,
            f"a stable entry was reviewed by two people; here {found} has signed",
            "add `reviewed: [name date, name date]`, or leave it at trial",
        )  # fmt: skip
    if isinstance(entry.shape, FlagShape) and not entry.shape.not_for:
        yield _problem(
            "KB413", entry.key.place, entry,
            "a stable flag says for whom it is wrong, and this one does not",
            "add a line `not_for: …`",
        )  # fmt: skip


def _never_checked(entry: Entry[Claim], sources: Mapping[str, EvidenceShape]) -> Iterator[Problem]:
    for number, name in enumerate(entry.shape.evidence):
        source = sources.get(name)
        if source is None or source.checked or _is_opinion(source):
            continue
        yield _problem(
            "KB403", place_of(entry.node, "evidence", str(number)), entry,
            f"this is stable, and nobody has said when '{name}' was looked at",
            f"look at it, and add `checked: date name` to {name}",
        )  # fmt: skip


def _source(entry: Entry[EvidenceShape], today: date) -> Iterator[Problem]:
    checked, doi = entry.shape.checked, entry.shape.doi
    if checked:
        day = date.fromisoformat(checked.partition(" ")[0])
        months = (today.year - day.year) * 12 + today.month - day.month
        if (months, today.day) > (OLDEST_MONTHS, day.day):
            yield _problem(
                "KB403", place_of(entry.node, "checked"), entry,
                f"this was looked at on {day}, more than {OLDEST_MONTHS} months ago",
                "see whether it still stands, and write the new date and your name",
            )  # fmt: skip
    if doi and not _DOI.fullmatch(doi):
        inside = _DOI_INSIDE.search(doi)
        yield _problem(
            "KB404", place_of(entry.node, "doi"), entry,
            f"'{doi}' is not the form of a DOI",
            f"write {inside.group()}" if inside else "write it like 10.1136/bjsports-2020-103755",
        )  # fmt: skip


def _is_opinion(source: EvidenceShape) -> bool:
    return "opinion" in source.design.split()


def _problem(code: str, place: Place, entry: Entry[AnyShape], message: str, fix: str) -> Problem:
    return Problem(
        code=code, place=place, context=entry.context, message=message, fix=fix, subject=entry.id
    )
