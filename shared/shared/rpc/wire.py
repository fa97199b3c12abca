"""The wire format of a call: nameko's, with headers and errors of our own."""

from typing import Any

import msgspec

HEADER = "nameko."  # nameko hands over only headers with this prefix
CALLER, CORRELATION, DEADLINE = "caller", "correlation_id", "deadline_ms"
# The key a client repeats a request under, and "<route> <hash of the body>" of that request.
IDEMPOTENCY_KEY, REQUEST_HASH = "idempotency_key", "request_hash"


class Reply(msgspec.Struct, kw_only=True):
    """
    An answer.

    Shape: ``error`` as in ``shared.kernel.errors.to_wire``; ``replayed`` when the answer was
    given before under the same idempotency key.
    """

    result: Any = None
    error: dict[str, Any] | None = None
    replayed: bool = False
