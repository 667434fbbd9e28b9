"""What each piece of advice takes of the runner's time, as columns.

`planning.fitting` and `budget` are the definition: exercises by what is at hand and what is sore,
the warming up of their sessions, a block's own minutes, and chores.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from ..knowledge import Advice, Knowledge
from ..plan_parts import Block, Exercise, Part
from .conditions import Conditions, gate_name, has_name
from .draft import Draft
from .restricting import at_half, is_whole_name, may_do
from .sql import (
    FALSE,
    NULL,
    TRUE,
    Sql,
    all_of,
    any_of,
    binary,
    case,
    count_of,
    holds,
    is_false,
    is_known,
    negated,
    whole,
)

MINUTES = "minutes a week"


@dataclass(frozen=True, slots=True)
class Use:
    """Work that an advice may need, and share with others: its minutes, and whether it does."""

    work: str
    minutes: Sql
    is_used: Sql


def counts_name(block: str) -> str:
    """The column that says whether time is counted for a block: it is in the plan as a whole."""
    return f"block.{block}.counts"


def is_exercise(block: Block) -> bool:
    """Whether its work takes part of the plan's own time, and is no chore beside it."""
    return bool(block.parts or block.minutes)


def takes_time(knowledge: Knowledge, advice: Advice) -> bool:
    """Whether an advice can take time at all."""
    return is_exercise(knowledge.blocks[advice.block]) or advice.minutes_per_week > 0


def add_work(
    knowledge: Knowledge, conditions: Conditions, draft: Draft, advice: Iterable[Advice]
) -> None:
    """The stages of what suits the runner, and of what each piece of advice would take."""
    listed = tuple(advice)
    names = dict.fromkeys(one.block for one in listed)
    blocks = {name: knowledge.blocks[name] for name in names}
    wanted = {name for block in blocks.values() for part in block.parts for name in part.one_of}
    draft.put(MINUTES, _answered(knowledge, "minutes", draft))
    for name in sorted(wanted):
        draft.put(_can_do(name), _suits(knowledge, knowledge.exercises[name], conditions, draft))
    for name, session in knowledge.sessions.items():
        skipped = FALSE.copy() if session.skip_if is None else conditions.truth(session.skip_if)
        draft.put(_has_day(name), negated(holds(skipped)))
    draft.stage("suited", "The exercises that can be done, and the sessions that have a day.")
    for block in blocks.values():
        for part in block.parts:
            draft.put(_minutes(block.id, part.id), _part_minutes(knowledge, part, draft))
    draft.stage("parts", "The minutes a week of each part of a block; none if it has no exercise.")
    for block in blocks.values():
        left = any_of(_is_done(block, part, draft) for part in block.parts)
        sure: Sql = TRUE.copy()
        if block.withhold_if is not None:
            sure = is_false(conditions.truth(block.withhold_if))
        whole_ = draft[is_whole_name(block.id)]
        draft.put(counts_name(block.id), all_of([whole_, sure, *([left] if block.parts else [])]))
    for one in listed:
        block = blocks[one.block]
        for part in block.parts:
            draft.put(_does(one, part), _needs_part(one, block, part, draft))
    draft.stage("work", "Blocks that are in the plan as a whole, and the parts that advice needs.")


def uses_of(knowledge: Knowledge, advice: Advice, draft: Draft) -> Iterator[Use]:
    """The work of an advice, each piece by a name that is the same for all who share it."""
    block = knowledge.blocks[advice.block]
    for part in block.parts:
        name = _minutes(block.id, part.id)
        yield Use(name, draft[name], draft[_does(advice, part)])
    for name, session in knowledge.sessions.items():
        own = [part for part in block.parts if name in part.sessions]
        if own:
            needed = any_of(draft[_does(advice, part)] for part in own)
            yield Use(f"session.{name}", whole(session.minutes),
                      all_of((needed, draft[_has_day(name)])))  # fmt: skip
    if block.minutes:
        yield Use(f"block.{block.id}", whole(block.minutes), TRUE.copy())
    if advice.minutes_per_week and not is_exercise(block):
        yield Use(f"chore.{advice.id}", whole(advice.minutes_per_week), TRUE.copy())


def _answered(knowledge: Knowledge, ask: str, draft: Draft) -> Sql:
    """The answer to what the plan asks, where its question applies."""
    name = knowledge.plan_asks.get(ask, "")
    if name not in draft or draft[name] == NULL:
        return NULL.copy()
    gate = gate_name(name)
    return case([(holds(draft[gate]), draft[name])]) if gate in draft else draft[name]


def _suits(knowledge: Knowledge, exercise: Exercise, conditions: Conditions, draft: Draft) -> Sql:
    """Whether it certainly suits the runner, nothing sore forbids it, and it needs nothing more."""
    when = TRUE.copy() if exercise.when is None else holds(conditions.truth(exercise.when))
    parts = [when, may_do(exercise, draft)]
    if exercise.needs:
        asked = knowledge.plan_asks.get("equipment", "")
        gate = gate_name(asked)
        applies = holds(draft[gate]) if gate in draft else TRUE.copy()
        has = (has_name(asked, one) for one in exercise.needs)
        parts += [applies, any_of(holds(draft[name]) for name in has if name in draft)]
    return all_of(parts)


def _part_minutes(knowledge: Knowledge, part: Part, draft: Draft) -> Sql:
    """The minutes of the first exercise that suits, in all its sessions; NULL for none."""
    halved = at_half(draft)
    found = []
    for name in part.one_of:
        minutes = knowledge.exercises[name].minutes
        each = case([(halved, whole(ceil(minutes / 2)))], whole(minutes))
        found.append((draft[_can_do(name)], each))
    days = count_of(draft[_has_day(name)] for name in part.sessions)
    pick = case(found)
    return pick if pick == NULL else binary(pick, "*", days)


def _is_done(block: Block, part: Part, draft: Draft) -> Sql:
    """Whether a part has an exercise and a day."""
    has_day = any_of(draft[_has_day(name)] for name in part.sessions)
    return all_of((is_known(draft[_minutes(block.id, part.id)]), has_day))


def _needs_part(advice: Advice, block: Block, part: Part, draft: Draft) -> Sql:
    """Whether an advice needs a part: one of its own, or any where none of its own is done."""
    own = [one for one in block.parts if one.id in advice.parts]
    done = _is_done(block, part, draft)
    if part in own or not own:
        return done
    return all_of((done, negated(any_of(_is_done(block, one, draft) for one in own))))


def _can_do(exercise: str) -> str:
    return f"exercise.{exercise}.suits"


def _has_day(session: str) -> str:
    return f"session.{session}.has_a_day"


def _minutes(block: str, part: str) -> str:
    return f"part.{block}.{part}.minutes"


def _does(advice: Advice, part: Part) -> str:
    return f"advice.{advice.id}.needs.{part.id}"
