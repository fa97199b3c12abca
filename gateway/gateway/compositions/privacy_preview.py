"""Where a person stands, in every service, before he is forgotten."""

from typing import Any

from shared.messaging.topology import SERVICES

from gateway.services.fan_out import FanOut, section


def privacy_preview(services: FanOut, *, request_id: str) -> dict[str, Any]:
    """
    Ask every service how many rows name the person of a request.

    Raises:
        NotFound: ``crm.privacy_request_unknown``.
    """
    asked = services.ask("crm.get_privacy_request", request_id=request_id)
    request = services.required(asked)
    subject = request["subject"]
    parts = [services.ask(f"{name}.count_traces", subject=subject) for name in SERVICES]
    return {
        "request_id": request_id,
        "subject": subject,
        "services": {part.name: section(*services.optional(part)) for part in parts},
    }
