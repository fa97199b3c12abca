"""
What quoting refuses.

* Invalid
  - FieldInvalid               a field makes no sense
* Conflict
  - ProductCodeTaken, DefaultPriceListExists, MarginPolicyExists
* RuleBroken
  - ProductGroupCycle, PriceMissing
  - VersionPublished, VersionOverlaps
  - CaseClosed
  - QuoteNotDraft, QuoteArchived, QuoteNotOpen, QuoteExpired, QuoteEmpty, ValidityMissing
  - QuoteBelowFloor
  - ApprovalNotNeeded, ApprovalNotPending, OwnApproval
"""

from shared.kernel.errors import Conflict, FieldError, Invalid, RuleBroken


class FieldInvalid(Invalid):
    """A field makes no sense."""

    code = "quoting.field_invalid"

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(message, errors=[FieldError(pointer, "invalid", message)])


class ProductCodeTaken(Conflict):
    """Another product has the code."""

    code = "quoting.product_code_taken"


class DefaultPriceListExists(Conflict):
    """The organisation has a default price list in that currency."""

    code = "quoting.price_list_default_exists"


class MarginPolicyExists(Conflict):
    """The same floor is set from the same day."""

    code = "quoting.margin_policy_exists"


class ProductGroupCycle(RuleBroken):
    """A group would lie within itself."""

    code = "quoting.product_group_cycle"


class PriceMissing(RuleBroken):
    """No price was given and none is in the price list."""

    code = "quoting.price_missing"


class VersionPublished(RuleBroken):
    """A published version never changes."""

    code = "quoting.price_list_version_published"


class VersionOverlaps(RuleBroken):
    """Another published version begins the same day or later."""

    code = "quoting.price_list_version_overlaps"


class CaseClosed(RuleBroken):
    """The sales case takes no more quotes."""

    code = "quoting.case_closed"


class QuoteNotDraft(RuleBroken):
    """From the moment it is sent a quote never changes."""

    code = "quoting.quote_not_draft"


class QuoteArchived(RuleBroken):
    """The quote was put away."""

    code = "quoting.quote_archived"


class QuoteNotOpen(RuleBroken):
    """The quote is not with the customer, or has been answered."""

    code = "quoting.quote_not_open"


class QuoteExpired(RuleBroken):
    """The quote's validity ended before the customer accepted it."""

    code = "quoting.quote_expired"


class QuoteEmpty(RuleBroken):
    """There is nothing to sell."""

    code = "quoting.quote_empty"


class ValidityMissing(RuleBroken):
    """A quote that goes out needs a last day."""

    code = "quoting.quote_validity_missing"


class QuoteBelowFloor(RuleBroken):
    """The price breaks a floor and nobody approved exactly this content."""

    code = "quoting.quote_below_floor"


class ApprovalNotNeeded(RuleBroken):
    """No floor is broken."""

    code = "quoting.approval_not_needed"


class ApprovalNotPending(RuleBroken):
    """Nobody has asked for approval of this content."""

    code = "quoting.approval_not_pending"


class OwnApproval(RuleBroken):
    """Nobody approves what he asked for himself."""

    code = "quoting.approval_own"
