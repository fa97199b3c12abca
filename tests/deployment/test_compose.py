"""docker-compose.yml is well formed, and runs what ``./samspill up --full`` runs."""

import json
from graphlib import TopologicalSorter
from pathlib import Path

import jsonschema
import pytest
from deployed import (
    ROOT,
    SECRETS_FOLDER,
    OurSecrets,
    command_of,
    compose,
    compose_services,
    full_profile,
    migrations,
)

SERVERS = {"postgres", "rabbitmq"}


def test_the_file_is_what_the_specification_allows() -> None:
    schema = json.loads(Path(__file__).with_name("compose_schema.json").read_text())

    jsonschema.Draft202012Validator(schema).validate(compose())


def test_a_key_nobody_knows_is_refused() -> None:
    schema = json.loads(Path(__file__).with_name("compose_schema.json").read_text())
    misspelt = compose() | {"service": {}}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(misspelt)


def test_the_processes_are_those_of_the_full_profile() -> None:
    ours = {name: it["command"] for name, it in compose_services().items() if name not in SERVERS}

    expected = {name: command_of(process) for name, process in full_profile().items()}
    assert ours == expected | migrations()


def test_only_the_gateway_is_reached_from_the_host_and_only_from_this_one() -> None:
    published = {name: it["ports"] for name, it in compose_services().items() if "ports" in it}

    assert published == {"gateway": ["127.0.0.1:${SAMSPILL_PORT:-8080}:8080"]}


def test_only_sync_workers_and_the_gateway_leave_the_inner_network() -> None:
    outside = {name for name, it in compose_services().items() if "outside" in it["networks"]}

    assert compose()["networks"]["inside"] == {"internal": True}
    assert outside == {"gateway", "crm-sync", "calendar-sync-sync", "erp-sync-sync"}


@pytest.mark.parametrize("name", sorted(compose_services().keys() - SERVERS))
def test_a_process_of_ours_may_do_little(name: str) -> None:
    process = compose_services()[name]

    assert process["read_only"] is True
    assert process["cap_drop"] == ["ALL"]
    assert process["security_opt"] == ["no-new-privileges:true"]
    assert process["stop_grace_period"] == "30s"


def test_everything_named_is_declared_and_there() -> None:
    whole = compose()
    for name, service in whole["services"].items():
        assert set(service.get("secrets", [])) <= whole["secrets"].keys(), name
        assert set(service["networks"]) <= whole["networks"].keys(), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in whole["volumes"] or (ROOT / source).is_file(), volume
        if "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).is_file()


def test_the_order_of_starting_ends() -> None:
    services = compose_services()

    order = list(
        TopologicalSorter(
            {k: it.get("depends_on", {}) for k, it in services.items()}
        ).static_order()
    )

    assert set(order) == services.keys()
    assert order.index("crm-migrate") < order.index("crm-rpc") < order.index("gateway")


def test_no_process_is_asked_before_its_migration_is_done() -> None:
    for name in migrations():
        rpc = name.replace("-migrate", "-rpc")
        wanted = compose_services()[rpc]["depends_on"][name]["condition"]
        assert wanted == "service_completed_successfully"


def test_every_secret_is_made_by_the_script(our_secrets: OurSecrets) -> None:
    files = [it["file"] for it in compose()["secrets"].values()]
    for service in compose_services().values():
        files += service.get("env_file", [])

    assert all(file.startswith(SECRETS_FOLDER) for file in files)
    assert [file for file in files if not our_secrets.at(file).is_file()] == []


def test_secrets_are_for_their_owner_only(our_secrets: OurSecrets) -> None:
    assert our_secrets.folder.stat().st_mode & 0o077 == 0
    assert "/.data/" in f"/{SECRETS_FOLDER}"
    assert ".data/" in (ROOT / ".gitignore").read_text().split()
