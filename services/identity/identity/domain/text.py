"""What people type: cleaned once, refused with a pointer to the field."""

import re
import unicodedata
from zoneinfo import available_timezones

from shared.kernel.errors import invalid_field

LOCALES = ("nb", "nn", "en")

_EMAIL = re.compile(
    r"[^\s@\"(),:;<>\[\\\]\x00-\x1f]{1,64}@(?=.{1,253}\Z)"
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])"
)
_ZONES = frozenset(available_timezones())


def required_text(value: object, pointer: str, *, longest: int = 200) -> str:
    """
    Trim and normalise (NFC) a text that must be there.

    Raises:
        Invalid: Not a text, empty, too long or with control characters.
    """
    if not isinstance(value, str) or not value.strip():
        raise invalid_field(pointer, "is required", code="required")
    cleaned = unicodedata.normalize("NFC", value.strip())
    if len(cleaned) > longest:
        raise invalid_field(pointer, f"is longer than {longest} characters", code="too_long")
    if any(unicodedata.category(each) == "Cc" for each in cleaned):
        raise invalid_field(pointer, "has control characters", code="control_character")
    return cleaned


def optional_text(value: object, pointer: str, *, longest: int = 200) -> str | None:
    """As ``required_text``, but None and empty text mean "no value"."""
    if value is None or value == "":
        return None
    return required_text(value, pointer, longest=longest)


def email(value: object, pointer: str) -> str:
    """
    An e-mail address as it was written, trimmed.

    Raises:
        Invalid: It is no address (RFC 5321 lengths; quoted local parts are refused).
    """
    cleaned = required_text(value, pointer, longest=254)
    if not _EMAIL.fullmatch(cleaned):
        raise invalid_field(pointer, "is not an e-mail address", code="not_an_email")
    return cleaned


def email_key(address: str) -> str:
    """What makes two addresses the same one: NFKC, case folded."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def time_zone(value: object, pointer: str = "/time_zone") -> str:
    """An IANA time zone.  Raises ``Invalid`` when there is no such zone."""
    if not isinstance(value, str) or value not in _ZONES:
        raise invalid_field(pointer, "is not an IANA time zone", code="unknown_time_zone")
    return value


def locale(value: object, pointer: str = "/locale") -> str:
    """One of the languages people are served in.  Raises ``Invalid`` for others."""
    if value not in LOCALES:
        raise invalid_field(pointer, f"is not one of {', '.join(LOCALES)}", code="unknown_locale")
    return str(value)


def currency(value: object, pointer: str = "/base_currency") -> str:
    """An ISO 4217 code by its form.  Raises ``Invalid`` for anything else."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
        raise invalid_field(pointer, "is not a currency code", code="unknown_currency")
    return value
