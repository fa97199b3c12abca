"""A private RabbitMQ node with its own epmd, cookie and ports, loopback only."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pika
import pika.exceptions

from ops.machine.binaries import Binaries
from ops.machine.launch import Launch
from ops.machine.ports import answers

EPMD_DISTANCE = 10_000
CLUSTER_DISTANCE = 20_000
COMPANIONS = (EPMD_DISTANCE, CLUSTER_DISTANCE)

USED_PLUGINS = ("rabbitmq_prelaunch", "rabbitmq_consistent_hash_exchange")

# One scheduler that does not spin: less memory, and no CPU while nothing happens.
ERLANG_FLAGS = (
    "-kernel inet_dist_use_interface {127,0,0,1} "
    "+S 1:1 +SDcpu 1:1 +SDio 4 +sbwt none +sbwtdcpu none +sbwtdio none"
)

CONFIGURATION = """\
listeners.tcp.default = 127.0.0.1:{port}
loopback_users = none
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 200MB
log.console = false
log.file.level = warning
raft.wal_max_size_bytes = 16777216
load_definitions = {definitions}
"""


@dataclass(frozen=True)
class RabbitMQ:
    """One node: where it lives, where it listens and its only user and virtual host."""

    binaries: Binaries
    folder: Path
    logs: Path
    port: int
    user: str
    password: str = field(repr=False)
    vhost: str
    more_vhosts: tuple[str, ...] = ()

    def prepare(self) -> None:
        """Write the node's configuration and definitions; data that is there stays."""
        for name in ("mnesia", "log", "home"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "home").chmod(0o700)
        definitions = self.folder / "definitions.json"
        definitions.touch(mode=0o600)
        definitions.write_text(json.dumps(self._definitions()))
        (self.folder / "rabbitmq.conf").write_text(
            CONFIGURATION.format(port=self.port, definitions=definitions)
        )
        (self.folder / "enabled_plugins").write_text("[].\n")
        (self.folder / "rabbitmq-env.conf").write_text("")
        self._link_plugins()

    def _definitions(self) -> dict[str, object]:
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        return {
            "users": [
                {
                    "name": self.user,
                    "password_hash": password_hash(self.password, salt=os.urandom(4)),
                    "hashing_algorithm": "rabbit_password_hashing_sha256",
                    "tags": ["administrator"],
                }
            ],
            "vhosts": [{"name": vhost} for vhost in (self.vhost, *self.more_vhosts)],
            "permissions": [
                {"user": self.user, "vhost": vhost, **everything}
                for vhost in (self.vhost, *self.more_vhosts)
            ],
        }

    def _link_plugins(self) -> None:
        """Offer the node only plugins it needs: looking through all of them costs a second."""
        chosen = self.folder / "plugins"
        shutil.rmtree(chosen, ignore_errors=True)
        chosen.mkdir()
        for plugin in self.binaries.rabbitmq.parent.glob("lib/rabbitmq_server-*/plugins/*"):
            name = plugin.name.rsplit("-", 1)[0]
            if name in USED_PLUGINS or not name.startswith("rabbitmq_"):
                (chosen / plugin.name).symlink_to(plugin)

    def _environment(self) -> dict[str, str]:
        # The node's start script reads these; the empty env file keeps /etc/rabbitmq out.
        return {
            **self.binaries.environment(),
            "LANG": "C.UTF-8",
            "HOME": str(self.folder / "home"),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self.port + EPMD_DISTANCE),
            "RABBITMQ_NODENAME": "samspill@localhost",
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_PLUGINS_DIR": str(self.folder / "plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "rabbit.pid"),
            "RABBITMQ_DIST_PORT": str(self.port + CLUSTER_DISTANCE),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": ERLANG_FLAGS,
            # Makes the script exec Erlang, so that the child we signal is the node itself.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def launch_epmd(self) -> Launch:
        """Return how to start the port mapper in the foreground, before the node."""
        port = str(self.port + EPMD_DISTANCE)
        return Launch(
            name="epmd",
            command=(self._epmd(), "-port", port, "-address", "127.0.0.1"),
            folder=self.folder,
            log=self.logs / "epmd.log",
            environment=self._environment(),
        )

    def _epmd(self) -> str:
        inside = self.binaries.erlang.parent.glob("erts-*/bin/epmd")
        return str(next(inside, None) or shutil.which("epmd"))

    def epmd_is_ready(self) -> bool:
        """Tell whether the port mapper accepts connections."""
        return answers(self.port + EPMD_DISTANCE)

    def launch(self) -> Launch:
        """Return how to start the node."""
        return Launch(
            name="rabbitmq",
            command=(str(self.binaries.rabbitmq / "rabbitmq-server"),),
            folder=self.folder,
            log=self.logs / "rabbitmq.log",
            environment=self._environment(),
        )

    def url(self) -> str:
        """Return the broker's address for clients, password included."""
        vhost = quote(self.vhost, safe="")
        return f"amqp://{self.user}:{self.password}@127.0.0.1:{self.port}/{vhost}"

    def is_ready(self) -> bool:
        """Tell whether our user can open a connection to the virtual host."""
        return answers(self.port) and accepts(self.url())


def accepts(broker_url: str) -> bool:
    """Tell whether the broker lets us in."""
    parameters = pika.URLParameters(broker_url)
    parameters.socket_timeout = parameters.blocked_connection_timeout = 2
    try:
        pika.BlockingConnection(parameters).close()
    except (pika.exceptions.AMQPError, OSError):
        return False
    return True


def password_hash(password: str, *, salt: bytes) -> str:
    """
    Return the password as RabbitMQ's definitions want it.

    Source: https://www.rabbitmq.com/docs/passwords#computing-password-hash
    """
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
