"""What the cells of a table answer, read as every answer is: by `read_answer`."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from typing import Final

from ..errors import did_you_mean
from ..knowledge import Knowledge
from ..vocabulary import (
    EXCLUSIVE,
    UNSURE,
    Answer,
    Choice,
    Misfit,
    Number,
    Question,
    Several,
    find_choice,
    read_answer,
)
from .mapping import Column, Mapping, check_header, plain_name, plain_text
from .problems import (
    LONGEST_CELL,
    answered_twice,
    in_column,
    invisible_character,
    no_id,
    no_name,
    shortened,
    too_long,
)
from .signs import signs_of, words_of

# A list of JSON as one text: this character before each of its items.
ITEM: Final = "\x00"
# Stands for what is no answer at all, such as fields where a text is expected.
FIELDS: Final = "\x01"
# Stands for a text that nobody typed; no cell of one begins with any of these three.
UNSEEN: Final = "\x02"
_BARE = re.compile(r"[\d.,\s]+")
_BARE_PACE = re.compile(r"[\d.,:\s]+")
_DECIMAL_COMMA = re.compile(r"\s*\d+,\d{1,2}(?![\d.,])")
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,])")
_MOST_KEPT = 50_000  # texts of a column whose answers are kept
_MOST_NAMES = 1_000
_SEPARATORS = ("\n", ";", ",")


def list_cell(texts: Sequence[str]) -> str:
    """A list of texts as one cell."""
    return "".join(f"{ITEM}{one}" for one in texts) or ITEM


class ColumnReader:
    """Reads the cells of one column; each text that comes again is read once."""

    def __init__(self, name: str, column: Column, question: Question | None = None) -> None:
        """Takes the name of the column as the table has it, and what it answers.

        `question` is the one of its questions that is read here, the first if it is None.
        """
        self.name = name
        self.question = question or column.question
        self.has_decimal_commas = False  # then 1.200 may be a thousand and more, and is refused
        self._column = column
        self._is_first = self.question is column.question
        self._kept: dict[str, Answer | Misfit | None] = {}

    def read(self, text: str | None) -> Answer | Misfit | None:
        """The answer in a cell, why it is none, or None for an empty cell."""
        if not text:
            return None
        if text not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._read(text)
            if isinstance(found, Misfit) and self.name != self.question.id:
                found = in_column(found, self.name)
            self._kept[text] = found
        return self._kept[text]

    def readable(self, text: str) -> Answer | None:
        """What can be read of a cell that is no answer as a whole: of several choices those known.

        Forms let people add a text of their own, which must not hide what they ticked.
        """
        if not isinstance(self.question.kind, Several) or len(text) > LONGEST_CELL:
            return None
        read = [read_answer(self.question, [one], "file") for one in self._several(text)]
        words = [
            word
            for one in read
            if isinstance(one, Answer) and isinstance(one.value, frozenset)
            for word in one.value - set(EXCLUSIVE)
        ]
        found = read_answer(self.question, words, "file") if words else None
        return found if isinstance(found, Answer) else None

    def is_translated(self, text: str) -> bool:
        """Whether `values` say what the choices of a cell mean: the runner's words are others."""
        said, values = plain_text(text), self._column.values
        match self.question.kind:
            case Choice():
                return said in values
            case Several():
                return any(key in said for key in values if key)
            case _:
                return False

    def _read(self, text: str) -> Answer | Misfit | None:
        if not text.strip():
            return None
        if text == FIELDS:
            return Misfit("AN102", f"'{self.question.id}' takes a single answer, not fields")
        if text == UNSEEN:
            return invisible_character()
        if len(text) > LONGEST_CELL:
            return too_long("cell", LONGEST_CELL)
        kind = self.question.kind
        if isinstance(kind, Several):
            return self._read_several(text)
        (said,) = self._column.values.get(plain_text(text), (text,))
        if not said.strip():
            return None
        if isinstance(kind, Number):
            if self.has_decimal_commas and said is text and _THOUSANDS.search(text):
                return _two_ways(self.question, text)
            said = with_unit(said, kind.unit, self._column.unit)
        if said.startswith(ITEM):
            return Misfit("AN102", f"'{self.question.id}' takes a single answer, not a list")
        return read_answer(self.question, said, "file")

    def _read_several(self, text: str) -> Answer | Misfit | None:
        whole = self._column.values.get(plain_text(text))
        texts = list(self._several(text)) if whole is None else [one for one in whole if one]
        if not texts and (whole is not None or text != ITEM):
            return None  # but an empty list is a slip, and said to be one
        among = self._column.questions
        if len(among) > 1:
            own = signs_of(self.question, among, texts)
            if isinstance(own, Misfit):  # said once, not by each of the questions
                return own if self._is_first else None
            if not own:
                return None  # nothing was ticked, and the list may not have had its signs
            texts = own
        return read_answer(self.question, texts, "file")

    def _several(self, text: str) -> Iterator[str]:
        """The answers of a cell, as `values` says them; an answer may have the separator in it."""
        values = self._column.values
        labels = {
            word: label for one in self._column.questions for word, label in words_of(one).items()
        }
        if text.startswith(ITEM):
            parts, between = text[1:].split(ITEM) if text != ITEM else [], ITEM
        else:
            between = self._column.separator or next((s for s in _SEPARATORS if s in text), ",")
            parts = text.split(between)
        while parts:
            count = next(
                (
                    count
                    for count in range(len(parts), 1, -1)
                    if _is_known(between.join(parts[:count]), values, labels)
                ),
                1,
            )
            one = between.join(parts[:count]).strip()
            yield from (said for said in values.get(plain_text(one), (one,)) if said.strip())
            parts = parts[count:]


