"""The single view of a customer: crm, sales, quoting and projects on one page."""

from gateway.compositions.sections import cases_section, project_sections
from gateway.services.fan_out import OK, FanOut, Section, section


def customer_overview(services: FanOut, *, customer_id: str) -> dict[str, Section]:
    """
    Compose the page of one customer.

    The customer is required; of the other services' sections those that are late, down or not
    for this caller say so.

    Raises:
        NotFound: ``crm.customer_unknown``.
        Unavailable: crm did not answer in time.
    """
    asked = services.ask("crm.customer_overview", customer_id=customer_id)
    cases = services.ask("sales.overview_of_customer", customer_id=customer_id)
    quotes = services.ask("quoting.overview_of_customer", customer_id=customer_id)
    projects = services.ask("projects.overview_of_customer", customer_id=customer_id)
    customer = services.required(asked)
    return {
        "customer": section(OK, customer["customer"]),
        "contacts": section(OK, customer["contacts"]),
        "timeline": section(OK, customer["timeline"]),
        "sales_cases": cases_section(*services.optional(cases)),
        "quotes": section(*services.optional(quotes)),
        **project_sections(*services.optional(projects)),
        "files": section(OK, customer["files"]),
    }
