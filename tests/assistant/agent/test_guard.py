"""Errors of providers in plain words, without anything of their messages."""

from __future__ import annotations

import pytest

from assistant.agent.guard import in_plain_words
from corpus.errors import ChatModelError


class StatusError(Exception):
    """As providers' packages raise them."""

    def __init__(self, status_code: int, message: str = "sk-secret") -> None:
        super().__init__(message)
        self.status_code = status_code


class APITimeoutError(Exception):
    """By its name."""


class RateLimitError(Exception):
    """By its name."""


def caused(error: Exception) -> Exception:
    outer = RuntimeError("sk-secret")
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StatusError(401), "refused the key"),
        (StatusError(403), "refused the key"),
        (StatusError(404), "no such model"),
        (StatusError(429), "no more requests"),
        (StatusError(503), "status 503"),
        (StatusError(400, "context_length_exceeded"), "too long"),
        (StatusError(400, "bad parameter"), "status 400"),
        (APITimeoutError("sk-secret"), "in time"),
        (RateLimitError("sk-secret"), "no more requests"),
        (ConnectionResetError("sk-secret"), "cannot be reached"),
        (TimeoutError("sk-secret"), "in time"),
        (caused(APITimeoutError("sk-secret")), "in time"),
        (caused(StatusError(401)), "refused the key"),
        (KeyError("sk-secret"), "failed (KeyError)"),
    ],
)
def test_an_error_in_plain_words(error: Exception, words: str) -> None:
    found = in_plain_words(error)
    assert words in str(found)
    assert "sk-secret" not in str(found)


def test_our_own_error_stays_as_it_is() -> None:
    own = ChatModelError("used up", mend="SPECS_MODEL_TOKENS")
    assert in_plain_words(own) is own
