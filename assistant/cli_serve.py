"""`specs serve`: the web app."""

from __future__ import annotations

import gc
import getpass
import ipaddress
import os
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

import typer

from assistant.cli_open import opened
from assistant.cli_terminal import Page
from corpus.errors import UserMistake

if TYPE_CHECKING:
    from assistant.web.access import Access
    from assistant.web.desk import Desk

Host = Annotated[str, typer.Option("--host", help="The address to listen on.")]
Port = Annotated[int, typer.Option("--port", help="The port; 0 takes a free one.", min=0, max=65535)]
Open = Annotated[bool, typer.Option("--open", help="Let everybody who reaches the address read, without signing in.")]
Hash = Annotated[bool, typer.Option("--hash", help="Read a password and print its hash for SPECS_AUTH_FILE.")]
Browser = Annotated[bool, typer.Option("--browser", help="Show the app in the browser.")]
Question = Annotated[str | None, typer.Option("--question", metavar="TEXT", help="A question to begin with.")]

SWITCH_SECONDS = 0.001
"""How long an answer is worked on before the thread that serves everybody may go on: a fifth of Python's own."""


def serve(  # noqa: PLR0917
    host: Host = "127.0.0.1",
    port: Port = 7860,
    open_: Open = False,
    hash_: Hash = False,
    browser: Browser = False,
    question: Question = None,
) -> None:
    """Open the web app, until Ctrl+C.

    It listens on this machine alone, where everybody may do everything. SPECS_AUTH_FILE names a file of users: then
    the library, or everything, asks to sign in. An address that others can reach is refused without it.
    """
    if hash_:
        _print_hash()
        return
    is_local, rate = _is_loopback(host), _rate()
    access = _access(is_local, open_)
    listening = _listen(host, port)
    with opened():  # what is missing is made before anybody asks
        pass
    import uvicorn

    from assistant.session import open_assistant
    from assistant.web.app import build_app
    from assistant.web.desk import Desk
    from assistant.web.helper import Helper
    from index.embeddings import open_embedder
    from index.home import Home

    sys.setswitchinterval(SWITCH_SECONDS)
    embedder = open_embedder()
    desk = Desk(
        lambda: open_assistant(embedder=embedder),
        home=Home.from_environment(),
        embedder=embedder,
        helped_by=lambda: Helper(open_assistant),
    )
    app = build_app(desk, access, local_only=is_local, **rate)
    warming = threading.Thread(target=_warm, args=(desk,), daemon=True)
    warming.start()
    address = _address(listening, question)
    Page(is_error=True).line(f"The app is open at {address} (Ctrl+C ends it).")
    if browser:
        import webbrowser

        webbrowser.open(address)
    try:
        uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3)).run([listening])
    finally:
        warming.join(timeout=10)
        desk.close()


def _warm(desk: Desk) -> None:
    """Make the desk ready; what is there then stays for good, and need not be looked through for what is garbage."""
    desk.warm()
    gc.collect()
    gc.freeze()


def _address(listening: socket.socket, question: str | None) -> str:
    host, port = listening.getsockname()[:2]
    path = f"?{urlencode({'q': question})}" if question else ""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/{path}"


def _access(is_local: bool, is_open: bool) -> Access:
    from assistant.web.access import SETTING, access_for, read_users

    named = os.environ.get(SETTING)
    return access_for(read_users(Path(named)) if named else None, is_loopback=is_local, is_open=is_open)


def _rate() -> dict[str, int]:
    named = os.environ.get("SPECS_RATE")
    if not named:
        return {}
    if not named.isdecimal() or not int(named):
        raise UserMistake(f"SPECS_RATE={named} is no number of questions a minute", mend="SPECS_RATE=240")
    return {"asks_per_minute": int(named)}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UserMistake(
            f"cannot listen on {host}, port {port}: {error.strerror}", mend=f"specs serve --port {port + 1}"
        ) from error


def _print_hash() -> None:
    from assistant.web.access import hashed

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not password:
        raise UserMistake("no password was given", mend="specs serve --hash")
    sys.stdout.write(hashed(password) + "\n")
