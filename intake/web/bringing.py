"""How a record of runs is brought in: by a command, since it reads whole archives of files."""

from shlex import quote

from ..store.database import data_folder
from .service import Service


def command_for(service: Service, name: str) -> str:
    """The command that brings a record to a runner of this name, in the store of this page."""
    folder = service.store.path.parent
    where = "" if folder == data_folder() else f" --data {quote(str(folder))}"
    return f"surefoot import FILE --runner {quote(name) if name else 'NAME'}{where}"
