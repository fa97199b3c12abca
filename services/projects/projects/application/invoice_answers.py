"""Answers about invoices and profitability; records and rows alike."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.projects.invoice_views import (
    AllocationView,
    CompletenessView,
    InvoiceItemView,
    InvoiceLineView,
    InvoiceTotalsView,
    InvoiceView,
    ProfitabilityView,
    VatGroupView,
)
from shared.kernel.money import Money
from shared.kernel.shares import share_bp

from projects.application.access import is_seen
from projects.application.answers import percent, plain
from projects.application.ports import ProjectsWork
from projects.domain.allocations import Allocation, AllocationKind, outstanding
from projects.domain.invoices import Invoice, InvoiceLine
from projects.domain.profitability import TARGET_MARGIN_BP, Figures


def _heading(row: Any) -> dict[str, Any]:
    owed = row.gross_minor - row.paid_minor - row.credited_minor
    is_note = row.kind == "credit_note"
    return {
        "id": row.id,
        "invoice_no": row.invoice_no,
        "kind": row.kind,
        "credits_invoice_id": row.credits_invoice_id,
        "customer_id": row.customer_id,
        "project_id": row.project_id,
        "status": row.status,
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "totals": InvoiceTotalsView(
            net=Money(row.net_minor, row.currency),
            vat=Money(row.vat_minor, row.currency),
            gross=Money(row.gross_minor, row.currency),
        ),
        "paid": Money(row.paid_minor, row.currency),
        "credited": Money(row.credited_minor, row.currency),
        "outstanding": Money(0 if is_note else owed, row.currency),
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def invoice_item_view(row: Any) -> InvoiceItemView:
    """An invoice in a list."""
    return InvoiceItemView(**_heading(row))


def invoice_view(work: ProjectsWork, invoice: Invoice) -> InvoiceView:
    """An invoice with its lines; who may not see the customer does not learn its name here."""
    customer = invoice.customer
    if customer is not None and not is_seen(work, "customer", invoice.customer_id):
        customer = None
    return InvoiceView(
        **_heading(invoice),
        sales_case_id=invoice.sales_case_id,
        manager_id=invoice.manager_id,
        unit_id=invoice.unit_id,
        currency=invoice.currency,
        buyer_reference=invoice.buyer_reference,
        order_reference=invoice.order_reference,
        note=invoice.note,
        customer=customer,
        lines=[_line_view(each, invoice.currency) for each in invoice.lines],
        vat_groups=[_vat_view(each, invoice.currency) for each in invoice.vat_groups],
        archived_at=invoice.archived_at,
    )


def _line_view(line: InvoiceLine, currency: str) -> InvoiceLineView:
    return InvoiceLineView(
        id=line.id,
        position=line.position,
        source=line.source,
        contract_line_id=line.contract_line_id,
        description=line.description,
        quantity=plain(line.quantity),
        unit=line.unit,
        minutes=line.minutes,
        unit_price=Money(line.unit_price_minor, currency),
        net=Money(line.net_minor, currency),
        vat_percent=percent(line.vat_bp),
    )


def _vat_view(group: Mapping[str, int], currency: str) -> VatGroupView:
    return VatGroupView(
        vat_percent=percent(group["vat_bp"]),
        net=Money(group["net_minor"], currency),
        vat=Money(group["vat_minor"], currency),
    )


def allocation_views(
    allocations: Iterable[Allocation], *, credits: Iterable[Allocation], currency: str
) -> list[AllocationView]:
    """Where the amounts of an invoice come from."""
    earlier = list(credits)
    return [
        AllocationView(
            id=each.id,
            invoice_line_id=each.invoice_line_id,
            kind=each.kind,
            source_type=each.source_type,
            source_id=each.source_id,
            quantity=each.quantity,
            amount=Money(each.amount_minor, currency),
            reverses_id=each.reverses_id,
            outstanding=(outstanding(each, earlier) if each.kind == AllocationKind.BILL else 0),
        )
        for each in allocations
    ]


def completeness_view(*, registered_minutes: int, contracted_minutes: int) -> CompletenessView:
    """Registered against contracted time."""
    share = share_bp(registered_minutes, contracted_minutes)
    return CompletenessView(
        registered_minutes=registered_minutes,
        contracted_minutes=contracted_minutes,
        percent=None if share is None else percent(share),
    )


def profitability_view(
    figures: Figures,
    *,
    currency: str,
    other_currencies: list[str],
    period: tuple[date | None, date | None] = (None, None),
    completeness: CompletenessView | None = None,
    **whose: UUID | None,
) -> ProfitabilityView:
    """
    What is left, in the base currency.

    Args:
        other_currencies: Currencies that occur but are never added to the base currency's sums.
        whose: ``project_id`` or ``customer_id``.
    """
    per_hour = figures.contribution_per_hour_minor
    return ProfitabilityView(
        project_id=whose.get("project_id"),
        customer_id=whose.get("customer_id"),
        from_on=period[0],
        to_on=period[1],
        currency=currency,
        revenue=Money(figures.revenue_minor, currency),
        expenses=Money(figures.expenses_minor, currency),
        labour_cost=Money(figures.labour_minor, currency),
        presales_cost=Money(figures.presales_minor, currency),
        contribution=Money(figures.contribution_minor, currency),
        margin_percent=_share(figures.margin_bp),
        billed_labour_margin_percent=_share(figures.billed_labour_margin_bp),
        contribution_per_hour=None if per_hour is None else Money(per_hour, currency),
        target_margin_percent=percent(TARGET_MARGIN_BP),
        price_change_percent=_share(figures.price_change_bp(TARGET_MARGIN_BP)),
        accrued=Money(figures.accrued_minor, currency),
        accrued_without_price_minutes=figures.accrued_without_price_minutes,
        unbilled_fixed=Money(figures.unbilled_fixed_minor, currency),
        minutes=figures.minutes,
        billable_minutes=figures.billable_minutes,
        nonbillable_minutes=figures.nonbillable_minutes,
        presales_minutes=figures.presales_minutes,
        cost_missing_minutes=figures.cost_missing_minutes,
        other_currencies=other_currencies,
        is_complete=figures.cost_missing_minutes == 0 and not other_currencies,
        completeness=completeness,
    )


def _share(basis_points: int | None) -> Decimal | None:
    return None if basis_points is None else percent(basis_points)
