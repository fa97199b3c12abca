"""Headers that make requests safe to repeat and changes safe from each other."""

import hashlib
import re

from flask import request
from shared.kernel.ids import new_id

from gateway.http.problems import EdgeProblem

KEY_PATTERN = "[A-Za-z0-9._:~-]{1,128}"
TAG_PATTERN = r'\*|"\d{1,18}"'
_KEY = re.compile(rf"{KEY_PATTERN}\Z")
_TAG = re.compile(r'"(\d{1,18})"\Z')
ANY = -1  # ``If-Match: *``: whatever version there is


def idempotency_key(*, is_public: bool) -> str:
    """
    The key the owning service keeps its answer under.

    A request that brings none gets one of its own, because the bus may deliver a call twice.

    Raises:
        EdgeProblem: 400 for a key that is malformed or sent twice.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return "" if is_public else str(new_id())
    if not _KEY.match(given):
        raise EdgeProblem(
            400,
            "platform.idempotency_key_malformed",
            "Idempotency-Key is 1 to 128 letters, digits and . _ : ~ -",
        )
    return given


def request_hash(body: bytes) -> str:
    """What a repeated request is recognised by: method and path, a space, and its body's hash."""
    return f"{request.method}:{request.path} {hashlib.sha256(body).hexdigest()}"


class ForeignTag(EdgeProblem):
    """If-Match names what is no tag of ours, so it cannot be of the present version."""

    def __init__(self) -> None:
        super().__init__(412, "platform.version_stale", "If-Match is not an ETag of this resource.")


def expected_version(*, needed: bool) -> int | None:
    """
    The version the client read, from ``If-Match``; ``ANY`` for ``*``, None when not given.

    Raises:
        EdgeProblem: 428 when it is needed and missing.
        ForeignTag: It cannot be one of our tags.
    """
    given = request.headers.get("If-Match")
    if given is None:
        if needed:
            raise EdgeProblem(
                428,
                "platform.version_required",
                "Send If-Match with the ETag of what you last read.",
            )
        return None
    if given.strip() == "*":
        return ANY
    tag = _TAG.match(given.strip())
    if tag is None:
        raise ForeignTag
    return int(tag[1])


def is_known(tag: str | None) -> bool:
    """Whether the client already has the representation with this tag."""
    given = request.headers.get("If-None-Match")
    if given is None or tag is None:
        return False
    known = {each.strip().removeprefix("W/") for each in given.split(",")}
    return tag in known or "*" in known
