"""Chat models that need no server: for tests, demonstrations, and programs built on this one.

`ScriptedChatModel` gives the replies that it was given, in order; `Reciter` answers any question with the draft that it
is shown. Both take the same way through agent, tools and verification as a real model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from assistant.agent import models

Reply = str | AIMessage | Exception | Callable[[Sequence[BaseMessage]], "str | AIMessage"]
"""What a scripted model does at a call: says words, gives a message, fails, or works out what to say."""


class ScriptedChatModel(BaseChatModel):
    """Gives its replies one after the other, in pieces where it is streamed; `asked` are the messages it was sent.

    An exception among the replies is raised; so is one in the middle of words, `ReplyBrokenError("after these words")`.
    """

    replies: list[Any] = Field(default_factory=list)
    piece: int = Field(default=7, description="characters of a streamed piece")
    tools_bound: list[str] = Field(default_factory=list)

    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def asked(self) -> list[list[BaseMessage]]:
        """The messages of every call so far."""
        return self._asked

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> ScriptedChatModel:
        """Notes the names of the tools."""
        self.tools_bound = [getattr(tool, "name", str(tool)) for tool in tools]
        return self

    def reply(self, messages: Sequence[BaseMessage]) -> Any:
        """The next reply; AssertionError where there is none left."""
        assert self.replies, "the scripted chat model has no reply left"
        return self.replies.pop(0)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self._asked.append(list(messages))
        found = self.reply(messages)
        found = found(messages) if callable(found) and not isinstance(found, Exception) else found
        if isinstance(found, ReplyBrokenError):
            yield from self._pieces(found.words)
        if isinstance(found, Exception):
            raise found
        if isinstance(found, str):
            yield from self._pieces(found)
            return
        yield ChatGenerationChunk(message=_chunk(found))

    def _pieces(self, words: str) -> Iterator[ChatGenerationChunk]:
        for at in range(0, max(len(words), 1), self.piece):
            yield ChatGenerationChunk(message=AIMessageChunk(content=words[at : at + self.piece]))

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self._asked.append(list(messages))
        found = self.reply(messages)
        found = found(messages) if callable(found) and not isinstance(found, Exception) else found
        if isinstance(found, Exception):
            raise found
        return AIMessage(content=found) if isinstance(found, str) else found


class ReplyBrokenError(ConnectionError):
    """A connection that breaks after the model has said these words."""

    def __init__(self, words: str) -> None:
        super().__init__("the connection broke")
        self.words = words


def calls_tool(name: str, **arguments: Any) -> AIMessage:
    """A message that calls one tool."""
    return AIMessage(content="", tool_calls=[{"name": name, "args": arguments, "id": f"call-{name}"}])


def _chunk(message: AIMessage) -> AIMessageChunk:
    calls: list[Any] = [
        {
            "name": call["name"],
            "args": json.dumps(call["args"]),
            "id": call["id"],
            "index": at,
            "type": "tool_call_chunk",
        }
        for at, call in enumerate([*message.tool_calls])
    ] + [
        {"name": call["name"], "args": call["args"], "id": call["id"], "index": at, "type": "tool_call_chunk"}
        for at, call in enumerate(message.invalid_tool_calls, len(message.tool_calls))
    ]
    return AIMessageChunk(
        content=message.content, id=message.id, tool_call_chunks=calls, usage_metadata=message.usage_metadata
    )


class Reciter(ScriptedChatModel):
    """Answers every question: searches once, then says the draft that it is shown, each line with its ids.

    Where the draft is empty it says which of the question's words the text does not have, if it was shown any.
    """

    def reply(self, messages: Sequence[BaseMessage]) -> Any:
        """A search at the first call of a question, then its draft."""
        told = json.loads(str(next(one for one in messages if isinstance(one, HumanMessage)).text))
        if isinstance(messages[-1], HumanMessage) and len(messages) <= 2:
            code = told.get("class", {}).get("code", "")
            return calls_tool("search_clauses", query=told["question"], class_code=code)
        return "\n".join(self.lines(told)) or "There is nothing to add."

    def lines(self, told: dict[str, Any]) -> list[str]:
        """What is said of the data shown."""
        said = [f"{one['text']} [{', '.join(one['ids'])}]" for one in told["draft"] if one["ids"]]
        absent = [
            f"The specification does not mention {one['absent']}. [{one['id']}]" for one in told.get("absent", ())
        ]
        return said or absent[:1]


@contextmanager
def no_model_requests() -> Iterator[None]:
    """Within the block no chat model beyond this machine's loopback address can be loaded."""
    before, models.ALLOW_MODEL_REQUESTS = models.ALLOW_MODEL_REQUESTS, False
    try:
        yield
    finally:
        models.ALLOW_MODEL_REQUESTS = before
