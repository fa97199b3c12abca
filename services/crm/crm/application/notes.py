"""Use cases of notes."""

from typing import Any
from uuid import UUID

from shared.capabilities.references import reference
from shared.contracts.crm.timeline_views import NoteFields

from crm.application.changing import allow, allow_creation, settle_owner
from crm.application.customer_links import check_copy, check_customer
from crm.application.notifications.notifying import notify
from crm.application.ports import CrmWork
from crm.domain.notes import LINKS, Note, read_note, refuse_unlinked
from crm.domain.timeline import TimelineEntry
from crm.domain.values.problems import Problems

NOUN = "note"
_TITLE_LENGTH = 120


def create_note(work: CrmWork, *, fields: NoteFields) -> Note:
    """
    Write a note.

    Raises:
        Invalid: ``crm.note_empty``, ``crm.note_unlinked``, ``crm.customer_unknown`` …
    """
    values = _read(work, {"body": None, **fields.given()}, None)
    settle_owner(work, values, is_new=True)
    allow_creation(
        work.caller, "note.create", owner_id=values["owner_id"], unit_id=values["unit_id"]
    )
    note = Note(**values)
    _store(work, note)
    _tell(work, note, note.mentions)
    return note


def change_note(
    work: CrmWork, *, note_id: UUID, expected_version: int | None, fields: NoteFields
) -> Note:
    """
    Change a note.

    Raises:
        Invalid, RecordArchived: see ``Crm.change_note``.
    """
    note = work.notes.get(note_id)
    allow(work, "note.update", note, NOUN, expected_version)
    known = set(note.mentions)
    note.change(_read(work, fields.given(), note))
    _store(work, note)
    _tell(work, note, [each for each in note.mentions if each not in known])
    return note


def archive_note(work: CrmWork, *, note_id: UUID, expected_version: int | None = None) -> Note:
    """Put a note away; it leaves the timeline."""
    note = work.notes.get(note_id)
    allow(work, "note.archive", note, NOUN, expected_version)
    note.archive(work.now())
    _store(work, note)
    return note


def restore_note(work: CrmWork, *, note_id: UUID) -> Note:
    """Take a note back."""
    note = work.notes.get(note_id)
    allow(work, "note.archive", note, NOUN)
    note.restore()
    _store(work, note)
    return note


def _read(work: CrmWork, given: dict[str, Any], note: Note | None) -> dict[str, Any]:
    problems = Problems()
    values = read_note(given, problems)
    refuse_unlinked({**{name: getattr(note, name, None) for name in LINKS}, **values}, problems)
    check_customer(work, values.get("customer_id"), "/customer_id", problems)
    contact_id = values.get("contact_id")
    if contact_id is not None and not work.contacts.seen([contact_id]):
        problems.note("/contact_id", "crm.contact_unknown", "there is no such contact")
    for name, kind in (("sales_case_id", "case"), ("project_id", "project")):
        check_copy(work, kind, values.get(name), f"/{name}", problems)
    problems.stop("crm.note_invalid")
    for user_id in values.get("mentions") or ():
        reference(work, "user", user_id)  # type: ignore[arg-type]
    return values


def _tell(work: CrmWork, note: Note, user_ids: list[UUID]) -> None:
    for user_id in user_ids:
        notify(work, user_id=user_id, kind="mention", ref_kind="note", ref_id=note.id)


def _store(work: CrmWork, note: Note) -> None:
    work.save(note)
    if note.customer_id is None or note.archived_at is not None:
        work.timeline.forget("note", note.id)
        return
    assert note.created_at is not None
    work.timeline.put(
        TimelineEntry(
            key=f"note:{note.id}",
            customer_id=note.customer_id,
            at=note.created_at,
            kind="note.written",
            title=note.body.partition("\n")[0][:_TITLE_LENGTH],
            ref_kind="note",
            ref_id=note.id,
            ref_version=note.version,
            owner_id=note.owner_id,
            unit_id=note.unit_id,
            is_private=note.privacy == "private",
        )
    )
