"""Who may do what: everybody reads, the HR role changes the library; users and their hashed passwords from a file.

    protect: library          # or: everything
    users:
      ann: {role: hr, password: "$argon2id$..."}

`specs serve --hash` makes the hash of a password. Without a file everybody on this machine may do everything, and an
address that others can reach is refused.
"""

from __future__ import annotations

import secrets
import stat
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import yaml
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from corpus.errors import UserMistake

SETTING = "SPECS_AUTH_FILE"
SESSION_SECONDS = 12 * 3600
_HASHER = PasswordHasher()


class Role(StrEnum):
    """What somebody may do: `reader` asks, checks, searches and compares; `hr` also changes the library."""

    READER = "reader"
    HR = "hr"


def _is_hash(value: str) -> str:
    if not value.startswith(("$argon2", "$2")):
        raise ValueError("is no argon2 or bcrypt hash; specs serve --hash makes one")
    return value


class User(BaseModel):
    """One user of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    password: Annotated[str, AfterValidator(_is_hash)]


class Users(BaseModel):
    """The file: what is protected, and who may come in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    protect: Literal["library", "everything"] = "library"
    users: dict[str, User]


@dataclass
class Access:
    """Who may do what on a server. `users` is None where there is no file; `unknown` is the role of who has not
    signed in, None where nothing is shown to them. Sessions are kept in memory and end with the server."""

    users: Users | None
    unknown: Role | None
    sessions: dict[str, tuple[str, float]] = field(default_factory=dict)

    def sign_in(self, name: str, password: str, now: float) -> str | None:
        """A new session's token, None where name or password is wrong; `now` is in seconds."""
        user = self.users.users.get(name) if self.users else None
        # An unknown name takes as long as a wrong password, so that neither can be told from the other.
        known = user.password if user else _NOBODY
        if not _fits(known, password) or user is None:
            return None
        self.sessions = {token: one for token, one in self.sessions.items() if one[1] > now}
        token = secrets.token_urlsafe(32)
        self.sessions[token] = (name, now + SESSION_SECONDS)
        return token

    def sign_out(self, token: str | None) -> None:
        """End a session."""
        self.sessions.pop(token or "", None)

    def name(self, token: str | None, now: float) -> str | None:
        """Who has the session of this token, None where nobody has."""
        found = self.sessions.get(token or "")
        return found[0] if found and found[1] > now else None

    def role(self, token: str | None, now: float) -> Role | None:
        """What may be done in the session of this token, None: nothing."""
        name = self.name(token, now)
        if name is not None and self.users and name in self.users.users:
            return self.users.users[name].role
        return self.unknown


def read_users(path: Path) -> Users:
    """The users of a file; UserMistake naming what is wrong in it."""
    mend = "see docs/web.md, Users and roles"
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise UserMistake(f"{path}: others may write it", mend=f"chmod go-w {path}")
        return Users.model_validate(data)
    except OSError as error:
        raise UserMistake(f"{path}: cannot be read: {error.strerror}", mend=f"set {SETTING} to a file") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserMistake(f"{path}: is no YAML", mend=mend) from error
    except ValidationError as error:
        # Without the input: it may be a password.
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise UserMistake(f"{path}: {said}", mend=mend) from error


def access_for(users: Users | None, *, is_loopback: bool, is_open: bool) -> Access:
    """The access of a server: `is_loopback` says that only this machine reaches it, `is_open` that it is to be open.

    Raises UserMistake where others could reach a server that nobody protects.
    """
    if users is not None:
        return Access(users, None if users.protect == "everything" else Role.READER)
    if is_loopback:
        return Access(None, Role.HR)
    if is_open:
        return Access(None, Role.READER)
    raise UserMistake(
        "others could reach this address, and nobody would have to sign in",
        mend=f"set {SETTING}, or add --open to let everybody read",
    )


def hashed(password: str) -> str:
    """A password's argon2 hash for the file."""
    return _HASHER.hash(password)


def _fits(known: str, password: str) -> bool:
    if known.startswith("$2"):
        import bcrypt

        return bcrypt.checkpw(password.encode()[:72], known.encode())
    try:
        return _HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
