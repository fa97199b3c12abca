"""Links, as the gateway may call them."""

from shared.capabilities.policy import require
from shared.contracts.erp_sync.views import LinkView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import question

from erp_sync.persistence.links import list_links
from erp_sync.persistence.work import ErpSyncWork


class LinksRpc:
    """Which record there is which record here."""

    @question()
    def list_links(self, work: ErpSyncWork, *, query: ListQuery) -> Page[LinkView]:
        require(work.caller, "erp.view")
        return list_links(work, query)
