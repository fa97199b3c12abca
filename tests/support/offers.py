"""Products, and offers of them to customers."""

from datetime import UTC, datetime, timedelta
from typing import Any

from support.story import nok
from support.street import Person

LATER = str(datetime.now(UTC).date() + timedelta(days=30))


def a_shop(admin: Person) -> dict[str, Any]:
    """A group within a group, and a product in it and one in none."""
    upper = admin.post("/product-groups", {"name": "Tjenester"})
    lower = admin.post("/product-groups", {"name": "Rådgivning", "parent_id": upper["id"]})

    def product(code: str, **fields: Any) -> Any:
        same = {"code": code, "names": {"nb": code}, "kind": "fixed", "unit": "piece"}
        return admin.post("/products", {**same, **fields})

    advice, licence = product("RAAD", group_id=lower["id"]), product("LISENS")
    return {"upper": upper, "lower": lower, "advice": advice, "licence": licence}


def an_offer(
    person: Person, customer: dict[str, Any], product: dict[str, Any], amount: str = "1000.00"
) -> Any:
    """A sent quote over one piece of a product."""
    case = person.post(
        "/sales-cases",
        {
            "name": "Sak",
            "customer_id": customer["id"],
            "value": nok(amount),
            "expected_order_date": LATER,
        },
    )
    line = {
        "product_id": product["id"],
        "description": product["code"],
        "quantity": "1",
        "unit": "piece",
        "kind": "fixed",
        "unit_price": nok(amount),
        "unit_cost": nok("1.00"),
    }
    body = {"sales_case_id": case["id"], "valid_until": LATER, "lines": [line]}
    quote = person.post("/quotes", body)
    return person.post(f"/quotes/{quote['id']}/send")
