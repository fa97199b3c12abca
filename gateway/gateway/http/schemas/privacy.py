"""Bodies about consents, requests of people, retention and exports."""

from gateway.http.schemas.fields import Body, Choice, Day, Id, Line, Text, Whole, many

BASES = (
    "consent",
    "contract",
    "legal_obligation",
    "vital_interest",
    "public_task",
    "legitimate_interest",
)


class ConsentBody(Body):
    """A ground for using a person's data."""

    purpose = Line(60, required=True)
    basis = Choice(*BASES)
    source = Line(200, allow_none=True)
    evidence = Text(2000, allow_none=True)
    valid_from = Day(allow_none=True)
    valid_until = Day(allow_none=True)


class PrivacyRequestBody(Body):
    """What a person asks for; he is a contact, or known by e-mail or phone."""

    kind = Choice("export", "erase", required=True)
    contact_id = Id(allow_none=True)
    email = Line(254, allow_none=True)
    phone = Line(60, allow_none=True)
    name = Line(200, allow_none=True)
    reason = Text(2000, allow_none=True)


class RefusalBody(Body):
    """Why a request is refused."""

    reason = Text(2000, required=True)


class RetentionBody(Body):
    """How long things are kept; null means for good."""

    lost_prospect_months = Whole(3, 240, allow_none=True)
    action = Choice("propose", "archive")
    import_file_days = Whole(1, 3650, allow_none=True)
    export_days = Whole(1, 30)


class ExportBody(Body):
    """What to write down: everything, or a list of entities such as ``crm.customers``."""

    kind = Choice("organisation", "list", required=True)
    entities = many(Line(100), at_most=200)
