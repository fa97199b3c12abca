"""One sales case with what was quoted and what is being done for it."""

from typing import Any

from gateway.compositions.sections import project_sections
from gateway.services.fan_out import OK, FanOut, Section, section

_MOST_QUOTES = 20


def case_overview(services: FanOut, *, case_id: str) -> dict[str, Section]:
    """
    Compose the page of one sales case; the case is required.

    Raises:
        NotFound: ``sales.case_unknown``.
        Unavailable: sales did not answer in time.
    """
    asked = services.ask("sales.case_overview", case_id=case_id)
    quotes = services.ask("quoting.list_quotes", query=_quotes_of(case_id))
    projects = services.ask("projects.overview_of_case", sales_case_id=case_id)
    case = services.required(asked)
    return {
        "sales_case": section(OK, case["case"]),
        "process": section(OK, case["process"]),
        "history": section(OK, case["history"]),
        "quotes": section(*services.optional(quotes), pick=_items),
        **project_sections(*services.optional(projects)),
    }


def _quotes_of(case_id: str) -> dict[str, Any]:
    return {
        "limit": _MOST_QUOTES,
        "count": True,
        "sort": ["-created_at"],
        "filters": {"sales_case_id": case_id},
    }


def _items(page: Any) -> dict[str, Any]:
    return {"items": page["items"], "total": page["total"]}
