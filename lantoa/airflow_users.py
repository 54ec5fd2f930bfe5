"""Who may log in to the Airflow that `dags/standalone` starts: `python -m lantoa.airflow_users HOST FILE`.

Users come from LANTOA_AIRFLOW_USERS; without it from Airflow's own settings, and it draws their passwords.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

ROLES: Final = ("admin", "op", "user", "viewer")
LEAST: Final = 12
"""Characters of a password where others than this machine can reach Airflow."""

_VARIABLE = "LANTOA_AIRFLOW_USERS"
_ALL_ADMINS = "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS"


class AirflowUsersError(Exception):
    """Airflow is not started; the message names the setting and says what was expected."""


@dataclass(frozen=True)
class User:
    """A user; nothing shows the password."""

    name: str
    role: str
    password: str


def read(text: str) -> list[User]:
    """Read users such as "an:admin:PASSWORD,binh:viewer:PASSWORD".

    Raises:
        AirflowUsersError: They are written otherwise; the message never shows a password.
    """
    found: list[User] = []
    for place, one in enumerate(text.split(","), 1):
        name, _, rest = one.strip().partition(":")
        role, _, password = rest.partition(":")
        if not name or role not in ROLES or not password:
            raise AirflowUsersError(
                f"{_VARIABLE}, user {place}: expected name:role:password, the role one of {', '.join(ROLES)}"
            )
        if name in {user.name for user in found}:
            raise AirflowUsersError(f"{_VARIABLE}, user {place}: {name} stands there twice")
        found.append(User(name, role, password))
    return found


def prepare(host: str, file: Path, environment: Mapping[str, str]) -> str:
    """Write the passwords where Airflow's SimpleAuthManager looks, and refuse what is open to everybody.

    Args:
        host: Address on which Airflow is to listen.
        file: Of the passwords; it stays as it is without LANTOA_AIRFLOW_USERS.
        environment: Of the process.

    Returns:
        Users and roles as Airflow's setting `simple_auth_manager_users` has them; "" to leave that as it is.

    Raises:
        AirflowUsersError: Others than this machine could log in by an easy password, or none.
    """
    text = environment.get(_VARIABLE, "")
    users = read(text) if text else []
    if not _is_loopback(host):
        if environment.get(_ALL_ADMINS, "").lower() in ("true", "t", "1"):
            raise AirflowUsersError(f"{_ALL_ADMINS} is set, and {host} can be reached by others: unset it")
        if not users:
            raise AirflowUsersError(
                f"{host} can be reached by others: set {_VARIABLE}, such as an:admin:PASSWORD, with "
                f"passwords of {LEAST} characters or more"
            )
        for user in users:
            if len(user.password) < LEAST or user.password == user.name:
                raise AirflowUsersError(
                    f"{host} can be reached by others: the password of {user.name} in {_VARIABLE} must have "
                    f"{LEAST} characters or more, and not be the name"
                )
    if users:
        file.touch(0o600)
        file.chmod(0o600)
        file.write_text(json.dumps({user.name: user.password for user in users}) + "\n", "utf-8")
    return ",".join(f"{user.name}:{user.role}" for user in users)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


if __name__ == "__main__":
    try:
        sys.stdout.write(prepare(sys.argv[1], Path(sys.argv[2]), os.environ))
    except AirflowUsersError as error:
        sys.exit(f"error: {error}")
