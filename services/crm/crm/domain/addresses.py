"""Addresses of customers and contacts: any number, exactly one default of each kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.kernel.errors import Invalid
from shared.kernel.records import Child

from crm.domain.classifying.places import check_postal_code, city_of, county_of
from crm.domain.values.countries import country
from crm.domain.values.problems import Problems
from crm.domain.values.texts import line

ADDRESS_KINDS = ("visiting", "postal", "invoice", "delivery")
_PLACE = ("kind", "street", "postal_code", "city", "region", "country")
_MOST = 50


@dataclass(eq=False, kw_only=True)
class Address(Child):
    """One address.  ``country`` is ISO 3166 alpha-2."""

    customer_id: UUID | None = None
    kind: str
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    is_default: bool = False

    def place(self) -> tuple[str | None, ...]:
        """Everything but whether it is the default; equal places are the same address."""
        return tuple(getattr(self, name) for name in _PLACE)


_READERS = {
    "street": line(500),
    "postal_code": line(20),
    "city": line(100),
    "region": line(100),
    "country": country,
}


def read_address(given: dict[str, Any], problems: Problems, pointer: str = "") -> dict[str, Any]:
    """
    Read the given fields of an address, noting problems under *pointer*.

    Post codes in Norway have four digits: ``155`` becomes ``0155``; they tell the city and the
    county where the caller does not.  Elsewhere the country's format is checked where one is known.
    """
    values = {
        name: problems.read(f"{pointer}/{name}", _READERS[name], value)
        if name in _READERS
        else value
        for name, value in given.items()
    }
    if values.get("kind", "visiting") not in ADDRESS_KINDS:
        problems.note(
            f"{pointer}/kind",
            "crm.address_kind_unknown",
            f"must be one of {', '.join(ADDRESS_KINDS)}",
        )
    if values.get("postal_code"):
        land = values.get("country") or "NO"
        values["postal_code"] = problems.read(
            f"{pointer}/postal_code",
            norwegian_postal_code if land == "NO" else lambda value: check_postal_code(value, land),
            values["postal_code"],
        )
    return values


def settle_place(values: dict[str, Any], before: Address | None = None) -> dict[str, Any]:
    """
    What was read of an address, with city and county from a Norwegian postal code.

    A given city or region wins.  One that only repeats what *before* had from its own postal
    code, or is not given at all, follows the new code.
    """
    country = values.get("country", before.country if before else None)
    code = values.get("postal_code", before.postal_code if before else None)
    found = {"city": city_of(code), "region": county_of(code)}
    if country not in (None, "NO") or found["region"] is None:
        return values
    old = before.postal_code if before else None
    had = {"city": city_of(old), "region": county_of(old)}
    settled = dict(values)
    for name, derived in found.items():
        present = values.get(name, getattr(before, name, None))
        repeats = present is None or (code != old and present == had[name])
        if repeats and not (name in values and values[name] not in (None, had[name])):
            settled[name] = derived
    return settled


def norwegian_postal_code(value: str) -> str:
    """
    Four digits, leading zeros restored.

    Raises:
        Invalid: ``crm.postal_code_invalid``.
    """
    digits = value.removeprefix("NO-").removeprefix("N-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise Invalid("must have four digits in Norway", code="crm.postal_code_invalid")
    return digits.zfill(4)


def read_addresses(given: Iterable[dict[str, Any]], problems: Problems) -> list[Address]:
    """Read a list of addresses; the first of a kind is its default unless another says so."""
    addresses = []
    for n, fields in enumerate(given):
        values = read_address({"kind": "visiting", **fields}, problems, f"/addresses/{n}")
        addresses.append(Address(**settle_place(values)))
    if len(addresses) > _MOST:
        problems.note("/addresses", "crm.addresses_too_many", f"at most {_MOST} addresses")
    for kind in {each.kind for each in addresses}:
        if sum(each.is_default for each in addresses if each.kind == kind) > 1:
            problems.note(
                "/addresses",
                "crm.address_default_ambiguous",
                f"only one {kind} address can be the default",
            )
    settle_defaults(addresses)
    return addresses


def settle_defaults(addresses: list[Address], *, newest: Address | None = None) -> None:
    """Leave exactly one default of each kind; *newest* wins over the one before it."""
    if newest is not None and newest.is_default:
        for each in addresses:
            if each is not newest and each.kind == newest.kind and each.is_default:
                each.is_default = False
    for kind in ADDRESS_KINDS:
        of_kind = [each for each in addresses if each.kind == kind]
        if of_kind and not any(each.is_default for each in of_kind):
            of_kind[0].is_default = True


def plain(addresses: Iterable[Address]) -> list[dict[str, Any]]:
    """Addresses as values, the way a contact keeps them."""
    names = (*_PLACE, "is_default")
    return [{name: getattr(each, name) for name in names} for each in addresses]


def joined(mine: list[dict[str, Any]], its: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The plain addresses of both, each place once; the defaults of *mine* stay."""
    places = [{**each, "is_default": None} for each in mine]
    kinds = {each["kind"] for each in mine}
    more = [each for each in its if {**each, "is_default": None} not in places]
    return [
        *mine,
        *(
            {**each, "is_default": each["is_default"] and each["kind"] not in kinds}
            for each in more
        ),
    ]


def main_address(addresses: list[Address]) -> Address | None:
    """The address that places a customer: visiting before postal before any other."""
    defaults = [each for each in addresses if each.is_default]
    return min(defaults, key=lambda each: ADDRESS_KINDS.index(each.kind), default=None)
