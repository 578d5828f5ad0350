"""The Evaluations page in a real browser: running, the history, comparing, items and their gold, sets, and who may."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.session import open_assistant, shipped
from assistant.web.access import Access, Role, User, Users, hashed
from assistant.web.desk import Desk
from assistant.web.evaluations_files import OWN, SHIPPED, Folder, add_set, configurations, finished_runs, offered_sets
from assistant.web.evaluations_running import Wanted, run_wanted, shipped_text
from evals.items import load_set
from index.home import Home
from index.sync import sync
from index.testing import HashEmbedder
from tests.assistant.web.serving import OpenPage, SlowDesk, served

SECRET = "correct horse"
FIRST = Path("docs/examples/first-set.jsonl")
WRONG = "<b>MP 99</b>"
"""A gold fact that no answer says."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A home with a set of ten items, one gold of which is wrong, run on the shipped text and on the library's."""
    place = tmp_path_factory.mktemp("evaluations")
    home, embedder = Home.at(place / "home"), HashEmbedder()
    sync(home, shipped("specs"), embedder)
    file, folder = place / "ten.jsonl", Folder(home.path / "evaluations")
    file.write_text(FIRST.read_text("utf-8").replace('[["MP 75"]]', f'[["{WRONG}"]]'), encoding="utf-8")
    assert add_set(folder, file, [shipped_text]).offered is not None
    desk = Desk(lambda: open_assistant(home.path, embedder=embedder), home=home, embedder=embedder)
    for key in (SHIPPED, OWN):
        wanted = Wanted([offered_sets(folder)["ten"]], configurations(home.path, None)[key])
        run_wanted(desk, folder, wanted, lambda *_: None)
    desk.close()
    return folder


@pytest.fixture(scope="module")
def bench_url(bench: Folder) -> Iterator[str]:
    """The app over it, everybody being HR."""
    with served(Home.at(bench.path.parent), Access(None, Role.HR)) as url:
        yield url


@pytest.fixture(scope="module")
def slow_url(bench: Folder) -> Iterator[str]:
    """The same, where each question takes its time, so that no run is done before it is stopped."""
    with served(Home.at(bench.path.parent), Access(None, Role.HR), desk=SlowDesk) as url:
        yield url


@pytest.fixture(scope="module")
def guarded_url(bench: Folder) -> Iterator[str]:
    """The same with a user who reads."""
    users = Users(users={"rea": User(role=Role.READER, password=hashed(SECRET))})
    with served(Home.at(bench.path.parent), Access(users, Role.READER)) as url:
        yield url


def to_tab(page: Page, url: str, tab: str) -> None:
    page.goto(f"{url}/evaluations?tab={tab}")
    expect(page.get_by_role("tab", selected=True)).to_have_text(re.compile(tab, re.IGNORECASE))


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option).first.click()


def open_wrong(page: Page, url: str) -> None:
    """The item with the wrong gold, from the comparison of both runs."""
    to_tab(page, url, "compare")
    choose(page, "A, the run before", "· Assistant · ten")
    choose(page, "B, the run that is looked at", "· Assistant on the library · ten")
    page.locator("#compared").get_by_role("button", name="ten/first.salary").click()
    expect(page.locator("#items .item-sides.two")).to_be_visible()


def test_a_set_is_run_with_progress_and_stands_in_the_history(page: Page, bench_url: str) -> None:
    to_tab(page, bench_url, "run")
    page.get_by_label("ten · 10 items").check()
    choose(page, "Configuration", "BM25 alone, on the shipped texts")
    page.evaluate(
        """() => new MutationObserver(() => { window.went ||= !!document.querySelector('#run-shown progress'); })
        .observe(document.body, {childList: true, subtree: true})"""
    )
    page.click("#run-run")
    expect(page.locator("#run-shown")).to_contain_text("Done: 6 items, 0 crashed")
    assert page.evaluate("window.went")
    page.get_by_role("tab", name="History").click()
    expect(page.locator("#history tbody tr")).to_have_count(3)
    expect(page.locator("#history tbody tr").first).to_contain_text("BM25 alone")
    expect(page.locator("#history svg path.point")).to_have_count(2)
    expect(page.locator("#history svg line.whisker")).to_have_count(6)
    choose(page, "Metric", "all_evidence@10")
    expect(page.locator("#history svg path.point")).to_have_count(3)
    page.get_by_role("button", name="Open run 3").click()
    expect(page.locator("#items")).to_contain_text("4 items left out: bm25 does nothing with items of their kind")
    expect(page.locator("#items .items button")).to_have_count(6)
    page.get_by_label("Find items by id").fill("first.hires")
    expect(page.locator("#items .items button")).to_have_count(1)
    choose(page, "Beside it", "· Assistant · ten")
    page.locator("#items .items button").click()
    expect(page.locator("#items .item-sides.two")).to_be_visible()


