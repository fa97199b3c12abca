"""Invoices: loading, listing, and what must be known to issue the next."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation, visible
from shared.capabilities.statements import Statement, parameter
from shared.contracts.projects.invoice_views import InvoiceItemView, InvoicesSectionView
from shared.kernel.money import Money
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.searching import best_matches
from shared.persistence.work import Work
from sqlalchemy import CHAR, ColumnElement, Integer, Select, Uuid, case, func, select

from projects.application.invoice_answers import invoice_item_view
from projects.domain.invoices import Invoice
from projects.persistence.tables import invoice_lines, invoice_payments, invoices

_FIELDS = {
    name: invoices.c[name]
    for name in (
        "status", "kind", "customer_id", "project_id", "sales_case_id", "manager_id", "unit_id",
        "invoice_no", "issued_on", "due_on", "created_at", "updated_at", "credits_invoice_id",
    )
}  # fmt: skip
_AMOUNTS = {"net": invoices.c.net_minor, "gross": invoices.c.gross_minor}
_INVOICES = Listing(
    invoices,
    filters=_FIELDS,
    sorts={**_FIELDS, **_AMOUNTS},
    indexed_as="invoice",
)


class StoredInvoices:
    """The invoices of the caller's organisation, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(
        self, invoice_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Invoice:
        """Load an invoice; raises NotFound ``projects.invoice_unknown``, Conflict."""
        return get_record(
            self._work,
            Invoice,
            invoice_id,
            unknown="projects.invoice_unknown",
            expected_version=expected_version,
            lock=lock,
        )

    def last_issued_on(self) -> date | None:
        """Date of the last invoice or credit note with a number."""
        return self._work.session.execute(
            select(func.max(invoices.c.issued_on)).where(
                same_organisation(self._work.caller, invoices)
            )
        ).scalar()

    def paid_by(self, external_ref: str) -> UUID | None:
        """The invoice a payment with this reference was booked on."""
        return self._work.session.execute(
            select(invoice_payments.c.invoice_id).where(
                same_organisation(self._work.caller, invoice_payments),
                invoice_payments.c.external_ref == external_ref,
            )
        ).scalar()

    def credited_nets(self, invoice_id: UUID) -> dict[int, int]:
        """Net by VAT rate of all credit notes on an invoice."""
        rows = self._work.session.execute(
            select(invoice_lines.c.vat_bp, func.sum(invoice_lines.c.net_minor))
            .join(invoices, invoices.c.id == invoice_lines.c.invoice_id)
            .where(invoices.c.credits_invoice_id == invoice_id)
            .group_by(invoice_lines.c.vat_bp)
        )
        return {rate: int(net) for rate, net in rows}


def may_view(work: Work) -> ColumnElement[bool]:
    """The invoices the caller may see."""
    return _seen(work.caller)


def _seen(caller: Any) -> ColumnElement[bool]:
    return visible(caller, "invoice.view", invoices, owner="manager_id")


def _newest(column: str, caller: Any) -> Select[Any]:
    counts = (invoices.c.kind == "invoice") & (invoices.c.currency == parameter("base", CHAR(3)))
    in_books = invoices.c.status.not_in(["draft", "cancelled"])
    owed = invoices.c.gross_minor - invoices.c.paid_minor - invoices.c.credited_minor
    outstanding = func.sum(case((counts & in_books, owed), else_=0)).over()
    return (
        select(invoices, func.count().over().label("total"), outstanding.label("owed"))
        .where(_seen(caller), invoices.c[column] == parameter("value", Uuid))
        .order_by(invoices.c.created_at.desc(), invoices.c.id.desc())
        .limit(parameter("limit", Integer))
    )


_NEWEST = {
    name: Statement(partial(_newest, name))
    for name in ("customer_id", "sales_case_id", "project_id")
}


def list_invoices(work: Work, *, query: ListQuery) -> Page[InvoiceItemView]:
    """One page of the invoices the caller may see."""
    return _INVOICES.page(work, query, where=may_view(work), to_view=invoice_item_view)


def newest_invoices(work: Work, column: str, value: UUID, *, limit: int) -> InvoicesSectionView:
    """The newest invoices of a record, how many there are, what is owed in base currency."""
    base = work.caller.currency
    rows = _NEWEST[column].run(work, value=value, limit=limit, base=base).all()
    return InvoicesSectionView(
        items=[invoice_item_view(row) for row in rows],
        total=rows[0].total if rows else 0,
        outstanding=Money(int(rows[0].owed) if rows else 0, base),
    )


def found_invoices(work: Work, *, text: str, limit: int) -> Sequence[Any]:
    """Invoices by number or the text on them: ``id, invoice_no, rank``, best first."""
    found = best_matches("invoice", text, sees_all=work.caller.scope("invoice", "view") == "all")
    return work.session.execute(
        select(invoices.c.id, invoices.c.invoice_no, found.c.rank)
        .join_from(invoices, found, found.c.record_id == invoices.c.id)
        .where(may_view(work), invoices.c.invoice_no.is_not(None))
        .order_by(found.c.rank.desc(), invoices.c.created_at.desc())
        .limit(limit)
    ).all()
