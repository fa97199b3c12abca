"""Maintained lists: values that are named in two languages and retired instead of deleted."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.kernel.errors import Invalid
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
}
LANGUAGES = ("nb", "en")
_NACE = re.compile(r"(\d\d)(?:\.\d{1,3})?\Z")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(eq=False, kw_only=True)
class ListValue(Record):
    """A value of one list (``NOUNS``).  ``code`` never changes; an inactive one is not offered."""

    list_name: str
    code: str
    name_nb: str
    name_en: str
    parent_code: str | None = None
    description: str | None = None
    position: int = 0
    active: bool = True

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
    }
    values = read_fields(given, readers, problems)
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


def code_from(name: str) -> str:
    """A code such as ``stor_kunde`` for a name such as *Stor kunde*."""
    plain = name.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub("_", ascii_only).strip("_")[:40] or "value"


def industry_parts(code: str) -> list[str]:
    """Codes under which an industry code is known: itself, or the division it belongs to."""
    found = _NACE.match(code)
    return [code, found[1]] if found and found[1] != code else [code]


def _names(value: dict[str, str]) -> dict[str, str]:
    read = line(120)
    if not value.keys() <= set(LANGUAGES):
        raise Invalid(f"languages are {', '.join(LANGUAGES)}", code="crm.language_invalid")
    return {key: text for key, each in value.items() if (text := read(each)) is not None}
