"""From a finished screening to everything that a club page prints, as one frozen `ClubContext`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ...engine.days import show_date
from ...engine.errors import Problem, UsageError, join_words
from ...engine.knowledge import Knowledge
from ...engine.scoring import Band
from ...engine.screening.finished import (
    BIN_PERCENT,
    Finished,
    Rows,
    ScoreCount,
    opened,
)
from ...engine.screening.tallies import counted_rules
from ...engine.screening.told import told_rejects
from ..charts.distribution import Spread, Zone, distribution, in_words
from ..house.colours import SHIPPED_LOOK
from ..house.own_words import house_head
from ..printing import Printing
from ..shapes import KnowledgeUsed
from ..words import NO_CAUSE, PRIORITY
from .bands import ZONES, bands_of, capital
from .counts import (
    FEW,
    LEAST_RUNNERS,
    LEAST_SHOWN,
    NONE,
    NOT_SHOWN,
    UNTOLD,
    Shown,
    shown_counts,
    shown_part,
)
from .findings import Findings
from .moved import changed_groups, told_since
from .seen import seen_groups
from .shapes import BandLine, ClubContext, WorkshopLine
from .words import (
    ABOUT,
    ASK_MORE,
    HIDDEN,
    IDS_INSIDE,
    IN_BANDS,
    METHOD,
    NO_WORKSHOP,
    NOBODY_WEAK,
    NOT_IN_BANDS,
    NOT_WEAK,
    SIGN_GONE_METHOD,
    SINCE_METHOD,
    TOO_LITTLE,
)

COACH: Final = "coach"  # the edition that names people and hides nothing
_MOST_NAMED: Final = 3  # findings of a workshop
_UNTOLD: Final = frozenset({NONE, FEW, NOT_SHOWN})


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted; `bands` has the printed counts of each pillar and context."""

    knowledge: Knowledge
    runners: int
    shown: int
    scores: Mapping[str, ScoreCount]
    bands: Mapping[str, Mapping[Band, Shown]]
    findings: Findings
    hides: bool


def club_context(
    now: Finished, former: Finished | None, knowledge: Knowledge, printing: Printing
) -> ClubContext:
    """What to print about a screening; `former` is an earlier one to set it against.

    Raises:
        UsageError: if a screening is of other rules than these, holds fewer than 10 runners for
            a page that names nobody, lacks a column or a part, or is not the later one.
    """
    _check(now, former, knowledge, is_coach=printing.edition == COACH)
    with opened(now, former, knowledge) as rows:
        return _made(rows, now, former, knowledge, printing)


def _check(now: Finished, former: Finished | None, knowledge: Knowledge, *, is_coach: bool) -> None:
    problems = []
    for one in (now, former):
        if one is not None and one.hash != knowledge.hash:
            message = (
                f"it was screened by the rules of {one.knowledge} {one.version} ({one.hash}), "
                f"and these are {knowledge.name} {knowledge.version} ({knowledge.hash})"
            )
            fix = "screen the same runners once more, or name the rules with --knowledge"
            problems.append(_problem(one, message, fix))
    if not problems and set(counted_rules(knowledge)) - now.rules.keys():
        message, fix = "the manifest does not count every rule", "screen once more, with --restart"
        problems.append(_problem(now, message, fix))
    if former is not None:
        problems += _order_problems(now, former)
    least = 1 if is_coach else LEAST_RUNNERS
    if now.runners < least:
        message = f"a page that names nobody is of {least} runners or more"
        fix = "print the page for their coach alone: --edition coach"
        if is_coach:
            message, fix = "nobody was screened", "look into rejects.csv for the reasons"
        problems.append(_problem(now, message, fix))
    if problems:
        raise UsageError(*problems)


def _order_problems(now: Finished, former: Finished) -> Iterator[Problem]:
    """What is wrong with setting a screening against an earlier one."""
    if now.folder.resolve() == former.folder.resolve():
        yield _problem(now, "this screening is set against itself", "name an earlier one")
    elif now.screened and former.screened and now.screened < former.screened:
        days = [show_date(one.date()) for one in (former.screened, now.screened)]
        message = f"it was screened on {days[0]}, after the one that it is set against ({days[1]})"
        fix = f"put them the other way round: surefoot club {former.folder} --since {now.folder}; "
        fix += "or, where older answers were screened again, screen the newer ones after them"
        yield _problem(former, message, fix)


def _problem(one: Finished, message: str, fix: str) -> Problem:
    return Problem(code="US108", where=str(one.folder), message=message, fix=fix)


def _made(
    rows: Rows, now: Finished, former: Finished | None, knowledge: Knowledge, printing: Printing
) -> ClubContext:
    is_coach = printing.edition == COACH
    counted = _counted(rows, now, knowledge, hides=not is_coach)
    workshops = _workshops(counted)
    since, moved = (
        told_since(
            rows, former, knowledge, counted.bands, counted.runners, hides=counted.hides
        )
        if former
        else ("", ())
    )  # fmt: skip
    least = 1 if is_coach else LEAST_SHOWN
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
        seen=seen_groups(rows, told_rejects(now.folder), now.open, knowledge) if is_coach else (),
        bands=tuple(_band_line(counted, name) for name in knowledge.scored),
        chart=distribution(spreads, least=least) if spreads else None,
        chart_narrow=distribution(spreads, least=least, narrow=True) if spreads else None,
        spreads=tuple(in_words(one, least) for one in spreads),
        jumps=tuple(counted.findings.jumps()),
        findings=tuple(counted.findings.most()),
        workshop=_workshop_words(workshops, counted),
        workshops=tuple(workshops),
        since=since,
        moved=tuple(moved),
        changed=changed_groups(rows, knowledge) if is_coach and former else (),
        hidden="" if is_coach else HIDDEN,
        method=(
            *METHOD,
            *(SINCE_METHOD if former else ()),
            *((SIGN_GONE_METHOD,) if is_coach and former else ()),
            PRIORITY,
            NO_CAUSE,
            *((IDS_INSIDE,) if is_coach else ()),
        ),
        about=ABOUT,
    )


