"""What changed in the questions since an interview was left."""

from ..interview.resuming import last_base, what_changed
from .service import Service


def changes_of(service: Service, name: str) -> tuple[str, ...]:
    """What a runner has to know before an interview goes on; empty once one went on.

    Going on is the next answer: it is stored with the base of today.

    Raises:
        NotFound: if there is no such interview.
    """
    if not service.stored(name).entries:
        return ()
    log = service.store.log(name)  # with the base of each entry, which the interview has not
    if last_base(log) == service.knowledge.hash:
        return ()
    then = service.store.base(last_base(log))
    return what_changed(log, service.knowledge, then.questions if then else None).sentences
