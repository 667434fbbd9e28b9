"""What belongs to asking: tests at home, and answers that do not fit together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .condition import Condition
from .errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeTest:
    """A test at home, whose results answer `questions` one after the other.

    `measure` says how: `repetitions` to a beat until the runner stops, `hold` for as long as
    possible, `count` for `seconds` and then `times` that number, `faults` seen on a film.
    It is done once for each of `rounds` (without them, once for each question). `keep` says what
    becomes of the results: `each` answers a question of its own, or one question takes the `worst`
    or the `average`. Who did the test gives the answers of `sets` too.
    `loads` are the sites that it loads; it is not offered while a flag spares one of them, with
    `impact` also while a flag allows no impact, nor where `withhold_if` is not certainly false.
    `ask_first` are questions of which a yes ends the test before it begins.
    """

    id: str
    title: str
    questions: tuple[str, ...]
    measure: str
    steps: tuple[str, ...]
    stop: str
    beats_per_minute: int | None
    beats_per_repetition: int
    seconds: int | None
    times: int
    rest_seconds: int
    loads: tuple[str, ...]
    withhold_if: Condition | None
    evidence: tuple[str, ...]
    grade: str
    place: Place
    about: str = ""
    needs: str = ""
    minutes: int = 0
    countdown_seconds: int = 5
    rounds: tuple[str, ...] = ()
    keep: str = "each"
    beat_words: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    ask_first: tuple[str, ...] = ()
    impact: bool = False
    sets: Mapping[str, str] = field(default_factory=dict)

    @property
    def attempts(self) -> int:
        """How often it is done."""
        return len(self.rounds) or len(self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Answers that do not fit together: they are asked again, and named in the report.

    `never` marks what no real runner can answer; the checks count on that. One that is written
    with `each: site` is there once for every site, as `id.site`; `written` is its condition as
    it stands in the file, where that differs from `when`.
    """

    id: str
    title: str
    when: Condition
    text: str
    never: bool
    place: Place
    site: str | None = None
    written: Condition | None = None

    @property
    def entry(self) -> str:
        """The id of the entry that it was read from."""
        return self.id.removesuffix(f".{self.site}") if self.site else self.id
