"""PostgreSQL runs the printed queries, and says what Experta and `evaluate` say."""

from __future__ import annotations

from pathlib import Path

from surefoot.engine.assessment import Assessor, QuickAssessor
from surefoot.engine.screening.columns import choose_columns

from .support.population import runners as made_up
from .support.population import shipped
from .support.postgres import postgres
from .support.screened import compare, every, screen, typed_table
from .support.screened_bases import runners_of, write_screened_base


def test_a_summary_by_the_shipped_base_and_all_of_a_small_one_run_in_postgres(
    tmp_path: Path,
) -> None:
    small = write_screened_base(tmp_path, 3)
    some = every(small, runners_of(small, 3, 60))
    knowledge = shipped()[0]
    many = every(knowledge, {f"made-up {at}": one for at, one in enumerate(made_up(40, 1))})
    with postgres() as engine:
        everything = screen(small, some, engine)
        summary = engine(
            knowledge, choose_columns(knowledge, "summary"), typed_table(knowledge, many)
        )
    compared = compare(Assessor(small), some.answers, everything)
    assert not compared.differences, str(compared)
    compared = compare(QuickAssessor(knowledge), many.answers, summary)
    assert not compared.differences, str(compared)
    assert any(row["flags"] for row in summary.values())
