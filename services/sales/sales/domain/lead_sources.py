"""Lists an organisation keeps beside its cases: where sales come from and why they are lost."""

import re
from dataclasses import dataclass, field

from shared.kernel.errors import FieldError
from shared.kernel.records import Record

from sales.domain.errors import ListedValueInvalid

LANGUAGES = ("nb", "en")
LONGEST_NAME = 200  # characters
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}\Z")


@dataclass(eq=False, kw_only=True)
class ListedValue(Record):
    """One value of a maintained list.  ``names`` maps a language (nb, en) to the name."""

    code: str
    names: dict[str, str]
    position: int = 0
    active: bool = True

    def check(self) -> None:
        """
        Refuse what cannot be shown or told apart.

        Raises:
            ListedValueInvalid: The code or a name is missing or malformed.
        """
        errors = name_errors(self.names, "/names")
        if not _CODE.match(self.code):
            errors.append(FieldError("/code", "invalid", "small letters, digits, - and _ only"))
        if not 0 <= self.position <= 10_000:
            errors.append(FieldError("/position", "out_of_range", "must be 0 to 10000"))
        if errors:
            raise ListedValueInvalid(errors)


@dataclass(eq=False, kw_only=True)
class LeadSource(ListedValue):
    """Where a sale came from."""


@dataclass(eq=False, kw_only=True)
class LostReason(ListedValue):
    """Why a sale was lost."""


@dataclass(frozen=True)
class Listed:
    """A value of a list as it is proposed to a new organisation."""

    code: str
    nb: str
    en: str
    names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", {"nb": self.nb, "en": self.en})


DEFAULT_LEAD_SOURCES = (
    Listed("referral", "Anbefaling", "Referral"),
    Listed("web", "Nettsted", "Website"),
    Listed("existing_customer", "Eksisterende kunde", "Existing customer"),
    Listed("partner", "Partner", "Partner"),
    Listed("tender", "Anbudskunngjøring", "Public tender"),
    Listed("event", "Arrangement", "Event"),
    Listed("outreach", "Oppsøkende salg", "Outreach"),
)
DEFAULT_LOST_REASONS = (
    Listed("price", "Pris", "Price"),
    Listed("competitor", "Valgte konkurrent", "Chose a competitor"),
    Listed("no_decision", "Ingen beslutning", "No decision"),
    Listed("timing", "Tidspunkt", "Timing"),
    Listed("capacity", "Manglende kapasitet", "Lack of capacity"),
    Listed("requirements", "Dekket ikke behovet", "Did not meet the need"),
)


def name_errors(names: dict[str, str], pointer: str) -> list[FieldError]:
    """What is wrong with names by language; at least one is needed."""
    errors = []
    if not names:
        errors.append(FieldError(pointer, "required", "needs a name"))
    for language, name in names.items():
        if language not in LANGUAGES:
            errors.append(FieldError(f"{pointer}/{language}", "unknown", "must be nb or en"))
        elif not name.strip() or len(name) > LONGEST_NAME:
            errors.append(
                FieldError(f"{pointer}/{language}", "invalid", f"1 to {LONGEST_NAME} characters")
            )
    return errors


def name_in(names: dict[str, str], locale: str) -> str:
    """The name in a language, or in another one when that is missing."""
    language = "nb" if locale[:2] in ("nb", "nn", "no") else locale[:2]
    return names.get(language) or names.get("nb") or next(iter(names.values()), "")
