"""Files made to do harm: each is named, nothing else suffers, and memory stays small."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from surefoot.intake.activities import archive
from surefoot.intake.activities.unpacking import ENDS_EARLY, TOO_TIGHT

from .support.bombs import end_of_zip, zeros_behind, zip_of
from .support.imports import bring_in, files, gpx, reasons

if TYPE_CHECKING:
    from pathlib import Path

HUGE = (4 << 30) - (2 << 20)
GPX, APPLE = b"<?xml version='1.0'?><gpx>", b"<?xml version='1.0'?><HealthData>"

# The most memory that this process and the one that read for it ever held, in kilobytes.
_MEASURED = """
import datetime, json, resource, sys
from pathlib import Path
from surefoot.intake.activities.importing import Wishes, import_activities

if __name__ == "__main__":
    wishes = Wishes(today=datetime.date(2026, 11, 23), zone=datetime.UTC)
    imported = import_activities([Path(sys.argv[1])], wishes, cache=None, processes=1)
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(json.dumps({
        "kilobytes": max(resource.getrusage(one).ru_maxrss for one in who),
        "dropped": {Path(one.file).name: one.reason for one in imported.dropped},
        "read": len(imported.judged),
    }))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise elsewhere")
def test_four_gigabytes_end_quickly_and_in_little_memory(tmp_path: Path) -> None:
    folder = tmp_path / "bombs"
    folder.mkdir()
    bombs = {
        "zeros.zip": zip_of("a.gpx", zeros_behind(b"", HUGE), HUGE),
        "gpx.zip": zip_of("b.gpx", zeros_behind(GPX, HUGE), HUGE + len(GPX)),
        "apple.zip": zip_of("c.xml", zeros_behind(APPLE, HUGE), HUGE + len(APPLE)),
        "liar.zip": zip_of("d.gpx", zeros_behind(GPX, HUGE), 1000),
        "e.gpx.gz": zeros_behind(GPX, HUGE, gzip=True),
        "f.xml.gz": zeros_behind(APPLE, HUGE, gzip=True),
        "nested.zip": zip_of("g.zip", zeros_behind(b"PK\x03\x04", HUGE), HUGE + 4),
    }
    for name, content in bombs.items():
        (folder / name).write_bytes(content)
    with (folder / "sparse.gpx").open("wb") as sparse:
        sparse.write(GPX)
        sparse.truncate(5 << 30)
    with (folder / "sparse.bin").open("wb") as sparse:
        sparse.truncate(5 << 30)
    (folder / "run.gpx").write_bytes(gpx())
    script = tmp_path / "measured.py"
    script.write_text(_MEASURED, encoding="utf-8")
    # A process begins its count with the memory of the one that started it. Between these tests,
    # which may hold much, and the import stands a shell, which holds next to nothing.
    done = subprocess.run(
        ["sh", "-c", '"$0" "$@"; exit $?', sys.executable, script, folder],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert said["kilobytes"] < 300_000
    assert said["read"] == 1
    for name in ("a.gpx", "b.gpx", "c.xml", "g.zip"):
        assert said["dropped"][name] == TOO_TIGHT
    assert said["dropped"]["e.gpx.gz"] == TOO_TIGHT
    assert said["dropped"]["sparse.gpx"] == "it is larger than 200 MB, as no recording is"
    assert said["dropped"]["sparse.bin"] == "this is a file of nothing but zeros"
    assert said["dropped"].keys() >= {"d.gpx", "f.xml.gz"}


def test_names_that_lead_out_and_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.gpx")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "tricks.zip", "w") as tricks:
        for name in ("../up.gpx", "/root.gpx", "a/../../up.gpx", "C:\\x.gpx", "\\\\host\\x.gpx"):
            tricks.writestr(name, gpx())
        tricks.writestr(link, "/etc/passwd")
        tricks.writestr("a..b/c...gpx", gpx())
    imported = bring_in(tmp_path)
    said = list(reasons(imported, tmp_path).values())
    assert said == ["its name leads out of the archive"] * 5 + ["this is a link, not a file"]
    assert len(imported.judged) == 1


def test_of_two_members_of_one_name_one_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as twice:
        twice.writestr("a.gpx", gpx())
        with pytest.warns(UserWarning, match="Duplicate name"):
            twice.writestr("a.gpx", gpx("2026-11-05"))
    imported = bring_in(tmp_path)
    assert len(imported.judged) == 1
    assert [*reasons(imported, tmp_path).values()] == [
        "the archive holds another file of this name"
    ]


def test_locked_and_strangely_packed_members_are_named(tmp_path: Path) -> None:
    (tmp_path / "locked.zip").write_bytes(zip_of("a.gpx", b"????", 4, flags=1))
    (tmp_path / "deflate64.zip").write_bytes(zip_of("b.gpx", b"????", 4, method=9))
    with zipfile.ZipFile(tmp_path / "bzip2.zip", "w", zipfile.ZIP_BZIP2) as packed:
        packed.writestr("c.gpx", gpx())
    assert reasons(bring_in(tmp_path), tmp_path) == {
        "locked.zip": "it is locked with a password: unpack it first",
        "deflate64.zip/b.gpx": "it is packed in a way that is not read here: unpack it first",
        "bzip2.zip/c.gpx": "it is packed in a way that is not read here: unpack it first",
    }


def test_a_broken_archive_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.gpx", gpx())
        packed.writestr("b.gpx", gpx("2026-11-04"))
    data = whole.getvalue()
    damaged = bytearray(data)
    damaged[60:64] = b"????"
    (tmp_path / "cut.zip").write_bytes(data[: len(data) // 2])
    (tmp_path / "damaged.zip").write_bytes(damaged)
    (tmp_path / "many.zip").write_bytes(data[:99] + end_of_zip(65535, 100, 99))
    (tmp_path / "long.zip").write_bytes(data[:99] + end_of_zip(1, 1 << 31, 99))
    (tmp_path / "nothing.zip").write_bytes(data[:99] + end_of_zip(5, 5000, 99))
    (tmp_path / "run.gpx").write_bytes(gpx("2026-11-09"))
    imported = bring_in(tmp_path)
    said = reasons(imported, tmp_path)
    assert {"damaged.zip/b.gpx", "run.gpx"} <= set(files(imported, tmp_path))
    assert said.pop("cut.zip") == "this zip archive is cut off: load it again"
    assert said.pop("many.zip") == said.pop("long.zip") == "it holds more than 20,000 files"
    assert said.pop("nothing.zip").startswith("this zip archive is broken (")
    assert said.keys() <= {"damaged.zip/a.gpx"}


def test_too_many_members_and_too_much_in_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, days in (("many.zip", range(1, 7)), ("much.zip", range(11, 15))):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            for day in days:
                packed.writestr(f"{day}.gpx", gpx(f"2026-11-{day:02}"))
    monkeypatch.setattr(archive, "MOST_MEMBERS", 5)
    monkeypatch.setattr(archive, "MOST_UNPACKED", 3 * len(gpx()))
    imported = bring_in(tmp_path)
    assert files(imported, tmp_path) == [f"much.zip/{day}.gpx" for day in (11, 12, 13)]
    assert reasons(imported, tmp_path).keys() == {"many.zip", "much.zip/14.gpx"}


def test_gzip_that_ends_early_keeps_what_came(tmp_path: Path) -> None:
    packed = gzip.compress(gpx(minutes=50))
    (tmp_path / "a.gpx.gz").write_bytes(packed[: len(packed) * 3 // 4])
    (tmp_path / "b.gpx.gz").write_bytes(packed[:12])
    imported = bring_in(tmp_path)
    (run,) = (one.activity for one in imported.judged)
    assert run.partial
    assert ENDS_EARLY in run.problems
    assert reasons(imported, tmp_path) == {"b.gpx.gz": ENDS_EARLY}


def test_gzip_of_several_parts_with_zeros_behind_is_read_whole(tmp_path: Path) -> None:
    data = gpx()
    parts = gzip.compress(data[:300]) + gzip.compress(data[300:]) + bytes(100)
    (tmp_path / "a.gpx.gz").write_bytes(parts)
    (run,) = (one.activity for one in bring_in(tmp_path).judged)
    assert not run.partial


@pytest.mark.parametrize("tag", ["gpx", "TrainingCenterDatabase", "HealthData"])
def test_xml_bombs_and_entities_of_other_files_do_nothing(tmp_path: Path, tag: str) -> None:
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))
    inside = {
        "laughs": ('<!ENTITY l0 "ha">' + laughs, "&l11;"),
        "reads": (f'<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">', "&x;"),
        "asks": ('<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;', ""),
    }
    for name, (entities, used) in inside.items():
        text = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><{tag}><name>{used}</name></{tag}>'
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")
    imported = bring_in(tmp_path)
    assert reasons(imported, tmp_path).keys() >= {f"{name}.xml" for name in inside}
    assert not imported.judged
    assert "the secret" not in str(imported).replace("secret.txt", "")


def test_dates_to_come_and_numbers_that_are_none_are_named(tmp_path: Path) -> None:
    (tmp_path / "later.gpx").write_bytes(gpx("2085-11-02"))
    (tmp_path / "nan.gpx").write_bytes(gpx().replace(b"<ele>0</ele>", b"<ele>nan</ele>"))
    (tmp_path / "inf.csv").write_text(
        "date,distance_km,duration_min\n2026-11-05,inf,nan\n2026-11-06,1e400,40\n", encoding="utf-8"
    )
    imported = bring_in(tmp_path)
    by_file = {one.activity.file: one for one in imported.judged}
    later = by_file[str(tmp_path / "later.gpx")]
    assert not later.used
    assert later.why_not
    assert by_file[str(tmp_path / "nan.gpx")].activity.gain_m in {None, 0}
    assert "nan" not in json.dumps([str(one.activity.distance_m) for one in imported.judged])
    assert "inf" not in json.dumps([str(one.activity.distance_m) for one in imported.judged])


def test_a_cadence_that_nobody_runs_with_is_left_out_and_named(tmp_path: Path) -> None:
    rows = "".join(f"2026-11-0{day},8,48,{spm}\n" for day, spm in ((1, 5), (2, 164), (3, 2026)))
    (tmp_path / "a.csv").write_text(
        f"date,distance_km,duration_min,cadence_spm\n{rows}", encoding="utf-8"
    )
    runs = [one.activity for one in bring_in(tmp_path).judged]
    assert [run.cadence_spm for run in runs] == [None, 164, None]
    assert [bool(run.problems) for run in runs] == [True, False, True]


def test_what_a_file_says_of_itself_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        b"date,distance_km,duration_min,shoe\n2026-11-05,\x1b[2J8\x07,40,\x1b]0;x\x07\n"
        b"2026-11-06,8,40,Light\x1b[31m\n"
    )
    imported = bring_in(tmp_path)
    said = [one.reason for one in imported.dropped]
    said += [text for one in imported.judged for text in one.activity.problems]
    said += [one.activity.gear_name for one in imported.judged]
    assert said
    assert all(text.isprintable() for text in said)
