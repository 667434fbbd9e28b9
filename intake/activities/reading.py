"""Reading one file: what the processes that read do, and all that they need to import."""

import io
import shutil
from dataclasses import dataclass, replace
from typing import Final

from .content import shown
from .formats import FORMATS
from .shapes import Activity, Dropped, Hints, Read
from .unpacking import ENDS_EARLY, MOST_BYTES, MOST_STREAMED, TOO_TIGHT, Archives, Item

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, the name of its format, and what the runner says about it."""

    item: Item
    format: str
    hints: Hints


_archives = Archives()  # of a process that only reads


def read_elsewhere(job: Job) -> Read:
    """The same in a process that does nothing else."""
    return read_file(job, _archives)


def read_file(job: Job, archives: Archives) -> Read:
    """What a file gave; never raises for what it holds."""
    known = next(one for one in FORMATS if one.name == job.format)
    item = job.item
    try:
        with archives.content(item, MOST_STREAMED if known.is_streamed else MOST_BYTES) as content:
            if known.is_streamed:
                read = known.read(content, item.file, job.hints)
                is_cut = content.is_cut or content.is_too_long
            else:
                data = io.BytesIO()
                shutil.copyfileobj(content, data, _PIECE)
                if content.is_too_long:
                    return dropped(item, TOO_TIGHT)
                data.seek(0)
                read = known.read(data, item.file, job.hints)
                is_cut = content.is_cut
    except MemoryError:
        return dropped(item, "it takes more memory to read than there is")
    except Exception as error:  # noqa: BLE001  (one file never stops the others)
        return dropped(item, f"it is broken in a way that was not foreseen ({error!r:.80})")
    if is_cut:
        read = replace(read, activities=tuple(map(_as_cut, read.activities)))
    read = _printable(read)
    if known.holds_activities and not (read.activities or read.dropped):
        return dropped(item, ENDS_EARLY if is_cut else "it holds no activities")
    return read


def _as_cut(activity: Activity) -> Activity:
    problems = dict.fromkeys((*activity.problems, ENDS_EARLY))
    return replace(activity, partial=True, problems=tuple(problems))


def _printable(read: Read) -> Read:
    """The same with words of the file itself such that they can be printed anywhere."""
    return Read(
        activities=tuple(
            replace(
                one,
                sport=one.sport and shown(one.sport),
                sport_label=shown(one.sport_label),
                gear=shown(one.gear),
                gear_name=shown(one.gear_name),
                problems=tuple(map(shown, one.problems)),
            )
            for one in read.activities
        ),
        dropped=tuple(map(_printable_drop, read.dropped)),
        shoes=tuple(map(shown, read.shoes)),
        notes=tuple(map(shown, read.notes)),
    )


def _printable_drop(dropped: Dropped) -> Dropped:
    columns = tuple((ours, shown(theirs)) for ours, theirs in dropped.columns)
    return replace(dropped, reason=shown(dropped.reason), columns=columns)


def dropped(item: Item, reason: str) -> Read:
    """What a file that gave nothing is read as."""
    return Read(dropped=(Dropped(item.file, reason),))
