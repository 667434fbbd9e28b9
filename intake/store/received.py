"""An export that came from somewhere: read with care, every problem named at once.

It may have been made to do harm: sizes are bounded before anything is built, ids are only what we
make ourselves, and texts hold nothing that a keyboard would not.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from ...engine.errors import AnswersError, Problem, did_you_mean, join_words
from ..interview.log import Act, Entry, Log
from ..interview.proof import Depth
from ..typed import clean
from .exporting import SCHEMA
from .rows import LONGEST_NAME
from .shapes import StoredBase, StoredInterview, StoredRunner

LARGEST_BYTES = 64 * 1024 * 1024
_MOST_PARTS = 3_000_000  # what an export of full size has, twice
_MOST_TOLD = 200
_LONGEST_TEXT = 100_000
_LONGEST_SHOWN = 40
_LONGEST_WORDING = 10_000  # characters of a question with its choices
_MOST_GROWTH = 20  # times its size, when each entry has its wording again
_SIGN = re.compile(rb'"schema"\s*:\s*"surefoot-store-')
_ID = re.compile(r"[0-9a-f]{16}")
_WORD = re.compile(r"[A-Za-z0-9_.:+-]{0,200}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00")

_Check = Callable[[object], str]  # what is wrong, or nothing
_Spec = _Check | dict[str, "_Spec"] | list["_Spec"]


@dataclass(frozen=True, slots=True)
class ReceivedInterview:
    """An interview of an export, with its log."""

    stored: StoredInterview
    log: Log


@dataclass(frozen=True, slots=True)
class ReceivedRunner:
    """A runner of an export."""

    runner: StoredRunner
    interviews: tuple[ReceivedInterview, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """All that an export holds."""

    runners: tuple[ReceivedRunner, ...]
    bases: tuple[StoredBase, ...]


def is_export(data: bytes) -> bool:
    """Whether a file says of itself that it is an export."""
    return _SIGN.search(data) is not None


def read_export(data: bytes, name: str) -> Received:
    """What an export holds; `name` is what its problems call it.

    Raises:
        AnswersError: with every problem of it.
    """
    found = _json(data, name)
    faults = islice(_faults(found, _EXPORT, ""), _MOST_TOLD)
    problems = [_problem(name, f"{path}: {wrong}" if path else wrong) for path, wrong in faults]
    if not problems:
        crossed = islice(_crossed(found, len(data)), _MOST_TOLD)
        problems = [_problem(name, wrong) for wrong in crossed]
    if problems:
        raise AnswersError(*problems)
    return Received(
        tuple(_runner(one, found["wordings"], found["versions"]) for one in found["runners"]),
        tuple(
            StoredBase(**{**one, "questions": tuple(one["questions"])}) for one in found["bases"]
        ),
    )


def _json(data: bytes, name: str) -> Any:
    if len(data) > LARGEST_BYTES:
        message = f"the file has more than {LARGEST_BYTES:,} bytes"
        raise AnswersError(Problem(code="KB101", where=name, message=message))
    if sum(data.count(sign) for sign in (b",", b"{", b"[")) > _MOST_PARTS:
        raise AnswersError(
            Problem(code="KB101", where=name, message=f"the file has over {_MOST_PARTS:,} parts")
        )
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_only_once, parse_constant=_refuse
        )
    except RecursionError:
        message = "this is no export: its parts are nested too deep"
    except ValueError as error:  # also bytes that are no text, and numbers of thousands of digits
        message = f"this is no JSON: {error}"
    raise AnswersError(Problem(code="AN100", where=name, message=message))


def _only_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field stands there twice")
    return found


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _faults(value: Any, spec: _Spec, path: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a part of the file, with the place of each fault."""
    match spec:
        case dict():
            if not isinstance(value, dict):
                yield path, f"fields are expected here, not {_kind(value)}"
                return
            for name in spec:
                if name in value:
                    yield from _faults(value[name], spec[name], f"{path}.{name}".lstrip("."))
                else:
                    yield path, f"the field '{name}' is missing"
            for name in value.keys() - spec.keys():
                meant = did_you_mean(name[:_LONGEST_SHOWN], spec)
                guess = f"; did you mean {meant}?" if meant else ""
                yield path, f"there is no field {_shown(name)}{guess}"
        case list():
            if not isinstance(value, list):
                yield path, f"a list is expected here, not {_kind(value)}"
                return
            for at, one in enumerate(value):
                yield from _faults(one, spec[0], f"{path}[{at}]")
        case _:
            if wrong := spec(value):
                yield path, wrong


def _crossed(found: Any, size: int) -> Iterator[str]:
    """What does not fit together in a file whose parts are right one by one."""
    runners = found["runners"]
    interviews = [(runner, one) for runner in runners for one in runner["interviews"]]
    yield from _twice("runner", (one["id"] for one in runners))
    yield from _twice("interview", (one["id"] for _, one in interviews))
    yield from _twice("base", (one["hash"] for one in found["bases"]))
    own = {runner["id"]: {one["id"] for one in runner["interviews"]} for runner in runners}
    for runner, one in interviews:
        if one["before"] is not None and one["before"] not in own[runner["id"]] - {one["id"]}:
            yield f"interview {one['id']}: 'before' is no other interview of the same runner"
        if one["finished_entries"] > len(one["entries"]):
            yield f"interview {one['id']}: it was finished with more entries than it has"
    yield from _misplaced(found, [entry for _, one in interviews for entry in one["entries"]], size)


