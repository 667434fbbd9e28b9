"""The command `surefoot serve`: the interview as a web page of this computer."""

from pathlib import Path

import click

from .common import data_option, knowledge_option, make_assessor
from .diagnosing import today
from .printing import units_option

_IDLE_MINUTES = 60


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=False,
    metavar="N",
    help="The port to listen at [default: a free one]",
)
@click.option("--no-browser", is_flag=True, help="Only print the address; open no browser.")
@click.option("--coach", is_flag=True, help="For a coach: a table of runners, and fast entry.")
@click.option(
    "--idle-minutes",
    type=click.FloatRange(min=0.01),
    default=_IDLE_MINUTES,
    metavar="N",
    help=f"End after so long without a visit [default: {_IDLE_MINUTES}]",
)
@data_option
@units_option
@knowledge_option
def serve(  # noqa: PLR0913  (one for each option)
    port: int,
    idle_minutes: float,
    data_folder: Path | None,
    units: str,
    knowledge_folder: Path | None,
    *,
    no_browser: bool,
    coach: bool,
) -> None:
    """Answer the questions in your browser, and read the report there.

    The page is for this computer only, and opens with the address that is printed. Every answer
    is saved at once. It ends with Ctrl-C, by "Save and stop" in the page, or after an hour
    without a visit.
    """
    from ..intake.web.server import HOST, Ending, bind  # noqa: PLC0415
    from ..intake.web.server import serve as run  # noqa: PLC0415

    at = bind(port)
    with at:
        from ..engine.reasoning.prospect import Reading  # noqa: PLC0415
        from ..intake.store.database import open_store  # noqa: PLC0415
        from ..intake.web.app import create_app  # noqa: PLC0415
        from ..intake.web.notices import Notices  # noqa: PLC0415
        from ..intake.web.security import make_keys  # noqa: PLC0415
        from ..intake.web.service import Service  # noqa: PLC0415

        ending = Ending(idle_minutes)
        service = Service(
            store=open_store(data_folder), reading=Reading(make_assessor(knowledge_folder)),
            today=today, is_coach=coach, notices=Notices(), units=units, stop=ending.tell,
        )  # fmt: skip
        number = at.getsockname()[1]
        keys = make_keys(number)
        address = f"http://{HOST}:{number}/open?token={keys.launch}"

        def ready() -> None:
            click.echo(f"Open this page: {address}")
            click.echo(f"Answers are kept in {service.store.path}")
            click.echo(
                f"It ends by itself after {idle_minutes:g} minutes without a visit. "
                "To end it now, press Ctrl-C."
            )
            if not no_browser:
                _open_browser(address)

        run(create_app(service, keys), at, ending, ready)
    click.echo("Surefoot has ended. Every answer that was confirmed is saved.")


def _open_browser(address: str) -> None:
    """Open the page in the usual browser, without waiting for it."""
    import threading  # noqa: PLC0415
    import webbrowser  # noqa: PLC0415

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
