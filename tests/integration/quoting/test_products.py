"""Products, their groups and their prices."""

from uuid import uuid4

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague
from support.quoting import nok


def a_version(calls, price_list, valid_from, *items, publish=True):
    """Draft a version with items, and publish it."""
    fields = {"valid_from": valid_from, "items": list(items)}
    made = calls.create_price_list_version(price_list_id=price_list["id"], fields=fields)
    newest = made["versions"][-1]["id"]
    if not publish:
        return made
    return calls.publish_price_list_version(price_list_id=price_list["id"], version_id=newest)


def a_price(product, amount, **changes):
    return {"product_id": product["id"], "price": nok(amount), **changes}


def test_a_code_is_taken_while_its_product_lives(calls, product):
    again = {"code": "SEN", "names": {"nb": "Annet"}}
    with pytest.raises(Conflict) as refused:
        calls.create_product(fields=again)
    assert refused.value.code == "quoting.product_code_taken"

    calls.archive_product(product_id=product["id"])
    calls.create_product(fields=again)

    with pytest.raises(Conflict):
        calls.restore_product(product_id=product["id"])


def test_a_product_answers_in_the_language_of_who_asks(rpc, org, product):
    english = a_colleague(org, scope="all", locale="en")

    assert product["name"] == "Seniorrådgiver"
    assert rpc(english).quoting.get_product(product_id=product["id"])["name"] == "Senior adviser"
    assert product["names"] == {"nb": "Seniorrådgiver", "en": "Senior adviser"}


def test_a_cost_price_is_seen_and_set_only_with_its_field_class(rpc, org, product):
    blind = rpc(a_colleague(org, scope="all")).quoting
    where = {"product_id": product["id"], "expected_version": product["version"]}

    assert blind.get_product(product_id=product["id"])["cost_price"] is None
    for cost in (None, nok("1.00")):
        with pytest.raises(Forbidden):
            blind.change_product(**where, fields={"cost_price": cost})
    renamed = blind.change_product(**where, fields={"names": {"nb": "Rådgiver"}})
    assert renamed["version"] == product["version"] + 1
    assert rpc(org).quoting.get_product(product_id=product["id"])["cost_price"] == nok("700.00")


def test_groups_form_a_tree(calls):
    top = calls.create_product_group(fields={"name": "Tjenester"})
    below = calls.create_product_group(fields={"name": "Rådgivning", "parent_id": top["id"]})

    with pytest.raises(RuleBroken) as refused:
        calls.change_product_group(
            product_group_id=top["id"],
            expected_version=top["version"],
            fields={"parent_id": below["id"]},
        )
    assert refused.value.code == "quoting.product_group_cycle"
    with pytest.raises(NotFound):
        calls.create_product_group(fields={"name": "Løs", "parent_id": uuid4()})


def test_products_page_filter_and_search(calls, product):
    calls.create_product(fields={"code": "JUN", "names": {"nb": "Rådgiver"}, "active": False})

    codes = [each["code"] for each in calls.list_products(query={})["items"]]
    query = {"filters": {"active": "true"}, "count": True}
    found = calls.list_products(query=query)

    assert codes == ["JUN", "SEN"]
    assert ([each["code"] for each in found["items"]], found["total"]) == (["SEN"], 1)
    hits = calls.search(text="seniorråd", limit=5)
    assert [(hit["kind"], hit["title"]) for hit in hits] == [("product", "Seniorrådgiver")]


def test_a_price_comes_from_the_version_of_the_price_list_valid_today(calls, draft, product):
    prices = calls.create_price_list(fields={"name": "Standard"})
    a_version(calls, prices, "2025-01-01", a_price(product, "1200.00"))
    prices = a_version(calls, prices, "2026-01-01", a_price(product, "1300.00"))

    (line,) = draft({"product_id": product["id"], "quantity": "2"})["lines"]

    assert (line["unit_price"], line["unit_cost"]) == (nok("1300.00"), nok("700.00"))
    assert line["price_list_version_id"] == prices["versions"][1]["id"]
    assert line["description"] == "Seniorrådgiver"
    assert [version["status"] for version in prices["versions"]] == ["superseded", "published"]


