"""Words of an answer, and whose they are where one list asks for several questions."""

from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence

from ..errors import did_you_mean, join_words
from ..vocabulary import (
    UNSURE,
    Choice,
    Misfit,
    Question,
    Several,
    find_choice,
    is_declined,
    is_dont_know,
)
from .problems import shortened


def signs_of(
    question: Question, among: Sequence[Question], texts: Sequence[str]
) -> list[str] | Misfit:
    """Those of the texts of a mixed list that are answers to one of its questions.

    Each sign belongs to the questions that have it; `none`, don't know and declined to all of
    them. What no question of the list has is a misfit.
    """
    own = []
    for text in texts:
        unsure = next((word for word in UNSURE if word in words_of(question)), "unknown")
        if find_choice(words_of(question), text) is not None:
            own.append(text)
        elif text.strip().lower().replace(" ", "_") in UNSURE or is_dont_know(text):
            own.append(unsure)
        elif is_declined(text):
            own.append(text)
        elif all(find_choice(words_of(one), text) is None for one in among):
            names = join_words([f"'{one.id}'" for one in among], "and")
            known = dict.fromkeys(word for one in among for word in words_of(one))
            meant = did_you_mean(text.strip().lower().replace(" ", "_"), known)
            fix = f"did you mean {meant}? " if meant else ""
            fix += "say under `values` what is meant; `surefoot mapping --questions` has all signs"
            return Misfit("AN104", f"none of {names} has a choice '{shortened(text)}'", fix)
    return own


def words_of(question: Question) -> AbstractMapping[str, str]:
    """The choices of a question with what a runner reads; none where it has no choices."""
    kind = question.kind
    return kind.labels if isinstance(kind, Choice | Several) else {}
