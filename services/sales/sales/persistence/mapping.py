"""Which class lives in which table."""

from typing import Any

from shared.persistence.mapping import map_child, map_record, money
from sqlalchemy.orm import registry, relationship

from sales.domain.case_lines import CaseLine
from sales.domain.cases import SalesCase
from sales.domain.lead_sources import LeadSource, LostReason
from sales.domain.processes import SalesProcess, Stage
from sales.persistence import tables

_registry = registry(metadata=tables.metadata)


def _children(child: type, order: Any) -> Any:
    return relationship(child, cascade="all, delete-orphan", lazy="selectin", order_by=order)


map_child(_registry, Stage, tables.sales_stages)
map_record(
    _registry,
    SalesProcess,
    tables.sales_processes,
    properties={"stages": _children(Stage, tables.sales_stages.c.position)},
)
map_record(_registry, LeadSource, tables.lead_sources)
map_record(_registry, LostReason, tables.lost_reasons)
map_child(
    _registry,
    CaseLine,
    tables.case_lines,
    properties={"unit_price": money(tables.case_lines, "unit_price")},
)
map_record(
    _registry,
    SalesCase,
    tables.sales_cases,
    properties={
        "lines": _children(CaseLine, tables.case_lines.c.position),
        "value": money(tables.sales_cases, "value"),
    },
)
