"""Which chat model writes the prose: `SPECS_MODEL=provider:name`, by LangChain's `init_chat_model`.

Keys are read by the provider's package from the environment variable that it names; none is read, kept or shown here.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import ChatModelError, UserMistake

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ALLOW_MODEL_REQUESTS = True
"""A switch for tests: False refuses every model that is not on this machine's loopback address."""


class ModelSettings(BaseSettings):
    """The settings of the chat model, from the environment; without a name no model is used."""

    model_config = SettingsConfigDict(env_prefix="SPECS_MODEL_", frozen=True, extra="ignore")

    name: str = Field(default="", validation_alias="SPECS_MODEL", description="provider:name, as in openai:gpt-5.5")
    base_url: str = Field(default="", description="the address of a server that speaks the provider's protocol")
    temperature: float | None = Field(default=None, ge=0, le=2, description="left to the provider where not given")
    calls: int = Field(default=8, ge=1, le=100, description="the most calls of the model for one question")
    tokens: int = Field(default=60_000, ge=100, description="the most tokens, in and out, for one question")
    seconds: float = Field(default=60, gt=0, le=3600, description="the most seconds for one question")


def model_settings() -> ModelSettings:
    """The settings of the environment. Raises UserMistake naming the variable that cannot be meant."""
    try:
        return ModelSettings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "SPECS_MODEL"
        variable = name if name.startswith("SPECS") else f"SPECS_MODEL_{name.upper()}"
        raise UserMistake(f"{variable}: {first['msg']}", mend="correct it; docs/models.md has the settings") from error


PACKAGES = {"openai": "langchain_openai", "anthropic": "langchain_anthropic", "ollama": "langchain_ollama"}
"""The package of each provider that has an extra of this project; others work where their package is installed."""

KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
"""The environment variables that the providers' packages read their keys from."""


def _http(settings: ModelSettings) -> dict[str, Any]:
    return {"timeout": settings.seconds, "max_retries": 1}


def _openai(settings: ModelSettings) -> dict[str, Any]:
    # A server of one's own needs no key, but the package insists on one. Chat completions are what such servers speak.
    own: dict[str, Any] = {"use_responses_api": False} if settings.base_url else {}
    if settings.base_url and not os.environ.get("OPENAI_API_KEY"):
        own |= {"api_key": "none"}
    return {**_http(settings), **own, "stream_usage": True}


def _ollama(settings: ModelSettings) -> dict[str, Any]:
    return {"client_kwargs": {"timeout": settings.seconds}}


_OPTIONS: Mapping[str, Callable[[ModelSettings], dict[str, Any]]] = {
    "openai": _openai,
    "anthropic": _http,
    "ollama": _ollama,
}


def load_model(settings: ModelSettings) -> BaseChatModel:
    """The chat model that the settings name. Raises ChatModelError saying what is missing and how to mend it."""
    provider, _, name = settings.name.partition(":")
    if not provider or not name:
        raise ChatModelError(f"SPECS_MODEL is {settings.name!r}", mend="give it as provider:name, as in openai:gpt-5.5")
    _check_reachable(settings)
    package = PACKAGES.get(provider)
    if package and importlib.util.find_spec(package) is None:
        raise ChatModelError(
            f"the package for {provider} is not installed", mend=f"pip install 'spec-assistant[{provider}]'"
        )
    key = KEYS.get(provider)
    if key and not settings.base_url and not os.environ.get(key):
        raise ChatModelError(f"{key} is not set", mend=f"export {key}=...")
    return _initialised(settings, provider)


def _initialised(settings: ModelSettings, provider: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    options = _OPTIONS[provider](settings) if provider in _OPTIONS else {}
    if settings.base_url:
        options["base_url"] = settings.base_url
    if settings.temperature is not None:
        options["temperature"] = settings.temperature
    try:
        model: BaseChatModel = init_chat_model(settings.name, **options)
    except ImportError as error:
        raise ChatModelError(
            f"the package for {provider} is not installed", mend=f"pip install the LangChain package for {provider}"
        ) from error
    except Exception as error:  # what a provider's package raises is of no common kind
        raise ChatModelError(
            f"the model {settings.name} cannot be set up ({type(error).__name__})", mend="see docs/models.md"
        ) from error
    return model


def _check_reachable(settings: ModelSettings) -> None:
    host = urlsplit(settings.base_url).hostname if settings.base_url else None
    if settings.base_url and host is None:
        raise ChatModelError(f"SPECS_MODEL_BASE_URL is {settings.base_url!r}", mend="give it as http://HOST:PORT/v1")
    if not ALLOW_MODEL_REQUESTS and host not in {"127.0.0.1", "localhost", "::1"}:
        raise ChatModelError("requests to chat models are switched off", mend="see assistant.testing")
