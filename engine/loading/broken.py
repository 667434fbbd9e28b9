"""Entries that are not well formed are read all the same, for the other mistakes in them."""

from ..source import Mapping
from .language import Language
from .sections import Sections

# Section -> the field that holds a condition, and whether it may read what rules conclude.
_CONDITIONS = {
    "rules": ("when", True),
    "flags": ("when", True),
    "limits": ("when", True),
    "questions": ("only_if", False),
    "derived": ("gate", False),
    "contradictions": ("when", False),
    "home_tests": ("withhold_if", True),
    "advice": ("withhold_if", True),
    "exercises": ("when", True),
    "sessions": ("skip_if", True),
    "placings": ("when", True),
    "blocks": ("withhold_if", True),
    "pillars": ("headline_when", True),
    "contexts": ("headline_when", True),
}


def read_broken(sections: Sections, lang: Language) -> None:
    """Note what is wrong with the conditions of entries whose fields are wrong already."""
    for section, entries in sections.broken.items():
        field, reads_conclusions = _CONDITIONS.get(section, ("", False))
        for entry in entries:
            each = entry.node.get("each") is not None
            node = entry.node.get(field)
            if node is not None:
                context = (*entry.context, field)
                lang.condition(node, context, each=each, reads_conclusions=reads_conclusions)
            signs = entry.node.get("signs")
            for key, sign in signs.entries if isinstance(signs, Mapping) else ():
                when = sign.get("when") if isinstance(sign, Mapping) else None
                if when is not None:
                    context = (*entry.context, f"sign {key.text}")
                    has_sites = entry.node.get("sites") is not None
                    lang.condition(when, context, each=has_sites, reads_conclusions=True)
