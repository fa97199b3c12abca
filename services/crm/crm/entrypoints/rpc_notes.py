"""Notes, as others may call them."""

from uuid import UUID

from shared.contracts.crm.timeline_views import NoteFields, NoteView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application import notes
from crm.persistence.notes import view_of
from crm.persistence.work import CrmWork


class NotesRpc:
    """Promised in ``shared.contracts.crm.timeline_rpc.NoteCalls``."""

    @command()
    def create_note(self, work: CrmWork, *, fields: NoteFields) -> NoteView:
        return view_of(notes.create_note(work, fields=fields))

    @question()
    def get_note(self, work: CrmWork, *, note_id: UUID) -> NoteView:
        return work.notes.show(note_id)

    @question()
    def list_notes(self, work: CrmWork, *, query: ListQuery) -> Page[NoteView]:
        return work.notes.page(query)

    @command()
    def change_note(
        self, work: CrmWork, *, note_id: UUID, expected_version: int, fields: NoteFields
    ) -> NoteView:
        return view_of(
            notes.change_note(
                work, note_id=note_id, expected_version=expected_version, fields=fields
            )
        )

    @command()
    def archive_note(
        self, work: CrmWork, *, note_id: UUID, expected_version: int | None = None
    ) -> NoteView:
        return view_of(notes.archive_note(work, note_id=note_id, expected_version=expected_version))

    @command()
    def restore_note(self, work: CrmWork, *, note_id: UUID) -> NoteView:
        return view_of(notes.restore_note(work, note_id=note_id))
