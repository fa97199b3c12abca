"""One project with its customer and the quote it came from."""

from typing import Any

from gateway.services.fan_out import OK, FanOut, Section, section


def project_overview(services: FanOut, *, project_id: str) -> dict[str, Section]:
    """
    Compose the page of one project; the project is required.

    Customer and quote are known only once the project is, so they are asked in a second round
    under the same deadline.

    Raises:
        NotFound: ``projects.project_unknown``.
        Unavailable: projects did not answer in time.
    """
    found = services.required(services.ask("projects.project_overview", project_id=project_id))
    project = found["project"]
    customer = _ask(services, "crm.get_customer", "customer_id", project["customer_id"])
    quote = _ask(services, "quoting.get_quote", "quote_id", project["quote_id"])
    return {
        "project": section(OK, project),
        "phases": section(OK, found["phases"]),
        "contract_lines": section(OK, found["contract_lines"]),
        "invoices": section(OK, found["invoices"]),
        "profitability": section(OK, found["profitability"]),
        "customer": _linked(services, customer),
        "quote": _linked(services, quote),
    }


def _ask(services: FanOut, method: str, key: str, record_id: str | None) -> Any:
    return services.ask(method, **{key: record_id}) if record_id else None


def _linked(services: FanOut, part: Any) -> Section:
    """A record the project points to; it has none: ok, and null."""
    if part is None:
        return {"status": OK, "data": None}
    return section(*services.optional(part))
