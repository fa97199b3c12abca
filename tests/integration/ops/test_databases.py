"""Databases and roles as the platform makes them, on a real PostgreSQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from ops.local.databases import EXTENSIONS, Role, address, provision
from shared.testing.servers import Servers


@dataclass(frozen=True)
class Made:
    """A database with its roles, and how to reach it as each."""

    template: str
    name: str

    @property
    def owner(self) -> Role:
        return Role(f"{self.name}_owner", "owner's")

    @property
    def app(self) -> Role:
        return Role(f"{self.name}_app", "app's")

    def provision(self) -> None:
        provision(self.template, database=self.name, owner=self.owner, app=self.app)

    def connect(self, role: Role, *, database: str | None = None) -> psycopg.Connection:
        server = urlsplit(self.template)
        return psycopg.connect(
            host=server.hostname,
            port=server.port,
            user=role.name,
            password=role.password,
            dbname=database or self.name,
            autocommit=True,
        )


@pytest.fixture
def two(servers: Servers) -> Iterator[tuple[Made, Made]]:
    """Two services' databases on one server."""
    prefix = f"ops_{uuid4().hex[:8]}"
    template = servers.database_url_template
    pair = (Made(template, f"{prefix}_one"), Made(template, f"{prefix}_two"))
    for made in pair:
        made.provision()
    yield pair
    with psycopg.connect(address(template, "postgres"), autocommit=True) as connection:
        for made in pair:
            connection.execute(f"DROP DATABASE {made.name}")
            connection.execute(f"DROP ROLE {made.owner.name}, {made.app.name}")


def test_the_application_uses_tables_it_does_not_own(two: tuple[Made, Made]) -> None:
    made = two[0]
    with made.connect(made.owner) as owner:
        owner.execute("CREATE TABLE things (id bigserial, name text)")
    with made.connect(made.app) as app:
        app.execute("INSERT INTO things (name) VALUES ('one')")
        assert app.execute("SELECT name FROM things").fetchall() == [("one",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DROP TABLE things")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("TRUNCATE things")


def test_the_application_cannot_pass_row_level_security(two: tuple[Made, Made]) -> None:
    made = two[0]
    with made.connect(made.owner) as owner:
        owner.execute("CREATE TABLE things (id int)")
        owner.execute("INSERT INTO things VALUES (1)")
        owner.execute("ALTER TABLE things ENABLE ROW LEVEL SECURITY")
    with made.connect(made.app) as app:
        assert app.execute("SELECT count(*) FROM things").fetchone() == (0,)


def test_no_service_reaches_the_database_of_another(two: tuple[Made, Made]) -> None:
    one, other = two
    for role in (one.app, one.owner):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            one.connect(role, database=other.name)


def test_making_twice_changes_nothing_but_the_password(two: tuple[Made, Made]) -> None:
    made = two[0]
    with made.connect(made.owner) as owner:
        owner.execute("CREATE TABLE things (id int)")
    made.provision()
    with made.connect(made.app) as app:
        assert app.execute("SELECT count(*) FROM things").fetchone() == (0,)
    changed = Role(made.app.name, "changed")
    provision(made.template, database=made.name, owner=made.owner, app=changed)
    with made.connect(changed) as app:
        assert app.execute("SELECT current_user").fetchone() == (made.app.name,)


def test_the_extensions_of_search_and_periods_are_there(two: tuple[Made, Made]) -> None:
    made = two[0]
    with made.connect(made.app) as app:
        names = {name for (name,) in app.execute("SELECT extname FROM pg_extension")}
    assert names >= set(EXTENSIONS)
