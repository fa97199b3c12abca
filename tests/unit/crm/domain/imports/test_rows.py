"""Rows of files: what cells mean, and what is wrong with them."""

import pytest
from crm.domain.imports.contact_rows import read_contact_row
from crm.domain.imports.customer_rows import read_customer_row
from crm.domain.imports.rows import Row
from crm.domain.imports.settling import TriedRow, settle
from crm.domain.imports.words import Vocabulary, decimal_text, kinds, whole
from hypothesis import given
from hypothesis import strategies as st
from shared.kernel.ids import new_id


def a_row(**cells):
    return Row(row_no=2, cells=cells)


def read(vocabulary=None, defaults=None, **cells):
    return read_customer_row(a_row(**cells), vocabulary or Vocabulary(), defaults or {})


def issues(row):
    return [(each["level"], each["field"], each["code"]) for each in row.issues]


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("1 200", 1200), ("1\u00a0200", 1200), ("1,200", 1200), ("1.200.000", 1200000),
     ("12.5", None), ("mange", None), ("", None)],
)  # fmt: skip
def test_whole_numbers_are_read_as_people_write_them(text, number):
    assert whole(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 234,50", "1234.50"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("kr 100", "100"),
     ("-3", "-3"), ("1e5", None), ("ti", None)],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text, number):
    assert decimal_text(text) == number


def test_kinds_are_read_in_two_languages():
    assert kinds("Kunde, partner") == ["customer", "partner"]
    assert kinds("kunde/venn") is None


def test_revenue_is_in_the_unit_the_file_uses():
    row = read(name="A", revenue="1100.04", defaults={"revenue_unit": "1000000", "currency": "USD"})

    assert row.values["annual_revenue_minor"] == 110_004_000_000
    assert row.values["annual_revenue_currency"] == "USD"


def test_a_misspelt_industry_is_a_warning_with_a_suggestion():
    row = read(name="A", industry="technolgy")

    assert issues(row) == [("warning", "industry", "crm.industry_unknown")]
    assert row.issues[0]["suggestion"] == "technology"
    assert "industry_code" not in row.values
    taken = read(name="A", industry="technolgy", vocabulary=Vocabulary(accept_suggestions=True))
    assert taken.values["industry_code"] == "K"


def test_the_organisations_own_words_come_first():
    own = Vocabulary(industries={"teknologi": "tech"}, people={"kari": new_id()})

    row = read(name="A", industry="Teknologi", owner="Ola", vocabulary=own)

    assert row.values["industry_code"] == "tech"
    assert issues(row) == [("warning", "owner", "crm.owner_unknown")]


def test_a_strange_phone_number_is_kept_and_a_strange_website_is_not():
    row = read(name="A", phone="ring etter ti", website="javascript:x")

    assert row.values["phone"] == "ring etter ti"
    assert "website" not in row.values
    assert not row.is_wrong


def test_an_empty_cell_leaves_a_field_and_a_dash_empties_it():
    row = read(name="A", legal_name="-")

    assert row.values["legal_name"] is None
    assert "email" not in row.values


@given(st.dictionaries(
    st.sampled_from(["name", "email", "phone", "employees", "revenue", "country", "industry",
                     "postal_code", "organisation_number", "kinds", "tags", "website", "currency"]),
    st.text(min_size=1, max_size=40),
))  # fmt: skip
def test_no_cell_whatever_stops_the_reading(cells):
    row = read(**cells)

    assert row.is_wrong or row.values.get("name") or not cells.get("name", "").strip()


@pytest.mark.parametrize(
    "full_name", ["Kari Anne Nordmann", "Nordmann, Kari Anne", " Nordmann,Kari Anne "]
)
def test_a_full_name_is_split(full_name):
    row = read_contact_row(a_row(full_name=full_name), Vocabulary(), {})

    assert (row.values["given_name"], row.values["family_name"]) == ("Kari Anne", "Nordmann")


def test_a_contact_of_a_row_needs_a_name():
    row = read_contact_row(a_row(email="a@b.no; c@d.no"), Vocabulary(), {})

    assert row.values["emails"] == ["a@b.no", "c@d.no"]
    assert issues(row) == [("error", "family_name", "crm.contact_nameless")]


def tried(row_no, name, *, action="create", **keys):
    return TriedRow(
        id=new_id(),
        row_no=row_no,
        action=action,
        record_id=new_id(),
        keys={"name": name, **keys},
    )


def test_names_repeat_only_for_want_of_numbers():
    rows = [
        tried(2, "a", organisation_number="1"),
        tried(3, "a", organisation_number="2"),
        tried(4, "b", organisation_number="1"),
        tried(5, "a"),
        tried(6, "a"),
    ]

    settled = settle("customers", rows)

    assert settled.repeated == {rows[2].id: ("organisation_number", 2), rows[4].id: ("name", 5)}


def test_rows_are_written_after_the_rows_they_stand_under():
    top, middle, low = tried(4, "a"), tried(3, "b", parent="a"), tried(2, "c", parent="b")
    lost = tried(5, "d", parent="x")

    settled = settle("customers", [low, middle, top, lost])

    assert settled.parents == {
        middle.id: (top.record_id, 1),
        low.id: (middle.record_id, 2),
    }
    assert settled.orphans == [lost.id]


def test_rows_that_stand_above_themselves_have_no_parent():
    first, second = tried(2, "a", parent="b"), tried(3, "b", parent="a")

    settled = settle("customers", [first, second])

    assert settled.parents == {}
    assert settled.orphans == [first.id, second.id]
