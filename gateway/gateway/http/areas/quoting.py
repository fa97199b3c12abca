"""Products, price lists, margin policies and quotes."""

from shared.contracts.quoting.product_views import (
    MarginPolicyView,
    PriceListView,
    ProductGroupView,
    ProductView,
)
from shared.contracts.quoting.views import ApprovalView, PublicQuoteView, QuoteView

from gateway.http.calls import changing_part, listing, posting, reading
from gateway.http.resources import Resource
from gateway.http.schemas import quoting as bodies

TAG = "Quoting"

PRODUCT_GROUPS = Resource(
    path="/product-groups",
    tag=TAG,
    service="quoting",
    noun="product_group",
    answer=ProductGroupView,
    body=bodies.ProductGroupBody,
)
PRODUCTS = Resource(
    path="/products",
    tag=TAG,
    service="quoting",
    noun="product",
    answer=ProductView,
    body=bodies.ProductBody,
)
PRICE_LISTS = Resource(
    path="/price-lists",
    tag=TAG,
    service="quoting",
    noun="price_list",
    answer=PriceListView,
    body=bodies.PriceListBody,
)
MARGIN_POLICIES = Resource(
    path="/margin-policies",
    tag=TAG,
    service="quoting",
    noun="margin_policy",
    nouns="margin_policies",
    answer=MarginPolicyView,
    body=bodies.MarginPolicyBody,
)
QUOTES = Resource(
    path="/quotes",
    tag=TAG,
    service="quoting",
    noun="quote",
    answer=QuoteView,
    body=bodies.QuoteBody,
)
_VERSIONS = "/price-lists/{price_list_id}/versions"

ROUTES = (
    *PRODUCT_GROUPS.routes(),
    *PRODUCTS.routes(),
    *PRICE_LISTS.routes(),
    posting(
        _VERSIONS,
        "quoting.create_price_list_version",
        tag=TAG,
        answer=PriceListView,
        summary="Draft a version of a price list.",
        body=bodies.PriceListVersionBody,
        as_fields=True,
        status=201,
        home="/price-lists",
    ),
    changing_part(
        f"{_VERSIONS}/{{version_id}}",
        "quoting.change_price_list_version",
        tag=TAG,
        answer=PriceListView,
        summary="Change a drafted version.",
        body=bodies.PriceListVersionBody,
    ),
    posting(
        f"{_VERSIONS}/{{version_id}}/publish",
        "quoting.publish_price_list_version",
        tag=TAG,
        answer=PriceListView,
        summary="Make a version valid; from then on it never changes.",
    ),
    *MARGIN_POLICIES.routes(),
    *QUOTES.routes(),
    QUOTES.action("revisions", "Draft the next revision.", call="quoting.revise_quote", status=201),
    QUOTES.action("submit", "Ask for approval."),
    QUOTES.action(
        "approve", "Allow exactly this content.", body=bodies.ReasonBody, body_needed=False
    ),
    QUOTES.action("reject", "Refuse; the quote is a draft again.", body=bodies.RejectBody),
    QUOTES.action("send", "Fix the content and give it to the customer."),
    QUOTES.action(
        "accept", "Record the customer's yes.", body=bodies.AcceptBody, body_needed=False
    ),
    QUOTES.action(
        "decline", "Record the customer's no.", body=bodies.ReasonBody, body_needed=False
    ),
    QUOTES.action("withdraw", "Take a quote back before an answer."),
    posting(
        "/quotes/imports",
        "quoting.import_quote",
        tag=TAG,
        answer=QuoteView,
        summary="Write down a quote of the past.",
        body=bodies.HistoricQuoteBody,
        as_fields=True,
        home="/quotes",
        status=201,
    ),
    listing(
        "/quote-approvals",
        "quoting.list_approvals",
        tag=TAG,
        answer=ApprovalView,
        summary="List requests to sell below a floor.",
    ),
    reading(
        "/public/quotes/{token}",
        "quoting.get_public_quote",
        tag="Public",
        answer=PublicQuoteView,
        summary="Read a quote by its link.",
        is_public=True,
    ),
    posting(
        "/public/quotes/{token}/accept",
        "quoting.accept_public_quote",
        tag="Public",
        answer=PublicQuoteView,
        summary="Accept a quote by its link, once.",
        body=bodies.PublicAcceptBody,
        is_public=True,
    ),
)
