"""Bodies about sales processes, cases and the lists beside them."""

from gateway.http.schemas.fields import (
    Body,
    Choice,
    Day,
    Flag,
    Id,
    Line,
    Money,
    Number,
    Text,
    Whole,
    many,
    mapping,
    nested,
    own_fields,
)


class StageBody(Body):
    """A stage; with ``id`` the one it was."""

    id = Id()
    name = Line()
    names = mapping(Line(), longest_name=10)
    kind = Choice("open", "won", "lost")
    probability = Whole(0, 100)
    entry_requirements = many(Line(60), at_most=30)
    expected_days = Whole(0, 3650, allow_none=True)


class ProcessBody(Body):
    """A sales process with its stages in order."""

    name = Line(required=True)
    case_kind = Line(60, allow_none=True)
    is_default = Flag()
    stages = many(nested(StageBody), at_most=50, required=True)


class ListedBody(Body):
    """An entry of a list of one's own."""

    code = Line(40, required=True)
    name = Line(required=True)
    names = mapping(Line(), longest_name=10)
    position = Whole(0, 10_000)
    active = Flag()


class LeadSourceBody(ListedBody):
    """Where sales come from."""


class LostReasonBody(ListedBody):
    """Why sales are lost."""


class CaseLineBody(Body):
    """What the customer may buy."""

    product_id = Id(allow_none=True)
    description = Line(500)
    quantity = Number("0")
    unit_price = Money()


class CaseBody(Body):
    """A sales case."""

    name = Line(300, required=True)
    customer_id = Id(required=True)
    contact_id = Id(allow_none=True)
    partner_id = Id(allow_none=True)
    salesperson_id = Id()
    team_ids = many(Id(), at_most=50)
    unit_id = Id()
    cost_centre_id = Id(allow_none=True)
    process_id = Id()
    stage_id = Id()
    value = Money(allow_none=True, may_be_negative=False)
    value_source = Choice("manual", "lines", "quote")
    probability = Whole(0, 100, allow_none=True)
    expected_order_date = Day(allow_none=True)
    expected_start = Day(allow_none=True)
    lead_source_id = Id(allow_none=True)
    received_on = Day()
    competitor = Line(300, allow_none=True)
    primary_quote_id = Id(allow_none=True)
    external_id = Line(100, allow_none=True)
    description = Text(allow_none=True)
    lines = many(nested(CaseLineBody))
    custom = own_fields()


class MoveBody(Body):
    """The stage to move to."""

    stage_id = Id(required=True)


class WinBody(Body):
    """The day the case was won; today when left out."""

    closed_on = Day(allow_none=True)


class LoseBody(Body):
    """Why the case was lost."""

    lost_reason_id = Id(required=True)
    competitor = Line(300, allow_none=True)
    comment = Text(allow_none=True)
    closed_on = Day(allow_none=True)


class CancelBody(Body):
    """Why the case was dropped."""

    comment = Text(allow_none=True)


class ReopenBody(Body):
    """Where the case goes on."""

    stage_id = Id(allow_none=True)
    expected_order_date = Day(allow_none=True)


class HistoricStageBody(Body):
    """A stage a case was in, and since when."""

    stage_id = Id(required=True)
    entered_on = Day(required=True)


class HistoricCaseBody(Body):
    """A case of the past with its own dates."""

    name = Line(300, required=True)
    customer_id = Id(required=True)
    salesperson_id = Id(required=True)
    value = Money(required=True, may_be_negative=False)
    received_on = Day(required=True)
    stage_id = Id(required=True)
    unit_id = Id()
    cost_centre_id = Id(allow_none=True)
    process_id = Id()
    expected_order_date = Day(allow_none=True)
    closed_on = Day(allow_none=True)
    lead_source_id = Id(allow_none=True)
    lost_reason_id = Id(allow_none=True)
    probability = Whole(0, 100, allow_none=True)
    external_id = Line(100, allow_none=True)
    description = Text(allow_none=True)
    lines = many(nested(CaseLineBody))
    stages = many(nested(HistoricStageBody), at_most=50)


class HistoricCasesBody(Body):
    """Cases of the past, up to 500 at once."""

    cases = many(nested(HistoricCaseBody), at_most=500, required=True)
