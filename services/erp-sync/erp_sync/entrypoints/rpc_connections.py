"""Connections, as the gateway may call them.  Promised in shared.contracts.erp_sync.rpc."""

from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.erp_sync.views import ConnectionFields, ConnectionView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from erp_sync.application import connections as use_cases
from erp_sync.persistence.connections import connection_view, list_connections
from erp_sync.persistence.work import ErpSyncWork


class ConnectionsRpc:
    """Connections to ERP systems."""

    @command()
    def create_connection(self, work: ErpSyncWork, *, fields: ConnectionFields) -> ConnectionView:
        made = use_cases.create_connection(work, fields=fields)
        return connection_view(work, made.id)

    @question()
    def get_connection(self, work: ErpSyncWork, *, connection_id: UUID) -> ConnectionView:
        require(work.caller, "erp.view")
        return connection_view(work, connection_id)

    @question()
    def list_connections(self, work: ErpSyncWork, *, query: ListQuery) -> Page[ConnectionView]:
        require(work.caller, "erp.view")
        return list_connections(work, query)

    @command()
    def change_connection(
        self,
        work: ErpSyncWork,
        *,
        connection_id: UUID,
        expected_version: int,
        fields: ConnectionFields,
    ) -> ConnectionView:
        use_cases.change_connection(
            work, connection_id=connection_id, expected_version=expected_version, fields=fields
        )
        return connection_view(work, connection_id)

    @command()
    def archive_connection(
        self, work: ErpSyncWork, *, connection_id: UUID, expected_version: int | None = None
    ) -> ConnectionView:
        use_cases.archive_connection(
            work, connection_id=connection_id, expected_version=expected_version
        )
        return connection_view(work, connection_id)

    @command()
    def restore_connection(self, work: ErpSyncWork, *, connection_id: UUID) -> ConnectionView:
        use_cases.restore_connection(work, connection_id=connection_id)
        return connection_view(work, connection_id)

    @command()
    def test_connection(self, work: ErpSyncWork, *, connection_id: UUID) -> ConnectionView:
        use_cases.test_connection(work, connection_id=connection_id)
        return connection_view(work, connection_id)

    @command()
    def resync_connection(self, work: ErpSyncWork, *, connection_id: UUID) -> ConnectionView:
        use_cases.resync_connection(work, connection_id=connection_id)
        return connection_view(work, connection_id)
