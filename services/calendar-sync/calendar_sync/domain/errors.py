"""
Every rule calendar_sync can refuse to break.

* Invalid
  - AccountInvalid     an account or binding lacks something, or has something impossible
  - FeedInvalid        a feed has something impossible
* RuleBroken
  - AccountGone        a disconnected account cannot be used or changed
"""

from uuid import UUID

from shared.kernel.errors import FieldError, Invalid, RuleBroken


class AccountInvalid(Invalid):
    """An account or binding lacks something, or has something impossible."""

    code = "calendar_sync.account_invalid"

    def __init__(self, faults: list[FieldError]) -> None:
        super().__init__("The account has invalid fields.", errors=faults)


class FeedInvalid(Invalid):
    """A feed has something impossible."""

    code = "calendar_sync.feed_invalid"

    def __init__(self, faults: list[FieldError]) -> None:
        super().__init__("The feed has invalid fields.", errors=faults)


class AccountGone(RuleBroken):
    """A disconnected account cannot be used or changed; its credentials are destroyed."""

    code = "calendar_sync.account_disconnected"

    def __init__(self, account_id: UUID) -> None:
        super().__init__("The account is disconnected.", account_id=account_id)
