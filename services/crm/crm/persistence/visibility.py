"""
Who sees what, as conditions of every read.

One rule: a record is visible when its own scope allows it and, if it is linked to customers, at
least one of them is visible.  So nothing shows a customer that may not be seen.
"""

from uuid import UUID

from shared.capabilities.policy import visible
from shared.kernel.context import Caller
from shared.kernel.errors import invalid_field
from shared.kernel.paging import ListQuery
from sqlalchemy import ColumnElement, FromClause, and_, exists, false, not_, or_, true

from crm.domain.timeline import RESOURCE_OF
from crm.persistence.activity_tables import (
    activities,
    activity_participants,
    notes,
    timeline_entries,
)
from crm.persistence.tables import affiliations, contacts, customers, metadata


def visible_customers(caller: Caller) -> ColumnElement[bool]:
    """Customers the caller may see."""
    return visible(caller, "customer.view", customers)


def visible_contacts(caller: Caller) -> ColumnElement[bool]:
    """Contacts the caller may see: own scope, and a visible customer if he has any."""
    own = visible(caller, "contact.view", contacts)
    if caller.scope("customer", "view") == "all":
        return own
    current = and_(affiliations.c.contact_id == contacts.c.id, affiliations.c.until_on.is_(None))
    # Tied to the contact alone: a query may have affiliations of its own.
    linked = exists().where(current).correlate(contacts)
    seen = (
        exists()
        .where(current, customers.c.id == affiliations.c.customer_id, visible_customers(caller))
        .correlate(contacts)
    )
    return and_(own, or_(not_(linked), seen))


def visible_activities(caller: Caller) -> ColumnElement[bool]:
    """Activities the caller may see: own scope or taking part, and a visible customer."""
    if caller.scope("activity", "view") == "none":
        return false()
    own = or_(visible(caller, "activity.view", activities), takes_part(caller.actor_id))
    same = activities.c.organisation_id == caller.organisation_id
    return and_(same, own, _customer_is_visible(caller, activities))


def takes_part(user_id: UUID) -> ColumnElement[bool]:
    """Activities the user is a participant of."""
    return (
        exists()
        .where(
            activity_participants.c.activity_id == activities.c.id,
            activity_participants.c.user_id == user_id,
        )
        .correlate(activities)
    )


def visible_notes(caller: Caller) -> ColumnElement[bool]:
    """Notes the caller may see; another's private note does not exist for him."""
    mine = or_(notes.c.privacy == "normal", notes.c.owner_id == caller.actor_id)
    own = visible(caller, "note.view", notes)
    linked = (copy_is_visible(caller, notes, kind) for kind in ("case", "project"))
    seen = and_(_customer_is_visible(caller, notes), _contact_is_visible(caller), *linked)
    return and_(own, mine, seen)


def visible_entries(caller: Caller) -> ColumnElement[bool]:
    """Timeline entries of records the caller may see; the customer's own are free."""
    entries = timeline_entries
    kinds: dict[str, list[str]] = {}
    for ref_kind, resource in RESOURCE_OF.items():
        if ref_kind != "customer":
            kinds.setdefault(caller.scope(resource, "view"), []).append(ref_kind)
    kinds.pop("none", None)
    seen = [
        and_(
            entries.c.ref_kind.in_(of_scope),
            visible(caller, f"{RESOURCE_OF[of_scope[0]]}.view", entries),
        )
        for of_scope in kinds.values()
    ]
    mine = or_(
        not_(entries.c.is_private),
        entries.c.owner_id == caller.actor_id,
        entries.c.ref_kind == "activity",
    )
    same = entries.c.organisation_id == caller.organisation_id
    return and_(same, mine, or_(entries.c.ref_kind == "customer", *seen))


def copy_is_visible(caller: Caller, table: FromClause, kind: str) -> ColumnElement[bool]:
    """The case or project a row is linked to, if any, is one the caller may see."""
    if caller.scope(kind, "view") == "all":
        return true()
    column = table.c["sales_case_id" if kind == "case" else "project_id"]
    copies = metadata.tables["reference_copies"]
    is_its = and_(copies.c.kind == kind, copies.c.id == column)
    may_see = visible(caller, f"{kind}.view", copies)
    if caller.scope(kind, "view") != "none":
        works_on = copies.c.data["member_ids"].contains([str(caller.actor_id)])
        may_see = or_(may_see, and_(copies.c.organisation_id == caller.organisation_id, works_on))
    seen = exists().where(is_its, may_see).correlate(table)
    return or_(column.is_(None), seen)


def live(query: ListQuery, table: FromClause) -> ColumnElement[bool]:
    """Leave out what is archived unless the query says otherwise."""
    return true() if "archived" in query.filters else table.c.archived_at.is_(None)


def standing(table: FromClause) -> ColumnElement[bool]:
    """Leave out what was merged into another: it is read by its id alone."""
    return table.c.merged_into_id.is_(None)


def archived(table: FromClause, value: str) -> ColumnElement[bool]:
    """The filter ``archived``: true, false or any."""
    if value not in ("true", "false", "any"):
        raise invalid_field("/archived", "must be true, false or any")
    if value == "any":
        return true()
    return table.c.archived_at.is_not(None) if value == "true" else table.c.archived_at.is_(None)


def _customer_is_visible(caller: Caller, table: FromClause) -> ColumnElement[bool]:
    if caller.scope("customer", "view") == "all":
        return true()
    is_its = customers.c.id == table.c.customer_id
    seen = exists().where(is_its, visible_customers(caller)).correlate(table)
    return or_(table.c.customer_id.is_(None), seen)


def _contact_is_visible(caller: Caller) -> ColumnElement[bool]:
    is_its = contacts.c.id == notes.c.contact_id
    seen = exists().where(is_its, visible_contacts(caller)).correlate(notes)
    return or_(notes.c.contact_id.is_(None), seen)
