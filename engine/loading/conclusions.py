"""Entries to rules: points, flags, signs of patterns, limits, and what leads the report."""

import re
from dataclasses import replace
from typing import Any

from ..condition import NEVER, Comparison, Condition, Operator, conjunction, subjects
from ..errors import Problem, join_words
from ..knowledge import (
    WEIGHTS,
    Conclusion,
    Instance,
    Lead,
    Limit,
    Link,
    Pattern,
    Points,
    Rule,
    Sign,
    Warn,
)
from ..shape import FlagShape, LimitShape, PatternShape, PillarShape, RuleShape, SignShape
from ..source import Mapping, Node, Scalar, Sequence
from ..tiers import TIER_PLANS, TIER_ROUTES
from .language import Language
from .questions import check_id
from .sections import Entry

_CLAIM = r"[a-z0-9]+(-[a-z0-9]+)*"
_RULE_ID = re.compile(rf"[a-z][a-z0-9_]*\.{_CLAIM}")
_FLAG_ID = re.compile(rf"flag\.{_CLAIM}")
_PATTERN_ID = re.compile(rf"pattern\.{_CLAIM}")
_LIMIT_ID = re.compile(rf"limit\.{_CLAIM}")


def read_rules(entries: list[Entry[RuleShape]], lang: Language) -> list[Rule]:
    """Rules that give points."""
    rules = []
    for entry in entries:
        shape = entry.shape
        problem = check_id(
            entry, _RULE_ID, "a rule's id is pillar.claim, like recovery.short-sleep"
        )
        if problem:
            lang.problems.append(problem)
        elif entry.id in lang.subjects:
            message = f"'{entry.id}' is a question or a derived value already"
            lang.problems.append(
                Problem(
                    code="KB109", place=entry.key.place, message=message, context=entry.context,
                    subject=entry.id,
                )
            )  # fmt: skip
        if shape.then.points < 0:
            then = entry.node.get("then")
            node = then.get("points") if isinstance(then, Mapping) else None
            message = "points are never negative: they add up to a deficit"
            lang.problems.append(
                Problem(
                    code="KB153", place=(node or entry.node).place, message=message,
                    context=entry.context,
                )
            )  # fmt: skip
        pillar = entry.id.partition(".")[0]
        points = Points(pillar, shape.group or entry.id, shape.then.points, shape.then.advice)
        rule = _rule(entry, points, lang, because=shape.because)
        rules.append(replace(rule, claim=shape.claim) if rule else None)
    return [rule for rule in rules if rule is not None]


def read_flags(entries: list[Entry[FlagShape]], lang: Language) -> list[Rule]:
    """Red flags."""
    rules = []
    for entry in entries:
        shape = entry.shape
        problem = check_id(entry, _FLAG_ID, "a flag's id is flag.something, in small letters and -")
        if problem:
            lang.problems.append(problem)
        lang.problems += _contradictions(entry)
        warn = Warn(shape.tier, shape.route, shape.plan, shape.running, shape.tell)
        rules.append(_rule(entry, warn, lang, because=shape.because))
    return [rule for rule in rules if rule is not None]


def _contradictions(entry: Entry[FlagShape]) -> list[Problem]:
    """A route or plan that does not go with the tier."""
    problems = []
    for field, allowed in (("route", TIER_ROUTES), ("plan", TIER_PLANS)):
        said = str(getattr(entry.shape, field))
        accepted = allowed[entry.shape.tier]
        if said not in accepted:
            node = entry.node.get(field) or entry.node
            message = f"tier {entry.shape.tier} does not go with the {field} '{said}'"
            fix = f"use {join_words(accepted)}, or another tier"
            problems.append(
                Problem(
                    code="KB153", place=node.place, message=message, context=entry.context, fix=fix
                )
            )
    return problems


def read_limits(entries: list[Entry[LimitShape]], lang: Language) -> list[Rule]:
    """Limits of the base."""
    rules = []
    for entry in entries:
        problem = check_id(entry, _LIMIT_ID, "a limit's id is limit.something")
        if problem:
            lang.problems.append(problem)
        limit = Limit(stops=entry.shape.plan == "none")
        rules.append(_rule(entry, limit, lang, because=entry.shape.text))
    return [rule for rule in rules if rule is not None]


def read_leads(entries: list[Entry[PillarShape]], lang: Language) -> list[Rule]:
    """What makes a context the headline."""
    rules = []
    for entry in entries:
        node = entry.node.get("headline_when")
        if node is None:
            continue
        when = lang.condition(node, (*entry.context, "headline_when"), reads_conclusions=True)
        if when is not None:
            rules.append(
                _of_condition(
                    when,
                    lang,
                    each=False,
                    id=f"headline.{entry.id}",
                    title=entry.shape.headline,
                    status="stable",
                    because=entry.shape.headline,
                    evidence=(),
                    grade="expert",
                    conclusion=Lead(entry.id),
                    place=entry.key.place,
                )
            )
    return rules


