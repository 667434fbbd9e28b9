"""A folder of YAML to a `Knowledge`, or to every problem in it at once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..condition import Condition, subjects
from ..errors import KnowledgeError, Problem
from ..knowledge import (
    BAND_KIND,
    YES_NO,
    Advice,
    Evidence,
    Group,
    Knowledge,
    Pattern,
    Pillar,
    Points,
    Rule,
    Topic,
)
from ..meaning import knowledge_hash
from ..parser import Subject
from ..plan_reads import plan_conditions
from ..shape import (
    AdviceShape,
    DerivedShape,
    EvidenceShape,
    FlagShape,
    LimitShape,
    PatternShape,
    PillarShape,
    QuestionShape,
    RuleShape,
    TopicShape,
)
from ..shipped import SHIPPED
from ..source import Scalar
from ..vocabulary import EXCLUSIVE, Choice, Kind, Several
from .broken import read_broken
from .conclusions import read_flags, read_leads, read_limits, read_patterns, read_rules
from .contradictions import read_contradictions
from .former import OTHERS, QUESTIONS, read_former_ids
from .home_tests import read_home_tests
from .language import Language
from .order import order_rules, order_values
from .plan import read_asks, read_blocks, read_exercises, read_placings, read_sessions, read_steps
from .printed import check_printed
from .questions import (
    derived_kind,
    join_gates,
    question_ids,
    read_derived,
    read_kind,
    read_questions,
)
from .records import record_kind
from .references import USED, check_references
from .sections import Sections, read_sections, shown_path

RESERVED_TOPICS = {"flag", "pattern", "limit", "headline", "site"}


def load_knowledge(folder: Path | None = None) -> Knowledge:
    """The knowledge base in a folder; without one, the base that comes with Surefoot.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    knowledge, problems = read_knowledge(read_sections(folder or SHIPPED))
    errors = [one for one in problems if one.severity == "error"]
    if knowledge is None or errors:
        raise KnowledgeError(*errors)
    return knowledge


def read_knowledge(
    sections: Sections, *, with_drafts: bool = False
) -> tuple[Knowledge | None, list[Problem]]:
    """The knowledge base, or None if a problem is an error; warnings come beside it.

    Drafts are read, and left out unless `with_drafts` asks for them.
    """
    kinds, lang = _language(sections)
    entries = sections.of("questions", QuestionShape)
    questions = read_questions(entries, kinds, dict(lang.site_choices), lang)
    derived = read_derived(sections.of("derived", DerivedShape), lang)
    patterns, signs = read_patterns(sections.of("patterns", PatternShape), lang)
    contexts = sections.of("contexts", PillarShape)
    every = [
        *read_flags(sections.of("flags", FlagShape), lang),
        *read_limits(sections.of("limits", LimitShape), lang),
        *read_leads([*sections.of("pillars", PillarShape), *contexts], lang),
        *signs,
        *read_rules(sections.of("rules", RuleShape), lang),
    ]
    rules, rule_cycles = order_rules({rule.id: rule for rule in every})
    order, value_cycles = order_values(questions, derived)
    derived = join_gates(derived, order, questions)
    advice = _advice(sections, lang)
    contradictions = read_contradictions(sections, lang)
    home_tests = read_home_tests(sections, lang, questions)
    exercises, blocks = read_exercises(sections, lang), read_blocks(sections, lang)
    sessions, placings = read_sessions(sections, lang), read_placings(sections, lang)
    asks = read_asks(sections, lang)
    former_questions = read_former_ids(sections, lang, QUESTIONS)
    former_ids = read_former_ids(sections, lang, OTHERS)
    read_broken(sections, lang)
    problems = [*sections.problems, *lang.problems, *rule_cycles, *value_cycles]
    problems += check_references(sections, lang, rules)
    problems += check_printed(sections, lang)
    problems += _missing_base(sections)
    if any(one.severity == "error" for one in problems):
        return None, problems
    used = (*USED, "draft") if with_drafts else USED
    active = {name: rule for name, rule in rules.items() if rule.status in used}
    depth = max((rule.stratum for rule in active.values()), default=-1) + 1
    knowledge = Knowledge(
        name=sections.names["name"].text,
        version=sections.names["version"].text,
        hash="",
        topics={
            entry.id: Topic(entry.id, **entry.shape.model_dump())
            for entry in sections.of("topics", TopicShape)
        },
        pillars=_pillars(sections, "pillars"),
        contexts=_pillars(sections, "contexts"),
        questions=questions,
        derived=derived,
        derived_order=order,
        rules=active,
        patterns=_used_patterns(patterns, active),
        advice=advice,
        exercises=exercises,
        blocks=blocks,
        sessions=sessions,
        placings=placings,
        steps=read_steps(sections),
        plan_asks=asks,
        evidence={
            entry.id: Evidence(id=entry.id, **entry.shape.model_dump(exclude={"was"}))
            for entry in sections.of("evidence", EvidenceShape)
        },
        site_question=lang.site_question,
        home_tests=home_tests,
        contradictions=contradictions,
        former_questions=former_questions,
        former_ids=former_ids,
        groups=_groups(active),
        strata=tuple(
            tuple(rule for rule in active.values() if rule.stratum == level)
            for level in range(depth)
        ),
    )
    return replace(
        knowledge, hash=knowledge_hash(knowledge), compared=_compared(knowledge)
    ), problems


