"""How far registered time covers what people's contracts ask for."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require, require_class

from projects.application.ports import ProjectsWork
from projects.domain.people import contracted_minutes


def require_profitability(work: ProjectsWork) -> None:
    """
    Stop unless the caller may see what work costs and leaves.

    Raises:
        Forbidden: He may not.
    """
    require(work.caller, "profitability.view")
    require_class(work.caller, "margin")
    require_class(work.caller, "cost")


def may_see_profitability(work: ProjectsWork) -> bool:
    """Whether the caller may see what work costs and leaves."""
    granted = work.caller.scope("profitability", "view") != "none"
    return granted and work.caller.sees("margin") and work.caller.sees("cost")


def window_of(
    people: Collection[tuple[UUID, date]], *, period: tuple[Any, Any], today: date
) -> tuple[date, date] | None:
    """The days completeness is measured over; None when there is nobody or no day."""
    if not people:
        return None
    first_on = period[0] or min(since for _, since in people)
    last_on = min(period[1] or today, today)
    return (first_on, last_on) if first_on <= last_on else None


def contracted(work: ProjectsWork, users: Iterable[UUID], *, first_on: date, last_on: date) -> int:
    """Minutes the contracts of some people ask for, public holidays left out."""
    holidays = work.holidays.between(first_on, last_on)
    return sum(
        contracted_minutes(each, first_on=first_on, last_on=last_on, holidays=holidays)
        for each in work.people.contracts_of(list(users))
    )
