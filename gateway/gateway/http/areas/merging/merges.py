"""Duplicates, and making one record of two."""

from shared.contracts.crm.merging.views import DuplicateView, MergePreviewView, MergeView

from gateway.http.areas.customers import CONTACTS, CUSTOMERS
from gateway.http.calls import listing, posting
from gateway.http.resources import Resource
from gateway.http.routing import Route
from gateway.http.schemas.merging.bodies import MergeBody, PreviewBody

TAG = "Merging"
_DUPLICATES = Resource(
    path="/duplicates", tag=TAG, service="crm", noun="duplicate", answer=DuplicateView
)


def _merging(things: Resource) -> tuple[Route, Route]:
    return (
        things.action(
            "merge",
            f"Make another {things.noun} part of this one, in every service.",
            body=MergeBody,
            is_versioned=True,
        ),
        things.action(
            "unmerge",
            f"Take back, within 30 days, the merge that made this {things.noun} part of another.",
            answer=MergeView,
        ),
    )


ROUTES = (
    *_merging(CUSTOMERS),
    *_merging(CONTACTS),
    posting(
        "/merges/preview",
        "crm.preview_merge",
        tag=TAG,
        answer=MergePreviewView,
        summary="Say what a merge would do, without doing it.",
        body=PreviewBody,
    ),
    listing(
        "/merges",
        "crm.list_merges",
        tag=TAG,
        answer=MergeView,
        summary="List what was merged and taken back, newest first.",
    ),
    listing(
        "/duplicates",
        "crm.list_duplicates",
        tag=TAG,
        answer=DuplicateView,
        summary="List pairs that may be the same, both of which you may see, likeliest first.",
    ),
    listing(
        "/customers/{customer_id}/duplicates",
        "crm.duplicates_of_customer",
        tag=TAG,
        answer=DuplicateView,
        summary="List customers that may be the same as this one.",
    ),
    _DUPLICATES.action("dismiss", "Say that two records are different."),
)
