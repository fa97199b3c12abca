"""What use cases of attachments need from outside."""

from collections.abc import Collection, Iterable
from typing import Protocol
from uuid import UUID

from crm.domain.attachments.attachments import Attachment


class Attachments(Protocol):
    """Attachments of the caller's organisation."""

    def get(self, attachment_id: UUID) -> Attachment:
        """Load one on a record the caller may see."""
        ...

    def used(self, names: Collection[str]) -> set[str]:
        """Those of the contents that some attachment needs, archived or not."""
        ...


class Blobs(Protocol):
    """Contents of files, kept outside the database."""

    def put(self, organisation_id: UUID, content: bytes) -> str:
        """Keep a content; its name is its SHA-256."""
        ...

    def get(self, organisation_id: UUID, name: str) -> bytes: ...

    def older_than(self, organisation_id: UUID, *, seconds: float) -> Iterable[str]:
        """Names of contents that nobody put lately."""
        ...

    def remove(self, organisation_id: UUID, name: str) -> None: ...
