"""Small and large changes of texts, lines, words and bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

# What means something to YAML, to conditions, to numbers, to a terminal, or to nobody.
PIECES = (
    *"[]{}:,#&*!|>'\"%-()<>=?@`\\~^$;/+.", "", " ", "  ", "\n", "\n\n", "\t", "\r", "\0", "- ",
    ": ", "<<: ", "&a ", "*a", "!!str ", "---\n", "...\n", "%YAML 1.1\n", "|\n", ">-\n", "null",
    "~", "-1", "0", "1e3", "1_000", "0x1f", "1.5.2", "5:30", "9" * 30, "99999999999999999999.9",
    "nan", "inf", "é", "ß", "١", "李", "\u202e", "\u2028", "\ufeff", "\U0001f600", "\ud800", "yes",
    "no", "true", "otherwise", "<=", ">=", "==", "!=", "=>", "=<", "&&", "||", "≥", "and", "or",
    "not", "in", "has", "is", "at_least(", "site", "__class__", "{site}", "{a.b}", "[[", "]]", "{{",
    "(" * 9, ")" * 9, "not " * 9, "a" * 500, "[" * 20, "{a: " * 20, "- " * 20,
)  # fmt: skip
_WORD = re.compile(r"[\w.-]+")


def change_words(chance: random.Random, text: str, words: Sequence[str]) -> str:
    """The text with some of its words dropped, doubled, swapped or replaced by others.

    Half of the time by other words of the text only, so that it often stays well formed.
    """
    found = list(_WORD.finditer(text))
    if not found:
        return text + chance.choice(words)
    mild = chance.random() < 0.5
    changed = chance.sample(found, min(len(found), chance.randint(1, 3)))
    for match in sorted(changed, key=_end, reverse=True):
        word = match.group()
        new = chance.choice(found).group()
        if not mild:
            new = chance.choice((
                "", f"{word} {word}", chance.choice(words), chance.choice(words), word[:-1],
                word.upper(), chance.choice(PIECES),
            ))  # fmt: skip
        text = text[: match.start()] + new + text[match.end() :]
    return text


def _end(match: re.Match[str]) -> int:
    return match.end()


def change_characters(chance: random.Random, text: str) -> str:
    """The text with a few stretches of it dropped, doubled, moved or replaced."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 1, 1, 2, 5, 20)))
        part = text[start:end]
        at = chance.randint(0, len(text))
        text = chance.choice((
            text[:start] + text[end:],
            text[:start] + part * chance.choice((2, 3, 30)) + text[end:],
            text[:at] + part + text[at:],
            text[:start] + chance.choice(PIECES) + text[end:],
            text[:start] + chr(chance.randrange(0x20, 0x3000)) + text[end:],
        ))  # fmt: skip
    return text


def change_lines(chance: random.Random, text: str) -> str:
    """The text with lines dropped, doubled, moved, joined or indented in another way."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        some = lines[at : at + chance.randint(1, 6)]
        match chance.randrange(6):
            case 0:
                lines[at : at + len(some)] = [""]
            case 1:
                lines[at:at] = some
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = " " * chance.randint(0, 8) + lines[at].lstrip()
            case 4:
                lines[at : at + len(some)] = [" ".join(some)]
            case _:
                lines[at : at + len(some)] = [f"  {line}" for line in some]
    return "\n".join(lines)


def change_bytes(chance: random.Random, data: bytes) -> bytes:
    """The bytes with a few of them changed, or all of them in another encoding."""
    if chance.random() < 0.1:
        text = data.decode("utf-8", "replace")
        return text.encode(chance.choice(("utf-16", "utf-32", "latin-1", "utf-7")), "replace")
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randint(0, len(changed))
        match chance.randrange(4):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                changed[at:at] = bytes([chance.randrange(256)])
            case 2:
                del changed[at : at + chance.randint(1, 40)]
            case _:
                changed[at:at] = changed[at : at + 40] * chance.randint(1, 20)
    return bytes(changed)


def splice(chance: random.Random, first: str, second: str) -> str:
    """The beginning of one text and the end of another, mostly cut between lines."""
    if chance.random() < 0.3:
        return first[: chance.randint(0, len(first))] + second[chance.randint(0, len(second)) :]
    head, tail = first.split("\n"), second.split("\n")
    kept = head[: chance.randint(0, len(head))] + tail[chance.randint(0, len(tail)) :]
    return "\n".join(kept)


def several(
    chance: random.Random, text: str, ways: Sequence[Callable[[random.Random, str], str]]
) -> str:
    """The text after one to three changes, each in one of the ways."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = chance.choice(ways)(chance, text)
    return text
