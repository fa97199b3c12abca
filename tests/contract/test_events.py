"""Events only ever gain optional fields; anything else needs a new version."""

import json

from described import SNAPSHOT, events
from shared.contracts.declare import EVENTS, type_of


def test_no_event_was_removed_or_changed():
    written = json.loads(SNAPSHOT.read_text())
    now = events()

    assert written.keys() - now.keys() == set()
    changed = {
        f"{name}.{field}"
        for name, fields in written.items()
        for field, shape in fields.items()
        if now[name].get(field) != shape
    }
    assert changed == set()


def test_a_new_field_may_be_left_out():
    written = json.loads(SNAPSHOT.read_text())

    required = {
        f"{name}.{field}"
        for name, fields in events().items()
        for field, shape in fields.items()
        if name in written and field not in written[name] and not shape["optional"]
    }

    assert required == set()


def test_every_event_is_written_down():
    assert events().keys() - json.loads(SNAPSHOT.read_text()).keys() == set()


def test_every_event_names_its_aggregate_and_version():
    for name, fields in events().items():
        declared = type_of(EVENTS[name])
        assert fields[declared.aggregate]["type"] in ("UUID", "uuid.UUID"), name
        assert fields["version"]["type"] == "int", name


def test_cost_salary_and_margin_travel_apart():
    private = {
        f"{name}.{field}"
        for name, fields in events().items()
        if not type_of(EVENTS[name]).restricted
        for field in fields
        if any(word in field for word in ("cost_rate", "salary", "margin", "cost_price"))
    }

    assert private == set()