def _compared(knowledge: Knowledge) -> frozenset[str]:
    conditions = [one.when for one in knowledge.contradictions.values()]
    conditions += plan_conditions(knowledge)
    return frozenset().union(
        *(rule.reads for rule in knowledge.rules.values()), *map(subjects, conditions)
    )


def _language(sections: Sections) -> tuple[dict[str, Kind], Language]:
    """The kinds of all questions by entry id, and what conditions can read."""
    lang = Language({}, {}, is_whole=sections.is_whole)
    lang.excused |= sections.malformed("questions") | sections.malformed("derived")
    kinds: dict[str, Kind] = {}
    entries = sections.of("questions", QuestionShape)
    asked = [entry for entry in entries if not entry.shape.records]
    by_id = {entry.id: entry for entry in entries}
    for entry in (*asked, *(one for one in entries if one.shape.records)):
        kind = record_kind(entry, by_id, kinds) if entry.shape.records else read_kind(entry)
        if kind is None or isinstance(kind, Problem):
            lang.problems += [kind] if kind else []
            lang.excused.add(entry.id)
        else:
            kinds[entry.id] = kind
    _find_sites(sections, kinds, lang)
    sites = dict(lang.site_choices)
    origin: dict[str, Scalar] = {}
    for entry in entries:
        if entry.id not in kinds:
            continue
        ids = question_ids(entry, sites, lang)
        if isinstance(ids, Problem):
            lang.problems.append(ids)
            lang.excused.add(entry.id)
            del kinds[entry.id]
            continue
        is_number = not isinstance(kinds[entry.id], Choice)
        is_record = bool(entry.shape.records)
        worse = (by_id[entry.shape.records] if is_record else entry).shape.worse
        ordered = is_number or worse != "neither"
        subject = Subject(kinds[entry.id], ordered=ordered, recorded=is_record)
        twice = next((name for name in ids if name in origin), None)
        if twice is not None:
            message = f"'{entry.id}' and '{origin[twice].text}' both make '{twice}'"
            also = origin[twice].place
            lang.problems.append(
                Problem(code="KB109", place=entry.key.place, message=message, also=also)
            )
        for name in ids:
            lang.subjects[name] = subject
            origin[name] = entry.key
        if entry.shape.each:
            lang.each_subjects[entry.id] = subject
    _add_concluded(sections, lang)
    lang.each_subjects |= lang.subjects
    lang.problems += _topic_problems(sections, lang)
    return kinds, lang


def _find_sites(sections: Sections, kinds: Mapping[str, Kind], lang: Language) -> None:
    """What `each: site` runs through."""
    each = sections.each.get("site")
    if each is None:
        lang.knows_sites = "each" not in sections.known.get("names", ())
        return
    lang.site_question = each.text
    kind = kinds.get(each.text)
    if isinstance(kind, Several):
        sites = {word: label for word, label in kind.labels.items() if word not in EXCLUSIVE}
        lang.each_subjects["site"] = Subject(Choice(sites), ordered=False)
        return
    if not lang.excuses(each.text):
        message = f"'{each.text}' is not a question with several answers"
        lang.problems.append(Problem(code="KB121", place=each.place, message=message))
    lang.knows_sites = False


