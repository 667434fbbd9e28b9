"""Time, and waiting for a line while it passes: what a test with a beat needs.

Tests run it with a clock that jumps, so that nobody waits.
"""

import os
import sys
import time
from typing import Protocol

_LONGEST_LINE = 4096


class Clock(Protocol):
    """Where the time comes from, and lines that are typed while it passes."""

    def now(self) -> float:
        """Seconds since some moment."""
        ...

    def wait(self, seconds: float) -> str | None:
        """The line that is typed within so many seconds, or None.

        Raises:
            EOFError: if no more lines can come.
        """
        ...


class TerminalClock:
    """The clock of this machine, and the lines of this terminal."""

    def now(self) -> float:
        """Seconds since the machine was started, or so."""
        return time.monotonic()

    def wait(self, seconds: float) -> str | None:
        """The line that is typed within so many seconds, or None."""
        sys.stdout.flush()
        return _typed_within(max(0.0, seconds))


if sys.platform == "win32":  # pragma: no cover  (select takes sockets only there)
    import msvcrt

    def _typed_within(seconds: float) -> str | None:
        end, typed = time.monotonic() + seconds, ""
        while True:
            while msvcrt.kbhit():
                char = msvcrt.getwche()
                if char in "\r\n":
                    print()
                    return typed
                if char == "\x03":
                    raise KeyboardInterrupt
                if char == "\x1a":
                    raise EOFError
                typed = typed[:-1] if char == "\b" else typed + char
            if not typed and time.monotonic() >= end:
                return None
            time.sleep(0.02)
else:
    import select

    def _typed_within(seconds: float) -> str | None:
        """A line of the terminal, which hands over whole lines only.

        It is read past Python's buffers: `input` reads a terminal line by line too, so that
        nothing is left in them.
        """
        handle = sys.stdin.fileno()
        ready, _, _ = select.select([handle], [], [], seconds)
        if not ready:
            return None
        line = os.read(handle, _LONGEST_LINE)
        if not line:
            raise EOFError
        return line.decode(errors="replace").rstrip("\r\n")