def read_patterns(
    entries: list[Entry[PatternShape]], lang: Language
) -> tuple[dict[str, Pattern], list[Rule]]:
    """Patterns, and their signs as rules named pattern.sign."""
    patterns, rules = {}, []
    for entry in entries:
        shape = entry.shape
        problem = check_id(entry, _PATTERN_ID, "a pattern's id is pattern.something")
        if problem:
            lang.problems.append(problem)
        links = entry.node.get("links")
        patterns[entry.id] = Pattern(
            id=entry.id, title=shape.title, sites=tuple(shape.sites), about=shape.about,
            differ=shape.differ, links=_links(links, entry, lang), blocks=tuple(shape.blocks),
            evidence=tuple(shape.evidence), grade=shape.grade, place=entry.key.place,
        )  # fmt: skip
        signs = entry.node.get("signs")
        for key, node in signs.entries if isinstance(signs, Mapping) else ():
            rule = _sign(entry, key, node, shape.signs[key.text], lang)
            if rule is not None:
                rules.append(rule)
    return patterns, rules


def _sign(
    entry: Entry[PatternShape], key: Scalar, node: Node, shape: SignShape, lang: Language
) -> Rule | None:
    context = (*entry.context, f"sign {key.text}")
    if not re.fullmatch(_CLAIM, key.text):
        message = "a sign's id is words in small letters joined by -"
        lang.problems.append(
            Problem(code="KB201", place=key.place, message=message, context=context)
        )
    name = f"{entry.id}.{key.text}"
    said = shape.say.removeprefix("against ")
    weight = WEIGHTS[said] * (-1 if shape.say != said else 1)
    when = node.get("when") if isinstance(node, Mapping) else None
    has_sites = bool(entry.shape.sites)
    if when is None:
        return None
    tree = lang.condition(when, context, each=has_sites, reads_conclusions=True)
    if tree is None:
        return None
    if has_sites:
        in_sites = Comparison("site", Operator.IN, tuple(entry.shape.sites))
        tree = conjunction((in_sites, tree))
    return _of_condition(
        tree, lang, each=has_sites,
        id=name, title=key.text.replace("-", " "), status=entry.shape.status,
        because="", evidence=tuple(entry.shape.evidence), grade=entry.shape.grade,
        conclusion=Sign(entry.id, weight, shape.group or name), place=key.place,
    )  # fmt: skip


def _links(node: Node | None, entry: Entry[PatternShape], lang: Language) -> tuple[Link, ...]:
    links = []
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            links.append(Link(item.text, None))
        elif isinstance(item, Mapping):
            for key, value in item.entries:
                context = (*entry.context, f"link {key.text}")
                condition = lang.condition(value, context, reads_conclusions=True)
                links.append(Link(key.text, condition))
    return tuple(links)


def _rule(
    entry: Entry[RuleShape] | Entry[FlagShape] | Entry[LimitShape],
    conclusion: Conclusion,
    lang: Language,
    *,
    because: str,
) -> Rule | None:
    each, node = entry.node.get("each"), entry.node.get("when")
    if each is not None and (problem := lang.each_problem(each, entry.context)):
        lang.problems.append(problem)
        return None
    if node is None:
        return None
    tree = lang.condition(
        node, (*entry.context, "when"), each=each is not None, reads_conclusions=True
    )
    if tree is None:
        return None
    return _of_condition(
        tree, lang, each=each is not None,
        id=entry.id, title=entry.shape.title, status=entry.shape.status,
        because=because, evidence=tuple(entry.shape.evidence), grade=entry.shape.grade,
        conclusion=conclusion, place=entry.key.place, not_for=entry.shape.not_for,
        reviewed=tuple(entry.shape.reviewed),
    )  # fmt: skip


def _of_condition(tree: Condition, lang: Language, *, each: bool, **fields: Any) -> Rule:
    """A rule with what follows from its condition filled in."""
    instances = instances_of(tree, lang, each=each)
    reads = frozenset().union(*(subjects(one.condition) for one in instances))
    return Rule(when=tree, is_each=each, instances=instances, reads=reads, **fields)


def instances_of(tree: Condition, lang: Language, *, each: bool) -> tuple[Instance, ...]:
    """The condition of a rule as it reads for each site, or once without `each`."""
    if not each:
        return (Instance(None, tree),)
    found = []
    for site in lang.site_choices:
        read = lang.for_site(tree, site)
        if read != NEVER:
            found.append(Instance(site, conjunction((lang.chosen(site), read))))
    return tuple(found)
