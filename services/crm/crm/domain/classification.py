"""Maintained lists: values that are named in two languages and retired instead of deleted."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.kernel.errors import Invalid
from shared.kernel.money import LARGEST_MINOR, Money
from shared.kernel.records import Record

from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.texts import line, paragraphs, whole_number

# List → what one of its values is called in error codes.
NOUNS = {
    "segments": "segment",
    "customer_types": "customer_type",
    "industries": "industry",
    "contact_roles": "contact_role",
    "activity_types": "activity_type",
    "tags": "tag",
    "consent_purposes": "consent_purpose",
    "ratings": "rating_value",
    "employee_bands": "employee_band",
    "revenue_bands": "revenue_band",
}
LANGUAGES = ("nb", "en")
_NACE = re.compile(r"(\d\d)(?:\.\d{1,3})?\Z")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(eq=False, kw_only=True)
class ListValue(Record):
    """
    A value of one list (``NOUNS``).  ``code`` never changes; an inactive one is not offered.

    Segments have ``applies_to`` and, unless filled by hand, a ``rule``; bands begin ``at_least``
    at a number of heads, or at minor units of ``at_least_currency``.
    """

    list_name: str
    code: str
    name_nb: str
    name_en: str
    parent_code: str | None = None
    description: str | None = None
    position: int = 0
    active: bool = True
    applies_to: str | None = None
    rule: dict[str, Any] | None = None
    at_least: int | None = None
    at_least_currency: str | None = None

    def change(self, values: dict[str, Any]) -> None:
        """Set what ``read_list_value`` read."""
        for name, value in values.items():
            if name != "code" and getattr(self, name) != value:
                setattr(self, name, value)

    def archive(self, now: datetime) -> None:
        """Retire; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now

    def restore(self) -> None:
        """Take back."""
        self.archived_at = None


def read_list_value(given: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """
    Turn what a caller gave into attributes of ``ListValue``, noting every problem.

    ``name`` stands for every language that ``names`` does not give.
    """
    readers: dict[str, Callable[[Any], Any]] = {
        "code": line(40),
        "name": line(120),
        "parent_code": line(40),
        "description": paragraphs(2000),
        "position": whole_number(0, 1_000_000),
        "names": _names,
        "at_least": _at_least,
    }
    values = read_fields(given, readers, problems)
    if isinstance(at_least := values.get("at_least"), Money):
        values |= {"at_least": at_least.amount_minor, "at_least_currency": at_least.currency}
    name, names = values.pop("name", None), values.pop("names", None) or {}
    for language in LANGUAGES:
        if names.get(language) or name:
            values[f"name_{language}"] = names.get(language) or name
    return values


def complete_names(values: dict[str, Any], problems: Problems) -> None:
    """A new value has a name; one language stands for the other, a code is made from it."""
    spoken = next((values[key] for key in ("name_nb", "name_en") if values.get(key)), None)
    if spoken is None:
        problems.note("/name", "crm.list_value_nameless", "a name is needed")
        return
    for language in LANGUAGES:
        values.setdefault(f"name_{language}", spoken)
    values["code"] = values.get("code") or code_from(spoken)


def refuse_incomplete(list_name: str, values: dict[str, Any]) -> None:
    """
    Stop when a new value lacks what its list is about.

    Raises:
        Invalid: ``crm.band_start_missing``; ``crm.rating_code_invalid``, not one letter or digit.
    """
    if list_name.endswith("_bands") and values.get("at_least") is None:
        raise Invalid("a band needs to begin somewhere", code="crm.band_start_missing")
    if list_name == "ratings":
        values["code"] = values["code"].upper()
        if not re.fullmatch(r"[A-Z0-9]", values["code"]):
            raise Invalid("one letter or digit", code="crm.rating_code_invalid")


def code_from(name: str) -> str:
    """A code such as ``stor_kunde`` for a name such as *Stor kunde*."""
    plain = name.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub("_", ascii_only).strip("_")[:40] or "value"


def industry_parts(code: str) -> list[str]:
    """Codes under which an industry code is known: itself, or those it lies below."""
    if not _NACE.match(code):
        return [code]
    return [code, *(code[:length] for length in (5, 4, 2) if length < len(code))]


def _at_least(value: int | Money) -> int | Money:
    amount = value.amount_minor if isinstance(value, Money) else value
    if not 0 <= amount <= LARGEST_MINOR:
        raise Invalid("must not be negative", code="crm.number_out_of_range")
    return value


def _names(value: dict[str, str]) -> dict[str, str]:
    read = line(120)
    if not value.keys() <= set(LANGUAGES):
        raise Invalid(f"languages are {', '.join(LANGUAGES)}", code="crm.language_invalid")
    return {key: text for key, each in value.items() if (text := read(each)) is not None}
