"""What happens in quoting when something happened elsewhere."""

from shared.contracts.sales.events import CaseCancelledV1, CaseLostV1
from shared.messaging.consume import on

from quoting.application.acceptances import withdraw_quotes_of_case
from quoting.persistence.work import QuotingWork


class QuotingEvents:
    """Run by the worker."""

    @on(CaseLostV1)
    def on_case_lost_v1(self, event: CaseLostV1, work: QuotingWork) -> None:
        """A lost case takes its undecided quotes with it."""
        withdraw_quotes_of_case(work, case_id=event.case_id)

    @on(CaseCancelledV1)
    def on_case_cancelled_v1(self, event: CaseCancelledV1, work: QuotingWork) -> None:
        """So does a cancelled one."""
        withdraw_quotes_of_case(work, case_id=event.case_id)
