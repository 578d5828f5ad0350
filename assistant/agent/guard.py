"""The boundary to the model: what it may use up, how long it may take, and its errors in plain words.

Every call runs in a thread of its own and is waited for until the question's time is up; a server that goes on dripping
is left behind. Whatever a provider's package raises becomes a ChatModelError here, with words of ours: a provider's own
message may hold a key or the asker's words.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain.agents.middleware.types import ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, BaseMessage

from assistant.agent.models import ModelSettings
from assistant.events import ModelAsked, Tell
from corpus.errors import ChatModelError

_CHARACTERS_A_TOKEN = 4
"""What is reckoned for a reply whose provider counts no tokens."""


class Guard(AgentMiddleware[Any, Any, Any]):
    """Holds the calls of one question to its budget. `calls` and `tokens` are what was used so far."""

    def __init__(self, settings: ModelSettings, tell: Tell) -> None:
        super().__init__()
        self.calls = 0
        self.tokens = 0
        self._settings = settings
        self._tell = tell
        self._deadline = time.monotonic() + settings.seconds

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Call the model within the budget. Raises ChatModelError where it fails, or says nothing that can be used."""
        self._check()
        self.calls += 1
        response = self._in_time(lambda: handler(request))
        reply = next((one for one in response.result if isinstance(one, AIMessage)), None)
        self.tokens += _tokens(request.messages, reply)
        self._tell(ModelAsked(self.calls, self.tokens))
        if reply is None or not (reply.tool_calls or reply.invalid_tool_calls or str(reply.text).strip()):
            raise ChatModelError("the chat model said nothing")
        if reply.invalid_tool_calls and not reply.tool_calls:
            raise ChatModelError("the chat model called a tool in a way that cannot be read")
        return response

    def _check(self) -> None:
        if self.calls >= self._settings.calls:
            raise ChatModelError(
                f"the chat model was called {self.calls} times without an end", mend="SPECS_MODEL_CALLS"
            )
        if self.tokens >= self._settings.tokens:
            raise ChatModelError(f"the chat model used {self.tokens} tokens", mend="SPECS_MODEL_TOKENS")

    def _in_time(self, call: Callable[[], ModelResponse[Any]]) -> ModelResponse[Any]:
        found: list[ModelResponse[Any]] = []
        failed: list[ChatModelError] = []
        context = contextvars.copy_context()

        def run() -> None:
            try:
                found.append(context.run(call))
            except Exception as error:  # noqa: BLE001 (what a provider's package raises is of no common kind)
                failed.append(in_plain_words(error))

        thread = threading.Thread(target=run, name="chat model", daemon=True)
        thread.start()
        thread.join(max(0.0, self._deadline - time.monotonic()))
        if failed:
            raise failed[0]
        if not found:
            raise ChatModelError(
                f"the chat model did not finish within {self._settings.seconds:g} seconds", mend="SPECS_MODEL_SECONDS"
            )
        return found[0]


def _tokens(asked: list[BaseMessage] | list[Any], reply: AIMessage | None) -> int:
    if reply is not None and reply.usage_metadata:
        return int(reply.usage_metadata["total_tokens"])
    texts = [str(one.text) for one in asked] + ([str(reply.text)] if reply is not None else [])
    return sum(len(text) for text in texts) // _CHARACTERS_A_TOKEN


def in_plain_words(error: Exception) -> ChatModelError:
    """What went wrong, by the status or the kind of a provider's error; nothing of its message is repeated."""
    if isinstance(error, ChatModelError):
        return error
    causes = list(_causes(error))
    for status in (getattr(one, "status_code", None) for one in causes):
        if isinstance(status, int):
            return ChatModelError(_by_status(status, error))
    for name, words in _BY_KIND:
        if any(name in kind.__name__.lower() for one in causes for kind in type(one).__mro__):
            return ChatModelError(words)
    return ChatModelError(f"the chat model failed ({type(error).__name__})")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _by_status(status: int, error: Exception) -> str:
    if status in {400, 413, 422} and _TOO_LONG.intersection(str(error).lower().replace("_", " ").split()):
        return "the question with its clauses is too long for the chat model"
    return _BY_STATUS.get(status, f"the chat model's server answered with status {status}")


_TOO_LONG = frozenset({"context", "tokens", "token"})
_BY_STATUS = {
    401: "the chat model's server refused the key",
    403: "the chat model's server refused the key",
    404: "the chat model's server has no such model",
    408: "the chat model did not answer in time",
    429: "the chat model's server allows no more requests now",
}
_BY_KIND = (
    ("timeout", "the chat model did not answer in time"),
    ("connect", "the chat model's server cannot be reached"),
    ("ratelimit", "the chat model's server allows no more requests now"),
    ("contextoverflow", "the question with its clauses is too long for the chat model"),
    ("protocol", "the chat model's server broke off"),
    ("readerror", "the chat model's server broke off"),
    ("decode", "the chat model's server answered with what cannot be read"),
    ("validation", "the chat model's server answered with what cannot be read"),
)
"""By a part of the name of an error's kind, of a kind that it is one of, or of its causes."""
