"""Counts of runners as they are printed: small ones hidden, and what would give one away.

A count from 1 to 4 can point to a person. So can the count beside it, where the total is known:
of 30 runners, 28 in one place say that 2 are elsewhere. The method is primary and secondary cell
suppression, as statistics offices do it, for one row of counts with a known total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEAST_SHOWN: Final = 5
LEAST_RUNNERS: Final = 10  # of a page that is for everybody
_MOST_HIDDEN: Final = LEAST_SHOWN - 1
NONE: Final = "none"
FEW: Final = f"under {LEAST_SHOWN}"
NOT_SHOWN: Final = "not shown"


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as it is printed; `number` is None where its exact value is hidden.

    A reader knows that it is at least `least` and, unless that is None, at most `most`.
    """

    text: str
    number: int | None
    least: int
    most: int | None


def exact(count: int) -> Shown:
    """A count that gives nobody away.

    >>> exact(20000).text, exact(0).text
    ('20,000', 'none')
    """
    return Shown(f"{count:,}" if count else NONE, count, count, count)


_FEW = Shown(FEW, None, 1, _MOST_HIDDEN)
UNTOLD: Final = Shown(NOT_SHOWN, None, 0, None)


def shown_counts(
    counts: Sequence[int], *, outside: int = 0, hides: bool = True
) -> tuple[Shown, ...]:
    """A row of counts whose total is known, hidden as far as none below 5 can be worked out.

    What is hidden beside small counts is taken from the end of the row, so that the places that
    say most come first in it, and which ones are hidden says nothing about their size. `outside`
    is what the total also holds and the row does not show; it is hidden elsewhere if it is small.
    Without `hides` all counts are as they are: for who sees the names anyway.

    >>> [one.text for one in shown_counts([15, 3, 12, 0])]
    ['15', 'under 5', '11 or more', 'none']
    """
    few = [place for place, count in enumerate(counts) if 0 < count < LEAST_SHOWN]
    is_few_outside = 0 < outside < LEAST_SHOWN
    hidden = len(few) + is_few_outside
    if not (hidden and hides):
        return tuple(map(exact, counts))
    total = sum(counts[place] for place in few) + outside * is_few_outside
    large = [place for place, count in enumerate(counts) if count >= LEAST_SHOWN]
    beside: list[int] = []
    while not _is_safe(total, hidden, len(beside)):
        if not large:
            return tuple(UNTOLD for _ in counts)
        beside.append(large.pop())
        total += counts[beside[-1]]
    from_ = max(LEAST_SHOWN, total - _MOST_HIDDEN * hidden) if len(beside) == 1 else LEAST_SHOWN
    large_one = Shown(f"{from_:,} or more", None, from_, None)
    found = dict.fromkeys(few, _FEW) | dict.fromkeys(beside, large_one)
    return tuple(found.get(place) or exact(count) for place, count in enumerate(counts))


def _is_safe(total: int, few: int, beside: int) -> bool:
    """Whether each of `few` counts from 1 to 4 could still be any of these.

    They and `beside` counts of at least 5 make up the total.
    """
    most = total - (few - 1) - LEAST_SHOWN * beside
    least = 1 if beside else total - _MOST_HIDDEN * (few - 1)
    return most >= _MOST_HIDDEN and least <= 1


def shown_part(count: int, total: int, *, hides: bool = True) -> Shown:
    """How many of a known total, where the rest is not printed.

    >>> shown_part(28, 30).text, shown_part(3, 30).text, shown_part(20, 30).text
    ('26 or more', 'under 5', '20')
    """
    return shown_counts([count, total - count], hides=hides)[0]
