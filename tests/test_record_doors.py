"""A record at the doors: the list and the questions in a real terminal, on pages, in a browser."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

import pytest

from surefoot.engine.answers import answers_in, read_answers
from surefoot.engine.days import show_span
from surefoot.engine.errors import Source
from surefoot.intake.store.recording import keep_record
from surefoot.intake.web.results import diagnosis_of

from .support import axe, needs
from .support.browser import PHONE, driven, violations, why_not_available, window
from .support.records import LAST, VALUES, keep, moved, record_file
from .support.web import served
from .support.web_pages import TODAY, Visitor, make_service, reading_of

if TYPE_CHECKING:
    from pathlib import Path

REAL = reading_of()
BASE = REAL.assessor.knowledge
WEEKLY = "training.weekly_km"


def test_a_terminal_lists_the_record_takes_it_and_writes_it_back(tmp_path: Path) -> None:
    from .support.real_terminal import surefoot  # noqa: PLC0415  (Windows has no pexpect)

    file = tmp_path / "me.yaml"
    by = (datetime.datetime.now().astimezone().date() - LAST).days // 7
    last = LAST + datetime.timedelta(weeks=by)
    days = show_span(last - datetime.timedelta(days=13), last)
    file.write_text(moved(record_file("training.weekly_km: 32.4 km"), by))
    with surefoot(tmp_path, "ask", "--resume", "me.yaml") as terminal:
        terminal.type("")
        listed = terminal.type("5")
        assert f"1. Distance a week: 32.4 km, from 9 runs, {days}" in " ".join(listed.split())
        assert "you ran 20 km in one run" in listed
        assert "1 to 4 can be left out" in terminal.type("1, 4")
        taken = terminal.type("w")
        assert "Taken: 2 answers from your record." in taken
        assert "Left out, to be asked later: 2." in taken
        left = terminal.type("n")
        assert "1. Distance a week: 32.4 km" in left
        assert "2 values are among your answers already." in left
        terminal.type("s")
        assert "Your answers are saved." in terminal.end()
    read = read_answers(file, BASE)
    said = {name for name in read.answers if not BASE.questions[name].records}
    assert said == {"training.longest_run_7d_km", "form.knows_cadence"}
    assert len(read.answers) == len(said) + len(VALUES)
    assert [week.jump is not None for week in read.history] == [False, True]
    with surefoot(tmp_path, "ask") as terminal:
        assert f"a record of {days}" in " ".join(terminal.prompt().split())


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor.of(make_service(tmp_path, REAL, is_coach=True)).come_in()


def _begun(visitor: Visitor) -> str:
    store = visitor.service.store
    return keep(store, BASE, store.add_runner("Ann").id).interview


def test_pages_list_the_record_and_propose_what_was_not_taken(visitor: Visitor) -> None:
    name = _begun(visitor)
    visitor.go(f"/i/{name}")
    assert visitor.at == f"/i/{name}/recorded"
    assert "Distance a week: 32.4 km From 9 runs, 9 to 22 November 2026." in visitor.text
    assert visitor.page.count(" checked") == len(VALUES)
    jump = (
        "On 18 November 2026 you ran 20 km in one run; the longest run of the 30 days before was 13"
    )
    assert jump in visitor.text
    assert "What you leave out is asked later" in visitor.text
    visitor.go(visitor.link("Say it yourself")).say("32")
    assert visitor.at == f"/i/{name}/recorded"
    assert "Your answer now: 32 km" in visitor.text
    visitor.post(f"/i/{name}/recorded", {"do": "take", "take": [*list(VALUES)[1:], "runner.age"]})
    assert "/q/" in visitor.at
    visitor.go(f"/i/{name}/q/{WEEKLY}")
    assert "Your record shows 32.4 km, from 9 runs, 9 to 22 November 2026." in visitor.text
    visitor.say("50")
    assert "You told us 50 km" in visitor.text
    assert "Your record shows 32.4 km" in visitor.text
    visitor.go(f"/i/{name}/check")
    assert "50 km your record shows 32.4 km" in visitor.text
    assert visitor.text.count("from your record") == len(VALUES) - 1
    visitor.go(f"/i/{name}/q/{WEEKLY}").press("recorded")
    answer = visitor.stored(name).answers[WEEKLY]
    assert (answer.source, answer.shown) == ("imported", "32.4 km")
    assert visitor.go(f"/i/{name}/q/training.recorded_weekly_km").status == 404


def test_a_result_its_files_and_a_comparison_have_the_weeks(
    visitor: Visitor, tmp_path: Path
) -> None:
    name = _begun(visitor)
    visitor.post(f"/i/{name}/recorded", {"do": "take", "take": list(VALUES)})
    visitor.post(f"/i/{name}/finish")
    assert visitor.status == 200
    visitor.post(f"/i/{name}/recorded?from=check", {"do": "none"})
    service = visitor.service
    assert service.stored(name).is_finished
    assert len(diagnosis_of(service, service.stored(name)).history) == 2
    file = tmp_path / "me.yaml"
    file.write_text(visitor.go(f"/i/{name}/answers.yaml").page)
    read = read_answers(file, BASE)
    assert len(read.history) == 2
    answer = read.answers[WEEKLY]
    assert answer.source == "imported"
    assert answer.basis is not None
    runner = service.stored(name).runner
    visitor.go(f"/r/{runner}")
    assert "The last record tells of 9 to 22 November 2026." in visitor.text
    assert "surefoot import FILE --runner Ann --data" in visitor.text
    keep(service.store, BASE, runner, weekly_km="40 km")
    visitor.go(f"/r/{runner}")
    visitor.go(visitor.link("What it shows"))
    assert "Distance a week: 40 km" in visitor.text
    assert "Last time: 32.4 km" in visitor.text
    assert "You answered our questions on 23 November 2026. Your record is newer." in visitor.text


def test_of_an_old_record_nothing_is_ticked(visitor: Visitor) -> None:
    store = visitor.service.store
    file = answers_in(Source("me.yaml", moved(record_file(), -64)), BASE, is_json=False)
    runner = store.add_runner("Ann").id
    name = keep_record(store, BASE, runner, file.answers, file.history).interview
    visitor.go(f"/r/{runner}")
    assert "A record of 18 to 31 August 2025 waits to be looked through." in visitor.text
    visitor.go(f"/i/{name}")
    assert "Your record ends on 31 August 2025, 64 weeks ago" in visitor.text
    assert " checked" not in visitor.page
    assert "at once" not in visitor.text


def test_who_begins_anew_takes_the_record_along(visitor: Visitor) -> None:
    name = _begun(visitor)
    runner = visitor.service.stored(name).runner
    visitor.post("/start", {"runner": runner, "depth": "full", "id": "0123456789abcdef"})
    assert visitor.at == "/i/0123456789abcdef/recorded"


def test_a_coach_takes_in_what_an_import_wrote(visitor: Visitor) -> None:
    data = record_file("runner.name: Bo, training.weekly_km: 32.4 km").encode()
    fields: dict[str, Any] = {"file": (io.BytesIO(data), "bo.yaml"), "day": TODAY.isoformat()}
    visitor.post("/receive", fields)
    assert "It waits in the interview" in visitor.text
    (runner,) = visitor.service.store.runners()
    (stored,) = visitor.service.store.interviews(runner.id)
    assert visitor.go(f"/i/{stored.id}").at == f"/i/{stored.id}/recorded"


def test_other_units_leave_what_was_typed(visitor: Visitor) -> None:
    name = _begun(visitor)
    visitor.go(f"/i/{name}/q/{WEEKLY}")
    sent = {"units": "imperial", "unit": "km"}
    visitor.post("/units", {**sent, "address": visitor.at, "answer": "21"})
    assert 'value="21"' in visitor.page
    assert 'value="km" selected' in visitor.page
    assert "Your record shows 20.1 mi" in visitor.text
    assert "Error" not in visitor.title
    visitor.post("/units", {**sent, "address": visitor.at, "answer": ""})
    assert 'value="mi" selected' in visitor.page


def test_a_browser_takes_the_record_by_keyboard_on_a_phone(tmp_path: Path) -> None:
    if reason := why_not_available() or axe.why_not_available():
        needs.skip_or_fail(reason)
    service = make_service(tmp_path, REAL)
    name = _begun(Visitor.of(service))
    wishes = {"bypass_csp": True, "reduced_motion": "reduce"}
    with (
        served(tmp_path) as server,
        driven() as browser,
        window(browser, server, width=PHONE, scripts=True, **wishes) as found,
    ):
        found.go(f"/i/{name}")
        assert found.heading == "What your record shows"
        wrong = violations(found)
        page = found.page
        page.locator(f"input[value='{WEEKLY}']").focus()
        page.keyboard.press("Space")
        assert not found.is_too_wide()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert found.question
        found.go(f"/i/{name}/q/{WEEKLY}")
        wrong += violations(found)
        assert not found.is_too_wide()
        page.locator("#answer").fill("50")
        found.button("Use miles")
        assert page.locator("#answer").input_value() == "50"
        found.button("Take it")
        found.go(f"/i/{name}/recorded?from=look")
        assert "All of it is among your answers." in page.locator("main").inner_text()
        wrong += violations(found)
        found.go("/start")
        wrong += violations(found)
        assert not found.is_too_wide()
        assert (wrong, found.errors) == ([], [])
