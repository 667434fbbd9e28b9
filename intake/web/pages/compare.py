"""Two results of one runner side by side, as `surefoot compare` prints them."""

from urllib.parse import urlencode

from ....engine.days import show_date
from ....reports.printing import COMPARISON_FORMATS, UNITS, Printing
from ...store.shapes import StoredInterview
from ..answering import Document, Visit
from ..bar import Bar, Link, with_bar
from ..needs import overtaking
from ..people import person_of
from ..results import diagnosis_of, result_day
from ..service import NotFound, Service
from .result import TYPES, stem_of, unit_links, warning_of


def compare(service: Service, visit: Visit) -> Document:
    """The comparison of two results, whatever their order; `file=pdf` or html gives the file.

    Raises:
        NotFound: if one of them is not there, or they are of two people.
    """
    old, new = _both(service, visit)
    units = visit.query.get("units", "")
    printing = Printing(date=service.today(), units=units if units in UNITS else service.units)
    from ....engine.versions.sides import Side  # noqa: PLC0415  (only for a comparison)
    from ....reports.comparison.writing import build_comparison  # noqa: PLC0415  (the same)

    before, after = (
        Side(diagnosis_of(service, one), None, _origin(service, one)) for one in (old, new)
    )
    wanted = visit.query.get("file", "")
    if wanted:
        if wanted not in COMPARISON_FORMATS or wanted not in TYPES:
            raise NotFound(wanted)
        name = f"{stem_of(new, result_day(service, new))}-comparison.{wanted}"
        made = build_comparison(before, after, wanted, printing)
        return Document(made.data, TYPES[wanted], save_as=name)
    made = build_comparison(before, after, "html", printing)
    return with_bar(made.data, _bar(service, old, new, printing))


def _both(service: Service, visit: Visit) -> tuple[StoredInterview, StoredInterview]:
    """The two results, the earlier one first."""
    asked = [service.stored(visit.query.get(name, "")) for name in ("old", "new")]
    if asked[0].runner != asked[1].runner or asked[0].id == asked[1].id:
        raise NotFound(asked[1].id)
    if any(one.base != service.knowledge.name for one in asked):
        raise NotFound(asked[0].base)
    old, new = sorted(asked, key=lambda one: (result_day(service, one), one.started))
    return old, new


def _bar(service: Service, old: StoredInterview, new: StoredInterview, printing: Printing) -> Bar:
    def address(**more: str) -> str:
        said = {"old": old.id, "new": new.id, "units": printing.units, **more}
        return "/compare?" + urlencode({name: word for name, word in said.items() if word})

    runner = service.runner(old.runner)
    person = person_of(service, runner, service.store.interviews(runner.id))
    days = [show_date(result_day(service, one)) for one in (old, new)]
    return Bar(
        warned=warning_of(overtaking(service, person, old)),
        title=f"{days[0]} and {days[1]}",
        links=(
            Link("All runners" if service.is_coach else "Home", "/"),
            Link("History", f"/r/{new.runner}"),
            Link(f"Report of {days[0]}", f"/i/{old.id}/result"),
            Link(f"Report of {days[1]}", f"/i/{new.id}/result"),
        ),
        files=(
            Link("PDF", address(file="pdf")),
            Link("Web page as a file", address(file="html")),
        ),
        units=unit_links(printing.units, lambda name: address(units=name)),
    )


def _origin(service: Service, stored: StoredInterview) -> str:
    """Where the answers of a side are from, and whether the rules were others then."""
    kept = "An interview kept on this computer, worked out with the rules of today."
    if stored.knowledge == service.knowledge.hash:
        return kept
    return f"{kept} It was begun with an earlier version of them."
