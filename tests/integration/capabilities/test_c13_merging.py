"""C13: what was registered twice is found, made one in every service, and taken apart again."""

import json
from types import SimpleNamespace

import pytest
from shared.kernel.ids import new_id
from shared.testing.waiting import eventually
from support.colleagues import a_colleague
from support.erp_sync import an_organisation_number
from support.story import TODAY, nok, project_of, sell, work_and_bill
from support.whole import hash_of, rows_of

OSLO = {"kind": "visiting", "street": "Storgata 1", "postal_code": "0155", "city": "Oslo"}


@pytest.fixture
def erp(admin):
    """A file drop in use."""
    made = admin.post("/erp/connections", {"kind": "file", "name": "Regnskap"})
    path = f"/erp/connections/{made['id']}"
    return eventually(lambda: (found := admin.get(path))["status"] == "active" and found)


def two_customers(admin, **changes):
    """The same customer, registered twice with small differences."""
    survivor = admin.post(
        "/customers",
        {
            "name": "Fjord Rådgivning AS",
            "organisation_number": an_organisation_number(),
            "tags": ["nord"],
            "email": "post@fjordraad.example",
            "addresses": [OSLO],
        },
    )
    fields = {"phone": "+47 22 12 34 56", "tags": ["sør"], **changes}
    address = {**OSLO, "street": "Havnegata 7"}
    loser = admin.post(
        "/customers",
        {"name": "Fjord Rådgivning", "addresses": [OSLO, address], "notes": "Ring Ola", **fields},
    )
    return survivor, loser


def merge(person, survivor, loser, **more):
    body = {"loser_id": loser["id"], **more}
    path = f"/customers/{survivor['id']}/merge"
    return person.send("POST", path, json=body)


def code_of(answer):
    return answer.status_code, answer.json().get("code")


def a_full_life(admin, customer):
    """Contacts, activities, notes, a case, a quote, a project, time and an invoice."""
    place = {"customer_id": customer["id"], "role": "Daglig leder", "primary": True}
    contact = admin.post(
        "/contacts", {"given_name": "Ola", "family_name": "Dahl", "affiliations": [place]}
    )
    activity = {
        "kind": "meeting",
        "subject": "Oppstart",
        "start": f"{TODAY}T09:00:00+01:00",
        "end": f"{TODAY}T10:00:00+01:00",
        "customer_id": customer["id"],
        "contact_ids": [contact["id"]],
    }
    admin.post("/activities", activity)
    admin.post("/notes", {"body": "Vil ha tilbud", "customer_id": customer["id"]})
    quote = sell(admin, customer["id"])
    project = project_of(admin, quote)
    work_and_bill(admin, project)
    return {"contact": contact, "quote": quote, "project": project}


def overview(admin, customer):
    """The single view, without what counts changes."""
    found = admin.get(f"/customers/{customer['id']}/overview")
    return _without_versions(found)


def _without_versions(value):
    if isinstance(value, dict):
        return {
            key: _without_versions(each)
            for key, each in value.items()
            if key not in ("version", "updated_at")
        }
    if isinstance(value, list):
        return sorted((_without_versions(each) for each in value), key=repr)
    return value


def settled(platform, organisation_id):
    """All rows, once nothing moves any more."""
    last = [None]

    def still():
        now = rows_of(platform, organisation_id)
        same, last[0] = last[0] == now, now
        return now if same else None

    return eventually(still, within_seconds=60)


def links(admin):
    return admin.get("/erp/links")["items"]


@pytest.fixture
def lived(admin, platform, erp):
    """Two customers of which one has lived a full life, and how everything stands."""
    survivor, loser = two_customers(admin)
    life = a_full_life(admin, loser)
    admin.post("/notes", {"body": "Gammel kunde", "customer_id": survivor["id"]})
    eventually(lambda: len(links(admin)) == 2)
    timeline = f"/customers/{loser['id']}/timeline"
    eventually(lambda: "invoice.issued" in {e["kind"] for e in admin.get(timeline)["items"]})
    return SimpleNamespace(
        survivor=survivor,
        loser=loser,
        life=life,
        rows=settled(platform, admin.get("/auth/me")["organisation_id"]),
        views=(overview(admin, survivor), overview(admin, loser)),
    )


