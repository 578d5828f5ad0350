"""The endpoints as other programs reach them: plain HTTP, Gradio's client, MCP, and the examples of docs/api.md."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession, types
from mcp.client.streamable_http import streamable_http_client

from assistant.cli_search import KEYS
from assistant.web.access import Access, Role, User, Users, hashed
from index.home import Home
from tests.assistant.web.serving import TODAY, served

NAMES = {"ask", "search", "check", "match", "show"}
DOCUMENT = Path("docs/api.md")
SECRET = "correct horse"


def called(url: str, name: str, data: Any, cookies: httpx.Cookies | None = None) -> tuple[str, Any]:
    """How a call ended, complete or error, and what came with it; `data` as a list or by name."""
    version, sent = ("v2/", data) if isinstance(data, dict) else ("", {"data": data})
    with httpx.Client(timeout=110, cookies=cookies) as client:
        begun = client.post(f"{url}/gradio_api/call/{version}{name}", json=sent)
        assert begun.status_code == 200, begun.text
        stream = client.get(f"{url}/gradio_api/call/{version}{name}/{begun.json()['event_id']}").text
    events = re.findall(r"event: (\w+)\ndata: (.*)", stream)
    ended = next((kind, value) for kind, value in events if kind in {"complete", "error"})
    return ended[0], json.loads(ended[1])


def result(url: str, name: str, data: Any) -> Any:
    kind, found = called(url, name, data)
    assert kind == "complete", found
    return found[0]


# ── what there is ──


def test_the_five_endpoints_are_all_that_is_public(app_url: str) -> None:
    info = httpx.get(f"{app_url}/gradio_api/info", timeout=110).json()
    assert {name.strip("/") for name in info["named_endpoints"]} == NAMES
    assert info["unnamed_endpoints"] == {}
    for endpoint in info["named_endpoints"].values():
        assert endpoint["description"]
        assert all(parameter["type"] for parameter in endpoint["parameters"])


# ── plain HTTP ──


def test_ask_gives_the_answer_of_the_contract(app_url: str) -> None:
    answer = result(app_url, "ask", ["What is the salary group?", "3039MP", None, None])
    assert answer["outcome"] == "answered"
    assert answer["statements"][0]["citations"][0]["quote"] == "MP 75"
    assert {"question", "text", "class_code", "statements", "follow_ups", "model", "timings_ms"} <= set(answer)


def test_ask_builds_on_the_questions_before_and_judges_on_the_day_given(app_url: str) -> None:
    asked = {"question": "And the managerial part?", "history": ["How many years do I need for 3039MP?"]}
    assert "managerial" in result(app_url, "ask", asked)["text"]
    own = {"question": "Do I qualify with a master's and 13 years as a teacher?", "class_code": "3039mp"}
    assert result(app_url, "ask", {**own, "as_of": "2020-01-01"})["determination"]["as_of"] == "2020-01-01"
    assert result(app_url, "ask", own)["determination"]["as_of"] == TODAY.isoformat()


def test_search_gives_hits_of_the_contract_and_keeps_to_the_filters(app_url: str) -> None:
    hits = result(app_url, "search", {"query": "hires staff", "section": "duties", "class_code": "3039MP", "limit": 2})
    assert len(hits) == 2
    assert all(set(hit) == set(KEYS) and hit["class_code"] == "3039MP" and hit["section"] == "duties" for hit in hits)


def test_check_counts_what_is_given_and_what_is_said(app_url: str) -> None:
    degree = {"education": [{"level": "master", "completed": True}], "employment": []}
    found = result(app_url, "check", {"class_code": "3039MP", "applicant": degree, "as_of": "2026-11-24"})
    assert (found["verdict"], found["class_code"]) == ("not_met", "3039MP")
    assert "read" not in found
    said = result(app_url, "check", {"class_code": "3039MP", "said": "master's in education and a blue bicycle"})
    assert said["read"]["facts"][0]["words"]
    assert any("bicycle" in one["words"] for one in said["read"]["unread"])


def test_match_ranks_all_classes(app_url: str) -> None:
    found = result(app_url, "match", {"said": "master's in education", "limit": 3})
    assert (found["count"], len(found["matches"]), found["not_judged"]) == (26, 3, [])


def test_show_gives_clauses_that_are_the_characters_of_the_text(app_url: str) -> None:
    whole = result(app_url, "show", {"class_code": "3039MP"})
    part = result(app_url, "show", {"class_code": "3039MP", "section": "duties"})
    assert len(part["sections"]) < len(whole["sections"])
    text = (Path("corpus/specs/3039MP.txt")).read_text(encoding="utf-8")
    clause = part["sections"][0]["clauses"][0]
    assert text[clause["start"] : clause["end"]] == clause["quote"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("ask", {"question": " "}, "the question is empty"),
        ("ask", {"question": "x" * 4001}, "at most 4000"),
        ("ask", {"question": "hello", "class_code": "NO<b>"}, "there is no class 'NO<b>'"),
        ("ask", {"question": "hello", "as_of": "soon"}, "is no date (write it like 2026-11-24)"),
        ("ask", {"question": 5}, "question: Input should be a valid string"),
        ("ask", {"question": "hello", "history": ["x"] * 51}, "history: "),
        ("search", {"query": ""}, "the query is empty"),
        ("search", {"query": "x", "section": "nowhere"}, "'nowhere' is no section (use one of"),
        ("search", {"query": "x", "limit": 0}, "limit: "),
        ("search", {"query": "x", "limit": 10_000}, "limit: "),
        ("check", {"class_code": "3039MP", "applicant": {"edu": []}}, "edu: there is no such field"),
        ("check", {"class_code": "3039MP", "mode": "kind"}, "mode: Input should be 'advisory' or 'as_filed'"),
        ("match", {"applicant": []}, "applicant: Input should be a valid dictionary"),
        ("show", {"class_code": ""}, "there is no class ''"),
        ("show", {"class_code": "3039MP", "section": "compensation_guidelines"}, "has no section"),
    ],
)
def test_a_mistake_is_told_with_what_mends_it(app_url: str, name: str, data: dict[str, Any], said: str) -> None:
    kind, found = called(app_url, name, data)
    assert kind == "error"
    assert said in found["error"]
    assert "(" in found["error"] or "at most" in found["error"]


# ── what nobody may reach ──


@pytest.mark.parametrize("path", ["/etc/passwd", "pyproject.toml", "../pyproject.toml", "http://127.0.0.1:1/x"])
def test_no_file_of_the_machine_is_given(app_url: str, path: str) -> None:
    assert httpx.get(f"{app_url}/gradio_api/file={path}", timeout=110).status_code in {403, 404}


def test_the_catalogue_is_not_given(app_url: str, web_home: Home) -> None:
    assert httpx.get(f"{app_url}/gradio_api/file={web_home.path / 'catalogue.db'}", timeout=110).status_code == 403


def test_the_page_tells_no_code_and_no_path_of_the_machine(app_url: str, web_home: Home) -> None:
    config = httpx.get(f"{app_url}/config", timeout=110).text
    for secret in (str(web_home.path), str(Path.cwd()), "only_hr(", "def "):
        assert secret not in config


@pytest.mark.parametrize("path", ["monitoring", "monitoring/summary", "monitoring/key"])
def test_nobody_is_told_how_often_others_asked(app_url: str, path: str) -> None:
    result(app_url, "show", {"class_code": "3039MP"})
    assert httpx.get(f"{app_url}/{path}").status_code == 403


def test_an_upload_above_the_limit_is_refused(app_url: str) -> None:
    large = {"files": ("large.txt", b"x" * (20 * 1024 * 1024 + 1))}
    assert httpx.post(f"{app_url}/gradio_api/upload", files=large, timeout=110).status_code == 413


# ── MCP ──


async def _tool(url: str, name: str, arguments: dict[str, Any]) -> tuple[list[types.Tool], types.CallToolResult]:
    async with (
        streamable_http_client(f"{url}/gradio_api/mcp/") as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        return (await session.list_tools()).tools, await session.call_tool(name, arguments)


def tool(url: str, name: str, arguments: dict[str, Any]) -> tuple[list[types.Tool], types.CallToolResult]:
    # In a thread of its own: browser tests of the same session may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_tool(url, name, arguments))).result()


def text_of(found: types.CallToolResult) -> str:
    content = found.content[0]
    assert isinstance(content, types.TextContent)
    return content.text


def test_the_mcp_tools_are_the_five_described_and_typed(app_url: str) -> None:
    tools, found = tool(app_url, "ask", {"question": "What is the salary group?", "class_code": "3039MP"})
    assert {one.name for one in tools} == NAMES
    for one in tools:
        assert one.description
        assert all(value.get("description") for value in one.inputSchema["properties"].values())
    assert json.loads(text_of(found)) == found.structuredContent
    assert (found.structuredContent or {})["outcome"] == "answered"


def test_an_mcp_list_is_json_as_well(app_url: str) -> None:
    _, found = tool(app_url, "search", {"query": "hires staff", "limit": 2})
    assert found.structuredContent == {"result": json.loads(text_of(found))}


def test_a_mistake_of_an_mcp_client_is_told(app_url: str) -> None:
    _, found = tool(app_url, "show", {"class_code": "NOPE"})
    assert found.isError
    assert "there is no class 'NOPE' (" in text_of(found)


def test_an_mcp_client_calls_nothing_else(app_url: str) -> None:
    _, found = tool(app_url, "added", {})
    assert found.isError
    assert "there is no tool 'added'" in text_of(found)


# ── signing in ──


@pytest.fixture(scope="module")
def closed_url(web_home: Home) -> Iterator[str]:
    """The app where everything asks to sign in: ann reads."""
    users = Users(protect="everything", users={"ann": User(role=Role.READER, password=hashed(SECRET))})
    with served(web_home, Access(users, None)) as url:
        yield url


def test_who_has_not_signed_in_gets_nothing(closed_url: str) -> None:
    begun = httpx.post(f"{closed_url}/gradio_api/call/v2/show", json={"class_code": "3039MP"}, timeout=110)
    assert begun.status_code == 401
    _, found = tool(closed_url, "show", {"class_code": "3039MP"})
    assert found.isError
    assert "sign in first" in text_of(found)


def test_who_has_signed_in_may_call(closed_url: str) -> None:
    signed_in = httpx.post(f"{closed_url}/sign-in", data={"name": "ann", "password": SECRET}, timeout=110)
    kind, found = called(closed_url, "show", {"class_code": "3039MP", "section": "duties"}, signed_in.cookies)
    assert (kind, found[0]["class_code"]) == ("complete", "3039MP")


# ── the document ──


def _examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


def _ran(command: list[str], tmp_path: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _here(example: str, url: str) -> str:
    assert "http://127.0.0.1:7860" in example
    return example.replace("http://127.0.0.1:7860", url)


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_the_example_with_curl_runs(app_url: str, tmp_path: Path) -> None:
    said = _ran(["sh", "-c", _here(_examples("sh")[0], app_url)], tmp_path)
    assert "event: complete" in said
    assert "twelve (12) years" in said


def test_the_example_in_python_runs(app_url: str, tmp_path: Path) -> None:
    said = _ran([sys.executable, "-c", _here(_examples("python")[0], app_url)], tmp_path)
    assert "A 092 certificate" in said
    assert said.splitlines()[-1].startswith("not_met {")


def test_the_example_with_mcp_runs(app_url: str, tmp_path: Path) -> None:
    said = _ran([sys.executable, "-c", _here(_examples("python")[1], app_url)], tmp_path).splitlines()
    assert said[0] == "ask check match search show"
    assert len(said) == 4


def test_the_document_names_every_argument(app_url: str) -> None:
    info = httpx.get(f"{app_url}/gradio_api/info", timeout=110).json()["named_endpoints"]
    rows = {
        row[0]: row[1] for row in re.findall(r"^\| `(\w+)` \| (.*) \|$", DOCUMENT.read_text(encoding="utf-8"), re.M)
    }
    for name, endpoint in info.items():
        named = [parameter["parameter_name"] for parameter in endpoint["parameters"]]
        assert re.findall("|".join(f"`{one}`" for one in named), rows[name.strip("/")]) == [f"`{one}`" for one in named]


def test_only_hr_staff_send_files(closed_url: str, app_url: str) -> None:
    given = {"files": ("small.txt", b"GENERAL EXPERIENCE")}
    signed = httpx.Client(base_url=closed_url, timeout=110)
    assert signed.post("/sign-in", data={"name": "ann", "password": SECRET}).status_code == 303
    for send in (signed.post, lambda path, files: httpx.post(f"{closed_url}{path}", files=files, timeout=110)):
        assert send("/gradio_api/upload", files=given).status_code == 403
    assert httpx.post(f"{app_url}/gradio_api/upload", files=given, timeout=110).status_code == 200
    signed.close()