def _two_ways(question: Question, text: str) -> Misfit:
    """Why a number with one point is refused in a column with decimal commas."""
    number = _THOUSANDS.search(text)
    digits = number[0] if number else text
    said = f"'{digits}' can be read in two ways, as other cells here have decimal commas"
    fix = f"write {digits.replace('.', '')} or {digits.rstrip('0').replace('.', ',').rstrip(',')}"
    return Misfit("AN102", f"'{question.id}': {said}", fix)


def has_decimal_comma(text: str) -> bool:
    """Whether a text begins with a number that has a decimal comma, and nothing else it can be.

    >>> has_decimal_comma("7,5 km"), has_decimal_comma("1,200"), has_decimal_comma("7.5")
    (True, False, False)
    """
    return _DECIMAL_COMMA.match(text) is not None


def join_signs(found: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    """What several columns of one question say together; None is a column without an answer.

    Any sign counts. `none` needs all columns to say so: one without an answer leaves it open.
    """
    said = frozenset(word for one in found for word in one or ())
    signs = said - set(EXCLUSIVE)
    if signs:
        return signs
    if said & set(UNSURE):
        return said & set(UNSURE)
    return None if None in found else said


def _joined(question: Question, found: Sequence[Answer | None]) -> Answer | None:
    """The answer that the columns of a question with several answers give together."""
    sets = [
        one.value if one is not None and isinstance(one.value, frozenset) else None for one in found
    ]
    words = join_signs(sets)
    if words is None:
        return next((one for one in found if one is not None and one.value is None), None)
    answer = read_answer(question, [word for word in words_of(question) if word in words], "file")
    return answer if isinstance(answer, Answer) else None


def _is_known(
    text: str, values: AbstractMapping[str, tuple[str, ...]], labels: AbstractMapping[str, str]
) -> bool:
    return plain_text(text) in values or find_choice(labels, text) is not None


def with_unit(text: str, unit: str, meant: str) -> str:
    """A number without a unit with the one that was meant; anything else as it is.

    >>> with_unit("12,5", "km", "mi"), with_unit("20 km", "km", "mi"), with_unit("1:30", "h", "min")
    ('12,5 mi', '20 km', '1:30')
    """
    return f"{text.strip()} {meant}" if meant and is_bare(text, unit) else text


def is_bare(text: str, unit: str) -> bool:
    """Whether a number has no unit, for a question of this unit; 1:30 is hours or minutes.

    >>> is_bare("12,5", "km"), is_bare("20 km", "km"), is_bare("1:30", "h"), is_bare("5:30", "s/km")
    (True, False, False, True)
    """
    return (_BARE_PACE if unit == "s/km" else _BARE).fullmatch(text) is not None


def _read_all(
    readers: Sequence[ColumnReader], text: str, misfits: list[Misfit]
) -> list[tuple[ColumnReader, Answer | None]]:
    """What each question of a column gets from a cell; what is no answer is noted.

    Of a list with a word that no question has, each question still gets the words that it knows.
    """
    read = [(one, one.read(text)) for one in readers]
    wrong = [found for _, found in read if isinstance(found, Misfit)]
    misfits += wrong
    if wrong:
        return [(one, one.readable(text)) for one in readers]
    return [(one, found) for one, found in read if not isinstance(found, Misfit)]


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row says: answers by question, as far as it can be read, and why not all of it can.

    `id` names the runner; None where no column does, or it is empty. `wrote` has the cells by
    question whose words were translated: nobody's words are put in a runner's mouth.
    """

    id: str | None
    answers: AbstractMapping[str, Answer]
    misfits: tuple[Misfit, ...]
    wrote: tuple[tuple[str, str], ...] = ()


class CellReader:
    """Reads the cells of a table by a mapping.

    `columns` has the readers of each column by its name, one for each question that it answers;
    `joined` has the names of the columns of each question that has several; `questions` are the
    ids that they answer, in the order of the base. Columns that it does not know are passed
    over if the mapping says so, and are misfits of the row else.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        mapping: Mapping,
        header: Sequence[str] | None,
        file: str = "",
        sample: AbstractMapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Takes the names of the columns, None where they differ from row to row (JSON lines).

        The `sample` has cells by column, and shows which columns are written with decimal commas.

        Raises:
            UsageError: with every column that does not fit the mapping.
        """
        self.mapping = mapping
        names = None if header is None else {plain_name(name): name for name in header}
        if names is not None:
            check_header(mapping, tuple(names), file)
        self.columns = {
            name if names is None else names[name]: tuple(
                ColumnReader(name, column, question) for question in column.questions
            )
            for name, column in mapping.columns.items()
            if names is None or name in names
        }
        by_question: dict[str, list[str]] = {}
        for name, readers in self.columns.items():
            for one in readers:
                one.has_decimal_commas = any(map(has_decimal_comma, (sample or {}).get(name, ())))
                by_question.setdefault(one.question.id, []).append(name)
        self.joined = {
            name: tuple(columns)
            for name, columns in by_question.items()
            if len(columns) > 1 and not mapping.are_questions
        }
        given = {*by_question, *mapping.answers}
        self.questions = {
            name: question for name, question in knowledge.questions.items() if name in given
        }
        self.id_column: str | None = mapping.id_column or None
        if names is not None and self.id_column is not None:
            self.id_column = names.get(self.id_column)
        self._ignored: dict[str, Misfit | None] = {}

    def read(self, row: AbstractMapping[str, str | None]) -> RowRead:
        """What a row says, by the names of its columns; every misfit of it."""
        answers: dict[str, Answer] = {}
        parts: dict[str, list[Answer | None]] = {}  # of the questions with several columns
        misfits: list[Misfit] = []
        wrote: dict[str, str] = {}
        for name, text in row.items():
            if name == self.id_column or text is None:
                continue
            readers = self.columns.get(name)
            unknown = self.not_a_column(name) if readers is None else None
            misfits += [unknown] if unknown else []
            for one, found in _read_all(readers or (), text, misfits):
                question = one.question.id
                if found is not None and one.is_translated(text):
                    earlier = f"{wrote[question]}; " if question in wrote else ""
                    wrote[question] = earlier + shortened(text)
                if question in self.joined:
                    parts.setdefault(question, []).append(found)
                elif found is not None:
                    if question in answers:
                        misfits.append(answered_twice(question))
                    answers[question] = found
        for question, of_columns in parts.items():
            missing = len(self.joined[question]) - len(of_columns)
            whole = _joined(self.questions[question], [*of_columns, *[None] * missing])
            answers |= {question: whole} if whole is not None else {}
        answers |= self.mapping.answers
        found_id, unnamed = self.id_of(row.get(self.id_column) if self.id_column else None)
        misfits += [unnamed] if unnamed else []
        told = tuple((name, text) for name, text in wrote.items() if name in answers)
        return RowRead(found_id, answers, tuple(misfits), told)

    def id_of(self, text: str | None) -> tuple[str | None, Misfit | None]:
        """What a runner is called, and what is wrong with that."""
        if self.id_column is None:
            return None, None
        if text == UNSEEN:
            return None, invisible_character()
        if text and text[0] in {ITEM, FIELDS}:
            return None, no_name()
        found = plain_name(text or "")
        if found:
            return found, too_long("id", LONGEST_CELL) if len(found) > LONGEST_CELL else None
        return None, None if self.mapping.are_questions else no_id(self.id_column)

    def not_a_column(self, name: str) -> Misfit | None:
        """What a row has under a name that the mapping does not speak of; None: that is fine."""
        if name not in self._ignored:
            if len(self._ignored) >= _MOST_NAMES:
                self._ignored.clear()
            self._ignored[name] = self._judged(plain_name(name))
        return self._ignored[name]

    def _judged(self, name: str) -> Misfit | None:
        if self.mapping.ignores_others or name in self.mapping.ignored:
            return None
        if not self.mapping.are_questions:
            fix = (
                "add it under `columns:` of the mapping; `ignore` only if no warning sign is in it"
            )
            return Misfit("AN101", f"the mapping does not say what '{shortened(name)}' is", fix)
        meant = did_you_mean(name, self.mapping.columns)
        fix = f"did you mean {meant}?" if meant else ""
        return Misfit("AN101", f"there is no question '{shortened(name)}'", fix)
