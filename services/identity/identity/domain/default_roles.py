"""
The fourteen roles every organisation starts with, as data.

A row is (resources, actions, scope); a role's rows add up with those of ``EVERYONE`` unless it
is an outsider.  The table in the README is compared with this module by a test.
"""

from dataclasses import dataclass

from identity.domain.rights import EVERYTHING, Rights, add_up

ADMINISTRATOR = "administrator"

Row = tuple[str, str, str]

_WORK = "view create update archive"
_ALL = f"{_WORK} export"
_RECORDS = (
    "customer contact activity note case quote project time_entry invoice product price_list "
    "classification process import profitability report"
)

LISTS: tuple[Row, ...] = (("classification process product price_list", "view", "all"),)
OWN_TIME: tuple[Row, ...] = (("time_entry", _WORK, "own"), ("calendar", _WORK, "own"))
EVERYONE: tuple[Row, ...] = (
    *LISTS,
    *OWN_TIME,
    ("user unit organisation", "view", "all"),
    ("api_token", "view create archive", "own"),
)


@dataclass(frozen=True)
class DefaultRole:
    """A role as it is made for a new organisation."""

    key: str
    name_nb: str
    name_en: str
    rows: tuple[Row, ...] = ()
    field_classes: tuple[str, ...] = ()
    is_outsider: bool = False  # gets nothing of EVERYONE

    def name(self, locale: str) -> str:
        """The name in the organisation's language."""
        return self.name_en if locale == "en" else self.name_nb

    def rights(self) -> Rights:
        """All rows added up."""
        if self.key == ADMINISTRATOR:
            return EVERYTHING
        rows = self.rows if self.is_outsider else EVERYONE + self.rows
        return add_up(_rights(row, self.field_classes) for row in rows)


def _rights(row: Row, field_classes: tuple[str, ...]) -> Rights:
    resources, actions, scope = row
    grants = {f"{each}.{action}": scope for each in resources.split() for action in actions.split()}
    return Rights(grants, frozenset(field_classes))


