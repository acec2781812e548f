"""What Compose will read is checked by rules: its parser is no part of our tools."""

import re
from pathlib import Path
from typing import Any

import yaml

from app.settings import Settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
KNOWN = {
    *("build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image"),
    *("ports", "read_only", "restart", "security_opt", "stop_grace_period", "tmpfs", "user"),
    "volumes",
}


def test_only_known_keys_are_used() -> None:
    assert COMPOSE.keys() == {"name", "x-meshwise", "services", "volumes"}
    for service in SERVICES.values():
        assert service.keys() <= KNOWN


def test_what_a_service_depends_on_is_there_and_can_tell_its_state() -> None:
    for service in SERVICES.values():
        for other, needed in service.get("depends_on", {}).items():
            if needed["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other]
            else:
                assert needed["condition"] == "service_completed_successfully"
                assert SERVICES[other]["restart"] == "no"


def test_nothing_serves_before_the_database_is_migrated() -> None:
    assert SERVICES["migrate"]["command"] == ["meshwise", "migrate"]
    assert "migrate" in SERVICES["meshwise"]["depends_on"]
    assert "database" in SERVICES["migrate"]["depends_on"]


def test_the_app_is_not_root_and_writes_nowhere() -> None:
    for name in ("migrate", "meshwise"):
        service = SERVICES[name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "useradd --uid 10001" in dockerfile


def test_every_variable_is_a_setting_and_no_password_stands_in_the_file() -> None:
    settings = {f"MESHWISE_{field.upper()}" for field in Settings.model_fields}

    assert SERVICES["meshwise"]["environment"].keys() <= settings
    assert re.findall(r"PASSWORD: (.*)", TEXT) == ['"${MESHWISE_DATABASE_PASSWORD:?is not set}"']
    assert ":${MESHWISE_DATABASE_PASSWORD:?is not set}@database/" in TEXT


def test_the_database_is_kept_and_not_published() -> None:
    volumes = SERVICES["database"]["volumes"]

    assert [volume.partition(":")[0] for volume in volumes] == list(COMPOSE["volumes"])
    assert "ports" not in SERVICES["database"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["meshwise"]["ports"])
