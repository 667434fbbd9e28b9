"""What a report prints of the record that a watch or app kept, beside what the runner said."""

from dataclasses import dataclass
from typing import Annotated

from ..engine.units import EXACT, VERBATIM


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDifference:
    """A question on which the runner said other than the record shows."""

    title: Annotated[str, "What differs, in a few words."]
    text: Annotated[str, "Both values, and what to look at where there is a word on it.", EXACT]
    source: Annotated[str, "What the recorded value stands on, and how sure it is, in brackets."]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """What the record shows of one question."""

    title: Annotated[str, "Short name of the question."]
    recorded: Annotated[str, "What the record shows, with its unit.", EXACT]
    source: Annotated[
        str,
        "From how many runs or weeks, which days, and how sure: `sure`, `fairly sure`, `rough`.",
    ]
    said: Annotated[str, "What the runner said; empty where nothing or taken over.", EXACT]
    standing: Annotated[
        str, "`differs`, `agrees`, `from the record` (how old, if it is) or `not answered`."
    ]
    differs: Annotated[bool, "Whether the two differ by more than such a record errs."]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPart:
    """What the record shows, and where the runner said something else."""

    old: Annotated[str, "That the record ended long before this report; empty if it did not."]
    intro: Annotated[str, "What this is, and what counts."]
    differences: Annotated[tuple[RecordDifference, ...], "What differs, first in words."]
    caution: Annotated[str, "That a watch errs too; empty where nothing differs."]
    jumps: Annotated[
        str, "The single runs that went too far, with their days; empty for none.", VERBATIM
    ]
    key: Annotated[str, "What the words of the table mean."]
    lines: Annotated[tuple[RecordLine, ...], "Everything that it shows."]
    missing: Annotated[str, "What is not in the record; empty where all is."]
