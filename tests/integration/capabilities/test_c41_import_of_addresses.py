"""C41: addresses alone, matched to their customers and updated rather than doubled."""

import pytest
from support.crm import a_csv
from support.importing import committed, counts_of, rows_of, uploaded


@pytest.fixture
def customers(admin):
    """Three customers, known by number, organisation number and another system's id."""
    lines = ("Kundenavn;Kundenr;Orgnr;Ekstern id", "A;101;;", "B;;923609016;", "C;;;X-7")
    committed(admin, uploaded(admin, a_csv(*lines)))
    return {each["name"]: each for each in admin.get("/customers")["items"]}


def addresses_of(admin, customer):
    found = admin.get(f"/customers/{customer['id']}/addresses")["items"]
    return sorted((each["kind"], each["street"], each["postal_code"]) for each in found)


def test_c41_addresses_find_their_customers_and_are_updated(admin, customers):
    header = "Kundenr;Orgnr;Ekstern id;Type;Adresse;Postnr;Poststed;Land"
    first = (
        header,
        "101;;;besøk;Storgata 1;155;Oslo;Norge",
        "101;;;faktura;Postboks 9;0101;Oslo;",
        ";923 609 016;;besøk;Kaia 1;5003;Bergen;NO",
        ";;X-7;levering;Havna 2;;Göteborg;Sverige",
        "999;;;besøk;Borte 1;0155;Oslo;",
    )
    second = (header, "101;;;besøk;Strandgata 2;0150;Oslo;Norge", *first[2:5])

    done = committed(admin, uploaded(admin, a_csv(*first), kind="addresses"))
    again = committed(admin, uploaded(admin, a_csv(*second), kind="addresses"))

    assert counts_of(done) == {"create": 4, "created": 4, "error": 1, "warnings": 1}
    (refused,) = rows_of(admin, done, action="error")
    assert (refused["row_no"], refused["issues"][0]["code"]) == (6, "crm.customer_unknown")
    assert counts_of(again) == {"update": 1, "updated": 1, "unchanged": 3}
    assert addresses_of(admin, customers["A"]) == [
        ("invoice", "Postboks 9", "0101"),
        ("visiting", "Strandgata 2", "0150"),
    ]
    assert addresses_of(admin, customers["B"]) == [("visiting", "Kaia 1", "5003")]
    assert admin.get(f"/customers/{customers['C']['id']}")["country"] == "SE"


def test_c41_update_alone_adds_nothing(admin, customers):
    content = a_csv("Kundenr;Type;Adresse", "101;besøk;Storgata 1")
    batch = uploaded(admin, content, kind="addresses", options={"mode": "update"})

    done = committed(admin, batch)

    assert counts_of(done) == {"error": 1, "warnings": 1}
    assert done["changes_nothing"]
    assert addresses_of(admin, customers["A"]) == []
