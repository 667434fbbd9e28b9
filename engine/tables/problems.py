"""Why a row of a table cannot be read: the kinds of broken rows, each with its code and reason.

A cell that is no answer to its question has the code and the words of `read_answer`; the kinds
below are those of rows. Nothing that is broken is left out in silence, and nothing is mended.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ..problem_codes import NAMES
from ..vocabulary import Misfit

LONGEST_CELL: Final = 10_000  # characters
LONGEST_ROW: Final = 500_000
MOST_LINES: Final = 500  # of one row: a cell with more line ends was never closed
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_HALF = re.compile(r"[\ud800-\udfff]")
_MOST_REASONS: Final = 8
BETWEEN: Final = " | "  # reasons against one row
_LONGEST_SHOWN: Final = 60

# What else than its answers can be wrong with a row; `read_answer` has AN101 to AN105.
ROW_CODES: Final = (
    "AN107", "AN120", "AN121", "AN122", "AN123", "AN124", "AN125", "AN126", "AN127", "AN128",
    "AN129",
)  # fmt: skip


def too_many_cells(found: int, expected: int) -> Misfit:
    """A row with more cells than the table has columns."""
    fix = "put a text that has the separator in it in double quotes"
    return Misfit("AN121", f"the row has {found} cells, and the table {expected} columns", fix)


def too_few_cells(found: int, expected: int) -> Misfit:
    """A row with fewer cells than the table has columns."""
    cells = "1 cell" if found == 1 else f"{found} cells"
    fix = "a cell without an answer is left empty, with its separator"
    return Misfit("AN122", f"the row has {cells}, and the table {expected} columns", fix)


def open_quote() -> Misfit:
    """A double quote that is opened and not closed, or stands inside a quoted cell."""
    fix = 'close the cell with a double quote; one inside a cell is written twice: ""'
    return Misfit("AN123", "the double quotes of the row do not fit together", fix)


def not_text() -> Misfit:
    """Bytes that are no text in the encoding of the file."""
    return Misfit("AN124", "the row has bytes that are no UTF-8 text", "save the file as UTF-8")


def half_character() -> Misfit:
    """Half of a character (a lone surrogate), which JSON can write and no file can hold."""
    fix = "write the whole character"
    return Misfit("AN124", "the row has half of a character, which is no text", fix)


def invisible_character() -> Misfit:
    """A control character, which nobody typed."""
    return Misfit("AN120", "the row has a character that cannot be seen", "delete it")


def not_json(reason: str) -> Misfit:
    """A line that is no JSON."""
    return Misfit("AN125", f"the line is not JSON: {reason}")


def not_fields() -> Misfit:
    """JSON that is no object, or has objects where answers are expected."""
    return Misfit("AN126", "a line holds the answers of one runner, in { }")


def too_long(what: str, most: int) -> Misfit:
    """A cell or row that nobody wrote by hand."""
    return Misfit("AN127", f"the {what} has more than {most:,} characters")


def no_id(column: str) -> Misfit:
    """A row without a name for its runner, where a column should have it."""
    fix = "fill it in, or leave `id:` out of the mapping"
    return Misfit("AN128", f"column '{shortened(column)}', which names the runner, is empty", fix)


def no_name() -> Misfit:
    """An id that is a list, or fields: JSON and Arrow have them."""
    return Misfit("AN102", "the id takes a text or a number, not a list or fields")


def same_id(last_line: int) -> Misfit:
    """A row that is called like one below it: forms append, so the last answers count."""
    fix = "leave out the row that does not count"
    return Misfit("AN129", f"the same runner stands in line {last_line}, which counts", fix)


def answered_twice(name: str) -> Misfit:
    """A key that stands twice in a line of JSON."""
    return Misfit("AN107", f"'{shortened(name)}' stands here twice", "leave one of the two out")


def in_column(misfit: Misfit, column: str) -> Misfit:
    """A misfit with the column that it stands in."""
    return replace(misfit, message=f"column '{shortened(column)}': {misfit.message}")


def reason_text(misfits: Iterable[Misfit]) -> str:
    """All reasons of a row as one line, for a file of rejects."""
    listed = list(misfits)
    shown = [_one_line(misfit) for misfit in listed[:_MOST_REASONS]]
    if len(listed) > len(shown):
        shown.append(f"and {len(listed) - len(shown)} more")
    return BETWEEN.join(shown)


def _one_line(misfit: Misfit) -> str:
    text = f"{misfit.code} {NAMES[misfit.code]}: {misfit.message}"
    return " ".join((f"{text}; {misfit.fix}" if misfit.fix else text).split())


def shortened(text: str) -> str:
    """A text of a table as a message shows it.

    >>> shortened("How far did you run each week, on average, over the last two weeks?")
    'How far did you run each week, on average, over the last two…'
    """
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[:_LONGEST_SHOWN].rstrip()}…"


def has_invisible(text: str) -> bool:
    r"""Whether a text has a control character other than tabs and line ends.

    >>> has_invisible("two\nlines"), has_invisible("a\x00b")
    (False, True)
    """
    return not text.isprintable() and _CONTROL.search(text) is not None


def has_half(text: str) -> bool:
    r"""Whether a text has half of a character, a lone surrogate.

    >>> has_half("s\ud800"), has_half("😀")
    (True, False)
    """
    return not text.isprintable() and _HALF.search(text) is not None