def _add_concluded(sections: Sections, lang: Language) -> None:
    for entry in sections.of("derived", DerivedShape):
        kind = derived_kind(entry)
        if isinstance(kind, Problem):
            lang.problems.append(kind)
            lang.excused.add(entry.id)
        elif entry.id in lang.subjects:
            message = f"'{entry.id}' is a question already"
            question = sections.first.get(("questions", entry.id))
            also = question.place if question else None
            lang.problems.append(
                Problem(code="KB109", place=entry.key.place, message=message, also=also)
            )
        else:
            lang.subjects[entry.id] = Subject(kind, ordered=not isinstance(kind, Choice))
    for name in sections.known.get("flags", set()):
        lang.subjects[name] = Subject(YES_NO, ordered=False)
    for name in sections.known.get("patterns", set()):
        lang.subjects[name] = Subject(BAND_KIND, ordered=True)


def _topic_problems(sections: Sections, lang: Language) -> list[Problem]:
    topics = sections.known.get("topics", set())
    said = {one.place for one in lang.problems}  # of such an id one thing is enough
    problems = [
        Problem(
            code="KB201",
            place=entry.key.place,
            message=f"'{entry.id}' is a word of the language and no name for this",
            context=entry.context,
        )
        for section in ("topics", "pillars", "contexts")
        for entry in sections.entries.get(section, {}).values()
        if entry.id in RESERVED_TOPICS
    ]
    for section in ("questions", "derived"):
        for entry in sections.entries.get(section, {}).values():
            topic = entry.id.partition(".")[0]
            if topic not in topics and sections.is_whole and entry.key.place not in said:
                message = f"the id begins with '{topic}', which is no topic of base.yaml"
                problems.append(
                    Problem(
                        code="KB201", place=entry.key.place, message=message, context=entry.context
                    )
                )
    return problems


def _missing_base(sections: Sections) -> list[Problem]:
    if not sections.is_whole:
        return []
    tried = sections.names.keys() | sections.known.get("names", set())
    missing = [name for name in ("format", "name", "version") if name not in tried]
    missing += [name for name in ("topics", "pillars") if not sections.known.get(name)]
    where = shown_path(sections.folder / "base.yaml")
    return [Problem(code="KB151", where=where, message=f"'{name}:' is missing") for name in missing]


def _pillars(sections: Sections, section: str) -> dict[str, Pillar]:
    return {
        entry.id: Pillar(
            id=entry.id,
            title=entry.shape.title,
            about=entry.shape.about,
            headline=entry.shape.headline,
            is_context=section == "contexts",
        )
        for entry in sections.of(section, PillarShape)
    }


def _advice(sections: Sections, lang: Language) -> dict[str, Advice]:
    advice = {}
    for entry in sections.of("advice", AdviceShape):
        node = entry.node.get("withhold_if")
        withhold: Condition | None = None
        if node is not None:
            withhold = lang.condition(node, (*entry.context, "withhold_if"), reads_conclusions=True)
        fields = entry.shape.model_dump(exclude={"withhold_if", "was"})
        fields |= {name: tuple(fields[name]) for name in ("evidence", "not_with", "parts")}
        advice[entry.id] = Advice(
            id=entry.id, place=entry.key.place, withhold_if=withhold, **fields
        )
    return advice


def _used_patterns(
    patterns: Mapping[str, Pattern], active: Mapping[str, Rule]
) -> dict[str, Pattern]:
    used = {getattr(rule.conclusion, "pattern", None) for rule in active.values()}
    return {name: pattern for name, pattern in patterns.items() if name in used}


def _groups(rules: Mapping[str, Rule]) -> tuple[Group, ...]:
    """Rules with points by item, in the order of the base."""
    members: dict[tuple[str, str], list[tuple[int, Rule]]] = {}
    for rule in rules.values():
        if isinstance(rule.conclusion, Points) and rule.conclusion.points > 0:
            key = (rule.conclusion.pillar, rule.conclusion.group)
            members.setdefault(key, []).append((rule.conclusion.points, rule))
    return tuple(
        Group(name, pillar, tuple(rule for _, rule in found), max(points for points, _ in found))
        for (pillar, name), found in members.items()
    )
