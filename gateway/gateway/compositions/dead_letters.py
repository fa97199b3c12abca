"""Messages no service could handle, of all services or of one."""

from typing import Any

from shared.kernel.errors import NotFound
from shared.messaging.topology import SERVICES

from gateway.services.fan_out import OK, FanOut


def dead_letters(services: FanOut, *, query: dict[str, Any], service: str | None) -> dict[str, Any]:
    """
    List parked messages, newest first.

    Pages can be turned only within one service; without one, the newest of each are shown.

    Raises:
        Forbidden: Nobody lets the caller look.
    """
    asked = [service] if service else list(SERVICES)
    parts = [services.ask(f"{name}.list_parked", query=query) for name in asked]
    if service:
        page = services.required(parts[0])
        return page | {"items": _named(page["items"], service), "missing": []}
    found, missing = [], []
    for part in parts:
        state, page = services.optional(part)
        if state == OK:
            found.extend(_named(page["items"], part.name))
        else:
            missing.append(part.name)
    if len(missing) == len(asked):
        services.required(parts[0])
    found.sort(key=lambda each: each["parked_at"], reverse=True)
    return {"items": found[: query["limit"]], "next_cursor": None, "missing": missing}


def resolve_dead_letter(services: FanOut, *, verb: str, message_id: str) -> dict[str, Any]:
    """
    Have the service that parked a message replay or discard it.

    Raises:
        NotFound: ``platform.parked_message_unknown``; no service that answered has it.
    """
    for name in SERVICES:
        part = services.ask(f"{name}.{verb}_parked", message_id=message_id)
        try:
            return services.required(part) | {"service": name}
        except NotFound:
            continue
    raise NotFound("There is no such message.", code="platform.parked_message_unknown")


def _named(items: list[dict[str, Any]], service: str) -> list[dict[str, Any]]:
    return [each | {"service": service} for each in items]
