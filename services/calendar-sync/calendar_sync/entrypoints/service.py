"""calendar_sync's front door: a name and a list of parts."""

from shared.rpc.server import WorkProvider

from calendar_sync.entrypoints.rpc_accounts import AccountsRpc
from calendar_sync.entrypoints.rpc_bindings import BindingsRpc
from calendar_sync.entrypoints.rpc_feeds import FeedsRpc


class CalendarSyncService(AccountsRpc, BindingsRpc, FeedsRpc):
    """Everything others may ask of calendar_sync."""

    name = "calendar_sync"
    works = WorkProvider()
