"""What the lock of a base must say, from the base and the lock that it had before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import Problem
from ..knowledge import Knowledge
from ..loading.sections import Entry, Sections
from ..meaning import Key, first_names, hash_of, meanings, rule_entry
from ..shape import FlagShape, LimitShape, PatternShape, RuleShape
from .lock import Lock, Locked, read_lock

SECTIONS = {
    "advice": "advice", "block": "blocks", "contradiction": "contradictions",
    "derived": "derived", "flag": "flags", "home_test": "home_tests", "limit": "limits",
    "pattern": "patterns", "question": "questions", "rule": "rules",
}  # fmt: skip
RETIRED = "retired"

Claim = RuleShape | FlagShape | LimitShape | PatternShape
_CLAIMS: dict[str, type[Claim]] = {
    "flag": FlagShape, "limit": LimitShape, "pattern": PatternShape, "rule": RuleShape,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """Who looked at a rule and found it right, and on which day."""

    name: str
    day: str


def make_lock(
    knowledge: Knowledge, sections: Sections, before: Lock | None = None, day: str = ""
) -> Lock:
    """The lock of a base as it is now.

    Revisions go up where a meaning is not what it was; ids that are gone stay, as retired.

    Args:
        knowledge: The base that the sections make, without drafts.
        sections: Its entries, for their status, notes, reviews and earlier ids.
        before: The lock that it had.
        day: Since when the rules count as on trial that have no day yet, like 2026-04-02. Where
            it is empty, the day of their newest `changed:` line counts, if they have one.
    """
    version = " ".join(knowledge.version.split())
    now, claimed, renamed = meanings(knowledge), claims(sections), renamed_ids(sections)
    entries: dict[Key, Locked] = {}
    for key, entry in now.items():
        old = locked_before(before, renamed, key)
        made = Locked(
            kind=entry.kind, id=entry.id, since=old.since if old else version,
            revision=old.revision + (old.hash != entry.hash) if old else 1, hash=entry.hash,
            means=entry.lines,
        )  # fmt: skip
        claim = claimed.get(key)
        entries[key] = made if claim is None else _with_claim(made, claim.shape, old, day)
    for key, one in claimed.items():
        if one.shape.status == RETIRED:
            entries[key] = Locked(kind=key[0], id=key[1], since=version, status=RETIRED)
    for key, old in (before.entries if before else {}).items():
        if key not in now:
            is_draft = key in claimed and claimed[key].shape.status == "draft"
            entries[key] = _unused(old, renamed.get(key, ""), is_draft=is_draft)
    return Lock(version, hash_of(now, first_names(knowledge)), entries)


def claims(sections: Sections) -> dict[Key, Entry[Claim]]:
    """The entries that have a status, notes and reviews, whether they are used or not."""
    return {
        (kind, entry.id): entry
        for kind, shape in _CLAIMS.items()
        for entry in sections.of(SECTIONS[kind], shape)
    }


def renamed_ids(sections: Sections) -> dict[Key, str]:
    """From kind and earlier id to the present id."""
    return {
        (kind, old): name
        for kind, section in SECTIONS.items()
        for name, entry in sections.entries.get(section, {}).items()
        for old in getattr(entry.shape, "was", ())
    }


def locked_before(before: Lock | None, renamed: Mapping[Key, str], key: Key) -> Locked | None:
    """What a lock says of an entry, also under an id that it had then."""
    if before is None:
        return None
    olds = (old for old, new in renamed.items() if (old[0], new) == key)
    return next((before.entries[one] for one in (key, *olds) if one in before.entries), None)


def valid_reviews(lock: Lock | None, knowledge: Knowledge) -> dict[str, tuple[Review, ...]]:
    """The reviews of each rule, flag and limit that count for what it means now.

    A review that the lock does not know is newer than the lock, and counts. Rules without
    `reviewed:` are left out.
    """
    name = first_names(knowledge)
    found = {}
    for rule in knowledge.rules.values():
        if rule.reviewed:
            entry = rule_entry(rule, name)
            locked = lock.entries.get((entry.kind, entry.id)) if lock else None
            valid = [text for text in rule.reviewed if not lapsed(text, locked, entry.hash)]
            found[rule.id] = tuple(_review(text) for text in valid)
    return found


def reviews_in(folder: Path, knowledge: Knowledge) -> dict[str, tuple[Review, ...]]:
    """The reviews that count, by the lock in a folder; none where that cannot be read.

    The lock is opened only if a rule has been reviewed at all.
    """
    if not any(rule.reviewed for rule in knowledge.rules.values()):
        return {}
    lock = read_lock(folder)
    return {} if isinstance(lock, Problem) else valid_reviews(lock, knowledge)


def lapsed(review: str, locked: Locked | None, now: str) -> bool:
    """Whether a `reviewed:` line was made for another meaning than the one with the hash `now`."""
    made_for = locked.reviewed if locked else {}
    return made_for.get(_squeezed(review), now) != now


def _with_claim(made: Locked, shape: Claim, old: Locked | None, day: str) -> Locked:
    """The same with status, notes and reviews."""
    newest = max((line[:10] for line in shape.changed), default="")
    began = (old.trial_since if old else "") or day or newest
    made_for = old.reviewed if old else {}
    return replace(
        made,
        status=shape.status,
        trial_since=began if shape.status == "trial" else "",
        notes=len(shape.changed),
        reviewed={text: made_for.get(text, made.hash) for text in map(_squeezed, shape.reviewed)},
    )


def _unused(old: Locked, now: str, *, is_draft: bool) -> Locked:
    """An entry that is gone, or a draft again."""
    if is_draft:
        return replace(old, status="draft", trial_since="")
    return Locked(
        kind=old.kind, id=old.id, revision=old.revision, since=old.since, status=RETIRED,
        now=now or old.now,
    )  # fmt: skip


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _review(text: str) -> Review:
    name, _, day = _squeezed(text).rpartition(" ")
    return Review(name, day)
