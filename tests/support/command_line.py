"""Commands as they are typed, run inside this process through `main`."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from surefoot import cli


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: str


Command = Callable[..., Run]


def runner_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *before: str
) -> Command:
    """What runs `surefoot`, with these words before its arguments."""

    def command(*args: str) -> Run:
        monkeypatch.setattr("sys.argv", ["surefoot", *before, *args])
        with pytest.raises(SystemExit) as exited:
            cli.main()
        said = capsys.readouterr()
        code = exited.value.code
        return Run(code if isinstance(code, int) else 0, said.out, said.err)

    return command
