"""Rules of repetition (RFC 5545 RRULE), checked before they are kept."""

import re

from dateutil.rrule import rrulestr
from shared.kernel.errors import Invalid

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_KEYS = frozenset(
    {
        "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
        "BYMONTH", "BYSETPOS", "WKST",
    }
)  # fmt: skip
# Parts that have no meaning with a frequency (RFC 5545, 3.3.10), or never more than one place.
_MEANINGLESS = {
    "DAILY": {"BYYEARDAY", "BYWEEKNO", "BYSETPOS"},
    "WEEKLY": {"BYYEARDAY", "BYWEEKNO", "BYMONTHDAY"},
    "MONTHLY": {"BYYEARDAY", "BYWEEKNO"},
    "YEARLY": set(),
}
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST = 300
_NUMBER = re.compile(r"[1-9]\d{0,4}\Z", re.ASCII)
MOST_COUNT, _MOST_INTERVAL = 10_000, 1_000


def recurrence(value: str | None) -> str | None:
    """
    A rule in upper case, without the word RRULE.

    Hours, minutes and seconds do not repeat; counts are at most 10 000.

    Raises:
        Invalid: ``crm.activity_recurrence_invalid``.
    """
    if not value or not value.strip():
        return None
    rule = value.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts = parts_of(rule)
    if len(rule) > _LONGEST or len(parts) != rule.count(";") + 1 or not _is_sensible(parts):
        raise refused()
    try:
        rrulestr(without_end(rule))
    except (ValueError, TypeError, KeyError, OverflowError):
        raise refused() from None
    return rule


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by name."""
    return dict(each.partition("=")[::2] for each in rule.split(";"))


def without_end(rule: str) -> str:
    """The rule without UNTIL and COUNT: how it goes on for ever."""
    parts = parts_of(rule)
    return ";".join(f"{key}={parts[key]}" for key in parts if key not in ("UNTIL", "COUNT"))


def refused() -> Invalid:
    """What a rule that cannot be kept is refused with."""
    return Invalid("not a rule of repetition", code="crm.activity_recurrence_invalid")


def _is_sensible(parts: dict[str, str]) -> bool:
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES or not parts.keys() <= _KEYS - _MEANINGLESS[frequency]:
        return False
    if "COUNT" in parts and "UNTIL" in parts:
        return False
    in_range = _is_number(parts.get("COUNT", "1"), MOST_COUNT) and _is_number(
        parts.get("INTERVAL", "1"), _MOST_INTERVAL
    )
    until = parts.get("UNTIL")
    return (
        in_range
        and _has_a_day(parts)
        and (until is None or re.match(r"\d{8}(T\d{6}Z?)?\Z", until, re.ASCII) is not None)
    )


def _is_number(text: str, most: int) -> bool:
    return _NUMBER.match(text) is not None and int(text) <= most


def _has_a_day(parts: dict[str, str]) -> bool:
    """Whether one of the months has one of the days; 30 February never comes."""
    try:
        months = [int(each) for each in parts.get("BYMONTH", "1").split(",")]
        days = [abs(int(each)) for each in parts.get("BYMONTHDAY", "1").split(",")]
    except ValueError:
        return False
    if not all(1 <= month <= 12 for month in months) or not all(1 <= day <= 31 for day in days):
        return False
    lengths = _DAYS_OF_MONTH if "BYMONTH" not in parts else [_DAYS_OF_MONTH[m - 1] for m in months]
    return min(days) <= max(lengths)
