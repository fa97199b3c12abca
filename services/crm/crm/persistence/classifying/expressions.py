"""What a customer is classified by and no column holds, as SQL about a row of ``customers``."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from crm.persistence.tables import addresses, customer_owners, customers, list_values

SECTION, DIVISION, GROUP, CLASS = "section", "division", "group", "class"
_LENGTHS = {DIVISION: 2, GROUP: 4, CLASS: 5}
_NUMBERED = r"^\d\d(\.\d+)?$"


def employees_band() -> ColumnElement[str]:
    """The code of the band the number of employees is in; NULL in none."""
    bands = list_values.alias("employee_bands")
    return _band(bands, "employee_bands", bands.c.at_least <= customers.c.employees)


def revenue_band() -> ColumnElement[str]:
    """The code of the band, in the same currency, the annual revenue is in; NULL in none."""
    bands = list_values.alias("revenue_bands")
    return _band(
        bands,
        "revenue_bands",
        and_(
            bands.c.at_least <= customers.c.annual_revenue_minor,
            bands.c.at_least_currency == customers.c.annual_revenue_currency,
        ),
    )


def _band(bands: Any, list_name: str, reached: ColumnElement[bool]) -> ColumnElement[str]:
    return (
        select(bands.c.code)
        .where(
            bands.c.organisation_id == customers.c.organisation_id,
            bands.c.list_name == list_name,
            bands.c.archived_at.is_(None),
            reached,
        )
        .order_by(bands.c.at_least.desc(), bands.c.id)
        .limit(1)
        .correlate(customers)
        .scalar_subquery()
    )


def industry_at(level: str) -> ColumnElement[str]:
    """
    The code of the industry rolled up to section, division, group or class.

    An industry above that level stands for itself; one of the organisation's own too.
    """
    code = customers.c.industry_code
    numbered = code.regexp_match(_NUMBERED)
    if level != SECTION:
        return case((numbered, func.left(code, _LENGTHS[level])), else_=code)
    divisions = list_values.alias("divisions")
    section = (
        select(divisions.c.parent_code)
        .where(
            divisions.c.organisation_id == customers.c.organisation_id,
            divisions.c.list_name == "industries",
            divisions.c.code == func.left(code, 2),
        )
        .correlate(customers)
        .scalar_subquery()
    )
    return case((numbered, func.coalesce(section, code)), else_=code)


def industry_under(code: str) -> ColumnElement[bool]:
    """The customer's industry is this one or lies below it, at whatever level either is."""
    below = (
        select(list_values.c.organisation_id, list_values.c.code)
        .where(list_values.c.list_name == "industries", list_values.c.code == code)
        .cte(recursive=True)
    )
    below = below.union(
        select(list_values.c.organisation_id, list_values.c.code).where(
            list_values.c.list_name == "industries",
            list_values.c.organisation_id == below.c.organisation_id,
            list_values.c.parent_code == below.c.code,
        )
    )
    mine = customers.c.industry_code
    numbered = below.c.code.regexp_match(_NUMBERED)
    listed = select(literal(1)).where(
        below.c.organisation_id == customers.c.organisation_id,
        or_(below.c.code == mine, and_(numbered, mine.startswith(below.c.code))),
    )
    return or_(mine == code, listed.correlate(customers).exists())


def place(name: str, address_kind: str | None = None) -> ColumnElement[str]:
    """
    City, region or country: of the main address, or of the default address of a kind.

    Args:
        name: ``city``, ``region`` or ``country``.
        address_kind: visiting, postal, invoice or delivery.
    """
    if address_kind is None:
        return customers.c[name]
    chosen = addresses.alias(f"{address_kind}_addresses")
    return (
        select(chosen.c[name])
        .where(
            chosen.c.customer_id == customers.c.id,
            chosen.c.kind == address_kind,
            chosen.c.is_default,
        )
        .limit(1)
        .correlate(customers)
        .scalar_subquery()
    )


def owner_at(
    customer_id: ColumnElement[Any], instant: ColumnElement[datetime] | datetime
) -> ColumnElement[Any]:
    """
    Who looked after a customer at an instant; NULL before it had an owner.

    Args:
        customer_id: A column with the customer's id, in the query around.
        instant: A column of the query around, such as when an event happened, or one instant.
    """
    owners = customer_owners.alias("owners_then")
    dated: Select[Any] = (
        select(owners.c.owner_id)
        .where(owners.c.customer_id == customer_id, owners.c.since_at <= instant)
        .order_by(owners.c.since_at.desc(), owners.c.id.desc())
        .limit(1)
    )
    return dated.correlate_except(owners).scalar_subquery()
