"""What projects holds about people: the Bookkeeping Act keeps invoices five years."""

from shared.capabilities.privacy.holdings import Holdings

HOLDINGS = Holdings(
    bookkeeping=frozenset({"invoices", "invoice_lines", "invoice_payments", "invoice_allocations"}),
    classes={
        "work_contracts.cost_rate_minor": "salary",
        "time_entries.cost_rate_minor": "salary",
        "time_entries.cost_minor": "cost",
    },
)
