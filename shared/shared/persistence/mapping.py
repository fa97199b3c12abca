"""Mapping plain records onto tables, alike in every service."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import composite, registry

from shared.kernel.money import Money


def map_record(
    mapped: registry, record: type, table: Table, *, properties: dict[str, Any] | None = None
) -> None:
    """Map an aggregate; its version counts every save and refuses a lost update."""
    mapped.map_imperatively(
        record, table, properties=properties or {}, version_id_col=table.c.version
    )


def map_child(
    mapped: registry, child: type, table: Table, *, properties: dict[str, Any] | None = None
) -> None:
    """Map a part of an aggregate."""
    mapped.map_imperatively(child, table, properties=properties or {})


def money(table: Table, name: str) -> Any:
    """Property for an amount stored by ``money_columns(name)``; None when both are null."""
    return composite(_money_or_none, table.c[f"{name}_minor"], table.c[f"{name}_currency"])


def _money_or_none(amount_minor: int | None, currency: str | None) -> Money | None:
    if amount_minor is None or currency is None:
        return None
    return Money(amount_minor, currency)
