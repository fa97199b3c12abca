"""What quoting holds about people: texts of quotes, and who accepted them."""

from shared.capabilities.privacy.holdings import Holdings

HOLDINGS = Holdings(
    secrets=frozenset({"acceptance_links.token_hash"}),
    classes={
        "products.cost_price_minor": "cost",
        "products.cost_price_currency": "cost",
        "quote_lines.unit_cost_minor": "cost",
        "margin_policies.floor_bp": "margin",
        "margin_policies.target_bp": "margin",
        "approvals.shortfall_minor": "margin",
        "approvals.violated_rules": "margin",
    },
)
