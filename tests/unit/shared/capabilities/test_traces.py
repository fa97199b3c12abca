"""A person is found in texts as people write them, and nobody else is."""

from uuid import UUID

import pytest
from shared.capabilities.privacy.traces import Traces
from shared.contracts.privacy import SubjectState

REQUEST = UUID("019a0000-0000-7000-8000-0000000abcde")
GONE = "[slettet 0abcde]"
PER = SubjectState(
    names=["Per Ås"],
    given_names=["Per"],
    family_names=["Ås"],
    emails=["per@aas.example"],
    phones=["+4791234567"],
)


@pytest.mark.parametrize(
    "text",
    [
        "PER ÅS",
        "Ås, Per",
        "per  ås",
        "PER@AAS.example",
        "+47 912 34 567",
        "91234567",
        "0047 91 23 45 67",
    ],
)
def test_what_is_his_alone_is_replaced_anywhere(text):
    assert Traces(PER, REQUEST).clean(f"Møte: {text}.", is_linked=False) == f"Møte: {GONE}."


@pytest.mark.parametrize(
    "text",
    [
        "100 kr per time",
        "Per Hansen",
        "kasper@aas.example.no",
        "191234567",
        "912345678",
        "super ås",
    ],
)
def test_others_are_left_alone(text):
    assert Traces(PER, REQUEST).clean(text, is_linked=False) == text


def test_a_single_name_counts_only_in_a_row_about_him():
    traces = Traces(PER, REQUEST)

    assert traces.clean({"a": ["Per ringer", 7]}, is_linked=True) == {"a": [f"{GONE} ringer", 7]}
    assert traces.clean("timer per uke", is_linked=True) == "timer per uke"
    assert traces.are_about(["per", "Ås", "x"])
    assert not traces.are_about(["per", "Hansen"])
