"""Sales processes, as the gateway calls them."""

from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.sales.process_views import ProcessFields, ProcessView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from sales.application import processes
from sales.entrypoints.lists import listed
from sales.entrypoints.views import process_view
from sales.persistence.processes import PROCESSES
from sales.persistence.tables import sales_processes
from sales.persistence.work import SalesWork


class ProcessesRpc:
    """Promised in shared.contracts.sales.rpc."""

    @command()
    def create_process(self, work: SalesWork, *, fields: ProcessFields) -> ProcessView:
        return process_view(processes.create_process(work, fields=fields), work.caller.locale)

    @question()
    def get_process(self, work: SalesWork, *, process_id: UUID) -> ProcessView:
        require(work.caller, "process.view")
        return process_view(work.processes.get(process_id), work.caller.locale)

    @command()
    def list_processes(self, work: SalesWork, *, query: ListQuery) -> Page[ProcessView]:
        require(work.caller, "process.view")
        processes.ensure_defaults(work)
        return PROCESSES.page(
            work,
            query,
            where=listed(work, query, sales_processes),
            to_views=lambda rows: [
                process_view(each, work.caller.locale) for each in work.processes.of_rows(rows)
            ],
        )

    @command()
    def change_process(
        self, work: SalesWork, *, process_id: UUID, expected_version: int, fields: ProcessFields
    ) -> ProcessView:
        process = processes.change_process(
            work, process_id=process_id, expected_version=expected_version, fields=fields
        )
        return process_view(process, work.caller.locale)

    @command()
    def archive_process(
        self, work: SalesWork, *, process_id: UUID, expected_version: int | None = None
    ) -> ProcessView:
        process = processes.archive_process(
            work, process_id=process_id, expected_version=expected_version
        )
        return process_view(process, work.caller.locale)

    @command()
    def restore_process(self, work: SalesWork, *, process_id: UUID) -> ProcessView:
        process = processes.restore_process(work, process_id=process_id)
        return process_view(process, work.caller.locale)
