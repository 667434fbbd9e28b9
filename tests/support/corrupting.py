"""Random damage to files, for tests that nothing a reader meets makes it raise."""

from __future__ import annotations

import random
from collections.abc import Iterator


def damaged(data: bytes, chance: random.Random, copies: int) -> Iterator[bytes]:
    """Copies with up to ten bytes changed, put in or taken out, and some cut off."""
    for _ in range(copies):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 3, 10))):
            at = chance.randrange(len(copy))
            match chance.randrange(5):
                case 0:
                    copy[at] = chance.randrange(256)
                case 1:
                    del copy[at : at + chance.randrange(1, 100)]
                case 2:
                    copy[at:at] = chance.randbytes(5)
                case 3:
                    copy[at] = chance.choice(b"0123456789.-<>&\"'/ eE")
                case _ if chance.random() < 0.2:
                    del copy[at + 1 :]
        yield bytes(copy)
