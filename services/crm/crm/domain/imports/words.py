"""Words people write in cells, and what they mean in one organisation."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from uuid import UUID

from crm.domain.defaults.industries import EVERYDAY_NAMES
from crm.domain.imports.formats import number_text
from crm.domain.values.countries import country_like, country_or_none

_ALIKE = 0.85
_NACE = re.compile(r"\d\d(\.\d{1,3})?\Z")
_KINDS = {
    "kunde": "customer",
    "customer": "customer",
    "prospekt": "prospect",
    "prospect": "prospect",
    "lead": "prospect",
    "partner": "partner",
    "leverandør": "supplier",
    "supplier": "supplier",
    "intern": "internal",
    "internal": "internal",
}
_YES = frozenset({"ja", "j", "x", "1", "true", "sann", "yes", "y"})


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """
    The organisation's own words: name or code in lower case → what is stored.

    Args:
        accept_suggestions: Take what a misspelt word resembles.
        people: Users by name and e-mail address.
    """

    industries: dict[str, str] = field(default_factory=dict)
    segments: dict[str, UUID] = field(default_factory=dict)
    customer_types: dict[str, UUID] = field(default_factory=dict)
    contact_roles: dict[str, str] = field(default_factory=dict)
    activity_types: dict[str, str] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    accept_suggestions: bool = False

    def industry(self, word: str) -> tuple[str | None, str | None]:
        """The code of an industry and, if there is none, the word it resembles."""
        return _find(word, {**EVERYDAY_NAMES, **self.industries}, nace=True)

    def country(self, word: str) -> tuple[str | None, str | None]:
        """The code of a country and, if there is none, the code of the one it resembles."""
        code = country_or_none(word)
        return (code, None) if code else (None, country_like(word))


def _find(word: str, known: dict[str, str], *, nace: bool = False) -> tuple[str | None, str | None]:
    key = word.strip().casefold()
    if key in known:
        return known[key], None
    if nace and _NACE.match(key) and key[:2] in known:
        return key, None
    alike = get_close_matches(key, known, n=1, cutoff=_ALIKE)
    return None, alike[0] if alike else None


def kinds(text: str) -> list[str] | None:
    """Kinds of customer in a cell such as *kunde, partner*; None when a word is unknown."""
    words = [each.strip().casefold() for each in re.split(r"[,;/]", text) if each.strip()]
    return [_KINDS[each] for each in words] if all(each in _KINDS for each in words) else None


def whole(text: str, form: str | None = None) -> int | None:
    """A whole number with or without marks between thousands; None when it is none."""
    if form is not None:
        number = number_text(text, form)
        return int(number) if number and number.isdigit() else None
    digits = re.sub(r"[\s\u00a0'.,](?=\d{3}\b)", "", text.strip())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def decimal_text(text: str, form: str | None = None) -> str | None:
    """
    A number with decimal comma or point as ``1234.5``; None when it is none.

    Args:
        form: How the column writes numbers; without it the number itself must tell.
    """
    if form is not None:
        return number_text(text, form)
    bare = re.sub(r"[\s\u00a0']", "", text).lstrip("€$£").removeprefix("kr")
    if "," in bare and "." in bare:
        bare = bare.replace("." if bare.rindex(",") > bare.rindex(".") else ",", "")
    bare = bare.replace(",", ".")
    return bare if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", bare) else None


def is_yes(text: str) -> bool:
    """Whether a cell says yes."""
    return text.strip().casefold() in _YES
