"""No service can forget that people may ask to be forgotten."""

import importlib
import re

import pytest
from crm.entrypoints.privacy.reactions import PARTS
from shared.capabilities.privacy.exporting import exported_columns
from shared.capabilities.privacy.holdings import NOT_EXPORTED, Holdings
from shared.contracts.declare import EVENTS, type_of
from shared.contracts.privacy import PartDone
from shared.messaging.topology import SERVICES
from sqlalchemy import LargeBinary

RESTRICTED = re.compile(
    r"cost_rate|cost_price|unit_cost|cost_minor|salary|margin|floor_bp|target_bp"
)
SECRET = re.compile(r"password|secret|token_(hash|start)|digest\b.*key")


def _tables(service):
    return importlib.import_module(f"{service}.__main__").metadata.tables.values()


def _holdings(service) -> Holdings:
    return importlib.import_module(f"{service}.__main__").HOLDINGS


def test_every_service_says_when_its_part_is_done_and_is_waited_for():
    declared = {type_of(each).source for each in EVENTS.values() if issubclass(each, PartDone)}

    assert declared == {type_of(each).source for each in PARTS} == set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_column_of_bytes_says_how_it_is_read(service):
    unsaid = [
        f"{table.name}.{column.name}"
        for table in _tables(service)
        for column in table.c
        if isinstance(column.type, LargeBinary)
        and _holdings(service).coding_of(f"{table.name}.{column.name}") is None
    ]

    assert unsaid == []


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_declared_exists(service):
    holdings = _holdings(service)
    tables = {table.name: table for table in _tables(service)}
    columns = {f"{name}.{each.name}" for name, table in tables.items() for each in table.c}

    assert {*holdings.files, *holdings.secrets, *holdings.classes} <= columns
    assert {*holdings.persons, *holdings.bookkeeping, *holdings.employees} <= tables.keys()


@pytest.mark.parametrize("service", SERVICES)
def test_no_secret_and_nothing_restricted_is_exported_to_everyone(service):
    leaving = [
        f"{table.name}.{column.name}"
        for table in _tables(service)
        if table.name not in NOT_EXPORTED
        for column in exported_columns(table, _holdings(service), [])
        if RESTRICTED.search(column.name) or SECRET.search(column.name)
    ]

    assert leaving == []
