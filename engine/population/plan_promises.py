"""What a plan must never do, worked out from its cells and from what the base says of its blocks.

Which of a block's texts a plan uses is read from the cells; nothing is asked of the code that
made them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..diagnosis import Diagnosis
from ..plan_parts import HALVES, PLAN_WEEKS, Block, Texts
from ..texts import fill
from ..vocabulary import State

_NOT_YET = ("Starts in week ", "Pauses for your race.")


def half_volume(diagnosis: Diagnosis) -> Iterator[str]:
    """Under `plan: site` every block says what it says at half volume."""
    plan = diagnosis.plan
    if not spared_sites(diagnosis) and "site" not in _asked(diagnosis):
        return
    if plan.shown and not plan.is_halved:
        yield "the plan is not at half volume"
    for name, texts in printed(diagnosis).items():
        halved = _filled(diagnosis, (t for one in _all_texts(diagnosis, name) for t in _half(one)))
        if any(text not in halved for text in texts if not text.startswith(_NOT_YET)):
            yield f"block {name} is not at half volume"


def sore_sites_spared(diagnosis: Diagnosis) -> Iterator[str]:
    """Nothing loads a site that a flag spares, unless a matched pattern of that site lists it."""
    sore = spared_sites(diagnosis)
    blocks = [diagnosis.knowledge.blocks[name] for name in printed(diagnosis)]
    for name in diagnosis.plan.exercises if sore else ():
        loads = sore.intersection(diagnosis.knowledge.exercises[name].loads)
        of = [one.id for one in blocks if name in _exercises(one)]
        yield from (
            f"exercise {name} loads {site}, which is to be spared"
            for site in sorted(loads)
            if not _is_listed(diagnosis, of, site)
        )
    for block in blocks:
        if not block.parts:
            yield from (
                f"block {block.id} loads {site}, which is to be spared"
                for site in sorted(sore.intersection(block.loads))
                if not _is_listed(diagnosis, [block.id], site)
            )


def one_pillar_at_a_time(diagnosis: Diagnosis) -> Iterator[str]:
    """In no week do two pillars start, and nothing else goes up while one is new or rises."""
    if "hold" in _asked(diagnosis):
        return  # nothing changes there, which is a promise of its own
    columns = [
        _Column(name, texts, used, diagnosis)
        for name, texts in printed(diagnosis).items()
        if (used := _used(diagnosis, name, texts)) is not None
    ]
    starting: dict[int, set[str]] = {}
    for one in columns:
        start = diagnosis.plan.starts.get(one.block)
        if one.used.pushes and start is not None:
            starting.setdefault(start, set()).add(one.used.pushes)
    for week, pillars in sorted(starting.items()):
        if len(pillars) > 1:
            yield f"week {week} starts to push {', '.join(sorted(pillars))}"
    for flat in (one for one in columns if one.used.keeps_flat):
        busy = {*flat.rises(), *flat.first_weeks()}
        for free in (one for one in columns if not one.used.pushes):
            yield from (
                f"block {free.block} goes up in week {week}, in which {flat.block} is new or rises"
                for week in free.rises()
                if week in busy
            )


def within_the_time(diagnosis: Diagnosis) -> Iterator[str]:
    """The plan takes no more minutes a week than the runner has."""
    plan, name = diagnosis.plan, diagnosis.knowledge.plan_asks.get("minutes", "")
    answer = diagnosis.answers.get(name)
    if answer is None or answer.state is not State.GIVEN:
        return
    if not isinstance(answer.value, int | float) or not diagnosis.assessment.facts.gate(name):
        return
    blocks = sum(diagnosis.knowledge.blocks[one].minutes for one in printed(diagnosis))
    summed = blocks + sum(one.minutes for one in plan.sessions)
    for what, minutes in (("the plan says", plan.minutes_per_week), ("its parts take", summed)):
        if minutes > answer.value:
            yield f"{what} {minutes} minutes a week, and the runner has {answer.value:g}"


def printed(diagnosis: Diagnosis) -> dict[str, tuple[str, ...]]:
    """What each block says, week by week."""
    texts: dict[str, tuple[str, ...]] = {}
    for cell in (cell for week in diagnosis.plan.weeks for cell in week):
        texts[cell.block] = (*texts.get(cell.block, ()), cell.text)
    return texts


def spared_sites(diagnosis: Diagnosis) -> frozenset[str]:
    """The sites that raised flags name and that are to be spared."""
    sparing = (one for one in diagnosis.flags if one.warn.plan in {"site", "no-impact"})
    return frozenset(site for one in sparing for site in one.sites)


@dataclass(frozen=True, slots=True)
class _Column:
    """A block with what it says week by week, and the texts of the base that these are."""

    block: str
    texts: tuple[str, ...]
    used: Texts
    diagnosis: Diagnosis

    def rises(self) -> list[int]:
        """The weeks that say something new which the base calls going up."""
        up = {
            fill(texts[step - 1], self.diagnosis.shown)
            for texts in (self.used.weeks, self.used.half)
            if texts is not None
            for step in self.used.raises
        }
        weeks = enumerate(zip(("", *self.texts), self.texts, strict=False), start=1)
        return [week for week, (before, text) in weeks if text in up and text != before]

    def first_weeks(self) -> list[int]:
        """The weeks up to its lighter one; those around a race do not count."""
        tapers = (*(self.used.taper or ()), *(self.used.half_taper or ()))
        pauses = _filled(self.diagnosis, tapers)
        start = self.diagnosis.plan.starts.get(self.block, PLAN_WEEKS + 1)
        working = [
            week
            for week, text in enumerate(self.texts, start=1)
            if week >= start and text not in pauses and not text.startswith(_NOT_YET)
        ]
        return working[:HALVES]


def _used(diagnosis: Diagnosis, name: str, texts: tuple[str, ...]) -> Texts | None:
    """Whose texts a block says; of several that fit, the calmest."""
    said = {text for text in texts if not text.startswith(_NOT_YET)}
    every = _all_texts(diagnosis, name)
    fitting = [one for one in every if said <= _filled(diagnosis, one.all())]
    return min(fitting, key=lambda one: (bool(one.pushes), len(one.raises)), default=None)


def _all_texts(diagnosis: Diagnosis, name: str) -> tuple[Texts, ...]:
    block = diagnosis.knowledge.blocks[name]
    return (block.texts, *(one.texts for one in block.variants))


def _half(texts: Texts) -> tuple[str, ...]:
    held = () if texts.hold is None else (texts.hold,)
    return (*(texts.half or ()), *(texts.half_taper or ()), *held)


def _filled(diagnosis: Diagnosis, texts: Iterable[str]) -> set[str]:
    return {fill(text, diagnosis.shown) for text in texts}


def _exercises(block: Block) -> set[str]:
    return {*block.exercises, *(name for part in block.parts for name in part.one_of)}


def _is_listed(diagnosis: Diagnosis, blocks: list[str], site: str) -> bool:
    """Whether a matched pattern of the site lists one of the blocks."""
    listed = {
        name for one in diagnosis.patterns if site in one.sites for name in one.pattern.blocks
    }
    return not listed.isdisjoint(blocks)


def _asked(diagnosis: Diagnosis) -> set[str]:
    return {one.warn.plan for one in diagnosis.flags}
