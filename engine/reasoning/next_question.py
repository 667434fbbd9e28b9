"""What to ask next, so that an interview can stop soon and still reads like a conversation.

Who is to be seen comes first. Then the question that can be expected to move most of what is in
doubt. Time counts, but less than the number of questions: a test of minutes at home must promise
about twice as much as a question of seconds.

A section is the questions of one sore place, or of one topic. The shortest way to a headline
stays in it for a question that promises a fifth of what the best one does; the way to the whole
result, which needs most questions anyway, goes through a section before it leaves it.
"""

from collections.abc import Collection, Iterable, Mapping

from ..knowledge import WATCH_FROM
from .doubts import Doubt, Step
from .effort import seconds_to_answer
from .prospect import Outlook, Prospect
from .stopping import safety_doubts

# Tried on made-up runners, as `surefoot kb interviews` counts. With 1 for time, every second is
# weighed: 4 minutes less for half of them, and 4 more questions.
_WEIGHT_OF_TIME = 0.2
_WEIGHT_OF_FIRST = 0.5
_LEAST_REACH = 0.1  # points of 100
# As `surefoot kb interviews` counts, keeping sections together so asks no question more.
_ENOUGH_TO_STAY = 0.2


def next_question(
    prospect: Prospect, doubts: Iterable[Doubt], *, put_off: Collection[str] = ()
) -> str | None:
    """The question on the shortest way to settle these doubts; None without one that can be asked.

    Of equals the first in the base. Questions that were put off are left for later. No test at home
    is asked for while a warning sign is open, however mild: it might forbid the test.
    """
    listed, put_off = list(doubts), _for_later(prospect, put_off)
    for step in sorted({one.step for one in listed}):
        promised = _promises(prospect, [one for one in listed if one.step is step], put_off)
        if promised:
            found = _of_section(prospect, promised)
            return _before_a_test(prospect, found, put_off) or found
    return None


def next_in_sections(
    prospect: Prospect,
    of_headline: Iterable[Doubt],
    of_result: Iterable[Doubt],
    *,
    put_off: Collection[str] = (),
) -> str | None:
    """The question on the way to the whole result, one section after the other; None at its end.

    The next section is the one with the question that settles most of the headline, or else of the
    result. Within a section it goes as in the base. All about a sore place is asked at once.
    """
    headline, put_off = list(of_headline), _for_later(prospect, put_off)
    doubts = list(dict.fromkeys([*headline, *of_result]))
    limits = [one for one in headline if one.step is Step.LIMIT]
    safety = [one for one in doubts if one.step in {Step.LIMIT, Step.FLAG}]
    for some in (limits, [*safety, *_of_last_place(prospect, doubts)], doubts):
        promised = _promises(prospect, some, put_off)
        if promised:
            first = next_question(prospect, headline, put_off=put_off) if some is doubts else None
            return _of_whole_section(prospect, promised, first)
    return None


def next_of_rest(prospect: Prospect, *, put_off: Collection[str] = ()) -> str | None:
    """The question to ask once the result is settled, for who answers everything; None at the end.

    What shapes the plan comes first, then what only the report prints, then the rest; each in
    sections, in the order of the base.
    """
    gate, put_off = prospect.assessment.facts.gate, _for_later(prospect, put_off)
    open_now = [
        name
        for name in prospect.knowledge.questions
        if name in prospect.to_come
        and name not in prospect.waiting
        and name not in put_off
        and gate(name) is True
    ]
    plan, rules = prospect.reading.of_plan, prospect.reading.of_rules
    for some in (
        [name for name in open_now if name in plan],
        [name for name in open_now if name not in rules],
        open_now,
    ):
        if some:
            return (_in_section_of_last(prospect, some) or _by_topic(prospect, some))[0]
    return None


def _for_later(prospect: Prospect, put_off: Collection[str]) -> Collection[str]:
    """What is not asked now: what was put off, and each test at home that might be forbidden by it.

    Who puts a question about a warning sign off leaves the sign open.
    """
    if not put_off:
        return put_off
    of_signs = frozenset[str]().union(*(one.questions for one in safety_doubts(prospect)))
    return put_off if of_signs.isdisjoint(put_off) else {*put_off, *prospect.reading.of_tests}


def _before_a_test(prospect: Prospect, name: str, put_off: Collection[str]) -> str | None:
    """A question about a warning sign that comes before that of a test at home."""
    if name not in prospect.reading.of_tests:
        return None
    promised = _promises(prospect, list(safety_doubts(prospect)), put_off)
    return _of_section(prospect, promised) if promised else None


def _promises(
    prospect: Prospect, doubts: list[Doubt], put_off: Collection[str]
) -> dict[str, float]:
    """What each question that can be asked now promises for its effort, in the base's order."""
    knowledge = prospect.knowledge
    gains = dict.fromkeys(_askable(prospect, doubts) - set(put_off), 0.0)
    if not gains:
        return {}
    pillars = [one for one in doubts if one.step is Step.PILLAR]
    for doubt in doubts:
        _add(prospect, doubt, _weight(prospect, doubt, pillars), gains)
    return {
        name: gains[name] / seconds_to_answer(knowledge, name) ** _WEIGHT_OF_TIME
        for name in knowledge.questions
        if name in gains
    }


