"""Requests made up from the public description: nothing crashes, every refusal is a problem."""

import itertools

import pytest
import schemathesis
from described_http import described
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator
from support.records import one_of_each
from support.street import a_trial

REQUESTS_PER_OPERATION = 3
SEED = 20261123
# These end what later requests stand on, or ask for a minute of argon2.
LEFT_OUT = ("/auth/", "/organisations", "/api-tokens", "reset-password")

WRITTEN = described()
schema = schemathesis.openapi.from_dict(WRITTEN)
OPERATIONS = [
    result.ok()
    for result in schema.get_all_operations()
    if not any(part in result.ok().path for part in LEFT_OUT)
]


@pytest.fixture(scope="module")
def fuzzer(street):
    """Somebody whose organisation may end up in any state."""
    return a_trial(street.url)


@pytest.fixture(scope="module")
def known(fuzzer):
    """Ids of records there are; half of the requests are about them."""
    return one_of_each(fuzzer)


def as_described(operation, answer):
    """Whether the answer has the shape the description gives it."""
    written = operation.definition.raw["responses"][str(answer.status_code)]
    shape = written.get("content", {}).get("application/json", {}).get("schema")
    if shape is None or answer.headers.get("Content-Type") != "application/json":
        return True
    whole = {**shape, "components": WRITTEN["components"]}
    return Draft202012Validator(whole).is_valid(answer.json())


def about(known, part):
    """The same part of a request with ids of records there are."""
    if isinstance(part, dict):
        return {
            name: known[name] if isinstance(value, str) and name in known else about(known, value)
            for name, value in part.items()
        }
    return [about(known, each) for each in part] if isinstance(part, list) else part


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_made_up_requests_are_answered_as_described(operation, fuzzer, known):
    described_statuses = {int(status) for status in operation.definition.raw["responses"]}
    numbers = itertools.count()

    @seed(SEED)
    @settings(
        max_examples=REQUESTS_PER_OPERATION,
        derandomize=False,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case):
        if next(numbers) % 2:
            case.path_parameters = about(known, case.path_parameters)
            case.body = about(known, case.body)
        made_up = case.as_transport_kwargs(base_url=f"{fuzzer.url}/api/v1")
        headers = {**made_up.pop("headers"), **fuzzer.session.headers}
        answer = fuzzer.session.request(**made_up, headers=headers, timeout=30)
        assert answer.status_code in described_statuses | {405, 414}, answer.text
        assert answer.status_code not in (401, 500, 503, 504), answer.text
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code
        else:
            assert as_described(operation, answer), answer.text

    send()
    assert next(numbers) > 0
