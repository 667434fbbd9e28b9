"""Whether the libraries of screening are there; those who only report do without them."""

from importlib.util import find_spec
from typing import Final

from ..errors import Problem, UsageError, join_words

_LIBRARIES: Final = {
    "screen": ("duckdb", "pyarrow", "sqlglot"),
    "spark": ("duckdb", "pyarrow", "pyspark", "sqlglot"),
}


def check_installed(extra: str = "screen") -> None:
    """Make sure that the libraries of an extra of Surefoot can be imported.

    Raises:
        UsageError: naming those that are missing, and how to install them.
    """
    missing = [name for name in _LIBRARIES[extra] if find_spec(name) is None]
    if missing:
        message = f"this needs {join_words(missing, 'and')}, not installed here"
        fix = f"pip install 'surefoot[{extra}]'"
        raise UsageError(Problem(code="US151", message=message, fix=fix))
