"""
Fields that organisations define themselves, in every service alike.

crm owns the definitions; everyone, crm too, reads them from its reference copies.  A refusal by a
copy may be out of date: it is raised as ``ReferenceMissing``, so that the owner is asked once and
the call repeated.  What is known costs no call.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, FromClause, Numeric, Text, Uuid, cast, or_, select
from sqlalchemy.types import Boolean

from shared.capabilities.policy import require_class
from shared.capabilities.references import OWNERS, Copies, ReferenceMissing, references
from shared.contracts.crm.events import CustomFieldState
from shared.contracts.declare import load
from shared.kernel.context import Caller
from shared.kernel.custom_values import KIND, UNKNOWN, Definition, key_id, merged
from shared.kernel.errors import FieldError, Invalid, invalid_field
from shared.kernel.paging import ListQuery
from shared.persistence.comparing import compare
from shared.persistence.listing import Listing

PREFIX = "custom."
_NO_USER = "there is no such user"

Custom = dict[str, Any]


def definitions(work: Copies, entity: str) -> dict[str, Definition]:
    """The fields of an entity by key, retired ones too; one statement."""
    table = work.table("reference_copies")
    rows = work.session.execute(
        select(table.c.data)
        .where(table.c.organisation_id == work.caller.organisation_id)
        .where(table.c.kind == KIND, table.c.data["entity"].astext == entity)
    )
    found = [definition_from(load(CustomFieldState, row.data)) for row in rows]
    return {each.key: each for each in sorted(found, key=lambda each: (each.position, each.key))}


def definition_from(state: CustomFieldState) -> Definition:
    """A definition as its owner tells it."""
    return Definition(
        id=state.custom_field_id,
        entity=state.entity,
        key=state.key,
        type=state.type,
        names=state.names,
        options=tuple(each.code for each in state.options),
        option_names={each.code: each.names for each in state.options},
        retired_options=frozenset(each.code for each in state.options if not each.active),
        required=state.required,
        field_class=state.field_class,
        position=state.position,
        is_open=state.active and not state.archived,
    )


def seen(known: Mapping[str, Definition], caller: Caller) -> dict[str, Definition]:
    """The definitions whose values the caller may see."""
    return {key: each for key, each in known.items() if sees(caller, each)}


def sees(caller: Caller, definition: Definition) -> bool:
    """Whether values of the field may be shown to the caller."""
    return definition.field_class == "normal" or caller.sees(definition.field_class)


def settle(
    work: Copies,
    entity: str,
    given: Mapping[str, Any] | None,
    *,
    old: Mapping[str, Any] | None = None,
) -> Custom:
    """
    The values of a record after a change, as they are kept.

    Args:
        given: A merge patch of one level; null in place of it empties every field one sees.
        old: The values before; None for a new record, which needs every required one.

    Raises:
        Invalid: ``platform.custom_…``; each error points to ``/custom/<key>``.
        Forbidden: ``platform.field_forbidden``, a field of a class the caller may not see.
        ReferenceMissing: The same refusals, until the owner of definitions or users was asked.
    """
    is_new = old is None
    if not given and given is not None and (not is_new or work.caller.is_system):
        return dict(old or {})
    known = definitions(work, entity)
    mine = seen(known, work.caller)
    patch = dict.fromkeys(mine.keys() & (old or {}).keys()) if given is None else dict(given)
    for key in patch.keys() & known.keys():
        _require_seen(work.caller, known[key])
    outcome = merged(mine, patch, old or {}, is_new=is_new and not work.caller.is_system)
    if outcome.errors:
        key = outcome.errors[0].pointer.rpartition("/")[2]
        raise _until_asked(entity, key, _refusal(outcome.errors))
    _check_people(work, mine, patch, outcome.values)
    return outcome.values


def shown(work: Copies, entity: str, values: Sequence[Custom]) -> list[Custom]:
    """
    What the caller may see of the values of several records; at most one statement.

    A value whose definition is not known here is not shown.
    """
    classes = ("personal", "cost", "margin", "salary")
    if not any(values) or all(work.caller.sees(each) for each in classes):
        return [dict(each) for each in values]
    mine = seen(definitions(work, entity), work.caller)
    return [{key: value for key, value in each.items() if key in mine} for each in values]


@dataclass(frozen=True)
class CustomColumn:
    """A column of a table made for people: exports and reports."""

    name: str  # as in filters: custom.<key>
    title: str
    definition: Definition

    def text(self, custom: Mapping[str, Any], people: Mapping[UUID, str]) -> str:
        """The value of one record as people write it; *people* are names by id."""
        value = custom.get(self.definition.key)
        if value is None:
            return ""
        if self.definition.type == "money":
            return f"{value['amount']} {value['currency']}"
        if self.definition.type == "user":
            return people.get(UUID(value), value)
        if isinstance(value, list):
            return ", ".join(self._option(each) for each in value)
        return self._option(value) if self.definition.type == "choice" else str(value)

    def _option(self, code: str) -> str:
        return self.definition.option_names.get(code, {}).get("nb") or code


def columns_of(work: Copies, entity: str) -> list[CustomColumn]:
    """The fields of an entity the caller may see, in order, as columns of exports and reports."""
    mine = seen(definitions(work, entity), work.caller).values()
    return [
        CustomColumn(f"{PREFIX}{each.key}", each.name(work.caller.locale), each)
        for each in mine
        if each.is_open
    ]


def with_custom(
    listing: Listing, work: Copies, entity: str, table: FromClause, query: ListQuery
) -> Listing:
    """
    A list that also knows the own fields the query names; no statement when it names none.

    Args:
        table: Where the column ``custom`` is.
        query: With filters and sorts such as ``custom.floors__gte``; of a rule, its filters.

    Raises:
        Forbidden: ``platform.field_forbidden``; values one may not see are not to be guessed.
        ReferenceMissing: Unknown here; the owner is asked.  Otherwise ``platform.filter_unknown``
            or ``platform.sort_unknown``.
    """
    filtered = _keys_in(query.filters)
    wanted = filtered | _keys_in(each.removeprefix("-") for each in query.sort)
    if not wanted:
        return listing
    known = definitions(work, entity)
    filters: dict[str, ColumnElement[Any]] = {}
    special: dict[str, Callable[[str], ColumnElement[bool]]] = {}
    for key in sorted(wanted):
        if key not in known:
            raise ReferenceMissing(
                KIND,
                key_id(entity, key),
                owner=OWNERS[KIND],
                otherwise=_no_field(key, key in filtered),
            )
        definition = known[key]
        _require_seen(work.caller, definition)
        if definition.type == "multi_choice":
            special |= _choices(table.c.custom, key)
        else:
            filters[f"{PREFIX}{key}"] = _COLUMNS[definition.type](table.c.custom, key)
    return listing.widened(filters, special=special)


def _require_seen(caller: Caller, definition: Definition) -> None:
    if definition.field_class != "normal":
        require_class(caller, definition.field_class)


def _refusal(errors: Sequence[FieldError]) -> Invalid:
    if len(errors) > 1:
        return Invalid("Own fields are wrong.", code="platform.custom_invalid", errors=errors)
    return Invalid(errors[0].message, code=errors[0].code, errors=errors)


def _until_asked(entity: str, key: str, refusal: Invalid) -> ReferenceMissing:
    """A refusal to be told only when the owner of definitions agrees."""
    return ReferenceMissing(KIND, key_id(entity, key), owner=OWNERS[KIND], otherwise=refusal)


def _check_people(
    work: Copies, known: Mapping[str, Definition], patch: Mapping[str, Any], values: Custom
) -> None:
    people = {
        UUID(values[key]): key for key in patch if key in values and known[key].type == "user"
    }
    missing = people.keys() - references(work, "user", people).keys() - {work.caller.actor_id}
    for user_id in missing:
        wrong = invalid_field(f"/custom/{people[user_id]}", _NO_USER, code="identity.user_unknown")
        raise ReferenceMissing("user", user_id, owner="identity", otherwise=wrong)


def _keys_in(names: Iterable[str]) -> set[str]:
    return {
        each.removeprefix(PREFIX).partition("__")[0] for each in names if each.startswith(PREFIX)
    }


def _no_field(key: str, is_filter: bool) -> Invalid:
    pointer = f"/{PREFIX}{key}" if is_filter else "/sort"
    return Invalid(
        f"There is no field {PREFIX}{key}.",
        code=f"platform.{'filter' if is_filter else 'sort'}_unknown",
        errors=[FieldError(pointer, UNKNOWN, "there is no such field")],
    )


_COLUMNS: dict[str, Callable[[Any, str], ColumnElement[Any]]] = {
    "text": lambda custom, key: custom[key].astext,
    "choice": lambda custom, key: custom[key].astext,
    "number": lambda custom, key: cast(custom[key].astext, Numeric),
    "money": lambda custom, key: cast(custom[key]["amount"].astext, Numeric),
    "date": lambda custom, key: cast(custom[key].astext, Date),
    "boolean": lambda custom, key: cast(custom[key].astext, Boolean),
    "user": lambda custom, key: cast(custom[key].astext, Uuid),
}


def _choices(custom: Any, key: str) -> dict[str, Callable[[str], ColumnElement[bool]]]:
    """Filters of a field of several choices: it has this one, or one of these."""

    def has_one(value: str) -> ColumnElement[bool]:
        chosen = [each for each in value.split(",") if each]
        return or_(*(custom.contains({key: [each]}) for each in chosen))

    def has(value: str) -> ColumnElement[bool]:
        if value == "null":
            return compare(key, cast(custom[key].astext, Text), "eq", value)
        return custom.contains({key: [value]})

    name = f"{PREFIX}{key}"
    return {name: has, f"{name}__contains": has, f"{name}__in": has_one}
