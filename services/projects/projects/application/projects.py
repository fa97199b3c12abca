"""Opening, changing and ending projects."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.capabilities.custom_fields import settle
from shared.contracts.declare import Event
from shared.contracts.projects.events import (
    ProjectCompletedV1,
    ProjectCreatedV1,
    ProjectState,
    ProjectUpdatedV1,
)
from shared.contracts.projects.views import ContractLineFields, ProjectFields
from shared.contracts.quoting.events import QuoteAcceptedV1, SoldLine
from shared.kernel.money import Money, round_half_up

from projects.application.access import allow, allow_on, known, minor, see_project, seen
from projects.application.invoices import moment_of
from projects.application.ports import ProjectsWork
from projects.domain.errors import ProjectHasDrafts, ProjectInvalid
from projects.domain.projects import (
    RUNNING,
    ContractLine,
    LineKind,
    Project,
    ProjectStatus,
    kind_for,
)

FIRST_PROJECT_NO = 10001


def create_project(work: ProjectsWork, *, fields: ProjectFields) -> Project:
    """
    Open a project by hand; the caller manages it unless another is named.

    Raises:
        Forbidden, ProjectInvalid; ReferenceMissing or NotFound for what it refers to.
    """
    given = {"manager_id": work.caller.actor_id, "unit_id": work.caller.unit_id, **fields.given()}
    allow(work, "project.create", owner_id=given["manager_id"], unit_id=given["unit_id"])
    if "name" not in given:
        raise ProjectInvalid("/name", "is required")
    project = Project(project_no=_next_no(work), name=given["name"], currency=work.caller.currency)
    _apply(work, project, given)
    work.save(project)
    work.publish(state_of(project, ProjectCreatedV1))
    return project


def open_project(work: ProjectsWork, *, quote: QuoteAcceptedV1) -> Project:
    """Open the project a customer bought, with a contract line for each line; only once a quote."""
    existing = work.projects.by_quote(quote.quote_id)
    if existing is not None:
        return existing
    project = Project(
        project_no=_next_no(work),
        name=quote.title[:200] or quote.quote_no,
        currency=quote.net.currency,
        customer_id=quote.customer_id,
        sales_case_id=quote.sales_case_id,
        quote_id=quote.quote_id,
        manager_id=quote.owner_id,
        unit_id=quote.unit_id,
        status=ProjectStatus.ACTIVE,
        start=quote.accepted_on,
        planned_minutes=quote.sold_minutes,
    )
    for line in quote.lines:
        project.add_line(_sold(line))
    work.save(project)
    opened_at = moment_of(work, quote.accepted_on)
    work.publish(state_of(project, ProjectCreatedV1), at=opened_at)
    return project


def change_project(
    work: ProjectsWork, *, project_id: UUID, expected_version: int, fields: ProjectFields
) -> Project:
    """
    Change a project.

    Raises:
        NotFound, Conflict, Forbidden, ProjectInvalid, TransitionInvalid, ProjectClosed.
    """
    project = see_project(work, project_id, version=expected_version)
    allow_on(work, "project.update", project)
    project.must_be_open()
    given = fields.given()
    changed = sorted(given)
    customer_id = given.get("customer_id", project.customer_id)
    if customer_id != project.customer_id and work.projects.has_facts(project.id):
        raise ProjectInvalid("/customer_id", "cannot be changed once time or invoices are there")
    _apply(work, project, given)
    work.save(project)
    work.publish(state_of(project, ProjectUpdatedV1, changed=changed))
    return project


def move_project(work: ProjectsWork, *, project_id: UUID, status: ProjectStatus) -> Project:
    """
    Complete, close or reopen a project; doing it again changes nothing.

    Raises:
        NotFound, Forbidden, TransitionInvalid.
        ProjectHasDrafts: Closing would leave draft invoices behind.
    """
    project = see_project(work, project_id, lock=True)
    allow_on(work, "project.update", project)
    if project.status == status:
        return project
    if status == ProjectStatus.CLOSED and work.projects.has_drafts(project.id):
        raise ProjectHasDrafts
    project.move(status)
    work.save(project)
    told: type[ProjectState] = ProjectUpdatedV1
    if status == ProjectStatus.COMPLETED:
        told = ProjectCompletedV1
    work.publish(state_of(project, told, changed=["status"]))
    return project


def archive_project(
    work: ProjectsWork, *, project_id: UUID, expected_version: int | None, archived: bool = True
) -> Project:
    """Put a project away, or take it back; raises NotFound, Conflict, Forbidden."""
    project = see_project(work, project_id, version=expected_version)
    allow_on(work, "project.archive", project)
    if (project.archived_at is not None) == archived:
        return project
    if archived and work.projects.has_drafts(project.id):
        raise ProjectHasDrafts
    project.archived_at = work.now() if archived else None
    work.save(project)
    work.publish(state_of(project, ProjectUpdatedV1, changed=["archived_at"]))
    return project


def create_contract_line(
    work: ProjectsWork, *, project_id: UUID, fields: ContractLineFields
) -> ContractLine:
    """
    Add a line that was sold without a quote.

    Raises:
        NotFound, Forbidden, ProjectClosed, ProjectInvalid, CurrencyDiffers.
    """
    project = see_project(work, project_id, lock=True)
    allow_on(work, "project.update", project)
    project.must_be_open()
    line = project.add_line(_line_of(fields.given(), currency=project.currency))
    work.save(project)
    return line


def state_of(
    project: Project, told: type[ProjectState], *, changed: list[str] | None = None
) -> Event:
    """The fact that tells others how the project stands."""
    return told(
        project_id=project.id,
        version=project.version,
        project_no=project.project_no,
        name=project.name,
        status=project.status,
        customer_id=project.customer_id,
        sales_case_id=project.sales_case_id,
        quote_id=project.quote_id,
        manager_id=project.manager_id,
        unit_id=project.unit_id,
        start=project.start,
        deadline=project.deadline,
        changed=changed or [],
        member_ids=list(project.member_ids),
    )


def _next_no(work: ProjectsWork) -> str:
    return str(work.next_number("project_no", start=FIRST_PROJECT_NO))


def _apply(work: ProjectsWork, project: Project, given: dict[str, Any]) -> None:
    _check_references(work, project, given)
    status = given.pop("status", None)
    if "member_ids" in given:
        given["member_ids"] = list(dict.fromkeys(given["member_ids"]))
    if "custom" in given or not project.version:
        old = project.custom if project.version else None
        given["custom"] = settle(work, "project", given.get("custom", {}), old=old)
    for name, value in given.items():
        setattr(project, name, value)
    if status is not None:
        if status not in RUNNING:
            raise ProjectInvalid("/status", f"must be one of {', '.join(sorted(RUNNING))}")
        project.move(ProjectStatus(status))
    project.check()


def _check_references(work: ProjectsWork, project: Project, given: dict[str, Any]) -> None:
    kinds = {"customer_id": "customer", "sales_case_id": "case", "manager_id": "user",
             "unit_id": "unit"}  # fmt: skip
    for name, kind in kinds.items():
        wanted = given.get(name)
        if wanted is None or wanted == getattr(project, name):
            continue
        if kind in ("customer", "case"):
            seen(work, kind, wanted)
        elif wanted not in (work.caller.actor_id, work.caller.unit_id):
            known(work, kind, wanted)
    for user_id in set(given.get("member_ids", ())) - {work.caller.actor_id, *project.member_ids}:
        known(work, "user", user_id)


def _sold(line: SoldLine) -> ContractLine:
    return ContractLine(
        kind=kind_for(line.unit),
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price_minor=line.unit_price.amount_minor,
        net_minor=line.net.amount_minor,
        vat_bp=percent_bp(line.vat_percent),
        minutes=line.minutes,
        quote_line_id=line.line_id,
        product_id=line.product_id,
    )


def _line_of(given: dict[str, Any], *, currency: str) -> ContractLine:
    for name in ("description", "unit_price"):
        if name not in given:
            raise ProjectInvalid(f"/{name}", "is required")
    kind = LineKind.TIME if given.get("kind") == LineKind.TIME else LineKind.FIXED
    if given.get("kind", kind) != kind:
        raise ProjectInvalid("/kind", "must be fixed or time")
    quantity = given.get("quantity", Decimal(1))
    price = minor(given["unit_price"], currency=currency, pointer="/unit_price")
    if not quantity.is_finite() or not 0 < quantity <= 1_000_000:
        raise ProjectInvalid("/quantity", "must be more than zero")
    return ContractLine(
        kind=kind,
        description=given["description"],
        quantity=quantity,
        unit="hour" if kind == LineKind.TIME else given.get("unit", "piece"),
        unit_price_minor=price,
        net_minor=Money(price, currency).times(quantity).amount_minor,
        vat_bp=percent_bp(given.get("vat_percent", Decimal(25))),
        minutes=round_half_up(quantity * 60) if kind == LineKind.TIME else 0,
    )


def percent_bp(percent: Decimal) -> int:
    """Percent as basis points; raises ProjectInvalid outside 0–100 or beyond two decimals."""
    scaled = percent * 100
    if not scaled.is_finite() or scaled != int(scaled) or not 0 <= scaled <= 10_000:
        raise ProjectInvalid("/vat_percent", "must be between 0 and 100, with two decimals")
    return int(scaled)
