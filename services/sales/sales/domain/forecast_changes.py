"""
Why a forecast changed: every difference assigned to a cause, case by case, without a remainder.

The weighted value of a case is rounded to a whole minor unit; effects are differences of such
values, so they add up to closing − opening exactly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sales.domain.forecasts import Asked, weighted_minor

VALUE, PROBABILITY = "value", "probability"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a case stood at one instant."""

    status: str
    value_minor: int
    currency: str
    probability_bp: int
    expected_order_date: date | None
    salesperson_id: UUID
    unit_id: UUID | None
    process_id: UUID
    customer_id: UUID
    archived: bool

    @property
    def weighted_minor(self) -> int:
        return weighted_minor(self.value_minor, self.probability_bp)

    @property
    def counts(self) -> bool:
        """Whether it is open and not put away."""
        return self.status == "open" and not self.archived


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One case at two instants; ``before`` is None when it did not exist yet."""

    case_id: UUID
    case_no: str
    name: str
    before: Standing | None
    after: Standing


@dataclass(frozen=True, kw_only=True)
class Effect:
    """
    What one cause did to the weighted value of the period, through one case.

    Units: minor units of ``currency``.
    """

    key: str
    currency: str
    amount_minor: int
    passage: Passage


def is_in(standing: Standing | None, asked: Asked) -> bool:
    """Whether a case counted in the forecast asked for, as it stood."""
    if standing is None or not standing.counts or asked.period is None:
        return False
    day = standing.expected_order_date
    return day is not None and day in asked.period and _belongs(standing, asked)


def effects_of(passage: Passage, asked: Asked) -> list[Effect]:
    """
    The causes that changed a case's part in the forecast; they add up to after − before.

    Source: B5 of the design; worked example G5.
    """
    before, after = passage.before, passage.after
    was_in, now_in = is_in(before, asked), is_in(after, asked)
    if was_in and now_in and before is not None:
        found = _staying(before, after)
    elif was_in and before is not None:
        found = [(_leaving(after, asked), before.currency, -before.weighted_minor)]
    elif now_in:
        found = [(_joining(before, asked), after.currency, after.weighted_minor)]
    else:
        found = []
    return [
        Effect(key=key, currency=currency, amount_minor=amount, passage=passage)
        for key, currency, amount in found
        if amount != 0
    ]


def booked(passages: Iterable[Passage], asked: Asked) -> dict[str, int]:
    """Value of the cases of the forecast that were won meanwhile, by currency, in minor units."""
    found: dict[str, int] = {}
    for each in passages:
        if is_in(each.before, asked) and each.after.status == "won":
            currency = each.after.currency
            found[currency] = found.get(currency, 0) + each.after.value_minor
    return found


def _staying(before: Standing, after: Standing) -> list[tuple[str, str, int]]:
    if before.currency != after.currency:
        return [
            ("currency", before.currency, -before.weighted_minor),
            ("currency", after.currency, after.weighted_minor),
        ]
    between = weighted_minor(after.value_minor, before.probability_bp)
    return [
        (VALUE, after.currency, between - before.weighted_minor),
        (PROBABILITY, after.currency, after.weighted_minor - between),
    ]


def _leaving(after: Standing, asked: Asked) -> str:
    if after.archived:
        return "archived"
    if after.status != "open":
        return after.status
    return "slipped_out" if _belongs(after, asked) else "handed_out"


def _joining(before: Standing | None, asked: Asked) -> str:
    if before is None:
        return "new"
    if not before.counts:
        return "reopened"
    return "pulled_in" if _belongs(before, asked) else "handed_in"


def _belongs(standing: Standing, asked: Asked) -> bool:
    """Whether the case is one of those asked for, whatever its date."""
    wanted = (
        (asked.salesperson_id, standing.salesperson_id),
        (asked.process_id, standing.process_id),
        (asked.customer_id, standing.customer_id),
    )
    in_units = asked.unit_ids is None or standing.unit_id in asked.unit_ids
    return in_units and all(asks is None or asks == has for asks, has in wanted)
