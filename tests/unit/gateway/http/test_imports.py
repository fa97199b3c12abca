"""Uploads: one file, of a kind, of bounded size."""

import io
from base64 import b64decode

import pytest
from gateway.http.bodies import LARGEST_UPLOAD_BYTES
from support.gateway import an_edge


def upload(edge, *, content=b"name\nFjellheim AS\n", filename="kunder.csv", headers=None, **fields):
    form = {"file": (io.BytesIO(content), filename), **fields}
    return edge.send("POST", "/imports", data=form, headers=headers or {})


def test_a_file_is_handed_to_crm():
    edge = an_edge(crm__create_import={"id": "i", "version": 1})

    answer = upload(edge, kind="contacts")

    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/imports/i"
    (sent,) = edge.transport.made("crm.create_import")
    assert b64decode(sent.pop("content")) == b"name\nFjellheim AS\n"
    assert sent == {"filename": "kunder.csv", "kind": "contacts"}


def test_another_file_under_the_same_key_is_another_request():
    edge = an_edge(crm__create_import={"id": "i", "version": 1})
    key = {"Idempotency-Key": "upload-1"}

    for content in (b"a", b"a", b"b"):
        upload(edge, content=content, headers=key)

    hashes = [each["request_hash"] for each in edge.transport.headers if each["request_hash"]]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_file_that_is_too_large_is_answered_with_413():
    edge = an_edge()

    answer = upload(edge, content=b"a" * (LARGEST_UPLOAD_BYTES + 1))

    assert answer.status_code == 413
    assert edge.transport.made("crm.create_import") == []


@pytest.mark.parametrize("fields", [{"kind": "invoices"}, {"owner": "me"}])
def test_fields_of_the_form_are_checked(fields):
    assert upload(an_edge(), **fields).status_code == 422


def test_a_form_without_a_file_is_refused():
    answer = an_edge().send(
        "POST", "/imports", data={"kind": "customers"}, content_type="multipart/form-data"
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("content_type", ["application/json", "text/csv"])
def test_a_file_that_is_no_form_is_answered_with_415(content_type):
    answer = an_edge().send("POST", "/imports", data=b"{}", content_type=content_type)

    assert answer.status_code == 415


def test_a_form_without_a_boundary_is_refused():
    answer = an_edge().send("POST", "/imports", data=b"--", content_type="multipart/form-data")

    assert answer.status_code in (400, 422)


def test_the_mapping_is_changed_under_the_version_that_was_read():
    edge = an_edge(crm__change_import={"id": "i", "version": 2})
    path = "/imports/00000000-0000-0000-0000-000000000001/mapping"
    body = {"mapping": {"Navn": "name", "7": None}, "mode": "upsert"}

    answer = edge.send("PATCH", path, json=body, headers={"If-Match": '"1"'})

    assert answer.status_code == 200
    assert edge.transport.made("crm.change_import")[0]["fields"] == body
