"""Values of fields that organisations define themselves: read, kept and merged."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.kernel.custom_values import Definition, key_id, merged, read_value
from shared.kernel.errors import Invalid
from shared.kernel.ids import new_id

USER = "01a20b69-75aa-73b1-a566-f948a16c0155"


def a_field(kind="text", key="size", **more):
    return Definition(id=new_id(), entity="customer", key=key, type=kind, **more)


def a_choice(kind="choice", **more):
    return a_field(kind, options=("s", "m", "l"), **more)


@pytest.mark.parametrize(
    ("definition", "value", "kept"),
    [
        (a_field(), " Bygg\r\nAnlegg ", "Bygg\nAnlegg"),
        (a_field(), "  ", None),
        (a_field("number"), 3, "3"),
        (a_field("number"), "0012.500", "12.5"),
        (a_field("number"), 1200.0, "1200"),
        (a_field("number"), "-0.0", "0"),
        (a_field("date"), "2026-11-23", "2026-11-23"),
        (a_field("boolean"), False, False),
        (
            a_field("money"),
            {"amount": "12.5", "currency": "NOK"},
            {"amount": "12.50", "currency": "NOK"},
        ),
        (a_choice(), "m", "m"),
        (a_choice("multi_choice"), ["l", "s", "l"], ["s", "l"]),
        (a_choice("multi_choice"), [], None),
        (a_field("user"), USER.upper(), USER),
    ],
)
def test_values_are_kept_in_one_form(definition, value, kept):
    assert read_value(definition, value) == kept
    if kept is not None:
        assert read_value(definition, kept) == kept


@pytest.mark.parametrize(
    ("definition", "value"),
    [
        (a_field(), 3),
        (a_field(), "x" * 5001),
        (a_field("number"), True),
        (a_field("number"), "1e5"),
        (a_field("number"), 1e300),
        (a_field("number"), "NaN"),
        (a_field("number"), ["1"]),
        (a_field("date"), "23.11.2026"),
        (a_field("date"), "2026-02-30"),
        (a_field("boolean"), "true"),
        (a_field("money"), "12"),
        (a_field("money"), {"amount": "12.345", "currency": "NOK"}),
        (a_field("money"), {"amount": "12", "currency": "kr!"}),
        (a_choice(), "xl"),
        (a_choice(), ["s"]),
        (a_choice("multi_choice"), "s"),
        (a_choice("multi_choice"), [["s"]]),
        (a_field("user"), "kari"),
        (a_field("user"), 7),
    ],
)
def test_values_of_another_type_are_refused(definition, value):
    with pytest.raises(Invalid) as refusal:
        read_value(definition, value)

    assert refusal.value.code == "platform.custom_value_invalid"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**12, min_value=0))
def test_numbers_keep_their_value(number):
    kept = read_value(a_field("number"), str(number))

    assert Decimal(kept) == number
    assert read_value(a_field("number"), kept) == kept


def outcome(patch, old=(), *, is_new=False, **definitions):
    known = {key: definitions[key] for key in definitions}
    done = merged(known, patch, dict(old), is_new=is_new)
    return done.values, [(each.pointer, each.code) for each in done.errors]


def test_a_patch_is_merged_key_by_key_and_null_removes():
    fields = {key: a_field("number", key) for key in ("a", "b", "c")}

    assert outcome({"a": None, "c": 3}, {"a": "1", "b": "2"}, **fields) == (
        {"b": "2", "c": "3"},
        [],
    )


def test_every_wrong_key_is_named():
    _, errors = outcome({"a": "x", "b": 1}, a=a_field("number", "a"))

    assert errors == [
        ("/custom/a", "platform.custom_value_invalid"),
        ("/custom/b", "platform.custom_field_unknown"),
    ]


def test_a_required_value_is_needed_by_new_records_and_cannot_be_removed():
    size = a_field(required=True)

    assert outcome({}, is_new=True, size=size)[1] == [
        ("/custom/size", "platform.custom_value_missing")
    ]
    assert outcome({"size": None}, {"size": "x"}, size=size)[1] == [
        ("/custom/size", "platform.custom_value_missing")
    ]
    assert outcome({}, size=size)[1] == []


def test_a_retired_field_keeps_its_value_and_takes_no_other():
    size = a_field(is_open=False, required=True)

    assert outcome({"size": "x"}, {"size": "x"}, size=size) == ({"size": "x"}, [])
    assert outcome({"size": "y"}, {"size": "x"}, size=size)[1] == [
        ("/custom/size", "platform.custom_field_retired")
    ]
    assert outcome({"size": None}, {"size": "x"}, size=size) == ({}, [])


def test_a_retired_choice_stays_where_it_is():
    size = a_choice("multi_choice", retired_options=frozenset({"s"}))

    assert outcome({"size": ["s", "l"]}, {"size": ["s"]}, size=size) == ({"size": ["s", "l"]}, [])
    assert outcome({"size": ["s"]}, {"size": ["l"]}, size=size)[1] == [
        ("/custom/size", "platform.custom_value_invalid")
    ]


def test_a_key_stands_for_the_same_id_everywhere():
    assert key_id("case", "size") == key_id("case", "size") != key_id("quote", "size")
