"""FIT files made by hand: a header, definitions and data of messages, and a checksum.

No library: what is read by one must not have been written by it.
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

EPOCH = datetime.datetime(1989, 12, 31, tzinfo=datetime.UTC)
START = datetime.datetime(2026, 5, 4, 16, 30, tzinfo=datetime.UTC)

# Number in FIT's profile, and each field's number, type and scale.
_PROFILE: Mapping[str, tuple[int, Mapping[str, tuple[int, str, float]]]] = {
    "file_id": (0, {"type": (0, "enum", 1), "time_created": (4, "uint32", 1)}),
    "sport": (12, {"sport": (0, "enum", 1), "sub_sport": (1, "enum", 1)}),
    "session": (
        18,
        {
            "start_time": (2, "uint32", 1),
            "sport": (5, "enum", 1),
            "sub_sport": (6, "enum", 1),
            "total_elapsed_time": (7, "uint32", 1000),
            "total_timer_time": (8, "uint32", 1000),
            "total_distance": (9, "uint32", 100),
            "avg_heart_rate": (16, "uint8", 1),
            "avg_cadence": (18, "uint8", 1),
            "total_ascent": (22, "uint16", 1),
            "total_descent": (23, "uint16", 1),
            "avg_fractional_cadence": (92, "uint8", 128),
            "workout_rpe": (193, "uint8", 1),
            "timestamp": (253, "uint32", 1),
        },
    ),
    "lap": (19, {"sport": (25, "enum", 1), "total_distance": (9, "uint32", 100)}),
    "record": (
        20,
        {
            "position_lat": (0, "sint32", 1),
            "position_long": (1, "sint32", 1),
            "altitude": (2, "uint16", 5),
            "heart_rate": (3, "uint8", 1),
            "cadence": (4, "uint8", 1),
            "distance": (5, "uint32", 100),
            "speed": (6, "uint16", 1000),
            "power": (7, "uint16", 1),
            "temperature": (13, "sint8", 1),
            "vertical_oscillation": (39, "uint16", 10),
            "stance_time": (41, "uint16", 10),
            "activity_type": (42, "enum", 1),
            "fractional_cadence": (53, "uint8", 128),
            "timestamp": (253, "uint32", 1),
        },
    ),
    "activity": (34, {"local_timestamp": (5, "uint32", 1), "timestamp": (253, "uint32", 1)}),
    "field_description": (
        206,
        {
            "developer_data_index": (0, "uint8", 1),
            "field_definition_number": (1, "uint8", 1),
            "fit_base_type_id": (2, "uint8", 1),
            "field_name": (3, "string", 1),
        },
    ),
    "developer_data_id": (207, {"developer_data_index": (3, "uint8", 1)}),
}
_TYPES = {
    "enum": (0x00, "B"),
    "sint8": (0x01, "b"),
    "uint8": (0x02, "B"),
    "string": (0x07, "16s"),
    "uint16": (0x84, "H"),
    "sint32": (0x85, "i"),
    "uint32": (0x86, "I"),
    "float32": (0x88, "f"),
}
_ALTITUDE_OFFSET_M = 500

Value = float | str | datetime.datetime


@dataclass(frozen=True)
class Message:
    """One message; `developer` are numbers in fields that an app has named itself."""

    name: str
    values: Mapping[str, Value]
    developer: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A session with a record every second; cadence is strides a minute, of one leg."""

    start: datetime.datetime | int = START
    seconds: int = 600
    metres_per_second: float = 3.0
    sport: int = 1
    sub_sport: int = 0
    strides: float = 85.5
    heart_rate: int = 150
    altitudes_m: Sequence[float] = ()
    metres_before: float = 0.0
    standing_seconds: int = 0
    record: Mapping[str, Value] = field(default_factory=dict)
    session: Mapping[str, Value | None] = field(default_factory=dict)
    developer: Mapping[str, float] = field(default_factory=dict)

    @property
    def start_s(self) -> int:
        """When it starts, as FIT counts."""
        return self.start if isinstance(self.start, int) else fit_seconds(self.start)

    def records(self) -> list[Message]:
        """One a second, the last of them standing still."""
        made = []
        for second in range(self.seconds + 1):
            moving = min(second, self.seconds - self.standing_seconds)
            stands = second > moving
            values: dict[str, Value] = {
                "timestamp": self.start_s + second,
                "distance": self.metres_before + moving * self.metres_per_second,
                "speed": 0 if stands else self.metres_per_second,
                "cadence": 0 if stands else int(self.strides),
                "fractional_cadence": 0 if stands else self.strides % 1,
                "heart_rate": self.heart_rate,
                **self.record,
            }
            if self.altitudes_m:
                values["altitude"] = self.altitudes_m[second % len(self.altitudes_m)]
            made.append(Message("record", values, self.developer))
        return made

    def summary(self) -> Message:
        """The session, as a watch writes it behind its records; a field of None is left out."""
        values: dict[str, Value | None] = {
            "start_time": self.start_s,
            "sport": self.sport,
            "sub_sport": self.sub_sport,
            "total_elapsed_time": self.seconds,
            "total_timer_time": self.seconds,
            "total_distance": (self.seconds - self.standing_seconds) * self.metres_per_second,
            "avg_heart_rate": self.heart_rate,
            "avg_cadence": int(self.strides),
            "avg_fractional_cadence": self.strides % 1,
            **self.session,
        }
        return Message("session", {name: one for name, one in values.items() if one is not None})


