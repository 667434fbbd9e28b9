"""What the parts of a base say of each other: every id that is named is there."""

from collections.abc import Iterator, Mapping

from ..errors import Problem, did_you_mean
from ..knowledge import PLAN_WEEKS, Rule, Sign
from ..shape import AdviceShape, BlockShape, PatternShape, RuleShape, Shape
from ..source import Mapping as MappingNode
from ..source import Scalar, Sequence
from .language import Language
from .sections import Entry, Sections

USED = ("trial", "stable")


def check_references(
    sections: Sections, lang: Language, rules: Mapping[str, Rule]
) -> Iterator[Problem]:
    """Every id that names nothing.

    Nothing where a file cannot be read: what seems to be missing may stand in it.
    """
    if not sections.is_whole:
        return
    known = sections.known
    yield from _drafts(rules)
    for section in ("rules", "flags", "patterns", "limits", "advice"):
        whole = sections.entries.get(section, {}).values()
        for entry in (*whole, *sections.broken.get(section, ())):
            yield from _listed(entry, "evidence", known.get("evidence", set()), "KB202", "evidence")
    scored = known.get("pillars", set()) | known.get("contexts", set())
    for rule_entry in (*sections.of("rules", RuleShape), *sections.broken.get("rules", ())):
        yield from _rule(rule_entry, scored, known.get("advice", set()))
    for pattern in sections.of("patterns", PatternShape):
        yield from _pattern(pattern, scored, known.get("blocks", set()), lang)
    for advice in sections.of("advice", AdviceShape):
        node = advice.node.get("block")
        if isinstance(node, Scalar):
            yield from _named(node, known.get("blocks", set()), "KB206", "plan block", advice)
    for block in sections.of("blocks", BlockShape):
        yield from _block(block, known.get("exercises", set()), lang)
    for pattern in sections.of("patterns", PatternShape):
        if not pattern.shape.signs:
            message = "a pattern without signs can never match"
            yield Problem(
                code="KB151", place=pattern.key.place, message=message, context=pattern.context
            )


def _drafts(rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """What a rule that is used reads, and that is not used itself."""
    status = {rule.id: rule.status for rule in rules.values()}
    for rule in rules.values():
        if isinstance(rule.conclusion, Sign):
            status[rule.conclusion.pattern] = rule.status
    for rule in rules.values():
        for name in sorted(rule.reads) if rule.status in USED else ():
            if status.get(name, "stable") not in USED:
                message = f"'{rule.id}' reads '{name}', which is {status[name]} and not used"
                fix = "take it out of the condition, or make it trial"
                yield Problem(code="KB152", place=rule.place, message=message, fix=fix)


def _rule(entry: Entry[Shape], scored: set[str], advice: set[str]) -> Iterator[Problem]:
    pillar, _, claim = entry.id.partition(".")
    if pillar not in scored:
        meant = did_you_mean(pillar, scored)
        fix = f"did you mean {meant}.{claim}?" if meant else ""
        message = f"the id begins with '{pillar}', which is no pillar or context"
        yield Problem(
            code="KB204", place=entry.key.place, message=message, context=entry.context, fix=fix
        )
    then = entry.node.get("then")
    node = then.get("advice") if isinstance(then, MappingNode) else None
    if isinstance(node, Scalar):
        yield from _named(node, advice, "KB203", "advice", entry)


def _pattern(
    entry: Entry[PatternShape], scored: set[str], blocks: set[str], lang: Language
) -> Iterator[Problem]:
    links = entry.node.get("links")
    for item in links.items if isinstance(links, Sequence) else ():
        names = [item] if isinstance(item, Scalar) else []
        if isinstance(item, MappingNode):
            names = [key for key, _ in item.entries]
        for name in names:
            yield from _named(name, scored, "KB204", "pillar or context", entry)
    yield from _listed(entry, "blocks", blocks, "KB206", "plan block")
    if lang.knows_sites:
        yield from _listed(entry, "sites", _sites(lang), "KB122", "site")


def _block(entry: Entry[BlockShape], exercises: set[str], lang: Language) -> Iterator[Problem]:
    yield from _listed(entry, "exercises", exercises, "KB206", "exercise")
    if lang.knows_sites:
        yield from _listed(entry, "loads", _sites(lang), "KB122", "site")
    for field in ("weeks", "half"):
        node = entry.node.get(field)
        items = node.items if isinstance(node, Sequence) else ()
        if node is not None and len(items) != PLAN_WEEKS:
            message = f"'{field}' has {len(items)} texts, not {PLAN_WEEKS}"
            yield Problem(code="KB153", place=node.place, message=message, context=entry.context)


def _sites(lang: Language) -> set[str]:
    subject = lang.each_subjects.get("site")
    return set(getattr(subject.kind, "labels", {})) if subject else set()


def _listed(
    entry: Entry,  # type: ignore[type-arg]
    field: str,
    known: set[str],
    code: str,
    what: str,
) -> Iterator[Problem]:
    node = entry.node.get(field)
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            yield from _named(item, known, code, what, entry)


def _named(
    node: Scalar,
    known: set[str],
    code: str,
    what: str,
    entry: Entry,  # type: ignore[type-arg]
) -> Iterator[Problem]:
    if node.text not in known:
        meant = did_you_mean(node.text, known)
        fix = f"did you mean {meant}?" if meant else ""
        message = f"there is no {what} called '{node.text}'"
        yield Problem(code=code, place=node.place, message=message, context=entry.context, fix=fix)
