"""Which class lives in which table."""

from typing import Any

from shared.persistence.mapping import map_child, map_record
from sqlalchemy import Column
from sqlalchemy.orm import registry, relationship

from projects.domain.expenses import Expense
from projects.domain.invoices import Invoice, InvoiceLine, Payment
from projects.domain.people import Resource, WorkContract
from projects.domain.plans import Phase
from projects.domain.projects import ContractLine, Project
from projects.domain.time_entries import TimeEntry
from projects.persistence import tables

_registry = registry(metadata=tables.metadata)


def _children(child: type, order: Column[Any]) -> Any:
    return relationship(child, cascade="all, delete-orphan", lazy="selectin", order_by=order)


map_child(_registry, ContractLine, tables.contract_lines)
map_record(
    _registry,
    Project,
    tables.projects,
    properties={"contract_lines": _children(ContractLine, tables.contract_lines.c.position)},
)
map_record(_registry, Phase, tables.phases)
map_record(_registry, Resource, tables.resources)
map_record(_registry, WorkContract, tables.work_contracts)
map_record(_registry, TimeEntry, tables.time_entries)
map_record(_registry, Expense, tables.expenses)
map_child(_registry, InvoiceLine, tables.invoice_lines)
map_child(_registry, Payment, tables.invoice_payments)
map_record(
    _registry,
    Invoice,
    tables.invoices,
    properties={
        "lines": _children(InvoiceLine, tables.invoice_lines.c.position),
        "payments": _children(Payment, tables.invoice_payments.c.paid_on),
    },
)