def in_one_place(admin, survivor):
    """Wait until every service shows what was the loser's with the survivor."""

    def has_followed():
        found = admin.get(f"/customers/{survivor['id']}/overview")
        names = ("contacts", "sales_cases", "quotes", "projects", "invoices")
        data = [found[name]["data"] for name in names]
        return [each and len(each["items"]) for each in data] == [1] * 5

    eventually(has_followed, within_seconds=30)


def back_again(platform, before, organisation_id):
    """Wait until every row is as it was."""

    def is_back():
        now = rows_of(platform, organisation_id)
        return now if differences(before, now) == {} else None

    try:
        return eventually(is_back, within_seconds=30)
    except AssertionError:
        found = differences(before, rows_of(platform, organisation_id))
        pytest.fail(json.dumps(found, indent=1)[:8000])


def test_c13_a_preview_says_what_differs_and_what_would_follow(admin, lived):
    preview = admin.post(
        "/merges/preview",
        {"kind": "customer", "record_id": lived.survivor["id"], "loser_id": lived.loser["id"]},
    )

    assert preview["differing"] == ["name", "customer_no", "tags"]
    assert preview["moving"]["activities"] == 1
    assert preview["values"]["phone"] == lived.loser["phone"]
    assert preview["score"] >= 0.85
    assert admin.get(f"/customers/{lived.loser['id']}")["merged_into_id"] is None


def test_c13_a_merge_is_followed_by_every_service(admin, lived):
    survivor, loser = lived.survivor, lived.loser

    merged = merge(admin, survivor, loser, fields={"name": "loser"}).json()

    assert merged["name"] == "Fjord Rådgivning"
    assert merged["organisation_number"] == survivor["organisation_number"]
    assert merged["phone"] == loser["phone"]
    assert sorted(merged["tags"]) == ["nord", "sør"]
    assert [each["is_default"] for each in merged["addresses"]] == [True, False]
    in_one_place(admin, survivor)
    assert admin.get(f"/customers/{loser['id']}")["merged_into_id"] == survivor["id"]
    listed = admin.get("/customers", params={"archived": "any"})["items"]
    assert [each["id"] for each in listed] == [survivor["id"]]
    assert loser["id"] not in str(admin.get("/search", params={"q": "Fjord Rådgivning"}))
    late = {"name": "Sen", "customer_id": loser["id"], "expected_order_date": str(TODAY)}
    assert (
        admin.post("/sales-cases", {**late, "value": nok("1.00")})["customer_id"] == survivor["id"]
    )


def test_c13_a_merge_leaves_one_link_in_use_in_each_erp_system(admin, lived):
    merge(admin, lived.survivor, lived.loser)

    def is_settled():
        found = links(admin)
        ids = {each["entity_id"] for each in found}
        in_use = [each for each in found if each["suspended_at"] is None]
        return in_use if ids == {lived.survivor["id"]} and len(in_use) == 1 else None

    in_use = eventually(is_settled, within_seconds=30)
    admin.post(f"/customers/{lived.loser['id']}/unmerge")

    def is_as_before():
        pairs = {(each["entity_id"], each["suspended_at"]) for each in links(admin)}
        return pairs == {(lived.survivor["id"], None), (lived.loser["id"], None)}

    assert in_use[0]["external_id"] == lived.survivor["id"]
    eventually(is_as_before, within_seconds=30)


def test_c13_an_unmerge_brings_every_row_of_every_service_back(admin, platform, lived):
    survivor, loser = lived.survivor, lived.loser
    merge(admin, survivor, loser, fields={"name": "loser"})
    in_one_place(admin, survivor)

    answer = admin.post(f"/customers/{loser['id']}/unmerge")

    assert (answer["state"], answer["kept"]) == ("unmerged", [])
    organisation_id = admin.get("/auth/me")["organisation_id"]
    after = back_again(platform, lived.rows, organisation_id)
    assert hash_of(after) == hash_of(lived.rows)
    assert (overview(admin, survivor), overview(admin, loser)) == lived.views


