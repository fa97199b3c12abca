"""Organisations: the outer wall of all data, their trial and whether they may write."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from shared.kernel.errors import invalid_field
from shared.kernel.records import Record

from identity.domain import text
from identity.domain.errors import OrganisationNumberInvalid

TRIAL_DAYS = 30
_NORWEGIAN_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


class OrganisationStatus(StrEnum):
    """Where an organisation is in its life: trial → active → suspended → closed."""

    TRIAL = "trial"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(eq=False, kw_only=True)
class Organisation(Record):
    """One customer of the platform.  Its ``organisation_id`` is its own id."""

    name: str
    organisation_number: str | None = None
    status: str = OrganisationStatus.TRIAL
    base_currency: str = "NOK"
    fiscal_year_start_month: int = 1
    time_zone: str = "Europe/Oslo"
    locale: str = "nb"
    features: dict[str, bool] = field(default_factory=dict)
    retention_months: int | None = None  # None keeps everything
    trial_ends_on: date | None = None

    def change(self, given: dict[str, Any]) -> None:
        """
        Set the fields of ``OrganisationFields`` that were given.

        Raises:
            OrganisationNumberInvalid: see ``organisation_number``.
            Invalid: A value is out of range.
        """
        for name, value in given.items():
            setattr(self, name, _CHECKS[name](value))

    def writes_allowed(self, today: date) -> bool:
        """Whether anything may be changed on *today* (the organisation's own calendar day)."""
        return writes_allowed(self.status, self.trial_ends_on, today)

    def activate(self) -> None:
        """End the trial, or a suspension, because there is an agreement."""
        self.status = OrganisationStatus.ACTIVE


def writes_allowed(status: str, trial_ends_on: date | None, today: date) -> bool:
    """
    Whether an organisation in this state may be changed.

    The last day of the trial counts; a suspended or closed organisation is read only.
    """
    if status == OrganisationStatus.TRIAL:
        return trial_ends_on is None or today <= trial_ends_on
    return status == OrganisationStatus.ACTIVE


def trial_end(today: date) -> date:
    """The last day of a trial that starts on *today*: day 31 when that day is day 1."""
    return today + timedelta(days=TRIAL_DAYS)


def organisation_number(value: object) -> str | None:
    """
    An organisation number without blanks; None when there is none.

    Nine digits are Norwegian and must have the right check digit; others are taken by their form.

    Raises:
        OrganisationNumberInvalid: Neither.

    Source: Brønnøysundregistrene, modulus 11 with weights 3 2 7 6 5 4 3 2.
    """
    if value is None or value == "":
        return None
    number = re.sub(r"\s", "", str(value))
    if re.fullmatch(r"[0-9]{9}", number):
        if _norwegian_check_digit(number) != int(number[8]):
            raise OrganisationNumberInvalid
    elif not re.fullmatch(r"[A-Za-z0-9./-]{5,20}", number) or number.isalpha():
        raise OrganisationNumberInvalid
    return number


def _norwegian_check_digit(number: str) -> int:
    total = sum(
        weight * int(digit) for weight, digit in zip(_NORWEGIAN_WEIGHTS, number[:8], strict=True)
    )
    return 0 if total % 11 == 0 else 11 - total % 11


def _month(value: Any) -> int:
    if not isinstance(value, int) or not 1 <= value <= 12:
        raise invalid_field("/fiscal_year_start_month", "is not a month, 1 to 12")
    return value


def _retention(value: Any) -> int | None:
    if value is not None and not 1 <= value <= 1200:
        raise invalid_field("/retention_months", "is not between 1 and 1200")
    return value


def _features(value: dict[str, bool]) -> dict[str, bool]:
    if len(value) > 100 or any(not re.fullmatch(r"[a-z][a-z0-9_]{0,49}", name) for name in value):
        raise invalid_field("/features", "has a name that is not snake_case, or too many")
    return dict(value)


_CHECKS = {
    "name": lambda value: text.required_text(value, "/name"),
    "organisation_number": organisation_number,
    "fiscal_year_start_month": _month,
    "time_zone": text.time_zone,
    "locale": text.locale,
    "features": _features,
    "retention_months": _retention,
}
