"""What happens in projects when something happened elsewhere.  Run by the worker."""

from shared.contracts.quoting.events import QuoteAcceptedV1
from shared.messaging.consume import on

from projects.application.projects import open_project
from projects.persistence.work import StoredProjectsWork


class ProjectsEvents:
    """Reactions to other services' facts."""

    @on(QuoteAcceptedV1)
    def on_quote_accepted_v1(self, event: QuoteAcceptedV1, work: StoredProjectsWork) -> None:
        """Open the project the customer just bought."""
        open_project(work, quote=event)
