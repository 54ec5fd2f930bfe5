"""The file of those who may open the dashboard: names, roles and hashes of passwords."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Role = Literal["viewer", "coder", "editor"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""From the one who may only look to the one who may correct; each may do what those before may."""

MIN_LETTERS: Final = 12
"""Fewest letters of a password."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_HASHER = PasswordHasher()


class UsersError(Exception):
    """The file of users can't be used, or not so; the message names it and says what to do."""


class User(BaseModel):
    """One who may open the dashboard.

    Attributes:
        role: What this user may do.
        password: Argon2 hash of the password; "" where only a reverse proxy lets this user in.
        pseudonym: What stands beside what this user codes; "" where it is made of the name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    role: Role
    password: str = Field("", pattern=r"^(\$argon2id\$[\x21-\x7e]+)?$")
    pseudonym: str = Field("", pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=40)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    users: dict[str, User] = Field(default_factory=dict)


def load(path: Path) -> dict[str, User]:
    """Read the file of users; none where there is no file.

    Raises:
        UsersError: It is no such file.
    """
    if not path.exists():
        return {}
    try:
        return _File.model_validate(tomllib.loads(path.read_text("utf-8"))).users
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, and arrays as deep
        raise UsersError(
            f"{path}: expected a table [users.NAME] with role ({', '.join(ROLES)}), password and pseudonym "
            f"for each user, as `lantoa users add` writes it: {error}"
        ) from error


def covers(held: Role, asked: Role) -> bool:
    """Whether who has a role may do what another role may."""
    return ROLES.index(held) >= ROLES.index(asked)


def pseudonym(name: str, user: User) -> str:
    """Give what stands beside what a user codes; where none was given it is made of the name."""
    return user.pseudonym or f"ma-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def add(path: Path, name: str, role: Role, password: str, own_pseudonym: str = "") -> None:
    """Add a user, or change role and password of one.

    Args:
        path: The file; made, for its owner's eyes only, where it is missing.
        name: Small letters, digits, dot, dash, underscore.
        role: What this user may do.
        password: In clear, at least `MIN_LETTERS` long; "" where only a reverse proxy lets this user in.
        own_pseudonym: What stands beside what this user codes; "" to keep what there is, or to have one made.

    Raises:
        UsersError: The name, the pseudonym or the password can't be taken, or the file can't be read.
    """
    if not _NAME.fullmatch(name):
        raise UsersError(f"{name!r}: expected a name of small letters, digits, dot, dash and underscore")
    if password and len(password) < MIN_LETTERS:
        raise UsersError(
            f"password of {name!r}: expected at least {MIN_LETTERS} letters, not {len(password)}"
        )
    hashed = _HASHER.hash(password) if password else ""
    with FileLock(path.with_name(path.name + ".lock")):
        known = load(path)
        kept = own_pseudonym or (known[name].pseudonym if name in known else "")
        try:
            user = User(role=role, password=hashed, pseudonym=kept)
        except ValidationError as error:
            raise UsersError(
                f"pseudonym {kept!r}: expected small letters, digits and hyphens, 40 at most"
            ) from error
        taken = {pseudonym(other, its) for other, its in known.items() if other != name}
        if pseudonym(name, user) in taken:
            raise UsersError(f"pseudonym {kept!r}: another user has it already; see `lantoa users list`")
        _write(path, known | {name: user})


def remove(path: Path, name: str) -> None:
    """Remove a user.

    Raises:
        UsersError: There is no such user.
    """
    with FileLock(path.with_name(path.name + ".lock")):
        users = load(path)
        if name not in users:
            raise UsersError(f"{path}: no user {name!r}; there are {', '.join(sorted(users)) or 'none'}")
        _write(path, {other: user for other, user in users.items() if other != name})


def is_password(user: User | None, password: str) -> bool:
    """Whether a password is that of a user; it takes as long where there is no such user."""
    known = user.password if user is not None else ""
    try:
        _HASHER.verify(known or _of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(known)


@cache
def _of_nobody() -> str:
    """Give a hash that is verified in vain where there is no user; made when it is first needed."""
    return _HASHER.hash("nobody has this password")


def _write(path: Path, users: Mapping[str, User]) -> None:
    whole = path.with_name(path.name + ".partial")
    tables = [
        f'[users."{name}"]\nrole = "{user.role}"\npassword = "{user.password}"\n'
        f'pseudonym = "{user.pseudonym}"\n'
        for name, user in sorted(users.items())
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.unlink(missing_ok=True)
    whole.touch(0o600)
    whole.write_text("# Written by `lantoa users`.\n" + "\n".join(tables), "utf-8")
    whole.replace(path)
