"""Imports are taken back: the database is as before, but for rows that changed since."""

import pytest
from shared.kernel.errors import RuleBroken
from support.crm import a_csv
from support.imports import database_state, rows_of, status


def counts_of(batch):
    return {name: number for name, number in batch["counts"].items() if number}


@pytest.fixture(autouse=True)
def lists(crm):
    """The organisation's lists are made by whoever needs them first; no import shall be that."""
    crm.list_segments(query={})


@pytest.fixture
def fjord(crm, new_customer, new_contact):
    """A customer with two addresses and a primary contact."""
    customer = new_customer(
        name="Fjord AS",
        organisation_number="923609016",
        employees=10,
        rating="A",
        tags=["stor"],
        annual_revenue={"amount": "1000.00", "currency": "NOK"},
        addresses=[
            {"kind": "visiting", "street": "Storgata 1", "postal_code": "0155", "city": "Oslo"},
            {"kind": "invoice", "street": "Postboks 1", "city": "Oslo"},
        ],
    )
    new_contact(at=customer, emails=["kari@fjord.no"])
    return customer


def test_customers_made_and_changed_are_as_before(
    platform, org, crm, upload, committed, undone, fjord
):
    before = database_state(platform, org)
    lines = (
        "Navn;Orgnr;Ansatte;Omsetning;Valuta;Adresse;Poststed;Faktura adresse;Morselskap;Vurdering",
        "Fjord ASA;923609016;12;2 500,50;EUR;Strandgata 2;Moss;Postboks 9;;B",
        "Ny AS;;3;;;;Bergen;Postboks 3;Fjord ASA;",
        "Under AS;;4;;;;;;Ny AS;",
    )

    done = committed(upload("k.csv", a_csv(*lines)))

    assert counts_of(done) == {"create": 2, "update": 1, "created": 2, "updated": 1}
    changed = crm.get_customer(customer_id=fjord["id"])
    assert {each["kind"]: each["street"] for each in changed["addresses"]} == {
        "visiting": "Strandgata 2",
        "invoice": "Postboks 9",
    }
    assert (changed["rating"], changed["annual_revenue"]["currency"]) == ("B", "EUR")
    assert database_state(platform, org) != before

    back = undone(done)

    assert (back["status"], back["counts"]["undone"], back["counts"]["kept"]) == ("undone", 3, 0)
    assert database_state(platform, org) == before
    assert crm.get_customer(customer_id=fjord["id"])["version"] == 3
    told = platform.rows(
        "crm",
        "SELECT routing_key, count(*) FROM outbox_messages WHERE headers->>'source' = 'import' "
        "AND headers->>'organisation_id' = %s GROUP BY 1 ORDER BY 1",
        str(org.organisation_id),
    )
    assert told == [
        ("customer.archived.v1", 2),
        ("customer.created.v1", 2),
        ("customer.updated.v1", 2),
        ("import.committed.v1", 1),
        ("import.undone.v1", 1),
    ]


def test_what_changed_since_stays_and_is_listed(crm, upload, committed, undone, fjord, new_contact):
    lines = ("Navn;Orgnr;Ansatte", "Fjord AS;923609016;12", "Ny AS;;3", "Brukt AS;;4", "Fri AS;;5")
    done = committed(upload("k.csv", a_csv(*lines)))
    rows = {row["label"]: row for row in rows_of(crm, done)}
    crm.change_customer(customer_id=fjord["id"], expected_version=2, fields={"employees": 99})
    crm.change_customer(
        customer_id=rows["Ny AS"]["record_id"], expected_version=1, fields={"employees": 7}
    )
    new_contact(at={"id": rows["Brukt AS"]["record_id"]})

    back = undone(done)

    assert (back["counts"]["undone"], back["counts"]["kept"]) == (1, 3)
    kept = {row["label"]: row["issues"][0]["code"] for row in rows_of(crm, done, state="kept")}
    assert kept == {
        "Fjord AS": "crm.import_record_changed",
        "Ny AS": "crm.import_record_changed",
        "Brukt AS": "crm.import_record_used",
    }
    assert crm.get_customer(customer_id=fjord["id"])["employees"] == 99


