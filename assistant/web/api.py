"""Not here yet."""

from assistant.web.desk import Desk


def endpoints(desk: Desk) -> None:
    """The endpoints."""
