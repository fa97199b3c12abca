"""Consents, requests of people about their data, and how long things are kept."""

from flask import Response
from shared.contracts.crm.classification_views import ListValueView
from shared.contracts.crm.privacy_views import (
    CertificateView,
    ConsentView,
    PrivacyRequestView,
    RetentionView,
)

from gateway.compositions.privacy_preview import privacy_preview
from gateway.http.calls import listing, posting, reading
from gateway.http.exchange import Exchange
from gateway.http.resources import CREATE, READ, Resource
from gateway.http.routing import Route
from gateway.http.schemas.compositions import PrivacyPreview
from gateway.http.schemas.customers import ListValueBody
from gateway.http.schemas.privacy import (
    ConsentBody,
    PrivacyRequestBody,
    RefusalBody,
    RetentionBody,
)
from gateway.services.fan_out import FanOut

TAG = "Privacy"

REQUESTS = Resource(
    path="/privacy-requests",
    tag=TAG,
    service="crm",
    noun="privacy_request",
    key="request_id",
    answer=PrivacyRequestView,
    body=PrivacyRequestBody,
    can=(CREATE, READ),
)
_CONSENTS = "/contacts/{contact_id}/consents"
_PURPOSES = "/consent-purposes"


def _preview(exchange: Exchange) -> Response:
    within = exchange.gateway.settings.slow_within_seconds  # every table of every service is read
    services = FanOut(exchange.gateway.services, exchange.context, within_seconds=within)
    return exchange.many(privacy_preview(services, **exchange.path))


def _change_retention(exchange: Exchange) -> Response:
    changed = exchange.change(
        "crm.change_retention", read="crm.get_retention", fields=exchange.body
    )
    return exchange.one(changed)


ROUTES = (
    listing(
        _CONSENTS,
        "crm.list_consents",
        tag=TAG,
        answer=ConsentView,
        summary="List on which grounds a contact's data is used, withdrawn ones included.",
    ),
    posting(
        _CONSENTS,
        "crm.create_consent",
        tag=TAG,
        answer=ConsentView,
        summary="Write down a ground for using a contact's data.",
        body=ConsentBody,
        as_fields=True,
        status=201,
    ),
    posting(
        "/consents/{consent_id}/withdraw",
        "crm.withdraw_consent",
        tag=TAG,
        answer=ConsentView,
        summary="End a consent now; it stays in the history.",
    ),
    listing(
        _PURPOSES,
        "crm.list_consent_purposes",
        tag=TAG,
        answer=ListValueView,
        summary="List the purposes data may be used for.",
    ),
    posting(
        _PURPOSES,
        "crm.create_consent_purpose",
        tag=TAG,
        answer=ListValueView,
        summary="Add a purpose.",
        body=ListValueBody,
        as_fields=True,
        status=201,
    ),
    *REQUESTS.routes(),
    Route(
        verb="GET",
        path="/privacy-requests/{request_id}/preview",
        tag=TAG,
        summary="Read where a person stands in every service, and what the law makes us keep.",
        view=_preview,
        answer=PrivacyPreview,
        refusals=(404,),
    ),
    REQUESTS.action("approve", "Let an erasure begin, as the second person."),
    REQUESTS.action("refuse", "Close an erasure without doing anything.", body=RefusalBody),
    reading(
        "/privacy-requests/{request_id}/certificate",
        "crm.get_certificate",
        tag=TAG,
        answer=CertificateView,
        summary="Read what was done to forget a person.",
    ),
    reading(
        "/privacy/retention",
        "crm.get_retention",
        tag=TAG,
        answer=RetentionView,
        summary="Read how long things are kept.",
    ),
    Route(
        verb="PATCH",
        path="/privacy/retention",
        tag=TAG,
        summary="Change how long things are kept.",
        view=_change_retention,
        body=RetentionBody,
        is_partial=True,
        answer=RetentionView,
        refusals=(412, 428),
    ),
)
