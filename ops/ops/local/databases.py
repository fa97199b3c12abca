"""Makes each service's database with its two roles: one owns the tables, the other uses them."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

EXTENSIONS = ("pg_trgm", "btree_gin", "btree_gist", "unaccent")


@dataclass(frozen=True)
class Role:
    """A role that may log in."""

    name: str
    password: str = field(repr=False)

    @classmethod
    def in_url(cls, url: str) -> Role:
        """Take the role out of a database address."""
        parts = urlsplit(url)
        return cls(name=unquote(parts.username or ""), password=unquote(parts.password or ""))


def provision(template: str, *, database: str, owner: Role, app: Role) -> None:
    """
    Make the database and its roles, or bring them to what they should be; safe to repeat.

    Args:
        template: address with administrator's rights and ``{database}`` in it.
    """
    with psycopg.connect(address(template, "postgres"), autocommit=True) as connection:
        for role in (owner, app):
            connection.execute(_role(connection, role))
        _make_database(connection, database=database, owner=owner, app=app)
    with psycopg.connect(address(template, database)) as connection:
        _furnish(connection, owner=owner, app=app)


def address(template: str, database: str) -> str:
    """Return the address of one database of the server."""
    return template.replace("{database}", database)


def _role(connection: psycopg.Connection, role: Role) -> Composed:
    known = connection.execute("select 1 from pg_roles where rolname = %s", (role.name,))
    verb = SQL("ALTER" if known.fetchone() else "CREATE")
    # Row-level security binds a role only if it may not bypass it.
    return SQL(
        "{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
    ).format(verb, Identifier(role.name), Literal(role.password))


def _make_database(
    connection: psycopg.Connection, *, database: str, owner: Role, app: Role
) -> None:
    name = Identifier(database)
    known = connection.execute("select 1 from pg_database where datname = %s", (database,))
    if known.fetchone() is None:
        connection.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(owner.name)))
        connection.execute(SQL("CREATE DATABASE {} OWNER {}").format(name, Identifier(owner.name)))
    connection.execute(SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(name))
    for role in (owner, app):
        connection.execute(
            SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, Identifier(role.name))
        )


def _furnish(connection: psycopg.Connection, *, owner: Role, app: Role) -> None:
    for extension in EXTENSIONS:
        connection.execute(SQL("CREATE EXTENSION IF NOT EXISTS {}").format(Identifier(extension)))
    names = {"owner": Identifier(owner.name), "app": Identifier(app.name)}
    for statement in (
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        connection.execute(SQL(statement).format(**names))
