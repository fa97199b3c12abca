"""
Reads that are built once for each kind of rights, not once for each call.

Building a statement costs more than running it.  What differs between callers of one kind are
their ids, which are parameters here, as is everything else that changes from call to call.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Executable,
    Result,
    Uuid,
    any_,
    bindparam,
)

from shared.kernel.context import Caller
from shared.persistence.work import Work

MOST_KINDS = 64  # of rights, for each statement


class AnyCaller:
    """
    All callers with the same rights, for conditions such as ``visible(…)``.

    Has nothing of a caller but his rights and, as parameters, his ids: a statement that needs
    something else of him fails when it is built.
    """

    def __init__(self, caller: Caller) -> None:
        self.scope = caller.scope
        self.sees = caller.sees
        self.organisation_id = parameter("caller_organisation_id", Uuid)
        self.actor_id = parameter("caller_id", Uuid)
        self.unit_id = None if caller.unit_id is None else parameter("caller_unit_id", Uuid)
        self.unit_ids = caller.unit_ids


class Statement:
    """
    One read.

    Args:
        build: Makes it for all callers of one kind; from call to call only parameters differ.
    """

    def __init__(self, build: Callable[[Any], Executable]) -> None:
        self._build = build
        self._built: OrderedDict[Hashable, Executable] = OrderedDict()

    def run(self, work: Work, **values: Any) -> Result[*tuple[Any, ...]]:
        """Run it for the caller, with values for its other parameters."""
        caller = work.caller
        return work.session.execute(
            self._for(caller),
            {
                "caller_organisation_id": caller.organisation_id,
                "caller_id": caller.actor_id,
                "caller_unit_id": caller.unit_id,
                **values,
            },
        )

    def _for(self, caller: Caller) -> Executable:
        kind = _kind_of(caller)
        built = self._built.get(kind)
        if built is None:
            built = self._built[kind] = self._build(AnyCaller(caller))
            if len(self._built) > MOST_KINDS:
                self._built.popitem(last=False)
        return built


def parameter(name: str, kind: Any) -> BindParameter[Any]:
    """A value that is given when the statement runs."""
    return bindparam(name, type_=kind)


def is_one_of(column: ColumnElement[UUID], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the ids in the parameter; one text however many there are."""
    return column == any_(parameter(name, ARRAY(Uuid)))


def _kind_of(caller: Caller) -> Hashable:
    return (
        caller.is_system,
        frozenset(caller.grants.items()),
        caller.field_classes,
        caller.unit_id is None,
        caller.unit_ids if "subtree" in caller.grants.values() else None,
    )
