"""Customers through calls: registered, changed, put away, listed; and what others hear of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RuleBroken
from shared.kernel.ids import new_id
from shared.testing.callers import a_colleague, an_administrator


def define(crm, *keys, **more):
    for key in keys:
        crm.create_custom_field(
            fields={"entity": "customer", "key": key, "type": "number", "name": key, **more}
        )


def named(page):
    return [each["name"] for each in page["items"]]


def test_a_customer_has_a_number_and_comes_back_as_it_was_registered(crm, org):
    define(crm, "risk", type="text")
    customer = crm.create_customer(
        fields={
            "name": "  Fjordbygg   AS ",
            "organisation_number": "923 609 016",
            "email": "Post@Fjordbygg.NO",
            "phone": "22 33 44 55",
            "website": "fjordbygg.no",
            "annual_revenue": {"amount": "1250000.00", "currency": "NOK"},
            "industry_code": "41",
            "tags": ["Bygg", "bygg", "Oslo"],
            "custom": {"risk": "low"},
            "addresses": [
                {"kind": "visiting", "street": "Storgata 1", "postal_code": "155", "city": "Oslo"},
                {"kind": "postal", "street": "Postboks 3", "country": "Norge"},
            ],
        }
    )

    assert customer["customer_no"] == "10001"
    assert customer["name"] == "Fjordbygg AS"
    assert customer["organisation_number"] == "923609016"
    assert customer["email"] == "post@fjordbygg.no"
    assert customer["phone"] == "+4722334455"
    assert customer["website"] == "https://fjordbygg.no"
    assert customer["annual_revenue"] == {"amount": "1250000.00", "currency": "NOK"}
    assert customer["tags"] == ["Bygg", "Oslo"]
    assert customer["city"] == "Oslo"
    assert [each["postal_code"] for each in customer["addresses"]] == ["0155", None]
    assert all(each["is_default"] for each in customer["addresses"])
    assert (customer["owner_id"], customer["unit_id"]) == (str(org.actor_id), str(org.unit_id))
    assert customer["version"] == 1
    assert crm.get_customer(customer_id=customer["id"]) == customer


def test_a_prospect_has_no_number_until_it_becomes_a_customer(crm, new_customer):
    prospect = new_customer(kinds=["prospect", "partner"])

    customer = crm.change_customer(
        customer_id=prospect["id"], expected_version=1, fields={"kinds": ["customer"]}
    )

    assert prospect["customer_no"] is None
    assert customer["customer_no"] == "10001"
    assert customer["id"] == prospect["id"]


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"organisation_number": "923609017"}, "crm.organisation_number_invalid", None),
        ({"email": "nobody"}, "crm.email_invalid", "/email"),
        ({"kinds": []}, "crm.customer_kinds_missing", "/kinds"),
        ({"industry_code": "99.999.9"}, "crm.industry_unknown", "/industry_code"),
        ({"segments": [str(new_id())]}, "crm.segment_unknown", "/segments"),
        ({"parent_id": str(new_id())}, "crm.customer_unknown", "/parent_id"),
        ({"addresses": [{"country": "Atlantis"}]}, "crm.country_unknown", "/addresses/0/country"),
        ({"name": "", "email": "x"}, "crm.customer_invalid", "/name"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_field(new_customer, fields, code, pointer):
    with pytest.raises(Invalid) as refusal:
        new_customer(**fields)

    assert refusal.value.code == code
    assert pointer in [None, *(each.pointer for each in refusal.value.errors)]


def test_an_organisation_number_belongs_to_one_live_customer(crm, new_customer):
    first = new_customer(organisation_number="923609016")

    with pytest.raises(RuleBroken) as refusal:
        new_customer(organisation_number="923609016")
    crm.archive_customer(customer_id=first["id"])
    second = new_customer(organisation_number="923609016")
    with pytest.raises(RuleBroken):
        crm.restore_customer(customer_id=first["id"])

    assert refusal.value.code == "crm.organisation_number_taken"
    assert second["organisation_number"] == "923609016"


def test_a_customer_number_given_by_hand_is_skipped_by_the_series(new_customer):
    new_customer(customer_no="10001")

    assert new_customer()["customer_no"] == "10002"


def test_a_change_needs_the_present_version_and_counts_once(crm, new_customer):
    customer = new_customer()
    same = {"customer_id": customer["id"]}

    changed = crm.change_customer(
        **same,
        expected_version=1,
        fields={"name": "Fjord AS", "addresses": [{"city": "Bergen"}]},
    )
    with pytest.raises(Conflict) as refusal:
        crm.change_customer(**same, expected_version=1, fields={"name": "Sund AS"})
    unchanged = crm.change_customer(**same, expected_version=2, fields={"name": "Fjord AS"})

    assert (changed["version"], changed["city"]) == (2, "Bergen")
    assert refusal.value.code == "crm.customer_stale"
    assert unchanged["version"] == 2


def test_custom_fields_are_merged_and_null_removes_one(crm, new_customer):
    define(crm, "a", "b", "c")
    customer = new_customer(custom={"a": 1, "b": 2})

    changed = crm.change_customer(
        customer_id=customer["id"], expected_version=1, fields={"custom": {"a": None, "c": 3}}
    )

    assert changed["custom"] == {"b": "2", "c": "3"}


def test_a_customer_cannot_stand_above_itself(crm, new_customer):
    mother = new_customer(name="Mor AS")
    child = new_customer(name="Datter AS", parent_id=mother["id"])

    with pytest.raises(RuleBroken) as refusal:
        crm.change_customer(
            customer_id=mother["id"], expected_version=1, fields={"parent_id": child["id"]}
        )

    assert refusal.value.code == "crm.customer_parent_cycle"


def test_addresses_come_and_go_one_by_one_with_one_default_of_each_kind(crm, new_customer):
    customer = new_customer(addresses=[{"kind": "invoice", "city": "Oslo"}])
    whose = {"customer_id": customer["id"]}

    added = crm.create_address(
        **whose, fields={"kind": "invoice", "city": "Moss", "is_default": True}
    )
    first, second = crm.list_addresses(**whose)
    crm.remove_address(**whose, address_id=added["id"])

    assert (first["is_default"], second["is_default"]) == (False, True)
    assert [each["is_default"] for each in crm.list_addresses(**whose)] == [True]
    assert crm.get_customer(**whose)["version"] == 3


def test_ratings_are_kept_and_the_newest_counts(crm, new_customer):
    customer = new_customer()
    whose = {"customer_id": customer["id"]}

    crm.rate_customer(**whose, value="b", reason="Ny")
    crm.rate_customer(**whose, value="A", reason="Betaler i tide")

    ratings = crm.list_ratings(**whose, query={})["items"]
    assert [(each["value"], each["reason"]) for each in ratings] == [
        ("A", "Betaler i tide"),
        ("B", "Ny"),
    ]
    assert crm.get_customer(**whose)["rating"] == "A"


def test_an_archived_customer_is_left_out_until_it_is_restored(crm, new_customer):
    customer = new_customer()
    crm.archive_customer(customer_id=customer["id"], expected_version=1)

    with pytest.raises(RuleBroken):
        crm.change_customer(customer_id=customer["id"], expected_version=2, fields={"name": "X"})
    gone = named(crm.list_customers(query={}))
    kept = named(crm.list_customers(query={"filters": {"archived": "true"}}))
    restored = crm.restore_customer(customer_id=customer["id"])

    assert (gone, kept) == ([], ["Fjordbygg AS"])
    assert (restored["archived_at"], restored["version"]) == (None, 3)


def test_customers_are_filtered_sorted_paged_and_counted(crm, new_customer):
    segment = crm.create_segment(fields={"name": "Stor"})["id"]
    new_customer(name="Alfa", segments=[segment], addresses=[{"city": "Oslo", "country": "NO"}])
    new_customer(name="Beta", kinds=["partner"], addresses=[{"city": "Malmø", "country": "SE"}])
    new_customer(name="Gamma", rating="A", tags=["vip"])

    def found(**query):
        return named(crm.list_customers(query={"sort": ["name"], **query}))

    first = crm.list_customers(query={"sort": ["-name"], "limit": 2, "count": True})
    rest = crm.list_customers(query={"sort": ["-name"], "cursor": first["next_cursor"]})
    assert (named(first), named(rest), first["total"]) == (["Gamma", "Beta"], ["Alfa"], 3)
    assert found(filters={"segment": segment}) == ["Alfa"]
    assert found(filters={"country__in": "SE,DK"}) == ["Beta"]
    assert found(filters={"kinds": "partner"}) == ["Beta"]
    assert found(filters={"tag": "vip", "rating": "A"}) == ["Gamma"]
    assert found(filters={"language": "nb", "payment_term_days__gte": "1"}) == []
    assert found(filters={"name__contains": "LF"}) == ["Alfa"]
    assert found(q="alf") == ["Alfa"]
    with pytest.raises(Invalid) as refusal:
        found(filters={"colour": "red"})
    assert refusal.value.code == "platform.filter_unknown"


def test_two_workers_never_give_the_same_number(crm, new_customer):
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda n: new_customer(name=f"Kunde {n}"), range(12)))

    numbers = sorted(int(each["customer_no"]) for each in made)
    assert numbers == list(range(10001, 10013))


def test_what_is_not_mine_to_see_does_not_exist(rpc, crm, new_customer, org):
    customer = new_customer(organisation_number="923609016")
    whose = {"customer_id": customer["id"]}
    stranger = rpc(a_colleague(org)).crm
    foreigner = rpc(an_administrator()).crm

    for nosy in (stranger, foreigner):
        for question in (nosy.get_customer, nosy.customer_overview, nosy.list_addresses):
            with pytest.raises(NotFound):
                question(**whose)
        with pytest.raises(NotFound):
            nosy.change_customer(**whose, expected_version=9, fields={"name": "Mitt"})
        with pytest.raises(NotFound):
            nosy.get_reference(kind="customer", reference_id=customer["id"])
        with pytest.raises(NotFound):
            nosy.customer_timeline(**whose, query={})
        assert nosy.list_customers(query={"count": True}) == {
            "items": [],
            "next_cursor": None,
            "total": 0,
        }
        assert nosy.search(text="Fjordbygg", limit=10) == []


def test_seeing_is_not_changing(rpc, org, new_customer):
    customer = new_customer()
    reader = rpc(a_colleague(org, grants={"customer.view": "all"})).crm

    assert reader.get_customer(customer_id=customer["id"]) == customer
    with pytest.raises(Forbidden):
        reader.change_customer(
            customer_id=customer["id"], expected_version=1, fields={"name": "Mitt"}
        )
    with pytest.raises(Forbidden):
        reader.create_customer(fields={"name": "Ny"})


def test_every_change_is_told_with_its_version_and_audited(platform, crm, org, new_customer):
    customer = new_customer(addresses=[{"city": "Oslo"}])
    crm.change_customer(customer_id=customer["id"], expected_version=1, fields={"name": "Fjord AS"})

    told = platform.rows(
        "crm",
        "SELECT routing_key, aggregate_version, convert_from(body, 'UTF8')::jsonb -> 'changed' "
        "FROM outbox_messages WHERE aggregate_id = %s ORDER BY seq",
        customer["id"],
    )
    audited = platform.rows(
        "crm",
        "SELECT action, entity_version, changes -> 'name', actor_id FROM audit_entries "
        "WHERE entity_id = %s ORDER BY at",
        customer["id"],
    )
    assert told == [("customer.created.v1", 1, []), ("customer.updated.v1", 2, ["name"])]
    assert audited == [
        ("created", 1, [None, "Fjordbygg AS"], org.actor_id),
        ("changed", 2, ["Fjordbygg AS", "Fjord AS"], org.actor_id),
    ]


def test_an_owner_is_dated_and_must_exist(platform, crm, org, new_customer):
    customer = new_customer()

    with pytest.raises(NotFound) as refusal:
        crm.change_customer(
            customer_id=customer["id"], expected_version=1, fields={"owner_id": str(new_id())}
        )
    crm.change_customer(customer_id=customer["id"], expected_version=1, fields={"owner_id": None})

    owners = platform.rows(
        "crm",
        "SELECT owner_id FROM customer_owners WHERE customer_id = %s ORDER BY since_at",
        customer["id"],
    )
    assert refusal.value.code == "identity.user_unknown"
    assert owners == [(org.actor_id,), (None,)]
