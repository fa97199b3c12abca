"""
API tokens, and how opaque tokens are written.

A token is a prefix and 48 bytes in URL-safe base64: the organisation's id, so that the right
rows can be found behind row-level security, and 256 random bits.  Only the SHA-256 of the
whole text is stored; so much randomness needs no slow hash.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.kernel.records import Record

from identity.domain.errors import ApiTokenExpiry

API_TOKEN_PREFIX = "sams_"
SECRET_BYTES = 32
LONGEST_LIFE = timedelta(days=366)
USE_NOTED_EVERY = timedelta(minutes=5)
_SHOWN = len(API_TOKEN_PREFIX) + 30  # the part with the organisation's id tells nothing
_SIGNS = 64


@dataclass(eq=False, kw_only=True)
class ApiToken(Record):
    """A long-lived credential of a user; it never may more than its owner does."""

    audit_hides = frozenset({"token_hash"})

    name: str
    user_id: UUID
    token_start: str
    token_hash: bytes
    expires_at: datetime
    role_id: UUID | None = None
    last_used_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether the token still opens anything."""
        return self.archived_at is None and now < self.expires_at

    def use_is_worth_noting(self, now: datetime) -> bool:
        """Whether the last noted use is older than five minutes; nobody needs to know better."""
        return self.last_used_at is None or now - self.last_used_at > USE_NOTED_EVERY


def write_token(organisation_id: UUID, secret: bytes, *, prefix: str = "") -> str:
    """Write an opaque token from *secret* (``SECRET_BYTES`` random bytes)."""
    return prefix + urlsafe_b64encode(organisation_id.bytes + secret).decode()


def organisation_of(token: str, *, prefix: str = "") -> UUID | None:
    """The organisation a token says it is for; None when it is no token at all."""
    written = token.removeprefix(prefix)
    if not token.startswith(prefix) or len(written) != _SIGNS or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(written)
    except (NotBase64, ValueError):
        return None
    return UUID(bytes=raw[:16]) if len(raw) == 16 + SECRET_BYTES else None


def token_hash(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def token_start(token: str) -> str:
    """The part of a token that may be shown, to tell several apart."""
    return token[:_SHOWN]


def token_end(expires_on: date, *, today: date, time_zone: str) -> datetime:
    """
    The instant a token ends: midnight after its last day, where the organisation is.

    Raises:
        ApiTokenExpiry: The last day is past, or more than a year away.
    """
    if not today < expires_on <= today + LONGEST_LIFE:
        raise ApiTokenExpiry
    midnight = datetime.combine(expires_on + timedelta(days=1), time(), ZoneInfo(time_zone))
    return midnight.astimezone(ZoneInfo("UTC"))
