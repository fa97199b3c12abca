"""Organisation numbers: Norwegian ones are checked, those of other countries only tidied."""

import re

from shared.kernel.errors import Invalid
from stdnum.exceptions import ValidationError
from stdnum.no import orgnr

_DECORATION = re.compile(r"^NO|MVA$")
_FOREIGN = re.compile(r"[A-Z0-9][A-Z0-9 ./-]{1,29}\Z")


def organisation_number(value: str | None, *, country: str | None = None) -> str | None:
    """
    An organisation number: nine digits when Norwegian.

    Args:
        country: Of the customer; None counts as Norway.

    Raises:
        Invalid: ``crm.organisation_number_invalid``.

    Source: modulus 11 with weights 3 2 7 6 5 4 3 2 (Brønnøysund Register Centre).
    """
    if not value or not value.strip():
        return None
    text = value.strip().upper()
    if country not in (None, "NO"):
        if not _FOREIGN.match(text):
            raise Invalid("not an organisation number", code="crm.organisation_number_invalid")
        return text
    try:
        return str(orgnr.validate(_DECORATION.sub("", text.replace(" ", "").replace(".", ""))))
    except ValidationError:
        raise Invalid(
            "not a Norwegian organisation number", code="crm.organisation_number_invalid"
        ) from None
