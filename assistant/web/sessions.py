"""The sessions of the pages, each begun in microseconds.

Gradio works out the configuration of every component of all pages for every session, 40 ms in the thread that serves
everybody, and each call of the API is a session. Here that of a component is worked out when it first gets a value.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from gradio.state_holder import SessionState, StateHolder


class Sessions(StateHolder):
    """Gradio's sessions, begun without the configuration of their components."""

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = begun(self.blocks)
        return super().__getitem__(session_id)


def begun(blocks: gr.Blocks) -> SessionState:
    """A new session, which has worked out the configuration of no component yet.

    A SessionState configures those components that are among its blocks' own; it is told of none.
    """
    return SessionState(cast(gr.Blocks, SimpleNamespace(default_config=blocks.default_config, blocks={})))


def use_sessions(app: FastAPI, pages: gr.Blocks) -> None:
    """Let the pages that are mounted in an app keep their sessions in this way."""
    (mounted,) = [one for route in app.routes if isinstance(one := getattr(route, "app", None), App)]
    mounted.state_holder = Sessions()  # type: ignore[no-untyped-call]
    mounted.state_holder.set_blocks(pages)
