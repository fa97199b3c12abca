"""Each container is given every setting its process reads, and no secret of another one's."""

import importlib
from collections.abc import Mapping

import pytest
from deployed import (
    OurSecrets,
    compose,
    compose_services,
    container_of,
    full_profile,
    migrations,
    of_kind,
)
from ops.local.processes import SERVICES
from shared.config.env import read

PROCESSES = sorted(full_profile().keys() | migrations().keys())
KEYS = "/run/secrets/"

Containers = Mapping[str, tuple[dict[str, str], set[str]]]


def package_of(name: str) -> str:
    """The package of a process: what stands before its role."""
    folder = name if name == "gateway" else name.rpartition("-")[0]
    return folder.replace("-", "_")


def in_compose(name: str, secrets: OurSecrets) -> tuple[dict[str, str], set[str]]:
    """The variables of a container, and the paths of its secret files."""
    service = compose_services()[name]
    variables: dict[str, str] = {}
    for file in service["env_file"]:
        lines = secrets.at(file).read_text().splitlines()
        variables |= dict(line.split("=", 1) for line in lines)
    files = {f"{KEYS}{key}" for key in service["secrets"]}
    assert all(compose()["secrets"][key]["file"].endswith(f"/{key}") for key in service["secrets"])
    return variables | service["environment"], files


def in_kubernetes(name: str, secrets: OurSecrets) -> tuple[dict[str, str], set[str]]:
    """The same for the local overlay, with the Secrets the script prints."""
    workload = of_kind("local", "Deployment", "Job")[name]
    container = container_of(workload)
    variables: dict[str, str] = {}
    for source in container["envFrom"]:
        if "secretRef" in source:
            variables |= secrets.by_name[source["secretRef"]["name"]]
        else:
            variables |= of_kind("local", "ConfigMap")[source["configMapRef"]["name"]]["data"]
    variables |= {it["name"]: it["value"] for it in container["env"]}
    volumes = {it["name"]: it for it in workload["spec"]["template"]["spec"]["volumes"]}
    sources = volumes["keys"]["projected"]["sources"]
    keys = [key for it in sources for key in secrets.by_name[it["secret"]["name"]]]
    return variables, {f"{KEYS}{key}" for key in keys}


@pytest.fixture(params=[in_compose, in_kubernetes], ids=["compose", "kubernetes"])
def containers(request: pytest.FixtureRequest, our_secrets: OurSecrets) -> Containers:
    return {name: request.param(name, our_secrets) for name in PROCESSES}


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_can_read_its_settings(name: str, containers: Containers) -> None:
    variables, _ = containers[name]

    settings = read(importlib.import_module(f"{package_of(name)}.config").Settings, variables)

    assert settings.broker_url.endswith("@rabbitmq:5672/samspill")


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_finds_the_files_it_is_told_of(name: str, containers: Containers) -> None:
    variables, files = containers[name]

    told = {text for key, text in variables.items() if key.endswith("_FILE")}
    assert told == files


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_has_no_address_of_another_database(name: str, containers: Containers) -> None:
    variables, _ = containers[name]
    own = package_of(name).upper()

    addresses = {key for key in variables if key.endswith("DATABASE_URL")}
    expected = set() if name == "gateway" else {f"{own}_DATABASE_URL"}
    if name.endswith("-migrate"):
        expected.add(f"{own}_OWNER_DATABASE_URL")
    assert addresses == expected


def test_each_signs_with_its_own_key_and_few_can_decrypt(containers: Containers) -> None:
    holders = {
        file: {package_of(name) for name, (_, files) in containers.items() if file in files}
        for file in set.union(*(files for _, files in containers.values()))
    }

    assert holders == {
        f"{KEYS}identity-signing-key.json": {"identity"},
        f"{KEYS}gateway-signing-key.json": {"gateway"},
        f"{KEYS}identity-public-key.json": {"gateway"},
        f"{KEYS}gateway-public-key.json": set(SERVICES),
        f"{KEYS}secrets-key.txt": {"erp_sync", "calendar_sync"},
    }


def test_no_two_accounts_share_a_password(our_secrets: OurSecrets) -> None:
    addresses = [
        text
        for entries in our_secrets.by_name.values()
        for key, text in entries.items()
        if key.endswith("_URL")
    ]
    passwords = [address.split(":")[2].split("@")[0] for address in addresses]

    assert len(set(passwords)) == len(passwords) == 3 * len(SERVICES) + 1
