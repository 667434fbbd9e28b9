"""A knowledge base as one SQL query: from a table of answers to all that follows from them."""

from collections.abc import Collection, Sequence

from ..knowledge import BANDS, Knowledge
from .advice import add_actions
from .columns import result_columns
from .conditions import Conditions, gate_name
from .draft import Draft
from .scores import add_scores
from .sql import (
    CONSTANTS,
    Dialect,
    Sql,
    Type,
    binary,
    case,
    cast_to,
    column,
    holds,
    text,
    whole,
)
from .statement import Query, create_table
from .strata import add_strata
from .values import add_values, type_of
from .verdict import add_verdict

ACTIONS = "actions"
ID = "id"
RUNNERS = "runners"


def compile_query(
    knowledge: Knowledge,
    columns: Sequence[str],
    *,
    present: Collection[str] | None = None,
    source: str = RUNNERS,
    beside: Sequence[str] = (),
) -> Query:
    """The query that gives `id` and some result columns for each runner of a table.

    `present` has the questions that the table has a column of (None: all); nobody answered the
    others. What each column holds says `result_columns`; truth is NULL where it is unknown. The
    columns `beside` are handed through, as `id` is.

    Raises:
        KeyError: for a column that the base does not have.
    """
    draft = Draft(source)
    conditions = Conditions(knowledge, draft)
    there = knowledge.questions if present is None else present
    add_values(knowledge, conditions, draft, there)
    add_strata(knowledge, conditions, draft)
    add_scores(knowledge, conditions, draft)
    add_verdict(knowledge, conditions, draft)
    if ACTIONS in columns:
        add_actions(knowledge, conditions, draft)
    kinds = result_columns(knowledge)
    outputs = {name: _output(name, knowledge, draft, kinds[name]) for name in columns}
    handed = {name: column(name) for name in (ID, *beside)}
    return draft.query({**handed, **outputs})


def _output(name: str, knowledge: Knowledge, draft: Draft, kind: Type) -> Sql:
    """A column as it is given: derived values only where they apply, bands by name."""
    value = draft[name]
    if name in knowledge.derived and knowledge.derived[name].gate is not None:
        value = case([(holds(draft[gate_name(name)]), value)])
    if name.endswith(("lowest_band", "highest_band")):
        value = case(
            (binary(value, "==", whole(place)), text(band)) for place, band in enumerate(BANDS)
        )
    return cast_to(value, kind) if value in CONSTANTS else value


def create_runners(knowledge: Knowledge, dialect: Dialect, table: str = RUNNERS) -> str:
    """The statement that makes an empty table of answers, as the query reads it."""
    columns = {name: type_of(one.kind) for name, one in knowledge.questions.items()}
    return create_table(table, {ID: Type.TEXT, **columns}, dialect)
