"""Contracts and wiring as plain data, to be compared with what was written down."""

import importlib
import inspect
import json
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from cryptography.fernet import Fernet
from joserfc.jwk import OKPKey
from shared.contracts.declare import EVENTS, type_of

HERE = Path(__file__).parent
SERVICES = ("identity", "crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync")
SNAPSHOT = HERE / "snapshots" / "events.json"
TOPOLOGY = HERE / "topology.toml"


def events() -> dict[str, dict[str, Any]]:
    """Every declared event: its fields with their types, and whether each may be left out."""
    for service in SERVICES:
        package = importlib.import_module(f"shared.contracts.{service}")
        for module in sorted(Path(package.__path__[0]).glob("*events*.py")):
            importlib.import_module(f"{package.__name__}.{module.stem}")
    return {name: _fields(cls) for name, cls in sorted(EVENTS.items())}


def listeners() -> dict[str, list[str]]:
    """Event → the queues bound to it, read from the services' own wiring."""
    events()
    found: dict[str, list[str]] = {name: [] for name in sorted(EVENTS)}
    for service in SERVICES:
        built = importlib.import_module(f"{service}.__main__").build(_Anything(os.environ))
        for queue, handlers in (
            (f"{service}.inbox", built.inbox_handlers()),
            (f"{service}.wakeups", built.sync_handlers()),
        ):
            for event in handlers:
                found[type_of(event).full_name].append(queue)
    return found


def write() -> None:
    """Write both down anew: after an intended addition."""
    SNAPSHOT.write_text(json.dumps(events(), indent=1) + "\n")
    lines = [
        "# Who listens to what; reviewed like code, written by tests/contract/described.py.",
        "",
    ]
    lines += [f'"{name}" = {json.dumps(queues)}' for name, queues in listeners().items()]
    TOPOLOGY.write_text("\n".join(lines) + "\n")


def _fields(cls: type) -> dict[str, Any]:
    return {
        field.name: {
            "type": inspect.formatannotation(field.type).replace("shared.", ""),
            "optional": not field.required,
        }
        for field in msgspec.structs.fields(cls)
    }


@cache
def _key_file(name: str) -> str:
    """A key nobody else has, of the kind the setting wants."""
    file = Path(tempfile.mkdtemp()) / name.lower()
    if name == "SECRETS_KEY_FILE":
        file.write_bytes(Fernet.generate_key())
    else:
        key = OKPKey.generate_key("Ed25519", private=True)
        file.write_text(json.dumps(key.as_dict(private=True)))
    return str(file)


class _Anything(Mapping[str, str]):
    """An environment in which every setting is set: enough to read the wiring, not to run."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def __getitem__(self, name: str) -> str:
        if name.endswith("DATABASE_URL"):
            return "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
        if name.endswith("_URL"):
            return "amqp://nobody@127.0.0.1:1/nothing"
        if name.endswith("_KEY_FILE"):
            return _key_file(name)
        if name.endswith("_DIR"):
            return tempfile.gettempdir()
        return self._environ.get(name, "")

    def __iter__(self) -> Any:
        return iter(self._environ)

    def __len__(self) -> int:
        return len(self._environ)


if __name__ == "__main__":
    write()
