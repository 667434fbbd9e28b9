"""Reading an Apple Health export of 1 GB: the time, and the memory at its peak, which stays flat.

The export is made up here, in a temporary folder: the DTD and the lines that a phone writes, with a
workout after every thousand of them.
"""

import datetime
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from .timing import Row, time_turns

SIZE = 1_000_000_000
MOST_MEMORY_MB = 300
MOST_ROUNDS = 3  # each takes half a minute

_OURS = "import of the workouts"
_PEER = "xml.etree iterparse alone, every element cleared"
_LINES_A_WORKOUT = 1_000
_FIRST = datetime.datetime(2019, 1, 1, 6, tzinfo=datetime.UTC)

_DTD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
]>
<HealthData locale="en_GB">
 <ExportDate value="2026-01-01 00:00:00 +0000"/>
"""
_RECORD = (
    ' <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" sourceVersion="10.1"'
    ' device="&lt;&lt;HKDevice: 0x28&gt;, name:Watch, model:Watch, hardware:Watch6,2&gt;"'
    ' unit="count/min" creationDate="{at}" startDate="{at}" endDate="{at}" value="{value}">\n'
    '  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>\n </Record>\n'
)
_WORKOUT = (
    ' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="50.5"'
    ' durationUnit="min" sourceName="Watch" startDate="{at}" endDate="{end}">\n'
    '  <MetadataEntry key="HKTimeZone" value="Europe/London"/>\n'
    '  <MetadataEntry key="HKElevationAscended" value="4200 cm"/>\n'
    '  <WorkoutStatistics type="HKQuantityTypeIdentifierStepCount" startDate="{at}"'
    ' endDate="{end}" sum="8300" unit="count"/>\n'
    '  <WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning"'
    ' startDate="{at}" endDate="{end}" sum="9.2" unit="km"/>\n'
    " </Workout>\n"
)
_READ = """
import resource, sys
from surefoot.intake.activities.apple import read_apple
from surefoot.intake.activities.shapes import Hints
with open(sys.argv[1], "rb") as stream:
    read = read_apple(stream, "export.xml", Hints())
assert len(read.activities) == int(sys.argv[2]) and not read.activities[0].partial, read.dropped
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_READ_ALONE = """
import sys
from xml.etree.ElementTree import iterparse
for _, element in iterparse(sys.argv[1]):
    element.clear()
"""


def measure(rounds: int) -> list[Row]:
    """One row, in whole processes; its note has the memory."""
    with tempfile.TemporaryDirectory() as name:
        export = Path(name) / "export.xml"
        workouts = write_export(export, SIZE)
        peaks_mb: list[float] = []
        times = time_turns(
            {
                _OURS: lambda: peaks_mb.append(_read(export, workouts)),
                _PEER: partial(_run, _READ_ALONE, export),
            },
            min(rounds, MOST_ROUNDS),
        )
        size = export.stat().st_size
    kept = "reached" if max(peaks_mb) <= MOST_MEMORY_MB else "MISSED"
    note = (
        f"{size / 1e9:.2f} GB with {workouts:,} workouts; {max(peaks_mb):.0f} MB of memory at its"
        f" peak, ≤ {MOST_MEMORY_MB} MB: {kept}"
    )
    return [
        Row(
            id="apple",
            title="Apple Health export of 1 GB",
            ours=times[_OURS],
            peers=(times[_PEER],),
            note=note,
        )
    ]


def write_export(path: Path, size: int) -> int:
    """Writes an export of about so many bytes; how many workouts are in it."""
    workouts = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(_DTD)
        while out.tell() < size:
            begun = _FIRST + datetime.timedelta(hours=8 * workouts)
            moments = [begun + datetime.timedelta(seconds=5 * n) for n in range(_LINES_A_WORKOUT)]
            out.writelines(
                _RECORD.format(at=f"{at:%Y-%m-%d %H:%M:%S} +0000", value=60 + number % 90)
                for number, at in enumerate(moments)
            )
            out.write(
                _WORKOUT.format(
                    at=f"{begun:%Y-%m-%d %H:%M:%S} +0000",
                    end=f"{begun + datetime.timedelta(minutes=52):%Y-%m-%d %H:%M:%S} +0000",
                )
            )
            workouts += 1
        out.write("</HealthData>\n")
    return workouts


def _read(export: Path, workouts: int) -> float:
    """The memory at its peak, in MB."""
    kilobytes = int(_run(_READ, export, str(workouts)))
    return kilobytes * 1024 / 1e6


def _run(program: str, export: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 (our own programs)
        [sys.executable, "-c", program, str(export), *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"reading {export} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
