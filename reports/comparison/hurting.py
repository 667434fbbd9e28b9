"""What a comparison says first where a place hurts, or where somebody should have a look."""

from ...engine.diagnosis import Diagnosis
from ...engine.reasoning.whatif import Comparison
from ..handover.behind import short_title
from ..person import given, pain_question, sore_places
from ..shapes import SeeSomeone

_MOST_FIRST = 2  # places in the headline; more stand right after it


def hurting_first(
    comparison: Comparison, box: SeeSomeone, first: str, summary: tuple[str, ...]
) -> tuple[str, str, tuple[str, ...]]:
    """Headline, lead and summary, so that no pillar is told before what hurts.

    `first` and `summary` are what they would be; where nothing hurts on either side and the box
    sends nobody on, they stay.
    """
    places = sore_lines(comparison)
    seen = "" if box.tone == "calm" else f"{box.text} The box says why."
    if comparison.is_same or not (places or seen):
        return first, seen, summary
    if not places:
        return seen, "", (first, *summary)
    told = f"{'; '.join(places[:_MOST_FIRST])}."
    lead = " ".join([*(f"{one}." for one in places[_MOST_FIRST:]), seen]).strip()
    return told, lead, (first, *summary)


def sore_lines(comparison: Comparison) -> list[str]:
    """A line without its stop for each place that is sore on a side, the worst pain first."""
    old, new = comparison.before, comparison.after
    sore = (sore_places(old) or frozenset()) | (sore_places(new) or frozenset())
    sites = [site for site in new.knowledge.sites if site in sore]
    sites.sort(key=lambda site: -max(_worst(old, site), _worst(new, site)))
    return [_line(comparison, site) for site in sites]


def _worst(diagnosis: Diagnosis, site: str) -> float:
    """The pain of a sore place; below zero for one that is not sore or of which it is unknown."""
    question = pain_question(diagnosis.knowledge, site)
    answer = diagnosis.answers.get(question) if question else None
    value = answer.value if answer and site in (sore_places(diagnosis) or ()) else None
    return float(value) if isinstance(value, float | int) else -1.0


def _line(comparison: Comparison, site: str) -> str:
    old, new = comparison.before, comparison.after
    title, question = new.knowledge.sites[site], pain_question(new.knowledge, site)
    before, after = sore_places(old), sore_places(new)
    if before is None or after is None or site not in before & after:
        return f"{title}: {_sore(site, before)} before, {_sore(site, after)} now"
    sides = [given(one, question) if question else "" for one in (old, new)]
    if question is None or not all(sides):
        return f"{title}: sore before, sore now"
    pain = short_title(new.knowledge, question)
    what = f"{title}, {pain[:1].lower()}{pain[1:]}"
    if sides[0] == sides[1]:
        return f"{what}: {sides[1]}, as before"
    return f"{what}: {sides[0]} before, {sides[1]} now"


def _sore(site: str, sore: frozenset[str] | None) -> str:
    if sore is None:
        return "not known"
    return "sore" if site in sore else "not sore"
