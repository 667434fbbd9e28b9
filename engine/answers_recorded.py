"""What a record of runs shows, beside the answers of a file: the `recorded:` block.

    recorded:
      training.weekly_km: {value: "32.4 km", source: imported, window: 2026-11-09 to 2026-11-22,
        n: 9, of: runs, confidence: high}

An entry stands under the question that it says something of, and becomes the answer of the
question that only a record answers.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from .days import FIRST_DAY, LAST_DAY
from .errors import Place, Problem, did_you_mean, join_words
from .knowledge import Knowledge
from .recorded import IMPORTED, Basis, Confidence
from .source import Mapping as MappingNode
from .source import Node, Scalar
from .vocabulary import Answer, Answers, Misfit, Question, read_answer

_FIELDS: Final = ("value", "source", "window", "n", "of", "confidence")
_NEEDED: Final = ("value", "window", "n", "of", "confidence")
_WRITTEN: Final = (
    'write it as {value: "32.4 km", source: imported, window: 2026-11-09 to 2026-11-22, '
    "n: 9, of: runs, confidence: high}"
)
_DAY = r"(\d{4}-\d{2}-\d{2})"
_WINDOW: Final = re.compile(rf"{_DAY} to {_DAY}")
_WORDS: Final = re.compile(r"[a-z][a-z ]{0,39}")
_COUNT: Final = re.compile(r"\d{1,7}")
_SLACK: Final = 1e-9  # 10 miles and 16.09344 km are the same


def read_recorded(
    node: Node, knowledge: Knowledge
) -> tuple[dict[str, Answer], dict[str, Place], list[Problem]]:
    """The answers that a record gives, by the question that only a record answers.

    With the place of each, and every problem in the block.
    """
    if _is_blank(node):
        return {}, {}, []
    if not isinstance(node, MappingNode):
        message = "`recorded:` holds one question on each line, with what a record shows of it"
        return {}, {}, [_not_recorded(node.place, message)]
    answers: dict[str, Answer] = {}
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    recorded_by = knowledge.recorded_by
    for key, value in node.entries:
        asked = knowledge.former_questions.get(key.text, key.text)
        twin = recorded_by.get(asked)
        if twin is None:
            problems.append(_no_such(key, asked, knowledge))
        elif twin in answers:
            message = f"'{key.text}' stands here twice"
            problems.append(
                Problem(
                    code="AN107", place=key.place, message=message, also=places[twin],
                    fix="leave one of the two out",
                )
            )  # fmt: skip
        else:
            found = _read_entry(key, value, knowledge.questions[twin])
            if isinstance(found, Answer):
                answers[twin], places[twin] = found, key.place
            problems += found if isinstance(found, list) else []
    return answers, places, problems


def as_recorded(answers: Answers, knowledge: Knowledge) -> dict[str, Answer]:
    """The answers, those that say what the record shows with its source and basis.

    One that differs is the runner's own, and stays as it is.
    """
    found = dict(answers)
    for asked, twin in knowledge.recorded_by.items():
        said, shown = answers.get(asked), answers.get(twin)
        if said is not None and shown is not None and shown.basis and _is_same(said, shown):
            found[asked] = replace(said, source=IMPORTED, basis=shown.basis)
    return found


def _is_same(said: Answer, shown: Answer) -> bool:
    one, other = said.value, shown.value
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _SLACK * max(1.0, abs(other))
    return one is not None and one == other


def _no_such(key: Scalar, asked: str, knowledge: Knowledge) -> Problem:
    known = knowledge.recorded_by
    meant = did_you_mean(asked, known)
    fix = f"did you mean {meant}?" if meant else f"a record can answer {join_words(known, 'and')}"
    if asked in knowledge.questions:
        return _not_recorded(key.place, f"no record says anything of '{key.text}'", fix)
    message = f"there is no question '{key.text}'"
    return Problem(code="AN101", place=key.place, message=message, fix=fix)


def _read_entry(key: Scalar, node: Node, twin: Question) -> Answer | list[Problem]:
    if not isinstance(node, MappingNode):
        return [_not_recorded(node.place, f"'{key.text}' has no value of a record here")]
    problems = []
    for name, _ in node.entries:
        if name.text not in _FIELDS:
            meant = did_you_mean(name.text, _FIELDS)
            fix = f"did you mean {meant}?" if meant else f"it has {join_words(_FIELDS, 'and')}"
            message = f"a recorded value has no `{name.text}`"
            problems.append(_not_recorded(name.place, message, fix))
    texts: dict[str, Scalar] = {}
    for field in _NEEDED:
        value = node.get(field)
        if isinstance(value, Scalar) and not _is_blank(value):
            texts[field] = value
        else:
            place = value.place if value else node.place
            problems.append(_not_recorded(place, f"this has no `{field}`"))
    source = node.get("source")
    if source is not None and not (isinstance(source, Scalar) and source.text == IMPORTED):
        message = f"`source` is {IMPORTED}"
        problems.append(_not_recorded(source.place, message, "put what was said into `answers:`"))
    basis: Basis | None = None
    if not problems:
        read = _read_basis(texts)
        problems += read if isinstance(read, list) else []
        basis = read if isinstance(read, Basis) else None
    answer = _read_value(key.text, texts["value"], twin) if "value" in texts else None
    problems += [answer] if isinstance(answer, Problem) else []
    if problems or not isinstance(answer, Answer):
        return problems
    return replace(answer, basis=basis)


def _read_value(asked: str, value: Scalar, twin: Question) -> Answer | Problem:
    found = read_answer(twin, value.text, source=IMPORTED)
    if isinstance(found, Misfit):
        message = found.message.replace(f"'{twin.id}'", f"'{asked}'")
        return Problem(code=found.code, place=value.place, message=message, fix=found.fix)
    if found.value is None:
        message = f"'{asked}' has no value here"
        return _not_recorded(value.place, message, "leave the entry out")
    return found


def _read_basis(texts: Mapping[str, Scalar]) -> Basis | list[Problem]:
    window, count, what, sure = (texts[name] for name in _NEEDED[1:])
    problems = []
    match = _WINDOW.fullmatch(" ".join(window.text.split()))
    days = tuple(day for text in (match.groups() if match else ()) if (day := _day(text)))
    if len(days) != 2 or days[0] > days[1]:  # noqa: PLR2004
        message = "`window` goes from one day to another, like 2026-11-09 to 2026-11-22"
        problems.append(_not_recorded(window.place, message))
    if not _COUNT.fullmatch(count.text):
        message = "`n` is a whole number: of how many runs, days or weeks"
        problems.append(_not_recorded(count.place, message))
    if not _WORDS.fullmatch(what.text):
        message = "`of` says what was counted, in small letters: runs, days, weeks"
        problems.append(_not_recorded(what.place, message))
    if sure.text not in set(Confidence):
        meant = did_you_mean(sure.text, [one.value for one in Confidence])
        accepted = f"accepted: {join_words([one.value for one in Confidence])}"
        fix = f"did you mean {meant}? {accepted}" if meant else accepted
        problems.append(_not_recorded(sure.place, f"`confidence` is not '{sure.text}'", fix))
    if problems:
        return problems
    return Basis(days[0], days[1], int(count.text), what.text, Confidence(sure.text))


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in {"", "null", "~"}


def _not_recorded(place: Place, message: str, fix: str = _WRITTEN) -> Problem:
    return Problem(code="AN113", place=place, message=message, fix=fix)
