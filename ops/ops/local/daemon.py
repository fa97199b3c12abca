"""The supervisor's process: ``up`` starts it detached, and it outlives ``up``."""

from __future__ import annotations

import logging
import os
import sys

from ops.local.plan import make_plan, saved_wish
from ops.machine.binaries import search
from ops.machine.layout import layout_in
from ops.machine.locks import held
from ops.supervisor.loop import Supervisor, Title
from ops.supervisor.state import LOCK_FILE


def main() -> None:
    """Run what ``up`` wished for, unless another supervisor of this folder does so already."""
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    environ = dict(os.environ)
    layout = layout_in(environ)
    wish = saved_wish(layout)
    if wish is None:
        sys.exit("Nothing was wished for: use ./samspill up.")
    binaries = search(layout.packages).binaries()
    with held(layout.run / LOCK_FILE):
        plan = make_plan(layout, wish, binaries=binaries, given=environ)
        plan.surroundings.save()
        title = Title(url=plan.surroundings.url, profile=wish.profile)
        Supervisor(layout, plan.steps, title=title).run()


if __name__ == "__main__":
    main()
