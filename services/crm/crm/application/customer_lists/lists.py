"""Use cases of customer lists: make, change, share, put records on them and take them off."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.capabilities.references import reference
from shared.contracts.crm.lists.views import CustomerListFields
from shared.contracts.declare import Fields
from shared.kernel.errors import FieldError, Forbidden, Invalid, NotFound

from crm.application.changing import refuse_stale
from crm.application.ports import CrmWork
from crm.domain.customer_lists.errors import CustomerListExists, ListFull
from crm.domain.customer_lists.lists import (
    DYNAMIC,
    MOST_MEMBERS,
    CustomerList,
    read_customer_list,
    refuse_too_many,
)
from crm.domain.values.problems import Problems
from crm.domain.values.sharing import Shared

NOUN = "customer_list"
MOST_IDS = 1000


def create_customer_list(work: CrmWork, *, fields: CustomerListFields) -> CustomerList:
    """
    Make a list; it belongs to the caller.

    Raises:
        Invalid, CustomerListExists: see ``CustomerListCalls.create_customer_list``.
    """
    values = _read(work, {"name": None, **_given(fields)}, None)
    require(work.caller, f"{values.get('entity', 'customer')}.view")
    values["owner_id"] = work.caller.actor_id
    made = CustomerList(unit_id=work.caller.unit_id, **values)
    _refuse_taken(work, made)
    work.save(made)
    return made


def change_customer_list(
    work: CrmWork, *, list_id: UUID, expected_version: int | None, fields: CustomerListFields
) -> CustomerList:
    """
    Change a list of one's own; a new owner gets it with all that is on it.

    Raises:
        Invalid, CustomerListExists, RecordArchived: see ``create_customer_list``.
    """
    found = work.customer_lists.get(list_id)
    keep(work, found, NOUN, expected_version)
    values = _read(work, _given(fields), found)
    if found.change(values):
        _refuse_taken(work, found)
        work.save(found)
    return found


def archive_customer_list(
    work: CrmWork, *, list_id: UUID, expected_version: int | None = None
) -> CustomerList:
    """Put a list away; its members stay on it."""
    found = work.customer_lists.get(list_id)
    keep(work, found, NOUN, expected_version)
    if found.archived_at is None:
        found.archive(work.now())
        work.save(found)
    return found


def restore_customer_list(work: CrmWork, *, list_id: UUID) -> CustomerList:
    """
    Take a list back.

    Raises:
        CustomerListExists: Its name was given to another meanwhile.
    """
    found = work.customer_lists.get(list_id)
    keep(work, found, NOUN)
    if found.archived_at is not None:
        found.archived_at = None
        _refuse_taken(work, found)
        work.save(found)
    return found


def add_list_members(work: CrmWork, *, list_id: UUID, ids: list[UUID]) -> CustomerList:
    """
    Put records the caller may see on a static list.

    Raises:
        ListIsDynamic, ListFull: see the classes.
        Invalid: ``crm.<entity>_unknown`` with pointers.
    """
    refuse_too_many(ids, MOST_IDS)
    found = work.customer_lists.get(list_id, lock=True)
    keep(work, found, NOUN)
    found.refuse_when_dynamic()
    seen = work.customer_lists.seen(found.entity, ids)
    if missing := [n for n, each in enumerate(ids) if each not in seen]:
        code = f"crm.{found.entity}_unknown"
        errors = [FieldError(f"/ids/{n}", code, "there is no such record") for n in missing]
        raise Invalid("Some records do not exist.", code=code, errors=errors)
    if work.customer_lists.add_members(found, ids):
        if work.customer_lists.member_count(found) > MOST_MEMBERS:
            raise ListFull(MOST_MEMBERS)
        work.save(found)
    return found


def remove_list_member(work: CrmWork, *, list_id: UUID, member_id: UUID) -> None:
    """
    Take a record off a static list.

    Raises:
        NotFound: ``crm.list_member_unknown``.
    """
    found = work.customer_lists.get(list_id, lock=True)
    keep(work, found, NOUN)
    found.refuse_when_dynamic()
    if not work.customer_lists.remove_member(found, member_id):
        raise NotFound("It is not on the list.", code="crm.list_member_unknown", id=member_id)
    work.save(found)


def keep(work: CrmWork, found: Shared, noun: str, expected_version: int | None = None) -> None:
    """
    Stop unless the caller may change something of somebody's own.

    Raises:
        Forbidden: He may open it only.
        Conflict: ``crm.<noun>_stale``.
    """
    if not found.is_kept_by(work.caller):
        raise Forbidden("Only its owner may change it.", code="platform.action_forbidden")
    refuse_stale(found, noun, expected_version)


def check_people(work: CrmWork, values: dict[str, Any]) -> None:
    """
    Make sure that the people something is shared with, or given to, exist.

    Raises:
        ReferenceMissing: ``identity.user_unknown``.
    """
    people = {*values.get("shared_user_ids", ()), values.get("owner_id")}
    for each in sorted(people - {None, work.caller.actor_id}, key=str):
        reference(work, "user", each)


def _given(fields: Fields) -> dict[str, Any]:
    given = fields.given()
    if "shared_with" in given:
        given["shared_with"] = given["shared_with"].given()
    return given


def _read(work: CrmWork, given: dict[str, Any], present: CustomerList | None) -> dict[str, Any]:
    problems = Problems()
    values = read_customer_list(given, problems, present=present)
    problems.stop("crm.customer_list_invalid")
    check_people(work, values)
    entity = present.entity if present else values.get("entity", "customer")
    if "rule" in values and (present.kind if present else values.get("kind", DYNAMIC)) == DYNAMIC:
        work.customer_lists.check_rule(entity, values["rule"])
    return values


def _refuse_taken(work: CrmWork, found: CustomerList) -> None:
    if work.customer_lists.is_named(found.name, found.owner_id, but=found.id):
        raise CustomerListExists(found.name)
