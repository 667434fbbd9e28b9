"""What the parts of a base say of each other: every id that is named is there."""

import re
from collections.abc import Iterable, Iterator, Mapping

from ..errors import Place, Problem, did_you_mean, join_words
from ..knowledge import Rule, Sign
from ..plan_shapes import AskShape, BlockShape, ExerciseShape, StepShape
from ..shape import AdviceShape, HomeTestShape, PatternShape, RuleShape, Shape
from ..source import Mapping as MappingNode
from ..source import Node, Scalar, Sequence
from ..vocabulary import Number
from .language import Language
from .plan import check_texts
from .sections import Entry, Sections

USED = ("trial", "stable")
MOST_LISTED = 15


def check_references(
    sections: Sections, lang: Language, rules: Mapping[str, Rule]
) -> Iterator[Problem]:
    """Every id that names nothing.

    Nothing where a file cannot be read: what seems to be missing may stand in it.
    """
    if not sections.is_whole:
        return
    known = sections.known
    yield from _drafts(sections, rules)
    for section in ("rules", "flags", "patterns", "limits", "home_tests", "advice", "steps"):
        whole = sections.entries.get(section, {}).values()
        for entry in (*whole, *sections.broken.get(section, ())):
            yield from _listed(entry, "evidence", known.get("evidence", set()), "KB202", "evidence")
    scored = known.get("pillars", set()) | known.get("contexts", set())
    yield from _rules(sections, lang, scored)
    for pattern in sections.of("patterns", PatternShape):
        yield from _pattern(pattern, scored, known.get("blocks", set()), lang)
    parts = {one.id: set(one.shape.parts or ()) for one in sections.of("blocks", BlockShape)}
    for advice in sections.of("advice", AdviceShape):
        node = advice.node.get("block")
        if isinstance(node, Scalar):
            yield from _named(node, known.get("blocks", set()), "KB208", "plan block", advice)
        yield from _listed(advice, "not_with", known.get("advice", set()), "KB203", "advice")
        own = parts.get(advice.shape.block)
        if own is not None:  # a block that is not there, or has a problem, is named already
            yield from _listed(advice, "parts", own, "KB208", f"part of {advice.shape.block}")
    for test in sections.of("home_tests", HomeTestShape):
        yield from _home_test(test, lang)
    for section in ("rules", "flags", "patterns", "limits"):
        for replaced in sections.entries.get(section, {}).values():
            yield from _replaced(replaced, known.get(section, set()))
    yield from _plan(sections, lang, scored)
    for pattern in sections.of("patterns", PatternShape):
        if not pattern.shape.signs:
            message = "a pattern without signs can never match"
            yield Problem(
                code="KB151", place=pattern.key.place, message=message, context=pattern.context
            )


def _drafts(sections: Sections, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """What a rule that is used reads, and that is not used itself."""
    status = {rule.id: rule.status for rule in rules.values()}
    for rule in rules.values():
        if isinstance(rule.conclusion, Sign):
            status[rule.conclusion.pattern] = rule.status
    for rule in rules.values():
        for name in sorted(rule.reads) if rule.status in USED else ():
            if status.get(name, "stable") not in USED:
                yield _unused_word(sections, rule, name, status[name])


def _unused_word(sections: Sections, rule: Rule, name: str, status: str) -> Problem:
    entry, said = _entry_of(sections, rule), "a draft" if status == "draft" else status
    fix = "take it out of the condition, or make it trial"
    if status == "retired":
        shapes = [sections.entries.get(one, {}).get(name) for one in ("flags", "patterns")]
        heirs = [heir for one in shapes if one for heir in getattr(one.shape, "replaced_by", ())]
        fix = f"read {join_words(heirs)} instead" if heirs else "take it out of the condition"
    return Problem(
        code="KB206" if status == "retired" else "KB152",
        place=(_word_in(entry.node, name) if entry else None) or rule.place,
        context=entry.context if entry else (),
        message=f"'{rule.id}' reads '{name}', which is {said} and not used",
        fix=fix, subject=rule.id,
    )  # fmt: skip


def _entry_of(sections: Sections, rule: Rule) -> Entry[Shape] | None:
    """The entry whose condition the rule is read from."""
    sign, lead = getattr(rule.conclusion, "pattern", ""), getattr(rule.conclusion, "context", "")
    for section in ("rules", "flags", "limits", "patterns", "pillars", "contexts"):
        found = sections.entries.get(section, {}).get(sign or lead or rule.id)
        if found is not None:
            return found
    return None


def _word_in(node: Node, word: str) -> Place | None:
    """Where a word first stands in the texts below a node."""
    match node:
        case Scalar(text):
            found = re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])", text)
            return node.place_at(found.start(), len(word)) if found else None
        case Sequence(items):
            below: Iterable[Node] = items
        case MappingNode(entries):
            below = (value for _, value in entries)
    return next((place for one in below if (place := _word_in(one, word))), None)


