"""Makes databases and roles and brings tables to this version: the step before any service."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from shared.persistence.migrations import migrate as migrate_database

from ops.local.databases import Role, provision
from ops.local.processes import SERVICES, folder_name
from ops.machine.layout import PROJECT


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


def migrate(environ: Mapping[str, str]) -> None:
    """Bring the tables of every service to this version; says which had to change."""
    for service in SERVICES:
        project = PROJECT / "services" / folder_name(service)
        changed = migrate_database(project, environ[f"{service.upper()}_OWNER_DATABASE_URL"])
        print(f"{service}: {'migrated' if changed else 'up to date'}", flush=True)


if __name__ == "__main__":
    {"prepare": prepare, "migrate": migrate}[sys.argv[1]](os.environ)
