"""Rules of repetition (RFC 5545 RRULE), checked before they are kept."""

from datetime import datetime
from itertools import islice

from dateutil.rrule import rrulestr
from shared.kernel.errors import Invalid

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_KEYS = frozenset(
    {
        "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
        "BYMONTH", "BYSETPOS", "WKST",
    }
)  # fmt: skip
_LONGEST = 300


def recurrence(value: str | None) -> str | None:
    """
    A rule in upper case, without the word RRULE.

    Hours, minutes and seconds do not repeat; a rule that never comes true is refused.

    Raises:
        Invalid: ``crm.activity_recurrence_invalid``.
    """
    if not value or not value.strip():
        return None
    rule = value.strip().upper().removeprefix("RRULE:")
    parts = dict(each.partition("=")[::2] for each in rule.split(";"))
    if len(rule) > _LONGEST or not parts.keys() <= _KEYS or parts.get("FREQ") not in _FREQUENCIES:
        raise _invalid()
    if "COUNT" in parts and "UNTIL" in parts:
        raise _invalid()
    try:
        until = parts.get("UNTIL", "")
        start = datetime.fromisoformat("2024-01-01T00:00:00" + ("+00:00" if "Z" in until else ""))
        ends = "".join(f";{key}={parts[key]}" for key in parts if key not in ("UNTIL", "COUNT"))
        if not list(islice(rrulestr(ends.lstrip(";"), dtstart=start), 1)):
            raise _invalid()
        rrulestr(rule, dtstart=start)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise _invalid() from None
    return rule


def _invalid() -> Invalid:
    return Invalid("not a rule of repetition", code="crm.activity_recurrence_invalid")
