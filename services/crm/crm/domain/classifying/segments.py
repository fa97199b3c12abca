"""Segments that fill themselves: what a rule names, and that none comes back to itself."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.kernel.errors import RuleBroken

CUSTOMER, CONTACT, BOTH = "customer", "contact", "any"
RECORDS = (CUSTOMER, CONTACT)
_NAMES = ("segments", "segment", "segment_id")
# A rule of contacts names segments of customers so.
_ALL_NAMES = (*_NAMES, *(f"customer_{name}" for name in _NAMES))


class SegmentCycle(RuleBroken):
    """A segment would be defined by itself."""

    code = "crm.segment_cycle"

    def __init__(self) -> None:
        super().__init__("The rule comes back to the segment it defines.")


class SegmentComputed(RuleBroken):
    """Nobody is put into a segment that fills itself."""

    code = "crm.segment_computed"

    def __init__(self, segment_id: UUID) -> None:
        super().__init__(
            "The segment fills itself by its rule; change the rule or the record.",
            segment_id=segment_id,
        )


def segments_named(
    rule: Mapping[str, Any], *, names: tuple[str, ...] = _NAMES
) -> dict[str, list[UUID]]:
    """The filters of a rule that name segments, with the ids they name."""
    return {
        key: _ids(value)
        for key, value in rule.items()
        if key.partition("__")[0] in names and key.partition("__")[2] in ("", "in")
    }


def refuse_cycle(
    segment_id: UUID, rule: Mapping[str, Any], others: Mapping[UUID, Mapping[str, Any]]
) -> None:
    """
    Stop when a rule names its own segment, or one whose rule leads back to it.

    Args:
        others: The rules of all segments.

    Raises:
        SegmentCycle: It does.
    """
    rules = {**others, segment_id: rule}
    waiting, seen = [rule], set()
    while waiting:
        for ids in segments_named(waiting.pop(), names=_ALL_NAMES).values():
            for each in ids:
                if each == segment_id:
                    raise SegmentCycle
                if each not in seen:
                    seen.add(each)
                    waiting.append(rules.get(each, {}))


def _ids(value: Any) -> list[UUID]:
    texts = value if isinstance(value, list) else str(value).split(",")
    found = []
    for each in texts:
        try:
            found.append(UUID(str(each)))
        except ValueError:
            continue
    return found
