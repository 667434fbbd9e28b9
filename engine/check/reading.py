"""How hard a text is to read, as the grade of school at which it is understood.

The measure is the Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom 1975,
Derivation of new readability formulas for Navy enlisted personnel):

    0.39 * words / sentences + 11.8 * syllables / words - 15.59

A number or an answer that is filled in counts as a word of one syllable. Syllables are counted
by the letters, which is right for most words of plain English. A single long term moves a short
text by several grades, so texts of fewer than 20 words are only measured together.
"""

import re
from collections.abc import Iterable

HARDEST_GRADE = 8.0
FEWEST_WORDS = 20
_LONG_WORD = 4  # syllables

_SENTENCE_END = re.compile(r"[.!?]+(?=[\s\"'”’\])]|$)")
_FILLED = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_VOWELS = re.compile(r"[aeiouyáàâäéèêëíìîïóòôöúùûü]+")
# An e that is not spoken: at the end, in most ends with -es and -ed, and before -ly and its like.
_SILENT = re.compile(
    r"(?<=[gq])ue(?=s?$)|(?<![aeiouy])(?<![^aeiouy]l)e$|(?<![aeiouysxzcg])(?<![cs]h)es$"
    r"|(?<![aeioutd])ed$|(?<=[^aeiouy])e(?=(?:ly|ful|ness|ment|less)$)"
)
# Two vowels that are spoken apart: me-di-al, phys-i-o, ex-pe-ri-ence, i-de-a, cre-ate, be-ing.
_APART = re.compile(
    r"(?<![cstg])i(?:a|o|u)|sio(?!n)|ii|(?:(?<![ct])|(?<=sc))ien|ie(?:r|t)|ea(?:s?$|tion|ting)"
    r"|(?<![pg])eo|[eouy]ing|ua(?:l|t)|(?<=cr)ea|[sd]n['’]t$"
)
_AS_SPOKEN = {"achilles": 3}


def grade_of(texts: Iterable[str]) -> tuple[float, int]:
    """The grade at which texts are read together, and their number of words.

    Each text ends its last sentence. Without words the grade is 0.

    >>> grade_of(["You sleep {recovery.sleep_hours} a night.", "Most adults need seven hours."])
    (0.5, 10)
    """
    sentences = words = syllables = 0
    for text in texts:
        found = words_of(text)
        if found:
            words += len(found)
            syllables += sum(syllables_in(word) for word in found)
            sentences += _sentences_in(text)
    if not words:
        return 0.0, 0
    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    return round(max(0.0, grade), 1), words


def words_of(text: str) -> list[str]:
    """The words and numbers of a text; an answer that is filled in is the word `7`."""
    return _WORD.findall(_FILLED.sub("7", text))


def long_words(texts: Iterable[str]) -> list[str]:
    """Words of four or more syllables, each once, in the order of the text."""
    found = (word for text in texts for word in words_of(text) if syllables_in(word) >= _LONG_WORD)
    return list(dict.fromkeys(word.lower() for word in found))


def _sentences_in(text: str) -> int:
    parts = _SENTENCE_END.split(_FILLED.sub("7", text))
    return max(1, sum(1 for part in parts if _WORD.search(part)))


def syllables_in(word: str) -> int:
    """How many syllables a word has, by its letters.

    >>> [syllables_in(word) for word in ("run", "ankle", "rested", "hopped", "tendon", "area")]
    [1, 2, 2, 1, 2, 3]
    """
    plain = word.lower()
    if plain in _AS_SPOKEN:
        return _AS_SPOKEN[plain]
    spoken = _SILENT.sub("", plain)
    count = len(_VOWELS.findall(spoken)) + len(_APART.findall(spoken))
    return max(1, count)
