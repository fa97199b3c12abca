"""Makes databases, roles, tables and queues of this version: the step before any service."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from shared.capabilities.processes import run_migrations

from ops.local.databases import Role, provision
from ops.local.processes import SERVICES
from ops.local.rabbitmq import accepts
from ops.machine.running import wait_until

BROKER_SECONDS = 90.0


def prepare(environ: Mapping[str, str]) -> None:
    """Make every database with its roles, then migrate."""
    for service in _hosted(environ):
        owner_url = environ[f"{service.upper()}_OWNER_DATABASE_URL"]
        provision(
            environ["DATABASE_URL_TEMPLATE"],
            database=urlsplit(owner_url).path.removeprefix("/"),
            owner=Role.in_url(owner_url),
            app=Role.in_url(environ[f"{service.upper()}_DATABASE_URL"]),
        )
    migrate(environ)


def migrate(environ: Mapping[str, str]) -> None:
    """Bring every service's tables, and the broker's exchanges and queues, to this version."""
    mains = (importlib.import_module(f"{service}.__main__") for service in _hosted(environ))
    services = [main.build(environ) for main in mains]
    # The broker starts while services are loaded, which takes about as long.
    wait_until(lambda: accepts(environ["BROKER_URL"]), seconds=BROKER_SECONDS)
    run_migrations(services, environ)


def _hosted(environ: Mapping[str, str]) -> list[str]:
    """Every service, or those HOSTED_SERVICES names with commas between."""
    wanted = environ.get("HOSTED_SERVICES", "")
    return [each for each in SERVICES if not wanted or each in wanted.split(",")]


if __name__ == "__main__":
    {"prepare": prepare, "migrate": migrate}[sys.argv[1]](os.environ)
