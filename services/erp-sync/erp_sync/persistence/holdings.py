"""What erp_sync holds about people: what was sent to and seen in ERP systems."""

from shared.capabilities.privacy.holdings import Holdings

HOLDINGS = Holdings(files={"connections.secret": "sealed"})
