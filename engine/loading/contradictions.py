"""Entries to contradictions: answers that do not fit together."""

from collections.abc import Iterator

from ..asking import Contradiction
from ..condition import Condition
from ..shape import ContradictionShape
from .conclusions import instances_of
from .language import Language
from .sections import Entry, Sections


def read_contradictions(sections: Sections, lang: Language) -> dict[str, Contradiction]:
    """All contradictions by id; an `each: site` entry gives one for each site."""
    found: dict[str, Contradiction] = {}
    for entry in sections.of("contradictions", ContradictionShape):
        each = entry.node.get("each")
        if each is not None and (problem := lang.each_problem(each, entry.context)):
            lang.problems.append(problem)
            continue
        node = entry.node.get("when")
        context = (*entry.context, "when")
        tree = lang.condition(node, context, each=each is not None) if node is not None else None
        if tree is not None:
            read = _each(entry, tree, lang) if each is not None else [_one(entry, tree)]
            found |= {one.id: one for one in read}
    return found


def _one(entry: Entry[ContradictionShape], when: Condition) -> Contradiction:
    return Contradiction(
        id=entry.id, title=entry.shape.title, when=when, text=entry.shape.text,
        never=entry.shape.never, place=entry.key.place,
    )  # fmt: skip


def _each(
    entry: Entry[ContradictionShape], tree: Condition, lang: Language
) -> Iterator[Contradiction]:
    prefix = lang.site_prefix
    for instance in instances_of(tree, lang, each=True):
        site = instance.site or ""
        label = lang.site_choices[site]
        shown = label[:1].lower() + label[1:]
        yield Contradiction(
            id=f"{entry.id}.{site}",
            title=entry.shape.title,
            when=instance.condition,
            text=entry.shape.text.replace("{site}", shown).replace(
                f"{{{prefix}", f"{{{prefix[:-5]}{site}."
            ),
            never=entry.shape.never,
            place=entry.key.place,
            site=site,
            written=tree,
        )
