"""Not here yet."""

from assistant.web import frame
from assistant.web.desk import Desk


def page(desk: Desk) -> None:
    """The page."""
    frame.header("Compare")