def test_contacts_and_who_was_primary_are_as_before(
    platform, org, crm, upload, committed, undone, fjord
):
    before = database_state(platform, org)
    lines = (
        "Fornavn;Etternavn;E-post;Mobil;Orgnr;Hovedkontakt",
        "Ola;Hansen;ola@fjord.no;91234567;923609016;ja",
        "Kari Anne;Nordmann;kari@fjord.no;;923609016;",
        "Per;Olsen;per@fjord.no;;923609016;ja",
    )

    done = committed(upload("k.csv", a_csv(*lines), kind="contacts"))

    assert counts_of(done) == {"create": 2, "created": 2, "update": 1, "updated": 1}
    primary = [
        each["name"]
        for each in crm.customer_overview(customer_id=fjord["id"])["contacts"]["items"]
        if each["affiliations"][0]["primary"]
    ]
    assert primary == ["Per Olsen"]
    assert undone(done)["counts"]["undone"] == 3
    assert database_state(platform, org) == before


def test_addresses_of_one_customer_in_several_rows_are_as_before(
    platform, org, crm, upload, committed, undone, fjord
):
    before = database_state(platform, org)
    lines = (
        "Orgnr;Type;Adresse;Postnr;Poststed",
        "923609016;faktura;Postboks 9;0101;Oslo",
        "923609016;levering;Kaia 1;0150;Oslo",
        "923609016;levering;Kaia 2;0150;Oslo",
        "923609016;besøk;Storgata 1;155;Oslo",
        "923609017;besøk;Feil 1;0155;Oslo",
    )

    done = committed(upload("a.csv", a_csv(*lines), kind="addresses"))

    assert counts_of(done) == {
        "create": 2, "created": 2, "update": 1, "updated": 1, "unchanged": 1, "error": 1,
        "warnings": 1,
    }  # fmt: skip
    found = crm.list_addresses(customer_id=fjord["id"])
    assert sorted((each["kind"], each["street"], each["is_default"]) for each in found) == [
        ("delivery", "Kaia 1", True),
        ("delivery", "Kaia 2", False),
        ("invoice", "Postboks 9", True),
        ("visiting", "Storgata 1", True),
    ]
    assert undone(done)["counts"]["undone"] == 3
    assert database_state(platform, org) == before


def test_activities_are_made_changed_and_taken_back(
    platform, org, crm, upload, committed, undone, fjord
):
    before = database_state(platform, org)
    lines = (
        "Ekstern id;Type;Emne;Start;Slutt;Frist;Status;Kunde;Kontakt e-post",
        "A1;møte;Oppstart;13.02.2026 09:00;13.02.2026 10:30;;utført;Fjord AS;kari@fjord.no",
        "A2;oppgave;Ring tilbake;;;28.02.2026;;Fjord AS;",
        "A3;møte;Ugyldig;31.02.2026;;;;Fjord AS;",
        "A4;møte;Hel dag;20.03.2026;;;;Fjord AS;borte@fjord.no",
    )

    done = committed(upload("a.csv", a_csv(*lines), kind="activities"))
    again = committed(upload("a.csv", a_csv(*lines), kind="activities"))

    assert counts_of(done) == {"create": 2, "created": 2, "error": 2, "warnings": 2}
    assert again["counts"]["unchanged"] == 2
    assert again["changes_nothing"]
    made = {each["subject"]: each for each in crm.list_activities(query={})["items"]}
    assert made["Oppstart"]["start"] == "2026-02-13T08:00:00Z"
    assert (made["Oppstart"]["status"], len(made["Oppstart"]["contact_ids"])) == ("done", 1)
    assert made["Ring tilbake"]["due_on"] == "2026-02-28"
    codes = [row["issues"][0]["code"] for row in rows_of(crm, done, action="error")]
    assert codes == ["crm.date_invalid", "crm.contact_unknown"]
    assert undone(done)["counts"]["undone"] == 2
    assert database_state(platform, org) == before


