"""C29: the county follows from the postal code unless somebody says otherwise."""

import pytest


@pytest.mark.parametrize(
    ("postal_code", "county"),
    [("0155", "Oslo"), ("1337", "Akershus"), ("5003", "Vestland"), ("9008", "Troms")],
)
def test_c29_the_county_follows_from_the_postal_code(admin, postal_code, county):
    address = {"postal_code": postal_code, "country": "NO"}
    made = admin.post("/customers", {"name": "Alfa AS", "addresses": [address]})

    found = admin.get("/customers", params={"region": county})["items"]
    assert (made["region"], [each["id"] for each in found]) == (county, [made["id"]])


def test_c29_a_given_region_wins_and_a_derived_one_follows_a_new_code(admin):
    given = {"postal_code": "0155", "country": "NO", "region": "Indre Østland"}
    derived = {"kind": "postal", "postal_code": "0155", "country": "NO"}
    made = admin.post("/customers", {"name": "Alfa AS", "addresses": [given, derived]})
    assert made["region"] == "Indre Østland"

    path = f"/customers/{made['id']}/addresses"
    kept, moved = (
        admin.send("PATCH", f"{path}/{each['id']}", json={"postal_code": "5003"}).json()
        for each in made["addresses"]
    )
    assert kept["region"] == "Indre Østland"
    assert (moved["region"], moved["city"]) == ("Vestland", "Bergen")
