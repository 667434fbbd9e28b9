"""A made-up record of runs, as an import writes it to an answers file."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from surefoot.engine.answers import AnswersFile, answers_in
from surefoot.engine.errors import Source
from surefoot.intake.store.recording import KeptRecord, keep_record

if TYPE_CHECKING:
    from surefoot.engine.knowledge import Knowledge
    from surefoot.intake.store.database import Store

_NUMBER = (
    "  {name}: {{value: {value}, source: imported, window: 2026-11-09 to 2026-11-22, n: 9, "
    "of: runs, confidence: high}}"
)
VALUES = {
    "training.weekly_km": "32.4 km",
    "training.longest_run_7d_km": "14 km",
    "form.knows_cadence": '"yes"',
    "form.cadence_spm": "164",
}
HISTORY = """\
history:
  - {week: 2026-11-09, km: 31, longest_km: 13}
  - {week: 2026-11-16, km: 33.8, longest_km: 20, jump: {day: 2026-11-18, km: 20, before_km: 13}}
"""


def record_file(said: str = "", **values: str) -> str:
    """The text of an answers file with a record; `said` are the answers beside it, in YAML.

    `values` are other values than usual, by the last part of a question's id.
    """
    lines = [
        _NUMBER.format(name=name, value=values.get(name.partition(".")[2], value))
        for name, value in VALUES.items()
    ]
    return "\n".join([f"answers: {{{said}}}", "recorded:", *lines, HISTORY])


LAST = datetime.date(2026, 11, 22)  # the day on which the record ends, a Sunday


def moved(text: str, weeks: int) -> str:
    """A record of as many weeks later."""
    by = datetime.timedelta(weeks=weeks)
    return re.sub(
        r"\d{4}-\d\d-\d\d",
        lambda day: (datetime.date.fromisoformat(day[0]) + by).isoformat(),
        text,
    )


def read_record_file(knowledge: Knowledge, said: str = "", **values: str) -> AnswersFile:
    """The same, read."""
    source = Source("me.yaml", record_file(said, **values))
    return answers_in(source, knowledge, is_json=False)


def keep(store: Store, knowledge: Knowledge, runner: str, **values: str) -> KeptRecord:
    """The record, kept for a runner."""
    file = read_record_file(knowledge, **values)
    return keep_record(store, knowledge, runner, file.answers, file.history)
