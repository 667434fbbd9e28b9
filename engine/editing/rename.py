"""Giving a thing another id, wherever the base names it: `surefoot kb rename`."""

import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..check import check_knowledge
from ..errors import Place, Problem, Source, UsageError, did_you_mean, join_words
from ..loading.sections import Sections, read_sections, shown_path
from ..source import Mapping as MappingNode
from ..source import Node, Scalar, Sequence, read_file, read_text
from .fields import SECTIONS
from .files import copy_of, knowledge_files, write_files
from .ids import check_new_id, forms_of_sites
from .layout import field_lines, is_block
from .mentions import Mention, mentions
from .yaml_text import NotKeptError, comments_in

RENAMED = (
    "questions", "derived", "rules", "flags", "patterns", "limits", "contradictions", "home_tests",
    "advice", "evidence", "blocks",
)  # fmt: skip
# That the lock has the old id is mended by `kb lock`, once the base is as it shall be.
_EXPECTED = ("KB415",)


@dataclass(frozen=True, slots=True)
class Renamed:
    """What was changed: how many places in each file, and the comments that say the old id."""

    section: str
    places: Mapping[Path, int]
    comments: Mapping[Path, int]


def rename(folder: Path, old: str, new: str, section: str = "") -> Renamed:
    """Change an id in every file of a base; all files are written, or none.

    The entry keeps its old id under `was:`, so that old answers and reports still load. Comments
    are left as they are.

    Raises:
        UsageError: if the old id is not there or in several sections, the new one is taken or
            has not the form, or the base would have other findings than before.
    """
    sections = read_sections(folder, with_examples=True)
    section = _section_of(sections, old, section)
    check_new_id(sections, section, old, new)
    names = forms_of_sites(sections, old, new)
    sources = _sources(folder)
    texts, places = {}, {}
    for path, source in sources.items():
        root = read_text(source).node
        found = list(mentions(root, section, names))
        if found:
            text = _in_order(_replaced(source, found, names))
            texts[path] = _with_former(text, section, old, new)
            places[path] = len(found)
    _check_same(folder, texts)
    write_files(texts)
    comments = {path: _comments(text, old) for path, text in texts.items()}
    comments |= {path: _comments(source.text, old) for path, source in sources.items()
                 if path not in texts}  # fmt: skip
    return Renamed(section, places, {path: count for path, count in comments.items() if count})


