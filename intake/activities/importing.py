"""From paths to all that came of them: found, read in parallel, judged, and worked out."""

import datetime
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...engine.days import show_date
from .archive import Finder, Found, OpenedExport
from .cache import Cache, key_of
from .diary import Imported
from .judging import FIRST_YEAR, clock_of, judge
from .metrics import work_out
from .reading import Job, dropped, read_elsewhere, read_file
from .shapes import Activity, Dropped, Hints, Read
from .unpacking import Archives
from .workers import Failure, NoProcessError, cores, run

# Uploads of an export are opened for so many days before the last: what lies further back is
# counted by the list alone, and cadence and spikes look no further.
UPLOAD_DAYS: Final = 90
MOST_UNDATED_UPLOADS: Final = 150  # of rows whose date cannot be read: the last of the list
NEWEST_IS_TODAY_DAYS: Final = 14
_PATIENCE_S, _BYTES_A_SECOND = 90.0, 2e6
_MEGABYTE: Final = 1e6
_FAILURES: Final = {
    Failure.DIED: "it brought down the program that read it, and was left out",
    Failure.TOO_LONG: "it took too long to read, and was left out",
}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is wanted of an import: see `Hints` and `judge`.

    `as_of` is the day that metrics look back from; None finds it: today if the newest activity is
    at most 14 days old, else the day of that. `zone` is where the runner lives.
    """

    today: datetime.date
    zone: datetime.tzinfo
    as_of: datetime.date | None = None
    hints: Hints = field(default_factory=Hints)
    sport_of_unstated: str = ""
    max_heart_rate: float | None = None


def import_activities(
    paths: Sequence[Path],
    wishes: Wishes,
    *,
    cache: Cache | None,
    progress: Progress = lambda _done, _all: None,
    processes: int | None = None,
) -> Imported:
    """Everything that files, folders and archives hold, judged, with the metrics of a day.

    `progress` is told how many files are read, of how many. Without `processes` there are as many
    as cores; 0 reads in this process, where a file that hangs is not given up. The result is the
    same for any number. Nothing is raised for what a file holds.
    """
    many = cores() if processes is None else processes
    with tempfile.TemporaryDirectory(prefix="surefoot-") as scratch, Archives() as archives:
        finder = Finder(archives, Path(scratch))
        reading = _Reading(archives, wishes.hints, cache, many)
        finder.find(paths)
        others = finder.take()
        reads: list[Read] = []
        notes: list[str] = []
        for export in finder.strava:
            for item in export.lists:
                finder.look(item, export.room)
            lists = reading.read(finder.take())
            notes += _find_uploads(finder, export, lists, wishes)
            others += finder.take()
            reads += lists
        reads += reading.read(others, progress)
    notes += [
        f"{_files(number)} of the {source} export stayed closed: there are no activities in them"
        for source, number in finder.closed.items()
        if number > 0
    ]
    return _judged(reads, finder.dropped, wishes, notes)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How files are read: kept ones from the cache, others in so many processes."""

    archives: Archives
    hints: Hints
    cache: Cache | None
    processes: int

    def read(
        self, found: Sequence[Found], progress: Progress = lambda _done, _all: None
    ) -> list[Read]:
        """What each file gave, in their order."""
        keys = [self._key(one) for one in found]
        kept: dict[int, Read] = {}
        for number, (one, key) in enumerate(zip(found, keys, strict=True)):
            read = self.cache.get(key, one.item.file) if self.cache and key else None
            if read is not None:
                kept[number] = read
                progress(len(kept), len(found))
        missing = sorted(kept.keys() ^ set(range(len(found))), key=lambda at: -_cost(found[at]))
        for number, outcome in self._anew([found[at] for at in missing]):
            at = missing[number]
            item = found[at].item
            if isinstance(outcome, Failure):
                kept[at] = dropped(item, _FAILURES[outcome])
            else:
                kept[at] = outcome
                if self.cache and keys[at]:
                    self.cache.keep(keys[at], item.file, outcome)
            progress(len(kept), len(found))
        return [kept[at] for at in range(len(found))]

    def _anew(self, found: Sequence[Found]) -> Iterator[tuple[int, Read | Failure]]:
        jobs = [Job(one.item, one.format.name, self.hints) for one in found]
        seconds = [_patience_s(one) for one in found]
        left = dict(enumerate(jobs))
        if self.processes > 0:
            with suppress(NoProcessError):  # what is left is then read here
                for number, outcome in run(read_elsewhere, jobs, seconds, self.processes):
                    del left[number]
                    yield number, outcome
        for number, job in left.items():
            yield number, read_file(job, self.archives)

    def _key(self, found: Found) -> str:
        """What a file is kept under; empty where nothing is kept, or it cannot be read."""
        if self.cache is None:
            return ""
        try:
            with self.archives.raw(found.item) as stream:
                return key_of(stream, found.format.name, self.hints)
        except Exception:  # noqa: BLE001  (reading it will say what is wrong)
            return ""


