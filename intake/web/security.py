"""Who is let in, and what a browser may do with a page: small checks, each on its own.

The server listens on this computer only, but that alone protects nobody: any site that is open
in the same browser, and any other person with an account here, can reach it too.
"""

import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNITS_COOKIE = "surefoot_units"
LARGEST_BODY = 64 * 1024  # bytes
LARGEST_UPLOAD = 1024 * 1024  # bytes of the files that a coach takes in at once
_OWNER = 7  # the column of /proc/net/tcp with the user who made a connection
_SAFE_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_OF_EVERY_PAGE = {
    # A page of health answers is not to be found in a cache, a frame, or another site's window.
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # With no-referrer, Chromium sends `Origin: null` with our own forms, and they are refused.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one run of the server, and the names under which it is reached.

    `launch` opens the page the first time; `session` is what the cookie holds from then on;
    `form` stands in every form. `hosts` are the only values of the Host header that are answered.
    `cookie` is named after the port, for cookies know none: two servers would overwrite each
    other's.
    """

    launch: str
    session: str
    form: str
    hosts: frozenset[str]
    cookie: str


def make_keys(port: int) -> Keys:
    """New secrets for a server on a port of this computer."""
    launch, session, form = (secrets.token_urlsafe(24) for _ in range(3))
    hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
    return Keys(launch, session, form, hosts, f"surefoot-{port}")


def is_our_host(keys: Keys, host: str | None) -> bool:
    """Whether a request names this server, and not a site whose name was bent to it."""
    return host is not None and host.lower() in keys.hosts


def is_same(secret: str, said: str | None) -> bool:
    """Whether a secret was said; takes as long for a wrong first letter as for a wrong last."""
    return said is not None and hmac.compare_digest(secret.encode(), said.encode())


def is_from_our_page(keys: Keys, fetch_site: str | None, origin: str | None) -> bool:
    """Whether a form was sent from one of our own pages, as far as the browser says.

    A browser that says nothing is let through: the form's own token is looked at as well.
    """
    is_ours = origin is None or origin.lower() in {f"http://{host}" for host in keys.hosts}
    return is_ours and fetch_site in {None, "same-origin", "none"}


def is_of_another_person(connections: str, client_port: str, server_port: str, mine: int) -> bool:
    """Whether a connection was made by another user of this computer, as far as that is known.

    The browser is started with the launch token in its arguments, and other users may read those
    of every process. `connections` is Linux's `/proc/net/tcp`, which names the owner of each;
    elsewhere it is empty, and nothing is known.
    """
    if not (client_port.isdigit() and server_port.isdigit()):
        return False
    ends = (f":{int(client_port):04X}", f":{int(server_port):04X}")
    for line in connections.splitlines():
        fields = line.split()
        if len(fields) > _OWNER and (fields[1][-5:], fields[2][-5:]) == ends:
            return fields[_OWNER] not in {str(mine), "0"}
    return False


def headers_of_page(styles: Iterable[str] = ()) -> Mapping[str, str]:
    """The headers of every answer. `styles` are hashes of the style sheets inside a document."""
    allowed = " ".join(["'self'", *(f"'{one}'" for one in styles)])
    policy = (
        f"default-src 'none'; style-src {allowed}; img-src 'self' data:; font-src data:;"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    return {**_OF_EVERY_PAGE, "Content-Security-Policy": policy}


def safe_file_name(name: str) -> str:
    r"""A name for a download that can stand in a header and in any folder.

    >>> safe_file_name('plan "a"\r\nSet-Cookie: x.ics')
    'plan-a-Set-Cookie-x.ics'
    """
    return _SAFE_IN_NAMES.sub("-", name).strip("-.")[:100] or "surefoot"
