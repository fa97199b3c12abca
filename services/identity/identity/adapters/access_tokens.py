"""Access tokens: JWT profile ``at+jwt`` (RFC 9068), signed with Ed25519."""

import json
from datetime import datetime
from functools import cached_property
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import OKPKey
from shared.kernel.ids import new_id

ISSUER = "samspill-identity"
AUDIENCE = "samspill-gateway"
ALGORITHM = "Ed25519"


class SignedAccessTokens:
    """Signs with the private key (JWK JSON) in a file."""

    def __init__(self, signing_key_file: str) -> None:
        self._signing_key_file = Path(signing_key_file)

    @cached_property
    def _key(self) -> OKPKey:
        """Read when the first token is issued: migrations and workers need no key."""
        return OKPKey.import_key(json.loads(self._signing_key_file.read_text()))

    def issue(self, claims: dict[str, object], *, now: datetime, lifetime_seconds: int) -> str:
        """Sign a token that lives from *now*."""
        header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": self._key.thumbprint()}
        issued_at = int(now.timestamp())
        registered = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": issued_at,
            "exp": issued_at + lifetime_seconds,
            "jti": str(new_id()),
        }
        return jwt.encode(header, {**registered, **claims}, self._key, [ALGORITHM])
