"""The command line: which commands there are; each is loaded when it is called.

This file alone imports absolutely, so that `python cli.py` works once installed.
"""

import gc
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from surefoot import __version__

# Loading makes hundreds of thousands of objects that all stay: looking for garbage among them
# again and again is a tenth of the time of a cold report.
gc.set_threshold(50_000)

# Command -> the module that holds it. The help line stands here, so that the list of
# commands needs none of them loaded.
_COMMANDS = {
    "ask": ("runner", "Ask the questions here in the terminal, then write the report."),
    "report": ("runner", "Write the report for a file of answers."),
    "explain": ("runner", "Say how something was concluded, or why not."),
    "demo": ("runner", "Write the report of an example runner."),
    "kb": ("author", "Check a knowledge base."),
}
_FAULT_EXIT_CODE = 70
_STOPPED_EXIT_CODE = 130


class _Commands(click.Group):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help page."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None for a name that there is not."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"surefoot.commands.{_COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list on the help page, without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the command line; this prints the help page too."""
        with _silent_without_reader():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _silent_without_reader():
            return super().invoke(ctx)


@contextmanager
def _silent_without_reader() -> Iterator[None]:
    """When the reader of our output has gone, as in `… | head -1`, nothing more is said."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing at exit either
        sys.exit(0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="surefoot")
def surefoot() -> None:
    """Which part of a runner's foundation is weak, why, and what to do.

    Everything stays on this computer. Surefoot makes no diagnosis.
    """


def main() -> None:
    """Run a command; what a person can act on is said without a traceback.

    Exit codes: 0 done, 1 findings, 2 usage, 3 the knowledge base does not load, 4 the
    answers are wrong, 70 a fault of Surefoot itself (SUREFOOT_DEBUG=1 shows where), 130
    stopped by Ctrl-C.
    """
    from surefoot.engine.errors import SurefootError  # noqa: PLC0415  (keeps --help fast)

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that it cannot show is no reason to stop
            stream.reconfigure(errors="replace")
    try:
        sys.exit(surefoot.main(prog_name="surefoot", standalone_mode=False))
    except SurefootError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(_STOPPED_EXIT_CODE)
    except Exception as error:
        if os.environ.get("SUREFOOT_DEBUG"):
            raise
        click.echo(f"Surefoot has a fault: {type(error).__name__}: {error}", err=True)
        click.echo("Nothing was changed. Set SUREFOOT_DEBUG=1 to see where.", err=True)
        sys.exit(_FAULT_EXIT_CODE)


if __name__ == "__main__":
    main()
