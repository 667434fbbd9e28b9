"""What is found in folders, archives and exports, and what is left closed."""

from __future__ import annotations

import datetime
import gzip
import io
import os
import socket
import tempfile
import zipfile
from pathlib import Path

import pytest

from surefoot.intake.activities.content import is_gzip, is_zip, what_it_is
from surefoot.intake.activities.exports import PRIVATE, choose
from surefoot.intake.activities.formats import recognise

from .support.imports import bring_in, files, gpx, reasons, table
from .support.strava_files import PRIVATE_TEXT, StravaRow, write_strava

NEWEST = datetime.datetime(2026, 11, 20, 7, tzinfo=datetime.UTC)


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def folder_of(folder: Path, members: dict[str, bytes]) -> Path:
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", "an empty file"),
        (b"\0" * 4096, "a file of nothing but zeros"),
        (b" \r\n\t", "a file of nothing but blanks"),
        (b"\n <!DOCTYPE html><html><body>Log in</body>", "a web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><html>", "a web page"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"\0\0\0\x18ftypheic", "a picture or a film"),
        (b"%PDF-1.7", "a PDF document"),
        (b"bplist00\xd4", "a property list of macOS or iOS"),
        (b'{"a": 1}', "a JSON file of a kind that is not known here"),
        (b"<x:kml xmlns:x='u'>", "a KML file: export the activity as GPX"),
        (b"<rss>", "an XML file of <rss>, which holds no activities"),
        (b"Dear diary", "a text without a table of activities"),
        (bytes(range(1, 256)), "a file of a kind that is not known here"),
    ],
)
def test_what_is_no_activity_is_called_by_what_it_is(head: bytes, kind: str) -> None:
    assert what_it_is(head) == kind
    assert recognise(head) is None
    assert not is_zip(head)
    assert not is_gzip(head)


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    members = {
        "a.fit": gpx("2026-11-01"),
        "b.pdf": gzip.compress(gpx("2026-11-02")),
        "c": zipped({"run.jpg": gpx("2026-11-03")}),
        "d.gpx": b"<!doctype html><html>",
        "e.fit": b"",
    }
    imported = bring_in(folder_of(tmp_path, members))
    assert files(imported, tmp_path) == ["a.fit", "b.pdf", "c/run.jpg"]
    assert all(one.used for one in imported.judged)
    assert reasons(imported, tmp_path) == {
        "d.gpx": "this is a web page",
        "e.fit": "this is an empty file",
    }


def test_a_folder_of_a_mixture_is_read_to_its_end(tmp_path: Path) -> None:
    members = {
        "2026/deep/down/run.gpx": gpx("2026-11-01"),
        "packed.zip": zipped(
            {"inner.zip": zipped({"x/run.gpx.gz": gzip.compress(gpx("2026-11-05"))})}
        ),
        "diary.csv": table("2026-11-06"),
        ".hidden/run.gpx": gpx("2026-11-07"),
        "__MACOSX/._run.gpx": gpx("2026-11-08"),
        "Thumbs.db": b"\0",
        ".later.fit.icloud": b"bplist00",
    }
    imported = bring_in(folder_of(tmp_path, members))
    assert files(imported, tmp_path) == [
        "diary.csv",
        "packed.zip/inner.zip/x/run.gpx.gz",
        "2026/deep/down/run.gpx",
    ]
    assert reasons(imported, tmp_path) == {
        ".later.fit.icloud": "it is still in iCloud: let it come down first"
    }