def differences(before, now):
    """Rows that went and rows that came, by table."""
    return {
        name: [sorted(set(before[name]) ^ set(now[name]))]
        for name in before
        if before[name] != now[name]
    }


def test_c13_who_may_not_change_both_may_not_merge(admin):
    seller = a_colleague(admin, role="account_manager")
    survivor, loser = two_customers(admin)
    mine = seller.post("/customers", {"name": "Min egen AS"})

    assert code_of(merge(seller, mine, loser)) == (403, "platform.action_forbidden")
    assert code_of(merge(seller, survivor, mine)) == (403, "platform.action_forbidden")
    assert admin.get(f"/customers/{loser['id']}")["merged_into_id"] is None


def test_c13_what_cannot_be_one_is_refused(admin):
    survivor, loser = two_customers(admin)
    gone = admin.post("/customers", {"name": "Borte AS"})
    admin.send("DELETE", f"/customers/{gone['id']}")
    third = admin.post("/customers", {"name": "Tredje AS"})

    assert code_of(merge(admin, survivor, survivor)) == (409, "crm.customer_same")
    assert code_of(merge(admin, survivor, {"id": str(new_id())})) == (404, "crm.customer_unknown")
    assert code_of(merge(admin, survivor, gone)) == (409, "crm.customer_archived")
    assert merge(admin, survivor, loser, fields={"name": "best"}).status_code == 422
    assert merge(admin, survivor, loser, fields={"colour": "loser"}).status_code == 422
    stale = admin.send(
        "POST",
        f"/customers/{survivor['id']}/merge",
        json={"loser_id": loser["id"]},
        headers={"If-Match": '"99"'},
    )
    assert stale.status_code == 412
    assert merge(admin, survivor, loser, loser_version=99).status_code == 412
    assert merge(admin, survivor, loser).status_code == 200
    assert code_of(merge(admin, survivor, loser)) == (409, "crm.customer_merged")
    assert code_of(merge(admin, loser, third)) == (409, "crm.customer_merged")
    restored = admin.send("POST", f"/customers/{loser['id']}/restore")
    assert code_of(restored) == (409, "crm.customer_merged")
    alone = admin.send("POST", f"/customers/{third['id']}/unmerge")
    assert code_of(alone) == (409, "crm.customer_not_merged")


def test_c13_merges_of_merges_are_taken_back_newest_first(admin):
    first, second = two_customers(admin)
    third = admin.post("/customers", {"name": "Fjord AS", "parent_id": first["id"]})
    admin.post("/notes", {"body": "Andre", "customer_id": second["id"]})
    assert merge(admin, first, second).status_code == 200
    assert merge(admin, third, first).status_code == 200

    top = admin.get(f"/customers/{third['id']}")
    too_early = admin.send("POST", f"/customers/{second['id']}/unmerge")
    notes = admin.get("/notes", params={"customer_id": third["id"]})["items"]
    admin.post(f"/customers/{first['id']}/unmerge")
    admin.post(f"/customers/{second['id']}/unmerge")

    assert top["parent_id"] is None
    assert code_of(too_early) == (409, "crm.merge_not_newest")
    assert [each["body"] for each in notes] == ["Andre"]
    notes = admin.get("/notes", params={"customer_id": second["id"]})["items"]
    assert [each["body"] for each in notes] == ["Andre"]
    assert admin.get(f"/customers/{third['id']}")["parent_id"] == first["id"]
    states = [each["state"] for each in admin.get("/merges")["items"]]
    assert states == ["unmerged", "unmerged"]


