"""
Hosts services as ``shared.capabilities.host`` does, with one filter removed on purpose.

For the test of the leak test only: whoever looks for leaks must find this one.
"""

from shared.rpc.run import prepare

prepare()

from crm.persistence import visibility  # noqa: E402 - only now is everything patched
from crm.persistence.activity_tables import notes  # noqa: E402
from shared.capabilities import host  # noqa: E402


def _every_note(caller):
    return notes.c.organisation_id == caller.organisation_id


visibility.visible_notes = _every_note

if __name__ == "__main__":
    host.main()
