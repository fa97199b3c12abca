"""What projects tells the platform about lines of invoices; never their cost."""

from uuid import UUID

from shared.contracts.projects.events import InvoicedLine
from shared.kernel.money import Money

from projects.application.ports import ProjectsWork
from projects.domain.invoices import Invoice


def invoiced_lines(work: ProjectsWork, invoice: Invoice) -> list[InvoicedLine]:
    """The lines, with the products their contract lines were sold as."""
    products = _products(work, invoice)
    return [
        InvoicedLine(
            line_id=line.id,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            net=Money(line.net_minor, invoice.currency),
            product_id=products.get(line.contract_line_id) if line.contract_line_id else None,
        )
        for line in invoice.lines
    ]


def _products(work: ProjectsWork, invoice: Invoice) -> dict[UUID, UUID | None]:
    if invoice.project_id is None:
        return {}
    project = work.projects.get(invoice.project_id)
    return {each.id: each.product_id for each in project.contract_lines}