def test_two_runs_are_compared_and_the_gold_of_an_item_is_disputed(page: Page, bench_url: str, bench: Folder) -> None:
    open_wrong(page, bench_url)
    expect(page.locator("#compared .verdict")).to_contain_text("Equal: Assistant on the library against Assistant")
    sides = page.locator("#items .item-sides section")
    expect(sides).to_have_count(2)
    expect(sides.first).to_contain_text("✗ wrong")
    expect(sides.first).to_contain_text(f"lacks '{WRONG}'")
    for kind in ("gold", "cited", "retrieved"):
        expect(sides.first.locator(f".clause mark.{kind}").first).to_be_visible()
        expect(page.locator(f"#items .legend .tag.{kind}")).to_have_text(kind)
    expect(sides.first.locator(".clause mark.gold")).to_have_text("MP 75")
    assert "item=ten%2Ffirst.salary" in page.url

    page.get_by_role("button", name="Dispute this gold").click()
    document = page.get_by_label("The item as JSON")
    written = document.input_value()
    document.fill(written.replace('"outcomes"', '"outcome"'))
    page.click("#dispute-write")
    expect(page.locator("#disputed [role=alert]")).to_contain_text("outcomes: Field required")
    document.fill(written.replace(WRONG, "MP 75"))
    page.get_by_label("Your name").fill("Ann")
    page.click("#dispute-write")
    expect(page.locator("#disputed")).to_contain_text("the set is as it was")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^Save ten-first.salary-")).click()
    assert download.value.suggested_filename.startswith("ten-first.salary-")
    own = bench.sets / "ten.jsonl"
    before = own.read_text("utf-8")
    checkout = bench.path / "checkout"
    checkout.mkdir()
    (checkout / own.name).write_text(before, encoding="utf-8")
    subprocess.run(["git", "apply", str(download.value.path())], cwd=checkout, check=True, capture_output=True)
    assert WRONG in before
    assert WRONG not in (checkout / own.name).read_text("utf-8")
    assert len(load_set(checkout / own.name)) == 10


def test_a_bad_set_is_told_line_by_line_and_a_good_one_can_be_run(page: Page, bench_url: str, tmp_path: Path) -> None:
    lines = FIRST.read_text("utf-8").splitlines()
    for name, text in (("broken", [lines[0], lines[1].replace("MP 75", "MP 98"), "{}"]), ("sound", lines)):
        (tmp_path / f"{name} set.jsonl").write_text("\n".join(text), encoding="utf-8")
    to_tab(page, bench_url, "sets")
    page.set_input_files("#set-file input[type=file]", tmp_path / "broken set.jsonl")
    expect(page.locator("#set-file")).to_contain_text("broken")
    page.click("#set-add")
    expect(page.locator("#set-added")).to_contain_text("broken-set is not added: 2 errors")
    expect(page.locator("#set-added")).to_contain_text("line 2: stale: 'MP 98' does not stand in 3039MP")
    expect(page.locator("#set-added")).to_contain_text("line 3: kind: has to be one of")
    page.get_by_label("Remove").or_(page.get_by_label("Clear")).first.click()
    page.set_input_files("#set-file input[type=file]", tmp_path / "sound set.jsonl")
    expect(page.locator("#set-file")).to_contain_text("sound")
    page.click("#set-add")
    expect(page.locator("#set-added")).to_contain_text("sound-set is added: 10 items")
    expect(page.locator("#run-sets")).to_contain_text("sound-set")
    page.get_by_text("Remove sound-set").click()
    page.get_by_role("button", name="Remove the set sound-set").click()
    expect(page.locator("#sets")).not_to_contain_text("sound-set")


