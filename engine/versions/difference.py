"""Two knowledge bases side by side: what was added, retired, renamed, reworded, or means else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..canonical import Naming
from ..errors import KnowledgeError
from ..knowledge import Knowledge
from ..loading import read_knowledge
from ..loading.sections import Sections, read_sections
from ..meaning import Entry, Fields, Key, meanings
from ..texts import values_in
from .locking import SECTIONS, claims, renamed_ids
from .relation import Relation, Relations, Word

_ALSO = {"exercise": "exercises", "session": "sessions", "placing": "placings", "step": "steps",
         "ask": "asks", "topic": "topics", "pillar": "pillars", "context": "contexts",
         "source": "evidence"}  # fmt: skip
# What of an entry people read, and no conclusion needs.
_WORDS = (
    "title", "why", "about", "headline", "ask", "help", "unit", "because", "running", "tell",
    "differ", "text", "dose", "stop", "how", "half", "hold", "weeks", "taper", "half_taper",
    "waiting", "skipped", "withheld", "otherwise", "not_applying", "not_for", "cite", "result",
    "claim", "refused", "consent", "steps", "needs", "rounds", "beat_words", "faults", "ask_first",
)  # fmt: skip
_BESIDE = ("status", "grade", "evidence", "step")


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base with its entries as they are written."""

    knowledge: Knowledge
    sections: Sections


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field that says something else; `relation` is there for the condition of a rule."""

    name: str
    before: str
    after: str
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one entry.

    `what` is added, retired, removed, drafted (a draft again), changed (it means something
    else), renamed or reworded; `was` is the earlier id. `fields` are what makes its meaning,
    `words` the names of texts that read otherwise, `beside` are status, grade, evidence
    and the step of a question.
    """

    kind: str
    id: str
    title: str
    what: str
    was: str = ""
    fields: tuple[ChangedField, ...] = ()
    words: tuple[str, ...] = ()
    beside: tuple[ChangedField, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry, as far as it is compared; a text or source has no `fields` of a meaning."""

    title: str
    fields: Fields
    words: Mapping[str, str]
    beside: Mapping[str, str]


def read_base(folder: Path) -> Base:
    """The base in a folder.

    Raises:
        KnowledgeError: if it does not load.
    """
    sections = read_sections(folder)
    knowledge, problems = read_knowledge(sections)
    errors = [one for one in problems if one.severity == "error"]
    if knowledge is None or errors:
        raise KnowledgeError(*errors)
    return Base(knowledge, sections)


def differences(before: Base, after: Base) -> tuple[Change, ...]:
    """Every entry that is not as it was, those that mean something else first."""
    comparison = _Comparison(before, after)
    return tuple(sorted(comparison.changes(), key=lambda one: (_ORDER.index(one.what), one.kind)))


_ORDER = ("retired", "removed", "drafted", "changed", "added", "renamed", "reworded")
_MAJOR = ("retired", "removed", "drafted", "changed")


def version_step(changes: tuple[Change, ...]) -> str:
    """The step of the version that the changes ask for: major, minor, patch or none.

    Major if something that was there concludes otherwise, minor if something was added, patch
    if only words or names changed.
    """
    found = {one.what for one in changes if not _is_same(one)}
    if found & {*_MAJOR}:
        return "major"
    if "added" in found:
        return "minor"
    return "patch" if changes else "none"


def concerns_people(changes: tuple[Change, ...]) -> bool:
    """Whether anything changed that a runner can get another result by."""
    return any(one.what not in {"renamed", "reworded"} for one in changes)


def _is_same(change: Change) -> bool:
    """Whether only a condition is written otherwise, and proved to fire as it did."""
    relations = [one.relation for one in change.fields]
    return bool(relations) and all(
        one is not None and one.word is Word.SAME and one.proved for one in relations
    )


class _Comparison:
    """Pairs the entries of two bases and compares each pair."""

    def __init__(self, before: Base, after: Base) -> None:
        self.before, self.after = before.knowledge, after.knowledge
        self.relations = Relations(before.knowledge, after.knowledge)
        entries = meanings(before.knowledge, self.relations.name)
        self.old = dict(_items(before.sections, entries, self.relations.name))
        self.new = dict(_items(after.sections, meanings(after.knowledge, str), str))
        self.claims = claims(after.sections)
        self.later = renamed_ids(after.sections)
        self.earlier = [
            ((old[0], new), old) for old, new in renamed_ids(before.sections).items()
        ]  # where the first base is the newer one

    def changes(self) -> Iterator[Change]:
        """What became of each entry of either base."""
        pairs = {key: self._now(key) for key in self.old}
        for key, now in pairs.items():
            if now is not None:
                yield from self._changed(key, now)
            else:
                title = self.old[key].title
                yield Change(kind=key[0], id=key[1], title=title, what=self._gone(key))
        for key, item in self.new.items():
            if key not in pairs.values():
                yield Change(kind=key[0], id=key[1], title=item.title, what="added")

    def _now(self, key: Key) -> Key | None:
        """What an entry of the first base is in the second one, by id or by a rename."""
        known_as = [key, *(old for new, old in self.earlier if new == key)]
        tried = [*known_as, *((key[0], self.later.get(one, "")) for one in known_as)]
        return next((one for one in tried if one in self.new), None)

    def _gone(self, key: Key) -> str:
        claim = self.claims.get(key)
        status = claim.shape.status if claim else ""
        return {"retired": "retired", "draft": "drafted"}.get(status, "removed")

    def _changed(self, key: Key, now: Key) -> Iterator[Change]:
        old, new = self.old[key], self.new[now]
        fields = tuple(
            replace(one, relation=self._relation(key, now, one.name))
            for one in _different(dict(old.fields), dict(new.fields))
        )
        words = tuple(one.name for one in _different(old.words, new.words))
        beside = tuple(_different(old.beside, new.beside))
        what = "changed" if fields else "renamed" if key != now else "reworded"
        if fields or words or beside or key != now:
            was = key[1] if key != now else ""
            yield Change(
                kind=now[0], id=now[1], title=new.title, what=what, was=was, fields=fields,
                words=words, beside=beside,
            )  # fmt: skip

    def _relation(self, key: Key, now: Key, field: str) -> Relation | None:
        old = self.before.rules.get(_rule_id(key, field))
        new = self.after.rules.get(_rule_id(now, field))
        return self.relations.between(old, new) if old and new else None


def _items(
    sections: Sections, entries: Mapping[Key, Entry], called: Naming
) -> Iterator[tuple[Key, _Item]]:
    """Everything that is used, with what it means and how it reads.

    `called` says what to call the ids in `{…}`, so that a new id is no other text.
    """
    yield ("base", "base"), _Item("the base as a whole", entries["base", "base"].fields, {}, {})
    for kind, section in (SECTIONS | _ALSO).items():
        for name, one in sections.entries.get(section, {}).items():
            entry = entries.get((kind, name))
            if entry is None and kind in SECTIONS:
                continue  # a draft, or retired
            words = {
                field: _with_names(_said(getattr(one.shape, field, None)), called)
                for field in _WORDS
            }
            for field in ("answer", "answers"):
                labels = getattr(one.shape, field, None)
                words[field] = _said([*labels.values()]) if isinstance(labels, dict) else ""
            beside = {field: _said(getattr(one.shape, field, None)) for field in _BESIDE}
            title = words["title"] or words["cite"]
            yield (kind, name), _Item(title, entry.fields if entry else (), words, beside)


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _with_names(text: str, name: Naming) -> str:
    for one, _ in values_in(text):
        text = text.replace(f"{{{one}}}", f"{{{name(one)}}}")
    return text


def _different(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[ChangedField]:
    for name in [*old, *(name for name in new if name not in old)]:
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield ChangedField(name, before, after)


def _rule_id(key: Key, field: str) -> str:
    """The id of the rule whose condition a field has; empty for any other field."""
    kind, name = key
    word, _, rest = field.partition(" ")
    if kind == "base" and word == "headline":
        return f"headline.{rest}"
    if kind == "pattern" and word == "sign" and rest.endswith(" when"):
        return f"{name}.{rest.removesuffix(' when')}"
    return name if kind in {"rule", "flag", "limit"} and field == "when" else ""
