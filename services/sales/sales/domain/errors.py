"""
What sales refuses.

* Invalid
  - CaseInvalid, ProcessInvalid, ListedValueInvalid   fields at fault
  - ClosingDateInvalid     a decision cannot lie in the future or before the case
  - ReportInvalid, ImportTooLarge
* RuleBroken
  - CaseClosed, CaseOpen   the case is (not) decided
  - CaseWorthless          winning needs a value
  - CaseInDelivery         invoiced cases stay won
  - StageUnfit             the stage is retired, of another process or of the wrong kind
  - StageRequirementsMissing
  - ProcessDefault, ProcessInUse, ListedValueRetired
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from shared.kernel.errors import FieldError, Invalid, RuleBroken


class CaseInvalid(Invalid):
    """Fields of a case make no sense."""

    code = "sales.case_invalid"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("The case has invalid fields.", errors=errors)


class ProcessInvalid(Invalid):
    """Fields of a process or its stages make no sense."""

    code = "sales.process_invalid"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("The process has invalid fields.", errors=errors)


class ListedValueInvalid(Invalid):
    """Fields of a lead source or lost reason make no sense."""

    code = "sales.listed_value_invalid"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("The value has invalid fields.", errors=errors)


class ClosingDateInvalid(Invalid):
    """A case is decided between the day it was received and today."""

    code = "sales.closing_date_invalid"

    def __init__(self, *, closed_on: date, received_on: date, today: date) -> None:
        super().__init__(
            f"A decision lies between {received_on} and {today}, not on {closed_on}.",
            errors=[FieldError("/closed_on", "out_of_range", "not between receipt and today")],
        )


class ReportInvalid(Invalid):
    """A report was asked for something it does not know."""

    code = "sales.report_invalid"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("The report cannot be made like this.", errors=errors)


class ImportTooLarge(Invalid):
    """More cases in one call than are taken."""

    code = "sales.import_too_large"

    def __init__(self, *, rows: int, largest: int) -> None:
        super().__init__(f"At most {largest} cases at once, not {rows}.", largest=largest)


class CaseClosed(RuleBroken):
    """The case was won, lost or cancelled."""

    code = "sales.case_closed"

    def __init__(self, *, case_id: UUID, status: str) -> None:
        super().__init__(f"The case is {status}.", case_id=case_id, status=status)


class CaseOpen(RuleBroken):
    """The case was never closed."""

    code = "sales.case_open"

    def __init__(self, *, case_id: UUID) -> None:
        super().__init__("The case is open.", case_id=case_id)


class CaseWorthless(RuleBroken):
    """A won case has a value."""

    code = "sales.case_worthless"

    def __init__(self, *, case_id: UUID) -> None:
        super().__init__("A case without value cannot be won.", case_id=case_id)


class CaseInDelivery(RuleBroken):
    """What has been invoiced was sold."""

    code = "sales.case_in_delivery"

    def __init__(self, *, case_id: UUID) -> None:
        super().__init__("The case has been invoiced and stays won.", case_id=case_id)


class StageUnfit(RuleBroken):
    """The stage cannot take the case."""

    code = "sales.stage_unfit"

    def __init__(self, *, stage_id: UUID, reason: str) -> None:
        super().__init__(
            f"The stage cannot take the case: {reason}.", stage_id=stage_id, reason=reason
        )


class StageRequirementsMissing(RuleBroken):
    """The stage asks for fields the case does not have."""

    code = "sales.stage_requirements_missing"

    def __init__(self, *, stage_id: UUID, missing: Sequence[str]) -> None:
        super().__init__(
            f"The stage needs {', '.join(missing)}.",
            errors=[FieldError(f"/{name}", "required", "the stage needs it") for name in missing],
            stage_id=stage_id,
        )


class ProcessDefault(RuleBroken):
    """The default process is where new cases go; choose another one first."""

    code = "sales.process_default"

    def __init__(self, *, process_id: UUID) -> None:
        super().__init__("The default process cannot be put away.", process_id=process_id)


class ProcessInUse(RuleBroken):
    """Open cases are in the process."""

    code = "sales.process_in_use"

    def __init__(self, *, process_id: UUID, open_cases: int) -> None:
        super().__init__(
            f"{open_cases} open cases are in the process.",
            process_id=process_id,
            open_cases=open_cases,
        )


class ListedValueRetired(RuleBroken):
    """A retired lead source or lost reason takes no new cases."""

    code = "sales.listed_value_retired"

    def __init__(self, *, value_id: UUID, pointer: str) -> None:
        super().__init__(
            "The value is retired.",
            errors=[FieldError(pointer, "retired", "is not offered any more")],
            value_id=value_id,
        )
