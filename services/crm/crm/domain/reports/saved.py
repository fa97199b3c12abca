"""SavedReport: what a report is about, kept by somebody and shared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crm.domain.errors import RecordArchived
from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.sharing import Shared, read_sharing
from crm.domain.values.texts import line, paragraphs, required


@dataclass(eq=False, kw_only=True)
class SavedReport(Shared):
    """A report; ``definition`` is a ``ReportFields`` as JSON writes it."""

    name: str
    description: str | None = None
    definition: dict[str, Any] = field(default_factory=dict)

    def change(self, values: dict[str, Any]) -> bool:
        """
        Set what ``read_saved_report`` read; whether anything differed.

        Raises:
            RecordArchived: The report is put away.
        """
        if self.archived_at is not None:
            raise RecordArchived("saved_report", self.id)
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        return bool(changed)

    def archive(self, now: datetime) -> None:
        """Put away; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now


_READERS: dict[str, Callable[[Any], Any]] = {
    "name": required(line(200), code="crm.saved_report_nameless"),
    "description": paragraphs(2000),
}


def read_saved_report(given: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """Turn what a caller gave into attributes of ``SavedReport``, noting every problem."""
    given = dict(given)
    sharing = read_sharing(given.pop("shared_with", {}), problems)
    return read_fields(given, _READERS, problems) | sharing
