"""Imports, as others may call them."""

from uuid import UUID

from shared.contracts.crm.imports.views import (
    FileView,
    ImportFields,
    ImportProfileFields,
    ImportProfileView,
    ImportRowView,
    ImportView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.imports import checks, commits, corrections, profiles, undoing, uploads
from crm.persistence.imports import profiles as stored
from crm.persistence.imports.profiles import profile_view
from crm.persistence.imports.views import view_of
from crm.persistence.work import CrmWork


class ImportsRpc:
    """Promised in ``shared.contracts.crm.imports.rpc.ImportCalls``."""

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
    def commit_import(self, work: CrmWork, *, import_id: UUID, force: bool = False) -> ImportView:
        return view_of(commits.commit_import(work, import_id=import_id, force=force))

    @command()
    def undo_import(self, work: CrmWork, *, import_id: UUID) -> ImportView:
        return view_of(undoing.undo_import(work, import_id=import_id))

    @question()
    def write_error_workbook(self, work: CrmWork, *, import_id: UUID) -> FileView:
        return corrections.write_error_workbook(work, import_id=import_id)

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


class ImportProfilesRpc:
    """Promised in ``shared.contracts.crm.imports.rpc.ImportCalls``."""

    @command()
    def create_import_profile(
        self, work: CrmWork, *, fields: ImportProfileFields
    ) -> ImportProfileView:
        return profile_view(profiles.create_import_profile(work, fields=fields))

    @question()
    def get_import_profile(self, work: CrmWork, *, import_profile_id: UUID) -> ImportProfileView:
        return stored.show(work, import_profile_id)

    @question()
    def list_import_profiles(self, work: CrmWork, *, query: ListQuery) -> Page[ImportProfileView]:
        return stored.page(work, query)

    @command()
    def change_import_profile(
        self,
        work: CrmWork,
        *,
        import_profile_id: UUID,
        expected_version: int,
        fields: ImportProfileFields,
    ) -> ImportProfileView:
        changed = profiles.change_import_profile(
            work,
            import_profile_id=import_profile_id,
            expected_version=expected_version,
            fields=fields,
        )
        return profile_view(changed)

    @command()
    def archive_import_profile(
        self, work: CrmWork, *, import_profile_id: UUID, expected_version: int | None = None
    ) -> ImportProfileView:
        archived = profiles.archive_import_profile(
            work, import_profile_id=import_profile_id, expected_version=expected_version
        )
        return profile_view(archived)
