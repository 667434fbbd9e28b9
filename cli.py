"""The command line: which commands there are; each is loaded when it is called.

This file alone imports absolutely, so that `python cli.py` works once installed.
"""

import gc
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from surefoot import __version__
from surefoot.commands.lazy import LazyGroup

# Loading makes hundreds of thousands of objects that all stay: looking for garbage among them
# again and again is a tenth of the time of a cold report.
gc.set_threshold(50_000)

# Command -> the module that holds it, and its line on the help page.
_COMMANDS = {
    "ask": ("ask", "Ask the questions here in the terminal, then write the report."),
    "serve": ("serve", "Answer the questions in your browser, on this computer only."),
    "checkin": ("checkin", "Say in four short questions how the past week went."),
    "test": ("home_test", "Do a test at home, step by step, and keep the result."),
    "import": ("import_activities", "Read what your watch or app recorded, as answers."),
    "mapping": ("mapping", "Propose what the columns of a spreadsheet answer."),
    "report": ("report", "Write the report for a file of answers."),
    "explain": ("explain", "Say how something was concluded, or why not."),
    "next": ("next_question", "Say what to answer next, and what is settled already."),
    "whatif": ("whatif", "Say what would change if some answers were others."),
    "compare": ("compare", "Say what moved between two results, and which actions were done."),
    "demo": ("report", "Write the report of an example runner."),
    "sql": ("sql", "Print the knowledge base as one SQL query."),
    "generate": ("population", "Make up plausible runners, for trials."),
    "screen": ("screen", "Screen a whole table of runners at once."),
    "replay": ("replay", "Work a report out again, and say whether the result is the same."),
    "store": ("store", "List, export and take in what is kept of runners."),
    "forget": ("forget", "Remove runners with all that they said, for good."),
    "kb": ("kb", "Write, check and document a knowledge base."),
}
_FAULT_EXIT_CODE = 70
_STOPPED_EXIT_CODE = 130


class _Commands(LazyGroup):
    """All commands; a reader of our output that goes away is no error."""

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


@click.group(
    cls=_Commands, table=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
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