def test_a_customer_with_its_contacts_in_one_file_is_taken_back_as_one(
    platform, org, crm, upload, committed, undone
):
    before = database_state(platform, org)
    lines = (
        "Kundenavn;Orgnr;Poststed;Kontaktperson;Kontakt e-post;Rolle",
        "Fjord AS;923609016;Oslo;Kari Nordmann;kari@fjord.no;Daglig leder",
        "Fjord AS;923609016;Oslo;Ola Hansen;ola@fjord.no;",
        "Sund AS;;Moss;;;",
    )

    done = committed(upload("k.csv", a_csv(*lines)))

    assert counts_of(done) == {"create": 4, "created": 4, "unchanged": 1}
    made = {each["name"]: each for each in crm.list_customers(query={})["items"]}
    people = crm.customer_overview(customer_id=made["Fjord AS"]["id"])["contacts"]["items"]
    assert sorted(each["name"] for each in people) == ["Kari Nordmann", "Ola Hansen"]
    assert undone(done)["counts"]["undone"] == 4
    assert database_state(platform, org) == before


def test_the_same_file_is_not_imported_twice_by_mistake(crm, upload, committed, undone):
    content = a_csv("Navn;Ansatte", "Fjord AS;1", "Sund AS;2")
    options = {"mode": "create", "match_keys": []}
    first = upload("k.csv", content)
    first = crm.change_import(import_id=first["id"], expected_version=1, fields=options)
    done = committed(first)
    again = upload("k.csv", content)
    again = crm.change_import(import_id=again["id"], expected_version=1, fields=options)

    checked = crm.check_import(import_id=again["id"])

    assert checked["counts"]["unchanged"] == 2
    undone(done)
    with pytest.raises(RuleBroken) as twice:
        crm.undo_import(import_id=done["id"])
    assert twice.value.code == "crm.import_not_written"
    assert counts_of(crm.check_import(import_id=again["id"])) == {"create": 2}


def test_two_uploads_of_a_file_at_once_are_written_once(crm, upload, eventually):
    content = a_csv("Navn;Ansatte", "Fjord AS;1")
    first, second = (upload("k.csv", content) for _ in range(2))
    for each in (first, second):
        crm.check_import(import_id=each["id"])
    crm.commit_import(import_id=first["id"])

    with pytest.raises(RuleBroken) as refusal:
        crm.commit_import(import_id=second["id"])

    assert refusal.value.code == "crm.import_repeated"
    eventually(lambda: status(crm, first) == "committed")
    crm.commit_import(import_id=second["id"], force=True)
    eventually(lambda: status(crm, second) == "committed")
    assert len(crm.list_customers(query={})["items"]) == 2


def test_a_row_whose_record_changed_between_check_and_commit_is_listed(
    crm, upload, eventually, fjord
):
    batch = upload("k.csv", a_csv("Navn;Orgnr;Ansatte", "Fjord AS;923609016;12", "Sund AS;;1"))
    crm.check_import(import_id=batch["id"])
    crm.change_customer(customer_id=fjord["id"], expected_version=1, fields={"employees": 99})

    crm.commit_import(import_id=batch["id"])
    eventually(lambda: status(crm, batch) == "committed")

    done = crm.get_import(import_id=batch["id"])
    assert (done["counts"]["created"], done["counts"]["failed"]) == (1, 1)
    (failed,) = rows_of(crm, done, state="failed")
    assert failed["issues"][0]["code"] == "crm.import_record_changed"
    assert crm.get_customer(customer_id=fjord["id"])["employees"] == 99
