"""What RabbitMQ is told."""

import base64
import hashlib

from ops.local.rabbitmq import password_hash


def test_a_password_is_hashed_as_the_broker_expects() -> None:
    # The example of https://www.rabbitmq.com/docs/passwords#computing-password-hash
    salt = bytes.fromhex("908DC60A")
    assert password_hash("test12", salt=salt) == "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"


def test_the_salt_stands_first() -> None:
    decoded = base64.b64decode(password_hash("secret", salt=b"salt"))
    assert decoded == b"salt" + hashlib.sha256(b"saltsecret").digest()
