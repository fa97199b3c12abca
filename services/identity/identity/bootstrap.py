"""Builds what identity's processes work with; the only module that knows everything."""

from shared.kernel.clock import SystemClock
from shared.persistence.engine import engine_for
from shared.persistence.work import Works
from shared.rpc.native import run_native

from identity.adapters.access_tokens import SignedAccessTokens
from identity.adapters.passwords import Argon2Passwords
from identity.adapters.randomness import SystemSecrets
from identity.config import Settings
from identity.persistence.work import IdentityWork


def works(settings: Settings) -> Works[IdentityWork]:
    """Units of work on the configured database, with identity's adapters."""
    return Works(
        IdentityWork,
        engine_for(settings.database_url),
        clock=SystemClock(),
        passwords=Argon2Passwords(run_native),
        access_tokens=SignedAccessTokens(settings.signing_key_file),
        secrets=SystemSecrets(),
    )
