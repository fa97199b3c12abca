"""How long an organisation keeps what it no longer needs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.kernel.errors import Invalid
from shared.kernel.records import Record

ACTIONS = ("propose", "archive")
_RANGES = {
    "lost_prospect_months": (3, 240),
    "import_file_days": (1, 3650),
    "export_days": (1, 30),
}


@dataclass(eq=False, kw_only=True)
class Retention(Record):
    """One organisation's settings; the first ones only tidy up after exports and imports."""

    lost_prospect_months: int | None = None
    action: str = "propose"
    import_file_days: int | None = 365
    export_days: int = 7

    def change(self, given: dict[str, Any]) -> None:
        """
        Set what was given.

        Raises:
            Invalid: ``crm.retention_invalid``.
        """
        for name, (smallest, largest) in _RANGES.items():
            value = given.get(name)
            if value is not None and not smallest <= value <= largest:
                raise Invalid(f"{name}: {smallest} to {largest}", code="crm.retention_invalid")
        if given.get("action", self.action) not in ACTIONS:
            raise Invalid(f"one of {', '.join(ACTIONS)}", code="crm.retention_invalid")
        if given.get("export_days", self.export_days) is None:
            raise Invalid("exports always expire", code="crm.retention_invalid")
        for name, value in given.items():
            setattr(self, name, value)


def months_before(day: date, months: int) -> date:
    """The same day *months* earlier; the first of a month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
