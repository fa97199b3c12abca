"""C42: contacts alone or beside their customers, duplicates reported row by row."""

from support.crm import a_csv
from support.importing import committed, counts_of, rows_of, uploaded


def people_of(admin, name):
    (customer,) = admin.get("/customers", params={"name": name})["items"]
    found = admin.get("/contacts", params={"customer_id": customer["id"]})["items"]
    return {each["name"]: each for each in found}


def test_c42_contacts_come_beside_their_customers_and_are_updated_alone(admin):
    together = a_csv(
        "Kundenavn;Orgnr;Poststed;Kontaktperson;Kontakt e-post;Kontakt telefon;Stilling",
        "Fjord AS;923609016;Oslo;Kari Nordmann;kari@fjord.no;22334455;Leder",
        "Fjord AS;923609016;Oslo;Hansen, Ola;ola@fjord.no;;",
        "Sund AS;;Moss;Per Olsen;per@sund.no;;",
    )
    alone = a_csv(
        "Navn;E-post;Mobil;Kunde;Stilling",
        "Kari Nordmann;kari@fjord.no;91234567;Fjord AS;Daglig leder",
        "Ny Person;ny@sund.no;;Sund AS;",
    )

    first = committed(admin, uploaded(admin, together))
    second = committed(admin, uploaded(admin, alone, kind="contacts"))

    assert counts_of(first) == {"create": 5, "created": 5, "unchanged": 1}
    assert counts_of(second) == {"create": 1, "created": 1, "update": 1, "updated": 1}
    people = people_of(admin, "Fjord AS")
    assert set(people) == {"Kari Nordmann", "Ola Hansen"}
    assert people["Kari Nordmann"]["title"] == "Daglig leder"
    assert set(people_of(admin, "Sund AS")) == {"Per Olsen", "Ny Person"}
    again = committed(admin, uploaded(admin, together), force=True)
    assert counts_of(again) == {"unchanged": 5, "update": 1, "updated": 1}


def test_c42_duplicates_are_reported_row_by_row(admin):
    admin.post("/contacts", {"given_name": "Kari", "family_name": "Nordmann", "title": "Leder"})
    content = a_csv(
        "Navn;E-post;Stilling",
        "Kari Nordmann;;Sjef",
        "Ola Hansen;ola@fjord.no;",
        "Ola Hansen;ola@fjord.no;Selger",
    )

    done = committed(admin, uploaded(admin, content, kind="contacts"))

    assert counts_of(done) == {"create": 1, "created": 1, "duplicate": 2, "warnings": 1}
    doubtful, repeated = rows_of(admin, done, action="duplicate")
    assert (doubtful["row_no"], doubtful["changes"][0]["new"]) == (2, "Sjef")
    assert (repeated["row_no"], repeated["issues"][0]["code"]) == (4, "crm.import_row_repeated")
    assert repeated["issues"][0]["message"] == "the same as row 3"
