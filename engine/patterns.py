"""How the signs of a pattern add up, for each site, with what is still unknown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .evaluate import Truth
from .knowledge import BAND_STARTS, BANDS, Pattern, Rule, Sign

LIKELY = BANDS.index("likely")


@dataclass(frozen=True, slots=True)
class SiteScore:
    """The sum of signs at one site: at least `low`, at most `high`, whatever is answered later."""

    site: str | None
    low: int
    high: int

    @property
    def is_matched(self) -> bool:
        """Likely or more, and no missing answer can lower it below."""
        return band_of(self.low) >= LIKELY


def band_of(score: int) -> int:
    """The number of the band, from 0 for unlikely."""
    return max(index for index, start in enumerate(BAND_STARTS) if score >= start)


def score_site(
    site: str | None, signs: Iterable[Rule], state: Callable[[Rule, str | None], Truth]
) -> SiteScore:
    """The lowest and highest sum of the signs; of a group only the heaviest counts."""
    groups: dict[str, list[tuple[int, Truth]]] = {}
    for rule in signs:
        if isinstance(rule.conclusion, Sign):
            truth = state(rule, site)
            groups.setdefault(rule.conclusion.group, []).append((rule.conclusion.weight, truth))
    low = high = 0
    for members in groups.values():
        certain = [weight for weight, truth in members if truth]
        possible = [weight for weight, truth in members if truth is not False]
        low += max([0, *certain]) + min([0, *possible])
        high += max([0, *possible]) + min([0, *certain])
    return SiteScore(site, low, high)


def band_range(scores: Iterable[SiteScore]) -> tuple[int, int]:
    """The lowest and highest band that the pattern can have over all its sites."""
    listed = list(scores)
    low = max((band_of(one.low) for one in listed), default=0)
    return low, max((band_of(one.high) for one in listed), default=0)


def candidate_sites(pattern: Pattern, possible: Iterable[str]) -> tuple[str | None, ...]:
    """The sites at which a pattern is scored; one without sites is scored once."""
    if not pattern.sites:
        return (None,)
    return tuple(site for site in pattern.sites if site in set(possible))
