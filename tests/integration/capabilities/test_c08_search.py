"""C8: one search box over everything, by whatever people remember."""

from shared.testing.waiting import eventually
from support import story
from support.colleagues import a_colleague
from support.street import a_trial


def _found(person, text, kind="customer"):
    answer = person.get("/search", params={"q": text})
    assert answer["missing"] == []
    return [hit["id"] for hit in answer["items"] if hit["kind"] == kind]


def test_c8_a_customer_is_found_by_whatever_is_known_and_changed_at_once(admin):
    customer = admin.post(
        "/customers",
        {
            "name": "Ålesund Fiskeriselskap AS",
            "kinds": ["customer"],
            "organisation_number": "923609016",
            "phone": "+4770123456",
            "email": "post@fiskeri.example",
        },
    )

    for text in (
        "fiskeriselskap",
        "ales",  # the beginning, without the ring
        "selskap åle",  # any order
        customer["customer_no"],
        "923 609 016",
        "NO 923609016 MVA",
        "701 23 456",
        "0047 70 12 34 56",
        "post@fiskeri.example",
        "Fiskeriselskab",  # misspelt
    ):
        assert _found(admin, text) == [customer["id"]], text
    assert _found(admin, "lakseoppdrett") == []
    changed = admin.patch(
        f"/customers/{customer['id']}", {"name": "Sunnmøre Sjømat AS"}, version=customer["version"]
    )
    assert changed.status_code == 200
    assert _found(admin, "sjomat") == [customer["id"]]
    assert _found(admin, "fiskeriselskap") == []


def test_c8_every_kind_of_record_is_found_in_one_list_with_the_best_first(admin):
    customer = admin.post("/customers", {"name": "Havnelageret AS"})
    contact = admin.post(
        "/contacts", {"given_name": "Havna", "family_name": "Hansen", "emails": ["h@h.example"]}
    )
    note = admin.post("/notes", {"body": "Vil flytte til havna.", "customer_id": customer["id"]})
    project = admin.post("/projects", {"name": "Havneplan", "customer_id": customer["id"]})

    hits = admin.get("/search", params={"q": "havn"})["items"]

    assert {hit["id"] for hit in hits} >= {
        each["id"] for each in (customer, contact, note, project)
    }
    assert [hit["rank"] for hit in hits] == sorted((hit["rank"] for hit in hits), reverse=True)


def test_c8_a_hit_is_nobodys_who_may_not_see_the_record(admin):
    customer = admin.post("/customers", {"name": "Skjult Kundeforhold AS"})
    secret = {"body": "Hemmelig plan om kjerneverdier", "privacy": "private"}
    note = admin.post("/notes", {**secret, "customer_id": customer["id"]})
    colleague = a_colleague(admin, role="customer_service")

    assert _found(admin, "kjerneverdi", "note") == [note["id"]]
    assert _found(colleague, "kjerneverdi", "note") == []
    page = colleague.get("/notes", params={"q": "kjerneverdier", "count": "true"})
    assert (page["items"], page["total"]) == ([], 0)
    assert _found(colleague, "kundeforhold") == [customer["id"]]


def test_c8_organisations_do_not_find_each_others_records(admin, street):
    admin.post("/customers", {"name": "Naboens Hemmelighet AS"})
    stranger = a_trial(street.url)

    assert _found(stranger, "naboens") == []
    assert stranger.get("/customers", params={"q": "naboens"})["items"] == []


def test_c8_records_of_every_service_are_found_by_their_numbers_and_changed_from_there(admin):
    customer = admin.post("/customers", {"name": "Brygga AS"})
    contact = admin.post(
        "/contacts", {"given_name": "Liv", "emails": ["liv@brygga.example"], "phones": ["22334455"]}
    )
    quote = story.sell(admin, customer["id"])
    project = story.project_of(admin, quote)
    invoice = story.work_and_bill(admin, project)
    case = admin.get(f"/sales-cases/{quote['sales_case_id']}")

    for kind, text, wanted in (
        ("case", case["case_no"], case["id"]),
        ("quote", quote["quote_no"], quote["id"]),
        ("project", project["project_no"], project["id"]),
        ("invoice", invoice["invoice_no"], invoice["id"]),
        ("contact", "liv@brygga.example", contact["id"]),
        ("contact", "22 33 44 55", contact["id"]),
        ("case", "brygga", case["id"]),
    ):
        eventually(lambda k=kind, t=text, w=wanted: w in _found(admin, t, k), within_seconds=10)
    paths = {"contact": "contacts", "project": "projects", "case": "sales-cases"}
    for kind, hit, changes in (
        ("contact", contact, {"given_name": "Live"}),
        ("project", project, {"name": "Kaiprosjektet"}),
        ("case", case, {"name": "Kaisaken"}),
    ):
        path = f"/{paths[kind]}/{hit['id']}"
        changed = admin.patch(path, changes, version=admin.get(path)["version"])
        assert changed.status_code == 200, changed.text
    assert _found(admin, "kaiprosjektet", "project") == [project["id"]]
