"""Groups that are no groups: of one rule only, or of signs for and against a pattern."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...errors import Problem
from ...loading.sections import Entry
from ...nodes import place_of
from ...shape import PatternShape, RuleShape
from .prover import Prover


@dataclass(frozen=True, slots=True)
class _Member:
    """A rule or sign that names a group: where it does, and whether it speaks against."""

    entry: Entry[RuleShape] | Entry[PatternShape]
    path: tuple[str, ...]
    is_against: bool = False


def check_items(prover: Prover) -> Iterator[Problem]:
    """Groups of one rule or sign, and groups with signs for and against."""
    for (_, group), members in _groups(prover).items():
        first = members[0]
        if len(members) == 1:
            yield _problem(
                "KB209", first, f"nothing else is in the group '{group}'",
                fix="leave `group:` out, or spell it as the others do",
            )  # fmt: skip
        other = next((one for one in members if one.is_against != first.is_against), None)
        if other is not None:
            yield _problem(
                "KB225", other, f"the group '{group}' has signs for and against the pattern",
                also=first, fix="make two groups: of each only the heaviest sign counts",
            )  # fmt: skip


def _groups(prover: Prover) -> dict[tuple[str, str], list[_Member]]:
    """Who names each group, by pillar or pattern and the group's word."""
    found: dict[tuple[str, str], list[_Member]] = {}
    for rule in prover.sections.of("rules", RuleShape):
        if rule.shape.group and rule.shape.status != "retired":
            pillar = rule.id.partition(".")[0]
            found.setdefault((pillar, rule.shape.group), []).append(_Member(rule, ("group",)))
    for pattern in prover.sections.of("patterns", PatternShape):
        for name, sign in pattern.shape.signs.items():
            if sign.group and pattern.shape.status != "retired":
                said = sign.say.removeprefix("against ")
                member = _Member(pattern, ("signs", name, "group"), said != sign.say)
                found.setdefault((pattern.id, sign.group), []).append(member)
    return found


def _problem(
    code: str, member: _Member, message: str, *, also: _Member | None = None, fix: str
) -> Problem:
    return Problem(
        code=code, message=message, place=place_of(member.entry.node, *member.path),
        also=place_of(also.entry.node, *also.path) if also else None, fix=fix,
        context=member.entry.context, subject=member.entry.id,
    )  # fmt: skip
