"""The tables of the store, and the steps from one version of them to the next.

A step that was once released is never changed: a new one is added behind it.
"""

import sqlite3

from ...engine.errors import Problem, UsageError

# How an SQLite file says whose it is; "Sure" in ASCII.
_OURS = 0x53757265
_FIRST_TABLES = {"runner", "interview", "entry"}

_STEPS = (
    """
    create table runner (id text primary key, name text not null, created text not null);
    create table interview (
        id text primary key,
        runner text not null references runner on delete cascade,
        base text not null, knowledge text not null, depth text not null,
        before text references interview on delete set null,
        started text not null, finished text not null default ''
    );
    create table entry (
        interview text not null references interview on delete cascade,
        number integer not null,
        act text not null, question text not null, said text not null, asked text not null,
        source text not null, at text not null, knowledge text not null,
        primary key (interview, number)
    ) without rowid;
    """,
    # Which questions a base had tells, when an interview goes on with another, which are new.
    """
    create table base (
        hash text primary key, name text not null, version text not null,
        questions text not null
    ) without rowid;
    alter table interview add column finished_entries integer not null default 0;
    update interview
        set finished_entries = (select count(*) from entry where interview = interview.id)
        where finished != '';
    create index interview_of_runner on interview (runner);
    create index interview_after on interview (before);
    """,
)
VERSION = len(_STEPS)


def bring_up_to_date(database: sqlite3.Connection, where: str) -> None:
    """Make the tables, or bring those of an older version up to date: all or nothing.

    Raises:
        UsageError: if they were made by a newer Surefoot, or by another program.
    """
    if version_now(database, where) == VERSION:
        return
    database.execute("begin immediate")  # another process may be at it just now
    try:
        for step in range(_version_of(database, where), VERSION):
            for statement in _STEPS[step].split(";\n"):
                database.execute(statement)
        database.execute(f"pragma user_version = {VERSION}")
        database.execute(f"pragma application_id = {_OURS}")
        database.execute("commit")
    except BaseException:
        if database.in_transaction:  # some errors have ended it already
            database.execute("rollback")
        raise


def version_now(database: sqlite3.Connection, where: str) -> int:
    """The version of the tables, read at one moment: another process may be making them.

    Raises:
        UsageError: if they were made by a newer Surefoot, or by another program.
    """
    database.execute("begin")
    try:
        return _version_of(database, where)
    finally:
        database.execute("rollback")


def _version_of(database: sqlite3.Connection, where: str) -> int:
    """The version of the tables; 0 where there are none."""
    version = int(database.execute("pragma user_version").fetchone()[0])
    if not _is_ours(database, version):
        message = "this file belongs to another program"
        fix = "name another folder: --data DIR"
        raise UsageError(Problem(code="US121", where=where, message=message, fix=fix))
    if version > VERSION:
        message = f"a newer Surefoot made this store: version {version}, and this reads {VERSION}"
        fix = "use the newer Surefoot, or name another folder: --data DIR"
        raise UsageError(Problem(code="US122", where=where, message=message, fix=fix))
    return version


def _is_ours(database: sqlite3.Connection, version: int) -> bool:
    if database.execute("pragma application_id").fetchone()[0] == _OURS:
        return True
    tables = {name for (name,) in database.execute("select name from sqlite_master")}
    return tables >= _FIRST_TABLES if version == 1 else not (version or tables)
