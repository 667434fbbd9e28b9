"""Which files of the exports of Strava, Garmin and Apple are opened; every other stays closed.

Such an export holds a whole life: contacts, logins, messages, heart curves. A file that is not
named here as one of activities is not opened, not even to see what it is. All is told by names,
before anything is opened; only what may be a list of activities is looked at.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# What a Strava export holds beside activities. A file that is called like this is never opened,
# wherever it lies.
PRIVATE: Final = frozenset({
    "messaging.json",
    "applications.csv", "blocks.csv", "clubs.csv", "comments.csv", "community_content.csv",
    "community_content_v2.csv", "connected_apps.csv", "connections.csv", "contact_syncs.csv",
    "contacts.csv", "direct_messages.csv", "email_preferences.csv", "events.csv",
    "fb_accounts.csv", "flags.csv", "followers.csv", "following.csv",
    "general_preferences.csv", "global_challenges.csv", "goals.csv", "google_accounts.csv",
    "group_challenges.csv", "iap_receipts.csv", "local_legend_segments.csv", "logins.csv",
    "memberships.csv", "messages.csv", "metering.csv", "mobile_device_identifiers.csv",
    "orders.csv", "partner_opt_outs.csv", "posts.csv", "privacy_zones.csv", "profile.csv",
    "reactions.csv", "routes.csv", "segments.csv", "social_settings.csv", "starred_routes.csv",
    "starred_segments.csv", "subscriptions.csv", "support_tickets.csv",
    "visibility_settings.csv",
})  # fmt: skip
_OF_STRAVA: Final = PRIVATE | {"bikes.csv", "components.csv", "shoes.csv"}
_LIST, _SHOES, _UPLOADS = "activities.csv", "shoes.csv", "activities/"
_RECORDINGS = (".fit", ".gpx", ".tcx", ".zip")
# How browsers and disks call a second copy: contacts (1).csv, contacts 2.csv.
_COPY: Final = re.compile(r" (?:\(\d+\)|\d+)(?=\.)")
_GARMIN, _GARMIN_LISTS = "/di_connect/", "_summarizedactivities.json"
_GARMIN_UPLOADS = "/di-connect-uploaded-files/"
# A route repeats, place by place, what the workout says in figures.
_APPLE_CLOSED = (
    "/electrocardiograms/", "/clinical-records/", "/export_cda.xml", "/workout-routes/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StravaExport:
    """A Strava export: the folder that it lies in, its list, its shoes, and all its names."""

    folder: str
    list: str
    shoes: str
    names: frozenset[str]

    def upload(self, stated: str) -> str | None:
        """The name of the file that a row of the list states as its upload."""
        name = self.folder + stated.replace("\\", "/")
        return name if stated and name in self.names else None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is opened of a heap of files: Strava exports by their lists, and others one by one.

    `closed` counts those that stay closed, by the source whose export they belong to.
    """

    strava: tuple[StravaExport, ...]
    others: tuple[str, ...]
    closed: dict[str, int]


def choose(names: Sequence[str], is_strava_list: Callable[[str], bool]) -> Choice:
    """What to open of files with these names (folders with `/`), in their order.

    `is_strava_list` looks at the content of a file of the name of such a list.
    """
    strava = tuple(_strava(names, is_strava_list))
    lists = {name for export in strava for name in (export.list, export.shoes)}
    others: list[str] = []
    closed: Counter[str] = Counter()
    of_garmin = tuple(_before(name, _GARMIN) for name in names if _GARMIN in f"/{name.lower()}")
    for name in names:
        if name in lists:
            continue
        within = next((one for one in strava if name.startswith(one.folder)), None)
        if within is not None and not _is_beside(name[len(within.folder) :]):
            closed["Strava"] += 1
        elif source := _private(f"/{name.lower()}", of_garmin=of_garmin):
            closed[source] += 1
        else:
            others.append(name)
    return Choice(strava, tuple(others), dict(closed))


def _is_beside(name: str) -> bool:
    """Whether a file lies beside an export that was unpacked among others, as in a download folder.

    Only what is called like a recording or an archive is one, and not in the folders of the export.
    """
    return "/" not in name and name.lower().removesuffix(".gz").endswith(_RECORDINGS)


def _before(name: str, mark: str) -> str:
    """The part of a path that an export lies in, in lower case."""
    return f"/{name.lower()}".partition(mark)[0] + "/"


def _private(name: str, of_garmin: Sequence[str]) -> str:
    """The source whose export a file belongs to that is none of activities; else empty.

    `of_garmin` are the folders that an export of Garmin lies in: all of it stays closed but
    the lists of activities and the uploads.
    """
    if _COPY.sub("", name.rpartition("/")[2].removesuffix(".gz")) in PRIVATE:
        return "Strava"
    is_of_garmin = _GARMIN in name or any(
        name.startswith(one) and "/" in name[len(one) :] and not name.endswith(_RECORDINGS)
        for one in of_garmin
    )
    if is_of_garmin and not (name.endswith(_GARMIN_LISTS) or _GARMIN_UPLOADS in name):
        return "Garmin"
    return "Apple" if any(one in name for one in _APPLE_CLOSED) else ""


def _strava(names: Sequence[str], is_list: Callable[[str], bool]) -> Iterable[StravaExport]:
    """Folders with a list of activities, and files beside it as only an export has them."""
    for name in names:
        folder, slash, base = name.rpartition("/")
        if base.lower() != _LIST:
            continue
        root = folder + slash
        within = [one[len(root) :].lower() for one in names if one.startswith(root)]
        is_whole = any(one in _OF_STRAVA or one.startswith(_UPLOADS) for one in within)
        if is_whole and is_list(name):
            shoes = next((one for one in names if one.lower() == f"{root}{_SHOES}".lower()), "")
            held = frozenset(one for one in names if one.startswith(root))
            yield StravaExport(root, name, shoes, held)