def _of_section(prospect: Prospect, promised: Mapping[str, float]) -> str:
    """The most promising question, of the section of the last answer if that promises enough."""
    best = max(promised, key=lambda name: promised[name])
    enough = [name for name in promised if promised[name] >= _ENOUGH_TO_STAY * promised[best]]
    return max(_in_section_of_last(prospect, enough) or [best], key=lambda name: promised[name])


def _of_whole_section(prospect: Prospect, promised: Mapping[str, float], first: str | None) -> str:
    """The first question of the section of the last answer, or of the one to go to next."""
    found = _in_section_of_last(prospect, promised)
    if not found:
        best = max(promised, key=lambda name: (name == first, promised[name]))
        topic = prospect.knowledge.questions[best].topic
        found = [n for n in promised if prospect.knowledge.questions[n].topic == topic]
    return found[0]


def _of_last_place(prospect: Prospect, doubts: Iterable[Doubt]) -> list[Doubt]:
    """What all that is left to ask about the sore place of the last answer bears on.

    Who has begun to tell of a pain is asked all about it before the next warning sign.
    """
    if not prospect.answers:
        return []
    questions, site_of = prospect.knowledge.questions, prospect.knowledge.site_of
    *_, name = prospect.answers
    site = site_of(questions[name])
    if site is None:
        return []
    found = (
        Doubt(
            one.step, one.id, frozenset(n for n in one.questions if site_of(questions[n]) == site)
        )
        for one in doubts
    )
    return [one for one in found if one.questions]


def _in_section_of_last(prospect: Prospect, names: Iterable[str]) -> list[str]:
    """Those about the same sore place as the last answer, else those of its topic."""
    if not prospect.answers:
        return []
    questions, site_of = prospect.knowledge.questions, prospect.knowledge.site_of
    *_, name = prospect.answers
    last = questions[name]
    of_topic = [name for name in names if questions[name].topic == last.topic]
    site = site_of(last)
    return [name for name in of_topic if site_of(questions[name]) == site] or of_topic


def _by_topic(prospect: Prospect, names: Iterable[str]) -> list[str]:
    topics, questions = list(prospect.knowledge.topics), prospect.knowledge.questions
    return sorted(names, key=lambda name: topics.index(questions[name].topic))


def _askable(prospect: Prospect, doubts: Iterable[Doubt]) -> set[str]:
    """The questions behind doubts that can be asked now, or what a test at home waits for."""
    wanted = {name for one in doubts for name in one.questions}
    wanted |= {name for one in wanted & prospect.waiting.keys() for name in prospect.waiting[one]}
    gate = prospect.assessment.facts.gate
    return {name for name in wanted - prospect.waiting.keys() if gate(name) is True}


def _add(prospect: Prospect, doubt: Doubt, weight: float, gains: dict[str, float]) -> None:
    """Add how much of a doubt each question can be expected to settle."""
    if doubt.step in {Step.CONTEXT, Step.PILLAR} and doubt.id in prospect.scores:
        for name, gain in _of_items(prospect, doubt.id).items():
            if name in gains:
                gains[name] += weight * gain
        return
    for name in doubt.questions & gains.keys():
        gains[name] += weight / len(doubt.questions)


def _of_items(prospect: Prospect, name: str) -> Mapping[str, float]:
    """For each question to come: its share of the points that are open in a pillar."""
    score = prospect.scores[name]
    worth = sum(one.group.worth for one in score.items if one.applies is not False)
    shares: dict[str, float] = {}
    for item in score.items:
        if prospect.is_item_open(item):
            behind = prospect.behind_item(item)
            for question in behind:
                share = (item.most - item.least) / worth / len(behind)
                shares[question] = shares.get(question, 0.0) + share
    return shares


def _weight(prospect: Prospect, doubt: Doubt, pillars: list[Doubt]) -> float:
    """How much a pillar matters to the doubt about which comes first; 1 for all else.

    The rival that reaches highest matters most: lowering it settles more than raising the first.
    """
    if doubt.step is not Step.PILLAR:
        return 1.0
    outlooks = [prospect.outlooks[one.id] for one in pillars]
    best = max(outlooks, key=lambda one: one.lowest_rank or 0.0)
    own = prospect.outlooks[doubt.id]
    if own is not best:
        return _reach(own, best)
    rivals = [one for one in outlooks if one is not best] or [best]
    return max(_reach(one, best) for one in rivals) * _WEIGHT_OF_FIRST


def _reach(rival: Outlook, best: Outlook) -> float:
    """How far, squared, a pillar may come above the lowest that the first can come to."""
    above = (rival.highest_rank or 0.0) - max(best.lowest_rank or 0.0, WATCH_FROM)
    return max(_LEAST_REACH, above) ** 2
