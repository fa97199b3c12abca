"""Translates customers to Tryton's parties and back."""

from collections.abc import Mapping
from typing import Any

from erp_sync.application.ports import Push
from erp_sync.domain.customers import ErpCustomer, RemoteCustomer, marker_of

FIELDS = [
    "name",
    "code",
    "active",
    "_timestamp",
    "identifiers.type",
    "identifiers.code",
    "addresses.active",
    "addresses.street",
    "addresses.postal_code",
    "addresses.city",
    "addresses.country.code",
    "contact_mechanisms.type",
    "contact_mechanisms.value",
]
_ORGANISATION_NUMBER = "no_orgnr"
_MARKER = "samspill:"
_ADDRESS = ("street", "postal_code", "city", "country")
_MECHANISMS = ("email", "phone", "website")


def read_party(party: Mapping[str, Any]) -> RemoteCustomer:
    """Read a party as ``search_read`` answers it."""
    address = _address(party)
    organisation_number = _identifier(party, _ORGANISATION_NUMBER).get("code") or ""
    country = address.get("country.") or {}
    return RemoteCustomer(
        external_id=str(party["id"]),
        etag=str(party["_timestamp"]),
        marker=_marker(party),
        customer=ErpCustomer(
            number=party["code"] or None,
            name=party["name"] or "",
            organisation_number=organisation_number.replace(" ", "") or None,
            street=address.get("street") or None,
            postal_code=address.get("postal_code") or None,
            city=address.get("city") or None,
            country=country.get("code") or None,
            active=bool(party["active"]),
            **{kind: _mechanism(party, kind).get("value") or None for kind in _MECHANISMS},
        ),
    )


def new_values(push: Push, *, country_id: int | None) -> dict[str, Any]:
    """What ``create`` needs: everything, and our marker as an identifier without a type."""
    ours = push.customer
    identifiers = [{"type": None, "code": marker_of(push.entity_id)}]
    if ours.organisation_number:
        identifiers.append({"type": _ORGANISATION_NUMBER, "code": ours.organisation_number})
    values: dict[str, Any] = {"name": ours.name, "identifiers": [["create", identifiers]]}
    if ours.number:
        values["code"] = ours.number
    address = {"street": ours.street, "postal_code": ours.postal_code, "city": ours.city}
    if any(address.values()) or country_id:
        values["addresses"] = [["create", [{**address, "country": country_id}]]]
    mechanisms = [
        {"type": kind, "value": getattr(ours, kind)} for kind in _MECHANISMS if getattr(ours, kind)
    ]
    if mechanisms:
        values["contact_mechanisms"] = [["create", mechanisms]]
    return values


def changed_values(
    party: Mapping[str, Any], changes: Mapping[str, Any], *, country_id: int | None
) -> dict[str, Any]:
    """What ``write`` needs to bring *changes* into a party that stands as *party*."""
    values: dict[str, Any] = {name: changes[name] for name in ("name", "active") if name in changes}
    if "organisation_number" in changes:
        old = _identifier(party, _ORGANISATION_NUMBER).get("id")
        value = changes["organisation_number"]
        made = {"type": _ORGANISATION_NUMBER, "code": value}
        values["identifiers"] = [_replace(old, value, {"code": value}, made)]
    if address := {name: changes[name] for name in _ADDRESS if name in changes}:
        if "country" in address:
            address["country"] = country_id
        old = _address(party).get("id")
        values["addresses"] = [_replace(old, True, address, address)]
    mechanisms = [
        _replace(
            _mechanism(party, kind).get("id"),
            changes[kind],
            {"value": changes[kind]},
            {"type": kind, "value": changes[kind]},
        )
        for kind in _MECHANISMS
        if kind in changes
    ]
    if mechanisms:
        values["contact_mechanisms"] = mechanisms
    return values


def _replace(
    old: int | None, value: Any, change: dict[str, Any], made: dict[str, Any]
) -> list[Any]:
    """Change the row there is, remove it when the value is empty, else make one."""
    if old is None:
        return ["create", [made]]
    return ["write", [old], change] if value else ["delete", [old]]


def _marker(party: Mapping[str, Any]) -> str | None:
    codes = [each["code"] for each in party["identifiers."]]
    return next((each for each in codes if each and each.startswith(_MARKER)), None)


def _address(party: Mapping[str, Any]) -> Mapping[str, Any]:
    return _first([each for each in party["addresses."] if each["active"]])


def _identifier(party: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    return _first([each for each in party["identifiers."] if each["type"] == kind])


def _mechanism(party: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    return _first([each for each in party["contact_mechanisms."] if each["type"] == kind])


def _first(rows: list[dict[str, Any]]) -> Mapping[str, Any]:
    return min(rows, key=lambda row: row["id"], default={})
