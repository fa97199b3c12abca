"""Projects, people, time and expenses."""

from shared.contracts.projects.invoice_views import ProfitabilityView
from shared.contracts.projects.views import (
    ContractLineView,
    ExpenseView,
    ImportedTimeView,
    PhaseView,
    ProjectView,
    ResourceView,
    TimeEntryView,
    WorkContractView,
)

from gateway.compositions.project_overview import project_overview
from gateway.http.calls import posting, reading
from gateway.http.resources import Resource
from gateway.http.routing import LIST, Parameter, composed
from gateway.http.schemas.compositions import ProjectOverview
from gateway.http.schemas.projects import (
    ContractLineBody,
    ExpenseBody,
    ImportedTimeEntriesBody,
    PhaseBody,
    ProjectBody,
    ResourceBody,
    TimeEntryBody,
    WorkContractBody,
    WriteOffBody,
)

TAG = "Projects"

PROJECTS = Resource(
    path="/projects",
    tag=TAG,
    service="projects",
    noun="project",
    answer=ProjectView,
    body=ProjectBody,
)
PHASES = Resource(
    path="/projects/{project_id}/phases",
    home="/phases",
    tag=TAG,
    service="projects",
    noun="phase",
    answer=PhaseView,
    body=PhaseBody,
)
RESOURCES = Resource(
    path="/resources",
    tag=TAG,
    service="projects",
    noun="resource",
    answer=ResourceView,
    body=ResourceBody,
)
WORK_CONTRACTS = Resource(
    path="/work-contracts",
    tag=TAG,
    service="projects",
    noun="work_contract",
    answer=WorkContractView,
    body=WorkContractBody,
)
TIME_ENTRIES = Resource(
    path="/time-entries",
    tag=TAG,
    service="projects",
    noun="time_entry",
    nouns="time_entries",
    answer=TimeEntryView,
    body=TimeEntryBody,
)
EXPENSES = Resource(
    path="/expenses",
    tag=TAG,
    service="projects",
    noun="expense",
    answer=ExpenseView,
    body=ExpenseBody,
)
PERIOD = (
    Parameter(
        name="from_on",
        description="First day.",
        schema={"type": "string", "format": "date"},
    ),
    Parameter(
        name="to_on",
        description="Last day.",
        schema={"type": "string", "format": "date"},
    ),
)

ROUTES = (
    *PROJECTS.routes(),
    PROJECTS.action("complete", "Say that a project's work is done."),
    PROJECTS.action("close", "Accept no more time or invoice."),
    PROJECTS.action("reopen", "Make a completed or closed project active again."),
    composed(
        "/projects/{project_id}/overview",
        project_overview,
        tag=TAG,
        answer=ProjectOverview,
        summary="Read a project with its customer, plan, quote, invoices and profitability.",
    ),
    reading(
        "/projects/{project_id}/profitability",
        "projects.project_profitability",
        tag=TAG,
        answer=ProfitabilityView,
        summary="Read what a project leaves.",
        parameters=PERIOD,
    ),
    reading(
        "/customers/{customer_id}/profitability",
        "projects.customer_profitability",
        tag=TAG,
        answer=ProfitabilityView,
        summary="Read what a customer leaves.",
        parameters=PERIOD,
    ),
    reading(
        "/projects/{project_id}/contract-lines",
        "projects.list_contract_lines",
        tag=TAG,
        answer=ContractLineView,
        summary="List what was sold.",
        shape=LIST,
    ),
    posting(
        "/projects/{project_id}/contract-lines",
        "projects.create_contract_line",
        tag=TAG,
        answer=ContractLineView,
        summary="Add a line sold without a quote.",
        body=ContractLineBody,
        as_fields=True,
        status=201,
    ),
    *PHASES.routes(),
    *RESOURCES.routes(),
    *WORK_CONTRACTS.routes(),
    *TIME_ENTRIES.routes(),
    TIME_ENTRIES.action("submit", "Hand time in for approval."),
    TIME_ENTRIES.action("approve", "Approve handed-in time."),
    TIME_ENTRIES.action("reject", "Give time back as a draft."),
    TIME_ENTRIES.action(
        "write-off", "Decide not to bill some time.", body=WriteOffBody, body_needed=False
    ),
    posting(
        "/time-entries/imports",
        "projects.import_time_entries",
        tag=TAG,
        answer=ImportedTimeView,
        summary="Register historic time.",
        body=ImportedTimeEntriesBody,
        is_slow=True,
    ),
    *EXPENSES.routes(),
)
