"""ImportProfile: how files with certain headers are read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from shared.kernel.records import Record

from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.headers import plain

_OPTIONS = ("mode", "match_keys", "defaults", "accept_suggestions")


@dataclass(eq=False, kw_only=True)
class ImportProfile(Record):
    """
    A mapping that is applied by itself when a file has the same headers.

    Shape: ``mapping`` and ``formats`` by index of the column, as text.
    """

    name: str
    kind: str
    headers_key: str
    headers: list[str]
    owner_id: UUID
    unit_id: UUID | None = None
    mapping: dict[str, str | None] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    mode: str = "upsert"
    match_keys: list[str] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
    accept_suggestions: bool = False

    def learn(self, batch: ImportBatch) -> None:
        """Keep how an import is read."""
        self.kind = batch.kind
        self.headers = [each["header"] for each in batch.columns]
        self.headers_key = key_of(self.headers)
        self.mapping = {str(each["index"]): each["field"] for each in batch.columns}
        self.formats = {
            str(each["index"]): each["format"] for each in batch.columns if each.get("format")
        }
        for name in _OPTIONS:
            setattr(self, name, getattr(batch, name))

    def apply(self, batch: ImportBatch) -> None:
        """Read a file with the same headers as the one before it."""
        columns: list[dict[str, Any]] = []
        for each in batch.columns:
            index = str(each["index"])
            column = {**each, "field": self.mapping.get(index), "suggestion": None}
            if each.get("format") and index in self.formats:
                column |= {"format": self.formats[index], "is_open": False}
            columns.append(column)
        batch.columns, batch.profile_id = columns, self.id
        for name in _OPTIONS:
            setattr(batch, name, getattr(self, name))

    def archive(self, now: datetime) -> None:
        """Put away; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now


def key_of(headers: Sequence[str]) -> str:
    """A digest by which the same headers are known again, whatever their case and marks."""
    return sha256("\n".join(map(plain, headers)).encode()).hexdigest()
