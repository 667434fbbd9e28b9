"""Where the page of each part stands: file names that are safe on every system."""

import hashlib
import re
from typing import Final

FOLDERS: Final = {
    "rules": "rules",
    "flags": "flags",
    "limits": "limits",
    "patterns": "patterns",
    "questions": "questions",
    "derived": "derived",
    "pillars": "pillars",
    "contexts": "pillars",
    "contradictions": "contradictions",
    "home_tests": "tests",
    "advice": "advice",
    "evidence": "sources",
}
_UNSAFE = re.compile(r"[^a-z0-9._-]|^\.|\.$")
_LONGEST = 120
# Windows opens a device under these names, whatever ending follows.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def page_path(section: str, name: str) -> str:
    """The path of a page from the root of the book.

    >>> page_path("evidence", "milewski2014")
    'sources/milewski2014.html'
    """
    return f"{FOLDERS[section]}/{file_name(name)}.html"


def code_path(code: str) -> str:
    """The path of the page of a check's code, which is ours and needs no escape.

    >>> code_path("KB121")
    'checks/KB121.html'
    """
    return f"checks/{code}.html"


def file_name(name: str) -> str:
    """A name that is a file's everywhere, and another for every other name.

    Capitals are written out too: some systems take `A` and `a` for one file.

    >>> file_name("recovery.short-sleep"), file_name("../Etc"), file_name("con")
    ('recovery.short-sleep', '~2e.~2f~45tc', '~63on')
    """
    safe = _UNSAFE.sub(lambda match: f"~{ord(match[0]):x}", name)
    if _DEVICES.fullmatch(safe) or not safe:
        safe = f"~{ord(safe[0]):x}{safe[1:]}" if safe else "~"
    if len(safe) > _LONGEST:
        safe = f"{safe[:_LONGEST]}~~{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    return safe


def anchor(*names: str) -> str:
    """An id inside a page, made from ids of the base."""
    return "-".join(file_name(name) for name in names)
