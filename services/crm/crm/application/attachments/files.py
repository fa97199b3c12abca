"""Use cases of attachments."""

from datetime import timedelta
from uuid import UUID

from shared.contracts.crm.attachments.views import AttachmentFields
from shared.kernel.errors import Invalid

from crm.application.attachments.targets import Target, changeable_target
from crm.application.changing import refuse_stale
from crm.application.ports import CrmWork
from crm.domain.attachments.attachments import LARGEST_BYTES, Attachment, read_link
from crm.domain.attachments.content_types import content_type
from crm.domain.attachments.filenames import extension_of, safe_name
from crm.domain.errors import RecordArchived
from crm.domain.timeline import RESOURCE_OF, TimelineEntry

NOUN = "attachment"
SWEEP_TIMER = "attachment_sweep"
SWEEP_EVERY = timedelta(days=1)
ORPHAN_SECONDS = 3600.0


def create_attachment(
    work: CrmWork, *, filename: str, content: bytes, fields: AttachmentFields
) -> Attachment:
    """
    Put a file on a record.

    The content is kept before the transaction ends; what a failure leaves behind is swept away.

    Raises:
        Invalid, NotFound, Forbidden: see ``Crm.create_attachment``.
    """
    link = read_link(fields.given())
    attachment = Attachment(
        filename="file",
        media_type="",
        size_bytes=len(content),
        sha256="",
        owner_id=work.caller.actor_id,
    )
    for name, record_id in link.items():
        setattr(attachment, name, record_id)
    target = changeable_target(work, *attachment.link)
    if not content:
        raise Invalid("the file is empty", code="crm.attachment_empty")
    if len(content) > LARGEST_BYTES:
        raise Invalid("at most 20 MB", code="crm.attachment_too_large")
    kind = content_type(content, extension=extension_of(safe_name(filename, extension="")))
    attachment.filename = safe_name(filename, extension=kind.extension)
    attachment.media_type = kind.media_type
    attachment.sha256 = work.blobs.put(work.caller.organisation_id, content)
    work.save(attachment)
    _tell(work, attachment, target)
    work.schedule(SWEEP_TIMER, "sweep", work.now() + SWEEP_EVERY)
    return attachment


def archive_attachment(
    work: CrmWork, *, attachment_id: UUID, expected_version: int | None = None
) -> Attachment:
    """Take a file off its record; it leaves the timeline."""
    attachment = _changeable(work, attachment_id, expected_version)
    attachment.archive(work.now())
    work.save(attachment)
    work.timeline.withdraw(_key(attachment))
    return attachment


def restore_attachment(work: CrmWork, *, attachment_id: UUID) -> Attachment:
    """Put a file back on its record."""
    attachment = _changeable(work, attachment_id, None)
    attachment.restore()
    work.save(attachment)
    _tell(work, attachment, changeable_target(work, *attachment.link))
    return attachment


def content_of(work: CrmWork, *, attachment_id: UUID) -> tuple[Attachment, bytes]:
    """
    A file the caller may see, and its content.

    Raises:
        NotFound: ``crm.attachment_unknown``, ``crm.attachment_content_missing``.
        RecordArchived: It was taken off.
    """
    attachment = work.attachments.get(attachment_id)
    if attachment.archived_at is not None:
        raise RecordArchived(NOUN, attachment_id)
    return attachment, work.blobs.get(work.caller.organisation_id, attachment.sha256)


def sweep_orphans(work: CrmWork, *, older_than_seconds: float = ORPHAN_SECONDS) -> int:
    """
    Forget contents that no attachment needs: what failed uploads left behind.

    Young ones are left alone, because their transaction may still be on its way.

    Returns:
        How many.
    """
    organisation_id = work.caller.organisation_id
    old = list(work.blobs.older_than(organisation_id, seconds=older_than_seconds))
    orphans = set(old) - work.attachments.used(old)
    for name in orphans:
        work.blobs.remove(organisation_id, name)
    work.schedule(SWEEP_TIMER, "sweep", work.now() + SWEEP_EVERY)
    return len(orphans)


def sweep_later(work: CrmWork) -> None:
    """As soon as the youngest content is old enough: rows were deleted for good."""
    due_at = work.now() + timedelta(seconds=ORPHAN_SECONDS + 60)
    work.schedule(SWEEP_TIMER, "sweep", due_at)


def _changeable(work: CrmWork, attachment_id: UUID, expected_version: int | None) -> Attachment:
    attachment = work.attachments.get(attachment_id)
    changeable_target(work, *attachment.link)
    refuse_stale(attachment, NOUN, expected_version)
    return attachment


def _key(attachment: Attachment) -> str:
    return f"attachment:{attachment.id}"


def _tell(work: CrmWork, attachment: Attachment, target: Target) -> None:
    """The entry is about the record the file is on, so the record's rights guard it."""
    if target.customer_id is None or target.kind not in RESOURCE_OF:
        return
    assert attachment.created_at is not None
    work.timeline.put(
        TimelineEntry(
            key=_key(attachment),
            customer_id=target.customer_id,
            at=attachment.created_at,
            kind="attachment.added",
            title=attachment.filename,
            ref_kind=target.kind,
            ref_id=target.id,
            ref_version=attachment.version,
            owner_id=target.owner_id,
            unit_id=target.unit_id,
            is_private=target.is_private,
        )
    )
