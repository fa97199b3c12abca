"""Customer lists: loading, members, pages of both."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.custom_fields import with_custom
from shared.contracts.crm.lists.views import CustomerListView, ListMemberView
from shared.contracts.tables import TablePartView
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence import audit
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import and_, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.domain.customer_lists.lists import CustomerList
from crm.persistence.customer_lists import exporting
from crm.persistence.customer_lists.selecting import (
    ENTITIES,
    listed,
    member_columns,
    member_view,
    named,
    ruled,
    seen,
)
from crm.persistence.customer_lists.sharing import openable, sharing_of
from crm.persistence.customer_lists.tables import customer_list_members, customer_lists
from crm.persistence.visibility import archived, live

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_SORTED = ("name", "entity", "kind", "owner_id", "created_at", "updated_at")
_PLAIN = [name for name in CustomerListView.__struct_fields__ if name in customer_lists.c]
_LISTS = Listing(
    customer_lists,
    filters={name: customer_lists.c[name] for name in _SORTED},
    sorts={name: customer_lists.c[name] for name in _SORTED},
    default_sort="name",
    search=[customer_lists.c.name, customer_lists.c.description],
    special={"archived": lambda value: archived(customer_lists, value)},
)


def view_of(found: Any, member_count: int | None = None) -> CustomerListView:
    """A view from a row or a record."""
    return CustomerListView(
        **{name: getattr(found, name) for name in _PLAIN},
        shared_with=sharing_of(found),
        member_count=member_count,
    )


class StoredCustomerLists:
    """The customer lists of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, list_id: UUID, *, lock: bool = False) -> CustomerList:
        """Load one the caller may open; ``crm.customer_list_unknown``."""
        known = self._work.session.execute(
            select(customer_lists.c.id)
            .where(customer_lists.c.id == list_id)
            .where(openable(self._work.caller, customer_lists))
        ).scalar()
        if known is None:
            raise NotFound("There is no such list.", code="crm.customer_list_unknown", id=list_id)
        return get_record(
            self._work, CustomerList, list_id, unknown="crm.customer_list_unknown", lock=lock
        )

    def show(self, found: CustomerList) -> CustomerListView:
        """A list with the number of its members the caller sees."""
        return view_of(found, self.count(found))

    def page(self, query: ListQuery) -> Page[CustomerListView]:
        """A page of the lists the caller may open; one statement."""
        where = and_(openable(self._work.caller, customer_lists), live(query, customer_lists))
        return _LISTS.page(self._work, query, where=where, to_view=view_of)

    def is_named(self, name: str, owner_id: UUID, *, but: UUID) -> bool:
        """Whether the owner has another live list with the name."""
        return bool(
            self._work.session.execute(
                select(customer_lists.c.id)
                .where(customer_lists.c.organisation_id == self._work.caller.organisation_id)
                .where(customer_lists.c.owner_id == owner_id, customer_lists.c.id != but)
                .where(func.lower(customer_lists.c.name) == name.lower())
                .where(customer_lists.c.archived_at.is_(None))
                .limit(1)
            ).scalar()
        )

    def check_rule(self, entity: str, rule: dict[str, Any]) -> None:
        """Stop unless the entity's list takes the rule."""
        ruled(self._work, ENTITIES[entity], rule)

    def seen(self, entity: str, ids: Sequence[UUID]) -> set[UUID]:
        """Those of *ids* the caller may see."""
        of = ENTITIES[entity]
        rows = self._work.session.execute(
            select(of.table.c.id).where(named(of, list(ids)), seen(self._work, of))
        )
        return set(rows.scalars())

    def count(self, found: CustomerList) -> int:
        """How many members the caller sees."""
        return exporting.count(self._work, found, "view")

    def members(self, found: CustomerList, query: ListQuery) -> Page[ListMemberView]:
        """A page of members the caller sees; one statement, one more for the total."""
        entity = ENTITIES[found.entity]
        listed_by = entity.listing(self._work.caller)
        listing = with_custom(listed_by, self._work, entity.name, entity.table, query)
        return listing.page(
            self._work,
            query,
            where=and_(seen(self._work, entity), listed(self._work, found)),
            columns=member_columns(entity),
            to_view=member_view,
        )

    def member_count(self, found: CustomerList) -> int:
        """Members kept on a static list, seen by the caller or not."""
        return self._work.session.execute(
            select(func.count())
            .select_from(customer_list_members)
            .where(customer_list_members.c.list_id == found.id)
        ).scalar_one()

    def add_members(self, found: CustomerList, ids: Sequence[UUID]) -> int:
        """Put records on a static list; how many were not on it."""
        whose = {
            "list_id": found.id,
            "organisation_id": self._work.caller.organisation_id,
            "added_by": self._work.caller.actor_id,
            "added_at": self._work.now(),
        }
        added = self._work.session.execute(
            upsert(customer_list_members)
            .values([{"member_id": each, **whose} for each in dict.fromkeys(ids)])
            .on_conflict_do_nothing()
            .returning(customer_list_members.c.member_id)
        ).all()
        self._note(found, "members", [None, f"+{len(added)}"])
        return len(added)

    def remove_member(self, found: CustomerList, member_id: UUID) -> bool:
        """Take a record off a static list; whether it was on it."""
        gone = self._work.session.execute(
            delete(customer_list_members)
            .where(customer_list_members.c.list_id == found.id)
            .where(customer_list_members.c.member_id == member_id)
            .returning(customer_list_members.c.member_id)
        ).first()
        self._note(found, "members", [str(member_id), None])
        return gone is not None

    def note_export(self, found: CustomerList) -> None:
        """Write the export into the audit trail."""
        self._note(found, "rule", [None, found.rule], action="exported")

    def export_part(self, found: CustomerList, after: str | None) -> TablePartView:
        """The next rows of an export."""
        return exporting.part(self._work, found, after)

    def _note(
        self, found: CustomerList, what: str, change: list[Any], *, action: str = "changed"
    ) -> None:
        entry = audit.entry(self._work.caller, self._work.clock, found, action, {what: change})
        self._work.audit_rows([{**entry, "entity_version": found.version}])
