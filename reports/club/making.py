"""From a finished screening to everything that a club page prints, as one frozen `ClubContext`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ...engine.days import show_date
from ...engine.errors import Problem, UsageError
from ...engine.knowledge import Knowledge, Points, Rule
from ...engine.scoring import Band
from ...engine.screening.finished import (
    BIN_PERCENT,
    Finished,
    Rows,
    RuleCount,
    ScoreCount,
    opened,
)
from ..charts.distribution import Spread, Zone, distribution, in_words
from ..house.colours import SHIPPED_LOOK
from ..house.own_words import house_head
from ..printing import Printing
from ..shapes import KnowledgeUsed
from ..words import NO_CAUSE, PRIORITY
from .bands import ZONES, bands_of, capital
from .counts import FEW, LEAST_SHOWN, NONE, NOT_SHOWN, UNTOLD, Shown, shown_counts, shown_part
from .jumps import jump_rules
from .moved import told_since
from .seen import seen_groups, way_lines
from .shapes import BandLine, ClubContext, FindingLine, WorkshopLine
from .words import (
    ABOUT,
    ASK_MORE,
    HIDDEN,
    IDS_INSIDE,
    METHOD,
    NO_WORKSHOP,
    NOT_IN_BANDS,
    NOT_WEAK,
    SINCE_METHOD,
    TOO_LITTLE,
)

MOST_FINDINGS: Final = 10
_MOST_NAMED: Final = 3  # findings of a workshop
_UNTOLD: Final = frozenset({NONE, FEW, NOT_SHOWN})


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted; `bands` has the printed counts of each pillar and context."""

    knowledge: Knowledge
    now: Finished
    runners: int
    shown: int
    scores: Mapping[str, ScoreCount]
    bands: Mapping[str, Mapping[Band, Shown]]


def club_context(
    now: Finished, former: Finished | None, knowledge: Knowledge, printing: Printing
) -> ClubContext:
    """What to print about a screening; `former` is an earlier one to set it against.

    Raises:
        UsageError: if a screening is of other rules than these, holds fewer than 5 runners, or
            lacks a column or a part.
    """
    _check(now, former, knowledge)
    with opened(now, former, knowledge) as rows:
        return _made(rows, now, former, knowledge, printing)


def _check(now: Finished, former: Finished | None, knowledge: Knowledge) -> None:
    problems = []
    for one in (now, former):
        if one is not None and one.hash != knowledge.hash:
            message = (
                f"it was screened by the rules of {one.knowledge} {one.version} ({one.hash}), "
                f"and these are {knowledge.name} {knowledge.version} ({knowledge.hash})"
            )
            fix = "screen the same runners once more, or name the rules with --knowledge"
            problems.append(Problem(code="US108", where=str(one.folder), message=message, fix=fix))
    if not problems and knowledge.rules.keys() - now.rules.keys():
        message, fix = "the manifest does not count every rule", "screen once more, with --restart"
        problems.append(Problem(code="US108", where=str(now.folder), message=message, fix=fix))
    if now.runners < LEAST_SHOWN:
        message = f"a club page is of {LEAST_SHOWN} runners or more"
        fix = "print a report for each of them: surefoot report"
        problems.append(Problem(code="US108", where=str(now.folder), message=message, fix=fix))
    if problems:
        raise UsageError(*problems)


def _made(
    rows: Rows, now: Finished, former: Finished | None, knowledge: Knowledge, printing: Printing
) -> ClubContext:
    counted = _counted(rows, now, knowledge)
    raised = list(rows.raised())
    is_coach = printing.edition == "coach"
    workshops = _workshops(counted)
    since, moved = (
        told_since(rows, former, knowledge, counted.bands, counted.runners) if former else ("", ())
    )
    spreads = [_spread(counted, name) for name in knowledge.scored if _has_bands(counted, name)]
    return ClubContext(
        title=f"{knowledge.name} club page{' for the coach' if is_coach else ''}",
        language="en",
        paper=printing.paper,
        look=printing.house.look if printing.house else SHIPPED_LOOK,
        house=house_head(printing.house) if printing.house else None,
        runner="",
        date=show_date(printing.date),
        date_iso=printing.date.isoformat(),
        knowledge=KnowledgeUsed(
            name=knowledge.name, version=knowledge.version, hash=knowledge.hash
        ),
        headline=_headline(workshops, counted),
        lead=_lead(counted),
        notes=tuple(_notes(now, is_coach=is_coach)),
        ways=() if is_coach else way_lines(raised, knowledge),
        seen=seen_groups(rows, raised, knowledge) if is_coach else (),
        bands=tuple(_band_line(counted, name) for name in knowledge.scored),
        chart=distribution(spreads, least=LEAST_SHOWN) if spreads else None,
        chart_narrow=distribution(spreads, least=LEAST_SHOWN, narrow=True) if spreads else None,
        spreads=tuple(in_words(one, LEAST_SHOWN) for one in spreads),
        jumps=tuple(_jumps(counted)),
        findings=tuple(_findings(counted)),
        workshop=_workshop_words(workshops, counted),
        workshops=tuple(workshops),
        since=since,
        moved=tuple(moved),
        hidden=HIDDEN,
        method=(*METHOD, *(SINCE_METHOD if former else ()), PRIORITY, NO_CAUSE)
        + ((IDS_INSIDE,) if is_coach else ()),
        about=ABOUT,
    )


