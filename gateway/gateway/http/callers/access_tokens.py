"""Checks the access tokens identity signs; nothing in a token may choose how it is checked."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from gateway.http.problems import EdgeProblem

ISSUER, AUDIENCE = "samspill-identity", "samspill-gateway"
TYPE = "at+jwt"
CLOCK_SKEW_SECONDS = 5
FARTHEST_EXPIRY_SECONDS = 3600  # identity never signs for longer


class AccessTokens:
    """Verifies; a token seen before costs a look-up until it expires."""

    def __init__(self, key: OKPKey, *, clock: Callable[[], float] = time.time) -> None:
        self._key = key
        self._clock = clock
        self._verified = lru_cache(maxsize=10_000)(self._verify)

    def read(self, token: str) -> dict[str, Any]:
        """
        Return the claims of a valid token.

        Raises:
            EdgeProblem: 401.
        """
        claims = self._verified(token)
        if not self._clock() - CLOCK_SKEW_SECONDS < claims["exp"]:
            raise refuse_token()
        return claims

    def _verify(self, token: str) -> dict[str, Any]:
        try:
            decoded = jwt.decode(token, self._key, algorithms=["Ed25519"])
            if _is_ours(decoded.header, decoded.claims, now=self._clock()):
                return decoded.claims
        except (JoseError, ValueError, KeyError, TypeError, AttributeError):
            pass
        raise refuse_token()


def refuse_token() -> EdgeProblem:
    """The one answer to every token that is not accepted."""
    return EdgeProblem(401, "platform.token_invalid", "The token is not valid or has expired.")


def _is_ours(header: dict[str, Any], claims: dict[str, Any], *, now: float) -> bool:
    for name in ("sub", "sid", "org"):
        UUID(claims[name])
    return (
        header.get("typ") == TYPE
        and "crit" not in header
        and claims["iss"] == ISSUER
        and claims["aud"] == AUDIENCE
        and float(claims["exp"]) < now + FARTHEST_EXPIRY_SECONDS
        and float(claims.get("nbf", 0)) <= now + CLOCK_SKEW_SECONDS
        and float(claims.get("iat", 0)) <= now + CLOCK_SKEW_SECONDS
    )
