"""A small file of every format that can be imported, each made up."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import zipfile

from .fit_files import Leg, fit_file
from .imports import gpx, table
from .strava_files import StravaRow, strava_csv

_DAY = datetime.datetime(2026, 11, 2, 7, tzinfo=datetime.UTC)
_LATER = _DAY + datetime.timedelta(minutes=5)


def samples() -> dict[str, bytes]:
    """The content of each, by its name; several of a format where forms of it differ."""
    fit = fit_file(Leg(start=_DAY, seconds=240))
    two = fit_file(Leg(start=_DAY, seconds=240), Leg(start=_LATER, seconds=200, sport=2))
    plain = {
        "run.fit": fit,
        "two.fit": two,
        "run.fit.gz": gzip.compress(fit, mtime=0),
        "run.gpx": gpx(),
        "run.gpx.gz": gzip.compress(gpx(minutes=30), mtime=0),
        "run.tcx": tcx(),
        "export.xml": apple(),
        "summarizedActivities.json": garmin_account(),
        "Activities.csv": garmin_list(),
        "diary.csv": table() + table("2026-11-04", 12.5, 70).split(b"\n", 1)[1],
        "activities.csv": strava_csv(_rows()).encode(),
        "activities-de.csv": strava_csv(_rows(), columns=92, language="de").encode(),
        "activities-2019.csv": strava_csv(_rows(), is_oldest=True).encode(),
        "shoes.csv": b"Shoe Name,Shoe Brand,Shoe Model,Shoe Default Sport Types\n,B,M,Run\n",
    }
    members = {
        "activities.csv": plain["activities.csv"],
        "activities/1.fit.gz": plain["run.fit.gz"],
    }
    mixture = {"run.gpx": plain["run.gpx"], "inner.zip": zipped({"run.fit": fit})}
    return plain | {"strava.zip": zipped(members), "mixture.zip": zipped(mixture)}


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tcx() -> bytes:
    """A run of two laps with a point every ten seconds."""
    laps = []
    for lap in (0, 1):
        points = "".join(
            f"<Trackpoint><Time>2026-11-02T07:{5 * lap + at // 60:02}:{at % 60:02}Z</Time>"
            f"<AltitudeMeters>{at / 10}</AltitudeMeters>"
            f"<DistanceMeters>{900 * lap + 3 * at}</DistanceMeters><Extensions><TPX "
            'xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2">'
            "<RunCadence>85</RunCadence></TPX></Extensions></Trackpoint>"
            for at in range(0, 300, 10)
        )
        laps.append(
            f'<Lap StartTime="2026-11-02T07:{5 * lap:02}:00Z"><TotalTimeSeconds>300'
            "</TotalTimeSeconds><DistanceMeters>900</DistanceMeters><Cadence>84</Cadence>"
            f"<Track>{points}</Track></Lap>"
        )
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/'
        'TrainingCenterDatabase/v2"><Activities><Activity Sport="Running"><Id>2026-11-02T07:00:00Z'
        f"</Id>{''.join(laps)}</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def apple() -> bytes:
    """Two workouts of Apple Health, in its old form and in its new one."""
    kind = 'workoutActivityType="HKWorkoutActivityTypeRunning" duration="40" durationUnit="min"'
    return (
        '<?xml version="1.0"?><!DOCTYPE HealthData [<!ELEMENT HealthData ANY>]>'
        '<HealthData locale="en_GB"><Record type="x" value="1"/>'
        f'<Workout {kind} totalDistance="4.5" totalDistanceUnit="mi" '
        'startDate="2026-11-02 07:25:41 +0100" endDate="2026-11-02 08:05:41 +0100"/>'
        f'<Workout {kind} startDate="2026-11-04 07:25:41 +0100" '
        'endDate="2026-11-04 08:05:41 +0100"><MetadataEntry key="HKTimeZone" '
        'value="Europe/Vienna"/><MetadataEntry key="HKElevationAscended" value="4500 cm"/>'
        '<WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" sum="7.2" '
        'unit="km"/><WorkoutStatistics type="HKQuantityTypeIdentifierStepCount" sum="6600" '
        'unit="count"/></Workout></HealthData>'
    ).encode()


def garmin_account() -> bytes:
    """A run as a whole account of Garmin tells it: milliseconds and centimetres."""
    start = int(_DAY.timestamp() * 1000)
    run = {
        "activityId": 1, "activityType": "running", "beginTimestamp": start,
        "startTimeGmt": start, "startTimeLocal": start + 3_600_000, "duration": 2_880_000.0,
        "elapsedDuration": 3_000_000.0, "movingDuration": 2_850_000.0, "distance": 800_000.0,
        "elevationGain": 4_500.0, "elevationLoss": 4_400.0, "avgRunCadence": 164.0,
    }  # fmt: skip
    return json.dumps([{"summarizedActivitiesExport": [run, {**run, "activityId": 2}]}]).encode()


def garmin_list() -> bytes:
    """Two runs of the list that Garmin's web page exports."""
    names = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Avg Run Cadence"
    more = "Avg Stride Length,Total Ascent,Total Descent,Moving Time,Elapsed Time"
    row = 'Running,2026-11-0{},false,"A run","8.00","500","00:48:00","140","160","165"'
    rest = '"1.01","45","44","00:47:30","00:50:00"'
    lines = [f"{names},{more}"]
    lines += [f"{row.format(f'{day} 07:00:00')},{rest}" for day in (2, 4)]
    return ("\n".join(lines) + "\n").encode()


def _rows() -> list[StravaRow]:
    return [
        StravaRow(
            start=_DAY + datetime.timedelta(days=2 * number), km=8.05, moving_s=2880, gain_m=45,
            cadence_spm=164, shoe="77", filename=f"activities/{number}.fit.gz" * (number > 0),
            description='two lines\nand "more", too',
        )
        for number in range(4)
    ]  # fmt: skip
