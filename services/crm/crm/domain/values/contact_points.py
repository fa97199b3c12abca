"""How to reach somebody: e-mail addresses, phone numbers, websites; in one form each."""

import re
from collections.abc import Callable

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from shared.kernel.errors import Invalid

_WEBSITE = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@.]{2,}(?::\d+)?(?:[/?#]\S*)?\Z", re.IGNORECASE)
_MOST = 20


def email(value: str | None) -> str | None:
    """
    An e-mail address in lower case.

    Raises:
        Invalid: ``crm.email_invalid``.
    """
    if not value or not value.strip():
        return None
    try:
        found = validate_email(
            value.strip(), check_deliverability=False, globally_deliverable=False
        )
    except EmailNotValidError:
        raise Invalid("not an e-mail address", code="crm.email_invalid") from None
    if "." not in found.domain:
        raise Invalid("not an e-mail address", code="crm.email_invalid")
    return found.normalized.lower()


def phone(value: str | None, *, region: str = "NO") -> str | None:
    """
    A phone number as E.164.

    Args:
        region: Country (ISO 3166 alpha-2) of numbers written without country code.

    Raises:
        Invalid: ``crm.phone_invalid``.
    """
    if not value or not value.strip():
        return None
    try:
        found = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        raise Invalid("not a phone number", code="crm.phone_invalid") from None
    if not phonenumbers.is_possible_number(found):
        raise Invalid("not a phone number", code="crm.phone_invalid")
    return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))


def website(value: str | None) -> str | None:
    """
    A web address; https when it does not say.

    Raises:
        Invalid: ``crm.website_invalid``.
    """
    if not value or not value.strip():
        return None
    address = value.strip()
    if "://" not in address:
        address = f"https://{address}"
    if len(address) > 500 or not _WEBSITE.match(address):
        raise Invalid("not a web address", code="crm.website_invalid")
    return address


def several(read: Callable[[str], str | None]) -> Callable[[list[str] | None], list[str]]:
    """A reader of a list of contact points: in the order given, each once."""

    def read_all(values: list[str] | None) -> list[str]:
        found = [each for value in values or [] if (each := read(value)) is not None]
        if len(found) > _MOST:
            raise Invalid(f"at most {_MOST} of them", code="crm.contact_points_too_many")
        return list(dict.fromkeys(found))

    return read_all
