"""A customer as ERP systems see it: what is sent, what is compared, which one there is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID

# Which of several addresses an invoice goes to.
_ADDRESS_ORDER = ("invoice", "postal", "visiting", "delivery")
# Written when the customer is created there, never afterwards: the number identifies it.
_ONLY_AT_CREATION = frozenset({"number"})


@dataclass(frozen=True, kw_only=True)
class ErpCustomer:
    """
    The fields both sides know; None means empty.

    ``organisation_number`` is digits only, ``country`` two letters.
    """

    number: str | None = None
    name: str = ""
    organisation_number: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    active: bool = True

    def to_json(self) -> dict[str, Any]:
        """As kept beside a link."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ErpCustomer":
        """Read ``to_json`` back; fields of a newer or older release are left out."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


@dataclass(frozen=True, kw_only=True)
class RemoteCustomer:
    """
    A customer as it stands in an ERP system.

    ``etag`` changes with every change there; ``marker`` is what we wrote to know it again.
    """

    external_id: str
    etag: str
    customer: ErpCustomer
    marker: str | None = None


class NoMatch(Exception):
    """Which customer there is meant cannot be told; a person must decide."""


def marker_of(entity_id: UUID) -> str:
    """What is written into the ERP system to know our customer again."""
    return f"samspill:{entity_id}"


def from_state(state: Mapping[str, Any], *, numbers_are_ours: bool) -> ErpCustomer:
    """
    Map a customer as crm announced it.

    Shape: *state* is the body of ``crm.customer.*`` events.
    """
    address = _invoice_address(state.get("addresses") or [])
    country = address.get("country") if address else state.get("country")
    return ErpCustomer(
        number=_text(state.get("customer_no")) if numbers_are_ours else None,
        name=_text(state.get("name")) or "",
        organisation_number=_digits(state.get("organisation_number")),
        street=_text(address.get("street")),
        postal_code=_text(address.get("postal_code")),
        city=_text(address.get("city")),
        country=_text(country),
        email=_text(state.get("email")),
        phone=_text(state.get("phone")),
        website=_text(state.get("website")),
        active=not state.get("archived", False),
    )


def _invoice_address(addresses: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    def order(address: Mapping[str, Any]) -> tuple[int, bool]:
        kind = address.get("kind")
        known = _ADDRESS_ORDER.index(kind) if kind in _ADDRESS_ORDER else len(_ADDRESS_ORDER)
        return known, not address.get("is_default", False)

    return min(addresses, key=order, default={})


def _text(value: Any) -> str | None:
    text = "\n".join(line.strip() for line in str(value or "").splitlines()).strip()
    return text or None


def _digits(value: Any) -> str | None:
    text = "".join(each for each in str(value or "") if each.isdigit())
    return text or None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """
    What must be written, and which values of theirs that replaces.

    Shape: field name → value.
    """

    write: dict[str, Any]
    overwritten: dict[str, Any]


def changes_between(
    ours: ErpCustomer,
    theirs: ErpCustomer,
    *,
    base: ErpCustomer | None,
    seen: ErpCustomer | None,
) -> Changes:
    """
    Decide what to write: we are the master of every field but the number.

    A field is written when we changed it, or when they did and we say otherwise; what they had
    changed is reported.  In a customer that is new to us an empty field of ours replaces nothing.

    Args:
        base: What we last sent; None when the customer there is new to us.
        seen: What stood there after that.
    """
    write: dict[str, Any] = {}
    overwritten: dict[str, Any] = {}
    for name, value in ours.to_json().items():
        their_value = getattr(theirs, name)
        if name in _ONLY_AT_CREATION or value == their_value:
            continue
        they_changed = seen is None or their_value != getattr(seen, name)
        if not _is_ours_to_write(name, value, base=base, they_changed=they_changed):
            continue
        write[name] = value
        if they_changed and their_value not in (None, ""):
            overwritten[name] = their_value
    return Changes(write=write, overwritten=overwritten)


def _is_ours_to_write(
    name: str, value: Any, *, base: ErpCustomer | None, they_changed: bool
) -> bool:
    if base is None:
        return value is not None and name != "active"
    we_changed = value != getattr(base, name)
    if name == "active":  # they may block a customer; we only take back what we did ourselves
        return we_changed
    return we_changed or they_changed


def match(
    ours: ErpCustomer, marker: str, candidates: Sequence[RemoteCustomer]
) -> RemoteCustomer | None:
    """
    Which of the customers there is ours: by our marker, else by organisation number, else by
    number when the name is the same.

    Raises:
        NoMatch: Several fit, or the number belongs to somebody else.
    """
    for fits in (
        lambda each: each.marker == marker,
        lambda each: (
            ours.organisation_number is not None
            and each.customer.organisation_number == ours.organisation_number
            and not (each.marker or "").startswith("samspill:")
        ),
    ):
        found = [each for each in candidates if fits(each)]
        if len(found) > 1:
            raise NoMatch("Several customers there have this organisation number.")
        if found:
            return found[0]
    return _by_number(ours, candidates)


def _by_number(ours: ErpCustomer, candidates: Sequence[RemoteCustomer]) -> RemoteCustomer | None:
    for each in candidates:
        if ours.number is None or each.customer.number != ours.number:
            continue
        if not each.marker and each.customer.name.casefold() == ours.name.casefold():
            return each
        raise NoMatch(f"Customer number {ours.number} belongs to another customer there.")
    return None