def test_a_run_goes_on_without_the_page_and_stops_where_somebody_says_so(open_page: OpenPage, slow_url: str) -> None:
    page = open_page()
    to_tab(page, slow_url, "run")
    page.get_by_label("3039mp-dev · 518 items").check()
    choose(page, "Configuration", "This assistant, on this library")
    page.click("#run-run")
    expect(page.locator("#run-shown")).to_contain_text("of 518 items")
    page.close()
    page = open_page()
    to_tab(page, slow_url, "run")
    expect(page.locator("#run-shown")).to_contain_text("of 518 items")
    page.get_by_label("ten · 10 items").check()
    page.click("#run-run")
    expect(page.locator("#run-problem")).to_contain_text("an evaluation is running already")
    page.click("#run-stop")
    expect(page.locator("#run-shown")).to_contain_text(re.compile(r"stopped after \d+ of 518 items"))
    page.get_by_role("tab", name="History").click()
    expect(page.locator("#history")).to_contain_text("1 not finished")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_an_item_can_be_read_by_all(
    open_page: OpenPage, bench_url: str, bench: Folder, width: int, scheme: str
) -> None:
    a, b, *_ = finished_runs(bench)
    page = open_page(width, 800, color_scheme=scheme)
    page.goto(f"{bench_url}/evaluations?run={a}&beside={b}&item=ten/first.salary")
    expect(page.locator("#items mark.gold").first).to_be_visible()
    assert ("dark" in (page.locator("body").get_attribute("class") or "").split()) == (scheme == "dark")
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_is_not_there_is_told_and_opens_nothing(page: Page, bench_url: str, bench: Folder) -> None:
    name = next(iter(finished_runs(bench)))
    for query, said in (
        ("run=../../catalogue.db", "there is no such run"),
        (f"run={name}&item=ten/../../x", "the run has no item"),
    ):
        page.goto(f"{bench_url}/evaluations?{query}")
        expect(page.locator("#items [role=alert]")).to_contain_text(said)


# ── who may do it ──


def test_a_reader_is_told_what_to_do_and_shown_nothing(page: Page, guarded_url: str) -> None:
    page.goto(f"{guarded_url}/evaluations?run=x")
    expect(page.locator("#refused")).to_contain_text("Evaluations are for HR staff")
    expect(page.get_by_role("link", name="sign in", exact=True)).to_have_attribute("href", "/sign-in?to=/evaluations")
    expect(page.locator("#evaluations")).to_have_count(0)


def test_every_handler_of_the_page_refuses_a_reader(guarded_url: str) -> None:
    with httpx.Client(base_url=guarded_url, timeout=110) as client:
        signed = client.post("/sign-in", data={"name": "rea", "password": SECRET})
        assert signed.status_code == 303
        handlers = _handlers(client.get("/config").json())
        assert len(handlers) >= 15
        for name, data in handlers.items():
            begun = client.post(f"/gradio_api/call/{name}", json={"data": data})
            said = client.get(f"/gradio_api/call/{name}/{begun.json()['event_id']}").text
            assert "Evaluations are for HR staff" in said, name


def _handlers(config: dict[str, Any]) -> dict[str, list[Any]]:
    """The handlers of the page on the server, with values that each takes; who opens it is told otherwise."""
    lists = {one["id"] for one in config["components"] if one["type"] == "checkboxgroup"}
    own = set(config["page"]["evaluations"]["dependencies"])
    opening = ("opened", "wished", "followed")
    return {
        one["api_name"]: [[] if given in lists else None for given in one["inputs"]]
        for one in config["dependencies"]
        if one["id"] in own and one["backend_fn"] and not one["api_name"].startswith(opening)
    }
