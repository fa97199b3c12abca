"""
The signed caller: the gateway says who is calling, every service verifies it.

A short-lived Ed25519 JWT; services trust the signature, never the transport.
"""

import json
import time
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.kernel.context import Caller
from shared.kernel.errors import Forbidden

LIFETIME_SECONDS = 60
_AUDIENCE = "samspill-services"


def read_key(path: str) -> OKPKey:
    """Read an Ed25519 key (JWK JSON, private or public) from a file."""
    return OKPKey.import_key(json.loads(Path(path).read_text()))


def sign(caller: Caller, key: OKPKey, *, lifetime_seconds: int = LIFETIME_SECONDS) -> str:
    """Write down who is calling, valid for a minute."""
    claims = {
        "aud": _AUDIENCE,
        "exp": int(time.time()) + lifetime_seconds,
        "org": str(caller.organisation_id),
        "sub": str(caller.actor_id),
        "unit": str(caller.unit_id) if caller.unit_id else None,
        "units": [str(each) for each in sorted(caller.unit_ids)],
        "grants": caller.grants,
        "classes": sorted(caller.field_classes),
        "roles": [str(each) for each in sorted(caller.role_ids)],
        "zone": caller.time_zone,
        "currency": caller.currency,
        "locale": caller.locale,
        "source": caller.source,
    }
    return jwt.encode(
        {"alg": "Ed25519", "typ": "samspill-caller"}, claims, key, algorithms=["Ed25519"]
    )


class CallerTokens:
    """Verifies caller tokens; a token seen before costs a look-up until it expires."""

    def __init__(self, key: OKPKey) -> None:
        self._key = key
        self._verified = lru_cache(maxsize=2048)(self._verify)

    def read(self, token: str) -> Caller:
        """
        Return the caller a token speaks for.

        Raises:
            Forbidden: ``platform.caller_invalid``; forged, expired, or not a caller token.
        """
        expires_at, caller = self._verified(token)
        if expires_at < time.time():
            raise _refused()
        return caller

    def _verify(self, token: str) -> tuple[int, Caller]:
        try:
            decoded = jwt.decode(token, self._key, algorithms=["Ed25519"])
            claims = decoded.claims
            if decoded.header.get("typ") != "samspill-caller" or claims["aud"] != _AUDIENCE:
                raise _refused()
            return int(claims["exp"]), _caller(claims)
        except (JoseError, KeyError, ValueError, TypeError):
            raise _refused() from None


def _caller(claims: dict) -> Caller:
    return Caller(
        organisation_id=UUID(claims["org"]),
        actor_id=UUID(claims["sub"]),
        unit_id=UUID(claims["unit"]) if claims["unit"] else None,
        unit_ids=frozenset(UUID(each) for each in claims["units"]),
        grants=claims["grants"],
        field_classes=frozenset(claims["classes"]),
        role_ids=frozenset(UUID(each) for each in claims.get("roles", ())),
        time_zone=claims["zone"],
        currency=claims["currency"],
        locale=claims["locale"],
        source=claims["source"],
    )


def _refused() -> Forbidden:
    return Forbidden("The caller could not be verified.", code="platform.caller_invalid")
