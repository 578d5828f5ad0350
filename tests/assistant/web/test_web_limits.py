"""What a request has to pass, tried over HTTP on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from assistant.web.access import Access, Role, User, Users, access_for, hashed
from assistant.web.limits import Rate
from index.home import Home
from tests.assistant.web.serving import served


def test_a_client_is_let_through_so_many_times_a_minute_and_others_meanwhile() -> None:
    now = [0.0]
    rate = Rate(2, clock=lambda: now[0])
    assert [rate.allows("a"), rate.allows("a"), rate.allows("a"), rate.allows("b")] == [True, True, False, True]
    now[0] = 60.1
    assert rate.allows("a")


@pytest.fixture(scope="module")
def guarded(web_home: Home) -> Iterator[str]:
    """A server whose library asks to sign in, with a small rate."""
    users = Users(users={"ann": User(role=Role.HR, password=hashed("pass word"))})
    with served(web_home, access_for(users, is_loopback=True, is_open=False), asks_per_minute=8) as url:
        yield url


@pytest.fixture(scope="module")
def closed(web_home: Home) -> Iterator[str]:
    """A server that shows nothing to strangers."""
    users = Users(protect="everything", users={"bob": User(role=Role.READER, password=hashed("pass word"))})
    with served(web_home, access_for(users, is_loopback=True, is_open=False)) as url:
        yield url


def test_another_host_name_is_refused(app_url: str) -> None:
    answer = httpx.get(app_url, headers={"host": "specs.example:7860"})
    assert answer.status_code == 421


def test_a_page_of_another_server_cannot_send(app_url: str) -> None:
    sent = httpx.post(f"{app_url}/gradio_api/queue/join", json={}, headers={"origin": "http://evil.example"})
    assert sent.status_code == 403


def test_pages_load_nothing_from_elsewhere(app_url: str) -> None:
    answer = httpx.get(app_url)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    for host in ("fonts.googleapis", "cdnjs", "huggingface.co/", "unpkg"):
        assert f'src="https://{host}' not in answer.text


def test_a_client_that_asks_too_often_is_told_to_wait(guarded: str) -> None:
    answers = [httpx.post(f"{guarded}/gradio_api/call/nothing", json={"data": []}).status_code for _ in range(10)]
    assert answers[-2:] == [429, 429]
    assert 429 not in answers[:8]
    assert httpx.get(guarded).status_code == 200


def test_strangers_see_the_sign_in_page_alone_where_everything_is_protected(closed: str) -> None:
    with httpx.Client(base_url=closed) as client:
        page = client.get("/check", headers={"accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/sign-in?to=/check")
        assert client.get("/config").status_code == 401
        assert client.get("/source/" + "0" * 64).status_code == 401
        assert client.post("/gradio_api/call/ask", json={"data": ["Who hires staff?"]}).status_code == 401
        for method, path, body in (
            ("POST", "queue/join", {"data": [], "fn_index": 0, "session_hash": "s"}),
            ("GET", "queue/data?session_hash=s", None),
            ("POST", "call/v2/ask", {"question": "Who hires staff?", "class_code": "3039MP"}),
            ("GET", "call/v2/ask/1", None),
        ):
            assert client.request(method, f"/gradio_api/{path}", json=body).status_code == 401, path
        assert client.post("/sign-in", data={"name": "bob", "password": "wrong"}).status_code == 401
        entered = client.post("/sign-in", data={"name": "bob", "password": "pass word", "to": "/check"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/check")
        assert "httponly" in entered.headers["set-cookie"].lower()
        assert client.get("/check", headers={"accept": "text/html"}).status_code == 200
        assert client.get("/account").json() == {"name": "bob", "role": "reader", "sign_in": "/sign-in"}
        client.post("/sign-out")
        assert client.get("/config").status_code == 401


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "evil"])
def test_signing_in_leads_to_this_server_alone(closed: str, to: str) -> None:
    entered = httpx.post(f"{closed}/sign-in", data={"name": "bob", "password": "pass word", "to": to})
    assert entered.headers["location"] == "/"


def test_no_file_of_the_host_can_be_read(app_url: str) -> None:
    for path in ("/etc/passwd", "../../../../etc/passwd", "pyproject.toml", "README.md"):
        answer = httpx.get(f"{app_url}/gradio_api/file={path}")
        assert answer.status_code in {403, 404}, path


def test_an_unknown_text_is_not_there(app_url: str) -> None:
    assert httpx.get(f"{app_url}/source/{'0' * 64}").status_code == 404


def test_everybody_may_do_everything_on_their_own_machine() -> None:
    assert Access(None, Role.HR).role(None, 0) is Role.HR