def _section_of(sections: Sections, old: str, wanted: str) -> str:
    if not sections.is_whole:
        problems = [one for one in sections.problems if one.severity == "error"]
        raise UsageError(*problems)
    found = [name for name in RENAMED if old in sections.known.get(name, ())]
    if wanted:
        found = [name for name in found if name == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"'{old}' stands in {join_words(found, 'and')}"
        raise UsageError(
            Problem(code="US104", message=message, fix=f"say which: --section {found[0]}")
        )
    searched = (wanted,) if wanted else RENAMED
    known = [one for name in searched for one in sections.known.get(name, ())]
    meant = did_you_mean(old, known)
    fix = f"did you mean {meant}?" if meant else f"an id under {join_words(searched)} is expected"
    parts = old.split(".")
    of_site = ".".join([parts[0], "site", *parts[2:]])
    if of_site in known:
        fix = f"rename {of_site}, which it comes from"
    raise UsageError(Problem(code="US104", message=f"there is no '{old}'", fix=fix))


def _sources(folder: Path) -> dict[Path, Source]:
    """Every file of the base.

    Raises:
        UsageError: if one cannot be read: it may name the thing too.
    """
    sources, problems = {}, []
    for path in knowledge_files(folder):
        reading = read_file(path, shown_path(path))
        sources[path] = reading.source
        problems += [one for one in reading.problems if one.severity == "error"]
    if problems:
        raise UsageError(*problems)
    return sources


def _replaced(source: Source, found: list[Mention], names: Mapping[str, str]) -> str:
    """The text with another id in every place.

    Raises:
        UsageError: for an id that is not written as it is read, in quotes with escapes.
    """
    starts = [0]
    for line in source.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    text = source.text
    for one in sorted(found, key=lambda one: (one.place.line, one.place.column), reverse=True):
        at = starts[one.place.line - 1] + one.place.column - 1
        end = at + len(one.name)
        if text[at:end] != one.name:
            message = f"'{one.name}' is meant here, but not written so"
            raise UsageError(Problem(code="US102", place=one.place, message=message))
        new, rest = names[one.name], text[end:]
        if one.plain:
            rest = _with_comment_in_place(rest, len(new) - len(one.name))
        text = text[:at] + new + rest
    return text


def _with_comment_in_place(rest: str, longer: int) -> str:
    """What stands behind a name, with a comment on its line as far right as it was."""
    gap = re.match(r"([^#\"'\[\]{}\n]*?)( {2,})#", rest)
    if gap is None:
        return rest
    return gap[1] + " " * max(1, len(gap[2]) - longer) + rest[gap.end() - 1 :]


def _in_order(text: str) -> str:
    """The text of a runner with the flags that must fire sorted by their id, as they are read."""
    root = read_text(Source("", text)).node
    expect = root.get("expect") if isinstance(root, MappingNode) else None
    flags = expect.get("flags") if isinstance(expect, MappingNode) else None
    items = flags.items if isinstance(flags, Sequence) else ()
    listed = [item for item in items if isinstance(item, Scalar) and item.plain]
    usual = sorted(item.text for item in listed)
    for item, name in reversed(list(zip(listed, usual, strict=True))):
        text = _inserted(text, item.place, len(item.text), name, cut=True)
    return text


def _with_former(text: str, section: str, old: str, new: str) -> str:
    """The text with the old id under `was:` of the entry, if the entry stands in it."""
    entry = _entry(read_text(Source("", text)).node, section, new)
    if entry is None:
        return text
    was = entry.get("was")
    if isinstance(was, Sequence):
        return _added(text, was, old, new)
    if not is_block(entry):
        return _inserted(text, entry.place, 1, f"was: [{old}], ")
    usual = [field.name for field in SECTIONS[section]]
    before = usual[: usual.index("was")]
    parts = field_lines(entry)
    keys = [key.text for key, _ in entry.entries]
    number = max((index for index, key in enumerate(keys) if key in before), default=-1)
    line = parts[number].end if number >= 0 else parts[0].first
    lines = text.split("\n")
    lines.insert(line, " " * (entry.place.column - 1) + f"was: [{old}]")
    return "\n".join(lines)


def _entry(root: Node | None, section: str, name: str) -> MappingNode | None:
    if section == "blocks" and isinstance(root, MappingNode):
        root = root.get("plan")
    found = root.get(section) if isinstance(root, MappingNode) else None
    entry = found.get(name) if isinstance(found, MappingNode) else None
    return entry if isinstance(entry, MappingNode) else None


def _added(text: str, was: Sequence, old: str, new: str) -> str:
    """The list of former ids with one more; the new id, if it was one of them, makes room."""
    for item in was.items:
        if isinstance(item, Scalar) and item.text == new:
            return _inserted(text, item.place_at(0), len(new), old, cut=True)
    if text.split("\n")[was.place.line - 1][was.place.column - 1] == "[":
        return _inserted(text, was.place, 1, f"{old}, " if was.items else old)
    return _inserted(text, was.place, 0, f"- {old}\n" + " " * (was.place.column - 1))


def _inserted(text: str, place: Place, skip: int, words: str, *, cut: bool = False) -> str:
    """Words put in behind `skip` characters from a place, or instead of these."""
    lines = text.split("\n")
    at = sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
    return text[: at if cut else at + skip] + words + text[at + skip :]


def _check_same(folder: Path, texts: Mapping[Path, str]) -> None:
    """Make sure, in a copy, that the base has the same findings as before.

    Raises:
        UsageError: with those that are new.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = copy_of(folder, Path(name))
        for path, text in texts.items():
            (copy / path.relative_to(folder)).write_text(text, encoding="utf-8")
        before = Counter(one.code for one in check_knowledge(folder))
        after = check_knowledge(copy)
    more = Counter(one.code for one in after if one.code not in _EXPECTED) - before
    if not more:
        return
    new = [one for one in after if one.code in more]
    findings = "finding" if len(new) == 1 else "findings"
    message = f"nothing was changed: the base would have {len(new)} new {findings}"
    raise UsageError(Problem(code="US102", message=message, why=f"{new[0].code} {new[0].message}"))


def _comments(text: str, old: str) -> int:
    """How many comments say the old id; an id that is a plain word may mean anything there."""
    if old.isalpha():
        return 0
    try:
        comments = comments_in(text)
    except NotKeptError:
        return 0
    whole = re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w-]|\.\w)")
    return sum(bool(whole.search(comment)) for comment in comments)
