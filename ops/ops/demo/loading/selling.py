"""Loads products and prices, cases with their past, and quotes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ops.demo.calls import Calls, until
from ops.demo.company.offers import FLOOR_PERCENT, GROUPS, PRODUCTS, TARGET_PERCENT
from ops.demo.company.plan import Company
from ops.demo.company.selling import PRICE_RISE_DAYS, Case, Quote
from ops.demo.loading.known import Known, nok
from ops.machine.faults import Fault


def load_selling(calls: Calls, company: Company, known: Known) -> None:
    """Load what is offered first, then cases, then the quotes of cases."""
    _load_products(calls, known)
    _load_prices(calls, company, known)
    _load_cases(calls, company, known)
    cases = {each.key: each for each in company.sales.cases}
    drafts = [each for each in company.sales.quotes if each.status == "draft"]
    past = [each for each in company.sales.quotes if each.status != "draft"]
    for target, quotes in (("quoting.import_quote", past), ("quoting.create_quote", drafts)):
        rows = [{"fields": _quote(each, cases[each.case], known)} for each in quotes]
        made = calls.all(target, rows)
        known.quotes |= {each.key: quote["id"] for each, quote in zip(quotes, made, strict=True)}


def _load_products(calls: Calls, known: Known) -> None:
    made = calls.all(
        "quoting.create_product_group", ({"fields": {"name": name}} for name in GROUPS)
    )
    groups = {name: group["id"] for name, group in zip(GROUPS, made, strict=True)}
    made = calls.all(
        "quoting.create_product",
        (
            {
                "fields": {
                    "code": each.code,
                    "names": {"nb": each.nb, "en": each.en},
                    "group_id": groups[each.group],
                    "kind": each.kind,
                    "unit": each.unit,
                    "vat_percent": "25",
                    "cost_price": nok(each.cost_kr),
                }
            }
            for each in PRODUCTS
        ),
    )
    known.products |= {product["code"]: product["id"] for product in made}


def _load_prices(calls: Calls, company: Company, known: Known) -> None:
    prices = calls("quoting.create_price_list", fields={"name": "Standard", "currency": "NOK"})
    rise_on = company.today - timedelta(days=PRICE_RISE_DAYS)
    for version, valid_from in enumerate((company.first_on - timedelta(days=180), rise_on)):
        items = [
            {"product_id": known.products[each.code], "price": nok(each.price_kr[version])}
            for each in PRODUCTS
        ]
        prices = calls(
            "quoting.create_price_list_version",
            price_list_id=prices["id"],
            fields={"valid_from": valid_from, "items": items},
        )
        prices = calls(
            "quoting.publish_price_list_version",
            price_list_id=prices["id"],
            version_id=max(prices["versions"], key=lambda each: each["number"])["id"],
        )
    calls(
        "quoting.create_margin_policy",
        fields={
            "level": "organisation",
            "floor_percent": str(FLOOR_PERCENT),
            "target_percent": str(TARGET_PERCENT),
            "valid_from": company.first_on,
        },
    )


def _load_cases(calls: Calls, company: Company, known: Known) -> None:
    process = next(each for each in calls.pages("sales.list_processes") if each["is_default"])
    stages = {stage["names"]["nb"]: stage["id"] for stage in process["stages"]}
    sources = {each["code"]: each["id"] for each in calls.pages("sales.list_lead_sources")}
    reasons = {each["code"]: each["id"] for each in calls.pages("sales.list_lost_reasons")}
    rows = [
        {
            **_case(each, known),
            "process_id": process["id"],
            "stage_id": stages[each.stage],
            "stages": [{"stage_id": stages[name], "entered_on": day} for name, day in each.stages],
            "lead_source_id": sources[each.lead_source],
            "lost_reason_id": reasons[each.lost_reason] if each.lost_reason else None,
        }
        for each in company.sales.cases
    ]

    def all_there() -> list[str]:
        outcome = calls("sales.import_cases", cases=rows)
        wrong = [each for each in outcome["errors"] if not each["code"].endswith("_unknown")]
        if wrong:
            raise Fault(f"sales refused a case: {wrong[0]}")
        return [] if outcome["errors"] else outcome["case_ids"]

    ids = until(all_there, what="sales did not learn of every customer and user")
    known.cases |= {
        each.key: case_id for each, case_id in zip(company.sales.cases, ids, strict=True)
    }


def _case(case: Case, known: Known) -> dict[str, Any]:
    return {
        "external_id": case.key,
        "name": case.name,
        "customer_id": known.customers[case.customer],
        "salesperson_id": known.people[case.salesperson],
        "value": nok(case.value_kr),
        "received_on": case.received_on,
        "closed_on": case.closed_on,
        "expected_order_date": case.expected_on,
    }


def _quote(quote: Quote, case: Case, known: Known) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "sales_case_id": known.cases[case.key],
        "title": case.name,
        "owner_id": known.people[case.salesperson],
        "valid_until": quote.valid_until,
        "lines": [
            {
                "product_id": known.products[line.product],
                "quantity": str(line.quantity),
                "unit_price": nok(line.price_kr),
            }
            for line in quote.lines
        ],
    }
    if quote.status == "draft":
        return fields
    fields |= {"status": quote.status, "sent_on": quote.sent_on}
    if quote.status == "accepted":
        fields["accepted_on"] = quote.decided_on
    if quote.status == "declined":
        fields |= {"declined_on": quote.decided_on, "declined_reason": quote.declined_reason}
    return fields
