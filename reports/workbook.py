"""Tables as an XLSX file that can be filtered and printed; the only file that knows XlsxWriter."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from ..engine.errors import Problem, UsageError
from .review import VERDICT, Sheet

LONGEST_TEXT = 32_767  # characters of a cell, by the format
_A4 = 9
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(title: str, introduction: Sequence[str], sheets: Iterable[Sheet]) -> bytes:
    """The tables as one file, after a page with the title and what to do.

    Raises:
        UsageError: if XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415  (an extra)
    except ImportError:
        message = "spreadsheets need XlsxWriter, which is not installed"
        fix = "run: pip install 'surefoot[author]'"
        raise UsageError(Problem(code="US101", message=message, fix=fix)) from None
    data = BytesIO()
    with xlsxwriter.Workbook(data, _OPTIONS) as book:
        # The same tables give the same bytes.
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top",
                                     "bg_color": "#DDE7F0", "border": 1}),
            "cell": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
            "verdict": book.add_format({"text_wrap": True, "valign": "top", "border": 1,
                                        "bg_color": "#FFF8E1"}),
        }  # fmt: skip
        first = book.add_worksheet("Read me")
        first.set_column(0, 0, 100)
        first.write_string(0, 0, title, formats["title"])
        for number, line in enumerate(introduction, start=2):
            first.write_string(number, 0, line, book.add_format({"text_wrap": True}))
        for sheet in sheets:
            _add(book.add_worksheet(sheet.title), sheet, title, formats)
    return data.getvalue()


def _add(page: Any, sheet: Sheet, title: str, formats: dict[str, Any]) -> None:
    """One table, with its head always in sight and on each printed page."""
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.title, formats["head"])
    for number, row in enumerate(sheet.rows, start=1):
        for at, value in enumerate(row):
            is_verdict = sheet.columns[at] in VERDICT
            form = formats["verdict" if is_verdict else "cell"]
            if isinstance(value, int):
                page.write_number(number, at, value, form)
            elif value:
                page.write_string(number, at, value[:LONGEST_TEXT], form)
            else:
                page.write_blank(number, at, None, form)
    last, width = max(1, len(sheet.rows)), len(sheet.columns)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, width - 1)
    agree = sheet.columns.index(VERDICT[0])
    choices = {"validate": "list", "source": ["yes", "no", "not sure"]}
    page.data_validation(1, agree, last, agree, choices)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)  # one page wide, as long as it needs
    page.repeat_rows(0)
    page.set_footer(f"&L{title.replace('&', '&&')}&C{sheet.title}&RPage &P of &N")
