"""
An organisation with somebody in every default role, and records that sing when they leak.

Every record carries a word of its own (a canary).  Who may see what is written here a second
time, from the description of the roles and not from the product's code: an independent oracle.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from shared.kernel.ids import new_id
from support.street import PASSWORD, Person, a_trial

KINDS = ("customer", "contact", "activity", "note", "case", "project")
PATHS = {
    "customer": "/customers",
    "contact": "/contacts",
    "activity": "/activities",
    "note": "/notes",
    "case": "/sales-cases",
    "project": "/projects",
}
CANARY = re.compile(r"kanari[0-9a-f]{12}x")

# Role → how far it sees of each kind, in the order of KINDS.
SEES = {
    "administrator": "all all all all all all",
    "sales": "all all unit unit unit unit",
    "sales_manager": "all all subtree subtree subtree subtree",
    "account_manager": "all all unit unit unit unit",
    "project_manager": "subtree subtree unit unit unit subtree",
    "resource_manager": "all all unit unit all all",
    "consultant": "unit unit own unit own unit",
    "finance": "all all all all all all",
    "marketing": "all all unit unit unit none",
    "customer_service": "all all all all unit unit",
    "management": "all all all all all all",
    "auditor": "all all all all all all",
    "integration": "all all all all all all",
    "external_partner": "own own own own own own",
}


@dataclass(frozen=True)
class Record:
    """One record: whose it is, and the word nobody else's carries."""

    kind: str
    id: str
    canary: str
    owner: str
    unit: str  # A, A1 below it, B beside it; "" in another organisation


@dataclass
class Aviary:
    """Everybody, and everything they own."""

    admin: Person
    people: dict[str, Person] = field(default_factory=dict)  # role, or unit of a colleague
    ids: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)

    def may_see(self, role: str, record: Record) -> bool:
        """Its own kind's reach, and that of the customer it hangs on, which has the same owner."""
        if not record.unit:
            return False
        reach = dict(zip(KINDS, SEES[role].split(), strict=True))
        return all(
            {
                "none": False,
                "own": record.owner == role,
                "unit": record.unit == "A",
                "subtree": record.unit in ("A", "A1"),
                "all": True,
            }[reach[kind]]
            for kind in {record.kind, "customer"}
        )

    def of_interest_to(self, role: str) -> list[Record]:
        """One owner of each sort: himself, his unit, below, beside, another organisation."""
        return [each for each in self.records if each.owner in (role, "A", "A1", "B", "")]


def an_aviary(url: str) -> Aviary:
    """Set everything up through the public API."""
    aviary = Aviary(a_trial(url))
    admin = aviary.admin
    root = admin.get("/units")["items"][0]["id"]
    for code, above in (("A", None), ("A1", "A"), ("B", None)):
        body = {"name": f"Enhet {code}", "code": code, "parent_id": aviary.units.get(above, root)}
        aviary.units[code] = admin.post("/units", body)["id"]
    roles = {each["key"]: each["id"] for each in admin.get("/roles?limit=200")["items"]}
    assert set(roles) == set(SEES), "a default role without a line in SEES"
    for role in SEES:
        _person(aviary, role, role_id=roles[role], unit="A")
    for unit in ("A", "A1", "B"):
        _person(aviary, unit, role_id=roles["administrator"], unit=unit)
    with ThreadPoolExecutor(4) as several:
        for made in several.map(lambda owner: _records(aviary, owner), [*SEES, "A", "A1", "B"]):
            aviary.records += made
    stranger = a_trial(url)
    aviary.people[""] = stranger
    aviary.records += _records(aviary, "")
    return aviary


def _person(aviary: Aviary, key: str, *, role_id: str, unit: str) -> None:
    email = f"{key}-{new_id()}@fjord.example".lower().replace("_", "-")
    body = {
        "name": f"Person {key}",
        "email": email,
        "unit_id": aviary.units[unit],
        "role_ids": [role_id],
        "password": PASSWORD,
    }
    aviary.ids[key] = aviary.admin.post("/users", body)["id"]
    aviary.people[key] = Person(aviary.admin.url, email)


def _records(aviary: Aviary, owner: str) -> list[Record]:
    """A customer of somebody's and one of every other kind that hangs on it."""
    whose = {"owner_id": aviary.ids[owner], "unit_id": aviary.units[_unit(owner)]} if owner else {}
    made: list[Record] = []
    at: dict[str, str] = {}
    for kind in KINDS:
        canary = f"kanari{new_id().hex[-12:]}x"
        maker = aviary.people[owner] if kind == "note" or not owner else aviary.admin
        answer = maker.send("POST", PATHS[kind], json=_body(kind, canary, at, whose))
        if kind == "note" and answer.status_code == 403:
            continue  # a role that only reads
        assert answer.status_code == 201, answer.text
        at = at or {"customer_id": answer.json()["id"]}
        made.append(Record(kind, answer.json()["id"], canary, owner, _unit(owner)))
    return made


def _unit(owner: str) -> str:
    return {"": "", "A1": "A1", "B": "B"}.get(owner, "A")


def _body(kind: str, canary: str, at: dict[str, str], whose: dict[str, str]) -> dict[str, Any]:
    responsible = whose.get("owner_id")
    unit = {"unit_id": whose["unit_id"]} if whose else {}
    bodies: dict[str, dict[str, Any]] = {
        "customer": {"name": f"{canary} AS", "kinds": ["customer"], "notes": canary, **whose},
        "contact": {
            "given_name": "Kari",
            "family_name": canary,
            "emails": [f"{canary}@kanari.example"],
            "affiliations": [at],
            **whose,
        },
        "activity": {"kind": "task", "subject": canary, "body": canary, **at, **whose},
        "note": {"body": canary, **at},
        "case": {"name": canary, "expected_order_date": "2027-01-31", **at, **unit},
        "project": {"name": canary, **at, **unit},
    }
    if responsible:
        bodies["case"]["salesperson_id"] = bodies["project"]["manager_id"] = responsible
    return bodies[kind]
