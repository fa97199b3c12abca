"""Statements are built once for each kind of rights, and no caller gets another kind's."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from shared.capabilities.policy import visible
from shared.capabilities.statements import MOST_KINDS, Statement, is_one_of, parameter
from shared.kernel.context import Caller
from sqlalchemy import Column, MetaData, Table, Uuid, select

THINGS = Table(
    "things",
    MetaData(),
    Column("id", Uuid),
    Column("organisation_id", Uuid),
    Column("owner_id", Uuid),
    Column("unit_id", Uuid),
)
ONE, TWO, UNIT, BELOW = (UUID(int=number) for number in range(1, 5))


def a_caller(scope="all", **changes):
    given = {"organisation_id": ONE, "actor_id": ONE, "grants": {"thing.view": scope}}
    return Caller(**given | changes)


class Session:
    """Keeps what it is to execute."""

    def execute(self, statement, values):
        self.statement, self.values = statement, values


def run(statement, caller, **values):
    session = Session()
    statement.run(SimpleNamespace(caller=caller, session=session), **values)
    return session


@pytest.fixture
def things():
    built = []

    def build(caller):
        built.append(caller)
        return select(THINGS.c.id).where(visible(caller, "thing.view", THINGS))

    statement = Statement(build)
    statement.built = built
    return statement


def test_callers_with_the_same_rights_share_a_statement_and_differ_in_their_ids(things):
    first = run(things, a_caller("own"))
    second = run(things, a_caller("own", organisation_id=TWO, actor_id=TWO))

    assert first.statement is second.statement
    assert len(things.built) == 1
    assert second.values["caller_organisation_id"] == second.values["caller_id"] == TWO
    assert str(ONE) not in str(first.statement.compile().params.values())


@pytest.mark.parametrize(
    "other",
    [
        a_caller("own"),
        a_caller("none"),
        a_caller(is_system=True),
        a_caller(field_classes=frozenset({"cost"})),
        a_caller(unit_id=UNIT),
        a_caller(grants={"thing.view": "all", "note.view": "own"}),
    ],
)
def test_other_rights_are_another_statement(things, other):
    assert run(things, other).statement is not run(things, a_caller()).statement


def test_units_below_are_part_of_the_rights_they_matter_for(things):
    wide = {"scope": "subtree", "unit_id": UNIT}

    narrow = run(things, a_caller(**wide, unit_ids=frozenset({UNIT})))
    wider = run(things, a_caller(**wide, unit_ids=frozenset({UNIT, BELOW})))
    values = wider.statement.compile().params.values()

    assert narrow.statement is not wider.statement
    assert [UNIT, BELOW] in values


def test_somebody_without_a_unit_sees_what_has_none_as_he_always_did(things):
    assert "unit_id IS NULL" in str(run(things, a_caller("unit")).statement)
    assert "unit_id = " in str(run(things, a_caller("unit", unit_id=UNIT)).statement)


def test_a_statement_made_of_more_than_rights_fails_when_it_is_built():
    statement = Statement(lambda caller: select(THINGS).where(THINGS.c.id == caller.currency))

    with pytest.raises(AttributeError):
        run(statement, a_caller())


def test_only_so_many_kinds_are_kept(things):
    def run_for(number):
        run(things, a_caller(grants={f"thing.verb{number}": "all"}))
        return len(things.built)

    for number in range(MOST_KINDS + 1):
        run_for(number)

    assert run_for(1) == MOST_KINDS + 1  # kept
    assert run_for(0) == MOST_KINDS + 2  # built again


def test_however_many_ids_are_one_parameter():
    statement = Statement(lambda caller: select(THINGS).where(is_one_of(THINGS.c.id, "ids")))

    assert "ANY (:ids)" in str(run(statement, a_caller(), ids=[ONE, TWO]).statement)
    assert parameter("ids", Uuid).key == "ids"
