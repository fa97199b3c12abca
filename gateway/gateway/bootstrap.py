"""Connects the gateway to the broker and reads its keys; the only all-knowing module."""

from dataclasses import dataclass

from joserfc.jwk import OKPKey
from shared.rpc.caller_token import read_key
from shared.rpc.client import RpcClient

from gateway.config import Settings
from gateway.services.client import Services


@dataclass(kw_only=True)
class Gateway:
    """What the street door stands on."""

    settings: Settings
    services: Services
    identity_key: OKPKey
    signing_key: OKPKey


def start(settings: Settings) -> Gateway:
    """Open the gateway's one connection; call once per process, after forking."""
    transport = RpcClient(settings.broker_url, name="gateway")
    transport.start()
    return Gateway(
        settings=settings,
        services=Services(transport, calls_per_service=settings.calls_per_service),
        identity_key=read_key(settings.identity_public_key_file),
        signing_key=read_key(settings.signing_key_file),
    )