def _counted(rows: Rows, now: Finished, knowledge: Knowledge, *, hides: bool) -> _Counted:
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
    bands = bands_of(runners, shown, scores, hides=hides)
    findings = Findings(knowledge, now.rules, runners, hides=hides)
    return _Counted(knowledge, runners, shown, scores, bands, findings, hides)


def _lead(counted: _Counted) -> str:
    runners, shown = counted.runners, counted.shown
    first = f"{runners:,} runner{' was' if runners == 1 else 's were'} screened."
    if shown == runners:
        return f"{first} {IN_BANDS}"
    told = shown_part(shown, runners, hides=counted.hides)
    if told.text == NOT_SHOWN:
        return f"{first} {NOT_IN_BANDS}"
    verb = "is" if told.number in {0, 1} else "are"
    return f"{first} {capital(told.text)} of them {verb} counted in the bands. {NOT_IN_BANDS}"


def _notes(now: Finished, *, is_coach: bool) -> Iterator[str]:
    if now.rejected:
        one = "1 row could not be read and is not counted."
        more = f"{now.rejected:,} rows could not be read and are not counted."
        why = " The file rejects.csv of the screening says why." if is_coach else ""
        yield f"{one if now.rejected == 1 else more}{why}"


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


# --- workshops


def _workshops(counted: _Counted) -> list[WorkshopLine]:
    """One for each pillar: that which is weak for most first; equal: to be watched for most."""

    def reach(name: str) -> tuple[int, ...]:
        """Small counts are all the same here: their order would say too much."""
        bands = counted.scores[name].bands
        counts = (bands[Band.WEAK], bands[Band.WATCH], counted.scores[name].found)
        return tuple(-one if one >= LEAST_SHOWN or not counted.hides else 0 for one in counts)

    return [
        WorkshopLine(
            title=counted.knowledge.pillars[name].title,
            weak=counted.bands[name][Band.WEAK].text,
            watch=counted.bands[name][Band.WATCH].text,
            found=_found(counted, name).text,
            about="; ".join(one.title for one in counted.findings.common([name])[:_MOST_NAMED]),
        )
        for name in sorted(counted.knowledge.pillars, key=reach)
    ]


def _found(counted: _Counted, name: str) -> Shown:
    """For how many something is found; hidden where that would narrow a hidden band.

    Whoever has a weak pillar, or one to be watched, has a finding in it.
    """
    count = counted.scores[name].found
    rest, outside = counted.shown - count, counted.runners - counted.shown
    found = shown_counts([count, rest], outside=outside, hides=counted.hides)[0]
    bands = [counted.bands[name][band] for band in (Band.WEAK, Band.WATCH)]
    most = sum(one.most if one.most is not None else counted.shown for one in bands)
    is_hidden = any(one.number is None for one in bands)
    return UNTOLD if is_hidden and (found.most or counted.shown) < most else found


def _headline(workshops: Sequence[WorkshopLine], counted: _Counted) -> str:
    first = _first(workshops)
    if first is None:
        has_bands = any(_has_bands(counted, name) for name in counted.knowledge.pillars)
        return (NOBODY_WEAK if not counted.hides else NOT_WEAK) if has_bands else TOO_LITTLE
    if not first.weak.replace(",", "").isdecimal():
        return f"No pillar is weak for more runners than {first.title}"
    of = shown_part(counted.shown, counted.runners, hides=counted.hides)
    of_all = "" if of.number is None else f" of {of.text}"
    runners = "runner" if first.weak == "1" and not of_all else "runners"
    others = [one.title for one in workshops[1:] if one.weak == first.weak]
    too = f", {join_words(others, 'and')} for as many" if others else ""
    return f"{first.title} is weak for {first.weak}{of_all} {runners}{too}"


def _workshop_words(workshops: Sequence[WorkshopLine], counted: _Counted) -> str:
    first = _first(workshops)
    if first is None:
        has_bands = any(_has_bands(counted, name) for name in counted.knowledge.pillars)
        none = NO_WORKSHOP if counted.hides else f"{NOBODY_WEAK}."
        return f"{none if has_bands else ASK_MORE} {_by_findings(workshops)}".strip()
    return (
        f"A workshop on {first.title.lower()} could serve most runners. This pillar is weak for "
        f"{first.weak}, and to be watched for {first.watch}."
    )


def _by_findings(workshops: Sequence[WorkshopLine]) -> str:
    """Where no band tells: the pillar in which something is found for most; empty for none."""
    if not workshops or workshops[0].found in _UNTOLD:
        return ""
    first = workshops[0]
    return f"By what is found at all, {first.title} comes first ({first.found})."


def _first(workshops: Sequence[WorkshopLine]) -> WorkshopLine | None:
    is_told = bool(workshops) and workshops[0].weak not in _UNTOLD
    return workshops[0] if is_told else None
