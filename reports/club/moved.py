"""How pillars and contexts of many runners moved since an earlier screening."""

from collections.abc import Mapping, Sequence

from ...engine.days import show_date
from ...engine.knowledge import Knowledge
from ...engine.scoring import Band
from ...engine.screening.finished import FORMER, RESULTS, Finished, Rows
from ..sentences import printable
from .bands import ZONES, bands_of, capital
from .counts import FEW, LEAST_SHOWN, NOT_SHOWN, UNTOLD, Shown, shown_counts, shown_part
from .seen import MOST_SEEN, seen_group, signs_of
from .shapes import MovedLine, SeenGroup, SeenRunner
from .words import MOVED_TO_WEAK, NEW_SIGN, ONLY_BEFORE, ONLY_NOW, SIGN_GONE, SOME


def told_since(
    rows: Rows,
    former: Finished,
    knowledge: Knowledge,
    bands: Mapping[str, Mapping[Band, Shown]],
    runners: int,
    *,
    hides: bool,
) -> tuple[str, tuple[MovedLine, ...]]:
    """How many runners are in both screenings, and how pillars and contexts moved.

    `bands` are those of now as they are printed, of so many runners.
    """
    both, moved = rows.moved()
    day = f" of {show_date(former.screened.date())}" if former.screened else ""
    if both < LEAST_SHOWN and hides:
        few = f"{capital(FEW)} of these runners are" if both else "None of these runners is"
        return f"{few} in the earlier screening{day} too.", ()
    told = shown_part(both, runners, hides=hides)
    count = SOME if told.text == NOT_SHOWN else capital(told.text)
    verb = "is" if told.number in {0, 1} else "are"
    before = bands_of(*rows.scores(FORMER), hides=hides)
    lines = tuple(
        _moved_line(
            knowledge.scored[one].title,
            shown_counts(
                [
                    moved[one].better, moved[one].worse, moved[one].not_clear,
                    moved[one].same, moved[one].apart,
                ],
                outside=runners - both,
                hides=hides,
            ),
            _room(bands[one], before[one]),
        )
        for one in knowledge.scored
    )  # fmt: skip
    return f"{count} of these runners {verb} in the earlier screening{day} too.", lines


def changed_groups(rows: Rows, knowledge: Knowledge) -> tuple[SeenGroup, ...]:
    """Who changed, by id: for the coach alone."""
    weak = rows.newly_weak()
    changed = list(rows.changed_flags())
    found = {
        MOVED_TO_WEAK: [
            _runner(id_, "; ".join(_move(knowledge, *one) for one in names.items()))
            for id_, names in weak.items()
        ],
        NEW_SIGN: [
            _runner(one.id, signs_of(one.new, knowledge, is_open=one.is_open))
            for one in changed if one.new
        ],
        SIGN_GONE: [
            _runner(one.id, signs_of(one.gone, knowledge, is_open=one.is_open))
            for one in changed if one.gone
        ],
        ONLY_NOW: [_runner(id_) for id_ in rows.only_in(RESULTS, FORMER)],
        ONLY_BEFORE: [_runner(id_) for id_ in rows.only_in(FORMER, RESULTS)],
    }  # fmt: skip
    return tuple(
        seen_group(words, len(runners), runners[:MOST_SEEN])
        for words, runners in found.items()
        if runners
    )


def _move(knowledge: Knowledge, name: str, is_clear: bool) -> str:
    title = knowledge.scored[name].title
    return title if is_clear else f"{title} (not clear)"


def _runner(id_: str, signs: str = "") -> SeenRunner:
    return SeenRunner(id=printable(id_), signs=signs)


def _moved_line(title: str, row: Sequence[Shown], room: int | None) -> MovedLine:
    """How runners moved; hidden as far as it would say more of bands than their table does.

    Whoever moved or stayed has a band, and `room` is how many surely have one by that table.
    """
    told = list(row)
    if room is not None and sum(one.least for one in told[:4]) > room:
        told[3:] = [UNTOLD, UNTOLD]
    if room is not None and sum(one.least for one in told[:4]) > room:
        told = [UNTOLD] * len(told)
    better, worse, not_clear, same, apart = told
    return MovedLine(
        title=title,
        better=better.text,
        same=same.text,
        worse=worse.text,
        not_clear=not_clear.text,
        apart=apart.text,
    )


def _room(*sides: Mapping[Band, Shown]) -> int | None:
    """How many runners surely have a band on each side; None where no side hides a number."""
    hiding = [
        [bands[band] for band, *_ in ZONES]
        for bands in sides
        if any(bands[band].number is None for band, *_ in ZONES)
    ]
    return min((sum(one.least for one in row) for row in hiding), default=None)