def _rules(sections: Sections, lang: Language, scored: set[str]) -> Iterator[Problem]:
    """The pillars that the ids of rules begin with, and the advice that rules name."""
    said = {one.place for one in lang.problems}  # of an id one thing is enough
    for entry in (*sections.of("rules", RuleShape), *sections.broken.get("rules", ())):
        pillar, _, claim = entry.id.partition(".")
        if pillar not in scored and entry.key.place not in said:
            meant = did_you_mean(pillar, scored)
            fix = f"did you mean {meant}.{claim}?" if meant else ""
            message = f"the id begins with '{pillar}', which is no pillar or context"
            yield Problem(
                code="KB204", place=entry.key.place, message=message, context=entry.context, fix=fix
            )
        then = entry.node.get("then")
        node = then.get("advice") if isinstance(then, MappingNode) else None
        if isinstance(node, Scalar):
            yield from _named(node, sections.known.get("advice", set()), "KB203", "advice", entry)


def _replaced(entry: Entry[Shape], known: set[str]) -> Iterator[Problem]:
    """What stands in for a retired entry is there, and only a retired one has it."""
    node = entry.node.get("replaced_by")
    yield from _listed(entry, "replaced_by", known, "KB201", "rule, flag, pattern or limit")
    if node is not None and getattr(entry.shape, "status", "") != "retired":
        message = "only a retired entry has `replaced_by:`"
        fix = "say `status: retired`, or take the line out"
        yield Problem(
            code="KB152", place=node.place, message=message, context=entry.context, fix=fix
        )


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
    yield from _listed(entry, "blocks", blocks, "KB208", "plan block")
    if lang.knows_sites:
        yield from _listed(entry, "sites", set(lang.site_choices), "KB122", "site")


def _home_test(entry: Entry[HomeTestShape], lang: Language) -> Iterator[Problem]:
    known = {name for name, one in lang.subjects.items() if isinstance(one.kind, Number)}
    others = lang.subjects.keys() - known  # what is amiss with them is said by the loader
    node = entry.node.get("questions")
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar) and item.text not in others and not lang.excuses(item.text):
            yield from _named(item, known, "KB121", "question", entry)
    if lang.knows_sites:
        yield from _listed(entry, "loads", set(lang.site_choices), "KB122", "site")


def _plan(sections: Sections, lang: Language, scored: set[str]) -> Iterator[Problem]:
    """What the parts of the eight-week plan name of each other."""
    known = sections.known
    blocks, exercises = known.get("blocks", set()), known.get("exercises", set())
    for block in sections.of("blocks", BlockShape):
        yield from _listed(block, "exercises", exercises, "KB208", "exercise")
        yield from _sites(block, lang)
        yield from check_texts(block)
        for part in _below(block.node.get("parts")):
            yield from _listed(block, "one_of", exercises, "KB208", "exercise", part)
            yield from _listed(
                block, "sessions", known.get("sessions", set()), "KB208", "session", part
            )
        for variant in _below(block.node.get("variants")):
            yield from _listed(
                block, "advice", known.get("advice", set()), "KB203", "advice", variant
            )
    at_hand = {word for ask in sections.of("asks", AskShape) for word in _choices(ask, lang)}
    for exercise in sections.of("exercises", ExerciseShape):
        yield from _sites(exercise, lang)
        yield from _listed(exercise, "needs", at_hand, "KB122", "thing that the plan asks for")
    for step in sections.of("steps", StepShape):
        yield from _listed(step, "blocks", blocks, "KB208", "plan block")
        yield from _listed(step, "scores", scored, "KB204", "pillar or context")


def _choices(ask: Entry[AskShape], lang: Language) -> tuple[str, ...]:
    """The equipment that a runner can name."""
    subject = lang.subjects.get(ask.shape.question)
    return tuple(getattr(subject.kind, "labels", ())) if ask.id == "equipment" and subject else ()


def _below(node: Node | None) -> Iterator[MappingNode]:
    match node:
        case Sequence(items):
            yield from (item for item in items if isinstance(item, MappingNode))
        case MappingNode(entries):
            yield from (value for _, value in entries if isinstance(value, MappingNode))


def _sites(entry: Entry[BlockShape] | Entry[ExerciseShape], lang: Language) -> Iterator[Problem]:
    if lang.knows_sites:
        yield from _listed(entry, "loads", set(lang.site_choices), "KB122", "site")


def _listed(
    entry: Entry,  # type: ignore[type-arg]
    field: str,
    known: set[str],
    code: str,
    what: str,
    within: MappingNode | None = None,
) -> Iterator[Problem]:
    node = (within or entry.node).get(field)
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
        fix = f"did you mean {meant}?" if meant else _all_of(known)
        message = f"there is no {what} called '{node.text}'"
        yield Problem(code=code, place=node.place, message=message, context=entry.context, fix=fix)


def _all_of(known: set[str]) -> str:
    """What there is, where that is short enough to read."""
    return f"there are: {join_words(sorted(known), 'and')}" if len(known) <= MOST_LISTED else ""
