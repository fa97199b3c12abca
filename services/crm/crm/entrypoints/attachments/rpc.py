"""Attachments, as others may call them."""

from uuid import UUID

from shared.contracts.crm.attachments.views import (
    AttachmentFields,
    AttachmentFileView,
    AttachmentView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.attachments import files
from crm.persistence.attachments.attachments import view_of
from crm.persistence.work import CrmWork


class AttachmentsRpc:
    """Promised in ``shared.contracts.crm.attachments.rpc``."""

    @command()
    def create_attachment(
        self, work: CrmWork, *, filename: str, content: bytes, fields: AttachmentFields
    ) -> AttachmentView:
        made = files.create_attachment(work, filename=filename, content=content, fields=fields)
        return view_of(made)

    @question()
    def get_attachment(self, work: CrmWork, *, attachment_id: UUID) -> AttachmentView:
        return work.attachments.show(attachment_id)

    @question()
    def read_attachment(self, work: CrmWork, *, attachment_id: UUID) -> AttachmentFileView:
        found, content = files.content_of(work, attachment_id=attachment_id)
        return AttachmentFileView(
            filename=found.filename, media_type=found.media_type, content=content
        )

    @question()
    def list_attachments(self, work: CrmWork, *, query: ListQuery) -> Page[AttachmentView]:
        return work.attachments.page(query)

    @command()
    def archive_attachment(
        self, work: CrmWork, *, attachment_id: UUID, expected_version: int | None = None
    ) -> AttachmentView:
        return view_of(
            files.archive_attachment(
                work, attachment_id=attachment_id, expected_version=expected_version
            )
        )

    @command()
    def restore_attachment(self, work: CrmWork, *, attachment_id: UUID) -> AttachmentView:
        return view_of(files.restore_attachment(work, attachment_id=attachment_id))
