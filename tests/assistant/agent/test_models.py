"""Which chat model is used, what is said where it cannot be, and that no key is ever shown."""

from __future__ import annotations

import pytest

from assistant.agent import models
from assistant.agent.models import ModelSettings, load_model, model_settings
from assistant.testing import no_model_requests
from corpus.errors import ChatModelError, UserMistake

SECRET = "sk-secret-0123456789"


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> ModelSettings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return model_settings()


@pytest.fixture(autouse=True)
def _requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests load models; nothing is asked of them."""
    monkeypatch.setattr(models, "ALLOW_MODEL_REQUESTS", True)
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_name_there_is_no_model() -> None:
    assert ModelSettings().name == ""


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch, SPECS_MODEL="openai:small", SPECS_MODEL_SECONDS="7", SPECS_MODEL_CALLS="2")
    assert (found.name, found.seconds, found.calls) == ("openai:small", 7, 2)


@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_a_setting_that_cannot_be_meant_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    with pytest.raises(UserMistake, match="SPECS_MODEL_CALLS"):
        settings(monkeypatch, SPECS_MODEL="openai:small", SPECS_MODEL_CALLS=value)


@pytest.mark.parametrize("name", ["gpt", "openai:", ":small", "openai"])
def test_a_name_without_provider_is_refused(name: str) -> None:
    with pytest.raises(ChatModelError, match="provider:name"):
        load_model(ModelSettings(SPECS_MODEL=name))


@pytest.mark.parametrize(
    ("name", "variable"), [("openai:gpt-x", "OPENAI_API_KEY"), ("anthropic:claude-x", "ANTHROPIC_API_KEY")]
)
def test_a_missing_key_is_named(name: str, variable: str) -> None:
    with pytest.raises(ChatModelError, match=f"{variable} is not set"):
        load_model(ModelSettings(SPECS_MODEL=name))


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(models.PACKAGES, "openai", "langchain_not_there")
    with pytest.raises(ChatModelError, match=r"pip install 'spec-assistant\[openai\]'"):
        load_model(ModelSettings(SPECS_MODEL="openai:gpt-x"))


def test_a_provider_that_nobody_knows_is_said_to_be_missing() -> None:
    with pytest.raises(ChatModelError):
        load_model(ModelSettings(SPECS_MODEL="nobody:model"))


@pytest.mark.parametrize(
    ("name", "kind"), [("openai:m", "ChatOpenAI"), ("anthropic:m", "ChatAnthropic"), ("ollama:m", "ChatOllama")]
)
def test_each_provider_is_loaded(monkeypatch: pytest.MonkeyPatch, name: str, kind: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)
    model = load_model(settings(monkeypatch, SPECS_MODEL=name, SPECS_MODEL_TEMPERATURE="0"))
    assert type(model).__name__ == kind
    assert SECRET not in repr(model)
    assert SECRET not in str(model)


def test_a_server_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model(settings(monkeypatch, SPECS_MODEL="openai:m", SPECS_MODEL_BASE_URL="http://127.0.0.1:1/v1"))
    assert str(getattr(model, "openai_api_base", "")) == "http://127.0.0.1:1/v1"


@pytest.mark.parametrize("url", ["nonsense", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ChatModelError, match="SPECS_MODEL_BASE_URL"):
        load_model(ModelSettings(SPECS_MODEL="openai:m", base_url=url))


def test_the_switch_refuses_all_but_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with no_model_requests():
        for url in ("", "http://models.example.org/v1"):
            with pytest.raises(ChatModelError, match="switched off"):
                load_model(ModelSettings(SPECS_MODEL="openai:m", base_url=url))
        load_model(ModelSettings(SPECS_MODEL="openai:m", base_url="http://127.0.0.1:1/v1"))
