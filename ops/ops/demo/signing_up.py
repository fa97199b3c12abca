"""A new organisation with its first administrator, and people who act in their own name."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import requests
from shared.kernel.context import Caller

from ops.demo.calls import Calls, Services
from ops.machine.faults import Fault

_TIMEOUT_SECONDS = 30
_TRIES = 50
_TAKEN = "identity.email_taken"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """
    The organisation to make.

    Args:
        domain: Of everybody's address; numbered when somebody has the administrator's already.
    """

    name: str
    domain: str
    administrator: str
    mailbox: str = "demo"
    currency: str = "NOK"
    time_zone: str = "Europe/Oslo"
    locale: str = "nb"
    organisation_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class Founded:
    """An organisation that was made, and how to log in to it."""

    email: str
    password: str = field(repr=False)
    domain: str
    organisation_id: UUID
    user_id: UUID


def found(url: str, wish: Wish) -> Founded:
    """
    Sign up through the gateway, as anybody does.

    Raises:
        Fault: The gateway refused.
    """
    password = secrets.token_urlsafe(12)
    for number in range(1, _TRIES):
        name, _, rest = wish.domain.partition(".")
        domain = wish.domain if number == 1 else f"{name}-{number}.{rest}"
        email = f"{wish.mailbox}@{domain}"
        answer = requests.post(
            f"{url}/api/v1/organisations",
            json=_body(wish, email=email, password=password),
            timeout=_TIMEOUT_SECONDS,
        )
        body = _json(answer)
        if answer.status_code == 201:
            return Founded(
                email=email,
                password=password,
                domain=domain,
                organisation_id=UUID(body["organisation"]["id"]),
                user_id=UUID(body["user"]["id"]),
            )
        if body.get("code") != _TAKEN:
            raise Fault(f"Signing up was refused ({answer.status_code}): {body.get('detail')}")
    raise Fault(f"{_TRIES} organisations with demo data are here already; try ./samspill reset.")


def sign_in(services: Services, *, email: str, password: str) -> Calls:
    """Log in and answer calls in that person's name, with that person's rights."""
    nobody = services.as_nobody()
    session = nobody("identity.log_in", email=email, password=password, client="mobile")
    principal = nobody(
        "identity.get_principal",
        user_id=session["user"]["id"],
        session_id=session["session_id"],
        organisation_id=session["organisation_id"],
    )
    return services.acting_as(_caller(principal))


def _body(wish: Wish, *, email: str, password: str) -> dict[str, Any]:
    body = {
        "name": wish.name,
        "admin_name": wish.administrator,
        "admin_email": email,
        "admin_password": password,
        "base_currency": wish.currency,
        "time_zone": wish.time_zone,
        "locale": wish.locale,
    }
    if wish.organisation_number:
        body["organisation_number"] = wish.organisation_number
    return body


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        return dict(answer.json())
    except ValueError:
        return {"detail": answer.text[:200]}


def _caller(principal: dict[str, Any]) -> Caller:
    return Caller(
        organisation_id=UUID(principal["organisation_id"]),
        actor_id=UUID(principal["user_id"]),
        unit_id=UUID(principal["unit_id"]),
        unit_ids=frozenset(UUID(each) for each in principal["unit_ids"]),
        grants=principal["grants"],
        field_classes=frozenset(principal["field_classes"]),
        time_zone=principal["time_zone"],
        currency=principal["currency"],
        locale=principal["locale"],
        source="import",
    )
