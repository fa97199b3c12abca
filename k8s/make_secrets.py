"""
Makes every password and key the containers need; safe to repeat, nothing made is replaced.

``make_secrets.py`` writes what docker-compose.yml reads; ``make_secrets.py --kubernetes`` prints
the same as Secrets: ``… | kubectl apply -n samspill -f -``.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ops.local.credentials import Credentials, ensure_credentials
from ops.local.processes import GATEWAY, SERVICES, folder_name
from ops.local.rabbitmq import password_hash
from ops.machine.layout import PROJECT, Layout

FOLDER = PROJECT / ".data" / "containers"
VHOST = "samspill"

Secrets = dict[str, dict[str, str]]


def secrets(credentials: Credentials) -> Secrets:
    """
    Return all secrets by name; a key with a dot in it is a file, the others are variables.

    Databases and broker are called as docker-compose.yml and k8s/components call them.
    """
    made: Secrets = {GATEWAY: {"BROKER_URL": _broker_url(credentials, GATEWAY)}}
    postgres = {"POSTGRES_PASSWORD": credentials.password("postgres")}
    for service in SERVICES:
        name, prefix = folder_name(service), service.upper()
        made[name] = {
            "BROKER_URL": _broker_url(credentials, service),
            f"{prefix}_DATABASE_URL": _database_url(credentials, service, part="app"),
        }
        made[f"{name}-owner"] = {
            f"{prefix}_OWNER_DATABASE_URL": _database_url(credentials, service, part="owner")
        }
        for part in ("app", "owner"):
            postgres[f"{prefix}_{part.upper()}_PASSWORD"] = credentials.password(
                f"{service}_{part}"
            )
    made["postgres"] = postgres
    definitions = json.dumps(broker_definitions(credentials), indent=1)
    made["rabbitmq-definitions"] = {"rabbitmq-definitions.json": definitions}
    return made | {file.stem: {file.name: file.read_text()} for file in _key_files(credentials)}


def broker_definitions(credentials: Credentials) -> dict[str, Any]:
    """Return the broker's virtual host, and one user for each service with narrow rights."""
    names = (*SERVICES, GATEWAY)
    return {
        "vhosts": [{"name": VHOST}],
        "users": [
            {
                "name": name,
                "password_hash": password_hash(
                    _broker_password(credentials, name), salt=os.urandom(4)
                ),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": [],
            }
            for name in names
        ],
        "permissions": [{"user": name, "vhost": VHOST, **_rights(name)} for name in names],
        # Who may be called by whom: only a service may ask for the calls that are meant for it.
        "topic_permissions": [
            {
                "user": name,
                "vhost": VHOST,
                "exchange": "nameko-rpc",
                "write": ".*",
                "read": rf"^({name}\..*|[0-9a-f-]{{36}})$",
            }
            for name in names
        ],
    }


def _rights(name: str) -> Mapping[str, str]:
    """What a user may declare, publish to and consume from; patterns of resource names."""
    calls = r"nameko-rpc|rpc\.reply-.*"
    if name == GATEWAY:
        return dict.fromkeys(("configure", "write", "read"), f"^({calls})$")
    facts = r"[a-z_]+\.(events|restricted)"
    own = rf"rpc-{name}|{name}\.(inbox|wakeups)(\..*)?"
    return {
        # Every worker declares all exchanges, and gets its own queues dead-lettered.
        "configure": f"^({calls}|{own}|{facts})$",
        "write": rf"^({calls}|{own}|{name}\.(events|restricted)|amq\.default)$",
        "read": f"^({calls}|{own}|{facts})$",
    }


def _broker_password(credentials: Credentials, name: str) -> str:
    return credentials.password(f"{name}_broker")


def _broker_url(credentials: Credentials, name: str) -> str:
    return f"amqp://{name}:{_broker_password(credentials, name)}@rabbitmq:5672/{VHOST}"


def _database_url(credentials: Credentials, service: str, *, part: str) -> str:
    role = f"{service}_{part}"
    return f"postgresql+psycopg://{role}:{credentials.password(role)}@postgres:5432/{service}"


def _key_files(credentials: Credentials) -> list[Path]:
    signers = ("identity", GATEWAY)
    pairs = [(credentials.signing_key_file(it), credentials.public_key_file(it)) for it in signers]
    return [*(file for pair in pairs for file in pair), credentials.secrets_key_file]


def write_for_compose(folder: Path, made: Secrets) -> None:
    """Write variables to ``env/NAME.env`` and files to ``files/``."""
    for name, entries in made.items():
        variables = [f"{key}={text}\n" for key, text in entries.items() if "." not in key]
        if variables:
            _write(folder / "env" / f"{name}.env", "".join(variables))
        for key, text in entries.items():
            if "." in key:
                _write(folder / "files" / key, text)


def _write(file: Path, text: str) -> None:
    # Processes in containers have a user id of their own; the folder above keeps others out.
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    file.chmod(0o644)


def as_kubernetes(made: Secrets) -> dict[str, Any]:
    """Return the secrets as one list of objects."""
    items = [
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": name, "labels": {"app.kubernetes.io/part-of": "samspill"}},
            "stringData": entries,
        }
        for name, entries in made.items()
    ]
    return {"apiVersion": "v1", "kind": "List", "items": items}


def make(folder: Path) -> Secrets:
    """Return the secrets kept in *folder*, making what is not there yet."""
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    layout = Layout(folder)
    layout.secrets.mkdir(mode=0o700, exist_ok=True)
    return secrets(ensure_credentials(layout))


def main() -> None:
    """Read the command line."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    arguments.add_argument("--kubernetes", action="store_true", help="print Secrets instead")
    arguments.add_argument("--folder", type=Path, default=FOLDER, help="where they are kept")
    wanted = arguments.parse_args()
    made = make(wanted.folder)
    if wanted.kubernetes:
        sys.stdout.write(json.dumps(as_kubernetes(made), indent=1) + "\n")
    else:
        write_for_compose(wanted.folder, made)


if __name__ == "__main__":
    main()
