"""erp_sync's front door: a name and a list of parts."""

from shared.rpc.server import WorkProvider

from erp_sync.entrypoints.rpc_connections import ConnectionsRpc
from erp_sync.entrypoints.rpc_jobs import JobsRpc
from erp_sync.entrypoints.rpc_links import LinksRpc


class ErpSyncService(ConnectionsRpc, JobsRpc, LinksRpc):
    """Everything others may ask of erp_sync."""

    name = "erp_sync"
    works = WorkProvider()