def _counted(rows: Rows, now: Finished, knowledge: Knowledge) -> _Counted:
    """The counts of all runners.

    Raises:
        UsageError: if the parts hold another number of runners than the manifest says.
    """
    runners, shown, scores = rows.scores()
    if runners != now.runners:
        message = f"the parts hold {runners:,} runners, and the manifest says {now.runners:,}"
        fix = "screen once more, with --restart"
        problem = Problem(code="US108", where=str(now.folder), message=message, fix=fix)
        raise UsageError(problem)
    bands = bands_of(runners, shown, scores)
    return _Counted(knowledge, now, runners, shown, scores, bands)


def _lead(counted: _Counted) -> str:
    runners, shown = counted.runners, counted.shown
    first = f"{runners:,} runners were screened."
    if shown == runners:
        return f"{first} All of them are counted in the bands."
    return f"{first} {capital(shown_part(shown, runners).text)} {NOT_IN_BANDS}"


def _notes(now: Finished, *, is_coach: bool) -> Iterator[str]:
    if now.rejected and is_coach:
        rows = "1 row was" if now.rejected == 1 else f"{now.rejected:,} rows were"
        yield f"{rows} not read, and nobody of these is counted. The rejects file says why."


# --- bands and their picture


def _band_line(counted: _Counted, name: str) -> BandLine:
    texts = {band: one.text for band, one in counted.bands[name].items()}
    return BandLine(
        title=counted.knowledge.scored[name].title,
        weak=texts[Band.WEAK],
        watch=texts[Band.WATCH],
        solid=texts[Band.SOLID],
        open=texts[Band.NOT_ENOUGH_ANSWERS],
        apart=texts[Band.DOES_NOT_APPLY],
    )


def _has_bands(counted: _Counted, name: str) -> bool:
    """Whether anybody has a number for this pillar or context."""
    return any(counted.scores[name].bands[band] for band, *_ in ZONES)


def _spread(counted: _Counted, name: str) -> Spread:
    solid, watch, weak = (
        Zone(
            counted.bands[name][band].text,
            counted.scores[name].bins[int(low / BIN_PERCENT) : int(high / BIN_PERCENT)]
            if counted.bands[name][band].number is not None
            else None,
        )
        for band, low, high in ZONES
    )
    return Spread(counted.knowledge.scored[name].title, (solid, watch, weak))


# --- findings


def _jumps(counted: _Counted) -> Iterator[FindingLine]:
    """Rules about a jump; of two in one item the numbers must not give away their difference."""
    told: dict[tuple[str, str], list[int]] = {}
    for rule, compared in jump_rules(counted.knowledge):
        count = counted.now.rules[rule.id]
        item = _item(rule)
        near = any(0 < abs(count.fires - one) < LEAST_SHOWN for one in told.get(item, ()))
        told.setdefault(item, []).append(count.fires)
        yield _finding(rule, compared, count, is_hidden=near)


def _findings(counted: _Counted) -> Iterator[FindingLine]:
    """Of each item the rule that fires most, those that fire most first."""
    for rule in _common(counted, counted.knowledge.scored)[:MOST_FINDINGS]:
        yield _finding(rule, _pillar_title(counted, rule), counted.now.rules[rule.id])


def _common(counted: _Counted, among: Iterable[str]) -> list[Rule]:
    """Rules of some pillars that fire for at least 5, one of each item, most first."""
    first: dict[tuple[str, str], Rule] = {}
    for rule in _most_first(counted, among):
        first.setdefault(_item(rule), rule)
    return [one for one in first.values() if counted.now.rules[one.id].fires >= LEAST_SHOWN]


