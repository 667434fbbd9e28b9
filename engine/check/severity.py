"""How grave a finding is: what reading needs is an error for all, the rest as the entry is ripe.

A draft may be saved half done; a rule that is used must be sound; a stable one in order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..errors import Problem, Severity
from ..loading.sections import Sections

# What no reader can do without: the file itself, and ids that lead somewhere.
ALWAYS_GRAVE = ("KB1", "KB20")
ONLY_ASKED_FOR = ("KB217", "KB305")
# What makes a rule in use conclude the wrong thing, beside all that the logic finds.
_WRONG_IN_USE = ("KB301", "KB302", "KB306", "KB307")
# A question or an advice is written before the rule that uses it.
_NOT_USED_YET = ("KB215", "KB218")
_WITH_STATUS = ("rules", "flags", "patterns", "limits")


def graded(problems: Iterable[Problem], statuses: Mapping[str, str]) -> list[Problem]:
    """The problems with their severity, by the status of the entry that each is about.

    Args:
        problems: Findings. What the loader calls a warning stays one: the base can be read.
        statuses: The status of each rule, flag, pattern and limit by its id.
    """
    return [
        replace(one, severity=_severity(one, statuses.get(one.subject, ""))) for one in problems
    ]


def _severity(problem: Problem, status: str) -> Severity:
    code = problem.code
    if code.startswith("KB1"):
        return problem.severity
    if code.startswith(ALWAYS_GRAVE):
        return "error"
    if code in ONLY_ASKED_FOR:
        return "info"
    match status:
        case "stable":
            return "error"
        case "trial":
            return "error" if code.startswith("KB2") or code in _WRONG_IN_USE else "warning"
        case "draft" | "retired":
            return "warning"
        case _:  # a question, an advice, a whole person
            is_mild = code.startswith("KB4") or code in _NOT_USED_YET
            return "warning" if is_mild else "error"


def statuses_of(sections: Sections) -> dict[str, str]:
    """The status of each entry that has one, by its id; a sign has that of its pattern."""
    found: dict[str, str] = {}
    for section in _WITH_STATUS:
        for entry in sections.entries.get(section, {}).values():
            status = str(getattr(entry.shape, "status", ""))
            found[entry.id] = status
            for sign in getattr(entry.shape, "signs", {}):
                found[f"{entry.id}.{sign}"] = status
    return found
