"""Which form an id has, and which ids are taken."""

import re
from collections.abc import Mapping

from ..errors import Problem, UsageError, did_you_mean, join_words
from ..loading.questions import RESERVED_NAMES
from ..loading.sections import Sections
from ..vocabulary import EXCLUSIVE

CLAIM = "[a-z0-9]+(-[a-z0-9]+)*"
NAME = "[a-z][a-z0-9]*(_[a-z0-9]+)*"
_FORMS = {
    "questions": (rf"{NAME}(\.{NAME}){{1,2}}", "topic.name, in small letters and _"),
    "derived": (rf"{NAME}\.{NAME}", "topic.name, in small letters and _"),
    "rules": (rf"[a-z][a-z0-9_]*\.{CLAIM}", "pillar.claim, in small letters and -"),
    "flags": (rf"flag\.{CLAIM}", "flag.name, in small letters and -"),
    "patterns": (rf"pattern\.{CLAIM}", "pattern.name, in small letters and -"),
    "limits": (rf"limit\.{CLAIM}", "limit.name, in small letters and -"),
}
_OTHER = ("[a-z0-9]+([_-][a-z0-9]+)*", "small letters, digits, - and _")
_TOGETHER = ("questions", "derived")  # both are read by conditions, so that an id is one of them


def check_new_id(sections: Sections, section: str, old: str, new: str) -> None:
    """Make sure that something of a section can be called `new`; `old` is what it is called now.

    Raises:
        UsageError: if it has another form, begins with what is not there, or is taken.
    """
    form, words = _FORMS.get(section, _OTHER)
    if not re.fullmatch(form, new):
        _refuse("KB201", f"'{new}' is no id for this", f"write {words}")
    first, _, rest = new.partition(".")
    if section in {"questions", "derived", "rules"}:
        homes = ("pillars", "contexts") if section == "rules" else ("topics",)
        known = set().union(*(sections.known.get(name, set()) for name in homes))
        if first not in known:
            meant = did_you_mean(first, known)
            fix = f"did you mean {meant}.{rest}?" if meant else f"begin with {join_words(known)}"
            _refuse("KB201", f"'{first}' is none of {join_words(homes, 'and')}", fix)
    if section in _TOGETHER and new.rpartition(".")[2] in RESERVED_NAMES:
        _refuse("KB201", f"an id cannot end in '{new.rpartition('.')[2]}'", "take another word")
    if (".site." in old) != (".site." in new):
        _refuse("KB201", f"'{old}' and '{new}' are not both for every site", "keep the .site. part")
    if new in taken_ids(sections, section, but=old):
        _refuse("KB109", f"'{new}' is taken", "an id is never used again; take another one")


def taken_ids(sections: Sections, section: str, *, but: str = "") -> set[str]:
    """Every id that is used in a section or was; with `but`, without what that entry was."""
    together = _TOGETHER if section in _TOGETHER else (section,)
    taken: set[str] = set()
    for name in together:
        taken |= sections.known.get(name, set())
        for entry in sections.entries.get(name, {}).values():
            if entry.id != but:
                taken.update(getattr(entry.shape, "was", ()))
    each = {form for name in taken for form in forms_of_sites(sections, name, name)}
    return taken | each


def forms_of_sites(sections: Sections, old: str, new: str) -> dict[str, str]:
    """Old to new id, for a question of every site also with the name of each site in it."""
    names = {old: new}
    topic, is_each, rest = old.partition(".site.")
    new_topic, _, new_rest = new.partition(".site.")
    for site in sites(sections) if is_each else ():
        names[f"{topic}.{site}.{rest}"] = f"{new_topic}.{site}.{new_rest}"
    return names


def sites(sections: Sections) -> dict[str, str]:
    """The sites that a runner can choose, with what the runner reads for each."""
    each = sections.each.get("site")
    entry = sections.entries.get("questions", {}).get(each.text) if each else None
    labels: Mapping[str, str] = (getattr(entry.shape, "answers", None) if entry else None) or {}
    return {word: label for word, label in labels.items() if word not in EXCLUSIVE}


def _refuse(code: str, message: str, fix: str) -> None:
    raise UsageError(Problem(code=code, message=message, fix=fix))
