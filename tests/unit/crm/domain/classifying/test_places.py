"""Postal codes say where a place is, and are written as their country writes them."""

import pytest
from crm.domain.addresses import Address, settle_place
from crm.domain.classifying.places import check_postal_code, city_of, county_of
from shared.kernel.errors import Invalid


def test_a_norwegian_postal_code_knows_its_city_and_county_of_2024():
    assert (city_of("8622"), county_of("8622")) == ("Mo i Rana", "Nordland")
    assert (county_of("1337"), county_of("3001"), county_of("3111")) == (
        "Akershus",
        "Buskerud",
        "Vestfold",
    )
    assert (city_of("0000"), county_of(None)) == (None, None)


@pytest.mark.parametrize(
    ("country", "code"),
    [("SE", "114 55"), ("SE", "SE-11455"), ("SE", "11455"), ("LV", "LV-1010"),
     ("GB", "SW1A 1AA"), ("NL", "1234AB"), ("US", "94103-1234"), ("PL", "00-001"),
     ("AO", "whatever")],
)  # fmt: skip
def test_a_code_as_its_country_writes_it_is_taken(country, code):
    assert check_postal_code(code, country)


@pytest.mark.parametrize(("country", "code"), [("SE", "1145"), ("DE", "ABCDE"), ("US", "9410")])
def test_a_code_no_country_writes_so_is_refused(country, code):
    with pytest.raises(Invalid, match="no postal code"):
        check_postal_code(code, country)


def test_a_given_city_or_region_wins_over_the_postal_code():
    settled = settle_place({"postal_code": "0155", "city": "Bjørvika", "country": "NO"})
    assert settled == {
        "postal_code": "0155",
        "city": "Bjørvika",
        "country": "NO",
        "region": "Oslo",
    }


def test_only_what_followed_from_the_old_code_follows_the_new_one():
    before = Address(kind="visiting", postal_code="0155", city="Bjørvika", region="Oslo")
    assert settle_place({"postal_code": "5003"}, before) == {
        "postal_code": "5003",
        "region": "Vestland",
    }


def test_other_countries_codes_say_nothing_here():
    assert settle_place({"postal_code": "0155", "country": "DK"}) == {
        "postal_code": "0155",
        "country": "DK",
    }
