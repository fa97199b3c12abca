"""Databases made by the script of the containers are those the local stack makes."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from deployed import ROOT
from ops.local.databases import Role, address, provision
from ops.machine.binaries import search
from psycopg.sql import SQL, Identifier
from shared.testing.servers import Servers

SCRIPT = ROOT / "k8s" / "components" / "databases" / "provision.sh"

# Everything that decides who may do what; names of roles and databases are taken out.
FACTS = {
    "database": "SELECT datacl::text, pg_get_userbyid(datdba) FROM pg_database"
    " WHERE datname = %(n)s",
    "roles": "SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,"
    " rolbypassrls FROM pg_roles WHERE rolname LIKE %(n)s || '\\_%%' ORDER BY 1",
    "schema": "SELECT nspacl::text, pg_get_userbyid(nspowner) FROM pg_namespace"
    " WHERE nspname = 'public'",
    "extensions": "SELECT extname FROM pg_extension ORDER BY 1",
    "defaults": "SELECT defaclobjtype::text, defaclacl::text FROM pg_default_acl ORDER BY 1",
}


@pytest.fixture
def pair(servers: Servers) -> Iterator[tuple[str, str]]:
    """The names of two databases to make; removed afterwards."""
    run = uuid4().hex[:8]
    names = f"deploy_{run}_script", f"deploy_{run}_ours"
    yield names
    with psycopg.connect(
        address(servers.database_url_template, "postgres"), autocommit=True
    ) as connection:
        for name in names:
            connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
            for role in (f"{name}_owner", f"{name}_app"):
                connection.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(role)))


def test_both_ways_leave_the_same_rights_behind(servers: Servers, pair: tuple[str, str]) -> None:
    by_script, by_us = pair
    template = servers.database_url_template

    run_script(template, by_script)
    owner, app = (Role(f"{by_us}_{part}", "secret") for part in ("owner", "app"))
    provision(template, database=by_us, owner=owner, app=app)

    left_behind = facts(template, by_script)
    assert left_behind == facts(template, by_us)
    assert "[]" not in left_behind.values()


def test_the_roles_have_the_passwords_they_were_given(
    servers: Servers, pair: tuple[str, str]
) -> None:
    name, _ = pair
    run_script(servers.database_url_template, name)

    with connect(servers, name, user=f"{name}_app", password="app's") as connection:
        assert connection.execute("SELECT current_user").fetchone() == (f"{name}_app",)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(servers, name, user=f"{name}_app", password="owner's")


def run_script(template: str, name: str) -> None:
    server = urlsplit(template)
    environment = {
        "PATH": f"{psql_folder()}:{os.defpath}",
        "PGHOST": server.hostname or "",
        "PGPORT": str(server.port),
        "PGUSER": server.username or "",
        "PGPASSWORD": server.password or "",
        "SERVICES": name,
        f"{name.upper()}_OWNER_PASSWORD": "owner's",
        f"{name.upper()}_APP_PASSWORD": "app's",
    }
    result = subprocess.run(
        ["sh", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def psql_folder() -> Path:
    """Where psql is: beside the server's programs, or on PATH."""
    folder = search(ROOT / ".data" / "packages").postgres
    if folder and (folder / "psql").exists():
        return folder
    found = shutil.which("psql")
    if found is None:
        pytest.skip("psql, which the script calls, is not installed")
    return Path(found).parent


def facts(template: str, name: str) -> dict[str, str]:
    with psycopg.connect(address(template, name)) as connection:
        return {
            about: str(connection.execute(query, {"n": name}).fetchall()).replace(name, "NAME")
            for about, query in FACTS.items()
        }


def connect(servers: Servers, name: str, *, user: str, password: str) -> psycopg.Connection:
    server = urlsplit(servers.database_url_template)
    return psycopg.connect(
        host=server.hostname, port=server.port, user=user, password=password, dbname=name
    )
