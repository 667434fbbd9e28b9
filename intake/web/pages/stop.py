"""Where an interview ends at once: a red flag, or a person that the base is not made for."""

from dataclasses import replace

from ....engine.findings import RaisedFlag
from ....reports.sentences import printable
from ...interview.asking import Interview
from ...interview.moment import Stop
from ...spoken import GO
from ...store.naming import NO_NAME
from ..answering import Answered, Page, Redirect, Visit
from ..service import Service
from .question_shapes import StopPage
from .ways import next_page, page_of, question_page


def show(service: Service, visit: Visit) -> Answered:
    """What to do now, and nothing else; one way back is left, for a slip."""
    name = visit.parts["interview"]
    interview = service.interview(name)
    flags, stop = interview.now.urgent(), interview.now.stop()
    if flags:
        return Page("stop", _for_coach(service, name, _referral(name, interview, flags)))
    if stop is not None:
        return Page("stop", _for_coach(service, name, _farewell(name, interview, stop)))
    return Redirect(next_page(name, interview))


def _for_coach(service: Service, name: str, page: StopPage) -> StopPage:
    """With whom it is about and a way to all runners, where several are looked after."""
    if not service.is_coach:
        return page
    runner = service.runner(service.stored(name).runner)
    return replace(page, runner=printable(runner.name) or NO_NAME, home="/")


def _referral(name: str, interview: Interview, flags: tuple[RaisedFlag, ...]) -> StopPage:
    first = flags[0]
    slip = interview.now.last_behind(first.rule)
    return StopPage(
        runner="",
        home="",
        title=first.rule.title,
        is_urgent=True,
        route=GO.get(first.warn.route, ""),
        running=first.running,
        tell=first.warn.tell,
        because=first.because,
        also=tuple(one.rule.title for one in flags[1:]),
        change=question_page(name, slip.id) if slip else "",
        report=page_of(name, "finish"),
        stop=f"/stop?interview={name}",
    )


def _farewell(name: str, interview: Interview, stop: Stop) -> StopPage:
    slip = interview.now.last_behind(stop.rule)
    return StopPage(
        runner="",
        home="",
        title=stop.rule.title,
        is_urgent=False,
        route="",
        running="",
        tell="",
        because=stop.text,
        also=(),
        change=question_page(name, slip.id) if slip else "",
        report=page_of(name, "finish"),
        stop=f"/stop?interview={name}",
    )
