"""
Every rule crm can refuse to break.

* Invalid      fields at fault, collected by ``problems.Problems``
* NotFound     ``crm.<noun>_unknown``, raised where records are loaded
* RuleBroken
  - OrganisationNumberTaken   another live customer has it
  - CustomerNoTaken           another customer has it
  - ParentCycle               a customer would stand above itself
  - RecordArchived            what is put away does not change
  - AffiliationExists         the contact has a place there already
  - OutcomeMissing            a negotiation is done only with an outcome
  - ActivityCancelled         what was called off cannot be done
  - ActivityDone              what is done cannot be called off
  - CalendarNameTaken         another activity has the iCalendar UID
  - OccurrenceLimit           a series has as many changed occurrences as it may
  - ReminderExists            one is reminded so already
  - ScheduleTooMany           one is told of a report very often already
  - ListValueExists           the list has such a value already
  - ImportRunning, ImportCommitted, ImportUnchecked, ImportColumnsMissing
  - ImportNotWritten          an import that wrote nothing cannot be undone
  - ImportRepeated            the same file in the same way, unless forced
"""

from uuid import UUID

from shared.kernel.errors import RuleBroken


class OrganisationNumberTaken(RuleBroken):
    """Another live customer has the organisation number."""

    code = "crm.organisation_number_taken"

    def __init__(self, organisation_number: str) -> None:
        super().__init__(
            f"Another customer has organisation number {organisation_number}.",
            organisation_number=organisation_number,
        )


class CustomerNoTaken(RuleBroken):
    """Another customer has the number."""

    code = "crm.customer_no_taken"

    def __init__(self, customer_no: str) -> None:
        super().__init__(
            f"Another customer has number {customer_no}.",
            customer_no=customer_no,
        )


class ParentCycle(RuleBroken):
    """A customer would stand above itself."""

    code = "crm.customer_parent_cycle"

    def __init__(self, customer_id: UUID) -> None:
        super().__init__("A customer cannot be its own parent.", customer_id=customer_id)


class RecordArchived(RuleBroken):
    """What is put away does not change until it is restored."""

    def __init__(self, noun: str, record_id: UUID) -> None:
        super().__init__(f"The {noun} is archived.", code=f"crm.{noun}_archived", id=record_id)


class AffiliationExists(RuleBroken):
    """The contact has a place at the customer already."""

    code = "crm.affiliation_exists"

    def __init__(self, customer_id: UUID) -> None:
        super().__init__("The contact belongs to this customer.", customer_id=customer_id)


class OutcomeMissing(RuleBroken):
    """A negotiation is done only with an outcome."""

    code = "crm.activity_outcome_missing"

    def __init__(self, activity_id: UUID) -> None:
        super().__init__("A negotiation needs an outcome.", activity_id=activity_id)


class ActivityCancelled(RuleBroken):
    """What was called off cannot be done."""

    code = "crm.activity_cancelled"

    def __init__(self, activity_id: UUID) -> None:
        super().__init__("The activity is cancelled.", activity_id=activity_id)


class ActivityDone(RuleBroken):
    """What is done cannot be called off."""

    code = "crm.activity_done"

    def __init__(self, activity_id: UUID) -> None:
        super().__init__("The activity is done.", activity_id=activity_id)


class CalendarNameTaken(RuleBroken):
    """Another activity has the iCalendar UID."""

    code = "crm.activity_ical_uid_taken"

    def __init__(self, ical_uid: str) -> None:
        super().__init__("Another activity has this iCalendar UID.", ical_uid=ical_uid)


class OccurrenceLimit(RuleBroken):
    """A series has as many changed occurrences as it may."""

    code = "crm.occurrence_limit"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} occurrences of a series may differ.", most=most)


class ReminderExists(RuleBroken):
    """One is reminded so already, or very often."""

    code = "crm.reminder_exists"

    def __init__(self, activity_id: UUID) -> None:
        super().__init__("There is such a reminder, or very many.", activity_id=activity_id)


class ScheduleTooMany(RuleBroken):
    """One is told of a report very often already."""

    code = "crm.schedule_too_many"

    def __init__(self, saved_report_id: UUID) -> None:
        super().__init__("There are very many already.", saved_report_id=saved_report_id)


class ListValueExists(RuleBroken):
    """The list has a value with this code or name already."""

    def __init__(self, noun: str, code: str) -> None:
        super().__init__(
            f"There is a {noun} {code} already.", code=f"crm.{noun}_exists", value=code
        )


class ImportRunning(RuleBroken):
    """The worker is at it."""

    code = "crm.import_running"

    def __init__(self, import_id: UUID) -> None:
        super().__init__("The import is being worked on.", import_id=import_id)


class ImportCommitted(RuleBroken):
    """What is written is written."""

    code = "crm.import_committed"

    def __init__(self, import_id: UUID) -> None:
        super().__init__("The import is committed.", import_id=import_id)


class ImportUnchecked(RuleBroken):
    """Nothing is written that was not tried first."""

    code = "crm.import_unchecked"

    def __init__(self, import_id: UUID) -> None:
        super().__init__("The import must be checked first.", import_id=import_id)


class ImportNotWritten(RuleBroken):
    """Nothing was written, or it is taken back already."""

    code = "crm.import_not_written"

    def __init__(self, import_id: UUID) -> None:
        super().__init__("There is nothing to take back.", import_id=import_id)


class ImportRepeated(RuleBroken):
    """The same file was written before, read in the same way."""

    code = "crm.import_repeated"

    def __init__(self, import_id: UUID) -> None:
        super().__init__(
            "The same file was imported before in the same way; force it to import it again.",
            import_id=import_id,
        )


class ImportColumnsMissing(RuleBroken):
    """No column holds what every record needs."""

    code = "crm.import_columns_missing"

    def __init__(self, import_id: UUID, fields: str) -> None:
        super().__init__(
            f"A column must be mapped to {fields}.", import_id=import_id, fields=fields
        )
