"""What the reports of many runners are called after: an id that files can have, or a number."""

import re
from typing import Any, Final

DIGITS: Final = 6  # of a number in a file name, so that names sort and stay when lines are added
UNUSABLE: Final = "files cannot be called after the id of this line"
USABLE: Final = "write an id of at most 100 letters, digits, blanks and - _ . @ +"
_MOST_BYTES = 150  # of an id in a file name
_SAFE_NAME = re.compile(r"\w(?:[\w .@+-]{0,98}[\w@+-])?")


def can_name_files(found: Any) -> bool:
    """Whether files can be called after an id; systems count its bytes, and not its letters."""
    is_safe = isinstance(found, str) and _SAFE_NAME.fullmatch(found) is not None
    return is_safe and len(found.encode()) <= _MOST_BYTES


def file_number(number: int) -> str:
    """The number of a line as files are called after it."""
    return f"{number:0{DIGITS}}"
