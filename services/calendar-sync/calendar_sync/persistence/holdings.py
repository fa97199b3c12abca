"""What calendar_sync holds about people: texts of activities; crm tells what became of them."""

from shared.capabilities.privacy.holdings import Holdings

HOLDINGS = Holdings(
    employees=frozenset({"accounts"}),
    files={"accounts.secret": "sealed", "feed_addresses.token_hash": "sealed"},
)
