"""The variables processes are given."""

import os
from pathlib import Path

import pytest
from ops.local.credentials import ensure_credentials
from ops.local.environment import Surroundings, saved_environment
from ops.local.processes import SERVICES
from ops.machine.faults import Fault
from ops.machine.layout import Layout


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    layout = Layout(tmp_path)
    layout.make()
    return Surroundings(
        layout=layout,
        credentials=ensure_credentials(layout),
        gateway_port=8080,
        broker_url="amqp://samspill:secret@127.0.0.1:5673/samspill",
        database_url_template="postgresql://admin:root-secret@db:5433/{database}?sslmode=require",
        given={"CRM_RELAY_EVERY_SECONDS": "2", "PATH": "/evil", "AWS_SECRET": "no"},
    )


def test_a_service_gets_its_own_database_with_the_role_that_owns_nothing(
    surroundings: Surroundings,
) -> None:
    environment = surroundings.for_services(("crm",), health_port=18080)
    password = surroundings.credentials.password("crm_app")
    assert environment["CRM_DATABASE_URL"] == (
        f"postgresql+psycopg://crm_app:{password}@db:5433/crm?sslmode=require"
    )
    assert environment["HEALTH_PORT"] == "18080"
    others = {name for name in environment if name.endswith("DATABASE_URL")}
    assert others == {"CRM_DATABASE_URL"}


def test_only_signers_get_signing_keys(surroundings: Surroundings) -> None:
    crm = surroundings.for_services(("crm",), health_port=1)
    identity = surroundings.for_services(("identity",), health_port=1)
    gateway = surroundings.for_gateway(health_port=1)
    assert not [name for name in crm if name.endswith("_SIGNING_KEY_FILE")]
    assert "IDENTITY_SIGNING_KEY_FILE" in identity
    assert "GATEWAY_SIGNING_KEY_FILE" not in identity
    assert "GATEWAY_SIGNING_KEY_FILE" in gateway
    assert not [name for name in gateway if "DATABASE" in name]


def test_only_the_preparation_knows_owners_and_administrator(surroundings: Surroundings) -> None:
    preparation = surroundings.for_preparation()
    assert "root-secret" in preparation["DATABASE_URL_TEMPLATE"]
    for service in SERVICES:
        assert f"//{service}_owner:" in preparation[f"{service.upper()}_OWNER_DATABASE_URL"]
    running = surroundings.for_services(SERVICES, health_port=1)
    assert not [text for text in running.values() if "root-secret" in text or "_owner:" in text]


def test_settings_of_people_pass_and_nothing_else_does(surroundings: Surroundings) -> None:
    environment = surroundings.for_services(("crm",), health_port=1)
    assert environment["CRM_RELAY_EVERY_SECONDS"] == "2"
    assert environment["PATH"] == os.defpath
    assert "AWS_SECRET" not in environment


def test_the_saved_environment_is_for_its_owner_only(surroundings: Surroundings) -> None:
    surroundings.save()
    saved = saved_environment(surroundings.layout)
    assert saved["BROKER_URL"] == surroundings.broker_url
    modes = {file.stat().st_mode & 0o777 for file in surroundings.layout.secrets.iterdir()}
    assert modes == {0o600}


def test_nothing_is_saved_where_nothing_ran(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"\./samspill up"):
        saved_environment(Layout(tmp_path))


def test_secrets_do_not_show_in_tracebacks(surroundings: Surroundings) -> None:
    assert "secret@" not in repr(surroundings)