def _misplaced(found: Any, entries: list[Any], size: int) -> Iterator[str]:
    """What entries name that is not there, or so often that it would not fit a disk."""
    wordings, versions = found["wordings"], found["versions"]
    for entry in entries:
        if entry["asked"] >= len(wordings):
            yield f"an entry has wording {entry['asked']}, and there are {len(wordings)}"
        if entry["knowledge"] >= len(versions):
            yield f"an entry has version {entry['knowledge']}, and there are {len(versions)}"
    lengths = [len(one) for one in wordings]
    used = sum(lengths[one["asked"]] for one in entries if one["asked"] < len(lengths))
    if used > _MOST_GROWTH * size:
        yield f"its wordings would fill {used:,} characters, over {_MOST_GROWTH} times its size"


def _twice(kind: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"the {kind} {name} stands there twice"
        seen.add(name)


def _runner(found: Any, wordings: list[str], versions: list[str]) -> ReceivedRunner:
    runner = StoredRunner(found["id"], found["name"], found["created"])
    interviews = (
        _interview(runner, one, [_entry(entry, wordings, versions) for entry in one["entries"]])
        for one in found["interviews"]
    )
    return ReceivedRunner(runner, tuple(interviews))


def _entry(found: Any, wordings: list[str], versions: list[str]) -> Entry:
    asked, knowledge = wordings[found["asked"]], versions[found["knowledge"]]
    return Entry(**{**found, "act": Act(found["act"]), "asked": asked, "knowledge": knowledge})


def _interview(runner: StoredRunner, found: Any, entries: Iterable[Entry]) -> ReceivedInterview:
    log = tuple(entries)
    stored = StoredInterview(
        id=found["id"], runner=runner.id, base=found["base"], knowledge=found["knowledge"],
        depth=Depth(found["depth"]), before=found["before"], started=found["started"],
        changed=max((one.at for one in log), default=found["started"]),
        finished=found["finished"], entries=len(log), finished_entries=found["finished_entries"],
    )  # fmt: skip
    return ReceivedInterview(stored, log)


def _schema(value: object) -> str:
    if value == SCHEMA:
        return ""
    return f"only {SCHEMA} can be read; a newer Surefoot may have written this file"


def _text(longest: int) -> _Check:
    def wrong(value: object) -> str:
        if not isinstance(value, str):
            return f"a text is expected here, not {_kind(value)}"
        if len(value) > longest:
            return f"a text of {len(value):,} characters; {longest:,} are accepted"
        return "" if clean(value) == value else "there are control characters in this text"

    return wrong


def _fits(pattern: re.Pattern[str], meant: str) -> _Check:
    def wrong(value: object) -> str:
        fits = isinstance(value, str) and pattern.fullmatch(value)
        return "" if fits else f"{meant} is expected here, not {_shown(value)}"

    return wrong


def _one_of(words: Iterable[StrEnum]) -> _Check:
    listed = [str(word) for word in words]

    def wrong(value: object) -> str:
        return "" if value in listed else f"{_shown(value)} is not {join_words(listed)}"

    return wrong


def _moment(value: object) -> str:
    if isinstance(value, str) and _MOMENT.fullmatch(value) and _is_real(value):
        return ""
    return f"a time like 2026-11-23T18:42:48.463+00:00 is expected here, not {_shown(value)}"


def _day(value: object) -> str:
    if value == "" or (isinstance(value, str) and _DAY.fullmatch(value) and _is_real(value)):
        return ""
    return f"a day like 2026-11-23, or nothing, is expected here, not {_shown(value)}"


def _is_real(text: str) -> bool:
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _count(value: object) -> str:
    is_count = type(value) is int and value >= 0
    return "" if is_count else f"a whole number is expected here, not {_shown(value)}"


def _perhaps(check: _Check) -> _Check:
    return lambda value: "" if value is None else check(value)


def _shown(value: object) -> str:
    """A value of the file in a message: short, and without what would move a terminal."""
    if not isinstance(value, str | int | float | None):
        return _kind(value)
    text = ascii(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "fields"
        case list():
            return "a list"
        case str():
            return "a text"
        case bool():
            return "true or false"
        case _:
            return "a number"


def _problem(where: str, message: str) -> Problem:
    return Problem(code="AN112", where=where, message=message)


_id = _fits(_ID, "an id of 16 hexadecimal digits")
_word = _fits(_WORD, "a word of letters, digits and . _ : + -")
_name = _text(LONGEST_NAME)
_said = _text(_LONGEST_TEXT)
_ENTRY: dict[str, _Spec] = {
    "act": _one_of(Act), "question": _word, "said": _said, "asked": _count, "source": _word,
    "at": _moment, "knowledge": _count,
}  # fmt: skip
_EXPORT: dict[str, _Spec] = {
    "schema": _schema,
    "exported": _moment,
    "runners": [
        {
            "id": _id, "name": _name, "created": _moment,
            "interviews": [
                {
                    "id": _id, "base": _said, "knowledge": _word, "depth": _one_of(Depth),
                    "before": _perhaps(_id), "started": _moment, "finished": _day,
                    "finished_entries": _count, "entries": [_ENTRY],
                }
            ],
        }
    ],
    "wordings": [_text(_LONGEST_WORDING)],
    "versions": [_word],
    "bases": [{"hash": _word, "name": _said, "version": _said, "questions": [_word]}],
}  # fmt: skip
