"""A finished screening, read back: what its manifest says, and counts over its results."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from ..errors import Problem, UsageError, join_words
from ..knowledge import Knowledge
from ..scoring import Band
from .duck import Duck, connect, damaged, named, parquet_rows, quoted, readable
from .manifest import MANIFEST_NAME, part_files
from .scores import score_names
from .typed import id_key

RESULTS: Final = "results"
FORMER: Final = "former"
BIN_PERCENT: Final = 5
BINS: Final = 100 // BIN_PERCENT
_RANKED: Final = (Band.WEAK, Band.WATCH, Band.SOLID)
_MOST_NAMED: Final = 3  # columns
_FLAGS: Final = "coalesce(flags, '')"
_LIMITS: Final = "coalesce(limits, '')"
_MODE: Final = "coalesce(\"plan.mode\", '')"
_OPEN: Final = "coalesce(undecided_tier in ('A', 'B'), false)"
_BOTH: Final = "results AS new JOIN former AS old USING (key)"
_BY_ID: Final = "ORDER BY TRY_CAST(id AS BIGINT), id"
_OVERLAP: Final = 1e-9  # as two results of one runner are compared


@dataclass(frozen=True, slots=True)
class RuleCount:
    """For how many runners a rule fires, is quiet and is unknown.

    `counts` is how often it fires and no heavier rule of its item does.
    """

    fires: int
    quiet: int
    unknown: int
    counts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What the manifest of a screening says; `files` are its results.

    `screened` is when it ended, None where that is not known. `open` is for how many runners each
    urgent flag is unknown.
    """

    folder: Path
    knowledge: str
    version: str
    hash: str
    runners: int
    rejected: int
    screened: dt.datetime | None
    columns: frozenset[str]
    rules: Mapping[str, RuleCount]
    open: Mapping[str, int]
    format: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """A pillar or context over all runners whose results show it.

    `found` is how many have points for certain. `bins` are of room to improve in steps of 5
    percent, for the bands weak, watch and solid.
    """

    bands: Mapping[Band, int]
    found: int
    bins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """How a pillar or context stands against an earlier screening, of runners in both.

    `better` and `worse` are moves to another band which missing answers cannot undo; `not_clear`
    is one that they could. `apart` is where a side has no band, or shows no pillars.
    """

    better: int
    same: int
    worse: int
    not_clear: int
    apart: int