def _cost(found: Found) -> float:
    """About how many seconds it takes: the longest first, lest one be left for the end."""
    return found.item.size / _MEGABYTE * found.format.seconds_per_megabyte


def _patience_s(found: Found) -> float:
    """After how many seconds reading is given up; only what is streamed may be gigabytes."""
    return _PATIENCE_S + found.format.is_streamed * found.item.size / _BYTES_A_SECOND


def _find_uploads(
    finder: Finder, export: OpenedExport, lists: Sequence[Read], wishes: Wishes
) -> list[str]:
    """Look at the uploads that the list of an export names, of its last days; notes for people."""
    rows = [one for read in lists for one in read.activities if one.upload]
    names = {one.upload: export.export.upload(one.upload) for one in rows}
    there = [one for one in rows if names[one.upload]]
    dated = [(_day(one, wishes.zone), one) for one in there]
    newest = _newest([day for day, _ in dated], wishes.today)
    last = min(newest, wishes.as_of or newest)
    first = last - datetime.timedelta(UPLOAD_DAYS)
    undated = [one for day, one in dated if day is None][-MOST_UNDATED_UPLOADS:]
    wanted = [one for day, one in dated if day and first <= day <= last] + undated
    opened = {name for one in wanted if (name := names[one.upload])}
    for name in sorted(opened):
        finder.look(export.items[name], export.room)
    present = {name for name in names.values() if name}
    finder.closed["Strava"] -= len(present)
    earlier, missing = len(present - opened), sum(not name for name in names.values())
    notes = []
    if earlier:
        notes.append(
            f"{_files(earlier)} of the Strava export from before {show_date(first)} or after "
            f"{show_date(last)} stayed closed: its list has their distances and times"
        )
    if missing and present:
        notes.append(f"{_files(missing)} that the list of the Strava export names are not there")
    return notes


def _newest(days: Iterable[datetime.date | None], today: datetime.date) -> datetime.date:
    """The last day that is not to come; today if there is none."""
    return max((day for day in days if day and day <= today), default=today)


def _judged(
    reads: Sequence[Read], not_opened: Sequence[Dropped], wishes: Wishes, notes: Sequence[str]
) -> Imported:
    activities = [one for read in reads for one in read.activities]
    days = [_day(one, wishes.zone) for one in activities]
    newest = _newest(days, wishes.today)
    as_of = wishes.as_of or wishes.today
    of_files = [f"{read.activities[0].file}: {note}" for read in reads for note in read.notes]
    said = [*notes, *of_files]
    if wishes.as_of is None and (wishes.today - newest).days > NEWEST_IS_TODAY_DAYS:
        as_of = newest
        said.append(f"the newest activity is of {show_date(newest)}: all looks back from that day")
    judged, diary = judge(
        activities,
        as_of=as_of,
        zone=wishes.zone,
        sport_of_unstated=wishes.sport_of_unstated,
        shoes=tuple(name for read in reads for name in read.shoes),
    )
    return Imported(
        judged=judged,
        dropped=(*not_opened, *(one for read in reads for one in read.dropped)),
        diary=diary,
        as_of=as_of,
        figures=work_out(diary, as_of=as_of, max_heart_rate=wishes.max_heart_rate),
        notes=tuple(said),
    )


def _day(activity: Activity, zone: datetime.tzinfo) -> datetime.date | None:
    """The day of an activity on the runner's own clock; None where it has no date that can be."""
    clock = clock_of(activity, zone)
    return clock.date() if clock is not None and clock.year >= FIRST_YEAR else None


def _files(number: int) -> str:
    return f"{number:,} file" if number == 1 else f"{number:,} files"
