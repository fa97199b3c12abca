"""Bodies two readers might understand differently, and how they are refused."""

import pytest
from gateway.http.bodies import MOST_NODES, read_json
from gateway.http.problems import EdgeProblem
from support.gateway import an_edge


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "A"',
        b'{"name": "A",}',
        b'{"name": "A"} // why',
        b"{'name': 'A'}",
        b'{"name": "A"}{"name": "B"}',
        b"",
        b'\xef\xbb\xbf{"name": "A"}',
        '{"name": "A"}'.encode("utf-16"),
        '{"name": "A"}'.encode("utf-32-le"),
        b'{"name": "\xff"}',
        b'{"name": "\xc0\xaf"}',
        b'{"name": "\xed\xa0\x80"}',
        b'{"name": "\\ud800"}',
        b'{"name": "a\\u0000b"}',
        b'{"employees": NaN}',
        b'{"employees": Infinity}',
        b'{"employees": -Infinity}',
        b'{"employees": 1e400}',
        b'{"employees": 1E-400}',
        b'{"employees": -0}',
        b'{"employees": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 50 + b"1" + b"}" * 50,
        b'{"owner_id": 1, "owner_id": 2}',
        b'{"custom": {"a": 1, "a": 2}}',
    ],
)
def test_unreadable_json_is_answered_with_400(body):
    edge = an_edge()

    answer = edge.send("POST", "/customers", data=body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"].startswith("platform.")
    assert edge.transport.made("crm.create_customer") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" + b"1," * 20_000 + b"1]", 413),
        (b'{"name": "' + b"a" * 1_000_001 + b'"}', 413),
        (b'{"name": "' + b"a" * 10_001 + b'"}', 422),
        ('{"name": "a\u0007b"}'.encode(), 400),
        (b'{"name": "a\\u0007b"}', 422),
        (b'{"name": "a\\ufffeb"}', 422),
        (b"[1]", 422),
        (b'"text"', 422),
        (b"null", 422),
    ],
)
def test_readable_json_that_makes_no_sense_is_refused(body, status):
    answer = an_edge().send("POST", "/customers", data=body, content_type="application/json")

    assert answer.status_code == status


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/json; charset=utf-7",
        "application/json; charset=latin-1",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/x-www-form-urlencoded",
    ],
)
def test_other_media_types_are_answered_with_415(content_type):
    answer = an_edge().send("POST", "/customers", data=b'{"name": "A"}', content_type=content_type)

    assert answer.status_code == 415
    assert answer.json["code"] == "platform.media_type_unsupported"


def test_a_compressed_body_is_answered_with_415():
    answer = an_edge().send(
        "POST",
        "/customers",
        data=b"\x1f\x8b",
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )

    assert answer.status_code == 415


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", '; charset="UTF-8"'])
def test_utf_8_may_be_named(charset):
    edge = an_edge(crm__create_customer={"id": "1", "version": 1})

    answer = edge.send(
        "POST", "/customers", data=b'{"name": "A"}', content_type=f"application/json{charset}"
    )

    assert answer.status_code == 201


def test_text_is_brought_into_one_normal_form():
    assert read_json('{"name": "Bodø kåre", "n\u006f\u0308": "a\u030a"}'.encode()) == {
        "name": "Bodø kåre",
        "nö": "å",
    }


def test_lines_and_tabs_are_text():
    assert read_json(b'{"body": "one\\ntwo\\tthree\\r\\n"}') == {"body": "one\ntwo\tthree\r\n"}


def test_numbers_keep_their_kind():
    assert read_json(b'{"a": 9007199254740993, "b": 0.5, "c": 0.0}') == {
        "a": 9007199254740993,
        "b": 0.5,
        "c": 0.0,
    }


def test_as_many_values_as_allowed_are_read():
    body = b"[" + b",".join(b"1" for _ in range(MOST_NODES - 1)) + b"]"

    assert len(read_json(body)) == MOST_NODES - 1


def test_the_pointer_names_the_text_at_fault():
    with pytest.raises(EdgeProblem) as refused:
        read_json(b'{"addresses": [{"street": "a\\u0001"}]}')

    assert [each.pointer for each in refused.value.errors] == ["/addresses/0/street"]
