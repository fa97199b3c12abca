"""Loads invoices month by month, their payments, and ends projects that are over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from ops.demo.calls import Calls
from ops.demo.company.delivering import Invoice
from ops.demo.company.plan import Company
from ops.demo.loading.known import Known

Lines = dict[str, list[dict[str, Any]]]


def load_invoices(calls: Calls, company: Company, known: Known) -> None:
    """Draft all, issue them day by day, since numbers follow dates; then book payments."""
    planned = company.delivery.invoices
    lines = _fixed_lines(calls, planned, known)
    drafts = calls.all(
        "projects.create_invoice", ({"fields": _fields(each, lines, known)} for each in planned)
    )
    issued: list[dict[str, Any]] = []
    pairs = zip(planned, drafts, strict=True)
    for day, group in groupby(pairs, key=lambda pair: pair[0].issued_on):
        rows = [{"invoice_id": draft["id"], "issued_on": day} for _, draft in group]
        issued += calls.all("projects.issue_invoice", rows)
    payments = [
        _payment(each, invoice, today=company.today)
        for each, invoice in zip(planned, issued, strict=True)
    ]
    calls.all("projects.register_payment", (each for each in payments if each))
    over = [each.key for each in company.delivery.projects if each.is_over]
    calls.all("projects.complete_project", ({"project_id": known.projects[key]} for key in over))


def _fixed_lines(calls: Calls, planned: tuple[Invoice, ...], known: Known) -> Lines:
    keys = sorted({each.project for each in planned if each.share})
    found = calls.all(
        "projects.list_contract_lines", ({"project_id": known.projects[key]} for key in keys)
    )
    return dict(zip(keys, found, strict=True))


def _fields(invoice: Invoice, lines: Lines, known: Known) -> dict[str, Any]:
    fields: dict[str, Any] = {"project_id": known.projects[invoice.project]}
    if invoice.share is None:
        return fields | {
            "time_from": invoice.period.first_on,
            "time_until": invoice.period.last_on,
        }
    part, parts = invoice.share
    return fields | {
        "contract_lines": [
            {"contract_line_id": line["id"], "net": _part_of(line["net"], part, parts)}
            for line in lines[invoice.project]
            if line["kind"] == "fixed"
        ]
    }


def _part_of(net: dict[str, str], part: int, parts: int) -> dict[str, str]:
    """An equal part of an amount, in whole kroner; the last part brings what is missing."""
    whole = Decimal(net["amount"])
    equal = (whole / parts).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    amount = whole - equal * (parts - 1) if part == parts - 1 else equal
    return {"amount": f"{amount:.2f}", "currency": net["currency"]}


def _payment(planned: Invoice, invoice: dict[str, Any], *, today: date) -> dict[str, Any] | None:
    if planned.pays_after_days is None:
        return None
    due_on = date.fromisoformat(invoice["due_on"])
    paid_on = due_on + timedelta(days=planned.pays_after_days)
    if paid_on > today:
        return None
    amount = invoice["totals"]["gross"]
    return {"invoice_id": invoice["id"], "fields": {"amount": amount, "paid_on": paid_on}}
