"""What ``python -m ops.host`` does in each role, for all services at once."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping

from shared.capabilities import processes

from ops.local.databases import Role, provision
from ops.local.processes import SERVICES, SYNCING


def rpc(environ: Mapping[str, str]) -> None:
    """Answer calls for every service."""
    processes.run_rpc(_built(SERVICES, environ))


def worker(environ: Mapping[str, str]) -> None:
    """Relay and consume events and run timers for every service."""
    processes.run_worker(_built(SERVICES, environ))


def sync(environ: Mapping[str, str]) -> None:
    """Talk to outside systems for the services that do."""
    processes.run_sync(_built(SYNCING, environ))


def migrate(environ: Mapping[str, str]) -> None:
    """Bring the tables of every service to this version."""
    for service in _built(SERVICES, environ):
        processes.migrate(service)


def prepare(environ: Mapping[str, str]) -> None:
    """Make every database with its roles, then migrate."""
    for service in SERVICES:
        provision(
            environ["DATABASE_URL_TEMPLATE"],
            database=service,
            owner=Role.in_url(environ[f"{service.upper()}_OWNER_DATABASE_URL"]),
            app=Role.in_url(environ[f"{service.upper()}_DATABASE_URL"]),
        )
    migrate(environ)


def _built(services: Iterable[str], environ: Mapping[str, str]) -> list:
    mains = (importlib.import_module(f"{service}.__main__") for service in services)
    return [main.build(environ) for main in mains]
