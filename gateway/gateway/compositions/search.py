"""Finds records of every kind: all services are asked, the best answers come first."""

from typing import Any

from gateway.services.fan_out import FORBIDDEN, OK, FanOut

SEARCHED = ("crm", "sales", "quoting", "projects", "identity")


def search(services: FanOut, *, text: str, limit: int) -> dict[str, Any]:
    """
    Merge what the services found by rank; ``missing`` names those that did not answer.

    Raises:
        Unavailable: No service answered.
    """
    parts = [services.ask(f"{name}.search", text=text, limit=limit) for name in SEARCHED]
    hits: list[dict[str, Any]] = []
    missing = []
    for part in parts:
        state, found = services.optional(part)
        if state == OK:
            hits.extend(found)
        elif state != FORBIDDEN:
            missing.append(part.name)
    if len(missing) == len(SEARCHED):
        services.required(parts[0])
    hits.sort(key=lambda hit: (-hit["rank"], hit["title"], hit["id"]))
    return {"items": hits[:limit], "missing": missing}
