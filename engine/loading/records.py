"""What ties questions to a record of runs: metrics that answer them, and what a record shows."""

from collections.abc import Iterator, Mapping

from ..condition import is_recorded
from ..errors import Problem, did_you_mean, join_words
from ..recorded import METRICS
from ..shape import QuestionShape
from ..source import Scalar
from ..vocabulary import Choice, Kind, Number, Question
from .sections import Entry

_OF_A_RECORD = {"title", "records", "help", "was"}


def record_kind(
    entry: Entry[QuestionShape],
    entries: Mapping[str, Entry[QuestionShape]],
    kinds: Mapping[str, Kind],
) -> Kind | Problem | None:
    """The kind of a question that only a record answers: that of the question it stands beside.

    None where that one has a problem of its own.
    """
    name, node = entry.shape.records, entry.node.get("records")
    place = node.place if node else entry.key.place
    other = entries.get(name)
    message, fix = "", "name another question that has `from_history:`"
    extra = next((key for key, _ in entry.node.entries if key.text not in _OF_A_RECORD), None)
    if extra is not None:
        place = extra.place
        message = f"a question with `records:` has no `{extra.text}`: it is never asked"
        fix = f"take the line out; its answers are those of {name}"
        return Problem(code="KB152", place=place, message=message, context=entry.context, fix=fix)
    if other is None:
        meant = did_you_mean(name, [one for one, of in entries.items() if of.shape.from_history])
        message = f"there is no question called '{name}'"
        fix = f"did you mean {meant}?" if meant else fix
        return Problem(code="KB121", place=place, message=message, context=entry.context, fix=fix)
    if other.shape.records:
        message = f"'{name}' has `records:` itself"
    elif other.shape.each:
        message = f"'{name}' is asked of every site, and no record tells sites apart"
    elif not other.shape.from_history:
        message, fix = (
            f"nothing answers '{name}' from a record",
            "give that question `from_history:`",
        )
    first = next(one.id for one in entries.values() if one.shape.records == name)
    if first != entry.id:
        message, fix = f"'{first}' holds what a record shows of '{name}'", "leave one of them out"
    if message:
        return Problem(code="KB229", place=place, message=message, context=entry.context, fix=fix)
    return kinds.get(name)


def record_question(entry: Entry[QuestionShape], kind: Kind) -> Question:
    """The question that only a record answers; nothing changes it, and it is never worse."""
    return Question(
        id=entry.id, title=entry.shape.title, ask="", kind=kind, help=entry.shape.help,
        gate=is_recorded(entry.id), records=entry.shape.records, place=entry.key.place,
    )  # fmt: skip


def check_metric(entry: Entry[QuestionShape], kind: Kind) -> Iterator[Problem]:
    """That the metric that answers a question is one, and fits its answer."""
    node, name = entry.node.get("from_history"), entry.shape.from_history
    if not isinstance(node, Scalar):
        return
    metric = METRICS.get(name)
    unit = kind.unit if isinstance(kind, Number) else ""
    if metric is None:
        meant = did_you_mean(name, METRICS)
        message = f"a record has no '{name}'"
        fix = f"did you mean {meant}?" if meant else f"a record has {join_words(METRICS, 'and')}"
    elif entry.shape.each:
        message, fix = "no record tells sites apart", "take the line out"
    elif not isinstance(kind, Number if metric.unit else Choice) or unit != metric.unit:
        in_unit = f"a number in {metric.unit}" if metric.unit else "a choice of words"
        message, fix = f"'{name}' is {in_unit}, and the answer is not", "take another metric"
    else:
        return
    yield Problem(code="KB155", place=node.place, message=message, context=entry.context, fix=fix)
