"""Which columns a screening can give, and which of them were asked for."""

from ..errors import Problem, UsageError, did_you_mean
from ..knowledge import Knowledge, Sign
from .scores import item_name, score_name
from .sql import Type
from .values import type_of

_OF_SCORE = {
    "deficit_percent": Type.NUMBER, "low_percent": Type.NUMBER, "high_percent": Type.NUMBER,
    "band": Type.TEXT, "rank": Type.WHOLE, "clamped": Type.TRUTH, "priority_percent": Type.NUMBER,
    "decided": Type.WHOLE, "applicable": Type.WHOLE,
}  # fmt: skip
_IN_SUMMARY = ("deficit_percent", "low_percent", "high_percent", "band", "rank")
_VERDICT = {
    "headline": Type.TEXT, "tier": Type.TEXT, "flags": Type.TEXT, "limits": Type.TEXT,
    "patterns": Type.TEXT, "undecided_tier": Type.TEXT, "plan.shown": Type.TRUTH,
    "plan.mode": Type.TEXT, "leading": Type.TEXT,
}  # fmt: skip


def result_columns(knowledge: Knowledge) -> dict[str, Type]:
    """Every column that can be asked for, with what it holds."""
    columns = {**_VERDICT, **_scores(knowledge)}
    columns |= {
        "is_safety_open": Type.TRUTH, "undecided_flags": Type.TEXT, "actions": Type.TEXT,
    }  # fmt: skip
    for group in knowledge.groups:
        name = item_name(group)
        columns |= {f"{name}.applies": Type.TRUTH, f"{name}.least": Type.WHOLE}
        columns[f"{name}.most"] = Type.WHOLE
    signed = (one.conclusion for one in knowledge.rules.values())
    for pattern in dict.fromkeys(one.pattern for one in signed if isinstance(one, Sign)):
        columns |= {f"{pattern}.lowest_band": Type.TEXT, f"{pattern}.highest_band": Type.TEXT}
    columns |= {name: type_of(one.kind) for name, one in knowledge.derived.items()}
    columns |= dict.fromkeys(knowledge.rules, Type.TRUTH)
    return columns


def _scores(knowledge: Knowledge) -> dict[str, Type]:
    return {
        f"{score_name(knowledge, scored)}.{what}": kind
        for scored in knowledge.scored
        for what, kind in _OF_SCORE.items()
        if what != "rank" or scored in knowledge.pillars
    }


def summary_columns(knowledge: Knowledge) -> tuple[str, ...]:
    """What is said first of each runner, and where each pillar and context stands."""
    scores = (name for name in _scores(knowledge) if name.rpartition(".")[2] in _IN_SUMMARY)
    return (*_VERDICT, *scores)


def choose_columns(knowledge: Knowledge, wish: str) -> tuple[str, ...]:
    """The columns of a wish: `summary`, `all`, or names with commas between, each once.

    Raises:
        UsageError: for names that the base does not have.
    """
    every = result_columns(knowledge)
    chosen: list[str] = []
    problems = []
    for name in (part.strip() for part in wish.split(",")):
        if name in {"all", "summary"}:
            chosen += every if name == "all" else summary_columns(knowledge)
        elif name in every:
            chosen.append(name)
        else:
            problems.append(_unknown(name, every))
    if problems:
        raise UsageError(*problems)
    return tuple(dict.fromkeys(chosen))


def _unknown(name: str, every: dict[str, Type]) -> Problem:
    meant = did_you_mean(name, every)
    fix = f"did you mean {meant}?" if meant else "write summary, all, or ids of rules and columns"
    return Problem(code="US104", message=f"there is no column '{name}'", fix=fix)
