"""Series as product groups, products, and a price list in USD."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ops.demo.calls import Calls
from ops.demo.public.accounts import CURRENCY, usd
from ops.demo.public.people import slug
from ops.demo.public.tables import Product


@dataclass(frozen=True)
class Catalogue:
    """Ids and list prices by the product's name."""

    ids: dict[str, str]
    prices: dict[str, Decimal]


def load_products(calls: Calls, products: list[Product], *, valid_from: date) -> Catalogue:
    """Make groups, products and the default price list, valid from the first day of the data."""
    series = sorted({each.series for each in products if each.series})
    made = calls.all(
        "quoting.create_product_group", ({"fields": {"name": name}} for name in series)
    )
    groups = {name: group["id"] for name, group in zip(series, made, strict=True)}
    made = calls.all(
        "quoting.create_product",
        ({"fields": _fields(each, groups.get(each.series))} for each in products),
    )
    ids = {each.name: product["id"] for each, product in zip(products, made, strict=True)}
    _load_prices(calls, products, ids, valid_from=valid_from)
    return Catalogue(ids, {each.name: each.price for each in products})


def _fields(product: Product, group_id: str | None) -> dict[str, object]:
    return {
        "code": slug(product.name).replace(".", "-").upper(),
        "names": {"en": product.name, "nb": product.name},
        "group_id": group_id,
        "kind": "goods",
        "unit": "piece",
        "vat_percent": "0",
    }


def _load_prices(
    calls: Calls, products: list[Product], ids: dict[str, str], *, valid_from: date
) -> None:
    prices = calls(
        "quoting.create_price_list",
        fields={"name": f"List prices {CURRENCY}", "currency": CURRENCY},
    )
    items = [{"product_id": ids[each.name], "price": usd(each.price)} for each in products]
    prices = calls(
        "quoting.create_price_list_version",
        price_list_id=prices["id"],
        fields={"valid_from": valid_from.isoformat(), "items": items},
    )
    calls(
        "quoting.publish_price_list_version",
        price_list_id=prices["id"],
        version_id=prices["versions"][-1]["id"],
    )
