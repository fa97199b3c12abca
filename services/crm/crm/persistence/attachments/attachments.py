"""Attachments: loading and lists; the rights to a file are those of the record it is on."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.capabilities.statements import Statement, parameter
from shared.contracts.crm.attachments.views import AttachmentSectionView, AttachmentView
from shared.kernel.context import Caller
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import ColumnElement, Integer, Uuid, and_, exists, func, or_, select

from crm.domain.attachments.attachments import LINKS, Attachment
from crm.persistence.activity_tables import activities, notes
from crm.persistence.attachments.tables import attachments
from crm.persistence.tables import contacts, customers
from crm.persistence.visibility import (
    archived,
    copy_is_visible,
    live,
    visible_activities,
    visible_contacts,
    visible_customers,
    visible_notes,
)

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_FIELDS = AttachmentView.__struct_fields__
_SORTED = ("filename", "size_bytes", "created_at")
_FILTERED = (*_SORTED, *LINKS, "owner_id", "media_type")
_ATTACHMENTS = Listing(
    attachments,
    filters={name: attachments.c[name] for name in _FILTERED},
    sorts={name: attachments.c[name] for name in _SORTED},
    search=[attachments.c.filename],
    special={"archived": lambda value: archived(attachments, value)},
)


_ON_CUSTOMER = Statement(
    lambda caller: (
        select(attachments, func.count().over().label("total"))
        .where(same_organisation(caller, attachments), attachments.c.archived_at.is_(None))
        .where(attachments.c.customer_id == parameter("customer_id", Uuid))
        .order_by(attachments.c.created_at.desc(), attachments.c.id.desc())
        .limit(parameter("limit", Integer))
    )
)


def view_of(attachment: Any) -> AttachmentView:
    """A view from a row or a record."""
    return AttachmentView(**{name: getattr(attachment, name) for name in _FIELDS})


def visible_attachments(caller: Caller) -> ColumnElement[bool]:
    """Files on records the caller may see; those of another's private activity are hidden."""
    open_to_me = or_(activities.c.privacy == "normal", activities.c.owner_id == caller.actor_id)
    on_own = (
        (attachments.c.customer_id, customers, visible_customers(caller)),
        (attachments.c.contact_id, contacts, visible_contacts(caller)),
        (attachments.c.activity_id, activities, and_(visible_activities(caller), open_to_me)),
        (attachments.c.note_id, notes, visible_notes(caller)),
    )
    seen: list[ColumnElement[bool]] = [
        exists().where(table.c.id == column, visible).correlate(attachments)
        for column, table, visible in on_own
    ]
    for kind, name in (("case", "sales_case_id"), ("project", "project_id")):
        if caller.scope(kind, "view") != "none":
            linked = attachments.c[name].is_not(None)
            seen.append(and_(linked, copy_is_visible(caller, attachments, kind)))
    return and_(same_organisation(caller, attachments), or_(*seen))


class StoredAttachments:
    """The attachments of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, attachment_id: UUID) -> Attachment:
        """Load one on a record the caller may see; ``crm.attachment_unknown``."""
        self.show(attachment_id)
        return get_record(self._work, Attachment, attachment_id, unknown="crm.attachment_unknown")

    def show(self, attachment_id: UUID) -> AttachmentView:
        """What is known of one file; ``crm.attachment_unknown``."""
        row = self._work.session.execute(
            select(attachments).where(
                attachments.c.id == attachment_id, visible_attachments(self._work.caller)
            )
        ).first()
        if row is None:
            raise NotFound("There is no such file.", code="crm.attachment_unknown")
        return view_of(row)

    def page(self, query: ListQuery) -> Page[AttachmentView]:
        """A page of the files the caller may see; one statement."""
        where = and_(visible_attachments(self._work.caller), live(query, attachments))
        return _ATTACHMENTS.page(self._work, query, where=where, to_view=view_of)

    def of_customer(self, customer_id: UUID, *, limit: int) -> AttachmentSectionView:
        """The newest files on a visible customer, and how many there are; one statement."""
        rows = _ON_CUSTOMER.run(self._work, customer_id=customer_id, limit=limit).all()
        total = rows[0].total if rows else 0
        return AttachmentSectionView(items=[view_of(row) for row in rows], total=total)

    def used(self, names: Collection[str]) -> set[str]:
        """Those of the contents that some attachment needs, archived or not."""
        used = select(attachments.c.sha256).where(
            same_organisation(self._work.caller, attachments), attachments.c.sha256.in_(names)
        )
        return set(self._work.session.execute(used).scalars())
