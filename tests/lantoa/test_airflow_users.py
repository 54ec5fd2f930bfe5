"""Users of the standalone Airflow: from the environment, and never an easy password towards others."""

import json

import pytest

from lantoa.airflow_users import AirflowUsersError, prepare

GOOD = "an:admin:chin-con-trau-vang,binh:viewer:ba:con:meo:den:nho"


def test_users_and_passwords_of_the_environment_are_those_of_airflow(tmp_path):
    file = tmp_path / "passwords"
    assert prepare("0.0.0.0", file, {"LANTOA_AIRFLOW_USERS": GOOD}) == "an:admin,binh:viewer"
    assert json.loads(file.read_text()) == {"an": "chin-con-trau-vang", "binh": "ba:con:meo:den:nho"}
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_alone_airflow_draws_a_password(tmp_path, host):
    assert prepare(host, tmp_path / "passwords", {}) == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "airflow.example.vn", ""])
@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LANTOA_AIRFLOW_USERS": "admin:admin:admin"},
        {"LANTOA_AIRFLOW_USERS": "chu-nha-rat-dai:admin:chu-nha-rat-dai"},
        {"LANTOA_AIRFLOW_USERS": GOOD, "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True"},
    ],
)
def test_others_are_let_in_by_a_long_password_only(tmp_path, host, environment):
    with pytest.raises(AirflowUsersError, match="can be reached by others"):
        prepare(host, tmp_path / "passwords", environment)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["an", "an:boss:bi-mat-1", "an:admin:", ":admin:bi-mat-1", f"{GOOD},{GOOD}"])
def test_users_written_otherwise_are_told_without_a_password(tmp_path, text):
    with pytest.raises(AirflowUsersError, match="LANTOA_AIRFLOW_USERS, user") as told:
        prepare("127.0.0.1", tmp_path / "passwords", {"LANTOA_AIRFLOW_USERS": text})
    assert "bi-mat" not in str(told.value)
