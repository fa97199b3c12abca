"""Calls are guarded: nothing that arrives ends a process, nobody calls without a caller."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from shared.kernel.errors import Forbidden, Invalid, Unavailable
from shared.kernel.ids import new_id
from shared.rpc.wire import HEADER
from support.messages import call_body

QUEUE = "rpc-sales"
GOOD = {"content_type": "application/json", "content_encoding": "utf-8"}


def test_a_call_without_a_caller_is_forbidden(rpc):
    with pytest.raises(Forbidden) as refused:
        rpc(None).sales.list_cases(query={})

    assert refused.value.code == "platform.caller_missing"


def test_unknown_methods_and_arguments_are_invalid(org, rpc):
    with pytest.raises(Invalid):
        rpc(org).sales.no_such_method()
    with pytest.raises(Invalid) as refused:
        rpc(org).sales.list_cases(query={}, surprise=1)

    assert refused.value.errors[0].pointer == "/surprise"


def test_an_unknown_service_is_unavailable_at_once(org, rpc):
    with pytest.raises(Unavailable) as refused:
        rpc(org).no_such_service.anything()

    assert refused.value.code == "platform.service_unavailable"


@pytest.mark.parametrize(
    ("body", "properties"),
    [
        (call_body(query={}), {**GOOD}),
        (call_body(query={}), {**GOOD, "reply_to": "nowhere"}),
        (b"not json", {**GOOD, "reply_to": "nowhere"}),
        (b"[]", {**GOOD, "reply_to": "nowhere"}),
        (b"17", {**GOOD, "reply_to": "nowhere"}),
        (b"\x80\x04.", {"content_type": "application/x-python-serialize", "reply_to": "x"}),
        (call_body(), {**GOOD, "reply_to": "x", "headers": {f"{HEADER}call_id_stack": 5}}),
        (call_body(), {**GOOD, "reply_to": "x", "headers": {f"{HEADER}deadline_ms": "soon"}}),
        (call_body(), {**GOOD, "reply_to": "x", "headers": {f"{HEADER}caller": {"a": [1]}}}),
        (json.dumps({"args": 1, "kwargs": []}).encode(), {**GOOD, "reply_to": "x"}),
    ],
)
def test_a_malformed_call_ends_no_process(platform, broker, org, rpc, body, properties):
    pid = platform.processes["rpc"].pid

    broker.send("sales.list_cases", body, exchange="nameko-rpc", **properties)

    assert rpc(org).sales.list_cases(query={})["items"] == []
    assert platform.processes["rpc"].poll() is None
    assert platform.processes["rpc"].pid == pid


def test_a_lead_source_created_twenty_times_under_one_key_exists_once(org, rpc):
    fields = {"names": {"nb": "Messe", "en": "Fair"}}

    def create(_):
        return rpc(org, key="one-key").sales.create_lead_source(fields=fields)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(create, range(20)))

    assert len({answer["id"] for answer in answers}) == 1


def test_a_key_used_for_another_request_is_refused(org, rpc):
    key = str(new_id())
    fields = {"names": {"nb": "Messe", "en": "Fair"}}
    rpc(org, key=key, body_hash="a").sales.create_lead_source(fields=fields)

    with pytest.raises(Invalid) as refused:
        rpc(org, key=key, body_hash="b").sales.create_lead_source(fields=fields)

    assert refused.value.code == "platform.idempotency_key_reused"


def test_calls_that_race_for_one_record_all_succeed_when_none_says_what_it_read(org, rpc):
    if "quoting" not in rpc.__self__.services:
        pytest.skip("quoting is not hosted in this run")
    group = rpc(org).quoting.create_product_group(fields={"name": "Rådgivning"})

    def archive(_):
        return rpc(org).quoting.archive_product_group(product_group_id=group["id"])

    with ThreadPoolExecutor(3) as pool:
        versions = [answer["version"] for answer in pool.map(archive, range(3))]

    assert sorted(versions) == [2, 3, 4]
