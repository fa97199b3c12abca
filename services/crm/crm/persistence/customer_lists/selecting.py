"""
Which records are meant: by rule, by list or by name, and always within what the caller may see.

Lists, bulk changes and exports choose their records here and nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.custom_fields import with_custom
from shared.capabilities.policy import visible
from shared.contracts.crm.lists.views import ListMemberView
from shared.kernel.context import Caller
from shared.kernel.paging import ListQuery
from shared.persistence.listing import Listing
from sqlalchemy import ColumnElement, FromClause, and_, exists, func, literal, null

from crm.domain.customer_lists.lists import STATIC, CustomerList
from crm.persistence.classifying.listings import contact_listing, customer_listing
from crm.persistence.customer_lists.tables import customer_list_members
from crm.persistence.tables import contacts, customers
from crm.persistence.visibility import live, visible_contacts, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork


@dataclass(frozen=True, kw_only=True)
class Entity:
    """What can be on lists and changed in bulk.  ``member`` are the columns of a member."""

    name: str
    table: FromClause
    listing: Callable[[Caller], Listing]
    visible: Callable[[Caller], ColumnElement[bool]]
    member: Mapping[str, Any]


_SAME = ("id", "owner_id", "unit_id", "version", "created_at", "updated_at")
_PERSON = func.concat_ws(" ", contacts.c.given_name, contacts.c.family_name)

ENTITIES = {
    "customer": Entity(
        name="customer",
        table=customers,
        listing=customer_listing,
        visible=visible_customers,
        member={
            **{name: customers.c[name] for name in (*_SAME, "name", "email", "phone")},
            **{name: customers.c[name] for name in ("rating", "country", "city")},
            "number": customers.c.customer_no,
        },
    ),
    "contact": Entity(
        name="contact",
        table=contacts,
        listing=contact_listing,
        visible=visible_contacts,
        member={
            **{name: contacts.c[name] for name in _SAME},
            "name": _PERSON,
            "number": null(),
            "email": contacts.c.emails[1],
            "phone": contacts.c.phones[1],
            **{name: null() for name in ("rating", "country", "city")},
        },
    ),
}


def member_columns(entity: Entity) -> list[ColumnElement[Any]]:
    """What to read of a member."""
    return [
        *(column.label(name) for name, column in entity.member.items()),
        literal(entity.name).label("entity"),
    ]


def member_view(row: Any) -> ListMemberView:
    """A member from a row of ``member_columns``."""
    return ListMemberView(**{name: getattr(row, name) for name in ListMemberView.__struct_fields__})


def ruled(
    work: "CrmWork", entity: Entity, rule: Mapping[str, Any], *, pointer: str = "/rule"
) -> ColumnElement[bool]:
    """
    Live records the rule means; archived ones only when it asks for them.

    Raises:
        Invalid: see ``Listing.condition``.
    """
    rule = dict(rule)
    where = [live(ListQuery(filters=rule), entity.table)]
    named_in = ListQuery(filters=rule)
    listing = with_custom(entity.listing(work.caller), work, entity.name, entity.table, named_in)
    return and_(*where, listing.condition(rule, pointer=pointer))


def named(entity: Entity, ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Records by id, archived ones too."""
    return entity.table.c.id.in_(ids)


def listed(work: "CrmWork", found: CustomerList) -> ColumnElement[bool]:
    """Live records on a list."""
    entity = ENTITIES[found.entity]
    if found.kind != STATIC:
        return ruled(work, entity, found.rule)
    on_it = exists().where(
        customer_list_members.c.list_id == found.id,
        customer_list_members.c.member_id == entity.table.c.id,
    )
    return and_(on_it.correlate(entity.table), entity.table.c.archived_at.is_(None))


def seen(work: "CrmWork", entity: Entity, grant: str = "view") -> ColumnElement[bool]:
    """Records the caller may see and has the grant for."""
    where = entity.visible(work.caller)
    if grant == "view":
        return where
    return and_(where, visible(work.caller, f"{entity.name}.{grant}", entity.table))
