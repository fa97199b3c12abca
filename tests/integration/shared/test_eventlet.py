"""psycopg and eventlet get along: a query that waits does not stop the process."""

import subprocess
import sys

_PROGRAM = """
import sys, time
from shared.rpc.run import prepare
prepare()
import eventlet, psycopg
from shared.rpc.waiting import install
install()
def wait_a_moment(_):
    with psycopg.connect(sys.argv[1]) as connection:
        connection.execute("SELECT pg_sleep(0.5)")
pool = eventlet.GreenPool()
started = time.monotonic()
list(pool.imap(wait_a_moment, range(10)))
print(time.monotonic() - started)
"""


def test_ten_waiting_queries_wait_together(servers):
    url = servers.database_url_template.format(database="postgres")

    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, url], capture_output=True, text=True, timeout=60
    )

    # One after another they take five seconds; together half a second and some connecting.
    assert float(done.stdout) < 3, done.stderr


_LARGE = """
import sys
from shared.rpc.run import prepare
prepare()
import psycopg
from shared.rpc.waiting import install
install()
text = "x" * 20_000_000
with psycopg.connect(sys.argv[1]) as connection:
    print(connection.execute("SELECT %s::text", [text]).fetchone()[0] == text)
    try:
        connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    except psycopg.OperationalError:
        print("lost")
"""


def test_more_than_fits_a_socket_goes_both_ways_and_a_lost_server_is_noticed(servers):
    url = servers.database_url_template.format(database="postgres")

    done = subprocess.run(
        [sys.executable, "-c", _LARGE, url], capture_output=True, text=True, timeout=60
    )

    assert done.stdout.split() == ["True", "lost"], done.stderr