def test_links_pipes_and_sockets_are_named_and_left(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "runs", tmp_path / "elsewhere"
    folder_of(folder, {"run.gpx": gpx()})
    folder_of(elsewhere, {"secret.gpx": gpx("2026-11-09")})
    (folder / "loop").symlink_to(folder)
    (folder / "out").symlink_to(elsewhere)
    (folder / "file.gpx").symlink_to(elsewhere / "secret.gpx")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(folder)  # the name of a socket must be short
        server.bind("socket")
        os.chdir(here)
        imported = bring_in(folder, Path("/dev/zero"), tmp_path / "nowhere.gpx")
    assert files(imported, folder) == ["run.gpx"]
    link, special = "this is a link: name what it leads to", "a pipe, a socket or a device"
    said = reasons(imported, folder)
    assert {said[name] for name in ("loop", "out", "file.gpx")} == {link}
    assert all(special in said[name] for name in ("pipe", "socket", "/dev/zero"))
    assert said[str(tmp_path / "nowhere.gpx")] == "there is no such file or folder"
    assert len(said) == 7


def test_a_link_that_is_named_is_followed(tmp_path: Path) -> None:
    folder_of(tmp_path / "runs", {"run.gpx": gpx()})
    (tmp_path / "link").symlink_to(tmp_path / "runs")
    assert files(bring_in(tmp_path / "link"), tmp_path) == ["link/run.gpx"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are others on this system")
def test_what_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = folder_of(Path(name), {"a.gpx": gpx(), "b.gpx": gpx(), "shut/c.gpx": gpx()})
        folder.chmod(0o755)
        (folder / "a.gpx").chmod(0)
        (folder / "b.gpx").chmod(0o644)
        (folder / "shut").chmod(0)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)  # root may read everything
        try:
            imported = bring_in(folder)
        finally:
            os.seteuid(before)
            (folder / "shut").chmod(0o700)
        assert files(imported, folder) == ["b.gpx"]
        shut = "it may not be read: no permission"
        assert reasons(imported, folder) == {"shut": shut, "a.gpx": shut}


def test_odd_names_are_read_and_can_be_printed(tmp_path: Path) -> None:
    odd = [b"\xff\xfe.gpx", b"new\nline.gpx", b"\x1b[2Jclear.gpx", "李 ­ run.gpx".encode()]
    for number, name in enumerate(odd):
        (tmp_path / os.fsdecode(name)).write_bytes(gpx(f"2026-11-0{number + 1}"))
    (tmp_path / "odd.zip").write_bytes(zipped({"\x1b]0;x\x07.gpx": gpx("2026-11-08")}))
    imported = bring_in(tmp_path)
    assert len(imported.judged) == 5
    assert not imported.dropped
    assert all(one.activity.file.isprintable() for one in imported.judged)


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    folder_of(tmp_path, {"run.gpx": gpx()})
    assert len(bring_in(tmp_path, tmp_path / "run.gpx", tmp_path).judged) == 1


def strava_rows(days: list[int]) -> list[StravaRow]:
    return [
        StravaRow(
            start=NEWEST - datetime.timedelta(days=before),
            km=8,
            moving_s=2880,
            filename=f"activities/{before}.gpx.gz",
        )
        for before in days
    ]


@pytest.mark.parametrize("inside", ["", "export_123/"])
@pytest.mark.parametrize("name", ["export.zip", "export"])
def test_of_a_strava_export_only_the_list_and_what_it_asks_for_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str, name: str
) -> None:
    opened: list[str] = []
    of_zip, of_path = zipfile.ZipFile.open, Path.open

    def open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> object:
        opened.append(member.filename)
        return of_zip(archive, member)

    def open_path(path: Path, mode: str = "r") -> object:
        opened.append(path.as_posix().partition("/export/")[2])
        return of_path(path, mode)

    rows = strava_rows([0, 30, 90, 91, 400])
    uploads = {row.filename: gpx(f"{row.start:%Y-%m-%d}") for row in rows}
    uploads["activities/not-in-the-list.gpx"] = gpx("2026-11-11")
    path = write_strava(tmp_path / name, rows, uploads=uploads, shoes=("A",), inside=inside)
    monkeypatch.setattr(zipfile.ZipFile, "open", open_member)
    monkeypatch.setattr(Path, "open", open_path)
    imported = bring_in(path)
    monkeypatch.undo()
    wanted = ["activities.csv", "shoes.csv", *(f"activities/{day}.gpx.gz" for day in (0, 30, 90))]
    assert {one for one in opened if one} == {f"{inside}{one}" for one in wanted}
    assert not imported.dropped
    assert sum(one.activity.source == "strava" for one in imported.judged) == 5
    assert sum(one.activity.source == "gpx" for one in imported.judged) == 3
    assert PRIVATE_TEXT not in str(imported)
    assert len([note for note in imported.notes if "stayed closed" in note]) == 2


def test_uploads_are_of_the_days_before_the_day_that_is_asked_for(tmp_path: Path) -> None:
    rows = strava_rows([0, 30, 100, 200])
    uploads = {row.filename: gpx(f"{row.start:%Y-%m-%d}") for row in rows}
    path = write_strava(tmp_path / "export.zip", rows, uploads=uploads)
    imported = bring_in(path, as_of=NEWEST.date() - datetime.timedelta(days=20))
    read = [one.activity.file for one in imported.judged if one.activity.source == "gpx"]
    assert read == [f"{path}/activities/100.gpx.gz", f"{path}/activities/30.gpx.gz"]


def test_private_files_of_strava_stay_closed_wherever_they_lie(tmp_path: Path) -> None:
    members = {name: PRIVATE_TEXT.encode() for name in ("contacts.csv", "sub/LOGINS.csv")}
    imported = bring_in(folder_of(tmp_path, {**members, "run.gpx": gpx()}))
    assert not imported.dropped
    closed = "2 files of the Strava export stayed closed: there are no activities in them"
    assert closed in imported.notes


def test_a_list_alone_makes_no_export_of_a_folder(tmp_path: Path) -> None:
    names = ("me/activities.csv", "me/run.fit")
    assert choose(names, lambda _: True).others == names
    # In a download folder a recording may lie beside what was unpacked there.
    beside = choose((*names, "me/contacts.csv", "me/media/a.gpx"), lambda _: True)
    assert beside.others == ("me/run.fit",)
    assert choose((*names, "me/contacts.csv"), lambda _: False).others == names


def test_exports_of_garmin_and_apple_are_opened_for_activities_alone() -> None:
    wanted = [
        "x/DI_CONNECT/DI-Connect-Fitness/a_0_summarizedActivities.json",
        "x/DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0.zip",
        "apple_health_export/Exportación.xml",
    ]
    private = [
        "x/DI_CONNECT/DI-Connect-User/customer.json",
        "apple_health_export/export_cda.xml",
        "apple_health_export/electrocardiograms/ecg.csv",
        "apple_health_export/clinical-records/blood.json",
        "apple_health_export/workout-routes/route.gpx",
    ]
    private += ["x/customer_data/customer.json", "contacts (1).csv", "followers.csv.gz"]
    choice = choose([*private, *wanted], lambda _: False)
    assert choice.others == tuple(wanted)
    assert choice.closed == {"Garmin": 2, "Apple": 4, "Strava": 2}
    assert {"contacts.csv", "logins.csv", "messaging.json"} <= PRIVATE


def test_an_archive_without_files_has_its_line_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({}))
    (tmp_path / "b.zip").write_bytes(zipped({".hidden.gpx": gpx(), "folder/": b""}))
    (tmp_path / "c.xml").write_bytes(b"<\x7fxml>")
    said = reasons(bring_in(tmp_path), tmp_path)
    assert said["a.zip"] == said["b.zip"] == "it holds no files, or only hidden ones"
    assert said["c.xml"].isprintable()
