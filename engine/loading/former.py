"""What things were called before: `was:` leads from an old id to the new one."""

from ..errors import Problem
from ..source import Scalar, Sequence
from .language import Language
from .sections import Sections

QUESTIONS = ("questions", "derived")
OTHERS = (
    "rules", "flags", "patterns", "limits", "contradictions", "home_tests", "advice", "evidence",
    "blocks",
)  # fmt: skip


def read_former_ids(sections: Sections, lang: Language, among: tuple[str, ...]) -> dict[str, str]:
    """Old id to new id, of some sections; notes an old id that is still in use.

    Of a question of every site, `symptom.site.ache` stands for `symptom.shin.ache` and its like.
    """
    found: dict[str, Scalar] = {}
    former: dict[str, str] = {}
    for section in among:
        for entry in sections.entries.get(section, {}).values():
            was = entry.node.get("was")
            for node in was.items if isinstance(was, Sequence) else ():
                if not isinstance(node, Scalar):
                    continue
                taken = sections.first.get((section, node.text)) or found.get(node.text)
                if taken is not None:
                    message = f"'{node.text}' is the id of something else"
                    fix = "an id is never used again; take it out of one of the two"
                    lang.problems.append(
                        Problem(
                            code="KB207", place=node.place, message=message, fix=fix,
                            also=taken.place, context=entry.context, subject=entry.id,
                        )
                    )  # fmt: skip
                    continue
                found[node.text] = node
                former |= _forms(node.text, entry.id, lang)
    return former


def _forms(old: str, new: str, lang: Language) -> dict[str, str]:
    prefix = lang.site_prefix
    if not (old.startswith(prefix) and new.startswith(prefix)):
        return {old: new}
    topic, sites = prefix[:-5], lang.site_choices
    return {
        f"{topic}{site}.{old.removeprefix(prefix)}": f"{topic}{site}.{new.removeprefix(prefix)}"
        for site in sites
    }
