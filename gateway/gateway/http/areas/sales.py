"""Sales processes, cases, lead sources and lost reasons."""

from shared.contracts.sales.process_views import LeadSourceView, LostReasonView, ProcessView
from shared.contracts.sales.views import CaseHistoryView, CaseView, ImportedCasesView

from gateway.compositions.case_overview import case_overview
from gateway.http.calls import posting, reading
from gateway.http.resources import Resource
from gateway.http.routing import composed
from gateway.http.schemas.compositions import CaseOverview
from gateway.http.schemas.sales import (
    CancelBody,
    CaseBody,
    HistoricCasesBody,
    LeadSourceBody,
    LoseBody,
    LostReasonBody,
    MoveBody,
    ProcessBody,
    ReopenBody,
    WinBody,
)

TAG = "Sales"

PROCESSES = Resource(
    path="/sales-processes",
    tag=TAG,
    service="sales",
    noun="process",
    nouns="processes",
    answer=ProcessView,
    body=ProcessBody,
)
LEAD_SOURCES = Resource(
    path="/lead-sources",
    tag=TAG,
    service="sales",
    noun="lead_source",
    answer=LeadSourceView,
    body=LeadSourceBody,
)
LOST_REASONS = Resource(
    path="/lost-reasons",
    tag=TAG,
    service="sales",
    noun="lost_reason",
    answer=LostReasonView,
    body=LostReasonBody,
)
CASES = Resource(
    path="/sales-cases", tag=TAG, service="sales", noun="case", answer=CaseView, body=CaseBody
)

ROUTES = (
    *PROCESSES.routes(),
    *LEAD_SOURCES.routes(),
    *LOST_REASONS.routes(),
    *CASES.routes(),
    CASES.action("move", "Move a case to another stage.", body=MoveBody, is_versioned=True),
    CASES.action("win", "Win a case.", body=WinBody, body_needed=False, is_versioned=True),
    CASES.action("lose", "Lose a case.", body=LoseBody, is_versioned=True),
    CASES.action("cancel", "Drop a case.", body=CancelBody, body_needed=False, is_versioned=True),
    CASES.action(
        "reopen", "Open a closed case again.", body=ReopenBody, body_needed=False, is_versioned=True
    ),
    reading(
        "/sales-cases/{case_id}/history",
        "sales.case_history",
        tag=TAG,
        answer=CaseHistoryView,
        summary="Read everything that happened to a case.",
    ),
    composed(
        "/sales-cases/{case_id}/overview",
        case_overview,
        tag=TAG,
        answer=CaseOverview,
        summary="Read a case with its quotes, projects and history.",
    ),
    posting(
        "/sales-cases/imports",
        "sales.import_cases",
        tag=TAG,
        answer=ImportedCasesView,
        summary="Write down cases of the past.",
        body=HistoricCasesBody,
        is_slow=True,
    ),
)
