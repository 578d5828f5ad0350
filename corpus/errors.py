"""The errors of the project, one tree:

SpecsError                      anything that goes wrong in a way a person can mend
├── InputError                  one input could not be taken in (names the source and the reason)
│   ├── UnreadableInput         bytes that are not what they claim to be, encrypted, or undecodable
│   ├── EmptyInput              nothing in it, or an image without text
│   ├── OversizedInput          over a size, time or redirect limit
│   └── CodeConflict            two different specs claim one class code
├── NotFound                    no such class, revision or section
├── UserMistake                 an argument, option or setting that cannot be meant
├── ChatModelError              the chat model is missing, refused, failed, or used up what it may use
└── StoreError                  catalogue, vectors or model are missing, locked or damaged
    ├── StoreLocked             another process is syncing (says which)
    └── ModelError              the embedding model is missing or is not the one that it should be
"""

from __future__ import annotations


class SpecsError(Exception):
    """Base of all errors of the project.

    `message` says what was wrong and where; `mend`, if there is one, is the command or step that mends it.
    """

    def __init__(self, message: str, *, mend: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} ({self.mend})" if self.mend else self.message


class InputError(SpecsError):
    """One input could not be taken in; the others of its batch are not affected."""

    def __init__(self, source: str, reason: str, *, mend: str | None = None) -> None:
        super().__init__(f"{source}: {reason}", mend=mend)
        self.source = source
        self.reason = reason


class UnreadableInput(InputError):
    """The bytes are not what they claim to be, are encrypted, or cannot be decoded."""


class EmptyInput(InputError):
    """The input has no text: an empty file, or pages that are images only."""


class OversizedInput(InputError):
    """The input is over a limit of size, time or redirects."""


class CodeConflict(InputError):
    """The input claims a class code that another class holds already."""


class NotFound(SpecsError):
    """There is no such class, revision or section."""


class UserMistake(SpecsError):
    """An argument, option or setting that cannot be meant as it stands."""


class StoreError(SpecsError):
    """The catalogue, the vectors or the embedding model are missing or damaged."""


class StoreLocked(StoreError):
    """Another process holds the lock for writing."""


class ModelError(StoreError):
    """The embedding model is missing or is not the one that it should be."""


class ChatModelError(SpecsError):
    """The chat model is missing, refused, failed, or used up what it may use; an answer needs none."""
