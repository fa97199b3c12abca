"""What the groups of a report are called, what they belong to and in which order they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from shared.capabilities.classified import CRITERIA, groups_of_customers
from shared.contracts.sales.report_views import ReportQuery
from shared.kernel.errors import FieldError
from shared.kernel.periods import Period, months_between

from sales.application.ports import SalesWork
from sales.domain.errors import ReportInvalid
from sales.domain.forecasts import LONGEST_REPORT_MONTHS, Asked, Sums, with_below
from sales.domain.lead_sources import name_in

_WITHOUT = {"nb": "Uten", "en": "Without"}
_EVERYTHING = {"nb": "Hele organisasjonen", "en": "Whole organisation"}
_NAMED_BY_COPIES = {
    "salesperson": "user",
    "unit": "unit",
    "account_owner": "user",
    "customer_unit": "unit",
}


@dataclass(frozen=True)
class Groups:
    """
    The groups of one report.

    Shape: keys are ids or months as text, None for cases without.
    """

    names: Mapping[str | None, str]
    order: Mapping[str | None, int] = field(default_factory=dict)
    parents: Mapping[UUID, UUID | None] = field(default_factory=dict)

    def name(self, key: str | None) -> str:
        return self.names.get(key) or key or ""

    def parent_key(self, key: str | None) -> str | None:
        parent = self.parents.get(UUID(key)) if key and self.parents else None
        return str(parent) if parent else None

    def place(self, key: str | None) -> tuple[bool, int, str]:
        """What to sort by: cases without a group come last."""
        return key is None, self.order.get(key, 0), self.name(key)


def by_criterion(work: SalesWork, group_by: str, sums: list[Sums]) -> list[Sums]:
    """
    Sums of customers as sums of the groups they are in; others as they are.

    A customer in several segments counts in each of them, so these add up to more than the whole.
    """
    if group_by not in CRITERIA:
        return sums
    ids = {UUID(each.key) for each in sums if each.key}
    groups = groups_of_customers(cast(Any, work), group_by, ids)
    found: dict[tuple[str | None, str, date | None], Sums] = {}
    for each in sums:
        keys: list[str | None] = [*(groups.get(UUID(each.key), ()) if each.key else ())]
        for key in keys or [None]:
            at = (key, each.currency, each.month)
            moved = replace(each, key=key)
            found[at] = found[at].plus(moved) if at in found else moved
    return list(found.values())


def groups_of(work: SalesWork, group_by: str, sums: Iterable[Sums]) -> Groups:
    """Look up names, order and tree for the groups that occur."""
    locale = work.caller.locale
    without = name_in(_EVERYTHING if group_by == "organisation" else _WITHOUT, locale)
    names: dict[str | None, str] = {None: without}
    if group_by == "stage":
        stages = work.forecasts.stage_names()
        names.update({str(each): name_in(texts, locale) for each, (_, texts) in stages.items()})
        return Groups(names, order={str(each): place for each, (place, _) in stages.items()})
    if group_by in _NAMED_BY_COPIES:
        parents = work.references.unit_parents() if group_by == "unit" else {}
        ids = {UUID(each.key) for each in sums if each.key} | set(parents)
        known = work.references.known(_NAMED_BY_COPIES[group_by], ids)
        names.update({str(each): reference.name for each, reference in known.items()})
        return Groups(names, parents=parents)
    return Groups(names)


def asked_from(
    work: SalesWork, query: ReportQuery, *, allowed: tuple[str, ...], period: Period | None = None
) -> Asked:
    """
    What a caller asks for; the first of *allowed* is the default group.

    Raises:
        ReportInvalid: An unknown group.
    """
    given = {name: value for name, value in query.given().items() if value is not None}
    group_by = given.get("group_by", allowed[0])
    if group_by not in allowed:
        raise ReportInvalid([FieldError("/group_by", "unknown", f"one of {', '.join(allowed)}")])
    unit_id = given.get("unit_id")
    parents = work.references.unit_parents() if unit_id else {}
    return Asked(
        group_by=group_by,
        period=period,
        as_of=given.get("as_of"),
        salesperson_id=given.get("salesperson_id"),
        unit_ids=with_below(unit_id, parents) if unit_id else None,
        process_id=given.get("process_id"),
        customer_id=given.get("customer_id"),
    )


def asked_period(query: ReportQuery) -> Period:
    """
    The days from ``from`` to ``to``.

    Raises:
        ReportInvalid: One is missing, or there are too many months between them.
    """
    given = query.given()
    first_on, last_on = given.get("from_on"), given.get("to_on")
    if first_on is None or last_on is None:
        missing = "/from" if first_on is None else "/to"
        raise ReportInvalid([FieldError(missing, "required", "a period is needed")])
    if last_on < first_on or len(months_between(first_on, last_on)) > LONGEST_REPORT_MONTHS:
        message = f"after from, and at most {LONGEST_REPORT_MONTHS} months"
        raise ReportInvalid([FieldError("/to", "out_of_range", message)])
    return Period(first_on, last_on)
