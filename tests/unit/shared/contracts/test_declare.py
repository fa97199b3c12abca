"""Shapes are read strictly and say where they are wrong."""

from datetime import date
from uuid import UUID

import pytest
from shared.contracts.declare import UNSET, Event, Fields, UnsetType, View, dump, load, load_bytes
from shared.kernel.errors import Invalid
from shared.kernel.money import Money


class Line(View):
    price: Money
    day: date | None = None


class Wanted(Fields):
    name: str | UnsetType | None = UNSET
    lines: list[Line] | UnsetType = UNSET


class Fact(Event):
    thing_id: UUID


def test_what_is_not_given_is_neither_null_nor_written():
    assert load(Wanted, {}).given() == {}
    assert load(Wanted, {"name": None}).given() == {"name": None}
    assert dump(Wanted(name=None)) == {"name": None}


def test_money_and_dates_cross_the_wire_as_the_public_form():
    line = Line(price=Money(1250, "NOK"), day=date(2026, 2, 28))

    assert dump(line) == {"price": {"amount": "12.50", "currency": "NOK"}, "day": "2026-02-28"}
    assert load(Line, dump(line)) == line


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({"nme": 1}, "/nme"),
        ({"name": 1}, "/name"),
        ({"lines": [{"price": {"amount": 1.5, "currency": "NOK"}}]}, "/lines/0/price"),
        ({"lines": [{}]}, "/lines/0/price"),
        ({"lines": [{"price": {"amount": "1", "currency": "NOK"}, "day": "x"}]}, "/lines/0/day"),
    ],
)
def test_a_wrong_field_is_named_by_its_pointer(data, pointer):
    with pytest.raises(Invalid) as refused:
        load(Wanted, data)

    assert [each.pointer for each in refused.value.errors] == [pointer]


def test_readers_of_events_ignore_fields_they_do_not_know():
    body = b'{"thing_id": "01890000-0000-7000-8000-000000000000", "news": 1}'

    assert load_bytes(Fact, body).thing_id.version == 7


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"\xff", b"[" * 100_000])
def test_what_is_not_a_fact_is_invalid(body):
    with pytest.raises(Invalid):
        load_bytes(Fact, body)
