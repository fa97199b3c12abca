"""People of the same organisation with other roles, over HTTP."""

from shared.kernel.ids import new_id
from support.street import PASSWORD, Person


def a_colleague(
    admin: Person, *, role: str, name: str = "Ola Hansen", unit_id: str | None = None
) -> Person:
    """Somebody with one default role, signed in; of the administrator's unit by default."""
    return _somebody(admin, role_id(admin, role), name=name, unit_id=unit_id)


def somebody_with(
    admin: Person, grants: dict[str, str], *, name: str = "Eva Lie", unit_id: str | None = None
) -> Person:
    """Somebody signed in who has a role of his own with just these grants."""
    role = admin.post("/roles", {"name": f"Rolle {new_id()}", "grants": grants})
    return _somebody(admin, role["id"], name=name, unit_id=unit_id)


def role_id(admin: Person, key: str) -> str:
    """The id of a default role."""
    return next(e["id"] for e in admin.get("/roles?limit=200")["items"] if e["key"] == key)


def _somebody(admin: Person, role_id: str, *, name: str, unit_id: str | None) -> Person:
    email = f"person-{new_id()}@fjord.example"
    fields = {
        "name": name,
        "email": email,
        "unit_id": unit_id or admin.get("/auth/me")["unit_id"],
        "role_ids": [role_id],
        "password": PASSWORD,
    }
    admin.post("/users", fields)
    return Person(admin.url, email)
