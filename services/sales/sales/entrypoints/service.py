"""The front door of sales: a name and a list of parts."""

from shared.rpc.server import WorkProvider

from sales.entrypoints.rpc_cases import CasesRpc
from sales.entrypoints.rpc_decisions import DecisionsRpc
from sales.entrypoints.rpc_forecasts import ForecastsRpc
from sales.entrypoints.rpc_lead_sources import LeadSourcesRpc, LostReasonsRpc
from sales.entrypoints.rpc_processes import ProcessesRpc
from sales.entrypoints.rpc_references import ReferencesRpc


class SalesService(
    ProcessesRpc,
    LeadSourcesRpc,
    LostReasonsRpc,
    CasesRpc,
    DecisionsRpc,
    ForecastsRpc,
    ReferencesRpc,
):
    """Everything others may ask of sales."""

    name = "sales"
    works = WorkProvider()
