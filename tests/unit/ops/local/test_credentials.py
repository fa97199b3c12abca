"""Passwords and keys of a local platform."""

import json
from pathlib import Path

import pytest
from ops.local.credentials import Credentials, ensure_credentials
from ops.machine.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path)
    layout.make()
    return layout


def contents(layout: Layout) -> dict[str, str]:
    return {file.name: file.read_text() for file in layout.secrets.iterdir()}


def test_credentials_are_made_once(layout: Layout) -> None:
    first = ensure_credentials(layout)
    password = first.password("crm_app")
    made = contents(layout)
    assert ensure_credentials(layout).password("crm_app") == password
    assert contents(layout) == made


def test_every_role_has_a_password_of_its_own(layout: Layout) -> None:
    credentials = ensure_credentials(layout)
    assert credentials.password("crm_app") != credentials.password("crm_owner")


def test_the_public_key_holds_no_secret(layout: Layout) -> None:
    credentials = ensure_credentials(layout)
    private = json.loads(credentials.signing_key_file("gateway").read_text())
    public = json.loads(credentials.public_key_file("gateway").read_text())
    assert private["crv"] == public["crv"] == "Ed25519"
    assert private["x"] == public["x"]
    assert private["kid"] == public["kid"]
    assert "d" in private
    assert "d" not in public


def test_passwords_do_not_show(layout: Layout) -> None:
    credentials: Credentials = ensure_credentials(layout)
    password = credentials.password("crm_app")
    assert password not in repr(credentials)
