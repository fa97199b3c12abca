"""The front door of quoting."""

from shared.rpc.server import WorkProvider

from quoting.entrypoints.rpc_approvals import ApprovalsRpc
from quoting.entrypoints.rpc_price_lists import PriceListsRpc
from quoting.entrypoints.rpc_products import ProductsRpc
from quoting.entrypoints.rpc_quotes import QuotesRpc
from quoting.entrypoints.rpc_references import ReferencesRpc


class QuotingService(QuotesRpc, ApprovalsRpc, ProductsRpc, PriceListsRpc, ReferencesRpc):
    """Everything others may ask of quoting."""

    name = "quoting"
    works = WorkProvider()
