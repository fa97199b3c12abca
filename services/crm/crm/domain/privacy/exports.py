"""Exports: everything of an organisation, or about a person, for taking along."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kernel.records import Record

KINDS = ("organisation", "list")


@dataclass(eq=False, kw_only=True)
class Export(Record):
    """One export; ``parts`` is service → ``{round_no, counts, done_at}``."""

    kind: str
    status: str
    requested_by: UUID
    expires_at: datetime
    entities: list[str] = field(default_factory=list)
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    ready_at: datetime | None = None

    def note_part(self, service: str, counts: Any, now: datetime) -> None:
        """Write down that a service has written its part."""
        part = {"round_no": 1, "counts": counts, "done_at": now.isoformat()}
        self.parts = {**self.parts, service: part}

    def missing(self, services: list[str]) -> list[str]:
        """Services still writing."""
        return [each for each in services if each not in self.parts]

    def settle(self, services: list[str], now: datetime) -> bool:
        """Become ready when every part is there; whether it did."""
        if self.status != "writing" or self.missing(services):
            return False
        self.status, self.ready_at = "ready", now
        return True
