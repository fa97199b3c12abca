"""Sections that several pages show alike."""

from operator import itemgetter
from typing import Any

from gateway.services.fan_out import Section, section


def cases_section(state: str, answer: Any) -> Section:
    """The sales cases of a customer, newest first."""
    return section(state, answer, pick=_cases)


def project_sections(state: str, answer: Any) -> dict[str, Section]:
    """Projects, invoices and profitability; null from the service: the caller may not see it."""
    names = ("projects", "invoices", "profitability")
    return {name: section(state, answer, pick=itemgetter(name)) for name in names}


def _cases(answer: Any) -> dict[str, Any]:
    return {
        "items": answer["sales_cases"],
        "total": answer["total"],
        "sums": answer["sums"],
    }
