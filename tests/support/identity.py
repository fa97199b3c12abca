"""Organisations, people and callers for tests of identity, made through its own calls."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from shared.kernel.context import Caller

PASSWORD = "fjell og fjord"


def an_address(name: str = "kari") -> str:
    """An e-mail address nobody has."""
    return f"{name}.{uuid4().hex[:12]}@fjord.example"


def caller_of(principal: dict[str, Any]) -> Caller:
    """The caller the gateway makes of a principal."""
    return Caller(
        organisation_id=UUID(principal["organisation_id"]),
        actor_id=UUID(principal["user_id"]),
        unit_id=UUID(principal["unit_id"]),
        unit_ids=frozenset(map(UUID, principal["unit_ids"])),
        grants=principal["grants"],
        field_classes=frozenset(principal["field_classes"]),
        time_zone=principal["time_zone"],
        currency=principal["currency"],
        locale=principal["locale"],
    )


@dataclass
class Company:
    """An organisation that signed up, its administrator, and calls in his name."""

    rpc: Any
    organisation: dict[str, Any]
    administrator: dict[str, Any]

    @property
    def nobody(self) -> Any:
        """Identity, asked without a signed-in caller."""
        return self.rpc(None).identity

    @property
    def admin(self) -> Any:
        """Identity, asked by the administrator."""
        return self.calls_as(self.administrator)

    def log_in(self, user: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Open a session with the password tests use."""
        facts = {"email": user["email"], "password": PASSWORD, "address": "192.0.2.1"}
        return self.nobody.log_in(**{**facts, **changes})

    def principal(self, session: dict[str, Any]) -> dict[str, Any]:
        """Who a session stands for."""
        return self.nobody.get_principal(
            user_id=session["user"]["id"],
            session_id=session["session_id"],
            organisation_id=session["organisation_id"],
        )

    def caller(self, user: dict[str, Any]) -> Caller:
        """The caller a user is after logging in."""
        return caller_of(self.principal(self.log_in(user)))

    def calls_as(self, user: dict[str, Any], **options: Any) -> Any:
        """Identity, asked by a user."""
        return self.rpc(self.caller(user), **options).identity

    def role(self, key: str) -> str:
        """The id of a default role."""
        found = self.admin.list_roles(query={"filters": {"key": key}})["items"]
        return found[0]["id"]

    def hire(self, *role_keys: str, **fields: Any) -> dict[str, Any]:
        """Register a user with default roles."""
        facts = {
            "name": "Ola Nordmann",
            "email": an_address("ola"),
            "password": PASSWORD,
            "unit_id": self.administrator["unit_id"],
            "role_ids": [self.role(key) for key in role_keys or ("consultant",)],
        }
        return self.admin.create_user(fields={**facts, **fields})

    def change(self, user: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """Change a user as the administrator."""
        return self.admin.change_user(
            user_id=user["id"], expected_version=user["version"], fields=fields
        )

    def unit(self, code: str, parent: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add a unit."""
        fields = {"name": f"Avdeling {code}", "code": code}
        if parent:
            fields["parent_id"] = parent["id"]
        return self.admin.create_unit(fields=fields)


def a_company(rpc: Any, **fields: Any) -> Company:
    """Sign an organisation up."""
    facts = {
        "name": "Fjord Rådgivning",
        "admin_name": "Kari Nordmann",
        "admin_email": an_address(),
        "admin_password": PASSWORD,
    }
    made = rpc(None).identity.sign_up(fields={**facts, **fields})
    return Company(rpc, made["organisation"], made["user"])
