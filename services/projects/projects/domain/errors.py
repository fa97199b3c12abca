"""
Every rule projects can refuse to break.

* Invalid
  - ProjectInvalid          a field of a project, phase, person or expense makes no sense
  - MinutesInvalid          not 1 to 1440 minutes
  - TargetInvalid           time goes to neither or both of a project and a sales case
  - CurrencyDiffers         an amount in another currency than the record's
* RuleBroken
  - TransitionInvalid       the state does not follow from the present one
  - ProjectClosed           it takes no more time, cost or invoice
  - ProjectHasDrafts        a draft invoice would be left behind
  - PhaseCycle, PhaseDatesInvalid
  - ResourceExists          the person has a profile already
  - WorkContractOverlaps    two contracts on one day
  - DayOverfull             more than 24 hours on a day
  - NotDraft                only a draft may be changed
  - Billed                  part of an invoice; take it back by a credit note
  - NothingToBill, PriceMissing, CustomerMissing, InvoiceNegative
  - NotIssued, IssueDateInvalid
  - CreditExceedsOutstanding, PaymentExceedsOutstanding
"""

from shared.kernel.errors import FieldError, Invalid, RuleBroken


class ProjectInvalid(Invalid):
    """A field makes no sense."""

    code = "projects.field_invalid"

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(
            "The request has invalid fields.", errors=[FieldError(pointer, "invalid", message)]
        )


class MinutesInvalid(Invalid):
    """A day has 1 to 1440 minutes of work."""

    code = "projects.minutes_invalid"

    def __init__(self, minutes: int) -> None:
        super().__init__(
            "Minutes must be between 1 and 1440.",
            errors=[FieldError("/minutes", "invalid", "must be between 1 and 1440")],
            minutes=minutes,
        )


class TargetInvalid(Invalid):
    """Time is registered on a project or on a sales case."""

    code = "projects.time_entry_target_invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message, errors=[FieldError("/project_id", "invalid", message)])


class CurrencyDiffers(Invalid):
    """An amount is in another currency than the record it belongs to."""

    code = "projects.currency_differs"

    def __init__(self, pointer: str, *, expected: str) -> None:
        super().__init__(
            f"The amount must be in {expected}.",
            errors=[FieldError(pointer, "invalid", f"must be in {expected}")],
        )


class TransitionInvalid(RuleBroken):
    """The state does not follow from the present one."""

    def __init__(self, noun: str, *, status: str, wanted: str) -> None:
        super().__init__(
            f"A {noun.replace('_', ' ')} that is {status} cannot become {wanted}.",
            code=f"projects.{noun}_transition_invalid",
            status=status,
            wanted=wanted,
        )


class ProjectClosed(RuleBroken):
    """A closed project takes no more time, cost or invoice."""

    code = "projects.project_closed"

    def __init__(self) -> None:
        super().__init__("The project is closed.")


class ProjectHasDrafts(RuleBroken):
    """A draft invoice would be left behind on a closed project."""

    code = "projects.project_has_drafts"

    def __init__(self) -> None:
        super().__init__("Issue or cancel the project's draft invoices first.")


class PhaseCycle(RuleBroken):
    """A phase cannot be inside itself."""

    code = "projects.phase_cycle"

    def __init__(self) -> None:
        super().__init__("A phase cannot be inside itself.")


class PhaseDatesInvalid(RuleBroken):
    """A phase ends before it starts, or lies outside its parent."""

    code = "projects.phase_dates_invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message)


class ResourceExists(RuleBroken):
    """The person has a profile already."""

    code = "projects.resource_exists"

    def __init__(self) -> None:
        super().__init__("The person has a profile already.")


class WorkContractOverlaps(RuleBroken):
    """Two contracts would hold on one day."""

    code = "projects.work_contract_overlaps"

    def __init__(self) -> None:
        super().__init__("Another contract holds in a part of that time.")


class DayOverfull(RuleBroken):
    """More than 24 hours on a day."""

    code = "projects.day_overfull"

    def __init__(self, *, registered_minutes: int) -> None:
        super().__init__(
            "A day holds no more than 1440 minutes.", registered_minutes=registered_minutes
        )


class NotDraft(RuleBroken):
    """Only a draft may be changed."""

    def __init__(self, noun: str, *, status: str) -> None:
        super().__init__(
            f"Only a draft may be changed; this is {status}.",
            code=f"projects.{noun}_not_draft",
            status=status,
        )


class Billed(RuleBroken):
    """It is part of an invoice; only a credit note takes it back."""

    def __init__(self, noun: str) -> None:
        super().__init__("It is part of an invoice.", code=f"projects.{noun}_billed")


class NothingToBill(RuleBroken):
    """Nothing of what was asked for remains to be billed."""

    code = "projects.nothing_to_bill"

    def __init__(self, message: str = "There is nothing left to bill.") -> None:
        super().__init__(message)


class PriceMissing(RuleBroken):
    """Hours have no price: neither a contract line nor the person gives one."""

    code = "projects.price_missing"

    def __init__(self, *, minutes: int) -> None:
        super().__init__(
            "Some hours have no price; give the person a billing rate, or an hourly_price here.",
            minutes=minutes,
        )


class CustomerMissing(RuleBroken):
    """Internal work has nobody to bill."""

    code = "projects.customer_missing"

    def __init__(self) -> None:
        super().__init__("There is no customer to bill.")


class InvoiceNegative(RuleBroken):
    """An invoice of less than nothing is a credit note."""

    code = "projects.invoice_negative"

    def __init__(self) -> None:
        super().__init__("The lines add up to less than nothing.")


class NotIssued(RuleBroken):
    """Only an issued invoice can be paid or credited."""

    code = "projects.invoice_not_issued"

    def __init__(self, *, status: str) -> None:
        super().__init__("The invoice is not issued.", status=status)


class IssueDateInvalid(RuleBroken):
    """Numbers follow dates: not in the future, not before the last one issued."""

    code = "projects.issue_date_invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message)


class CreditExceedsOutstanding(RuleBroken):
    """More would be credited than was billed."""

    code = "projects.credit_exceeds_outstanding"

    def __init__(self, *, outstanding: int) -> None:
        super().__init__("No more than was billed can be credited.", outstanding=outstanding)


class PaymentExceedsOutstanding(RuleBroken):
    """More would be paid than is owed."""

    code = "projects.payment_exceeds_outstanding"

    def __init__(self, *, outstanding_minor: int) -> None:
        super().__init__("The payment is larger than what is owed.", minor=outstanding_minor)
