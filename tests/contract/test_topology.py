"""The event map as written down is the event map as wired."""

import tomllib

from described import TOPOLOGY, listeners
from shared.contracts.declare import EVENTS, is_optional


def test_the_event_map_is_as_written():
    assert listeners() == tomllib.loads(TOPOLOGY.read_text())


def test_an_event_nobody_hears_is_declared_optional():
    heard = listeners()

    assert {name for name in EVENTS if not heard[name] and not is_optional(name)} == set()


def test_an_optional_event_is_one_nobody_needs():
    heard = listeners()

    assert {name for name in EVENTS if heard[name] and is_optional(name)} == set()
