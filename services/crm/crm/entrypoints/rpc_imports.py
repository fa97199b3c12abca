"""Imports, as others may call them."""

from uuid import UUID

from shared.contracts.crm.import_views import ImportFields, ImportRowView, ImportView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.imports import checks, commits, uploads
from crm.persistence.imports.views import view_of
from crm.persistence.work import CrmWork


class ImportsRpc:
    """Promised in ``shared.contracts.crm.rpc.ImportCalls``."""

    @command()
    def create_import(
        self, work: CrmWork, *, filename: str, content: bytes, kind: str = "customers"
    ) -> ImportView:
        return view_of(uploads.create_import(work, filename=filename, content=content, kind=kind))

    @question()
    def get_import(self, work: CrmWork, *, import_id: UUID) -> ImportView:
        return work.imports.show(import_id)

    @question()
    def list_imports(self, work: CrmWork, *, query: ListQuery) -> Page[ImportView]:
        return work.imports.page(query)

    @command()
    def change_import(
        self, work: CrmWork, *, import_id: UUID, expected_version: int, fields: ImportFields
    ) -> ImportView:
        return view_of(
            uploads.change_import(
                work, import_id=import_id, expected_version=expected_version, fields=fields
            )
        )

    @command()
    def check_import(self, work: CrmWork, *, import_id: UUID) -> ImportView:
        return view_of(checks.check_import(work, import_id=import_id))

    @command()
    def commit_import(self, work: CrmWork, *, import_id: UUID) -> ImportView:
        return view_of(commits.commit_import(work, import_id=import_id))

    @question()
    def list_import_rows(
        self, work: CrmWork, *, import_id: UUID, query: ListQuery
    ) -> Page[ImportRowView]:
        work.imports.show(import_id)
        return work.imports.rows_page(import_id, query)

    @command()
    def archive_import(
        self, work: CrmWork, *, import_id: UUID, expected_version: int | None = None
    ) -> ImportView:
        return view_of(
            uploads.archive_import(work, import_id=import_id, expected_version=expected_version)
        )
