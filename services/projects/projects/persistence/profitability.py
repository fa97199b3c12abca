"""
The sums behind profitability, straight from the ledgers: one query a ledger, whatever is asked.

The same queries serve one customer, one project and the reports over all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.kernel.context import Caller
from shared.persistence.work import Work
from sqlalchemy import (
    CHAR,
    Date,
    Select,
    Uuid,
    bindparam,
    func,
    select,
)

from projects.domain.profitability import Figures
from projects.persistence.profit_queries import (
    OTHER,
    Dimension,
    Scope,
    agreed,
    earned,
    spent,
    time_in,
    worked,
)
from projects.persistence.tables import (
    time_entries,
)


@dataclass(frozen=True)
class Facts:
    """Sums by customer or project, and currencies that occur but are in no sum."""

    figures: dict[UUID | None, Figures]
    other_currencies: list[str]


def facts(work: Work, scope: Scope) -> Facts:
    """Everything the caller may know, added up by customer or project in the base currency."""
    sums: dict[UUID | None, Figures] = {}
    others: set[str] = set()
    values = _values(work.caller, scope)
    for query in _queries(work.caller, scope):
        for row in work.session.execute(query, values):
            found = dict(row._mapping)
            key = found.pop("key")
            others.update(found.pop(OTHER) or [])
            part = Figures(**{name: int(value or 0) for name, value in found.items()})
            sums[key] = sums.get(key, Figures()) + part
    return Facts(sums, sorted(others))


def _queries(caller: Caller, scope: Scope) -> tuple[Select[Any], ...]:
    granted = caller.scope("profitability", "view")
    if granted == "subtree":  # a list of units of any length: made each time
        return _made(caller, scope)
    shape = (scope.only is not None, *(each is not None for each in scope.period))
    return _made_once(granted, scope.by, shape)


@lru_cache(maxsize=128)
def _made_once(granted: str, by: Dimension, shape: tuple[bool, ...]) -> tuple[Select[Any], ...]:
    """Queries with names for values; making them costs more than running them."""
    has_only, has_from, has_to = shape
    caller: Any = Caller(
        organisation_id=_given("organisation_id", Uuid),
        actor_id=_given("actor_id", Uuid),
        unit_id=_given("unit_id", Uuid),
        currency=_given("currency", CHAR(3)),
        grants={"profitability.view": granted},
    )
    scope = Scope(
        by=by,
        only=_given("only", Uuid) if has_only else None,
        period=(
            _given("from_on", Date) if has_from else None,
            _given("to_on", Date) if has_to else None,
        ),
    )
    return _made(caller, scope)


def _made(caller: Caller, scope: Scope) -> tuple[Select[Any], ...]:
    return tuple(make(caller, scope) for make in (earned, worked, spent, agreed))


def _given(name: str, kind: Any) -> Any:
    return bindparam(name, type_=kind() if isinstance(kind, type) else kind)


def _values(caller: Caller, scope: Scope) -> dict[str, Any]:
    return {
        "organisation_id": caller.organisation_id,
        "actor_id": caller.actor_id,
        "unit_id": caller.unit_id,
        "currency": caller.currency,
        "only": scope.only,
        "from_on": scope.period[0],
        "to_on": scope.period[1],
    }


def people_involved(work: Work, scope: Scope) -> Iterator[tuple[UUID, date]]:
    """Who registered time here, and since when."""
    rows = work.session.execute(
        select(time_entries.c.user_id, func.min(time_entries.c.work_date))
        .where(*time_in(work.caller, scope))
        .group_by(time_entries.c.user_id)
    )
    return ((user_id, first_on) for user_id, first_on in rows)


def registered_minutes(work: Work, users: list[UUID], *, first_on: date, last_on: date) -> int:
    """All minutes of some people in a period, whatever they worked on."""
    return int(
        work.session.execute(
            select(func.coalesce(func.sum(time_entries.c.minutes), 0)).where(
                same_organisation(work.caller, time_entries),
                time_entries.c.user_id.in_(users),
                time_entries.c.work_date.between(first_on, last_on),
                time_entries.c.archived_at.is_(None),
            )
        ).scalar_one()
    )
