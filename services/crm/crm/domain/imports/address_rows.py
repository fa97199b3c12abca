"""Reads addresses: several kinds in a row of a customer, or one in a row of its own."""

from shared.kernel.errors import Invalid

from crm.domain.addresses import ADDRESS_KINDS, norwegian_postal_code
from crm.domain.imports.rows import EMPTY, Row, name_key
from crm.domain.imports.words import Vocabulary, is_yes
from crm.domain.values.organisation_numbers import organisation_number

_FIELDS = ("street", "postal_code", "city", "region")
_KINDS = {
    "besøk": "visiting", "besøksadresse": "visiting", "visiting": "visiting", "visit": "visiting",
    "post": "postal", "postadresse": "postal", "postal": "postal", "mailing": "postal",
    "faktura": "invoice", "fakturaadresse": "invoice", "invoice": "invoice", "billing": "invoice",
    "levering": "delivery", "leveringsadresse": "delivery", "delivery": "delivery",
    "shipping": "delivery",
}  # fmt: skip


def read_addresses_of(row: Row, vocabulary: Vocabulary, defaults: dict[str, str]) -> str | None:
    """Fill in ``addresses`` of a row of a customer; the country of the visiting address."""
    visiting = _read(row, vocabulary, "", defaults.get("country") or None)
    if visiting:
        row.addresses["visiting"] = visiting
    for kind in ADDRESS_KINDS[1:]:
        prefix = f"{kind}."
        if any(each.startswith(prefix) for each in row.cells):
            row.addresses[kind] = _read(row, vocabulary, prefix, visiting.get("country"))
    return visiting.get("country") or defaults.get("country") or None


def read_address_row(row: Row, vocabulary: Vocabulary, defaults: dict[str, str]) -> Row:
    """Fill in a row that is one address; ``place`` names the customer it belongs to."""
    kind = _kind(row)
    address = _read(row, vocabulary, "", defaults.get("country") or None)
    if not address.keys() - {"country"}:
        row.refuse("street", "crm.address_empty", "an address needs a street, code or place")
    row.addresses[kind] = address
    row.more["is_default"] = is_yes(row.cells.get("default", ""))
    read_place(row)
    if not row.place:
        row.refuse("customer", "crm.customer_missing", "a customer is needed")
    parts = (address.get(name) for name in ("street", "postal_code", "city"))
    row.label = ", ".join(filter(None, parts)) or None
    return row


def read_place(row: Row) -> None:
    """What the row says about the customer it belongs to, by whatever key."""
    for name in ("external_id", "customer_no"):
        column = "customer_external_id" if row.part in ("contacts", "activities") else name
        if text := row.cells.get(column if name == "external_id" else name):
            row.place[name] = text.strip()
    if text := row.cells.get("organisation_number"):
        try:
            row.place["organisation_number"] = organisation_number(text)
        except Invalid as error:
            row.refuse("organisation_number", error.code, error.message)
    if text := row.cells.get("customer"):
        row.place["name"] = name_key(text)


def _kind(row: Row) -> str:
    text = row.cells.get("kind")
    if not text:
        return "visiting"
    if kind := _KINDS.get(text.strip().casefold()):
        return kind
    row.refuse("kind", "crm.address_kind_unknown", f"{text[:40]} is not a kind of address")
    return "visiting"


def _read(row: Row, vocabulary: Vocabulary, prefix: str, usual: str | None) -> dict[str, str]:
    address: dict[str, str] = {}
    code, said = usual, row.cells.get(f"{prefix}country")
    if said:
        code, like = vocabulary.country(said)
        if code is None:
            name = f"{prefix}country"
            row.warn(name, "crm.country_unknown", f"{said[:60]} is not a country", like)
            code = like if vocabulary.accept_suggestions else None
    for name in _FIELDS:
        text = row.cells.get(f"{prefix}{name}")
        if text and text not in EMPTY:
            address[name] = text[:500]
    if address.get("postal_code") and code in (None, "NO"):
        try:
            address["postal_code"] = norwegian_postal_code(address["postal_code"])
        except Invalid as error:
            row.warn(f"{prefix}postal_code", error.code, error.message)
    if code and (address or said):
        address["country"] = code
    return address
