"""Reads rows of customers: each cell by the rules of ``Customer``, in the organisation's words."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from shared.kernel.errors import Invalid
from shared.kernel.money import Money, decimals_of, round_half_up

from crm.domain.customers import READERS
from crm.domain.imports.address_rows import read_addresses_of
from crm.domain.imports.cells import day_text
from crm.domain.imports.rows import EMPTY, Row, name_key
from crm.domain.imports.words import Vocabulary, decimal_text, kinds, whole
from crm.domain.values.contact_points import phone
from crm.domain.values.organisation_numbers import organisation_number

_TEXTS = (
    "name", "customer_no", "external_id", "legal_name", "vat_no", "email", "language", "currency",
    "notes",
)  # fmt: skip
_KEYS = ("external_id", "customer_no", "organisation_number", "email")
_NUMBERS = {
    "employees": "employees",
    "revenue_year": "annual_revenue_year",
    "founded_year": "founded_year",
    "payment_term_days": "payment_term_days",
}
_PLACE = ("street", "postal_code", "city", "region")


def read_customer_row(row: Row, vocabulary: Vocabulary, defaults: dict[str, str]) -> Row:
    """
    Fill in values, keys and issues of a row.

    Args:
        defaults: ``kinds``, ``owner_id``, ``currency``, ``country``, ``revenue_unit`` for rows
            that do not say.
    """
    country = read_addresses_of(row, vocabulary, defaults)
    for name in _TEXTS:
        _put(row, name, name, READERS[name])
    _put(row, "rating", "rating", READERS["rating"])
    _put(
        row,
        "organisation_number",
        "organisation_number",
        lambda text: organisation_number(text, country=country),
    )
    for name, attribute in _NUMBERS.items():
        _put(row, name, attribute, _number(attribute, row.formats.get(name)))
    _put(row, "employees_on", "employees_on", _day(row.formats.get("employees_on")))
    _read_reachable(row, country)
    _read_revenue(row, defaults)
    _read_classes(row, vocabulary, defaults)
    row.label = row.values.get("name") or row.cells.get("name")
    _note_keys(row)
    return row


def _put(row: Row, name: str, attribute: str, reader: Callable[[str], object]) -> None:
    text = row.cells.get(name)
    if text is None:
        return
    try:
        row.values[attribute] = reader("" if text in EMPTY and name != "name" else text)
    except Invalid as error:
        row.refuse(name, error.code, error.message)


def _day(form: str | None) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        return day_text(text, form) if text else None

    return read


def _number(attribute: str, form: str | None) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        if not text:
            return None
        value = whole(text, form)
        if value is None:
            raise Invalid("not a whole number", code="crm.number_invalid")
        return READERS[attribute](value)  # type: ignore[no-any-return]

    return read


def _read_reachable(row: Row, country: str | None) -> None:
    """What cannot be understood is kept as it stands (phone) or left out (website)."""
    if text := row.cells.get("phone"):
        try:
            row.values["phone"] = phone(text, region=country or "NO")
        except Invalid as error:
            row.warn("phone", error.code, error.message)
            row.values["phone"] = text[:40]
    if text := row.cells.get("website"):
        try:
            row.values["website"] = READERS["website"](text)
        except Invalid as error:
            row.warn("website", error.code, error.message)


def _read_revenue(row: Row, defaults: dict[str, str]) -> None:
    text = row.cells.get("revenue")
    if not text or text in EMPTY:
        return
    number = decimal_text(text, row.formats.get("revenue"))
    if number is None or number.startswith("-"):
        row.refuse("revenue", "crm.number_invalid", "not an amount")
        return
    currency = row.values.get("currency") or defaults.get("currency") or "NOK"
    units = Decimal(number) * Decimal(defaults.get("revenue_unit") or "1")
    try:
        money = Money(round_half_up(units.scaleb(decimals_of(currency))), currency)
    except Invalid as error:
        row.refuse("revenue", error.code, error.message)
        return
    row.values["annual_revenue_minor"] = money.amount_minor
    row.values["annual_revenue_currency"] = money.currency


def _read_classes(row: Row, vocabulary: Vocabulary, defaults: dict[str, str]) -> None:
    if word := row.cells.get("industry"):
        _read_industry(row, word, vocabulary)
    if text := row.cells.get("kinds") or defaults.get("kinds"):
        if found := kinds(text):
            row.values["kinds"] = found
        else:
            row.refuse("kinds", "crm.customer_kind_unknown", f"{text[:40]} is not a kind")
    if text := row.cells.get("tags"):
        row.values["tags"] = READERS["tags"](text.replace(";", ",").split(",")[:50])
    _look_up(row, "segment", "segment_ids", vocabulary.segments, many=True)
    _look_up(row, "customer_type", "type_id", vocabulary.customer_types)
    _look_up(row, "owner", "owner_id", vocabulary.people)
    if "owner_id" not in row.values and defaults.get("owner_id"):
        row.values["owner_id"] = defaults["owner_id"]


def _read_industry(row: Row, word: str, vocabulary: Vocabulary) -> None:
    code, like = vocabulary.industry(word)
    if code is None:
        row.warn("industry", "crm.industry_unknown", f"unknown industry {word[:60]}", like)
        if like and vocabulary.accept_suggestions:
            code, _ = vocabulary.industry(like)
    if code is not None:
        row.values["industry_code"] = code


def _look_up(
    row: Row, name: str, attribute: str, known: dict[str, UUID], *, many: bool = False
) -> None:
    text = row.cells.get(name)
    if not text:
        return
    words = [each.strip() for each in text.split(",")] if many else [text.strip()]
    found = [str(known[each.casefold()]) for each in words if each.casefold() in known]
    for each in words:
        if each.casefold() not in known:
            row.warn(name, f"crm.{name}_unknown", f"unknown: {each[:60]}")
    if found:
        row.values[attribute] = found if many else found[0]


def _note_keys(row: Row) -> None:
    for name in _KEYS:
        if row.values.get(name):
            row.keys[name] = row.values[name]
    if row.values.get("name"):
        row.keys["name"] = name_key(row.values["name"])
    if parent := row.cells.get("parent"):
        row.keys["parent"] = name_key(parent)