@dataclass(frozen=True, slots=True)
class Raised:
    """Runners with the same flags, the most urgent first, the same limits and kind of plan."""

    flags: tuple[str, ...]
    limits: tuple[str, ...]
    mode: str
    is_open: bool
    runners: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A runner of two screenings with flags in only one of them, and whether safety is open now."""

    id: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    is_open: bool


def read_finished(folder: Path) -> Finished:
    """What the manifest in a folder says.

    Raises:
        UsageError: if there is no finished screening, or one that cannot be read.
    """
    path = folder / MANIFEST_NAME
    try:
        data = json.loads(path.read_bytes())
        return Finished(
            folder=folder,
            knowledge=str(data["knowledge"]["name"]),
            version=str(data["knowledge"]["version"]),
            hash=str(data["knowledge"]["hash"]),
            runners=int(data["runners"]),
            rejected=int(data["rejected"]),
            screened=_moment(data.get("screened")),
            columns=frozenset(map(str, data["columns"])),
            rules={name: RuleCount(**one) for name, one in data["tallies"]["rules"].items()},
            open={name: int(count) for name, count in data["tallies"]["open"].items()},
            format=str(data["format"]),
            files=tuple(file for one in data["parts"] for file in part_files(folder, one["file"])),
        )
    except FileNotFoundError:
        message = "there is no finished screening in this folder"
        fix = "name the folder that surefoot screen wrote; a screening that was stopped goes on "
        fix += "with the same command"
        problem = Problem(code="US101", where=str(folder), message=message, fix=fix)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = f"{MANIFEST_NAME} is not as surefoot screen wrote it"
        problem = Problem(
            code="US101", where=str(folder), message=message, fix="screen once more, with --restart"
        )
    raise UsageError(problem)


def _moment(text: str | None) -> dt.datetime | None:
    """A day and time with its zone.

    Raises:
        ValueError: if it is none.
    """
    found = dt.datetime.fromisoformat(text) if text else None
    if found is not None and found.tzinfo is None:
        raise ValueError(text)
    return found


class Rows:
    """The results of a screening, to count in; `opened` makes one."""

    def __init__(self, duck: Duck, folder: Path, knowledge: Knowledge) -> None:
        """Works on the table `results` of a folder, and on `former` where there is one."""
        self._duck = duck
        self._folder = folder
        self._rules = knowledge.rules.keys()
        self._starts = score_names(knowledge)

    def scores(self, table: str = RESULTS) -> tuple[int, int, dict[str, ScoreCount]]:
        """How many runners there are, how many have pillars shown, and the scores of these."""
        runners, shown = self._counted(["true", '"plan.shown"'], table)
        scores = {name: self._score(start, table) for name, start in self._starts.items()}
        return runners, shown, scores

    def _score(self, start: str, table: str) -> ScoreCount:
        bands, found, bins = dict.fromkeys(Band, 0), 0, [0] * BINS
        query = (
            f'SELECT "{start}.band", coalesce("{start}.low_percent" > 0, false), '  # noqa: S608
            f'least(floor("{start}.deficit_percent" / {BIN_PERCENT}), {BINS - 1}), count(*) '
            f'FROM {table} WHERE "plan.shown" GROUP BY ALL'
        )
        for word, is_found, place, count in self._duck.run(query):
            try:
                band = Band(word)
                if band in _RANKED:
                    bins[int(place)] += count
            except (ValueError, TypeError, IndexError):
                raise damaged(self._folder, f"a band of {start} is none") from None
            bands[band] += count
            found += count * is_found
        return ScoreCount(bands, found, tuple(bins))

    def raised(self) -> Iterator[Raised]:
        """The sets of flags that runners have, with how many have each; none of nobody.

        Raises:
            UsageError: for a flag or limit that the rules do not have.
        """
        query = f"SELECT {_FLAGS}, {_LIMITS}, {_MODE}, {_OPEN}, count(*) FROM results GROUP BY ALL"  # noqa: S608
        for flags, limits, mode, is_open, count in self._duck.run(query):
            yield Raised(self._split(flags), self._split(limits), mode, is_open, count)

    def ids(self, raised: Iterable[Raised], most: int) -> list[tuple[str, tuple[str, ...], bool]]:
        """Runners with these flags: their ids and flags, and whether safety is open; by id."""
        wanted = [
            "|".join((", ".join(one.flags), ", ".join(one.limits), one.mode, str(one.is_open)))
            for one in raised
        ]
        is_open = f"CASE WHEN {_OPEN} THEN 'True' ELSE 'False' END"
        query = (
            f"SELECT id, {_FLAGS}, {_OPEN} FROM results "  # noqa: S608
            f"WHERE concat_ws('|', {_FLAGS}, {_LIMITS}, {_MODE}, {is_open}) "
            f"IN (SELECT unnest(?)) {_BY_ID} LIMIT ?"
        )
        found = self._duck.run(query, [wanted, most])
        return [(str(id_), self._split(flags), is_open) for id_, flags, is_open in found]

    def newly_weak(self) -> dict[str, dict[str, bool]]:
        """By id, the pillars and contexts that are weak now and were in a better band before.

        With each whether that is clear: no missing answer could undo it.
        """
        moves = [
            f"SELECT new.id AS id, '{name}' AS scored, NOT {_can_be_same(start)} AS is_clear "  # noqa: S608
            f"FROM {_BOTH} "
            f'WHERE new."plan.shown" AND old."plan.shown" AND new."{start}.band" = '
            f"'{Band.WEAK}' AND old.\"{start}.band\" IN ('{Band.WATCH}', '{Band.SOLID}')"
            for name, start in self._starts.items()
        ]
        found: dict[str, dict[str, bool]] = {}
        query = f"FROM ({' UNION ALL '.join(moves)}) {_BY_ID}"
        for id_, name, is_clear in self._duck.run(query):
            found.setdefault(str(id_), {})[name] = is_clear
        return found

    def changed_flags(self) -> Iterator[Changed]:
        """Runners of both screenings who told other flags than before, by id."""
        query = (
            "FROM (SELECT new.id AS id, coalesce(new.flags, ''), coalesce(old.flags, ''), "  # noqa: S608
            f"coalesce(new.undecided_tier in ('A', 'B'), false) FROM {_BOTH} "
            f"WHERE coalesce(new.flags, '') <> coalesce(old.flags, '')) {_BY_ID}"
        )
        for id_, new, old, is_open in self._duck.run(query):
            now, before = self._split(new), self._split(old)
            yield Changed(
                str(id_),
                tuple(one for one in now if one not in before),
                tuple(one for one in before if one not in now),
                is_open,
            )

    def only_in(self, table: str, other: str) -> list[str]:
        """The runners of a table whom another one does not have, by id."""
        query = f"SELECT id FROM {table} ANTI JOIN {other} USING (key) {_BY_ID}"  # noqa: S608
        return [str(id_) for (id_,) in self._duck.run(query)]

    def _split(self, rules: str) -> tuple[str, ...]:
        found = tuple(one for one in rules.split(", ") if one)
        for one in found:
            if one not in self._rules:
                raise damaged(self._folder, f"there is no rule '{one}' in these rules")
        return found

    def moved(self) -> tuple[int, dict[str, Moved]]:
        """How many runners are in `former` too, by id, and how each pillar and context moved."""
        conditions = ["true"]
        for start in self._starts.values():
            conditions += _move_conditions(start)
        both, *counts = self._counted(conditions, _BOTH)
        width = len(Moved.__dataclass_fields__)
        return both, {
            name: Moved(*own)
            for name, own in zip(self._starts, _batches(counts, width), strict=True)
        }

    def _counted(self, conditions: Iterable[str], source: str) -> list[int]:
        """For how many rows each condition holds, in one pass."""
        counts = ", ".join(f"count(*) FILTER (WHERE {one})" for one in conditions)
        (row,) = self._duck.run(f"SELECT {counts} FROM {source}")  # noqa: S608
        return [int(one) for one in row]


def _batches(counts: Iterable[int], width: int) -> Iterator[tuple[int, ...]]:
    listed = iter(counts)
    while batch := tuple(islice(listed, width)):
        yield batch


def _move_conditions(start: str) -> Iterator[str]:
    """Of each field of `Moved`; exactly one holds."""
    places = [
        f'list_position([{", ".join(repr(one.value) for one in _RANKED)}], {side}."{start}.band")'
        for side in ("new", "old")
    ]
    new, old = places
    is_both = f'new."plan.shown" AND old."plan.shown" AND {new} > 0 AND {old} > 0'
    can_be_same = _can_be_same(start)
    yield f"{is_both} AND {new} > {old} AND NOT {can_be_same}"
    yield f"{is_both} AND {new} = {old}"
    yield f"{is_both} AND {new} < {old} AND NOT {can_be_same}"
    yield f"{is_both} AND {new} != {old} AND {can_be_same}"
    yield f"({is_both}) IS NOT TRUE"


def _can_be_same(start: str) -> str:
    """Whether missing answers leave room for no move at all."""
    return (
        f'(greatest(new."{start}.low_percent", old."{start}.low_percent") <= '
        f'least(new."{start}.high_percent", old."{start}.high_percent") + {_OVERLAP})'
    )


@contextmanager
def opened(now: Finished, former: Finished | None, knowledge: Knowledge) -> Iterator[Rows]:
    """The results of a screening, and of an earlier one to set beside it.

    Raises:
        UsageError: if a column that is counted was not written, or a part cannot be read.
    """
    with connect() as connection:
        duck = Duck(connection)
        for name, one in ((RESULTS, now), (FORMER, former)):
            if one is not None:
                with readable(one.folder):
                    duck.run(f"CREATE VIEW {name} AS {_reading(one, knowledge)}")
        with readable(now.folder):
            yield Rows(duck, now.folder, knowledge)


def _reading(one: Finished, knowledge: Knowledge) -> str:
    """The columns that are counted, of their types, from files of any format."""
    columns = _columns(knowledge)
    missing = [name for name in columns if name not in one.columns and name != "id"]
    if missing:
        others = [f"{len(missing) - _MOST_NAMED} others"] if len(missing) > _MOST_NAMED else []
        told = join_words([*missing[:_MOST_NAMED], *others], "and")
        message = f"the club page counts columns that this screening did not write: {told}"
        fix = "screen with --columns summary"
        raise UsageError(Problem(code="US108", where=str(one.folder), message=message, fix=fix))
    files = ", ".join(map(quoted, one.files))
    typed = ", ".join(
        f"CAST({named(name)} AS {kind}) AS {named(name)}" for name, kind in columns.items()
    )
    no_hive = "hive_partitioning = false"  # as `parquet_rows` has it
    match one.format:
        case "parquet":
            source = parquet_rows(one.files)
        case "csv":
            source = f"read_csv([{files}], header = true, all_varchar = true, {no_hive})"
        case _:
            kinds = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
            how = f"format = 'newline_delimited', columns = {{{kinds}}}, {no_hive}"
            source = f"read_json([{files}], {how})"
    # The same runner may write an id in another way the next time.
    return f"SELECT {typed}, {id_key()} AS key FROM {source}"  # noqa: S608  (quoted)


def _columns(knowledge: Knowledge) -> dict[str, str]:
    """The columns that are counted, with their types."""
    found = {
        "id": "VARCHAR", "flags": "VARCHAR", "limits": "VARCHAR", "plan.mode": "VARCHAR",
        "undecided_tier": "VARCHAR", "plan.shown": "BOOLEAN",
    }  # fmt: skip
    for start in score_names(knowledge).values():
        found[f"{start}.band"] = "VARCHAR"
        for part in ("deficit_percent", "low_percent", "high_percent"):
            found[f"{start}.{part}"] = "DOUBLE"
    return found
