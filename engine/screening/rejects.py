"""Rows that cannot be taken: which there are, and why.

One cheap pass over typed tables says which questions have a wrong answer at all, and one over
the ids which runners come twice; only what was found there is looked for in every row again.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..knowledge import Knowledge
from ..vocabulary import Choice, Number, Several, Text
from . import checks
from .duck import Duck, parquet_rows, quoted
from .parts import Table
from .sql import Dialect
from .typed import ID, answers_of, questions_of

HEADER: Final = b"file,line,id,reasons\n"
REPEATED: Final = "repeated"  # ids that come twice, with the first row of each
_AT_ONCE: Final = 4_000_000  # ids that are compared in one go, so that memory stays flat
_KINDS: Final = (Number, Choice, Several, Text)


@dataclass(frozen=True, slots=True)
class Suspects:
    """Where there is something wrong: in the answers to these questions, ids, rows as read."""

    questions: tuple[str, ...]
    has_long_ids: bool
    has_repeated: bool
    has_broken: bool

    @property
    def is_clean(self) -> bool:
        """Whether every row can be taken."""
        return not (self.questions or self.has_long_ids or self.has_repeated or self.has_broken)


def find_suspects(knowledge: Knowledge, duck: Duck, tables: Sequence[Table]) -> Suspects:
    """What is wrong in all tables together; the table `repeated` is filled."""
    by_types: dict[tuple[tuple[str, str], ...], list[Table]] = defaultdict(list)
    for one in tables:
        if not one.has_lines:
            by_types[tuple(one.file.types.items())].append(one)
    wrong: set[str] = set()
    for alike in by_types.values():
        wrong |= _misfits(knowledge, duck, alike)
    broken = [_exists(duck, one, "reasons IS NOT NULL") for one in tables if one.has_lines]
    size = f"length(CAST({ID} AS VARCHAR)) > {checks.LONGEST_ID}"
    long = [_exists(duck, one, size) for one in tables if ID in one.file.types]
    return Suspects(
        questions=tuple(name for name in knowledge.questions if name in wrong),
        has_long_ids=any(long),
        has_repeated=_find_repeated(duck, [one for one in tables if ID in one.file.types]),
        has_broken=any(broken),
    )


def _exists(duck: Duck, table: Table, condition: str) -> bool:
    source = parquet_rows([table.path])
    found = duck.run(f"SELECT 1 FROM {source} WHERE {condition} LIMIT 1")  # noqa: S608  (quoted)
    return bool(found)


def _misfits(knowledge: Knowledge, duck: Duck, alike: Sequence[Table]) -> set[str]:
    """The questions with a wrong answer in files with the same columns.

    Kind by kind: the limits of numbers are mostly known from what the file says of itself.
    """
    found: set[str] = set()
    file = alike[0].file
    paths = [str(one.path) for one in alike]
    for kind in _KINDS:
        own = [
            knowledge.questions[name]
            for name in questions_of(knowledge, file)
            if isinstance(knowledge.questions[name].kind, kind)
        ]
        if not own:
            continue
        tests = [checks.has_misfit(one, Dialect.DUCKDB).sql("duckdb") for one in own]
        source = answers_of(knowledge, file, paths, [one.id for one in own])
        row = duck.run(f"SELECT {', '.join(tests)} FROM ({source})")[0]  # noqa: S608
        found |= {one.id for one, is_wrong in zip(own, row, strict=True) if is_wrong}
    return found


def _find_repeated(duck: Duck, tables: Sequence[Table]) -> bool:
    """Fill the table of ids that come twice; whether there is one."""
    duck.run(
        f"CREATE OR REPLACE TEMP TABLE {REPEATED}"
        f'({ID} VARCHAR, "table" BIGINT, "row" BIGINT, file VARCHAR, line BIGINT)'
    )
    duck.run("CREATE OR REPLACE TEMP TABLE files(filename VARCHAR, number BIGINT, file VARCHAR)")
    for one in tables:
        duck.run("INSERT INTO files VALUES (?, ?, ?)", [str(one.path), one.number, one.name])
    sources = []
    for has_lines in (False, True):
        paths = [one.path for one in tables if one.has_lines is has_lines]
        if paths:
            line = "line" if has_lines else "file_row_number + 1"
            source = parquet_rows(
                paths, "filename = true", "file_row_number = true", "union_by_name = true"
            )
            sources.append(
                f"SELECT CAST({ID} AS VARCHAR) AS {ID}, filename, "  # noqa: S608  (quoted)
                f'file_row_number AS "row", {line} AS line FROM {source}'
            )
    if not sources:
        return False
    every = f"({' UNION ALL '.join(sources)})"
    rows = sum(one.file.rows for one in tables)
    times = -(-rows // _AT_ONCE)
    duck.run("CREATE OR REPLACE TEMP TABLE twice(hash UBIGINT)")
    for at in range(times):
        only = f"WHERE hash({ID}) % {times} = {at}" if times > 1 else ""
        duck.run(
            f"INSERT INTO twice SELECT hash({ID}) FROM {every} {only} "  # noqa: S608
            "GROUP BY 1 HAVING count(*) > 1"
        )
    if not duck.run("SELECT 1 FROM twice LIMIT 1"):
        return False
    duck.run(
        f"INSERT INTO {REPEATED} SELECT {ID}, first.number, first.row, first.file, first.line "  # noqa: S608
        f'FROM (SELECT {ID}, min({{number: number, "row": "row", file: file, line: line}}) '
        f"AS first FROM {every} JOIN files USING (filename) WHERE {ID} <> '' AND hash({ID}) IN "
        "(SELECT hash FROM twice) GROUP BY 1 HAVING count(*) > 1)"
    )
    return bool(duck.run(f"SELECT 1 FROM {REPEATED} LIMIT 1"))  # noqa: S608


def reasons_select(knowledge: Knowledge, suspects: Suspects, source: str) -> str:
    """A SELECT of the rows of a source that cannot be taken, with all reasons against each."""
    parts = ["reasons"]
    if suspects.has_long_ids:
        parts.append(checks.id_reason(ID).sql("duckdb"))
    for name in suspects.questions:
        parts.append(checks.reason(knowledge.questions[name], Dialect.DUCKDB).sql("duckdb"))
    joined = source
    if suspects.has_repeated:
        joined = f"{source} LEFT JOIN {REPEATED} AS earlier USING ({ID})"
        parts.append(
            f'CASE WHEN earlier."table" <> {source}."table" OR earlier."row" <> {source}."row" '
            f"THEN {quoted(checks.same_id_text())} || earlier.file || ':' || earlier.line END"
        )
    columns = f'{source}."table", {source}."row", {source}.file, {source}.line, {ID}'
    return (
        f"SELECT * FROM (SELECT {columns}, concat_ws({quoted(checks.BETWEEN)}, "  # noqa: S608
        f"{', '.join(parts).replace('reasons', source + '.reasons', 1)}) AS reasons "
        f"FROM {joined}) WHERE reasons <> ''"
    )


def rejects_file(folder: Path, name: str) -> Path:
    """Where the rejects of a part wait for those of all others."""
    return folder / f"{name}.rejects.csv"
