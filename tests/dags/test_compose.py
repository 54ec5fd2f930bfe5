"""The compose file of the cluster: its form, and that nothing in it is open, unpinned or unknown."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from yamllint import linter
from yamllint.config import YamlLintConfig

FOLDER = Path(__file__).parent.parent.parent / "deploy" / "cluster"
FILE = FOLDER / "compose.yaml"
RULES = "{extends: default, rules: {line-length: {max: 120}, document-start: disable, comments: disable}}"
# Of the Compose specification, what is used here.
KEYS = {
    "build",
    "command",
    "configs",
    "depends_on",
    "deploy",
    "environment",
    "healthcheck",
    "image",
    "ports",
    "restart",
    "stop_grace_period",
    "volumes",
}
ENDS = {"setup"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(FILE.read_text("utf-8"))


def test_its_form_is_sound():
    assert [str(one) for one in linter.run(FILE.read_text("utf-8"), YamlLintConfig(RULES))] == []


def test_services_use_what_is_declared_and_known(compose):
    services = compose["services"]
    for name, service in services.items():
        assert set(service) <= KEYS, name
        assert set(service.get("depends_on", {})) <= set(services) - {name}
        assert {one["source"] for one in service.get("configs", [])} <= set(compose["configs"])
        places = [one.rpartition(":")[0] for one in service["volumes"]]
        assert {one for one in places if not one.startswith("${")} <= set(compose["volumes"])
        for needed, how in service.get("depends_on", {}).items():
            ends = how["condition"] == "service_completed_successfully"
            assert ends == (needed in ENDS)
            assert ends or "healthcheck" in services[needed]


def test_images_are_pinned_and_what_stays_up_is_watched(compose):
    for name, service in compose["services"].items():
        assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)?", service["image"]), name
        assert ("healthcheck" in service) == (name not in ENDS)
        assert service["restart"] == ("no" if name in ENDS else "unless-stopped")
    base = re.search(r"^FROM (.+)$", (FOLDER / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert base
    assert re.fullmatch(r"python:3\.11\.\d+-[a-z-]+", base[1])


def test_there_is_no_default_password_and_no_open_port(compose):
    text = FILE.read_text("utf-8")
    assert re.findall(r"(?<!\$)\$\{\w+(?!\w*:\?)[^}]*\}", text) == [], "write ${NAME:?what to do}"
    secret = re.compile("PASSWORD|SECRET|_KEY|AUTH$|USERS")
    for service in compose["services"].values():
        for name, value in service["environment"].items():
            if secret.search(name):
                assert re.fullmatch(r"\$\{\w+:\?.+\}", value), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    drawn = subprocess.run(
        [sys.executable, FOLDER / "secrets_file.py"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {line.partition("=")[0] for line in drawn} == set(
        re.findall(r"\$\{(\w+):\?run secrets_file", text)
    )
    assert min(len(line.partition("=")[2]) for line in drawn) >= 44


def test_its_airflow_is_told_what_that_of_the_script_is_told(compose):
    told = re.compile(r"export (AIRFLOW__\w+)=")
    scripts = (FOLDER / "surroundings.sh", FOLDER.parent.parent / "dags" / "surroundings.sh")
    of_scripts = {name for script in scripts for name in told.findall(script.read_text("utf-8"))}
    in_compose = set(compose["services"]["worker"]["environment"])
    assert of_scripts - in_compose == {"AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"}
