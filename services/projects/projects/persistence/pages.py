"""Answers put together from several queries: profitability, overviews, search."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from shared.capabilities.classified import CRITERIA, groups_of_customers
from shared.contracts.projects.invoice_views import (
    CompletenessView,
    CustomerProjectsView,
    InvoicesSectionView,
    ProfitabilityReportView,
    ProfitabilityView,
    ProjectOverviewView,
    ProjectsSectionView,
)
from shared.contracts.search import SearchHitView
from shared.kernel.errors import invalid_field

from projects.application.access import see_project
from projects.application.invoice_answers import completeness_view, profitability_view
from projects.application.profitability import (
    contracted,
    may_see_profitability,
    require_profitability,
    window_of,
)
from projects.domain.profitability import Figures
from projects.persistence.invoices import found_invoices, newest_invoices
from projects.persistence.plans import phase_views
from projects.persistence.profitability import (
    Facts,
    Scope,
    facts,
    people_involved,
    registered_minutes,
)
from projects.persistence.projects import (
    contract_line_views,
    found_projects,
    newest_projects,
    view_of,
)
from projects.persistence.work import StoredProjectsWork

_INVOICES_SHOWN = 10


def profitability_of(
    work: StoredProjectsWork, scope: Scope, *, measured: bool = False
) -> ProfitabilityView:
    """
    What one customer or project leaves.

    Args:
        measured: Say how complete the time is, too; two more statements.

    Raises:
        Forbidden: The caller may not see costs and margins.
    """
    require_profitability(work)
    found = facts(work, scope)
    figures = found.figures.get(scope.only, Figures())
    completeness = _completeness(work, scope) if measured else None
    return _view(work, scope, found, figures, completeness=completeness, key=scope.only)


def profitability_report(work: StoredProjectsWork, scope: Scope) -> ProfitabilityReportView:
    """
    What each customer or project leaves; items and internal add up to the total exactly.

    Raises:
        Forbidden: The caller may not see costs and margins.
    """
    require_profitability(work)
    found = facts(work, scope)
    ranked = sorted(
        ((key, each) for key, each in found.figures.items() if key is not None),
        key=lambda pair: (-pair[1].contribution_minor, str(pair[0])),
    )
    total = sum(found.figures.values(), Figures())
    internal = found.figures.get(None)
    return ProfitabilityReportView(
        from_on=scope.period[0],
        to_on=scope.period[1],
        items=[_view(work, scope, found, each, key=key) for key, each in ranked],
        internal=None if internal is None else _view(work, scope, found, internal),
        total=_view(work, scope, found, total),
    )


def grouped_profitability(
    work: StoredProjectsWork, scope: Scope, *, group_by: str
) -> ProfitabilityReportView:
    """
    What customers leave, by a criterion of theirs.

    Raises:
        Forbidden: The caller may not see costs and margins.
        Invalid: There is no such criterion.
    """
    require_profitability(work)
    if group_by not in CRITERIA:
        raise invalid_field("/group_by", f"one of {', '.join(CRITERIA)}", code="unknown")
    found = facts(work, scope)
    internal = found.figures.pop(None, None)
    groups = groups_of_customers(work, group_by, [each for each in found.figures if each])
    sums: dict[str | None, Figures] = {}
    for customer_id, figures in found.figures.items():
        keys: list[str | None] = [*(groups.get(customer_id, ()) if customer_id else ())]
        for key in keys or [None]:
            sums[key] = sums.get(key, Figures()) + figures
    ranked = sorted(sums.items(), key=lambda pair: (-pair[1].contribution_minor, str(pair[0])))
    total = sum(found.figures.values(), internal or Figures())
    return ProfitabilityReportView(
        from_on=scope.period[0],
        to_on=scope.period[1],
        items=[
            msgspec.structs.replace(_view(work, scope, found, each), group=key)
            for key, each in ranked
        ],
        internal=None if internal is None else _view(work, scope, found, internal),
        total=_view(work, scope, found, total),
        group_by=group_by,
    )


def overview_of_customer(
    work: StoredProjectsWork, *, customer_id: UUID, limit: int
) -> CustomerProjectsView:
    """This service's part of a customer's page; None for what the caller may not see."""
    profitability = None
    if may_see_profitability(work):
        profitability = profitability_of(work, Scope(by="customer_id", only=customer_id))
    return CustomerProjectsView(
        projects=_projects(work, "customer_id", customer_id, limit=limit),
        invoices=_invoices(work, "customer_id", customer_id, limit=limit),
        profitability=profitability,
    )


def overview_of_case(
    work: StoredProjectsWork, *, sales_case_id: UUID, limit: int
) -> CustomerProjectsView:
    """This service's part of a sales case's page; a case has no profitability of its own."""
    return CustomerProjectsView(
        projects=_projects(work, "sales_case_id", sales_case_id, limit=limit),
        invoices=_invoices(work, "sales_case_id", sales_case_id, limit=limit),
        profitability=None,
    )


def project_overview(work: StoredProjectsWork, *, project_id: UUID) -> ProjectOverviewView:
    """Everything about one project; None for what the caller may not see."""
    project = see_project(work, project_id)
    profitability = None
    if may_see_profitability(work):
        profitability = profitability_of(work, Scope(by="project_id", only=project_id))
    return ProjectOverviewView(
        project=view_of(work, project),
        phases=phase_views(work, _in_order(list(work.plans.of_project(project_id).values()))),
        contract_lines=contract_line_views(work, project=project),
        invoices=_invoices(work, "project_id", project_id, limit=_INVOICES_SHOWN),
        profitability=profitability,
    )


def search(work: StoredProjectsWork, *, text: str, limit: int) -> list[SearchHitView]:
    """Projects by number and name, invoices by number; best first."""
    if not text.strip():
        return []
    hits = [
        SearchHitView(
            kind="project",
            id=row.id,
            title=row.name,
            subtitle=row.project_no,
            rank=row.rank,
        )
        for row in found_projects(work, text=text, limit=limit)
    ]
    hits += [
        SearchHitView(kind="invoice", id=row.id, title=row.invoice_no, rank=row.rank)
        for row in found_invoices(work, text=text, limit=limit)
    ]
    return sorted(hits, key=lambda hit: -hit.rank)[:limit]


def _projects(
    work: StoredProjectsWork, column: str, value: UUID, *, limit: int
) -> ProjectsSectionView | None:
    if work.caller.scope("project", "view") == "none":
        return None
    items, total = newest_projects(work, column, value, limit=limit)
    return ProjectsSectionView(items=items, total=total)


def _invoices(
    work: StoredProjectsWork, column: str, value: UUID, *, limit: int
) -> InvoicesSectionView | None:
    if work.caller.scope("invoice", "view") == "none":
        return None
    return newest_invoices(work, column, value, limit=limit)


def _completeness(work: StoredProjectsWork, scope: Scope) -> CompletenessView | None:
    people = list(people_involved(work, scope))
    window = window_of(people, period=scope.period, today=work.today())
    if window is None:
        return None
    first_on, last_on = window
    users = [user_id for user_id, _ in people]
    asked = contracted(work, users, first_on=first_on, last_on=last_on)
    if not asked:
        return None
    registered = registered_minutes(work, users, first_on=first_on, last_on=last_on)
    return completeness_view(registered_minutes=registered, contracted_minutes=asked)


def _view(
    work: StoredProjectsWork,
    scope: Scope,
    found: Facts,
    figures: Figures,
    *,
    key: UUID | None = None,
    completeness: CompletenessView | None = None,
) -> ProfitabilityView:
    return profitability_view(
        figures,
        currency=work.caller.currency,
        other_currencies=found.other_currencies,
        period=scope.period,
        completeness=completeness,
        **{scope.by: key},
    )


def _in_order(phases: Sequence[Any]) -> list[Any]:
    return sorted(phases, key=lambda each: (each.start is None, each.start, each.created_at))
