"""
The history of a case: how it stood from one instant to the next.

Every save writes one moment, complete in itself, so that the state at any instant is one
row and nothing can be missing in between; single fields and stays in stages are derived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.kernel.clock import day_in
from shared.kernel.money import Money

from sales.domain.cases import SalesCase

# Fields of a moment that are not about the case but about the moment.
_ABOUT = ("case_id", "valid_from", "recorded_at", "actor_id")


@dataclass(frozen=True, kw_only=True)
class CaseMoment:
    """
    A case as it stood from ``valid_from`` on, written down at ``recorded_at``.

    The two differ only for history that was imported.
    """

    case_id: UUID
    valid_from: datetime
    recorded_at: datetime
    actor_id: UUID
    process_id: UUID
    stage_id: UUID
    status: str
    value: Money
    probability_bp: int
    probability_source: str
    expected_order_date: date | None
    received_on: date
    closed_on: date | None
    customer_id: UUID
    salesperson_id: UUID
    unit_id: UUID | None
    cost_centre_id: UUID | None
    archived: bool


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field that changed between two moments."""

    field: str
    old: Any
    new: Any
    moment: CaseMoment


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A time in one stage.  ``days`` are calendar days, so that stays add up to the whole."""

    stage_id: UUID
    status: str
    entered_at: datetime
    left_at: datetime | None
    days: int
    actor_id: UUID


TRACKED = tuple(name for name in CaseMoment.__dataclass_fields__ if name not in _ABOUT)


def moment_of(case: SalesCase, *, at: datetime, actor_id: UUID) -> CaseMoment:
    """The case as it stands."""
    plain = {name: getattr(case, name) for name in TRACKED if name != "archived"}
    return CaseMoment(
        case_id=case.id,
        valid_from=at,
        recorded_at=at,
        actor_id=actor_id,
        archived=case.archived_at is not None,
        **plain,
    )


def start_of_day(day: date, time_zone: str) -> datetime:
    """The instant *day* begins where the organisation is, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)


def field_changes(moments: Sequence[CaseMoment]) -> list[FieldChange]:
    """
    What changed, field by field, oldest first.

    Args:
        moments: All moments of one case in order.
    """
    changes = []
    before: CaseMoment | None = None
    for moment in moments:
        for name in TRACKED:
            old = getattr(before, name) if before else None
            new = getattr(moment, name)
            if old != new and not (before is None and new is False):
                changes.append(FieldChange(field=name, old=old, new=new, moment=moment))
        before = moment
    return changes


def stays(moments: Sequence[CaseMoment], *, now: datetime, time_zone: str) -> list[Stay]:
    """
    The times in stages, without a gap from the first moment to the present.

    Units: whole calendar days where the organisation is; the last stay counts until *now*
    while the case is open, and nothing once it is closed.
    """
    starts: list[CaseMoment] = []
    for moment in moments:
        if not starts or (moment.stage_id, moment.status) != (
            starts[-1].stage_id,
            starts[-1].status,
        ):
            starts.append(moment)
    found = []
    for number, start in enumerate(starts):
        following = starts[number + 1] if number + 1 < len(starts) else None
        found.append(_stay(start, following, now=now, time_zone=time_zone))
    return found


def _place(moment: CaseMoment) -> tuple[UUID, str]:
    return moment.stage_id, moment.status


def _stay(
    start: CaseMoment, following: CaseMoment | None, *, now: datetime, time_zone: str
) -> Stay:
    left_at = following.valid_from if following else None
    end = left_at or (now if start.status == "open" else start.valid_from)
    entered_on = day_in(start.valid_from, time_zone)
    return Stay(
        stage_id=start.stage_id,
        status=start.status,
        entered_at=start.valid_from,
        left_at=left_at,
        days=(day_in(end, time_zone) - entered_on).days,
        actor_id=start.actor_id,
    )
