"""What others are told of records a forgotten person stood in."""

from shared.contracts.crm.events import ActivityUpdatedV1, CustomerUpdatedV1

from crm.application.customer_facts import tell
from crm.application.occurrences.storing import tell_activity
from crm.application.ports import CrmWork
from crm.domain.activities import Activity
from crm.domain.customers import Customer


def retell_activity(work: CrmWork, activity: Activity) -> None:
    """Publish an activity as it stands: calendars replace what they show."""
    tell_activity(work, activity, ActivityUpdatedV1)


def retell_customer(work: CrmWork, customer: Customer) -> None:
    """Publish a customer as it stands: ERP systems replace what they have."""
    tell(work, CustomerUpdatedV1, customer)
