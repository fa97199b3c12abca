"""What sales holds about people: texts of cases; contacts stand there by id."""

from shared.capabilities.privacy.holdings import Holdings

HOLDINGS = Holdings()