def fit_seconds(moment: datetime.datetime) -> int:
    """A date as FIT counts it."""
    return int((moment - EPOCH).total_seconds())


def fit_file(*legs: Leg, hours_ahead: float | None = 2, kind: int = 4) -> bytes:
    """A whole FIT file with these sessions one after another, as a watch writes it."""
    return fit_bytes(messages(*legs, hours_ahead=hours_ahead, kind=kind))


def messages(
    *legs: Leg, hours_ahead: float | None = 2, kind: int = 4, summary_first: bool = False
) -> list[Message]:
    """The messages of such a file; `hours_ahead` of UTC is the runner's clock, None is not told."""
    made = [Message("file_id", {"type": kind})]
    if names := sorted({name for leg in legs for name in leg.developer}):
        made.append(Message("developer_data_id", {"developer_data_index": 0}))
        made += [
            Message(
                "field_description",
                {
                    "developer_data_index": 0,
                    "field_definition_number": names.index(name),
                    "fit_base_type_id": _TYPES["float32"][0],
                    "field_name": name,
                },
            )
            for name in names
        ]
    for leg in legs:
        made.append(Message("sport", {"sport": leg.sport, "sub_sport": leg.sub_sport}))
        parts = [leg.records(), [leg.summary()]]
        made += [one for part in (parts[::-1] if summary_first else parts) for one in part]
    if legs and hours_ahead is not None:
        end = legs[-1].start_s + legs[-1].seconds
        local = int(end + hours_ahead * 3600)
        made.append(Message("activity", {"timestamp": end, "local_timestamp": local}))
    return made


def fit_bytes(written: Iterable[Message]) -> bytes:
    """Header, messages and checksum."""
    developer = {name for message in written for name in message.developer}
    numbers = {name: number for number, name in enumerate(sorted(developer))}
    body = b""
    last: tuple[object, ...] = ()
    parts = []
    for message in written:
        shape = (message.name, *message.values, None, *message.developer)
        if shape != last:
            parts.append(_definition(message, numbers))
            last = shape
        parts.append(_data(message))
    body = b"".join(parts)
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    head += struct.pack("<H", _checksum(head))
    return head + body + struct.pack("<H", _checksum(head + body))


def without_length(content: bytes) -> bytes:
    """The file as a recorder leaves it that stops before it can write the length."""
    return content[:4] + bytes(4) + content[8:-2]


def _definition(message: Message, numbers: Mapping[str, int]) -> bytes:
    number, fields = _PROFILE[message.name]
    made = struct.pack(
        "<BBBHB", 0x60 if message.developer else 0x40, 0, 0, number, len(message.values)
    )
    for name in message.values:
        place, kind, _ = fields[name]
        code, form = _TYPES[kind]
        made += bytes((place, struct.calcsize(form), code))
    if message.developer:
        made += bytes((len(message.developer),))
        made += b"".join(bytes((numbers[name], 4, 0)) for name in message.developer)
    return made


def _data(message: Message) -> bytes:
    _, fields = _PROFILE[message.name]
    made = b"\0"
    for name, value in message.values.items():
        _, kind, scale = fields[name]
        made += struct.pack("<" + _TYPES[kind][1], _raw(name, value, scale))
    return made + b"".join(struct.pack("<f", value) for value in message.developer.values())


def _raw(name: str, value: Value, scale: float) -> int | bytes:
    match value:
        case str():
            return value.encode()
        case datetime.datetime():
            return fit_seconds(value)
        case _:
            return round((value + (_ALTITUDE_OFFSET_M if name == "altitude" else 0)) * scale)


def _checksum(content: bytes) -> int:
    """FIT's own, bit by bit."""
    checksum = 0
    for byte in content:
        checksum ^= byte
        for _ in range(8):
            checksum = checksum >> 1 ^ 0xA001 if checksum & 1 else checksum >> 1
    return checksum
