"""Exports of Apple Health made up for tests, as the phone writes them before and after iOS 16."""

from __future__ import annotations

# What iOS 16 writes: an attribute list without its end, on which strict readers stop.
FAULTY_DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST VisionPrescription
  type CDATA #REQUIRED
<!ELEMENT RightEye EMPTY>
]>
"""
RECORD = (
    ' <Record type="HKQuantityTypeIdentifierStepCount" sourceName="A phone" unit="count"'
    ' startDate="2026-05-03 09:00:00 +0200" endDate="2026-05-03 09:05:00 +0200" value="512">\n'
    '  <MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/>\n </Record>\n'
)


def entry(key: str, value: str) -> str:
    return f'  <MetadataEntry key="{key}" value="{value}"/>\n'


def statistic(kind: str, amount: str, unit: str, how: str = "sum") -> str:
    return (
        f'  <WorkoutStatistics type="HKQuantityTypeIdentifier{kind}"'
        f' startDate="2026-05-03 09:00:00 +0200" {how}="{amount}" unit="{unit}"/>\n'
    )


def workout(
    *inside: str,
    sport: str = "Running",
    duration: str = 'duration="60" durationUnit="min"',
    more: str = "",
    start: str = "2026-05-03 09:00:00 +0200",
    end: str = "2026-05-03 10:05:00 +0200",
) -> str:
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityType{sport}" {duration} {more}'
        f' sourceName="Somebody’s Watch" startDate="{start}" endDate="{end}">\n'
        f"{''.join(inside)} </Workout>\n"
    )


def apple(*parts: str, dtd: str = FAULTY_DTD) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{dtd}<HealthData locale="en_GB">\n'
        f' <ExportDate value="2026-05-04 08:00:00 +0200"/>\n{"".join(parts)}</HealthData>\n'
    ).encode()
