"""C43: create, update or upsert is chosen per import; unmapped fields stay untouched."""

import pytest
from support.crm import a_csv
from support.importing import committed, counts_of, uploaded

FILE = a_csv("Orgnr;Kundenavn;Ansatte;Notat", "923609016;Fjord ASA;12;Fra fil", ";Ny AS;3;")


@pytest.fixture
def fjord(admin):
    return admin.post(
        "/customers",
        {
            "name": "Fjord AS",
            "organisation_number": "923609016",
            "employees": 10,
            "notes": "Fra oss",
            "tags": ["stor"],
            "addresses": [{"street": "Storgata 1", "city": "Oslo"}],
        },
    )


@pytest.mark.parametrize(
    ("mode", "expected", "employees", "names"),
    [
        ("create", {"create": 1, "created": 1, "duplicate": 1}, 10, {"Fjord AS", "Ny AS"}),
        ("update", {"update": 1, "updated": 1, "error": 1, "warnings": 1}, 12, {"Fjord ASA"}),
        (
            "upsert",
            {"create": 1, "created": 1, "update": 1, "updated": 1},
            12,
            {"Fjord ASA", "Ny AS"},
        ),
    ],
)
def test_c43_the_mode_is_chosen_and_only_mapped_fields_change(
    admin, fjord, mode, expected, employees, names
):
    options = {"mode": mode, "mapping": {"Notat": None}}

    done = committed(admin, uploaded(admin, FILE, options=options))

    assert counts_of(done) == expected
    found = admin.get("/customers")["items"]
    assert {each["name"] for each in found} == names
    (now,) = [each for each in found if each["id"] == fjord["id"]]
    assert (now["employees"], now["notes"], now["tags"]) == (employees, "Fra oss", ["stor"])
    assert now["addresses"] == fjord["addresses"]


def test_c43_match_keys_are_explicit_and_a_run_that_changes_nothing_says_so(admin, fjord):
    by_name = a_csv("Kundenavn;Ansatte", "Fjord AS;12")

    doubtful = committed(admin, uploaded(admin, by_name))
    sure = committed(admin, uploaded(admin, by_name, options={"match_keys": ["name"]}))
    again = uploaded(admin, by_name, options={"match_keys": ["name"]})
    checked = admin.post(f"/imports/{again['id']}/check")

    assert counts_of(doubtful) == {"duplicate": 1}
    assert counts_of(sure) == {"update": 1, "updated": 1}
    assert checked["changes_nothing"]
    said = {each["code"]: each["en"] for each in checked["messages"]}
    assert said["crm.import_changes_nothing"].startswith("Nothing would change")
    assert admin.get(f"/customers/{fjord['id']}")["version"] == 2
