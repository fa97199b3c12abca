"""Private calendar addresses: whoever knows one may read the calendar behind it."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from shared.kernel.errors import FieldError
from shared.kernel.records import Record

from calendar_sync.domain.accounts import PRIVACIES
from calendar_sync.domain.errors import FeedInvalid

WINDOW_BACK, WINDOW_AHEAD = timedelta(days=90), timedelta(days=365)
LONGEST_NAME = 100


@dataclass(eq=False, kw_only=True)
class Feed(Record):
    """A private calendar address of one user; the address itself is only kept as a hash."""

    user_id: UUID
    unit_id: UUID | None = None
    name: str = "Samspill"
    privacy: str = "full"
    locale: str = "nb"

    def check(self) -> None:
        """
        Refuse an impossible name or privacy.

        Raises:
            FeedInvalid: With every fault.
        """
        faults = []
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            faults.append(FieldError("/name", "invalid", f"1 to {LONGEST_NAME} characters"))
        if self.privacy not in PRIVACIES:
            faults.append(FieldError("/privacy", "invalid", "must be full or busy"))
        if faults:
            raise FeedInvalid(faults)


def hash_of(token: str) -> bytes:
    """What is stored of an address; the token is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()
