"""Settings of the gateway."""

from dataclasses import dataclass

from shared.config.env import env


@dataclass(frozen=True, kw_only=True)
class Settings:
    """
    Everything the gateway reads from its environment.  Read once, in ``__main__``.

    ``views_within_seconds`` is the one deadline of a page composed of several services;
    ``trusted_proxies`` is how many proxies of ours stand before us and name the client.
    """

    broker_url: str = env("BROKER_URL", secret=True)
    port: int = env("GATEWAY_PORT", default=8080, at_least=1)
    host: str = env("GATEWAY_HOST", default="127.0.0.1")
    health_port: int = env("HEALTH_PORT", default=0, at_least=0)
    health_host: str = env("HEALTH_HOST", default="127.0.0.1")
    trusted_proxies: int = env("GATEWAY_TRUSTED_PROXIES", default=0, at_least=0)
    identity_public_key_file: str = env("IDENTITY_PUBLIC_KEY_FILE")
    signing_key_file: str = env("GATEWAY_SIGNING_KEY_FILE")
    workers: int = env("GATEWAY_WORKERS", default=2, at_least=1)
    threads: int = env("GATEWAY_THREADS", default=8, at_least=1)
    read_within_seconds: float = env("GATEWAY_READ_WITHIN_SECONDS", default=5.0, at_least=0.1)
    write_within_seconds: float = env("GATEWAY_WRITE_WITHIN_SECONDS", default=10.0, at_least=0.1)
    slow_within_seconds: float = env("GATEWAY_SLOW_WITHIN_SECONDS", default=30.0, at_least=0.1)
    views_within_seconds: float = env("GATEWAY_VIEWS_WITHIN_SECONDS", default=1.5, at_least=0.1)
    calls_per_service: int = env("GATEWAY_CALLS_PER_SERVICE", default=8, at_least=1)
    principal_kept_seconds: float = env("GATEWAY_PRINCIPAL_KEPT_SECONDS", default=2.0, at_least=0)
