"""What a search finds, alike in every service."""

from uuid import UUID

from shared.contracts.declare import View


class SearchHitView(View):
    """One record that matches; ``rank`` is 0–1, higher is better, comparable between services."""

    kind: str  # customer, contact, case, quote, project, invoice …
    id: UUID
    title: str
    subtitle: str | None = None
    rank: float = 0.0
