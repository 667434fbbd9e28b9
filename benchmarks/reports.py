"""Reports: one in a process that is warm, beside WeasyPrint, and a thousand by the command.

The answers are those of the whole people of the shipped base, one report for each. The thousand
are made up. Reports from a cold start stand in processes.py.
"""

import datetime
import importlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.loading.sections import runner_files
from surefoot.engine.population import generate, read_population
from surefoot.engine.population.writing import written
from surefoot.engine.reasoning.insights import find_insights
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import Answers
from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .timing import Row, Times, summary, time_calls

TARGETS = {"html": 0.015, "pdf": 0.060}
MANY_TARGET = 60.0  # seconds for the larger number of runners
MANY = (250, 1_000)
MOST_BYTES = 200_000  # of a PDF
_MADE_UP = 200  # of which PDFs are weighed
_BESIDE = 8  # people whose report WeasyPrint prints too: it takes long
_MOST_ROUNDS = 5
_KILOBYTES = 1024  # in a megabyte
_PRINTING = Printing(date=datetime.date(2026, 11, 23))

_Print = Callable[[Diagnosis], object]


def measure(rounds: int) -> list[Row]:
    """The rows of one report, of the peer, and of many reports."""
    knowledge = load_knowledge()
    assessor = Assessor(knowledge)
    paths = list(runner_files(SHIPPED))
    people = [dict(read_answers(path, knowledge).answers) for path in paths]
    made_up = list(generate(knowledge, read_population(None, knowledge), MANY[-1], 1))
    rounds = min(rounds, _MOST_ROUNDS)
    return [
        *_one_report(assessor, people, made_up[:_MADE_UP], rounds),
        _beside(assessor, people[:: max(1, len(people) // _BESIDE)], rounds),
        *_many("".join(written(made_up, knowledge, "jsonl", is_one=False)).splitlines()),
    ]


def _one_report(
    assessor: Assessor, people: Sequence[Answers], made_up: Sequence[Answers], rounds: int
) -> list[Row]:
    """Printing from a diagnosis, and from answers."""
    diagnoses = [diagnose(assessor, one, _PRINTING.date) for one in people]
    printing = time_calls({form: partial(_print, form) for form in TARGETS}, diagnoses, rounds)
    whole = time_calls(
        {form: partial(_diagnose_and_print, assessor, form) for form in TARGETS}, people, rounds
    )
    notes = {"html": "", "pdf": f"{_sizes('people', assessor, people)}; "
             f"{_sizes('made-up runners', assessor, made_up)}"}  # fmt: skip
    return [
        row
        for form, target in TARGETS.items()
        for row in (
            Row(
                id=f"print-{form}",
                title=f"report as {form} from a diagnosis, with all that it says beside",
                ours=printing[form],
                target=target,
                note=notes[form],
            ),
            Row(
                id=f"diagnose-and-print-{form}",
                title=f"the same with the diagnosis, {form}",
                ours=whole[form],
            ),
        )
    ]


def _print(form: str, diagnosis: Diagnosis) -> bytes:
    find_insights.cache_clear()  # as for a report that nobody asked for before
    return build(diagnosis, form, _PRINTING).data


def _diagnose_and_print(assessor: Assessor, form: str, answers: Answers) -> bytes:
    return _print(form, diagnose(assessor, answers, _PRINTING.date))


def _sizes(title: str, assessor: Assessor, runners: Sequence[Answers]) -> str:
    sizes = [len(_diagnose_and_print(assessor, "pdf", one)) for one in runners]
    kept = "reached" if max(sizes) <= MOST_BYTES else "MISSED"
    return (
        f"PDFs of {len(sizes)} {title}: {median(sizes) / 1000:.0f} kB, the largest "
        f"{max(sizes) / 1000:.0f} kB (≤ {MOST_BYTES // 1000} kB: {kept})"
    )


def _beside(assessor: Assessor, people: Sequence[Answers], rounds: int) -> Row:
    """Some of the same reports as PDF, beside WeasyPrint printing the HTML report."""
    diagnoses = [diagnose(assessor, one, _PRINTING.date) for one in people]
    ours = "ours"
    runs: dict[str, _Print] = {ours: partial(_print, "pdf")}
    note = f"{len(people)} people"
    try:
        peer = _weasyprint()
    except (ImportError, OSError) as error:  # OSError: its libraries in C are missing
        note += f"; without WeasyPrint: {str(error).strip().splitlines()[0]}"
        print(note, file=sys.stderr)
    else:
        runs["WeasyPrint, from the HTML report"] = peer
    times = time_calls(runs, diagnoses, rounds)
    return Row(
        id="print-pdf-beside",
        title="report as pdf, some of them",
        ours=times.pop(ours),
        peers=tuple(times.values()),
        note=note,
    )


def _weasyprint() -> _Print:
    """The HTML report as a tagged PDF, which is what WeasyPrint has nearest to ours.

    Raises:
        ImportError: if it is not installed.
        OSError: if a library that it needs is not there.
    """
    page = importlib.import_module("weasyprint").HTML

    def print_it(diagnosis: Diagnosis) -> object:
        text = _print("html", diagnosis).decode()
        return page(string=text).write_pdf(pdf_variant="pdf/ua-1")

    return print_it


def _many(lines: Sequence[str]) -> list[Row]:
    """The whole command on so many runners; each number once, from a cold start."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for count in MANY:
            file = Path(name, f"{count}.jsonl")
            file.write_text("".join(f"{line}\n" for line in lines[:count]), encoding="utf-8")
            times, megabytes = _command(file, Path(name, str(count)), Path(name))
            rows.append(
                Row(
                    id=f"reports-{count}",
                    title=f"surefoot report, {count:,} made-up runners to pdf",
                    ours=times,
                    target=MANY_TARGET if count == MANY[-1] else None,
                    note=f"{os.cpu_count()} processes; the largest had {megabytes:.0f} MB "
                    "resident at most",
                )
            )
    return rows


def _command(file: Path, output: Path, work: Path) -> tuple[Times, float]:
    """How long it took, and the most memory of any of its processes."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(work / "bytecode")}
    arguments = ["report", str(file), "-f", "pdf", "-o", str(output)]
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, "-m", "surefoot", *arguments],
        cwd=work, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)  # with the processes that it waited for
    taken = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"the reports of {file.name} ended with {process.returncode}")
    return summary("ours", [taken]), usage.ru_maxrss / _KILOBYTES