def test_c13_what_was_changed_since_keeps_what_it_says(admin):
    survivor, loser = two_customers(admin)
    merged = merge(admin, survivor, loser).json()
    changed = {"phone": "+47 99 99 99 99"}
    assert (
        admin.patch(f"/customers/{survivor['id']}", changed, version=merged["version"]).status_code
        == 200
    )
    admin.post("/notes", {"body": "Ny", "customer_id": survivor["id"]})

    answer = admin.post(f"/customers/{loser['id']}/unmerge")

    assert answer["kept"] == [f"customers.phone {survivor['id']}"]
    assert admin.get(f"/customers/{loser['id']}")["phone"] == loser["phone"]
    left = admin.get("/notes", params={"customer_id": survivor["id"]})["items"]
    assert [each["body"] for each in left] == ["Ny"]


def test_c13_contacts_become_one_with_one_place_at_each_customer(admin):
    here, there = (admin.post("/customers", {"name": name}) for name in ("Her AS", "Der AS"))
    places = [{"customer_id": here["id"], "primary": True}, {"customer_id": there["id"]}]
    first = admin.post(
        "/contacts",
        {"given_name": "Kari", "family_name": "Vik", "affiliations": [places[1]]},
    )
    second = admin.post(
        "/contacts",
        {
            "given_name": "Kari",
            "family_name": "Wiik",
            "emails": ["kari@her.example"],
            "affiliations": [places[0], {"customer_id": there["id"], "role": "Innkjøp"}],
        },
    )
    note = admin.post("/notes", {"body": "Snakket med Kari", "contact_id": second["id"]})

    merged = admin.post(f"/contacts/{first['id']}/merge", {"loser_id": second["id"]})

    shown = {each["customer_id"]: each for each in merged["affiliations"]}
    assert set(shown) == {here["id"], there["id"]}
    assert shown[here["id"]]["primary"]
    assert shown[there["id"]]["role"] == "Innkjøp"
    assert merged["emails"] == ["kari@her.example"]
    assert admin.get(f"/notes/{note['id']}")["contact_id"] == first["id"]
    admin.post(f"/contacts/{second['id']}/unmerge")
    back = admin.get(f"/contacts/{second['id']}")
    assert _without_versions(back) == _without_versions(second)
    assert admin.get(f"/notes/{note['id']}")["contact_id"] == second["id"]


def test_c13_likely_duplicates_are_suggested_once_and_can_be_dismissed(admin):
    survivor, loser = two_customers(admin)
    admin.post("/customers", {"name": "Noe helt annet AS", "addresses": [OSLO]})

    def found():
        return admin.get("/duplicates", params={"kind": "customer"})["items"]

    pair = eventually(found)[0]
    of_one = admin.get(f"/customers/{loser['id']}/duplicates")["items"]
    dismissed = admin.post(f"/duplicates/{pair['id']}/dismiss")
    admin.patch(f"/customers/{loser['id']}", {"name": "Fjord Rådgivning A/S"}, version=1)

    assert {pair["first_id"], pair["second_id"]} == {survivor["id"], loser["id"]}
    assert pair["score"] >= 0.85
    assert pair["reasons"] == ["name", "postal_code"]
    assert of_one == [pair]
    assert dismissed["state"] == "dismissed"
    third = admin.post("/customers", {"name": "Fjord Rådgivning ANS", "addresses": [OSLO]})
    pairs = eventually(found)
    assert all(third["id"] in (each["first_id"], each["second_id"]) for each in pairs)


def test_c13_contacts_with_the_same_address_are_surely_the_same(admin):
    first = admin.post("/contacts", {"family_name": "Berg", "emails": ["berg@nord.example"]})
    second = admin.post(
        "/contacts", {"given_name": "A.", "family_name": "Bergh", "emails": ["berg@nord.example"]}
    )

    pair = eventually(lambda: admin.get("/duplicates?kind=contact")["items"], within_seconds=20)[0]

    assert {pair["first_id"], pair["second_id"]} == {first["id"], second["id"]}
    assert (pair["score"], pair["reasons"]) == (1.0, ["email"])
