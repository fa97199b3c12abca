"""People to forget, and looking for what is left of them."""

import contextlib
import json
import zlib
from typing import Any

from shared.kernel.ids import new_id
from shared.testing.platform import Platform
from support.street import PASSWORD, Person

_KINDS = ("text", "character", "character varying", "jsonb", "ARRAY", "bytea", "tsvector")


def a_colleague(admin: Person, role_key: str) -> Person:
    """Somebody of the same organisation with one of the default roles."""
    roles = admin.get("/roles?limit=200")["items"]
    role = next(each for each in roles if each["key"] == role_key)
    email = f"annen-{new_id()}@fjord.example"
    admin.post(
        "/users",
        {
            "name": "Ola Annen",
            "email": email,
            "password": PASSWORD,
            "role_ids": [role["id"]],
            "unit_id": admin.get("/auth/me")["unit_id"],
        },
    )
    return Person(admin.url, email)


def found_in(platform: Platform, service: str, words: list[str]) -> list[str]:
    """``table.column`` of everything in a service's database that holds one of the words."""
    columns = platform.rows(
        service,
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_generated = 'NEVER'",
    )
    found = []
    for table, column, kind in columns:
        if kind not in _KINDS:
            continue
        for (value,) in platform.rows(service, f'SELECT "{column}" FROM "{table}"'):
            if value is not None and _holds(value, words):
                found.append(f"{service}.{table}.{column}")
                break
    return found


def _holds(value: Any, words: list[str]) -> bool:
    if isinstance(value, bytes | memoryview):
        content = bytes(value)
        with contextlib.suppress(zlib.error):
            content += zlib.decompress(content)
        return any(word.encode() in content for word in words)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return any(word.lower() in text.lower() for word in words)
