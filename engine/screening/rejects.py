"""Rows that cannot be taken: which there are, why, and what warning signs they tell all the same.

One cheap pass over typed tables says which questions have a wrong answer at all, and one over
the ids which runners come twice; only what was found there is looked for in every row again.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import Path
from typing import Final

from ..knowledge import Knowledge
from ..tables.problems import BETWEEN
from ..tiers import TIERS
from ..vocabulary import Choice, Number, Several, Text
from . import checks
from .duck import Duck, named, parquet_rows, quoted
from .manifest import REJECTS_NAME
from .parts import Table
from .query import compile_query
from .sql import Dialect
from .typed import ID, PLACE, answers_of, id_key, questions_of

HEADER: Final = b"file,line,id,reasons,tier,flags\n"
TAKEN: Final = "taken"  # all rows of a part
REJECTS: Final = "rejects"  # those of them that cannot be taken
REPEATED: Final = "repeated"  # ids that come twice, with the last row of each
_READABLE: Final = "readable"  # of the rejects, the answers that are some
SIGN_TIERS: Final = TIERS[:3]  # a tier D is a thing that runners see to themselves
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
    """Fill the table of ids that come twice, each with its last row; whether there is one.

    Forms append: who answers again stands further down.
    """
    duck.run(
        f"CREATE OR REPLACE TEMP TABLE {REPEATED}"
        '(key VARCHAR, "table" BIGINT, "row" BIGINT, file VARCHAR, line BIGINT)'
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
                f"SELECT {id_key()} AS key, filename, "  # noqa: S608  (quoted)
                f'file_row_number AS "row", {line} AS line FROM {source}'
            )
    if not sources:
        return False
    every = f"({' UNION ALL '.join(sources)})"
    rows = sum(one.file.rows for one in tables)
    times = -(-rows // _AT_ONCE)
    duck.run("CREATE OR REPLACE TEMP TABLE twice(hash UBIGINT)")
    for at in range(times):
        only = f"WHERE hash(key) % {times} = {at}" if times > 1 else ""
        duck.run(
            f"INSERT INTO twice SELECT hash(key) FROM {every} {only} "  # noqa: S608
            "GROUP BY 1 HAVING count(*) > 1"
        )
    if not duck.run("SELECT 1 FROM twice LIMIT 1"):
        return False
    duck.run(
        f"INSERT INTO {REPEATED} SELECT key, last.number, last.row, last.file, last.line "  # noqa: S608
        'FROM (SELECT key, max({number: number, "row": "row", file: file, line: line}) '
        f"AS last FROM {every} JOIN files USING (filename) WHERE key <> '' AND hash(key) IN "
        "(SELECT hash FROM twice) GROUP BY 1 HAVING count(*) > 1)"
    )
    return bool(duck.run(f"SELECT 1 FROM {REPEATED} LIMIT 1"))  # noqa: S608


@dataclass(frozen=True, slots=True)
class RejectsFound:
    """Of a part, how many rows cannot be taken, and how many of these tell a warning sign."""

    rows: int = 0
    with_sign: int = 0


def find_rejects(
    knowledge: Knowledge, duck: Duck, suspects: Suspects, names: Sequence[str]
) -> RejectsFound:
    """Fill the table REJECTS from the rows TAKEN; each has its reasons, `tier` and `flags`.

    A row is screened without the answers that do not fit, and of several choices with those that
    there are: a sign in another cell, or beside a text of the runner's own, is not lost with them.
    `names` are the questions that the rows have a column of.
    """
    select = _reasons_select(knowledge, suspects)
    duck.run(f"CREATE OR REPLACE TEMP TABLE {REJECTS} AS {select}")
    rows = int(duck.run(f"SELECT count(*) FROM {REJECTS}")[0][0])  # noqa: S608
    if not rows:
        return RejectsFound()
    fitting = [
        f"{checks.readable(knowledge.questions[name], Dialect.DUCKDB).sql('duckdb')} "
        f"AS {named(name)}"
        for name in suspects.questions
    ]
    readable = ", ".join([f"{PLACE} AS {ID}", *fitting])
    duck.run(
        f"CREATE OR REPLACE TEMP VIEW {_READABLE} AS SELECT * REPLACE ({readable}) "  # noqa: S608
        f"FROM {TAKEN} SEMI JOIN {REJECTS} USING ({PLACE})"
    )
    query = compile_query(knowledge, ("tier", "flags"), present=names, source=_READABLE)
    duck.run(
        f"CREATE OR REPLACE TEMP TABLE {REJECTS} AS SELECT {REJECTS}.*, tier, flags "  # noqa: S608
        f"FROM {REJECTS} JOIN ({query.text(Dialect.DUCKDB)}) AS told ON told.{ID} = {PLACE}"
    )
    tiers = ", ".join(map(quoted, SIGN_TIERS))
    (told,) = duck.run(f"SELECT count(*) FROM {REJECTS} WHERE tier IN ({tiers})")  # noqa: S608
    return RejectsFound(rows, int(told[0]))


def rejects_select() -> str:
    """A SELECT of the rows of REJECTS as they are written, in the order of the input.

    A text that a spreadsheet would take for a formula has a ' before it.
    """
    mark = quoted("'")
    file, id_ = (
        f"CASE WHEN regexp_matches({one}, '^[=+@-]') THEN {mark} || {one} ELSE {one} END AS {one}"
        for one in ("file", ID)
    )
    flags = "nullif(flags, '') AS flags"
    return (
        f"SELECT {file}, line, {id_}, reasons, tier, {flags} "  # noqa: S608
        f'FROM {REJECTS} ORDER BY "table", line, {PLACE}'
    )


def without_rejects(duck: Duck, rows: int) -> str:
    """The condition for those of so many rows TAKEN that are not in REJECTS.

    It is no join, after which rows may stand in another order.
    """
    duck.run(
        f"SET VARIABLE {REJECTS} = "  # noqa: S608
        f"(SELECT bitstring_agg({PLACE}, 0, {rows - 1}) FROM {REJECTS})"
    )
    return f"get_bit(getvariable('{REJECTS}'), CAST({PLACE} AS INTEGER)) = 0"


@dataclass(frozen=True, slots=True)
class RejectWithSign:
    """A rejected row that tells a warning sign, as the file of rejects has it."""

    file: str
    line: int
    id: str
    tier: str


def most_urgent(folder: Path, most: int) -> list[RejectWithSign]:
    """The rejected rows of a screening that tell warning signs: the most urgent, at most so many.

    Those of one tier stand in the order of the input.
    """
    return nsmallest(most, _with_sign(folder), key=lambda one: SIGN_TIERS.index(one.tier))


def _with_sign(folder: Path) -> Iterator[RejectWithSign]:
    with (folder / REJECTS_NAME).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["tier"] in SIGN_TIERS:
                yield RejectWithSign(row["file"], int(row["line"]), row["id"], row["tier"])


def _reasons_select(knowledge: Knowledge, suspects: Suspects) -> str:
    """A SELECT of the rows that cannot be taken, with all reasons against each."""
    parts = [f"{TAKEN}.reasons"]
    if suspects.has_long_ids:
        parts.append(checks.id_reason(ID).sql("duckdb"))
    for name in suspects.questions:
        parts.append(checks.reason(knowledge.questions[name], Dialect.DUCKDB).sql("duckdb"))
    joined = TAKEN
    if suspects.has_repeated:
        joined = f"{TAKEN} LEFT JOIN {REPEATED} AS last ON {id_key(TAKEN + '.' + ID)} = last.key"
        parts.append(
            f'CASE WHEN last."table" <> {TAKEN}."table" OR last."row" <> {TAKEN}."row" '
            f"THEN {quoted(checks.same_id_text())} || last.file || ':' || last.line END"
        )
    columns = f'{PLACE}, {TAKEN}."table", {TAKEN}.file, {TAKEN}.line, {ID}'
    return (
        f"SELECT * FROM (SELECT {columns}, concat_ws({quoted(BETWEEN)}, "  # noqa: S608
        f"{', '.join(parts)}) AS reasons FROM {joined}) WHERE reasons <> ''"
    )


def rejects_file(folder: Path, name: str) -> Path:
    """Where the rejects of a part wait for those of all others."""
    return folder / f"{name}.rejects.csv"
