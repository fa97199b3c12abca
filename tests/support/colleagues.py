"""People of the same organisation with other roles, over HTTP."""

from shared.kernel.ids import new_id
from support.street import PASSWORD, Person


def a_colleague(
    admin: Person, *, role: str, name: str = "Ola Hansen", unit_id: str | None = None
) -> Person:
    """Somebody with one default role, signed in; of the administrator's unit by default."""
    roles = {each["key"]: each["id"] for each in admin.get("/roles?limit=200")["items"]}
    email = f"{role.replace('_', '-')}-{new_id()}@fjord.example"
    fields = {
        "name": name,
        "email": email,
        "unit_id": unit_id or admin.get("/auth/me")["unit_id"],
        "role_ids": [roles[role]],
        "password": PASSWORD,
    }
    admin.post("/users", fields)
    return Person(admin.url, email)


def role_id(admin: Person, key: str) -> str:
    """The id of a default role."""
    return next(e["id"] for e in admin.get("/roles?limit=200")["items"] if e["key"] == key)
