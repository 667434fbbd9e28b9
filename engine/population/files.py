"""A file of made-up runners, a piece at a time, in several processes side by side.

What is in it does not depend on how many processes there are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeVar

from ..condition import NEVER
from ..errors import Problem, UsageError
from ..knowledge import Knowledge
from ..vocabulary import Answers, Question, Several, Text
from .generating import runner_maker
from .model import Population
from .pieces import pieces_of, worked
from .writing import layout_of

PARQUET: Final = "parquet"
_RUNNERS: Final = 1_000  # runners that a process makes before it hands them over

_Piece = TypeVar("_Piece", str, bytes)


@dataclass(frozen=True, slots=True)
class Order:
    """Which runners are wanted: `count` of one seed; see `runner_maker` for `unanswered`."""

    knowledge: Knowledge
    population: Population
    count: int
    seed: int
    unanswered: float = 0.0

    def maker(self) -> Callable[[int], Answers]:
        """What makes the runner with a number, from 0."""
        return runner_maker(self.knowledge, self.population, self.seed, unanswered=self.unanswered)


Watch = Callable[[int], None]  # is told how many runners there are so far


def texts(order: Order, name: str, processes: int, watch: Watch) -> Iterator[str]:
    """The text of a file in one of `writing.FORMATS`, piece by piece.

    Raises:
        KnowledgeError: if the population makes runners that a contradiction rules out.
        BrokenProcessPool: if a process was ended from outside.
    """
    layout = layout_of(name, order.knowledge, is_one=order.count == 1)
    return layout.whole(_made(_text_maker, (order, name), order.count, processes, watch))


def write_typed(stream: BinaryIO, order: Order, processes: int, watch: Watch) -> None:
    """Write a typed table as Parquet: `id`, counted from 1, and a column for each question.

    There is none for free text and for questions that never apply; see `texts` for errors.

    Raises:
        UsageError: if pyarrow is not installed.
    """
    try:
        from ..tables.arrow import schema_of, write_parquet  # noqa: PLC0415  (an extra)
    except ImportError:
        message = "a Parquet file needs pyarrow, which is not installed"
        fix = "run: pip install 'surefoot[screen]'"
        raise UsageError(Problem(code="US151", message=message, fix=fix)) from None
    pieces = _made(_table_maker, (order,), order.count, processes, watch)
    write_parquet(stream, schema_of(_questions(order.knowledge)), pieces)


def _made(
    make: Callable[..., Callable[[range], _Piece]],
    arguments: tuple[object, ...],
    count: int,
    processes: int,
    watch: Watch,
) -> Iterator[_Piece]:
    pieces = pieces_of(count, _RUNNERS)
    done = 0
    for numbers, made in zip(
        pieces, worked(make, arguments, pieces, min(processes, len(pieces))), strict=True
    ):
        yield made
        done += len(numbers)
        watch(done)


def _text_maker(order: Order, name: str) -> Callable[[range], str]:
    make, layout = order.maker(), layout_of(name, order.knowledge, is_one=order.count == 1)
    return lambda numbers: layout.texts(map(make, numbers))


def _table_maker(order: Order) -> Callable[[range], bytes]:
    """What makes a packed piece of a typed table."""
    from ..tables.arrow import packed, schema_of  # noqa: PLC0415  (an extra)

    make, questions = order.maker(), _questions(order.knowledge)
    schema = schema_of(questions)

    def piece(numbers: range) -> bytes:
        columns: dict[str, list[object]] = {one.id: [None] * len(numbers) for one in questions}
        columns["id"] = [str(number + 1) for number in numbers]
        for row, number in enumerate(numbers):
            for name, answer in make(number).items():
                columns[name][row] = answer.value
        for one in questions:
            if isinstance(one.kind, Several):
                columns[one.id] = [*_in_order(columns[one.id], one.kind)]
        return packed(schema, columns)

    return piece


def _in_order(answers: Iterable[object], kind: Several) -> Iterator[list[str] | None]:
    """Sets of words as lists, in the order of the question, the same in every process."""
    for chosen in answers:
        if isinstance(chosen, frozenset):
            yield [word for word in kind.labels if word in chosen]
        else:
            yield None


def _questions(knowledge: Knowledge) -> list[Question]:
    return [
        one
        for one in knowledge.questions.values()
        if not isinstance(one.kind, Text) and one.gate != NEVER
    ]
