"""`specs chat`."""

from __future__ import annotations

import sys

from assistant.cli_arguments import AsOf, ClassOption, day
from assistant.cli_open import opened
from assistant.cli_terminal import Page


def chat(class_code: ClassOption = None, as_of: AsOf = None) -> None:
    """Talk: each question builds on the ones before it.

    Lines that begin with a slash: /class CODE turns to another class, /facts shows what was read of your own case and
    /forget clears it, /save FILE.md (or FILE.json) keeps the conversation, /replace FILE writes over a file, /new
    starts over, /quit ends. Nothing is kept unless it is saved.
    """
    from assistant.cli_talk import Talk  # only here: no other command needs what a conversation does
    from assistant.conversation import Conversation

    if sys.stdin.isatty():
        import readline  # noqa: F401  (arrow keys and earlier lines at the prompt)
    page = Page()
    with opened() as assistant:
        code = assistant.catalogue.entry(class_code).class_code if class_code else None
        talk = Talk(assistant, page, Conversation(assistant, code, as_of=day(as_of)))
        talk.begin()
        while (said := _read_line(page)) is not None:
            if not talk.hear(said):
                break


def _read_line(page: Page) -> str | None:
    """The next line that a person writes; None at the end of the input."""
    try:
        return input("\nyou › " if page.is_terminal and sys.stdin.isatty() else "").strip()
    except EOFError:
        return None
    except KeyboardInterrupt:
        page.gap()
        return None
