"""What is finished of a batch, so that it can be stopped at any time and go on later.

A line is added to the file for each runner whose reports are written. A last line that was cut
off counts for nothing; the later of two lines about one runner counts.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ..printing import EDITIONS

LOG_NAME: Final = "surefoot-batch.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The reports of one runner, as they were written.

    `digest` is that of all they were made from, `notes` what was said beside. `urgency` is one
    of `urgency.WAYS`, empty where nobody has to be seen; `sign` says why, `runner` is the name
    that the answers give. `has_all_words`: nothing that a coach wrote was left out.
    """

    digest: str
    files: tuple[str, ...]
    urgency: str
    sign: str
    runner: str
    has_plan: bool
    has_all_words: bool
    notes: str


class Log:
    """The log of a folder: what was finished before, and a place to add to."""

    def __init__(self, folder: Path) -> None:
        """Reads the log, if there is one; `with` opens it to add to."""
        self.path = folder / LOG_NAME
        self._lines: dict[str, bytes] = {}  # read when asked for: whole objects take more room
        self._stream: int | None = None
        self._is_torn = False
        try:
            with self.path.open("rb") as stream:
                for line in stream:
                    self._is_torn = not line.endswith(b"\n")
                    name = _read(line).get("report")
                    if isinstance(name, str):
                        self._lines[name] = line
        except OSError:
            return

    def take(self, name: str, edition: str) -> Finished | None:
        """What was finished before for a runner; all editions of it are forgotten here."""
        lines = {one: self._lines.pop(f"{name} {one}", b"") for one in EDITIONS}
        data = _read(lines[edition])
        files, digest = data.get("files"), data.get("digest")
        if not isinstance(files, list) or not isinstance(digest, str):
            return None
        return Finished(
            digest=digest,
            files=tuple(map(str, files)),
            urgency=str(data.get("urgency", "")),
            sign=str(data.get("sign", "")),
            runner=str(data.get("runner", "")),
            has_plan=data.get("has_plan") is True,
            has_all_words=data.get("has_all_words") is True,
            notes=str(data.get("notes", "")),
        )

    def never_taken(self) -> list[str]:
        """The runners whose reports were finished before, and that were not asked for now."""
        return list(dict.fromkeys(key.rpartition(" ")[0] for key in self._lines))

    def add(self, name: str, edition: str, finished: Finished) -> None:
        """Note what is finished."""
        if self._stream is None:
            raise ValueError("the log is not open")
        data = {"report": f"{name} {edition}", **asdict(finished)}
        line = json.dumps(data, ensure_ascii=False).encode(errors="replace")
        os.write(self._stream, b"\n" * self._is_torn + line + b"\n")
        self._is_torn = False

    def __enter__(self) -> Self:
        """Open the file; only its owner can read it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._stream = os.open(self.path, flags, 0o600)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        if self._stream is not None:
            os.close(self._stream)
            self._stream = None


def _read(line: bytes) -> dict[str, object]:
    """What a line says; nothing where it is no whole line of a log."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
