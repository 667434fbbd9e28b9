"""What the cells of a table answer, read as every answer is: by `read_answer`."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from typing import Final

from ..errors import did_you_mean
from ..knowledge import Knowledge
from ..vocabulary import EXCLUSIVE, Answer, Misfit, Number, Several, find_choice, read_answer
from .mapping import Column, Mapping, check_header, plain_name, plain_text, words_of
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

# A list of JSON as one text: this character before each of its items.
ITEM: Final = "\x00"
# Stands for what is no answer at all, such as fields where a text is expected.
FIELDS: Final = "\x01"
# Stands for a text that nobody typed; no cell of one begins with any of these three.
UNSEEN: Final = "\x02"
_BARE = re.compile(r"[\d.,\s]+")
_BARE_PACE = re.compile(r"[\d.,:\s]+")
_MOST_KEPT = 50_000  # texts of a column whose answers are kept
_MOST_NAMES = 1_000
_SEPARATORS = ("\n", ";", ",")


def list_cell(texts: Sequence[str]) -> str:
    """A list of texts as one cell."""
    return "".join(f"{ITEM}{one}" for one in texts) or ITEM


class ColumnReader:
    """Reads the cells of one column; each text that comes again is read once."""

    def __init__(self, name: str, column: Column) -> None:
        """Takes the name of the column as the table has it, and what it answers."""
        self.name = name
        self.question = column.question
        self._column = column
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

    def _read(self, text: str) -> Answer | Misfit | None:
        if not text.strip():
            return None
        if text == FIELDS:
            return Misfit("AN102", f"'{self.question.id}' takes a single answer, not fields")
        if text == UNSEEN:
            return invisible_character()
        if len(text) > LONGEST_CELL:
            return too_long("cell", LONGEST_CELL)
        said = self._column.values.get(plain_text(text), text)
        if not said.strip():
            return None
        kind = self.question.kind
        if isinstance(kind, Several) and said is text:
            texts = list(self._several(text))
            is_empty = not texts and text != ITEM  # an empty list is a slip, and said to be one
            return None if is_empty else read_answer(self.question, texts, "file")
        if isinstance(kind, Number):
            said = with_unit(said, kind.unit, self._column.unit)
        if said.startswith(ITEM):
            return Misfit("AN102", f"'{self.question.id}' takes a single answer, not a list")
        return read_answer(self.question, said, "file")

    def _several(self, text: str) -> Iterator[str]:
        """The answers of a cell, as `values` says them; an answer may have the separator in it."""
        values = self._column.values
        labels = words_of(self.question)
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
            said = values.get(plain_text(one), one)
            if said.strip():
                yield said
            parts = parts[count:]


def _is_known(
    text: str, values: AbstractMapping[str, str], labels: AbstractMapping[str, str]
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


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row says: answers by question, as far as it can be read, and why not all of it can.

    `id` names the runner; None where no column does, or it is empty.
    """

    id: str | None
    answers: AbstractMapping[str, Answer]
    misfits: tuple[Misfit, ...]


class CellReader:
    """Reads the cells of a table by a mapping.

    `columns` has the reader of each column by its name; `questions` are the ids that they
    answer, in the order of the base. Columns that it does not know are passed over if the
    mapping says so, and are misfits of the row else.
    """

    def __init__(
        self, knowledge: Knowledge, mapping: Mapping, header: Sequence[str] | None, file: str = ""
    ) -> None:
        """Takes the names of the columns, None where they differ from row to row (JSON lines).

        Raises:
            UsageError: with every column that does not fit the mapping.
        """
        self.mapping = mapping
        names = None if header is None else {plain_name(name): name for name in header}
        if names is not None:
            check_header(mapping, tuple(names), file)
        self.columns = {
            name if names is None else names[name]: ColumnReader(name, column)
            for name, column in mapping.columns.items()
            if names is None or name in names
        }
        given = {one.question.id for one in self.columns.values()}
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
        misfits: list[Misfit] = []
        for name, text in row.items():
            if name == self.id_column or text is None:
                continue
            column = self.columns.get(name)
            found = column.read(text) if column is not None else self.not_a_column(name)
            if isinstance(found, Misfit):
                misfits.append(found)
                found = None if column is None else column.readable(text)
            if found is not None and column is not None:
                if column.question.id in answers:
                    misfits.append(answered_twice(column.question.id))
                answers[column.question.id] = found
        found_id, missing = self.id_of(row.get(self.id_column) if self.id_column else None)
        misfits += [missing] if missing else []
        return RowRead(found_id, answers, tuple(misfits))

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
            fix = "add it under `columns:` of the mapping, or `other: ignore`"
            return Misfit("AN101", f"the mapping does not say what '{shortened(name)}' is", fix)
        meant = did_you_mean(name, self.mapping.columns)
        fix = f"did you mean {meant}?" if meant else ""
        return Misfit("AN101", f"there is no question '{shortened(name)}'", fix)
