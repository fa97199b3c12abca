"""One record of every noun, made over HTTP: something for other requests to be about."""

from typing import Any

from support.street import Person

PRICE = {"amount": "1250.00", "currency": "NOK"}


def one_of_each(admin: Person) -> dict[str, str]:
    """Ids by the names paths and bodies use for them."""
    me = admin.get("/auth/me")
    ids = {"user_id": me["user_id"], "owner_id": me["user_id"], "unit_id": me["unit_id"]}
    for name, path, body in _plan(me["user_id"], me["unit_id"]):
        filled = {key: _filled(value, ids) for key, value in body.items()}
        ids[name] = admin.post(path.format(**ids), filled)["id"]
    ids |= {"sales_case_id": ids["case_id"], "stage_id": _first_stage(admin)}
    return ids


def _plan(user_id: str, unit_id: str) -> list[tuple[str, str, dict[str, Any]]]:
    listed = {"code": "prove", "name": "Prøve"}
    crm = [
        (f"{name}_id", f"/{path}", listed)
        for name, path in (
            ("segment", "segments"),
            ("customer_type", "customer-types"),
            ("industry", "industries"),
            ("contact_role", "contact-roles"),
            ("activity_type", "activity-types"),
            ("tag", "tags"),
            ("lead_source", "lead-sources"),
            ("lost_reason", "lost-reasons"),
        )
    ]
    return [
        *crm,
        ("cost_centre_id", "/cost-centres", listed),
        ("role_id", "/roles", {"name": "Prøve"}),
        ("customer_id", "/customers", {"name": "Fjellheim AS"}),
        ("contact_id", "/contacts", {"given_name": "Per"}),
        ("address_id", "/customers/{customer_id}/addresses", {"kind": "postal"}),
        (
            "affiliation_id",
            "/contacts/{contact_id}/affiliations",
            {"customer_id": "customer_id"},
        ),
        ("activity_id", "/activities", {"kind": "task", "subject": "Ring"}),
        ("note_id", "/notes", {"body": "Husk", "customer_id": "customer_id"}),
        (
            "case_id",
            "/sales-cases",
            {
                "name": "Nettsted",
                "customer_id": "customer_id",
                "value": PRICE,
                "expected_order_date": "2027-01-31",
            },
        ),
        ("product_group_id", "/product-groups", {"name": "Timer"}),
        ("product_id", "/products", {"code": "T1", "names": {"nb": "Time"}, "unit": "hour"}),
        ("price_list_id", "/price-lists", {"name": "Prøve", "currency": "EUR"}),
        (
            "quote_id",
            "/quotes",
            {
                "sales_case_id": "case_id",
                "title": "Tilbud",
                "valid_until": "2027-12-31",
                "lines": [{"description": "Arbeid", "quantity": "2", "unit_price": PRICE}],
            },
        ),
        ("project_id", "/projects", {"name": "Nettsted", "customer_id": "customer_id"}),
        ("phase_id", "/projects/{project_id}/phases", {"name": "Start"}),
        ("resource_id", "/resources", {"user_id": user_id}),
        (
            "work_contract_id",
            "/work-contracts",
            {
                "user_id": user_id,
                "minutes_per_weekday": [450] * 5 + [0, 0],
                "cost_rate": PRICE,
                "valid_from": "2026-01-01",
            },
        ),
        (
            "time_entry_id",
            "/time-entries",
            {"project_id": "project_id", "work_date": "2026-11-02", "minutes": 60},
        ),
        (
            "invoice_id",
            "/invoices",
            {
                "customer_id": "customer_id",
                "lines": [{"description": "Arbeid", "unit_price": PRICE}],
            },
        ),
    ]


def _filled(value: Any, ids: dict[str, str]) -> Any:
    return ids.get(value, value) if isinstance(value, str) else value


def _first_stage(admin: Person) -> str:
    return admin.get("/sales-processes")["items"][0]["stages"][0]["id"]
