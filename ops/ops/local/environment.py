"""The variables each process is given: complete, by fixed names, and no secret it does not use."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from ops.local.credentials import SIGNERS, Credentials, write_secret
from ops.local.processes import SERVICES
from ops.machine.faults import Fault
from ops.machine.layout import Layout

# What people may set themselves before ``up``, beside the variables made here.
PASSED_ON = (
    *(f"{service.upper()}_" for service in SERVICES),
    "GATEWAY_",
    "OUTBOUND_",
    "LOG_",
    "OTEL_",
    # Test builds only: a defect that ``./samspill chaos`` has to find.
    "SAMSPILL_BUG",
    "SAMSPILL_TEST_BUILD",
)

ENVIRONMENT_FILE = "environment.json"


@dataclass(frozen=True)
class Surroundings:
    """Where everything of one running platform is."""

    layout: Layout
    credentials: Credentials
    gateway_port: int
    broker_url: str = field(repr=False)
    database_url_template: str = field(repr=False)
    given: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def url(self) -> str:
        """The platform's address for people."""
        return f"http://127.0.0.1:{self.gateway_port}"

    def for_services(self, services: Iterable[str], *, health_port: int) -> dict[str, str]:
        """Return the environment of a process that hosts *services*."""
        services = tuple(services)
        environment = self._common() | {"HEALTH_PORT": str(health_port)}
        for service in services:
            environment[f"{service.upper()}_DATABASE_URL"] = self.database_url(service, "app")
        if "identity" in services:
            environment |= self._signing_key("identity")
        return environment

    def for_gateway(self, *, health_port: int) -> dict[str, str]:
        """Return the environment of the gateway, which has no database."""
        return self._common() | self._signing_key("gateway") | {"HEALTH_PORT": str(health_port)}

    def for_preparation(self) -> dict[str, str]:
        """Return the environment of the step that makes databases and tables."""
        environment = self.for_services(SERVICES, health_port=0)
        environment["DATABASE_URL_TEMPLATE"] = self.database_url_template
        for service in SERVICES:
            environment[f"{service.upper()}_OWNER_DATABASE_URL"] = self.database_url(
                service, "owner"
            )
        return environment

    def save(self) -> None:
        """Keep the environment for commands that talk to the running platform."""
        everything = self.for_preparation() | self._signing_key("gateway")
        write_secret(self.layout.secrets / ENVIRONMENT_FILE, json.dumps(everything, indent=1))

    def database_url(self, service: str, part: str) -> str:
        """Return the address of a service's database for its role *part*, app or owner."""
        role = f"{service}_{part}"
        address = urlsplit(self.database_url_template.replace("{database}", service))
        login = f"{role}:{quote(self.credentials.password(role), safe='')}"
        host = address.netloc.rpartition("@")[2]
        return address._replace(scheme="postgresql+psycopg", netloc=f"{login}@{host}").geturl()

    def _common(self) -> dict[str, str]:
        data = self.layout.data
        passed = {name: text for name, text in self.given.items() if name.startswith(PASSED_ON)}
        return passed | {
            "PATH": os.defpath,
            "HOME": str(self.layout.run),
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            # Two arenas instead of sixteen: threads allocate little, and memory is what we lack.
            "MALLOC_ARENA_MAX": "2",
            "BROKER_URL": self.broker_url,
            "SAMSPILL_DATA_DIR": str(data),
            "ATTACHMENTS_DIR": str(data / "attachments"),
            "ERP_FILE_DROP_DIR": str(data / "erp-drop"),
            # On one machine, the ERP system and the calendar server are neighbours.
            "OUTBOUND_ALLOW_PRIVATE": self.given.get("OUTBOUND_ALLOW_PRIVATE", "1"),
            "GATEWAY_PORT": str(self.gateway_port),
            "GATEWAY_PUBLIC_URL": self.given.get("GATEWAY_PUBLIC_URL") or self.url,
            "SECRETS_KEY_FILE": str(self.credentials.secrets_key_file),
            **self._public_keys(),
        }

    def _public_keys(self) -> dict[str, str]:
        file = self.credentials.public_key_file
        return {f"{signer.upper()}_PUBLIC_KEY_FILE": str(file(signer)) for signer in SIGNERS}

    def _signing_key(self, signer: str) -> dict[str, str]:
        file = self.credentials.signing_key_file(signer)
        return {f"{signer.upper()}_SIGNING_KEY_FILE": str(file)}


def saved_environment(layout: Layout) -> dict[str, str]:
    """
    Return every variable of the platform that runs, or ran last.

    Raises:
        Fault: none ever ran here.
    """
    file = layout.secrets / ENVIRONMENT_FILE
    if not file.exists():
        raise Fault("Samspill never ran here. Start it first: ./samspill up")
    return json.loads(file.read_text())
