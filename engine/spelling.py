"""How far two words are apart."""

from functools import lru_cache

_FURTHEST = 2
_LONGEST_SHORT_WORD = 4


def slips_between(word: str, known: str) -> int | None:
    """How many slips turn a known word into this one; None for too many to be a slip.

    One in a short word, two in a longer one; of ids of one topic only the rest counts, so that
    `body.age` is not taken for `body.pace`.
    """
    if abs(len(word) - len(known)) > _FURTHEST:  # most words end here
        return None
    while word.partition(".")[0] == known.partition(".")[0] and "." in word and "." in known:
        word, known = word.partition(".")[2], known.partition(".")[2]
    return distance(word, known, 1 if len(word) <= _LONGEST_SHORT_WORD else _FURTHEST)


def distance(first: str, second: str, most: int) -> int | None:
    """How many slips lie between two words, or None for more than `most`.

    A slip is a letter too many, one missing, a wrong one, or two neighbours the wrong way round.

    >>> distance("slepe", "sleep", 2), distance("heel", "shin", 2)
    (1, None)
    """
    if abs(len(first) - len(second)) > most:
        return None
    if len(_letters(first) ^ _letters(second)) > 2 * most:  # a slip swaps at most two letters
        return None
    first, second = _without_common_ends(first, second)
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, char in enumerate(first, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(second, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == second[j - 2] and other == first[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


@lru_cache(maxsize=4096)
def _letters(word: str) -> frozenset[str]:
    return frozenset(word)


def _without_common_ends(first: str, second: str) -> tuple[str, str]:
    start, shorter = 0, min(len(first), len(second))
    while start < shorter and first[start] == second[start]:
        start += 1
    end = 0
    while end < shorter - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return first[start : len(first) - end], second[start : len(second) - end]
