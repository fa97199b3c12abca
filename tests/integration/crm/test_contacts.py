"""Contacts through calls: places at customers, one primary each, and who sees whom."""

import pytest
from shared.kernel.errors import Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague


def ids(page):
    return [each["id"] for each in page["items"]]


def test_a_contact_has_several_addresses_and_places(crm, new_customer, new_contact, org):
    fjord, sund = new_customer(name="Fjord AS"), new_customer(name="Sund AS")

    contact = new_contact(
        emails=["Kari@fjord.no", "kari@fjord.no", "kari@sund.no"],
        phones=["912 34 567", "+46 8 123 456 78"],
        affiliations=[
            {"customer_id": fjord["id"], "role": "Daglig leder", "primary": True},
            {"customer_id": sund["id"], "role": "Rådgiver for styret"},
        ],
    )

    assert contact["name"] == "Kari Nordmann"
    assert contact["emails"] == ["kari@fjord.no", "kari@sund.no"]
    assert contact["phones"] == ["+4791234567", "+46812345678"]
    places = [
        (each["customer_name"], each["role"], each["primary"]) for each in contact["affiliations"]
    ]
    assert places == [
        ("Fjord AS", "managing_director", True),
        ("Sund AS", "Rådgiver for styret", False),
    ]
    assert crm.get_contact(contact_id=contact["id"]) == contact
    assert ids(crm.list_contacts(query={"filters": {"customer_id": sund["id"]}})) == [contact["id"]]
    assert ids(crm.list_contacts(query={"filters": {"email": "kari@sund.no"}})) == [contact["id"]]
    assert ids(crm.list_contacts(query={"q": "nordm 9123"})) == [contact["id"]]


def test_a_contact_needs_a_name_and_real_addresses(crm):
    with pytest.raises(Invalid) as nameless:
        crm.create_contact(fields={"emails": ["a@b.no"]})
    with pytest.raises(Invalid) as wrong:
        crm.create_contact(fields={"given_name": "Ola", "emails": ["a@b.no", "nei"]})

    assert nameless.value.code == "crm.contact_nameless"
    assert wrong.value.errors[0].pointer == "/emails"


def test_a_customer_has_one_primary_contact(crm, new_customer, new_contact):
    customer = new_customer()
    first, second = new_contact(at=customer), new_contact(at=customer, given_name="Ola")

    first = crm.get_contact(contact_id=first["id"])
    assert first["affiliations"][0]["primary"] is False
    assert first["version"] == 2
    assert second["affiliations"][0]["primary"] is True
    overview = crm.customer_overview(customer_id=customer["id"])
    assert [each["given_name"] for each in overview["contacts"]["items"]] == ["Ola", "Kari"]


def test_a_place_left_out_ends_and_stays_in_the_history(crm, new_customer, new_contact):
    fjord, sund = new_customer(name="Fjord AS"), new_customer(name="Sund AS")
    contact = new_contact(at=fjord)
    whose = {"contact_id": contact["id"]}

    moved = crm.change_contact(
        **whose, expected_version=1, fields={"affiliations": [{"customer_id": sund["id"]}]}
    )

    history = crm.list_affiliations(**whose)
    assert [each["customer_id"] for each in moved["affiliations"]] == [sund["id"]]
    assert [(each["customer_name"], each["until"] is None) for each in history] == [
        ("Fjord AS", False),
        ("Sund AS", True),
    ]


def test_places_are_begun_changed_and_ended_one_by_one(crm, new_customer, new_contact):
    customer, contact = new_customer(), new_contact()
    whose = {"contact_id": contact["id"]}

    place = crm.create_affiliation(**whose, fields={"customer_id": customer["id"]})
    with pytest.raises(RuleBroken):
        crm.create_affiliation(**whose, fields={"customer_id": customer["id"]})
    changed = crm.change_affiliation(
        **whose, affiliation_id=place["id"], fields={"role": "finance", "primary": True}
    )
    ended = crm.end_affiliation(**whose, affiliation_id=place["id"])

    assert (changed["role"], changed["primary"]) == ("finance", True)
    assert ended["until"] is not None
    assert crm.get_contact(**whose)["affiliations"] == []


