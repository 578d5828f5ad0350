"""The sessions of the pages, each begun in microseconds.

Gradio works out the configuration of every component of all pages for every session, 40 ms in the thread that serves
everybody, and each call of the API is a session; and that of each component anew that an event sets. Only deep links,
which the pages have not, would use it. Here it is never worked out.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import gradio as gr
from gradio.routes import App
from gradio.state_holder import SessionState, StateHolder


class Sessions(StateHolder):
    """Gradio's sessions, begun without the configuration of their components."""

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = begun(self.blocks)
        return super().__getitem__(session_id)


def begun(blocks: gr.Blocks) -> SessionState:
    """A new session, which has no configuration of any component, nor works one out.

    A SessionState configures those components that are among its blocks' own; it is told of none.
    """
    session = SessionState(cast(gr.Blocks, SimpleNamespace(default_config=blocks.default_config, blocks={})))
    session.blocks_config.config_for_block = _unconfigured  # type: ignore[assignment, method-assign]
    return session


def _unconfigured(*_: Any) -> dict[str, Any]:
    return {}


def use_sessions(mounted: App, pages: gr.Blocks) -> None:
    """Let the pages of Gradio's app keep their sessions in this way."""
    mounted.state_holder = Sessions()  # type: ignore[no-untyped-call]
    mounted.state_holder.set_blocks(pages)
