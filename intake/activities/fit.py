"""FIT: what watches record. The one file that knows fitdecode.

The bytes are cut into the FIT files that are chained in them, each is read to a `Content` for as
far as it goes, and each session of it becomes an activity with its own moments.

Three options make reading nearly twice as fast: no processor (dates stay numbers), no checksum by
the library (a table of our own is five times faster), and nothing is asked of messages that are
not wanted.
"""

import array
import functools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, NamedTuple

from .fit_sessions import Content, Message, Row, activities, sport_of
from .shapes import Activity, Dropped, Hints, Read

# Ten times what a watch writes in a day and a night, each second with power.
MOST_BYTES: Final = 64_000_000

_MAGIC: Final = b".FIT"
_SHORTEST_HEADER: Final = 12
_CHECKSUM_BYTES: Final = 2
_POLYNOMIAL: Final = 0xA001
# Numbers of messages in FIT's own profile.
_FILE_ID, _SPORT, _SESSION, _LAP, _RECORD, _ACTIVITY = 0, 12, 18, 19, 20, 34

_IS_AN_ACTIVITY: Final = (None, "activity", "activity_summary")
_OTHER_KINDS: Final = {
    "device": "what a watch says of itself",
    "settings": "settings of a watch",
    "sport": "settings of a watch",
    "workout": "a planned workout",
    "schedules": "planned workouts",
    "course": "a course to follow",
    "segment": "a segment to race on",
    "segment_list": "a list of segments",
    "weight": "a list of weights",
    "blood_pressure": "a list of blood pressures",
    "totals": "totals over all activities",
    "goals": "goals",
    "monitoring_a": "all-day steps and pulse",
    "monitoring_b": "all-day steps and pulse",
    "monitoring_daily": "all-day steps and pulse",
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """One FIT file of those that are chained, with a header that tells its true length."""

    content: bytes
    ends_early: bool
    is_sound: bool


def is_fit(head: bytes) -> bool:
    """Whether content that begins so is FIT."""
    return head[8:12] == _MAGIC


def read_fit(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """The sessions of a FIT file, each with its own moments; what is no activity is dropped.

    A file that ends early or is damaged gives what came before, with `partial`. Never raises but
    for want of memory.
    """
    try:
        data = stream.read(MOST_BYTES + 1)
        if reason := _unfit(data):
            return Read(dropped=(Dropped(file, reason),))
        return _read(data, file)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (damaged files fail in ways that nobody foresees)
        return Read(dropped=(Dropped(file, "it is damaged and cannot be read"),))


def _unfit(data: bytes) -> str:
    if not data:
        return "the file is empty"
    if len(data) > MOST_BYTES:
        return f"it is larger than {MOST_BYTES // 1_000_000} MB; no watch writes such a FIT file"
    return "" if is_fit(data) else "it is not a FIT file"


def _read(data: bytes, file: str) -> Read:
    whole: list[Activity] = []
    reasons: list[str] = []
    for piece in _pieces(data):
        content = _content(piece)
        found = tuple(activities(content, file))
        whole += found
        if not found and (reason := _why_nothing(content)) not in reasons:
            reasons.append(reason)
    if whole:
        return Read(tuple(whole))
    return Read(dropped=(Dropped(file, "; ".join(reasons)),))


def _why_nothing(content: Content) -> str:
    if content.kind not in _IS_AN_ACTIVITY:
        words = _OTHER_KINDS.get(str(content.kind), "other data of a watch")
        return f"it holds {words}, not an activity"
    if content.rows:
        sport, _ = sport_of(content.sport)
        about = "it states no distance" if sport is None else f"its sport is {sport}"
        return f"it ends before its summary, and {about}"
    if content.ends_early:
        return "it is damaged or ends near its beginning: nothing of it could be read"
    return "it holds no activity"


def _pieces(data: bytes) -> Iterator[_Piece]:
    """The FIT files that are chained in the bytes.

    A recorder that crashed leaves a length of 0 in the header: then it is all that follows.
    """
    at = 0
    while is_fit(data[at : at + _SHORTEST_HEADER]):
        header = data[at]
        start = at + header
        stated = int.from_bytes(data[at + 4 : at + 8], "little")
        left = len(data) - start
        is_crashed = (
            stated == 0
            and left > _CHECKSUM_BYTES
            and not is_fit(
                data[start + _CHECKSUM_BYTES : start + _CHECKSUM_BYTES + _SHORTEST_HEADER]
            )
        )
        length = max(left if is_crashed else min(stated, left), 0)
        end = start + length + _CHECKSUM_BYTES
        ends_early = is_crashed or stated > left
        is_sound = ends_early or end > len(data) or _is_sound(data[at:end])
        head = data[at : at + 4] + length.to_bytes(4, "little") + data[at + 8 : start]
        body = data[start : start + length] + bytes(_CHECKSUM_BYTES)
        yield _Piece(head + body, ends_early, is_sound)
        at = end


def _is_sound(piece: bytes) -> bool:
    """Whether its checksum is right: that of all with it is 0. Some writers leave it out, as 0."""
    if not any(piece[-_CHECKSUM_BYTES:]):
        return True
    table = _checksums()
    checksum = 0
    pairs = array.array("H", piece[: len(piece) // 2 * 2])
    if sys.byteorder == "big":
        pairs.byteswap()
    for pair in pairs:
        checksum = table[checksum ^ pair]
    return _after(piece[-1] ^ checksum, 8) == 0 if len(piece) % 2 else checksum == 0


@functools.cache
def _checksums() -> Sequence[int]:
    """The checksum after each pair of bytes: a third of the work of going byte by byte."""
    one = [_after(byte, 8) for byte in range(256)]
    after_one = (pair >> 8 ^ one[pair & 0xFF] for pair in range(1 << 16))
    return array.array("H", [checksum >> 8 ^ one[checksum & 0xFF] for checksum in after_one])


def _after(checksum: int, bits: int) -> int:
    for _ in range(bits):
        checksum = checksum >> 1 ^ _POLYNOMIAL if checksum & 1 else checksum >> 1
    return checksum


def _content(piece: _Piece) -> Content:
    """What the piece holds, up to the first thing in it that cannot be read."""
    content = Content(ends_early=piece.ends_early)
    if not piece.is_sound:
        content.problems.append("its checksum is wrong: parts of it may be damaged")
    try:
        _fill(content, piece.content)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (fitdecode raises ValueError, AssertionError and others too)
        content.ends_early = True
    return content


def _fill(content: Content, data: bytes) -> None:
    import fitdecode  # noqa: PLC0415  (heavy)

    places: dict[Any, _Places] = {}
    rows = content.rows
    reader = fitdecode.FitReader(
        data,
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    with reader:
        for frame in reader:
            if frame.frame_type != fitdecode.FIT_FRAME_DATA:
                continue
            definition = frame.def_mesg
            number = definition.global_mesg_num
            if number == _RECORD:
                fields = frame.fields
                known = places.get(definition)
                if known is None or known.fields != len(fields):
                    known = places[definition] = _places(fields)
                    content.sport = content.sport or _sport_of_record(frame)
                if row := _row(fields, known):
                    rows.append(row)
            elif number == _SESSION:
                content.sessions.append(_values(frame))
            elif number in {_SPORT, _LAP}:
                values = _values(frame)
                if "sport" in values:
                    content.sport = {name: values.get(name) for name in ("sport", "sub_sport")}
            elif number == _ACTIVITY:
                content.clock = _values(frame)
            elif number == _FILE_ID:
                content.kind = _values(frame).get("type")
                if content.kind not in _IS_AN_ACTIVITY:
                    return


class _Places(NamedTuple):
    """Where the fields of a record stand that has so many; None is a field that it lacks."""

    fields: int
    at: int | None
    distance: int | None
    altitude: int | None
    cadence: int | None
    fraction: int | None
    heart_rate: int | None
    speed: int | None


def _places(fields: Sequence[Any]) -> _Places:
    """The places for records like this one: of the finer field where there are two."""
    named = list(enumerate(_native_names(fields)))
    # Some are worked out of others; those that the record states itself come last, and win.
    named.sort(key=lambda one: not fields[one[0]].is_expanded)
    found = {name: place for place, name in named}

    def place(*names: str) -> int | None:
        return next((found[name] for name in names if name in found), None)

    return _Places(
        len(fields),
        place("timestamp"),
        place("distance"),
        place("enhanced_altitude", "altitude"),
        place("cadence"),
        place("fractional_cadence"),
        place("heart_rate"),
        place("enhanced_speed", "speed"),
    )


def _native_names(fields: Sequence[Any]) -> Iterator[str]:
    """Names in FIT's own profile. A developer's field of the same name may mean another thing."""
    for one in fields:
        yield "" if one.field is None or one.field_type == "devfield" else one.field.name


def _sport_of_record(frame: Any) -> Message:
    """Some watches name the sport only there, until the summary comes."""
    named = _values(frame).get("activity_type")
    return {} if named is None else {"sport": named}


def _row(fields: Sequence[Any], places: _Places) -> Row | None:
    """What is wanted of a record; None where it has no time."""
    _, at, distance, altitude, cadence, fraction, heart_rate, speed = places
    if at is None or type(seconds := fields[at].value) is not int:
        return None
    return (
        seconds,
        None if distance is None else fields[distance].value,
        None if altitude is None else fields[altitude].value,
        None if cadence is None else fields[cadence].value,
        None if fraction is None else fields[fraction].value,
        None if heart_rate is None else fields[heart_rate].value,
        None if speed is None else fields[speed].value,
    )


def _values(frame: Any) -> Message:
    """The native fields of a message that have a value; the first, where two have one name."""
    found: dict[str, object] = {}
    for name, one in zip(_native_names(frame.fields), frame.fields, strict=True):
        if name and one.value is not None:
            found.setdefault(name, one.value)
    return found