def _most_first(counted: _Counted, among: Iterable[str]) -> list[Rule]:
    wanted = frozenset(among)
    rules = [
        one
        for one in counted.knowledge.rules.values()
        if isinstance(one.conclusion, Points)
        and not one.is_note
        and one.conclusion.pillar in wanted
    ]
    return sorted(rules, key=lambda one: (-counted.now.rules[one.id].fires, one.id))


def _item(rule: Rule) -> tuple[str, str]:
    conclusion = rule.conclusion
    return (conclusion.pillar, conclusion.group) if isinstance(conclusion, Points) else ("", "")


def _pillar_title(counted: _Counted, rule: Rule) -> str:
    return counted.knowledge.scored[_item(rule)[0]].title


def _finding(rule: Rule, about: str, count: RuleCount, *, is_hidden: bool = False) -> FindingLine:
    fires, unknown, _ = shown_counts([count.fires, count.unknown, count.quiet])
    near = f"{LEAST_SHOWN} or more" if count.fires >= LEAST_SHOWN else fires.text
    return FindingLine(
        title=rule.title,
        about=about,
        runners=near if is_hidden else fires.text,
        unknown=unknown.text,
        rule=rule.id,
    )


# --- workshops


def _workshops(counted: _Counted) -> list[WorkshopLine]:
    """One for each pillar: that which is weak for most first; equal: to be watched for most."""

    def reach(name: str) -> tuple[int, ...]:
        """Small counts are all the same here: their order would say too much."""
        bands = counted.scores[name].bands
        counts = (bands[Band.WEAK], bands[Band.WATCH], counted.scores[name].found)
        return tuple(-one if one >= LEAST_SHOWN else 0 for one in counts)

    return [
        WorkshopLine(
            title=counted.knowledge.pillars[name].title,
            weak=counted.bands[name][Band.WEAK].text,
            watch=counted.bands[name][Band.WATCH].text,
            found=_found(counted, name).text,
            about="; ".join(one.title for one in _common(counted, [name])[:_MOST_NAMED]),
        )
        for name in sorted(counted.knowledge.pillars, key=reach)
    ]


def _found(counted: _Counted, name: str) -> Shown:
    """For how many something is found; hidden where that would narrow a hidden band.

    Whoever has a weak pillar, or one to be watched, has a finding in it.
    """
    count = counted.scores[name].found
    rest, outside = counted.shown - count, counted.runners - counted.shown
    found = shown_counts([count, rest], outside=outside)[0]
    bands = [counted.bands[name][band] for band in (Band.WEAK, Band.WATCH)]
    most = sum(one.most if one.most is not None else counted.shown for one in bands)
    is_hidden = any(one.number is None for one in bands)
    return UNTOLD if is_hidden and (found.most or counted.shown) < most else found


def _headline(workshops: Sequence[WorkshopLine], counted: _Counted) -> str:
    first = _first(workshops)
    if first is None:
        has_bands = any(_has_bands(counted, name) for name in counted.knowledge.pillars)
        return NOT_WEAK if has_bands else TOO_LITTLE
    of = shown_part(counted.shown, counted.runners)
    of_all = "" if of.number is None else f" of {of.text}"
    return f"{first.title} is weak for {first.weak}{of_all} runners, and no pillar for more"


def _workshop_words(workshops: Sequence[WorkshopLine], counted: _Counted) -> str:
    first = _first(workshops)
    if first is None:
        has_bands = any(_has_bands(counted, name) for name in counted.knowledge.pillars)
        return f"{NO_WORKSHOP if has_bands else ASK_MORE} {_by_findings(workshops)}".strip()
    return (
        f"A workshop on {first.title.lower()} could serve most runners. This pillar is weak for "
        f"{first.weak}, and to be watched for {first.watch}."
    )


def _by_findings(workshops: Sequence[WorkshopLine]) -> str:
    """Where no band tells: the pillar in which something is found for most; empty for none."""
    if not workshops or workshops[0].found in _UNTOLD:
        return ""
    first = workshops[0]
    return f"By what is found at all, {first.title} comes first: for {first.found} runners."


def _first(workshops: Sequence[WorkshopLine]) -> WorkshopLine | None:
    is_told = bool(workshops) and workshops[0].weak not in _UNTOLD
    return workshops[0] if is_told else None