def test_the_largest_quantity_reached_decides_and_a_draft_version_prices_nothing(
    calls, draft, product
):
    prices = calls.create_price_list(fields={"name": "Standard"})
    steps = [a_price(product, "1300.00"), a_price(product, "1100.00", min_quantity="50")]
    a_version(calls, prices, "2026-01-01", *steps)
    a_version(calls, prices, "2026-02-01", a_price(product, "1.00"), publish=False)

    few, many = draft(
        {"product_id": product["id"], "quantity": "49.5"},
        {"product_id": product["id"], "quantity": "50"},
    )["lines"]

    assert (few["unit_price"], many["unit_price"]) == (nok("1300.00"), nok("1100.00"))


def test_a_price_list_must_be_meant_for_the_quote(calls, draft, product):
    euros = calls.create_price_list(fields={"name": "Euro", "currency": "EUR"})

    with pytest.raises(Invalid) as refused:
        draft(price_list_id=euros["id"])

    assert refused.value.errors[0].pointer == "/price_list_id"


def test_there_is_one_default_price_list_in_a_currency(calls):
    calls.create_price_list(fields={"name": "Standard"})

    with pytest.raises(Conflict) as refused:
        calls.create_price_list(fields={"name": "Standard 2"})

    assert refused.value.code == "quoting.price_list_default_exists"
    assert calls.create_price_list(fields={"name": "Euro", "currency": "EUR"})["version"] == 1


def test_a_published_version_never_changes(calls):
    prices = calls.create_price_list(fields={"name": "Standard"})
    prices = a_version(calls, prices, "2026-01-01")
    of = {"price_list_id": prices["id"], "version_id": prices["versions"][0]["id"]}

    with pytest.raises(RuleBroken) as refused:
        calls.change_price_list_version(**of, fields={"valid_from": "2026-02-01"})
    assert refused.value.code == "quoting.price_list_version_published"
    with pytest.raises(RuleBroken) as refused:
        a_version(calls, prices, "2025-12-31")
    assert refused.value.code == "quoting.price_list_version_overlaps"


def test_a_floor_is_for_something_that_exists_and_set_once_a_day(calls, product):
    fields = {"level": "product", "target_id": product["id"], "floor_percent": "12.5"}
    assert calls.create_margin_policy(fields=fields)["floor_percent"] == "12.50"

    with pytest.raises(Conflict):
        calls.create_margin_policy(fields=fields)
    with pytest.raises(NotFound):
        calls.create_margin_policy(fields={**fields, "target_id": uuid4()})
    with pytest.raises(Invalid):
        calls.create_margin_policy(fields={**fields, "level": "organisation"})


@pytest.mark.parametrize(
    ("noun", "fields", "code"),
    [
        ("product_group", {"name": "Advice"}, None),
        ("price_list", {"name": "2026"}, "quoting.price_list_default_exists"),
        (
            "margin_policy",
            {"level": "organisation", "floor_percent": "20", "valid_from": "2026-01-01"},
            "quoting.margin_policy_exists",
        ),
    ],
)
def test_what_was_put_away_comes_back_unless_its_place_is_taken(calls, noun, fields, code):
    create, archive, restore = (
        getattr(calls, f"{verb}_{noun}") for verb in ("create", "archive", "restore")
    )
    which = {f"{noun}_id": create(fields=fields)["id"]}

    archive(**which)
    assert (restore(**which)["archived_at"], restore(**which)["version"]) == (None, 3)

    if code is not None:
        archive(**which)
        create(fields=fields)
        with pytest.raises(Conflict) as refused:
            restore(**which)
        assert refused.value.code == code
