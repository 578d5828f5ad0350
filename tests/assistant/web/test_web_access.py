"""Who may do what: the file of users, signing in, and addresses that others can reach."""

from __future__ import annotations

from pathlib import Path

import bcrypt
import pytest

from assistant.web.access import SESSION_SECONDS, Access, Role, User, Users, access_for, hashed, read_users
from corpus.errors import UserMistake

ANN = User(role=Role.HR, password=hashed("correct horse"))
BOB = User(role=Role.READER, password=bcrypt.hashpw(b"battery staple", bcrypt.gensalt(4)).decode())


def _access(protect: str = "library") -> Access:
    users = Users.model_validate({"protect": protect, "users": {"ann": ANN.model_dump(), "bob": BOB.model_dump()}})
    return access_for(users, is_loopback=False, is_open=False)


@pytest.mark.parametrize(
    ("name", "password", "role"), [("ann", "correct horse", "hr"), ("bob", "battery staple", "reader")]
)
def test_argon2_and_bcrypt_passwords_open_a_session(name: str, password: str, role: str) -> None:
    access = _access()
    token = access.sign_in(name, password, now=0)
    assert access.name(token, now=1) == name
    assert access.role(token, now=1) == role


@pytest.mark.parametrize(("name", "password"), [("ann", "wrong"), ("eve", "correct horse"), ("", ""), ("bob", "")])
def test_a_wrong_name_or_password_opens_nothing(name: str, password: str) -> None:
    assert _access().sign_in(name, password, now=0) is None


def test_a_session_ends_by_itself_and_by_signing_out() -> None:
    access = _access("everything")
    token = access.sign_in("ann", "correct horse", now=0)
    assert access.role(token, now=SESSION_SECONDS - 1) is Role.HR
    assert access.role(token, now=SESSION_SECONDS + 1) is None
    token = access.sign_in("ann", "correct horse", now=0)
    access.sign_out(token)
    assert access.role(token, now=1) is None


def test_what_is_protected_decides_what_a_stranger_may_do() -> None:
    assert _access("library").role(None, now=0) is Role.READER
    assert _access("everything").role(None, now=0) is None


def test_without_users_only_this_machine_is_served_unless_it_is_told_to_be_open() -> None:
    assert access_for(None, is_loopback=True, is_open=False).role(None, 0) is Role.HR
    assert access_for(None, is_loopback=False, is_open=True).role(None, 0) is Role.READER
    with pytest.raises(UserMistake, match="nobody would have to sign in"):
        access_for(None, is_loopback=False, is_open=False)


def test_a_file_of_users_is_read(tmp_path: Path) -> None:
    path = tmp_path / "users.yaml"
    path.write_text(f"protect: everything\nusers:\n  ann: {{role: hr, password: '{ANN.password}'}}\n")
    path.chmod(0o600)
    assert read_users(path).users["ann"].role is Role.HR


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("users: {ann: {role: hr, password: secret}}", "is no argon2 or bcrypt hash"),
        ("users: {ann: {role: boss, password: $2b$x}}", "users.ann.role"),
        ("protect: all\nusers: {}", "protect"),
        ("users: [", "is no YAML"),
        ("extra: 1\nusers: {}", "extra"),
    ],
)
def test_what_is_wrong_in_the_file_is_named_and_no_password_is_repeated(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "users.yaml"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(UserMistake, match=said.replace("$", r"\$")) as found:
        read_users(path)
    assert "secret" not in str(found.value)


def test_a_file_that_others_may_write_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "users.yaml"
    path.write_text("users: {}")
    path.chmod(0o666)
    with pytest.raises(UserMistake, match="others may write it"):
        read_users(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="cannot be read"):
        read_users(tmp_path / "none.yaml")