SALES = DefaultRole(
    "sales",
    "Selger",
    "Sales",
    (
        ("customer contact", "view", "all"),
        ("customer contact", "create update", "unit"),
        ("customer contact", "archive export", "own"),
        ("activity note", "view create", "unit"),
        ("activity note", "update archive export", "own"),
        ("case", "view create update", "unit"),
        ("case", "archive export", "own"),
        ("quote", "view", "unit"),
        ("quote", "create update archive send accept", "own"),
        ("project invoice report", "view", "unit"),
    ),
    ("margin",),
)
SALES_MANAGER = DefaultRole(
    "sales_manager",
    "Salgsleder",
    "Sales manager",
    (
        ("customer contact", "view", "all"),
        ("customer contact", "create update archive export", "subtree"),
        ("customer contact", "merge", "subtree"),
        ("customer", "bulk", "subtree"),
        ("activity note case", _ALL, "subtree"),
        ("quote", f"{_ALL} send accept approve", "subtree"),
        ("process classification product", "create update archive", "all"),
        ("import", "view create update run", "subtree"),
        ("project invoice profitability", "view", "subtree"),
        ("report", "view export", "subtree"),
    ),
    ("cost", "margin"),
)
ACCOUNT_MANAGER = DefaultRole(
    "account_manager",
    "Kundeansvarlig",
    "Account manager",
    (
        ("customer contact", "view", "all"),
        ("customer contact", "create update", "unit"),
        ("customer contact", "archive export", "own"),
        ("customer contact", "merge", "own"),
        ("activity note", "view create", "unit"),
        ("activity note", "update archive export", "own"),
        ("case", "view create update export", "unit"),
        ("case", "archive", "own"),
        ("quote", "view create update send accept", "unit"),
        ("quote", "archive export", "own"),
        ("import", "view create update run", "own"),
        ("project", "view create", "unit"),
        ("project", "update", "own"),
        ("invoice report", "view", "unit"),
        ("profitability", "view", "own"),
    ),
    ("margin",),
)
PROJECT_MANAGER = DefaultRole(
    "project_manager",
    "Prosjektleder",
    "Project manager",
    (
        ("customer contact", "view", "subtree"),
        ("contact", "create update", "unit"),
        ("activity note", "view create", "unit"),
        ("activity note", "update archive export", "own"),
        ("case quote", "view", "unit"),
        ("case quote", "create update", "own"),
        ("quote", "send", "own"),
        ("project", "view", "subtree"),
        ("project", "create", "unit"),
        ("project", "update archive export", "own"),
        ("time_entry", "view approve export", "unit"),
        ("invoice", "view create update", "unit"),
        ("profitability", "view", "own"),
        ("report", "view", "unit"),
    ),
    ("cost", "margin"),
)
RESOURCE_MANAGER = DefaultRole(
    "resource_manager",
    "Ressursansvarlig",
    "Resource manager",
    (
        ("customer contact project case", "view", "all"),
        ("project", "update", "all"),
        ("quote", "view", "subtree"),
        ("activity note", "view create", "unit"),
        ("activity note", "update archive", "own"),
        ("time_entry", "view approve export", "subtree"),
        ("report", "view export", "subtree"),
    ),
    ("personal",),
)
CONSULTANT = DefaultRole(
    "consultant",
    "Konsulent",
    "Consultant",
    (
        ("customer contact project", "view", "unit"),
        ("activity", _WORK, "own"),
        ("note", "view create", "unit"),
        ("note", "update archive", "own"),
        ("case quote", "view", "own"),
        ("time_entry", "export", "own"),
    ),
)
FINANCE = DefaultRole(
    "finance",
    "Økonomi",
    "Finance",
    (
        ("customer contact case quote", "view export", "all"),
        ("customer", "update", "all"),
        ("activity note", "view create", "all"),
        ("activity note", "update archive", "own"),
        ("product price_list", _ALL, "all"),
        ("project", "view update export", "all"),
        ("time_entry", "view update approve export", "all"),
        ("invoice", f"{_ALL} issue", "all"),
        ("profitability report", "view export", "all"),
        ("import", "view create update run", "all"),
        ("erp", _WORK, "all"),
    ),
    ("cost", "margin", "salary"),
)
MARKETING = DefaultRole(
    "marketing",
    "Marked",
    "Marketing",
    (
        ("customer contact", "view export", "all"),
        ("contact", "create update", "all"),
        ("customer", "create update", "unit"),
        ("classification", "create update archive", "all"),
        ("activity note", "view create", "unit"),
        ("activity note", "update archive", "own"),
        ("case", "view", "unit"),
        ("import", "view create update run", "all"),
        ("report", "view export", "all"),
    ),
)
CUSTOMER_SERVICE = DefaultRole(
    "customer_service",
    "Kundeservice",
    "Customer service",
    (
        ("customer contact activity note", "view", "all"),
        ("contact activity note", "create", "all"),
        ("contact", "update", "all"),
        ("customer", "update", "unit"),
        ("activity", "update", "unit"),
        ("activity note", "update archive", "own"),
        ("case", "view create", "unit"),
        ("case", "update", "own"),
        ("quote project", "view", "unit"),
        ("invoice", "view", "all"),
    ),
)
MANAGEMENT = DefaultRole(
    "management",
    "Ledelse (lese)",
    "Management (read)",
    ((_RECORDS, "view export", "all"),),
    ("cost", "margin"),
)
AUDITOR = DefaultRole(
    "auditor",
    "Revisor (lese)",
    "Auditor (read)",
    (
        (_RECORDS, "view export", "all"),
        ("role api_token erp calendar ops", "view", "all"),
        ("audit", "view export", "all"),
    ),
    ("cost", "margin", "personal", "salary"),
)
INTEGRATION = DefaultRole(
    "integration",
    "Integrasjon",
    "Integration",
    (
        (
            "customer contact activity note case quote product price_list project time_entry "
            "invoice classification process import",
            "view create update",
            "all",
        ),
        ("import", "run", "all"),
        ("erp", _WORK, "all"),
        ("user unit organisation", "view", "all"),
    ),
    ("cost",),
    is_outsider=True,
)
EXTERNAL_PARTNER = DefaultRole(
    "external_partner",
    "Ekstern partner",
    "External partner",
    (
        *LISTS,
        *OWN_TIME,
        ("customer contact case project", "view", "own"),
        ("case", "update", "own"),
        ("activity note", "view create update", "own"),
        ("user", "view", "own"),
    ),
    is_outsider=True,
)

DEFAULT_ROLES: tuple[DefaultRole, ...] = (
    DefaultRole(ADMINISTRATOR, "Administrator", "Administrator"),
    SALES, SALES_MANAGER, ACCOUNT_MANAGER, PROJECT_MANAGER, RESOURCE_MANAGER, CONSULTANT, FINANCE,
    MARKETING, CUSTOMER_SERVICE, MANAGEMENT, AUDITOR, INTEGRATION, EXTERNAL_PARTNER,
)  # fmt: skip
