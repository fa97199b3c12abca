"""Notes: loading and lists; another's private note does not exist."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.contracts.crm.timeline_views import NoteView
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import and_, select

from crm.domain.notes import LINKS, Note
from crm.persistence.activity_tables import notes
from crm.persistence.visibility import archived, live, visible_notes

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_FIELDS = NoteView.__struct_fields__
_SORTED = ("pinned", "owner_id", "unit_id", "created_at", "updated_at")
_NOTES = Listing(
    notes,
    filters={name: notes.c[name] for name in (*_SORTED, *LINKS, "id", "privacy")},
    sorts={name: notes.c[name] for name in _SORTED},
    indexed_as="note",
    special={"archived": lambda value: archived(notes, value)},
)


def view_of(note: Any) -> NoteView:
    """A view from a row or a record."""
    return NoteView(**{name: getattr(note, name) for name in _FIELDS})


class StoredNotes:
    """The notes of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, note_id: UUID) -> Note:
        """Load one the caller may see; ``crm.note_unknown``."""
        self.show(note_id)
        return get_record(self._work, Note, note_id, unknown="crm.note_unknown")

    def show(self, note_id: UUID) -> NoteView:
        """One note the caller may see; ``crm.note_unknown``."""
        row = self._work.session.execute(
            select(notes).where(notes.c.id == note_id, visible_notes(self._work.caller))
        ).first()
        if row is None:
            raise NotFound("There is no such note.", code="crm.note_unknown", note_id=note_id)
        return view_of(row)

    def page(self, query: ListQuery) -> Page[NoteView]:
        """A page of the notes the caller may see; one statement."""
        where = and_(visible_notes(self._work.caller), live(query, notes))
        return _NOTES.page(self._work, query, where=where, to_view=view_of)
