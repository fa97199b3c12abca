"""The default roles are what the README says, and every right asked for exists."""

import re
from pathlib import Path

import pytest
from identity.domain.default_roles import DEFAULT_ROLES
from identity.domain.rights import ACTIONS, EVERY_RIGHT, EVERYTHING, RESOURCES, SPECIAL

ROOT = Path(__file__).parents[4]
BY_KEY = {role.key: role.rights() for role in DEFAULT_ROLES}
ASKED = re.compile(
    rf'"([a-z_]+)\.({"|".join(sorted({*ACTIONS, *(each.split(".")[1] for each in SPECIAL)}))})"'
)


def test_there_are_fourteen_roles_with_names_in_both_languages():
    assert len(DEFAULT_ROLES) == 14
    assert len({role.name("nb") for role in DEFAULT_ROLES}) == 14
    assert len({role.name("en") for role in DEFAULT_ROLES}) == 14


@pytest.mark.parametrize("role", DEFAULT_ROLES, ids=lambda role: role.key)
def test_a_role_grants_only_rights_that_exist(role):
    assert set(role.rights().grants) <= EVERY_RIGHT
    assert EVERYTHING.missing_for(role.rights()) == set()


def test_the_administrator_may_do_everything():
    assert BY_KEY["administrator"].missing_for(EVERYTHING) == set()


def test_every_scope_occurs_for_customers_and_cases():
    scopes = {rights.scope("case.view") for rights in BY_KEY.values()}
    scopes |= {rights.scope("customer.update") for rights in BY_KEY.values()}

    assert scopes == {"none", "own", "unit", "subtree", "all"}


def test_a_consultant_sees_the_units_customers_his_own_cases_and_no_margin():
    consultant = BY_KEY["consultant"]

    assert consultant.scope("customer.view") == "unit"
    assert consultant.scope("case.view") == "own"
    assert consultant.scope("profitability.view") == "none"
    assert consultant.field_classes == frozenset()


@pytest.mark.parametrize("key", ["management", "auditor"])
def test_readers_change_nothing_but_their_own_hours_calendar_and_tokens(key):
    writes = {
        right.split(".")[0]: scope
        for right, scope in BY_KEY[key].grants.items()
        if right.split(".")[1] not in ("view", "export")
    }

    assert writes == {"time_entry": "own", "calendar": "own", "api_token": "own"}


def test_only_administrators_manage_users_and_roles():
    managers = {
        key
        for key, rights in BY_KEY.items()
        if any(
            rights.scope(f"{resource}.{action}") != "none"
            for resource in ("user", "role", "organisation")
            for action in ("create", "update", "archive")
        )
    }

    assert managers == {"administrator"}


def test_salaries_are_seen_by_finance_and_the_auditor_only():
    seeing = {key for key, rights in BY_KEY.items() if "salary" in rights.field_classes}

    assert seeing == {"administrator", "finance", "auditor"}


def test_the_readme_shows_the_roles_as_they_are():
    readme = (ROOT / "services/identity/README.md").read_text()

    for role in DEFAULT_ROLES:
        assert _row(role.key) in readme, f"{role.key} should read\n{_row(role.key)}"


def test_every_right_the_services_ask_for_exists():
    places = [*(ROOT / "services").rglob("*.py"), *(ROOT / "gateway").rglob("*.py")]
    asked = {
        ".".join(found)
        for path in places
        if "domain" not in path.parts
        for found in ASKED.findall(path.read_text())
    }

    assert "user.update" in asked
    assert {right for right in asked if right.split(".")[0] in RESOURCES} <= EVERY_RIGHT
    assert {right for right in asked if right.split(".")[0] not in RESOURCES} == set()


def _row(key: str) -> str:
    """One line of the README's table: view/update scopes of the main resources."""
    rights = BY_KEY[key]
    columns = ("customer", "case", "quote", "project", "time_entry", "invoice", "profitability")
    cells = [
        f"{rights.scope(f'{column}.view')}/{rights.scope(f'{column}.update')}" for column in columns
    ]
    classes = ", ".join(sorted(rights.field_classes)) or "–"
    return f"| {key} | {' | '.join(cells)} | {classes} |"
