"""What identity holds about people: other rules hold for the organisation's own people."""

from shared.capabilities.privacy.holdings import Holdings

HOLDINGS = Holdings(
    employees=frozenset(
        {
            "users",
            "user_roles",
            "passwords",
            "grants_versions",
            "sessions",
            "refresh_tokens",
            "api_tokens",
            "logins",
        }
    ),
    files={
        "refresh_tokens.token_hash": "sealed",
        "api_tokens.token_hash": "sealed",
        "login_failures.key": "sealed",
    },
    secrets=frozenset({"passwords.password_hash", "api_tokens.token_start"}),
)
