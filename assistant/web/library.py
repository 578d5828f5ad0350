"""Not here yet."""

from collections.abc import Callable

import gradio as gr

from assistant.web import frame
from assistant.web.desk import Desk


def page(desk: Desk, is_hr: Callable[[gr.Request], bool]) -> None:
    """The page."""
    frame.header("Library")
