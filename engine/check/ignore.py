"""`# kb: ignore KB223 — reason`: a finding that its author has looked at and leaves.

Such a comment stands directly above the line of the finding. What makes a file unreadable,
or an id lead nowhere, cannot be left.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..errors import Place, Problem, Source, did_you_mean
from ..problem_codes import NAMES
from .severity import ALWAYS_GRAVE

_ABOUT_IGNORES = ("KB498", "KB499")
_WRITE = "write # kb: ignore KB213 — why it is right as it is"

_MARK = re.compile(r"\s*#\s*kb\s*:?\s*(?P<word>ignore\b)(?P<rest>.*)", re.IGNORECASE)
_DASH = re.compile(r"(?:^|\s)[-–—]+(?:\s|$)")
_CODE = re.compile(r"[^\s,]+")
# A text that goes on over several lines: what looks like a comment in it is none.
_ENTRY = r"\s*(?:- +)*(?:[^\s#'\"\[{][^#]*?:(?: +|$))?"
_BLOCK_TEXT = re.compile(rf"(?P<before>{_ENTRY})[|>][-+1-9]{{0,2}}\s*(?:#.*)?$")
_QUOTED = re.compile(rf"{_ENTRY}(?P<text>'(?:''|[^'])*'|\"(?:\\.|[^\"\\])*\")", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One code of one comment: the finding of `code` on line `line` is left as it is."""

    code: str
    line: int
    place: Place
    reason: str


def without_ignored(
    problems: Iterable[Problem], sources: Iterable[Source], *, complete: bool = True
) -> list[Problem]:
    """The problems that no comment leaves as they are, and what is wrong with such comments.

    Args:
        problems: All findings, also those that are only shown when asked for.
        sources: Every file that was read, with or without a finding.
        complete: False where not all checks could run: then an ignore may seem unused.
    """
    ignores: dict[tuple[str, int, str], list[Ignore]] = {}
    found: list[Problem] = []
    for source in {one.name: one for one in sources}.values():
        for ignore in _ignores_in(source):
            problem = _mistake(ignore)
            if problem is not None:
                found.append(problem)
            if problem is None or problem.code == "KB498":
                ignores.setdefault((source.name, ignore.line, ignore.code), []).append(ignore)
    used = set()
    for one in problems:
        place = one.place
        key = (place.source.name, place.line, one.code) if place else ("", 0, "")
        if key in ignores:
            used.add(key)
        else:
            found.append(one)
    for key, unused in ignores.items() if complete else ():
        if key not in used:
            found += [_unused(one) for one in unused if one.reason]
    return found


def _ignores_in(source: Source) -> Iterator[Ignore]:
    if "ignore" not in source.text:
        return
    lines = source.text.split("\n")
    inside = _lines_of_texts(lines)
    for number, line in enumerate(lines, start=1):
        match = _MARK.match(line)
        if match is None or number in inside:
            continue
        below = number
        while below < len(lines) and lines[below].lstrip().startswith("#"):
            below += 1
        parts = _DASH.split(match["rest"], maxsplit=1)
        reason = parts[1].strip() if len(parts) > 1 else ""
        codes = [
            (code.group().upper(), Place(source, number, match.start("rest") + code.start() + 1,
                                         len(code.group())))
            for code in _CODE.finditer(parts[0])
        ]  # fmt: skip
        word = Place(source, number, match.start("word") + 1, len(match["word"]))
        for name, place in codes or [("", word)]:
            yield Ignore(name, below + 1, place, reason)


def _lines_of_texts(lines: list[str]) -> set[int]:
    """The numbers of the lines that are part of a text which began on a line above."""
    inside: set[int] = set()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if block := _BLOCK_TEXT.match(line):
            indent = len(line) - len(line.lstrip())
            indent += 2 * block["before"].count("- ") if ":" in block["before"] else 0
            while number < len(lines) and _belongs(lines[number], indent):
                number += 1
                inside.add(number)
        elif "'" in line or '"' in line:
            quoted = _QUOTED.match("\n".join(lines[number - 1 :]))
            below = quoted["text"].count("\n") if quoted else 0
            inside |= set(range(number + 1, number + below + 1))
            number += below
    return inside


def _belongs(line: str, indent: int) -> bool:
    return not line.strip() or len(line) - len(line.lstrip()) > indent


def _mistake(ignore: Ignore) -> Problem | None:
    code = ignore.code
    if code not in NAMES:
        meant = did_you_mean(code, [one for one in NAMES if one.startswith("KB")])
        message = f"there is no code '{code}'" if code else "this names no code"
        fix = f"did you mean {meant}?" if meant else _WRITE
        return Problem(code="KB499", place=ignore.place, message=message, fix=fix)
    if code.startswith(ALWAYS_GRAVE) or not code.startswith("KB") or code in _ABOUT_IGNORES:
        message = f"{code} {NAMES[code]} cannot be ignored"
        fix = "mend it, and take this comment out"
        return Problem(code="KB499", place=ignore.place, message=message, fix=fix)
    if not ignore.reason:
        message = f"this does not say why {code} is right here"
        fix = f"write # kb: ignore {code} — and the reason"
        return Problem(code="KB498", place=ignore.place, message=message, fix=fix)
    return None


def _unused(ignore: Ignore) -> Problem:
    message = f"there is no {ignore.code} {NAMES[ignore.code]} on line {ignore.line}"
    return Problem(code="KB499", place=ignore.place, message=message, fix="take it out")