def test_a_contact_of_a_hidden_customer_is_hidden_and_so_is_the_place(
    rpc, crm, org, new_customer, new_contact
):
    mine = new_customer(name="Synlig AS")
    hidden = new_customer(name="Skjult AS")
    both = new_contact(affiliations=[{"customer_id": mine["id"]}, {"customer_id": hidden["id"]}])
    only_hidden = new_contact(at=hidden)
    free = new_contact()
    grants = {"contact.view": "all", "customer.view": "own"}
    colleague = a_colleague(org, grants=grants)
    crm.change_customer(
        customer_id=mine["id"],
        expected_version=1,
        fields={"unit_id": None},
    )
    watcher = rpc(a_colleague(org, grants={**grants, "customer.view": "unit"})).crm
    seen_by_owner = rpc(a_colleague(org, grants=grants, actor_id=colleague.actor_id)).crm

    for nosy in (watcher, seen_by_owner):
        assert ids(nosy.list_contacts(query={})) == [free["id"]]
        for contact in (both, only_hidden):
            with pytest.raises(NotFound):
                nosy.get_contact(contact_id=contact["id"])
        assert nosy.search(text="Skjult", limit=10) == []


def test_only_places_at_visible_customers_are_shown(rpc, crm, org, new_customer, new_contact):
    hidden = new_customer(name="Skjult AS")
    colleague = a_colleague(
        org,
        grants={
            "contact.view": "all",
            "contact.update": "all",
            "customer.view": "own",
            "customer.create": "own",
        },
    )
    his = rpc(colleague).crm
    mine = his.create_customer(fields={"name": "Synlig AS"})
    contact = new_contact(affiliations=[{"customer_id": mine["id"]}, {"customer_id": hidden["id"]}])

    shown = his.get_contact(contact_id=contact["id"])
    his.change_contact(
        contact_id=contact["id"], expected_version=shown["version"], fields={"affiliations": []}
    )

    assert [each["customer_name"] for each in shown["affiliations"]] == ["Synlig AS"]
    left = crm.get_contact(contact_id=contact["id"])["affiliations"]
    assert [each["customer_name"] for each in left] == ["Skjult AS"]


def test_search_finds_customers_and_contacts_best_first(crm, new_customer, new_contact):
    customer = new_customer(name="Nordlys Energi AS", organisation_number="923609016")
    contact = new_contact(given_name="Nora", family_name="Lys", emails=["nora@nordlys.no"])

    assert [each["id"] for each in crm.search(text="923 609 016", limit=5)] == [customer["id"]]
    assert crm.search(text="nora@nordlys.no", limit=5)[0]["id"] == contact["id"]
    hits = crm.search(text="nordlys", limit=5)
    assert [(each["kind"], each["title"]) for each in hits] == [
        ("customer", "Nordlys Energi AS"),
        ("contact", "Nora Lys"),
    ]
    assert 0 < hits[0]["rank"] <= 1


def test_a_colleague_of_the_unit_sees_contacts_only_of_its_customers(
    rpc, org, new_customer, new_contact
):
    ours = new_customer(name="Vår AS")
    theirs = new_customer(name="Deres AS", unit_id=None, owner_id=None)
    contact = new_contact(at=ours)
    new_contact(at=theirs)
    mate = rpc(a_colleague(org, scope="unit", unit_id=org.unit_id, unit_ids=org.unit_ids)).crm

    page = mate.customer_overview(customer_id=ours["id"])

    assert [each["id"] for each in page["contacts"]["items"]] == [contact["id"]]
    assert [each["id"] for each in mate.list_contacts(query={})["items"]] == [contact["id"]]
    with pytest.raises(NotFound):
        mate.customer_overview(customer_id=theirs["id"])
