"""What the lock of a base says against the base: meanings changed in silence, ids used again."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..canonical import Naming
from ..errors import Problem
from ..knowledge import Knowledge
from ..loading.sections import Entry, Sections, shown_path
from ..meaning import Entry as Meaning
from ..meaning import meanings, present_names
from ..nodes import place_of
from ..versions.lock import NAME, Lock, Locked, read_lock
from ..versions.locking import (
    RETIRED,
    SECTIONS,
    Claim,
    claims,
    lapsed,
    locked_before,
    make_lock,
    renamed_ids,
)

LONGEST_TRIAL_MONTHS = 18
_UNUSED = ("draft", RETIRED)
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+")


def check_versions(
    folder: Path, sections: Sections, knowledge: Knowledge, today: date | None = None
) -> Iterator[Problem]:
    """Findings about a base and its lock; none where there is no lock.

    Args:
        folder: Where the base and its lock lie.
        sections: The entries of the base.
        knowledge: The base, without drafts.
        today: Decides what is on trial for too long; without it the day of the clock.
    """
    lock = read_lock(folder)
    if lock is None:
        return
    if isinstance(lock, Problem):
        yield lock
        return
    found = [
        *_reused(lock, sections),
        *_against(lock, sections, knowledge, today or date.today()),
    ]
    yield from found
    if not found and make_lock(knowledge, sections, lock) != lock:
        yield Problem(
            code="KB415", where=shown_path(folder / NAME),
            message="the lock is older than the base", fix="run: surefoot kb lock",
        )  # fmt: skip


def _reused(lock: Lock, sections: Sections) -> Iterator[Problem]:
    """Entries under an id that another one had, which is gone."""
    for kind, section in SECTIONS.items():
        for name, entry in sections.entries.get(section, {}).items():
            locked = lock.entries.get((kind, name))
            is_retired = getattr(entry.shape, "status", "") == RETIRED
            if locked is not None and locked.status == RETIRED and not is_retired:
                gone = f"was renamed to '{locked.now}'" if locked.now else "is retired"
                yield Problem(
                    code="KB207", place=entry.key.place, context=entry.context, subject=name,
                    message=f"the id '{name}' {gone}, and an id is never used again",
                    fix="give this one an id of its own",
                )  # fmt: skip


def _against(
    lock: Lock, sections: Sections, knowledge: Knowledge, today: date
) -> Iterator[Problem]:
    """Findings about each rule, flag, limit and pattern that is used."""
    now, renamed, present = meanings(knowledge), renamed_ids(sections), present_names(knowledge)
    for key, entry in claims(sections).items():
        locked = locked_before(lock, renamed, key)
        if entry.shape.status in _UNUSED or key not in now:
            continue
        if locked is None or locked.status in _UNUSED:
            yield from _jump(entry)
        else:
            yield from _changed(entry, now[key], locked, present)
            yield from _trial(entry, locked, today)
            yield from _lapsed(entry, now[key], locked)


def _jump(entry: Entry[Claim]) -> Iterator[Problem]:
    if entry.shape.status == "stable":
        yield Problem(
            code="KB410", place=place_of(entry.node, "status"), context=entry.context,
            subject=entry.id, message=f"'{entry.id}' is stable and was never on trial",
            fix="write `status: trial` and watch it first",
        )  # fmt: skip


def _changed(
    entry: Entry[Claim], now: Meaning, locked: Locked, present: Naming
) -> Iterator[Problem]:
    if now.hash != locked.hash and len(entry.shape.changed) <= locked.notes:
        yield Problem(
            code="KB409", place=entry.key.place, context=entry.context, subject=entry.id,
            message=f"'{entry.id}' means something else now, and no `changed:` line says why",
            why=_ID.sub(
                lambda found: present(found[0]), "; ".join(_differences(locked.means, now.lines))
            ),
            fix="add a line to `changed:` with day, name and reason, then run: surefoot kb lock",
        )  # fmt: skip


def _differences(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    """Each field that is not what it was, with both values."""
    old, new = ({line.partition(": ")[0]: line.partition(": ")[2] for line in one}
                for one in (before, after))  # fmt: skip
    for field in [*old, *(field for field in new if field not in old)]:
        if old.get(field) != new.get(field):
            yield f"{field} was {old.get(field, 'not there')}, now {new.get(field, 'not there')}"


def _trial(entry: Entry[Claim], locked: Locked, today: date) -> Iterator[Problem]:
    began = locked.trial_since
    if entry.shape.status != "trial" or not began:
        return
    since = date.fromisoformat(began)
    months = (today.year - since.year) * 12 + today.month - since.month
    if months - (today.day < since.day) >= LONGEST_TRIAL_MONTHS:
        yield Problem(
            code="KB411", place=place_of(entry.node, "status"), context=entry.context,
            subject=entry.id,
            message=f"'{entry.id}' is on trial since {began}; {LONGEST_TRIAL_MONTHS} months are"
            " enough to decide",
            fix="make it stable, or retire it",
        )  # fmt: skip


def _lapsed(entry: Entry[Claim], now: Meaning, locked: Locked) -> Iterator[Problem]:
    for number, text in enumerate(entry.shape.reviewed):
        if lapsed(text, locked, now.hash):
            yield Problem(
                code="KB414", place=place_of(entry.node, "reviewed", str(number)),
                context=entry.context, subject=entry.id,
                message=f"'{text}' reviewed '{entry.id}' when it meant something else",
                fix="ask for a new review, and take this one out",
            )  # fmt: skip
