"""Reads rows of contacts: each cell by the rules of ``Contact``."""

from shared.kernel.errors import Invalid

from crm.domain.contacts import READERS
from crm.domain.imports.address_rows import read_place
from crm.domain.imports.rows import EMPTY, Row, name_key
from crm.domain.imports.words import Vocabulary, is_yes
from crm.domain.values.contact_points import email, phone

_TEXTS = ("external_id", "given_name", "family_name", "title", "language")


def read_contact_row(row: Row, vocabulary: Vocabulary, defaults: dict[str, str]) -> Row:
    """Fill in values, keys and issues of a row; ``place`` names the customer it belongs to."""
    _split_name(row)
    _read_texts(row)
    _read_emails(row)
    _read_phones(row)
    if text := row.cells.get("tags"):
        row.values["tags"] = READERS["tags"](text.replace(";", ",").split(",")[:50])
    full = " ".join(filter(None, (row.values.get("given_name"), row.values.get("family_name"))))
    if not full:
        row.refuse("family_name", "crm.contact_nameless", "a given or family name is needed")
    row.label = full or None
    _read_place(row, vocabulary)
    _note_keys(row, full)
    return row


def _note_keys(row: Row, full: str) -> None:
    if row.values.get("external_id"):
        row.keys["external_id"] = row.values["external_id"]
    if row.values.get("emails"):
        row.keys["email"] = row.values["emails"][0]
    if full:
        row.keys["name"] = name_key(full)


def _read_texts(row: Row) -> None:
    for name in _TEXTS:
        if (text := row.cells.get(name)) is not None:
            try:
                row.values[name] = READERS[name]("" if text in EMPTY else text)
            except Invalid as error:
                row.refuse(name, error.code, error.message)


def _split_name(row: Row) -> None:
    """*Kari Anne Nordmann* and *Nordmann, Kari Anne* are the same person."""
    full = row.cells.pop("full_name", None)
    if not full or row.cells.get("given_name") or row.cells.get("family_name"):
        return
    if "," in full:
        family, _, given = full.partition(",")
    else:
        given, _, family = full.strip().rpartition(" ")
    row.cells |= {"given_name": given.strip(), "family_name": family.strip()}


def _read_emails(row: Row) -> None:
    if text := row.cells.get("email"):
        try:
            row.values["emails"] = [
                found for each in text.replace(";", ",").split(",") if (found := email(each))
            ]
        except Invalid as error:
            row.refuse("email", error.code, error.message)


def _read_phones(row: Row) -> None:
    numbers = []
    for name in ("mobile", "phone"):
        if text := row.cells.get(name):
            try:
                numbers.append(phone(text))
            except Invalid as error:
                row.warn(name, error.code, error.message)
                numbers.append(text[:40])
    if numbers:
        row.values["phones"] = list(dict.fromkeys(each for each in numbers if each))


def _read_place(row: Row, vocabulary: Vocabulary) -> None:
    read_place(row)
    if row.place:
        role = row.cells.get("role")
        row.place["role"] = vocabulary.contact_roles.get(role.casefold(), role) if role else None
        row.place["primary"] = is_yes(row.cells.get("primary", ""))
