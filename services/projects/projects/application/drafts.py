"""Drafting invoices: choosing what to bill, and taking it."""

from typing import Any
from uuid import UUID

from shared.contracts.projects.invoice_views import FreeLineFields, InvoiceFields
from shared.kernel.money import Money

from projects.application.access import allow, minor, names, see_project, seen
from projects.application.invoices import HEADING
from projects.application.ports import ProjectsWork
from projects.application.projects import percent_bp
from projects.domain.billing import (
    Billed,
    bill_expense,
    bill_fixed,
    bill_free,
    bill_time,
)
from projects.domain.errors import CustomerMissing, NothingToBill, ProjectInvalid
from projects.domain.invoices import Invoice, InvoiceLine
from projects.domain.projects import LineKind, Project

_TIME = ("time_from", "time_until", "time_entry_ids")
_OF_PROJECT = (*_TIME, "contract_lines", "expense_ids")
_WHAT = (*_OF_PROJECT, "lines")


def create_invoice(work: ProjectsWork, *, fields: InvoiceFields) -> Invoice:
    """
    Draft an invoice and take what it bills, so that nobody else can bill it too.

    The project's row is locked from before anything is read until the transaction ends.

    Raises:
        NotFound, Forbidden, ProjectClosed, CustomerMissing, NothingToBill, PriceMissing,
        CurrencyDiffers, ProjectInvalid.
    """
    given = fields.given()
    project = None
    if given.get("project_id") is not None:
        project = see_project(work, given["project_id"], lock=True)
        project.must_be_open()
    invoice = _heading(work, project, given)
    allow(work, "invoice.create", owner_id=invoice.manager_id, unit_id=invoice.unit_id)
    billed = _free_lines(given.get("lines", []), currency=invoice.currency)
    if project is not None:
        billed = _from_project(work, project, given) + billed
    elif any(name in given for name in _OF_PROJECT):
        raise ProjectInvalid("/project_id", "is required to bill time, contract lines or expenses")
    invoice.put_lines([each.line for each in billed])
    work.save(invoice)
    allocations = [allocation for each in billed for allocation in each.allocations]
    work.ledger.store(allocations, invoice_id=invoice.id)
    return invoice


def _heading(work: ProjectsWork, project: Project | None, given: dict[str, Any]) -> Invoice:
    customer_id = given.get("customer_id", project.customer_id if project else None)
    if customer_id is None:
        raise CustomerMissing
    heading = {name: given[name] for name in HEADING if name in given}
    if project is None:
        seen(work, "customer", customer_id)
        caller = work.caller
        return Invoice(
            customer_id=customer_id,
            currency=caller.currency,
            manager_id=caller.actor_id,
            unit_id=caller.unit_id,
            **heading,
        )
    if customer_id != project.customer_id:
        raise ProjectInvalid("/customer_id", "must be the project's customer")
    return Invoice(
        customer_id=customer_id,
        currency=project.currency,
        project_id=project.id,
        sales_case_id=project.sales_case_id,
        manager_id=project.manager_id,
        unit_id=project.unit_id,
        **heading,
    )


def _from_project(work: ProjectsWork, project: Project, given: dict[str, Any]) -> list[Billed]:
    everything = not any(name in given for name in _WHAT)
    billed: list[Billed] = []
    if everything or any(name in given for name in _TIME):
        billed += _time_lines(work, project, given)
    billed += _fixed_lines(project, given, everything=everything)
    if everything or "expense_ids" in given:
        ids = given.get("expense_ids")
        found = work.ledger.unbilled_expenses(project.id, ids=ids)
        _all_found("/expense_ids", ids, {each.id for each in found})
        billed += [bill_expense(each) for each in found]
    return billed


def _time_lines(work: ProjectsWork, project: Project, given: dict[str, Any]) -> list[Billed]:
    ids = given.get("time_entry_ids")
    entries = work.ledger.unbilled_time(
        project.id,
        first_on=given.get("time_from"),
        last_on=given.get("time_until", None if ids else work.today()),
        only_approved=given.get("only_approved", False),
        ids=ids,
    )
    _all_found("/time_entry_ids", ids, {each.id for each in entries})
    price = given.get("hourly_price")
    return bill_time(
        entries,
        names=names(work, "user", {each.user_id for each in entries}),
        lines={each.id: each for each in project.contract_lines},
        hourly_price_minor=(
            None
            if price is None
            else minor(price, currency=project.currency, pointer="/hourly_price")
        ),
    )


def _fixed_lines(project: Project, given: dict[str, Any], *, everything: bool) -> list[Billed]:
    if everything:
        return [
            bill_fixed(line)
            for line in project.contract_lines
            if line.kind == LineKind.FIXED and line.allocated_minor < abs(line.net_minor)
        ]
    billed = []
    for n, part in enumerate(given.get("contract_lines", [])):
        line = project.line(part.contract_line_id)
        pointer = f"/contract_lines/{n}"
        if line.kind != LineKind.FIXED:
            raise ProjectInvalid(pointer, "is billed by time, not as a fixed amount")
        net = part.net
        net_minor = None
        if net is not None:
            net_minor = minor(net, currency=project.currency, pointer=f"{pointer}/net")
        billed.append(bill_fixed(line, net_minor=net_minor))
    if len({each.line.contract_line_id for each in billed}) < len(billed):
        raise ProjectInvalid("/contract_lines", "names a line twice")
    return billed


def _free_lines(lines: list[FreeLineFields], *, currency: str) -> list[Billed]:
    billed = []
    for n, each in enumerate(lines):
        if not each.quantity.is_finite() or abs(each.quantity) > 1_000_000:
            raise ProjectInvalid(f"/lines/{n}/quantity", "is out of range")
        if not each.description.strip():
            raise ProjectInvalid(f"/lines/{n}/description", "is required")
        price = minor(each.unit_price, currency=currency, pointer=f"/lines/{n}/unit_price")
        line = InvoiceLine(
            source="free",
            description=each.description,
            quantity=each.quantity,
            unit=each.unit,
            unit_price_minor=price,
            net_minor=Money(price, currency).times(each.quantity).amount_minor,
            vat_bp=percent_bp(each.vat_percent),
        )
        billed.append(bill_free(line))
    return billed


def _all_found(pointer: str, wanted: list[UUID] | None, found: set[UUID]) -> None:
    if wanted is not None and (missing := set(wanted) - found):
        raise NothingToBill(f"Nothing is left to bill of {len(missing)} in {pointer[1:]}.")
