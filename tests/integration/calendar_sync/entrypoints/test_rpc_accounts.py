"""Calendar accounts as a person sees them."""

import pytest
from shared.kernel.errors import Conflict, Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague
from support.calendar_sync import account_fields

URL = "http://127.0.0.1:9/anna/calendar/"
SECRET = "hemmelig-passord-8"


@pytest.fixture
def account(calls):
    """An account at a server that is not there."""
    return calls.create_account(fields=account_fields(URL, password=SECRET))


def test_an_account_lacking_something_says_what(calls):
    with pytest.raises(Invalid) as refused:
        calls.create_account(fields={"provider": "outlook"})

    assert refused.value.code == "calendar_sync.account_invalid"
    assert {each.pointer for each in refused.value.errors} == {
        "/url",
        "/username",
        "/password",
        "/provider",
    }


def test_an_address_that_is_none_is_refused(calls):
    with pytest.raises(Invalid) as refused:
        calls.create_account(fields=account_fields("file:///etc/passwd"))

    assert refused.value.code == "calendar_sync.url_not_allowed"


def test_the_same_calendar_is_connected_once(calls, account):
    with pytest.raises(Conflict) as refused:
        calls.create_account(fields=account_fields(URL.rstrip("/")))
    assert refused.value.code == "calendar_sync.account_exists"

    calls.archive_account(account_id=account["id"])

    assert calls.create_account(fields=account_fields(URL))["status"] == "connecting"


def test_credentials_are_stored_sealed_and_never_shown(calls, platform, account):
    everything = platform.rows(
        "calendar_sync",
        "SELECT c::text || encode(c.secret, 'escape') || (SELECT string_agg(a::text, '') "
        "FROM audit_entries a WHERE a.entity_id = c.id) FROM accounts c WHERE id = %s",
        account["id"],
    )[0][0]

    assert SECRET not in str(account)
    assert SECRET not in everything
    assert "hidden" in everything


def test_a_server_that_is_not_there_is_said_to_be_that(calls, account, eventually):
    seen = eventually(
        lambda: (
            found
            if (found := calls.get_account(account_id=account["id"]))["last_error_kind"]
            else None
        )
    )

    assert seen["last_error_kind"] == "transient"
    assert seen["blocked_until"]


def test_another_address_is_another_account(calls, account):
    with pytest.raises(Invalid):
        calls.change_account(
            account_id=account["id"], expected_version=1, fields={"url": "http://other/"}
        )


def test_a_disconnected_account_cannot_be_changed(calls, account):
    gone = calls.archive_account(account_id=account["id"])
    binding = calls.list_bindings(query={"filters": {"account_id": account["id"]}})["items"][0]

    with pytest.raises(RuleBroken):
        calls.change_account(
            account_id=gone["id"], expected_version=gone["version"], fields={"password": "x"}
        )
    with pytest.raises(RuleBroken):
        calls.change_binding(
            binding_id=binding["id"],
            expected_version=binding["version"],
            fields={"privacy": "busy"},
        )


def test_accounts_are_their_owners_alone(calls, rpc, org, account):
    colleague = rpc(a_colleague(org)).calendar_sync

    with pytest.raises(NotFound):
        colleague.get_account(account_id=account["id"])
    with pytest.raises(NotFound):
        colleague.archive_account(account_id=account["id"])
    assert colleague.list_accounts(query={})["items"] == []
    assert colleague.list_bindings(query={})["items"] == []
    assert len(calls.list_accounts(query={"filters": {"archived": "false"}})["items"]) == 1


def test_a_binding_says_what_it_sends(calls, account):
    query = {"filters": {"account_id": account["id"], "archived": "false"}}
    binding = calls.list_bindings(query=query)["items"][0]

    changed = calls.change_binding(
        binding_id=binding["id"],
        expected_version=binding["version"],
        fields={"kinds": ["meeting"]},
    )

    assert (changed["direction"], changed["kinds"]) == ("out", ["meeting"])
    assert calls.get_binding(binding_id=binding["id"])["kinds"] == ["meeting"]
    with pytest.raises(Invalid):
        calls.change_binding(
            binding_id=binding["id"],
            expected_version=changed["version"],
            fields={"privacy": "secret"},
        )
