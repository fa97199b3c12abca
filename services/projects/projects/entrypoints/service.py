"""The front door of projects: its name and the list of its parts."""

from shared.rpc.server import WorkProvider

from projects.entrypoints.rpc_invoices import InvoicesRpc
from projects.entrypoints.rpc_overviews import OverviewsRpc
from projects.entrypoints.rpc_people import PeopleRpc, WorkContractsRpc
from projects.entrypoints.rpc_profitability import ProfitabilityRpc
from projects.entrypoints.rpc_projects import PlansRpc, ProjectsRpc
from projects.entrypoints.rpc_time_entries import ExpensesRpc, TimeEntriesRpc


class ProjectsService(
    ProjectsRpc,
    PlansRpc,
    PeopleRpc,
    WorkContractsRpc,
    TimeEntriesRpc,
    ExpensesRpc,
    InvoicesRpc,
    ProfitabilityRpc,
    OverviewsRpc,
):
    """Everything other services may ask of projects."""

    name = "projects"
    works = WorkProvider()
