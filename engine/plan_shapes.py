"""Which fields the entries of the eight-week plan may have; see `shape`."""

from .shape import Grade, Shape, Weeks, When, Whole, Words, YesNo


class ExerciseShape(Shape):
    """An exercise of the tear-off sheet."""

    title: Words
    how: Words
    dose: Words
    half: Words
    stop: Words
    minutes: Whole = 0
    needs: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    impact: YesNo = False
    when: When = None


class PartShape(Shape):
    """A place in a session."""

    title: Words
    sessions: list[str]
    one_of: list[str]


class SessionShape(Shape):
    """A session of exercises."""

    title: Words
    text: Words
    minutes: Whole = 0
    skip_if: When = None
    skipped: Words = ""


class PlacingShape(Shape):
    """How the sessions sit in a week."""

    text: Words
    sessions: Whole = 0
    when: When = None


class AskShape(Shape):
    """An answer that the plan reads as a whole."""

    question: str


class VariantShape(Shape):
    """Other texts of a block."""

    when: When = None
    advice: tuple[str, ...] = ()
    weeks: Weeks | None = None
    half: Weeks | None = None
    hold: Words | None = None
    taper: Weeks | None = None
    half_taper: Weeks | None = None
    pushes: Words | None = None
    raises: tuple[Whole, ...] | None = None
    keeps_flat: YesNo | None = None
    waiting: Words | None = None


class BlockShape(Shape):
    """A column of the eight-week plan."""

    title: Words
    weeks: Weeks
    half: Weeks | None = None
    hold: Words | None = None
    taper: Weeks | None = None
    half_taper: Weeks | None = None
    pushes: Words = ""
    raises: tuple[Whole, ...] = ()
    keeps_flat: YesNo = False
    waiting: Words = ""
    variants: tuple[VariantShape, ...] = ()
    always: YesNo = False
    keep_going: YesNo = False
    open_if: When = None
    withhold_if: When = None
    withheld: Words = ""
    impact: YesNo = False
    loads: tuple[str, ...] = ()
    minutes: Whole = 0
    exercises: tuple[str, ...] = ()
    parts: dict[str, PartShape] | None = None
    was: tuple[str, ...] = ()


class StepShape(Shape):
    """A step that every runner could take."""

    title: Words
    blocks: list[str]
    scores: list[str]
    otherwise: Words
    weak: Words = ""
    not_applying: Words = ""
    evidence: list[str]
    grade: Grade
