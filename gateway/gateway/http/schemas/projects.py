"""Bodies about projects, people, time and expenses."""

from marshmallow import validate
from marshmallow.fields import List

from gateway.http.schemas.fields import (
    Body,
    Choice,
    Day,
    Flag,
    Id,
    Line,
    Money,
    Number,
    Percent,
    Text,
    Whole,
    many,
    nested,
    own_fields,
)

_MINUTES_OF_A_DAY = 24 * 60


class ProjectBody(Body):
    """A project; its members may see it and log time on it."""

    name = Line(300, required=True)
    description = Text(allow_none=True)
    customer_id = Id(allow_none=True)
    sales_case_id = Id(allow_none=True)
    manager_id = Id(allow_none=True)
    unit_id = Id(allow_none=True)
    status = Choice("planned", "active", "on_hold")
    start = Day(allow_none=True)
    deadline = Day(allow_none=True)
    planned_minutes = Whole()
    member_ids = many(Id())
    custom = own_fields()


class ContractLineBody(Body):
    """A line sold without a quote."""

    kind = Choice("fixed", "time", required=True)
    description = Line(500, required=True)
    quantity = Number()
    unit = Line(40)
    unit_price = Money(required=True)
    vat_percent = Percent()


class PhaseBody(Body):
    """A part of a project's plan."""

    name = Line(300, required=True)
    parent_id = Id(allow_none=True)
    start = Day(allow_none=True)
    end = Day(allow_none=True)
    estimate_minutes = Whole()


class ResourceBody(Body):
    """A person who works on projects."""

    user_id = Id(required=True)
    job_title = Line(allow_none=True)
    unit_id = Id(allow_none=True)
    roles = many(Line(100), at_most=100)
    skills = many(Line(100), at_most=200)
    billing_rate = Money(allow_none=True, may_be_negative=False)
    active_from = Day(allow_none=True)
    active_to = Day(allow_none=True)


class WorkContractBody(Body):
    """How much a person works, Monday first, and what an hour costs."""

    user_id = Id(required=True)
    minutes_per_weekday = List(Whole(0, _MINUTES_OF_A_DAY), validate=validate.Length(equal=7))
    cost_rate = Money(required=True, may_be_negative=False)
    valid_from = Day(required=True)
    valid_to = Day(allow_none=True)


class TimeEntryBody(Body):
    """Time worked."""

    user_id = Id()
    project_id = Id(allow_none=True)
    phase_id = Id(allow_none=True)
    contract_line_id = Id(allow_none=True)
    sales_case_id = Id(allow_none=True)
    work_date = Day(required=True)
    minutes = Whole(1, _MINUTES_OF_A_DAY, required=True)
    billable = Flag()
    description = Text(allow_none=True)


class WriteOffBody(Body):
    """How many minutes not to bill; all that are left when not given."""

    minutes = Whole(1, _MINUTES_OF_A_DAY, allow_none=True)


class ImportedTimeEntryBody(Body):
    """One historic time entry."""

    user_id = Id(required=True)
    project_id = Id(required=True)
    work_date = Day(required=True)
    minutes = Whole(1, _MINUTES_OF_A_DAY, required=True)
    billable = Flag()
    phase_id = Id(allow_none=True)
    description = Text(allow_none=True)
    status = Choice("draft", "submitted", "approved", "locked")


class ImportedTimeEntriesBody(Body):
    """Historic time entries, up to 1000 at once."""

    entries = many(nested(ImportedTimeEntryBody), at_most=1000, required=True)


class ExpenseBody(Body):
    """Money spent for a project."""

    project_id = Id(required=True)
    user_id = Id(allow_none=True)
    spent_on = Day(required=True)
    description = Line(500, required=True)
    amount = Money(required=True)
    vat_percent = Percent()
    billable = Flag()
    external_ref = Line(100, allow_none=True)
