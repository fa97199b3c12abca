"""Which column holds what."""

import pytest
from crm.domain.imports.headers import guess, score


def fields(kind, *headers):
    return [field for field, _ in guess(kind, headers)]


def test_norwegian_and_english_headers_are_known():
    assert fields(
        "customers", "Kundenr.", "Kundenavn", "Org.nr", "Besøksadresse", "POSTNR", "By", "E-post"
    ) == ["customer_no", "name", "organisation_number", "street", "postal_code", "city", "email"]
    assert fields("customers", "Company Name", "year_established", "office_location") == [
        "name",
        "founded_year",
        "country",
    ]
    assert fields("contacts", "Fornavn", "Etternavn", "Mobil", "Firma", "Stilling") == [
        "given_name",
        "family_name",
        "mobile",
        "customer",
        "title",
    ]


def test_what_resembles_a_header_is_suggested_not_taken():
    assert guess("customers", ["Organisasjonsnumer", "Noe annet"]) == [
        (None, "organisation_number"),
        (None, None),
    ]


def test_the_first_of_two_columns_gets_the_field():
    assert fields("customers", "Navn", "Firma") == ["name", None]


@pytest.mark.parametrize(("headers", "known"), [(["Navn", "Orgnr", "Hei"], 2), (["a", ""], 0)])
def test_a_row_of_headers_is_known_by_how_many_are(headers, known):
    assert score("customers", headers) == known
